"""`annonce-nlp parse … --output DIR/`: every row once and in order, whatever happens on the way."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

import annonce_nlp
from annonce_nlp import processes
from annonce_nlp.bulk.progress import Lines
from annonce_nlp.bulk.state import STATE, State, alone_in
from annonce_nlp.cli import main

pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

TOWNS = ("Brest", "Lyon (69003)", "Gap", "Dax", "Nîmes")


def text(number):
    """Return a posting of its own."""
    return f"CDI à {TOWNS[number % 5]}, {1500 + number} € brut par mois, Réf. {number}"


def write_jsonl(path, count, broken=()):
    """Write postings with their number as id; some lines are no JSON."""
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            row = json.dumps({"id": number, "text": text(number)}, ensure_ascii=False)
            out.write("{broken\n" if number in broken else row + "\n")
    return path


def shards(folder):
    return sorted(path.name for path in folder.glob("part-*"))


def rows(folder):
    return [
        json.loads(line)
        for name in shards(folder)
        for line in (folder / name).read_text("utf-8").splitlines()
    ]


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("part-*"))}


def numbers(folder):
    """Return the line of each row; its pay tells that the posting is that line's."""
    found = []
    for row in rows(folder):
        line = row["source"]["line"]
        if "posting" in row:
            assert row["posting"]["remuneration"]["min"] == 1499 + line
        found.append(line)
    return found


def parse(*words, status=0):
    got = main(["parse", *map(str, words)])
    assert got == status, f"exit status {got}, not {status}"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


# --- what is written


@pytest.mark.parametrize("jobs", [1, 2])
def test_shards_hold_every_row_in_order_and_errors_in_their_place(jobs, tmp_path, out, capsys):
    path = write_jsonl(tmp_path / "a.jsonl", 25, broken=(0, 9, 24))
    parse(path, "--output", out, "--shard-size", 10, "--jobs", jobs, status=1)
    assert shards(out) == ["part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl"]
    assert [len((out / n).read_text().splitlines()) for n in shards(out)] == [10, 10, 5]
    assert numbers(out) == list(range(1, 26))
    found = rows(out)
    assert [n for n, row in enumerate(found) if "error" in row] == [0, 9, 24]
    assert found[9]["error"].startswith("not a JSON object (")
    assert found[1] == {
        "source": {"file": str(path), "line": 2, "id": 1},
        "posting": annonce_nlp.parse(text(1)).model_dump(mode="json"),
    }
    told = capsys.readouterr()
    assert told.out == ""
    assert f"{out} is finished: 25 rows, 3 of them with an error, 3 shards" in told.err
    assert sorted(p.name for p in out.iterdir() if not p.name.startswith("part-")) == [STATE]


def make_csv(path, count):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "annonce"])
        writer.writerows([number, text(number)] for number in range(count))


def make_parquet(path, count):
    columns = {"annonce": [text(n) for n in range(count)], "other": [0] * count}
    pq.write_table(pa.table({"id": list(range(count)), **columns}), path, row_group_size=7)


def make_folder(path, count):
    path.mkdir()
    for number in range(count):
        folder = path / f"{number // 4:02}"
        folder.mkdir(exist_ok=True)
        (folder / f"{number:02}.txt").write_text(text(number), "utf-8")
    (path / "notes.doc").write_text("")


INPUTS = {"a.csv": make_csv, "a.parquet": make_parquet, "annonces": make_folder}


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", INPUTS)
def test_every_kind_of_input_goes_on_after_an_interruption(name, form, tmp_path, out, monkeypatch):
    path = tmp_path / name
    INPUTS[name](path, 18)
    words = [path, "--shard-size", 5, "--text-column", "annonce", "--format", form]
    parse(*words, "--output", tmp_path / "whole")
    interrupt_after(monkeypatch, 12)
    parse(*words, "--output", out, status=130)
    assert len(shards(out)) == 2
    monkeypatch.undo()
    parse(*words, "--output", out)
    assert content(out) == content(tmp_path / "whole")
    if form == "jsonl":
        pay = [row["posting"]["remuneration"]["min"] for row in rows(out)]
    else:
        table = pa.concat_tables([pq.read_table(out / shard) for shard in shards(out)])
        assert set(table["error"].to_pylist()) == {None}
        pay = table["pay_min"].to_pylist()
        if name == "a.parquet":
            assert table["row"].to_pylist() == list(range(1, 19))
            assert table["id"].to_pylist() == [str(number) for number in range(18)]
    assert pay == [1500 + number for number in range(18)]


