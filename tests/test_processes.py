"""Reading in several processes: the same postings, and what happens when one of them does not end well."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

import annonce_nlp
from annonce_nlp import api, processes
from annonce_nlp.batch import Failure
from annonce_nlp.processes import ProcessEndedError
from tests import fragile
from tests.invented import POSTINGS

GOOD = list(POSTINGS.values())
BOTH = pytest.mark.parametrize("n_process", [1, 2])


@pytest.fixture
def fragile_reader(monkeypatch):
    monkeypatch.setattr(api, "_read", fragile.read)
    monkeypatch.setattr(processes, "_MAIN", "from tests.fragile import main; main()")


def children():
    """Return the processes of this one that are still there."""
    listed = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not listed.exists():
        pytest.skip("needs Linux, which lists the processes of a thread")
    return [
        child
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def is_alive(process):
    """Tell whether a process runs; one that nobody waited for is dead and still listed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- failures in their place, in one process and in two


@BOTH
@pytest.mark.usefixtures("fragile_reader")
def test_a_failing_text_is_yielded_in_its_place(n_process):
    texts = [GOOD[0], "casse", 5, GOOD[1], "x" * 5000, "intransportable", "", GOOD[2]]
    found = list(
        annonce_nlp.pipe(
            texts, batch_size=3, n_process=n_process, max_length=4999, on_error="yield"
        )
    )
    want = {
        1: (ArithmeticError, "text 1: casse"),
        2: (TypeError, "text 2: a posting is a str, not int"),
        4: (ValueError, "text 4: the text has 5,000 characters, more than max_length=4,999"),
        5: (Exception, "text 5: "),
    }
    assert len(found) == len(texts)
    for place, text in enumerate(texts):
        one = found[place]
        if place in want:
            kind, said = want[place]
            assert isinstance(one, Failure), f"text {place} was read: {one}"
            assert one.index == place
            assert isinstance(one.error, kind)
            assert str(one).startswith(said)
            assert "portable" in str(one) or place != 5
        else:
            assert one == annonce_nlp.parse(text)


@BOTH
@pytest.mark.usefixtures("fragile_reader")
def test_a_failing_text_is_raised_in_its_place_and_named(n_process):
    stream = annonce_nlp.pipe([*GOOD, "casse", *GOOD], batch_size=4, n_process=n_process)
    found = [next(stream) for _ in GOOD]
    assert found == [annonce_nlp.parse(text) for text in GOOD]
    with pytest.raises(ArithmeticError, match="casse") as raised:
        next(stream)
    (named,) = [note for note in raised.value.__notes__ if note.startswith("(text ")]
    assert named.startswith(f"(text {len(GOOD)} of the stream, counted from 0; on_error=")
    if n_process > 1:
        assert any("in read" in note for note in raised.value.__notes__), "where it broke is lost"


@BOTH
def test_what_came_before_an_error_of_the_stream_is_read(n_process):
    def broken():
        yield from GOOD[:3]
        raise OSError("disk gone")

    stream = annonce_nlp.pipe(broken(), batch_size=2, n_process=n_process)
    assert [next(stream) for _ in range(3)] == [annonce_nlp.parse(text) for text in GOOD[:3]]
    with pytest.raises(OSError, match="disk gone"):
        next(stream)


def test_on_error_takes_two_values_and_says_so_at_once():
    with pytest.raises(ValueError, match=r'on_error is "raise" or "yield", not \'ignore\''):
        annonce_nlp.pipe([], on_error="ignore")  # type: ignore[call-overload]


# --- processes


def test_texts_of_a_kind_of_one_s_own_are_read():
    class Mine(str):
        __slots__ = ()

        def __str__(self):
            return "something else"

    reference = dt.date(2025, 5, 2)
    texts = [Mine(text) for text in GOOD]
    found = list(annonce_nlp.pipe(texts, n_process=2, reference_date=reference))
    assert found == [annonce_nlp.parse(text, reference_date=reference) for text in GOOD]


@pytest.mark.usefixtures("fragile_reader")
def test_what_a_library_prints_does_not_disturb(capfd):
    found = list(annonce_nlp.pipe(["parle"], n_process=2))
    # What the process printed may reach the terminal late; it never reaches the answers.
    assert "a library prints this" not in capfd.readouterr().out
    assert found == [annonce_nlp.parse("parle")]


@pytest.mark.usefixtures("fragile_reader")
def test_the_batch_of_a_killed_process_is_read_again(tmp_path):
    texts = [*GOOD, f"tue-une-fois:{tmp_path / 'trace'}", *GOOD]
    found = list(annonce_nlp.pipe(texts, batch_size=3, n_process=2))
    assert (tmp_path / "trace").exists()
    assert found == [annonce_nlp.parse(text) for text in texts]


