"""What is read from files, folders and the standard input, and what is said of the rest."""

from __future__ import annotations

import io
import json
import sys

import pytest

from annonce_nlp import api
from annonce_nlp.files import MAX_LENGTH, Problem, Source, Text, read_inputs

STAGE = "Stage – Chargé·e d’études\r\nLa Fabrique du Lien recrute à Lyon.\n"


def read(*paths, **options):
    return list(read_inputs(paths, **options))


def only_text(found):
    assert [type(item) for item in found] == [Text], f"expected one text, got {found}"
    return found[0].text


def only_problem(found):
    assert [type(item) for item in found] == [Problem], f"expected one problem, got {found}"
    return str(found[0])


def test_the_limit_is_the_library_s():
    assert MAX_LENGTH == api.MAX_LENGTH


# -- whole files -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT", "sans_fin"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252"], ids=["utf-8", "with mark", "Windows-1252"]
)
def test_text_is_kept_to_the_character(tmp_path, name, encoding):
    path = tmp_path / name
    path.write_bytes(STAGE.encode(encoding))
    assert read(path) == [Text(Source(str(path)), STAGE)]


@pytest.mark.parametrize("ending", [".html", ".htm"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_html_becomes_its_text(tmp_path, ending, encoding):
    path = tmp_path / f"a{ending}"
    page = (
        "<html><head><title>Site</title><style>p {color: red}</style></head>"
        "<body><h1>Stage à Lyon</h1>"
        "<script>let x = 1;</script><ul><li>Durée&nbsp;: 6 mois</li><li>Lieu : Évry</li></ul>"
        "</body></html>"
    )
    path.write_bytes(page.encode(encoding))
    text = only_text(read(path))
    assert [line.strip(" *") for line in text.split("\n") if line.strip()] == [
        "Stage à Lyon",
        "Durée : 6 mois",
        "Lieu : Évry",
    ]


def test_html_whose_text_the_parser_loses_is_not_a_blank_posting(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 5000 + "Stage")
    assert "no text was found in its HTML" in only_problem(read(tmp_path / "a.html"))


def test_html_the_parser_breaks_on_is_a_problem(tmp_path, monkeypatch):
    def breaks(_html):
        raise RecursionError("too deep")

    monkeypatch.setattr("inscriptis.get_text", breaks)
    (tmp_path / "a.html").write_text("<p>Stage")
    assert "its HTML cannot be read (too deep)" in only_problem(read(tmp_path / "a.html"))


def test_html_without_its_library_names_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "inscriptis", None)
    (tmp_path / "a.html").write_text("<p>Stage</p>")
    (tmp_path / "b.txt").write_text("Stage")
    problem, text = read(tmp_path)
    assert 'pip install "annonce_nlp[files]"' in problem.message
    assert text.text == "Stage", "the other files are still read"


BAD_FILES = {
    "binary": ("a.txt", b"Stage\x00\x01\x02", "binary"),
    "UTF-16": ("a.txt", STAGE.encode("utf-16"), "UTF-16"),
    "no known encoding": ("a.txt", b"caf\xe9 \x81\x8d", "neither UTF-8 nor Windows-1252"),
    "PDF": ("a.txt", b"%PDF-1.7\n...", "a PDF"),
    "office document": ("a.md", b"PK\x03\x04...", "office document"),
    "other ending": ("a.docx", b"Stage", "no .docx file is read"),
    "too long": ("a.txt", b"x" * 101, "longer than 100 characters"),
    "much too long": ("a.txt", b"x" * 5000, "longer than 100 characters"),
    "HTML too long as text": ("a.html", b"<p>" + b"x" * 101, "longer than 100 characters"),
    "HTML much too long": ("a.html", b" " * 5000, "longer than 1,000 characters"),
}


@pytest.mark.parametrize(("name", "data", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    problem = only_problem(read(path, max_length=100))
    assert problem.startswith(f"{path}: ")
    assert said in problem
    assert "\n" not in problem


def test_the_limit_counts_characters_not_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("é€🚀" * 33 + "é", encoding="utf-8-sig")
    assert len(only_text(read(path, max_length=100))) == 100


def test_a_missing_file_does_not_stop_the_next(tmp_path):
    (tmp_path / "b.txt").write_text("Stage")
    problem, text = read(tmp_path / "nulle_part.txt", tmp_path / "b.txt")
    assert str(problem) == f"{tmp_path / 'nulle_part.txt'}: there is no such file; check its path"
    assert text.text == "Stage"


def test_a_file_one_may_not_read(tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert "permissions" in only_problem(read(tmp_path / "a.txt"))


# -- folders and the standard input ------------------------------------------------------------


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path):
    for name in (
        "b.txt",
        "a.md",
        "sous/c.txt",
        ".cache/d.txt",
        ".e.txt",
        "f.pdf",
        "g.pdf",
        "LISEZ",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Stage")
    *texts, note = read(tmp_path)
    assert [item.source.file for item in texts] == [
        str(tmp_path / name) for name in ("a.md", "b.txt", "sous/c.txt")
    ]
    assert note.message == "files of other kinds were passed over: 2 .pdf, 1 without ending"
    assert not note.serious


def test_a_folder_without_postings_is_a_problem(tmp_path):
    assert "holds no file to read" in only_problem(read(tmp_path))


def stdin_of(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_text(monkeypatch):
    stdin_of(monkeypatch, STAGE.encode())
    assert read("-") == [Text(Source("-"), STAGE)]


def test_standard_input_as_rows(monkeypatch):
    stdin_of(monkeypatch, b'{"text": "Stage", "id": 5}\n')
    assert read("-", other="jsonl") == [Text(Source("-", line=1, id=5), "Stage")]


def test_an_unknown_ending_can_be_declared(tmp_path):
    (tmp_path / "a.eml").write_text("Stage")
    assert only_text(read(tmp_path / "a.eml", other="text")) == "Stage"


# -- rows --------------------------------------------------------------------------------------


def rows_of(tmp_path, name, content, **options):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, **options)


def test_jsonl_rows_carry_line_and_id(tmp_path):
    rows = [{"id": "a1", "text": STAGE}, {"text": "CDI à Brest"}, {"id": 7, "text": ""}]
    content = "\ufeff" + "\n\n".join(json.dumps(row) for row in rows)
    found = rows_of(tmp_path, "r.jsonl", content)
    file = str(tmp_path / "r.jsonl")
    assert found == [
        Text(Source(file, line=1, id="a1"), STAGE),
        Text(Source(file, line=3), "CDI à Brest"),
        Text(Source(file, line=5, id=7), ""),
    ]
    assert found[0].source.as_dict() == {"file": file, "line": 1, "id": "a1"}


BAD_LINES = {
    "cut short": ('{"text": "Sta', "not a JSON object ("),
    "no object": ('["Stage"]', "not a JSON object"),
    "no column": ('{"corps": "x", "id": 1}', "no column « text », only corps, id; name it with"),
    "no column at all": ("{}", "no column « text »"),
    "null": ('{"text": null}', "should hold text, not null"),
    "number": ('{"text": 12}', "should hold text, not 12"),
    "half a surrogate pair": ('{"text": "a\\ud83d"}', "character 1 is half a surrogate pair"),
    "too long": ('{"text": "' + "x" * 101 + '"}', "longer than 100 characters"),
    "too deep": ("[" * 100_000, "nested too deep"),
    "endless number": ('{"text": ' + "1" * 5000 + "}", "digits"),
    "binary": ('{"text": "a\x00"}', "binary"),
}


@pytest.mark.parametrize(("line", "said"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_does_not_stop_the_others(tmp_path, line, said):
    good = '{"text": "Stage à Lyon"}'
    before, problem, after = rows_of(
        tmp_path, "r.jsonl", f"{good}\n{line}\n{good}\n", max_length=100
    )
    assert (before.text, after.text) == ("Stage à Lyon", "Stage à Lyon")
    assert str(problem).startswith(f"{tmp_path / 'r.jsonl'}:2: ")
    assert said in problem.message
    assert "\n" not in problem.message


def test_a_json_array_is_told_once(tmp_path):
    problem = only_problem(rows_of(tmp_path, "r.jsonl", json.dumps([{"text": "Stage"}], indent=1)))
    assert "JSON array" in problem


@pytest.mark.parametrize(
    ("value", "kept"),
    [(None, None), ("", None), (0, 0), (1.5, "1.5"), (True, "true"), ([1], "[1]")],
)
def test_ids_are_words_or_whole_numbers(tmp_path, value, kept):
    found = rows_of(tmp_path, "r.jsonl", json.dumps({"id": value, "text": "Stage"}))
    assert found[0].source.id == kept


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_rows_carry_line_row_and_id(tmp_path, delimiter, encoding):
    lines = ["id, offre", 'a1,"Stage, 6 mois\nà Évry ; ""urgent"""', "", "a2,CDI"]
    content = lines[0].replace(",", delimiter)
    content += "\n" + lines[1].replace("a1,", f"a1{delimiter}")
    content += "\n\n" + lines[3].replace(",", delimiter) + "\n"
    found = rows_of(tmp_path, "r.csv", content.encode(encoding), text_column="offre")
    file = str(tmp_path / "r.csv")
    assert found == [
        Text(Source(file, line=2, row=1, id="a1"), 'Stage, 6 mois\nà Évry ; "urgent"'),
        Text(Source(file, line=5, row=2, id="a2"), "CDI"),
    ]


def test_a_csv_cell_may_hold_a_long_posting(tmp_path):
    long = "Stage à Lyon. " * 20_000
    assert only_text(rows_of(tmp_path, "r.csv", f'text\n"{long}"\n')) == long


BAD_ROWS = {
    "too many cells": ("2,Stage, à Lyon", "3 cells where the header has 2"),
    "too few cells": ("2", "1 cells where the header has 2"),
    "broken quotes": ('2,"Stage" à Lyon', "not CSV"),
    "too long": ("2," + "x" * 101, "longer than 100 characters"),
    "binary": ("2,a\x00b", "binary"),
}


@pytest.mark.parametrize(("row", "said"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_does_not_stop_the_others(tmp_path, row, said):
    found = rows_of(tmp_path, "r.csv", f"id,text\n1,CDI\n{row}\n3,CDD\n", max_length=100)
    before, problem, after = found
    assert (before.text, after.text, after.source.row) == ("CDI", "CDD", 3)
    assert str(problem).startswith(f"{tmp_path / 'r.csv'}:3: ")
    assert said in problem.message


def test_empty_cells_after_the_last_column_do_not_count(tmp_path):
    assert only_text(rows_of(tmp_path, "r.csv", "id,text\n1,CDI,,\n")) == "CDI"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,corps\n1,Stage\n", "no column « text », only id, corps; name it with --text-column"),
        ("", "the first row is empty"),
        ("\nid,text\n", "the first row is empty"),
        (b"\x00\x01", "no CSV header"),
        ('text\n"jamais fermé\nfin', "not CSV (unexpected end of data)"),
    ],
    ids=["no column", "empty", "blank first row", "binary", "quote never closed"],
)
def test_a_csv_that_cannot_be_read(tmp_path, content, said):
    assert said in only_problem(rows_of(tmp_path, "r.csv", content))


def test_rows_are_read_one_at_a_time(tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_text('{"text": "a"}\n' * 3)
    stream = read_inputs([path, tmp_path / "jamais_ouvert.txt"])
    assert next(stream) == Text(Source(str(path), line=1), "a")