def interrupt_after(monkeypatch, count):
    """Press Ctrl-C after so many texts."""
    real = import_module("annonce_nlp.bulk.run").read_each

    def read_each(*args, **how):
        for number, read in enumerate(real(*args, **how)):
            if number == count:
                raise KeyboardInterrupt
            yield read

    monkeypatch.setattr("annonce_nlp.bulk.run.read_each", read_each)


def test_errors_have_a_column_in_parquet(tmp_path, out):
    path = write_jsonl(tmp_path / "a.jsonl", 3, broken=(1,))
    parse(path, "--output", out, "--format", "parquet", status=1)
    (row,) = [r for r in pq.read_table(out / "part-00000.parquet").to_pylist() if r["error"]]
    assert row["error"].startswith("not a JSON object (")
    assert (row["line"], row["file"], row["title"], row["places"]) == (2, str(path), None, None)


def test_the_postings_of_a_page_stay_in_one_shard(tmp_path, out, monkeypatch):
    pages = [f"{text(n)}\n-----\n{text(n)}" for n in range(5)] + [" "]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": page}) + "\n" for page in pages))
    monkeypatch.setattr(
        "annonce_nlp.pages.split",
        lambda page, _: (
            [(0, page.find("-----")), (page.find("-----") + 6, len(page))] if page.strip() else []
        ),
    )
    parse(path, "--all", "--output", out, "--shard-size", 3)
    assert [row["source"]["line"] for row in rows(out)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [len((out / n).read_text().splitlines()) for n in shards(out)] == [4, 4, 2]
    begins = [row["posting"]["start_char"] for row in rows(out)]
    assert begins == [n for page in range(5) for n in (0, len(text(page)) + 7)]


# --- going on


def test_a_finished_run_does_nothing_and_says_so(tmp_path, out, capsys, monkeypatch):
    path = write_jsonl(tmp_path / "a.jsonl", 3, broken=(1,))
    parse(path, "--output", out, status=1)
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    capsys.readouterr()
    monkeypatch.setattr("annonce_nlp.bulk.run.read_each", None)
    parse(path, "--output", out, "--jobs", 2, status=1)
    said = "3 rows, 1 of them with an error, 1 shard"
    assert capsys.readouterr().err == (
        f"annonce-nlp: {out} is finished, there is nothing to do: {said}\n"
    )
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--all"], "other options (--all was not given): --restart begins again"),
        (["--shard-size", "4"], "other options (--shard-size was 2): --restart begins again"),
        (["--reference-date", "2025-01-01"], "(--reference-date was not given): --restart"),
        (["--format", "parquet"], "(--format was jsonl): --restart begins again"),
    ],
    ids=lambda v: v[0] if isinstance(v, list) else "",
)
def test_other_options_are_refused(words, said, tmp_path, out, capsys):
    path = write_jsonl(tmp_path / "a.jsonl", 5)
    parse(path, "--output", out, "--shard-size", 2)
    before = content(out)
    given = words if "--shard-size" in words else ["--shard-size", "2", *words]
    parse(path, "--output", out, *given, status=1)
    assert said in capsys.readouterr().err.splitlines()[-1]
    assert content(out) == before
    parse(path, "--output", out, *given, "--restart")
    assert {Path(name).suffix for name in content(out)} == {
        ".parquet" if "parquet" in words else ".jsonl"
    }
    parse(path, "--output", out, *given)
    assert "nothing to do" in capsys.readouterr().err.splitlines()[-1]


