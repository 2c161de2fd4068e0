"""Postings as columns of batches: the callable class, `datasets`, Ray, and `parse --ray`."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import subprocess
import sys
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import annonce_nlp
from annonce_nlp import api, cluster
from annonce_nlp.cli import main
from annonce_nlp.cluster import UsageError, parse_files
from annonce_nlp.export.frames import COLUMNS, frame_row
from annonce_nlp.ray import ParsePostings
from tests.invented import LABELS, POSTINGS

RAY_IS_HERE = find_spec("ray") is not None
needs_ray = pytest.mark.skipif(
    not RAY_IS_HERE, reason="Ray is not installed: pip install 'annonce_nlp[ray]'"
)
NAMES = [column.name for column in COLUMNS]
TEXTS = list(POSTINGS.values())
SURROGATE = "Poste à Dax \ud83d"


@pytest.fixture(scope="module")
def reader() -> ParsePostings:
    return ParsePostings()


def expected(texts: list[str]) -> list[dict[str, object]]:
    return [frame_row(annonce_nlp.parse(text)) for text in texts]


def values(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: row[name] for name in NAMES} for row in rows]


# -- the class ---------------------------------------------------------------------------------


def test_a_table_comes_back_with_the_columns_of_the_schema(reader):
    table = pa.table({"n": pa.array(range(8), pa.int8()), "text": TEXTS})
    done = reader(table)
    assert done.schema == reader.schema(table.schema)
    assert done.column_names == ["n", "text", *NAMES, "error"]
    assert done.column("n") == table.column("n")
    assert values(done.to_pylist()) == expected(TEXTS)
    assert done.column("error").null_count == 8
    assert done.schema.field("deadline").metadata == {b"description": b"last day to apply"}


def test_a_mapping_and_a_data_frame_come_back_as_what_they_were(reader):
    columns = reader({"n": [1, 2], "text": TEXTS[:2]})
    assert type(columns) is dict
    assert columns["n"] == [1, 2]
    assert [columns["title"][n] for n in (0, 1)] == [r["title"] for r in expected(TEXTS[:2])]
    frame = reader(pd.DataFrame({"n": [1, 2], "text": TEXTS[:2]}, index=[7, 9]))
    assert list(frame.index) == [7, 9]
    assert list(frame["employer"]) == columns["employer"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "no text: the value is null"),
        (float("nan"), "no text: the value is null"),
        (12, "a posting is a str, not int"),
        (b"Poste", "a posting is a str, not bytes"),
        (["Poste"], "a posting is a str, not list"),
        ("x" * 51, "more than max_length=50"),
        (SURROGATE, "half a surrogate pair"),
        ("", None),
        (" \n", None),
        ("Poste à Dax", None),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said_in_its_row(text, sentence):
    done = ParsePostings(max_length=50)({"n": [1, 2, 3], "text": ["Poste", text, "CDI à Dax"]})
    assert done["n"] == [1, 2, 3]
    error = done["error"]
    assert (error[0], error[2]) == (None, None)
    assert done["contract"][2] == "cdi"
    if sentence is None:
        assert error[1] is None
        assert done["places"][1] is not None
    else:
        assert sentence in error[1]
        assert {name: done[name][1] for name in NAMES} == dict.fromkeys(NAMES)


def test_a_posting_that_breaks_the_reader_loses_no_other(reader, monkeypatch):
    read = api._read

    def breaking(text, reference_date):
        if text == "broken":
            raise RuntimeError("boom")
        return read(text, reference_date)

    monkeypatch.setattr(api, "_read", breaking)
    done = reader(pa.table({"text": ["broken", "CDI à Dax"]}))
    assert done.column("contract").to_pylist() == [None, "cdi"]
    assert "boom" in done.column("error")[0].as_py()


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"texte": ["a"]}, "no column 'text', only texte; name the column of the postings"),
        ({}, "no column 'text', only none"),
        ({"text": ["a"], "title": ["b"], "start": ["c"]}, r"title, start; give prefix='posting_'"),
        ({"text": ["a"], "error": ["b"]}, "columns named as new ones: error"),
    ],
    ids=["no text", "no column", "fields", "error"],
)
@pytest.mark.parametrize("make", [dict, pa.table, pd.DataFrame])
def test_columns_that_do_not_fit_are_named(reader, columns, sentence, make):
    with pytest.raises(ValueError, match=sentence):
        reader(make(columns))


def test_new_columns_may_not_bear_one_name():
    with pytest.raises(ValueError, match="error_column='title'"):
        ParsePostings(error_column="title")


def test_options_are_followed():
    reader = ParsePostings(
        "texte",
        prefix="p_",
        error_column="why",
        json_column="json",
        reference_date=dt.date(2031, 3, 1),
    )
    text = "Poste à Dax. Candidatures avant le 30 mai."
    table = pa.table({"title": ["mine"], "texte": [text]})
    row = reader(table).to_pylist()[0]
    assert list(row) == ["title", "texte", *(f"p_{n}" for n in (*NAMES, "why", "json"))]
    assert row["p_deadline"] == dt.date(2031, 5, 30)
    posting = json.loads(row["p_json"])
    assert posting["evidence"]["deadline"][0]["text"] == "30 mai"
    assert reader(table).schema == reader.schema(table.schema)


def test_an_empty_batch_comes_back_empty(reader):
    done = reader(pa.table({"text": pa.array([], pa.string())}))
    assert done.num_rows == 0
    assert done.schema == reader.schema(pa.schema([pa.field("text", pa.string())]))


def test_it_travels_without_the_model(reader):
    assert len(pickle.dumps(reader)) < 1000
    assert pickle.loads(pickle.dumps(reader))({"text": ["CDI"]})["contract"] == ["cdi"]  # noqa: S301


def test_it_loads_the_pipeline_once_and_not_before_it_is_needed(monkeypatch):
    class Pipeline:
        memory_zone = staticmethod(nullcontext)

    seen = []
    monkeypatch.setattr("annonce_nlp.pipeline.build", lambda *_: seen.append(1) or Pipeline())
    api._pipeline.cache_clear()
    readers = ParsePostings(), ParsePostings(prefix="p_")
    assert seen == []
    for reader in readers * 2:
        reader({"text": [None]})
    api._pipeline.cache_clear()
    assert seen == [1]


def test_memory_keeps_no_words_of_the_texts(reader):
    strings = api.load().vocab.strings
    reader({"text": TEXTS})
    before = len(strings)
    reader({"text": [f"{LABELS}\nRéférence zq{n}vx" for n in range(50)]})
    assert len(strings) == before


def test_importing_it_imports_neither_ray_nor_datasets():
    code = (
        "import sys, annonce_nlp.ray, annonce_nlp.cluster; "
        "sys.exit(bool({'ray', 'datasets', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603
    assert done.returncode == 0


# -- datasets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("num_proc", [None, 2])
def test_datasets_map(reader, num_proc, tmp_path):
    datasets = pytest.importorskip("datasets")
    # The first batch says nothing at all: its columns have their types all the same.
    texts = ["", None, *TEXTS, 3 * "x"]
    dataset = datasets.Dataset.from_dict({"n": list(range(11)), "text": texts})
    done = dataset.with_format("arrow").map(
        reader,
        batched=True,
        batch_size=2,
        num_proc=num_proc,
        cache_file_name=str(tmp_path / "cache.arrow"),
    )
    done = done.with_format(None)
    assert done["n"] == list(range(11))
    assert values(list(done.select(range(2, 10)))) == expected(TEXTS)
    assert [n for n, error in enumerate(done["error"]) if error] == [1]
    assert done.features["deadline"].dtype == "date32"


def test_datasets_map_of_plain_rows_with_the_features_of_the_schema(reader, tmp_path):
    datasets = pytest.importorskip("datasets")
    dataset = datasets.Dataset.from_dict({"text": ["", *TEXTS]})
    features = datasets.Features.from_arrow_schema(reader.schema(dataset.features.arrow_schema))
    done = dataset.map(
        reader,
        batched=True,
        batch_size=1,
        features=features,
        cache_file_name=str(tmp_path / "cache.arrow"),
    )
    assert values(list(done))[1:] == expected(TEXTS)


# -- Ray ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster_of_two():
    ray = cluster.start(2)
    yield ray
    ray.shutdown()


@needs_ray
def test_map_batches_of_actors(cluster_of_two):
    ray = cluster_of_two
    rows = [{"n": n, "text": text} for n, text in enumerate([*TEXTS * 3, None])]
    done = (
        ray.data.from_items(rows, override_num_blocks=5)
        .map_batches(
            ParsePostings,
            fn_constructor_kwargs={"prefix": "p_"},
            batch_format="pyarrow",
            batch_size=4,
            compute=ray.data.ActorPoolStrategy(size=2),
        )
        .take_all()
    )
    assert [row["n"] for row in done] == list(range(25))
    stripped = [{k.removeprefix("p_"): v for k, v in row.items()} for row in done]
    assert values(stripped)[:24] == expected(TEXTS) * 3
    assert done[24]["p_error"] == "no text: the value is null"


@needs_ray
@pytest.mark.usefixtures("cluster_of_two")
def test_parquet_in_and_out(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cluster, "ROWS_PER_TASK", 7)
    monkeypatch.setattr(cluster, "ROWS_PER_FILE", 10)
    texts = [*TEXTS * 3, None, ""]
    table = pa.table({"n": range(26), "texte": texts, "tags": [["a", None]] * 26})
    pq.write_table(table, tmp_path / "offers.parquet")
    out = tmp_path / "out"
    words = ["--ray", "--output", str(out), "--text-column", "texte", "--jobs", "2"]
    assert main(["parse", str(tmp_path / "offers.parquet"), *words]) == 1
    told = capsys.readouterr()
    assert "26 rows written" in told.err
    assert "1 of them could not be read" in told.err
    assert told.out == ""
    files = sorted(out.iterdir())
    assert [path.name for path in files] == [f"part-{n:05d}.parquet" for n in range(len(files))]
    assert len(files) > 1
    done = pa.concat_tables([pq.read_table(path) for path in files])
    assert done.select(table.column_names) == table
    assert values(done.to_pylist())[:24] == expected(TEXTS) * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["offers.parquet", "out"]


@needs_ray
@pytest.mark.usefixtures("cluster_of_two")
@pytest.mark.parametrize("group", [7, 40, 1000], ids="{} rows a group".format)
@pytest.mark.parametrize("size", [3, 10, 500], ids="{} rows a run".format)
def test_the_runs_of_a_parquet_file_hold_every_row_once_in_order(tmp_path, group, size):
    path = tmp_path / "offers.parquet"
    table = pa.table({"n": range(100), "text": [f"offre {n}" for n in range(100)]})
    pq.write_table(table, path, row_group_size=group)
    runs = list(cluster._row_pieces(path, size))
    read = pa.concat_tables([cluster._read_rows(pa.Table.from_pylist([run])) for run in runs])
    assert read.equals(table)
    assert cluster._read_rows(pa.Table.from_pylist(runs)).equals(table)
    assert max(run["end"] - run["begin"] for run in runs) <= max(size, -(-min(group, 100) // 20))


def test_a_parquet_file_without_rows_keeps_its_columns(tmp_path):
    path = tmp_path / "none.parquet"
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), path)
    (run,) = cluster._row_pieces(path, 10)
    assert cluster._read_rows(pa.Table.from_pylist([run])).column_names == ["text"]


def test_jsonl_in_and_out_keeps_every_line(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_PIECE", 3000)
    rows = [
        {"n": n, "text": text, "seen": "2024-01-01", "mixed": [n, str(n)][n % 2]}
        for n, text in enumerate(TEXTS)
    ]
    rows += [{"n": 8, "text": "CDI à Dax.\u2028Deux lignes\x85"}, {"n": 9, "text": 5}, {"n": 10}]
    lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
    lines += [
        b"no json",
        b"[1]",
        b'{"n": 13, "text": "caf\xe9"}',
        b"",
        b'{"n": 14, "text": "\\ud83d"}',
    ]
    source = tmp_path / "offers.jsonl"
    source.write_bytes(b"\n".join(lines))
    out = tmp_path / "out"
    assert parse_files([source], out) == cluster.Outcome(rows=15, errors=6)
    written = [json.loads(line) for path in sorted(out.iterdir()) for line in path.open("rb")]
    for row, done in zip(rows, written, strict=False):
        assert {key: done[key] for key in row} == row
        assert list(done) == [*row, *NAMES, "error"]
    for done, want in zip(written, expected(TEXTS), strict=False):
        for day in ("deadline", "published"):
            want[day] = want[day] and str(want[day])
        assert {name: done[name] for name in NAMES} == want
    assert [row.get("line") for row in written[11:14]] == [
        "no json", "[1]", '{"n": 13, "text": "caf\\xe9"}',
    ]  # fmt: skip
    sentences = [
        "not int",
        "no column 'text'",
        "not a JSON object",
        "not a JSON object",
        "UTF-8",
        "half a",
    ]
    for done, sentence in zip([row for row in written if row["error"]], sentences, strict=True):
        assert sentence in done["error"]


# -- what is refused before Ray starts -----------------------------------------------------------


@pytest.fixture
def offers(tmp_path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text('{"text": "CDI à Dax", "title": "mine"}\n', "utf-8")
    pq.write_table(pa.table({"text": ["CDI"], "error": ["old"]}), folder / "a.parquet")
    (folder / "empty.jsonl").write_text("\n", "utf-8")
    (folder / "broken.jsonl").write_text("\nno json\n", "utf-8")
    (folder / "a.csv").write_text("text\nCDI\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("names", "options", "sentence"),
    [
        (["a.jsonl", "a.parquet"], {}, "all .parquet or all .jsonl, not a.jsonl, a.parquet"),
        (["a.csv"], {}, "all .parquet or all .jsonl, not a.csv"),
        (["a.jsonl"], {}, "columns named as new ones: title"),
        (["a.parquet"], {}, "columns named as new ones: error"),
        (["a.jsonl"], {"text_column": "texte"}, "no column 'texte', only text, title"),
        (["empty.jsonl"], {}, "is empty; give a file with postings"),
        (["broken.jsonl"], {}, r"broken.jsonl:2: not a JSON object"),
    ],
)
def test_inputs_that_do_not_fit_are_said_at_once(offers, names, options, sentence, monkeypatch):
    monkeypatch.setattr(cluster, "start", lambda _: pytest.fail("started in vain"))
    with pytest.raises(UsageError, match=sentence):
        parse_files([offers / name for name in names], offers / "out", **options)
    assert not (offers / "out").exists()


def test_an_output_that_is_there_is_not_touched(offers, tmp_path, capsys):
    words = ["parse", str(offers / "a.jsonl"), "--ray", "--prefix", "p_", "--output", str(tmp_path)]
    assert main(words) == 1
    assert "is there already; name a folder that does not exist yet" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_without_ray_it_says_what_to_install(offers, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    words = ["parse", str(offers / "a.jsonl"), "--ray", "--prefix", "p_"]
    assert main([*words, "--output", str(tmp_path / "out")]) == 1
    assert 'pip install "annonce_nlp[ray]"' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a.jsonl", "--ray"], "--ray needs .parquet or .jsonl files and --output DIR"),
        (["--ray", "--output", "x"], "--ray needs .parquet or .jsonl files and --output DIR"),
        (["a.jsonl", "--ray", "--output", "x", "--all"], "do not go with --ray"),
        (["a.jsonl", "--prefix", "x"], "go with --ray"),
    ],
)
def test_command_lines_that_do_not_fit(words, sentence, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["parse", *words])
    assert sentence in capsys.readouterr().err


# -- the page and the demonstration --------------------------------------------------------------

ROOT = Path(__file__).parents[1]


def test_the_page_lists_the_columns():
    page = (ROOT / "docs/cluster.md").read_text("utf-8")
    rows = [f"| `{c.name}` | {c.type} | {c.note} |" for c in COLUMNS]
    rows.append("| `error` | string | why the row could not be read, else null |")
    assert "\n".join(rows) in page, "docs/cluster.md and export/frames.py tell other columns"


@needs_ray
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks at /proc")
def test_a_killed_process_loses_and_doubles_no_row(tmp_path):
    out = tmp_path / "ray.json"
    command = [
        sys.executable,
        str(ROOT / "benchmarks/ray_demo.py"),
        "--count",
        "600",
        "--alone",
        "0",
    ]
    done = subprocess.run(  # noqa: S603
        [*command, "--output", str(out)], capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr[-2000:]
    whole = json.loads(out.read_text("utf-8"))["whole"]
    assert whole["killed"] is not None, "no process was killed: it was over too soon"
    assert whole["reading_processes_seen"] == 3
    assert (whole["rows_written"], whole["every_row_once_in_order"]) == (600, True)
    assert "every row was there once, in order" in done.stdout
