"""Parquet files as a stream of texts, and streams that leave out what was read before."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from annonce_nlp.files import Problem, Source, Text, read_inputs

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def read(*paths, **options):
    return list(read_inputs(paths, **options))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.parquet"


def test_rows_carry_their_number_and_id(path):
    pq.write_table(
        pa.table(
            {"id": ["a", None, "c"], "offre": ["Stage à Évry", None, "x" * 60], "autre": [1, 2, 3]}
        ),
        path,
        row_group_size=2,
    )
    first, second, third = read(path, text_column="offre", max_length=50)
    assert first == Text(Source(str(path), row=1, id="a"), "Stage à Évry")
    assert str(second) == f"{path}:2: « offre » should hold text, not null"
    assert third.source.as_dict() == {"file": str(path), "row": 3, "id": "c"}
    assert third.message.startswith("it is longer than 50 characters")


def test_more_rows_than_are_held(path):
    texts = [f"CDI {number}" for number in range(1000)]
    pq.write_table(pa.table({"text": texts}), path)
    assert [(item.text, item.source.row) for item in read(path)] == [
        (text, number) for number, text in enumerate(texts, 1)
    ]


def test_ids_of_any_type_are_kept_as_words(path):
    pq.write_table(pa.table({"id": [dt.date(2025, 1, 2)], "text": ["CDI"]}), path)
    assert read(path)[0].source.id == '"2025-01-02"'


def test_what_is_no_parquet_is_told_in_a_sentence(path):
    pq.write_table(pa.table({"corps": ["CDI"]}), path)
    (problem,) = read(path)
    assert problem.message == "no column « text », only corps; name it with --text-column"
    whole = path.read_bytes()
    for content in (b"", b"PAR1", whole[:-20], b"id,text\n1,CDI\n"):
        path.write_bytes(content)
        (problem,) = read(path)
        assert isinstance(problem, Problem)
        assert problem.message.startswith("not Parquet, or broken from here on (")


def test_without_pyarrow_the_package_is_named(path, monkeypatch):
    path.write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (problem,) = read(path)
    assert problem.message == 'reading Parquet needs pyarrow: pip install "annonce_nlp[parquet]"'


def test_what_was_read_before_is_left_out_and_whole_files_are_not_opened(tmp_path, path):
    pq.write_table(pa.table({"text": ["CDI", "CDD"]}), path)
    (tmp_path / "b.txt").write_text("Stage")
    (tmp_path / "c.jsonl").write_text('{"text": "CDI"}\n{broken\n\n{"text": "Stage"}\n')
    (tmp_path / "d.html").write_text("")
    (tmp_path / "e.doc").write_text("")
    (tmp_path / "f.csv").write_text("text\nCDI\nCDD\n")
    everything = [*read(tmp_path), *read(tmp_path / "missing.txt")]
    assert len(everything) == 11
    for skip in range(13):
        found = list(read_inputs([tmp_path, tmp_path / "missing.txt"], skip=skip))
        assert found == everything[skip:], f"skip={skip}"
    (tmp_path / "b.txt").unlink()
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone")
    assert read(tmp_path, skip=3) == everything[3:-1]