def test_a_changed_input_is_refused_and_a_copied_one_is_not(tmp_path, out, capsys):
    path = write_jsonl(tmp_path / "a.jsonl", 5)
    parse(path, "--output", out)
    os.utime(path, (1, 1))
    parse(path, "--output", out)
    path.write_text(path.read_text().replace("Lyon", "Lens"))
    capsys.readouterr()
    parse(path, "--output", out, status=1)
    assert capsys.readouterr().err == (
        f"annonce-nlp: {out} was begun with another input ({path} changed): "
        "--restart begins again, another --output keeps both\n"
    )
    other = write_jsonl(tmp_path / "b.jsonl", 5)
    parse(other, "--output", out, status=1)
    assert f"another input (the inputs were {path}): --restart" in capsys.readouterr().err
    parse(other, "--output", out, "--restart")
    assert {row["source"]["file"] for row in rows(out)} == {str(other)}


def test_another_version_is_refused(tmp_path, out, capsys, monkeypatch):
    path = write_jsonl(tmp_path / "a.jsonl", 2)
    parse(path, "--output", out)
    monkeypatch.setattr("annonce_nlp.bulk.identity.__version__", "99.0")
    parse(path, "--output", out, status=1)
    assert "with other models or rules: --restart begins again" in capsys.readouterr().err


def test_what_an_interruption_left_is_swept_away(tmp_path, out, monkeypatch):
    path = write_jsonl(tmp_path / "a.jsonl", 9)
    interrupt_after(monkeypatch, 7)
    parse(path, "--output", out, "--shard-size", 3, status=130)
    monkeypatch.undo()
    (out / ".part-00002.jsonl.123.partial").write_text("half a row")
    # killed between the shard and its state
    (out / "part-00002.jsonl").write_text("rows that the state knows nothing of")
    (out / "lisezmoi.txt").write_text("somebody's")
    parse(path, "--output", out, "--shard-size", 3)
    assert numbers(out) == list(range(1, 10))
    assert not list(out.glob(".part*"))
    assert (out / "lisezmoi.txt").exists()


# --- refusals


def test_folders_that_cannot_be_used_are_refused(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    path = write_jsonl(tmp_path / "in" / "a.jsonl", 2)
    other = tmp_path / "other"
    other.mkdir()
    (other / "part-00000.jsonl").write_text("somebody's")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / STATE).write_text("{}")
    cases = [
        ([tmp_path / "in", "--output", tmp_path / "in" / "out"], "is inside"),
        ([path, "--output", f"{other}/"], "part-… files that this command did not write: give an"),
        ([path, "--output", other, "--restart"], "part-… files that this command did not write"),
        ([path, "--output", broken], f"{STATE} cannot be read (KeyError('"),
        (["-", "--output", tmp_path / "new"], "the standard input cannot be read again"),
        ([tmp_path / "no.jsonl", "--output", tmp_path / "new"], "no.jsonl cannot be read or wri"),
        ([path, "--output", tmp_path / "a.txt"], "is neither a .jsonl, .json, .csv file nor a"),
    ]
    for words, said in cases:
        parse(*words, status=1)
        told = capsys.readouterr().err
        assert said in told, told
        assert told.count("\n") == 1, told
    assert (other / "part-00000.jsonl").read_text() == "somebody's"
    assert not (tmp_path / "new").exists()
    parse(path, "--output", tmp_path / "new", "--format", "csv", status=2)
    assert "takes --format jsonl or parquet, not csv" in capsys.readouterr().err


def test_a_missing_shard_is_told(tmp_path, out, capsys):
    path = write_jsonl(tmp_path / "a.jsonl", 4)
    parse(path, "--output", out, "--shard-size", 2)
    (out / "part-00000.jsonl").unlink()
    parse(path, "--output", out, "--shard-size", 2, status=1)
    assert "part-00000.jsonl is missing: put it back, or begin" in capsys.readouterr().err