@pytest.mark.usefixtures("fragile_reader")
def test_a_text_that_kills_its_process_takes_no_other_with_it():
    texts = [GOOD[0], "tue", GOOD[1], GOOD[2]]
    found = list(annonce_nlp.pipe(texts, batch_size=3, n_process=2, on_error="yield"))
    failure = found.pop(1)
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, ProcessEndedError)
    assert str(failure) == (
        "text 1: the process that read this text alone ended (killed by signal 9); "
        "memory may be short"
    )
    assert found == [annonce_nlp.parse(text) for text in GOOD[:3]]


def test_a_process_that_cannot_begin_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(processes, "_MAIN", "from tests.fragile import main_that_ends as m; m()")
    with pytest.raises(ProcessEndedError, match=r"ended at its start \(exit status 3\): see "):
        list(annonce_nlp.pipe(GOOD, n_process=2, on_error="yield"))
    assert children() == []


def test_what_keeps_the_pipeline_from_loading_is_raised_as_it_is(monkeypatch):
    monkeypatch.setattr(
        processes, "_MAIN", "from tests.fragile import main_without_models as m; m()"
    )
    with pytest.raises(FileNotFoundError, match="no models in nowhere: reinstall"):
        list(annonce_nlp.pipe(GOOD, n_process=2))


def test_no_process_outlives_its_stream():
    stream = annonce_nlp.pipe(GOOD * 9, batch_size=1, n_process=2)
    next(stream)
    assert children() != []
    stream.close()
    assert children() == []
    with pytest.raises(TypeError) as kept:
        list(annonce_nlp.pipe([GOOD[0], 5], batch_size=1, n_process=2))
    assert children() == [], f"the traceback of {kept.value!r} keeps them alive"


def test_few_batches_are_taken_ahead():
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield "CDI"

    stream = annonce_nlp.pipe(endless(), batch_size=5, n_process=2)
    for _ in range(50):
        next(stream)
    stream.close()
    assert taken <= 50 + 5 * 2 * 4


SCRIPT = """
import pathlib, sys
pathlib.Path(sys.argv[1]).open("a").write("begun\\n")
import annonce_nlp
print([p.contract.type.value for p in annonce_nlp.pipe(["CDI", "CDD"] * 3, batch_size=2, n_process=2)])
print([name for name in ("spacy", "numpy", "sklearn", "thinc") if name in sys.modules])
"""


def test_a_script_needs_no_guard_runs_once_and_loads_no_model(tmp_path):
    script, trace = tmp_path / "script.py", tmp_path / "trace"
    script.write_text(SCRIPT)
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(script), str(trace)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [str(["cdi", "cdd"] * 3), "[]"]
    assert trace.read_text() == "begun\n"


def test_the_model_is_never_pickled(monkeypatch):
    nlp = annonce_nlp.load()

    def refuse(*_args):
        raise AssertionError("the model was pickled")

    for part in (type(nlp), type(nlp.vocab), type(nlp.get_pipe("annonce_choice"))):
        try:
            monkeypatch.setattr(part, "__reduce_ex__", refuse, raising=False)
        except TypeError:  # a type of C
            continue
    assert list(annonce_nlp.pipe(GOOD, n_process=2)) == [annonce_nlp.parse(t) for t in GOOD]


def test_one_numerical_thread_a_process_unless_the_caller_says_otherwise(monkeypatch):
    started = []
    real = subprocess.Popen

    def popen(*args, **how):
        started.append(how["env"]["OPENBLAS_NUM_THREADS"])
        return real(*args, **how)

    monkeypatch.setattr(processes.subprocess, "Popen", popen)
    for given, want in ((None, "1"), ("2", "2")):
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
        if given:
            monkeypatch.setenv("OPENBLAS_NUM_THREADS", given)
        list(annonce_nlp.pipe(["CDI"], n_process=2))
        assert started.pop() == want


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_processes_end_when_their_parent_is_killed():
    code = textwrap.dedent("""
        import annonce_nlp, itertools
        stream = annonce_nlp.pipe(itertools.repeat("CDI"), batch_size=1, n_process=2)
        next(stream)
        from pathlib import Path
        print(*[child for task in Path("/proc/self/task").iterdir()
                for child in (task / "children").read_text().split()], flush=True)
        for _ in stream: pass
    """)
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        workers = parent.stdout.readline().split()
        parent.kill()
    assert len(workers) == 2
    end = time.monotonic() + 20
    while any(is_alive(worker) for worker in workers):
        assert time.monotonic() < end, "the processes outlive their parent"
        time.sleep(0.1)
