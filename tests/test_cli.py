"""The command line, mostly in this process; a few promises need one of their own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

import annonce_nlp
from annonce_nlp.choice import ModelsError
from annonce_nlp.cli import commands, main, options
from annonce_nlp.export.table import COLUMNS, SOURCE_COLUMNS
from annonce_nlp.files import MissingExtraError

AUTHORED = Path(__file__).parents[1] / "data/authored"
STAGE = (
    "Stage – Chargé·e d’études\r\n"
    "La Fabrique du Lien recrute à Lyon (69003) un·e stagiaire.\r\n"
    "Durée : 4 à 6 mois. Gratification : 1 300 € brut mensuel.\r\n"
    "Candidatures avant le 12 mars 2023 à stage@example.fr\r\n"
)


@pytest.fixture
def stage(tmp_path):
    path = tmp_path / "stage.txt"
    path.write_bytes(STAGE.encode())
    return str(path)


def lines_of(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


# -- parse: formats ----------------------------------------------------------------------------


def test_jsonl_is_the_posting_with_its_source(stage, capsys):
    assert main(["parse", stage]) == 0
    posting = annonce_nlp.parse(STAGE).model_dump(mode="json")
    assert lines_of(capsys) == [{"source": {"file": stage}, "posting": posting}]
    assert posting["deadline"] == "2023-03-12"


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_one_array_of_any_length(count, tmp_path, capsys):
    for number in range(count):
        (tmp_path / f"{number}.txt").write_bytes(STAGE.encode())
    files = [str(path) for path in sorted(tmp_path.iterdir())] or [str(tmp_path / "nulle_part.txt")]
    main(["parse", "--format", "json", *files])
    rows = json.loads(capsys.readouterr().out)
    assert [row["source"]["file"] for row in rows] == (files if count else [])


def test_csv_is_flat(stage, capsys):
    assert main(["parse", "--format", "csv", stage]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert tuple(row) == (*SOURCE_COLUMNS, *COLUMNS)
    expected = {"file": stage, "row": "", "places": "Lyon", "postal_codes": "69003"}
    expected |= {"duration_min": "4.0", "duration_max": "6.0", "contract": "stage"}
    assert {name: row[name] for name in expected} == expected


def test_a_terminal_gets_a_table(stage, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["parse", stage]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("source")
    assert "4–6 months" in shown.out
    assert shown.err == "", "where results scroll by there is no bar"


# -- parse: inputs and options -----------------------------------------------------------------


def test_rows_carry_line_row_and_id(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text('\n{"id": 12, "offre": "CDI à Brest"}\n')
    (tmp_path / "b.csv").write_text("id;offre\nx1;CDD à Nantes\n")
    assert main(["parse", str(tmp_path), "--text-column", "offre"]) == 0
    assert [row["source"] for row in lines_of(capsys)] == [
        {"file": str(tmp_path / "a.jsonl"), "line": 2, "id": 12},
        {"file": str(tmp_path / "b.csv"), "line": 2, "row": 1, "id": "x1"},
    ]


@pytest.mark.parametrize("words", [["parse"], ["parse", "-"]], ids=["nothing named", "-"])
def test_standard_input(words, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STAGE.encode())))
    assert main(words) == 0
    (row,) = lines_of(capsys)
    assert row["source"] == {"file": "-"}
    assert row["posting"]["end_char"] == len(STAGE)


def test_nothing_named_on_a_terminal_is_a_usage_error(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    with pytest.raises(SystemExit) as stop:
        main(["parse"])
    assert stop.value.code == 2
    assert "give files, folders, or -" in capsys.readouterr().err


def test_reference_date_dates_what_has_no_year(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Stage à Lyon\nDate limite de candidature : 12 mars\n")
    for year in ("2021", "2024"):
        main(["parse", str(tmp_path), "--reference-date", f"{year}-02-01"])
        assert lines_of(capsys)[0]["posting"]["deadline"] == f"{year}-03-12"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--reference-date", "12/03/2023"], "YYYY-MM-DD, not « 12/03/2023 »"),
        (["--reference-date", "2023-02-30"], "YYYY-MM-DD, not « 2023-02-30 »"),
        (["--reference-date", "2024-W01-1"], "YYYY-MM-DD, not « 2024-W01-1 »"),
        (["--jobs", "0"], "at least 1, not « 0 »"),
        (["--max-length", "-5"], "at least 1, not « -5 »"),
        (["--max-length", "²"], "at least 1, not « ² »"),
        (["--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_wrong_options_say_what_is_right(words, said, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["parse", "a.txt", *words])
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_read_is_told_and_the_rest_is_done(stage, tmp_path, capsys):
    (tmp_path / "rows.jsonl").write_text('{"text": "Stage"}\n{broken\n{"text": "CDI"}\n')
    (tmp_path / "long.txt").write_text("x" * 301)
    files = [str(tmp_path / name) for name in ("nulle_part.txt", "rows.jsonl", "long.txt")]
    assert main(["parse", *files, stage, "--max-length", "300"]) == 1
    shown = capsys.readouterr()
    sources = [json.loads(line)["source"] for line in shown.out.splitlines()]
    assert [(source["file"], source.get("line")) for source in sources] == [
        (files[1], 1),
        (files[1], 3),
        (stage, None),
    ]
    missing, broken, long = shown.err.splitlines()
    assert missing == f"annonce-nlp: {files[0]}: there is no such file; check its path"
    assert broken.startswith(f"annonce-nlp: {files[1]}:2: not a JSON object")
    assert long.startswith(f"annonce-nlp: {files[2]}: it is longer than 300 characters")


def test_files_passed_over_are_told_but_no_failure(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(STAGE)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert main(["parse", str(tmp_path)]) == 0
    assert "passed over: 1 .pdf" in capsys.readouterr().err


def test_the_same_problem_on_every_line_is_counted_not_repeated(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_text('{"corps": "Stage"}\n' * 25)
    assert main(["parse", str(tmp_path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 11
    assert told[-1].endswith("a.jsonl: 15 more like these, 25 in all")


def test_two_processes_give_what_one_gives(tmp_path, capsys):
    rows = [{"id": number, "text": f"{STAGE}Référence {number}"} for number in range(20)]
    content = "\n".join(json.dumps(row) for row in rows[:10]) + "\n{broken\n"
    content += "\n".join(json.dumps(row) for row in rows[10:])
    (tmp_path / "a.jsonl").write_text(content)
    outputs = []
    for jobs in ("1", "2"):
        assert main(["parse", str(tmp_path), "--jobs", jobs]) == 1
        outputs.append(capsys.readouterr())
    assert outputs[0] == outputs[1]
    assert len(outputs[0].out.splitlines()) == 20


# -- parse: pages of several postings ----------------------------------------------------------


def cut_at_rule(text, _ranker):
    """Stand for the trained page ranker, whose judgement is measured elsewhere."""
    middle = text.find("-----")
    return [(0, middle), (middle + 6, len(text))] if text.strip() else []


@pytest.fixture
def cut_pages(monkeypatch):
    monkeypatch.setattr("annonce_nlp.pages.split", cut_at_rule)
    monkeypatch.setattr("annonce_nlp.choice.load_rankers", lambda: {"page": None})


@pytest.mark.usefixtures("cut_pages")
def test_all_parts_pages_and_offsets_count_in_the_page(tmp_path, capsys):
    page = f"{STAGE}-----\n{STAGE}"
    (tmp_path / "page.txt").write_bytes(page.encode())
    assert main(["parse", "--all", str(tmp_path)]) == 0
    first, second = (row["posting"] for row in lines_of(capsys))
    assert (first["start_char"], second["start_char"]) == (0, len(STAGE) + 6)
    assert second["end_char"] == len(page)
    assert second["deadline"] == first["deadline"] == "2023-03-12"
    for found in (second["evidence"]["deadline"][0], *second["entities"]):
        assert page[found["start"] : found["end"]] == found["text"]
        assert found["start"] >= second["start_char"]


@pytest.mark.usefixtures("cut_pages")
def test_a_blank_page_holds_no_posting_and_says_so(tmp_path, capsys):
    (tmp_path / "page.txt").write_text(" \n\n")
    assert main(["parse", "--all", str(tmp_path)]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "it is blank, no posting is in it" in shown.err


def test_all_agrees_with_parse_all(stage, capsys):
    assert main(["parse", "--all", stage]) == 0
    expected = [posting.model_dump(mode="json") for posting in annonce_nlp.parse_all(STAGE)]
    assert [row["posting"] for row in lines_of(capsys)] == expected


# -- train and evaluate ------------------------------------------------------------------------


def test_train_passes_folders_and_settings_and_tells_progress(tmp_path, capsys, monkeypatch):
    def fake(data, output, say, *, config):
        say(f"{[d.name for d in data]} to {output.name}, {config.ner.epochs} epochs")

    monkeypatch.setattr("annonce_nlp.model.train.train", fake)
    settings = tmp_path / "mine.toml"
    settings.write_text("[ner]\nepochs = 3\n")
    words = ["--data", str(tmp_path / "annotés"), str(tmp_path / "b.jsonl")]
    words += ["--output", str(tmp_path / "modèles"), "--config", str(settings)]
    assert main(["train", *words]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "annonce-nlp: ['annotés', 'b.jsonl'] to modèles, 3 epochs\n"


@pytest.mark.parametrize(
    "words",
    [["evaluate", "--no-cost", "--model", "M"], ["train", "--config", "C", "--output", "M"]],
    ids=["evaluate", "train"],
)
def test_models_of_another_version_are_told_in_one_sentence(words, tmp_path, capsys):
    models, settings = tmp_path / "m", tmp_path / "own.toml"
    models.mkdir()
    (models / "meta.json").write_text('{"format": 1}')
    (models / "choice.json").write_text("{}")
    settings.write_text('parts = ["ner", "rankers"]')
    data = [str(models.parents[0] / "few.jsonl")] if words[0] == "train" else []
    given = [{"M": str(models), "C": str(settings)}.get(word, word) for word in words]
    if data:
        authored = sorted(AUTHORED.glob("*.jsonl"))[:2]
        (tmp_path / "few.jsonl").write_text(
            "".join(f.read_text("utf-8") for f in authored), "utf-8"
        )
        given += ["--data", *data]
    assert main(given) in (1, 2)
    said = capsys.readouterr().err
    assert said.splitlines()[-1].endswith("or install the version that made them")
    assert "have format 1, this version reads" in said
    assert "Traceback" not in said


def test_parse_tells_models_it_cannot_read_in_one_sentence(stage, capsys, monkeypatch):
    def refuse(_path=None):
        raise ModelsError("the models have format 1: train them again")

    monkeypatch.setattr("annonce_nlp.api.load", refuse)
    assert main(["parse", stage]) == 1
    assert capsys.readouterr().err == "annonce-nlp: the models have format 1: train them again\n"


def test_train_stopped_says_that_nothing_changed(tmp_path, capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("annonce_nlp.model.train.train", stopped)
    assert main(["train", "--output", str(tmp_path / "m")]) == 130
    said = capsys.readouterr().err
    assert f"stopped: nothing was written, {tmp_path / 'm'} is as it was" in said
    assert "give the same command again" in said


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("terminal", [True, False])
def test_train_shows_a_bar_on_a_terminal_only(terminal, monkeypatch):
    def fake(_data, _output, say, *, step=lambda *_: None, **_):
        for done in range(1, 4):
            step(done, 3)
        say("half of it")
        step(1, 7)

    err = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("annonce_nlp.model.train.train", fake)
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["train"]) == 0
    assert "annonce-nlp: half of it\n" in err.getvalue()
    assert ("0/3 " in err.getvalue()) == terminal
    assert ("0/7 " in err.getvalue()) == terminal
    assert ("\r" in err.getvalue()) == terminal


def test_train_without_data_says_what_to_give(tmp_path, capsys):
    assert main(["train", "--data", str(tmp_path), "--output", str(tmp_path / "m")]) == 1
    assert f"no .jsonl file in {tmp_path}" in capsys.readouterr().err
    assert not (tmp_path / "m").exists()


def fake_evaluation(monkeypatch):
    command = ModuleType("annonce_nlp.evaluation.command")
    command.add_arguments = lambda parser: parser.add_argument("--depth", type=int)
    command.run = lambda args: args.depth
    monkeypatch.setitem(sys.modules, command.__name__, command)


def test_evaluate_has_the_arguments_and_the_status_of_its_module(monkeypatch):
    fake_evaluation(monkeypatch)
    assert main(["evaluate", "--depth", "7"]) == 7


def test_evaluate_names_the_package_it_lacks(capsys, monkeypatch):
    def lacking(_name):
        raise ModuleNotFoundError("No module named 'nervaluate'", name="nervaluate")

    monkeypatch.setattr(options, "import_module", lacking)
    assert main(["evaluate"]) == 1
    assert 'evaluate needs nervaluate: pip install "annonce_nlp[train]"' in capsys.readouterr().err


# -- endings -----------------------------------------------------------------------------------


def ends_with(monkeypatch, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(commands, "read_postings", fail)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
        (MissingExtraError("this", "that"), 1, 'this needs that: pip install "annonce_nlp[files]"'),
        (FileNotFoundError("choice.json is missing: …"), 1, "choice.json is missing: …"),
        (OSError(28, "No space left"), 1, "the results cannot be read or written (No space left)"),
        (OSError(5, "I/O error", "a.txt"), 1, "a.txt cannot be read or written (I/O error)"),
    ],
    ids=["Ctrl-C", "closed pipe", "extra", "models", "full disk", "bad disk"],
)
def test_the_program_ends_with_a_status_and_at_most_a_sentence(
    error, status, said, capsys, monkeypatch
):
    ends_with(monkeypatch, error)
    assert main(["parse", "a.txt"]) == status
    assert capsys.readouterr().err == (f"annonce-nlp: {said}\n" if said else "")


def test_a_reader_that_leaves_ends_it_quietly(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "CDI à Brest, 2 000 € brut par mois"}\n' * 400)
    command = [sys.executable, "-m", "annonce_nlp.cli", "parse", str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as process:  # noqa: S603
        assert process.stdout.readline().startswith(b'{"source"')
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (141, b"")


def children_of(process):
    """Return the processes that one has started, from all its threads."""
    tasks = Path(f"/proc/{process}/task")
    return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("early", [True, False], ids=["while it starts", "while it reads"])
def test_ctrl_c_with_jobs_leaves_no_traceback(tmp_path, early):
    (tmp_path / "a.jsonl").write_text('{"text": "CDI à Brest, 2 000 € brut par mois"}\n' * 5000)
    command = [sys.executable, "-m", "annonce_nlp.cli", "parse", str(tmp_path), "--jobs", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603
        command, stdout=pipe, stderr=pipe, start_new_session=True
    ) as process:
        if early:
            end = time.monotonic() + 60
            while len(children_of(process.pid)) < 2:
                assert time.monotonic() < end, "no process was started"
                time.sleep(0.01)
        else:
            assert process.stdout.readline().startswith(b'{"source"')
        # as the terminal does it: all processes of the group get it
        os.killpg(process.pid, signal.SIGINT)
        told = process.communicate(timeout=60)[1]
    assert (process.returncode, told) == (130, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_told_in_one_sentence(stage):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        command = [sys.executable, "-m", "annonce_nlp.cli", "parse", stage]
        done = subprocess.run(  # noqa: S603
            command, stdout=full, stderr=subprocess.PIPE, check=False, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("annonce-nlp: the results cannot be read or written (")
    assert done.stderr.count("\n") == 1


HEAVY = ("spacy", "sklearn", "numpy", "pydantic", "rich", "tqdm", "inscriptis")


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["parse", "--help"], ["show", "--help"], ["train", "-h"]]
)
def test_help_and_version_import_nothing_heavy(words):
    code = (
        "import sys\n"
        "from annonce_nlp.cli import main\n"
        "try:\n"
        f"    main({words!r})\n"
        "finally:\n"
        f"    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "[]\n")
    assert ("usage: annonce-nlp" in done.stdout) or (annonce_nlp.__version__ in done.stdout)


def test_the_bar_is_on_the_standard_error_of_a_terminal(stage, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["parse", stage, "nulle_part.txt"]) == 1
    shown = capsys.readouterr()
    assert "1 postings" in shown.err
    assert "annonce-nlp: nulle_part.txt: there is no such file" in shown.err
    assert len(shown.out.splitlines()) == 1


def test_no_command_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 2
    assert "COMMAND" in capsys.readouterr().err