def test_two_runs_do_not_write_to_one_folder(tmp_path, out, capsys):
    path = write_jsonl(tmp_path / "a.jsonl", 4)
    out.mkdir()
    with alone_in(out):
        parse(path, "--output", out, status=1)
    assert f"another run is writing to {out}: wait for its end" in capsys.readouterr().err
    parse(path, "--output", out)


# --- files and progress


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_a_file_holds_what_is_printed(name, tmp_path, capsys):
    path = write_jsonl(tmp_path / "in.jsonl", 3, broken=(1,))
    parse(path, "--output", tmp_path / name, status=1)
    assert capsys.readouterr().out == ""
    parse(path, "--format", name[2:], status=1)
    assert (tmp_path / name).read_text("utf-8") == capsys.readouterr().out
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "in.jsonl"])


def test_a_line_tells_count_rate_and_time_left():
    said = []
    lines = Lines(said.append)
    lines.begin(State({}, [], {}, read=1000), 13_000)
    for _ in range(2000):
        lines.advance()
    assert lines.line(lines.began + 20) == "3,000 of 13,000 texts, 100.0 a second, 2 min left"
    lines.next = 0
    lines.advance()
    assert len(said) == 1
    lines.begin(State({}, [], {}), None)
    lines.advance()
    assert lines.line(lines.began + 2) == "1 texts, 0.5 a second"


def test_a_terminal_gets_a_bar(tmp_path, out, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    parse(write_jsonl(tmp_path / "a.jsonl", 3), "--output", out)
    told = capsys.readouterr().err
    assert "3/3" in told
    assert "texts/s" in told


# --- killed, for real


def begin(path, out, *words):
    """Start the command in a group of its own and wait until it has written two shards."""
    command = [sys.executable, "-m", "annonce_nlp.cli", "parse", str(path), "--output", str(out)]
    running = subprocess.Popen(  # noqa: S603
        [*command, "--shard-size", "10", *words],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 120
    while len(shards(out)) < 2:
        assert running.poll() is None, running.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.01)
    return running


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT], ids=lambda s: s.name)
def test_killed_half_way_every_row_is_there_once_after_the_second_run(sign, jobs, tmp_path, out):
    count = 500
    path = write_jsonl(tmp_path / "a.jsonl", count, broken=(5, 377))
    running = begin(path, out, "--jobs", jobs)
    if sign == signal.SIGINT:
        # as the terminal does it: all processes of the group get it
        os.killpg(running.pid, sign)
    else:
        running.kill()
    told = running.communicate(timeout=60)[1]
    written = len(shards(out))
    assert 2 <= written < count // 10, "it was not killed half-way"
    assert numbers(out) == list(range(1, written * 10 + 1))
    assert "Traceback" not in told
    if sign == signal.SIGINT:
        assert running.returncode == 130
        assert told.splitlines()[-1].endswith("the same command goes on from there")
    before = content(out)
    parse(path, "--output", out, "--shard-size", 10, "--jobs", jobs, status=1)
    assert numbers(out) == list(range(1, count + 1))
    assert before.items() <= content(out).items(), "finished shards were written again"
    state = json.loads((out / STATE).read_text())
    assert (state["rows"], state["unread"], state["finished"]) == (count, 2, True)


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_text_that_kills_its_process_is_an_error_in_its_place(tmp_path, out, monkeypatch):
    monkeypatch.setattr(processes, "_MAIN", "from tests.fragile import main; main()")
    path = write_jsonl(tmp_path / "a.jsonl", 30)
    lines = path.read_text().splitlines()
    lines[17] = '{"text": "tue"}'
    path.write_text("\n".join(lines))
    parse(path, "--output", out, "--jobs", 2, status=1)
    assert numbers(out) == list(range(1, 31))
    (row,) = [row for row in rows(out) if "error" in row]
    assert row["source"]["line"] == 18
    assert row["error"].startswith("the process that read this text alone ended (killed by sig")


def test_help_names_the_folder():
    done = subprocess.run(
        [sys.executable, "-m", "annonce_nlp.cli", "parse", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "--output FILE|DIR/" in done.stdout
