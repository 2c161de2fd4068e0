"""Flat rows, the CSV written from them, and the terminal's table."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from annonce_nlp.export.table import (
    COLUMNS,
    SOURCE_COLUMNS,
    contract_words,
    duration_words,
    flat_row,
    pay_words,
    printable,
    study_words,
    write_csv,
    write_table,
)
from annonce_nlp.posting import (
    Category,
    Contract,
    ContractType,
    Duration,
    Employer,
    Grade,
    Period,
    Place,
    Posting,
    Remuneration,
    RemunerationKind,
    StudyLevel,
    Tax,
    Telework,
)

FULL = Posting(
    title="Chargé·e d'études",
    employer=Employer(name="La Fabrique du Lien", aliases=["FDL", "Fabrique"]),
    places=[
        Place(name="Lyon", department="Rhône", country="FR"),
        Place(name="Paris", postal_code="75011", region="Île-de-France", country="FR"),
    ],
    contract=Contract(
        type=ContractType.CDD, also=[ContractType.TITULAIRE, ContractType.CDI], probability=0.75
    ),
    remuneration=Remuneration(
        kind=RemunerationKind.AMOUNT,
        min=1300,
        max=1500,
        currency="EUR",
        period=Period.MONTH,
        tax=Tax.GROSS,
    ),
    deadline=dt.date(2023, 3, 12),
    duration=Duration(min=4, max=6),
    start="2023-04",
    weekly_hours=37.5,
    telework=Telework.PARTIAL,
    emails=["rh@example.fr", "stage@example.org"],
    reference="2031-44",
    category=[Category.A, Category.B],
    grade=[Grade(name="attaché territorial", category=Category.A), Grade(name="rédacteur")],
    study_level=StudyLevel(min=6, max=None, years_min=3),
    phones=["+33555001427", "+33612345678"],
    application_urls=["https://example.org/o/44"],
    published=dt.date(2023, 2, 1),
    start_char=3,
    end_char=900,
)


def test_every_column_of_a_full_posting():
    assert flat_row(FULL) == {
        "title": "Chargé·e d'études",
        "employer": "La Fabrique du Lien",
        "employer_aliases": "FDL | Fabrique",
        "places": "Lyon | Paris",
        "postal_codes": " | 75011",
        "departments": "Rhône | ",
        "regions": " | Île-de-France",
        "countries": "FR | FR",
        "contract": "cdd",
        "contract_also": "titulaire | cdi",
        "contract_probability": 0.75,
        "pay_kind": "amount",
        "pay_min": 1300.0,
        "pay_max": 1500.0,
        "pay_currency": "EUR",
        "pay_period": "month",
        "pay_tax": "gross",
        "deadline": "2023-03-12",
        "duration_min": 4.0,
        "duration_max": 6.0,
        "start": "2023-04",
        "weekly_hours": 37.5,
        "telework": "partial",
        "emails": "rh@example.fr | stage@example.org",
        "reference": "2031-44",
        "category": "A | B",
        "grade": "attaché territorial | rédacteur",
        "study_min": 6,
        "study_max": None,
        "study_years_min": 3,
        "study_years_max": None,
        "phones": "+33555001427 | +33612345678",
        "application_urls": "https://example.org/o/44",
        "published": "2023-02-01",
        "start_char": 3,
        "end_char": 900,
    }


@pytest.mark.parametrize("posting", [FULL, Posting()], ids=["full", "empty"])
def test_a_row_has_the_columns_in_order(posting):
    assert tuple(flat_row(posting)) == COLUMNS


def test_what_is_not_said_is_none_not_an_empty_word():
    said = {name for name, value in flat_row(Posting()).items() if value is not None}
    assert said == {"start_char", "end_char"}


def test_csv_can_be_read_back():
    out = io.StringIO()
    title = 'Chef·fe de projet "mobilité"; rural,\nurbain'
    write_csv(
        [
            ({"file": "a.csv", "line": 7, "row": 2, "id": "x1"}, FULL),
            ({"file": "b.txt"}, Posting(title=title)),
        ],
        out,
    )
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert tuple(rows[0]) == (*SOURCE_COLUMNS, *COLUMNS)
    assert [rows[0][name] for name in SOURCE_COLUMNS] == ["a.csv", "7", "2", "x1"]
    assert (rows[0]["places"], rows[0]["pay_max"]) == ("Lyon | Paris", "1500.0")
    assert (rows[1]["title"], rows[1]["line"], rows[1]["employer"]) == (title, "", "")


def test_csv_of_nothing_still_has_its_header():
    out = io.StringIO()
    write_csv([], out)
    assert out.getvalue() == ",".join((*SOURCE_COLUMNS, *COLUMNS)) + "\n"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_word_is_lost_in_the_table_and_it_keeps_its_width(width):
    out = io.StringIO()
    write_table([({"file": "offres.jsonl", "line": 3, "id": "x1"}, FULL)], out, width)
    shown = "".join(out.getvalue().split())
    for word in ("source", "duration", "Fabrique", "2023-03-12", "Paris", "gross"):
        assert word in shown, f"{word} is missing at width {width}"
    longest = max(map(len, out.getvalue().splitlines()))
    assert longest <= max(width, 76), "below 76 characters the columns would be too narrow"


def test_the_table_writes_rows_as_they_come():
    out = io.StringIO()

    def rows():
        yield {"file": "a.txt"}, FULL
        assert "a.txt" in out.getvalue(), "the first row waits for the second"
        yield {"file": "b.txt"}, Posting()

    write_table(rows(), out, 100)
    assert "b.txt" in out.getvalue()


def test_a_title_cannot_steer_the_terminal():
    out = io.StringIO()
    write_table([({"file": "a.txt"}, Posting(title="Stage\x1b[2J\x07 à Brest\x9b1m"))], out, 200)
    assert not {"\x1b", "\x07", "\x9b"} & set(out.getvalue())
    assert "à Brest" in out.getvalue()


@pytest.mark.parametrize("text", ["a\r\nb\tc", "\x00\x1b[0m", "🚀 e\u0301té", ""])
def test_printable_keeps_the_length_lines_and_tabs(text):
    shown = printable(text)
    assert len(shown) == len(text)
    assert (shown.count("\n"), shown.count("\t")) == (text.count("\n"), text.count("\t"))


AMOUNT = RemunerationKind.AMOUNT


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (None, None),
        (Remuneration(kind=RemunerationKind.LEGAL), "legal"),
        (Remuneration(kind=AMOUNT, min=1300, max=1300, currency="EUR"), "1300 EUR"),
        (
            Remuneration(kind=AMOUNT, min=12.5, max=14, currency="EUR", period=Period.HOUR),
            "12.5–14 EUR an hour",
        ),
        (
            Remuneration(kind=AMOUNT, min=35000, currency="EUR", period=Period.YEAR, tax=Tax.GROSS),
            "from 35000 EUR a year, gross",
        ),
        (Remuneration(kind=AMOUNT, max=2_000_000, tax=Tax.NET), "up to 2000000, net"),
    ],
)
def test_pay_words(pay, words):
    assert pay_words(Posting(remuneration=pay)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (5, 6, "5–6 months"),
        (1, 1, "1 month"),
        (0.5, 0.5, "0.5 months"),
        (3, None, "from 3 months"),
        (None, 6, "up to 6 months"),
        (None, None, None),
    ],
)
def test_duration_words(low, high, words):
    assert duration_words(Posting(duration=Duration(min=low, max=high))) == words


@pytest.mark.parametrize(
    ("also", "words"),
    [([], "cdd"), ([ContractType.TITULAIRE], "cdd (or titulaire)")],
)
def test_contract_words(also, words):
    assert contract_words(Posting(contract=Contract(type=ContractType.CDD, also=also))) == words


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (None, None),
        (StudyLevel(min=7, max=7, years_min=5, years_max=5), "level 7 (Bac+5)"),
        (StudyLevel(min=6, max=7, years_min=3, years_max=5), "level 6–7 (Bac+3 to +5)"),
        (StudyLevel(min=5, max=None, years_min=2), "from level 5 (Bac+2)"),
        (StudyLevel(min=4, max=4, years_min=0, years_max=0), "level 4 (Bac)"),
        (StudyLevel(min=3, max=3), "level 3"),
        (StudyLevel(min=4, max=5, years_min=0, years_max=2), "level 4–5 (Bac to +2)"),
        (StudyLevel(min=None, max=5, years_max=2), "up to level 5"),
    ],
)
def test_study_words(level, words):
    assert study_words(Posting(study_level=level)) == words
