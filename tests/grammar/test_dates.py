"""French dates: days, months, what is no date, and the arithmetic on them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.grammar.dates import (
    DateSpan,
    find_dates,
    find_months,
    first_after,
    month_number,
    months_between,
)
from annonce_nlp.view import fold
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

DAYS = [
    # text, the span, the ISO date
    ("Candidatures jusqu'au 15 mars 2024", "15 mars 2024", "2024-03-15"),
    ("Date limite : 15/03/2024", "15/03/2024", "2024-03-15"),
    ("Date limite : 15.03.24", "15.03.24", "2024-03-15"),
    ("Date limite : 15-03-2024", "15-03-2024", "2024-03-15"),
    ("clôture 2024-03-15", "2024-03-15", "2024-03-15"),
    ("au 10 / 04 / 2024 au plus tard", "10 / 04 / 2024", "2024-04-10"),
    ("Publié le 1/2/2024", "1/2/2024", "2024-02-01"),
    ("à partir du 1er mai 2023 inclus", "1er mai 2023", "2023-05-01"),
    ("le 1 er septembre 2025", "1 er septembre 2025", "2025-09-01"),
    ("le premier juin 2024", "premier juin 2024", "2024-06-01"),
    ("avant le vendredi 12 avril 2024 à 17h", "vendredi 12 avril 2024 à 17h", "2024-04-12"),
    ("avant le vendredi 12 avril 2024 à 17h00.", "vendredi 12 avril 2024 à 17h00", "2024-04-12"),
    ("JEUDI 9 NOVEMBRE 2023", "JEUDI 9 NOVEMBRE 2023", "2023-11-09"),
    ("Jeudi 09/11/23", "Jeudi 09/11/23", "2023-11-09"),
    ("31/12/2023 23:59", "31/12/2023 23:59", "2023-12-31"),
    ("31/12/2023 à minuit", "31/12/2023 à minuit", "2023-12-31"),
    ("31/12/2023 (minuit)", "31/12/2023 (minuit)", "2023-12-31"),
    ("le dimanche 3 mars 2024, 12h", "dimanche 3 mars 2024, 12h", "2024-03-03"),
    ("le 4 août 2025 à 12 h 00", "4 août 2025 à 12 h 00", "2025-08-04"),
    ("5 mai 2024 à 9 heures précises", "5 mai 2024 à 9 heures précises", "2024-05-05"),
    (
        "au 23 juin 2024 à 23h59 (heure de Paris)",
        "23 juin 2024 à 23h59 (heure de Paris)",
        "2024-06-23",
    ),
    ("le 15 sept. 2023", "15 sept. 2023", "2023-09-15"),
    ("le 15 Septembre 23", "15 Septembre 23", "2023-09-15"),
    ("pour le 30 juin 24", "30 juin 24", "2024-06-30"),
    ("15mars 2024", "15mars 2024", "2024-03-15"),
    ("March 15th, 2024", "March 15th, 2024", "2024-03-15"),
    # The next line is another matter: these hours are hours of work.
    ("CDD à compter du 5 janvier 2026, 35 h", "5 janvier 2026", "2026-01-05"),
    ("jusqu'au 30 août 2026\n20 h par semaine", "30 août 2026", "2026-08-30"),
]


@pytest.mark.parametrize(("text", "words", "iso"), DAYS, ids=[d[0] for d in DAYS])
def test_a_day_is_found_with_its_weekday_and_hour(text: str, words: str, iso: str) -> None:
    spans = list(find_dates(fold(text)))
    assert [text[s.start : s.end] for s in spans] == [words]
    assert [str(s.date()) for s in spans] == [iso]


RANGES = [
    # text, the ISO dates or (day, month) where no year is said
    ("du 3 au 14 novembre 2025", ["2025-11-03", "2025-11-14"]),
    ("les 9, 10 et 11 mai 2025", ["2025-05-09", "2025-05-11"]),
    ("entre le 5 et le 20 mars 2026", ["2026-03-05", "2026-03-20"]),
    ("du 1er au 8 juin", [(1, 6), (8, 6)]),
    ("du 7 avril au 7 octobre 2025", ["2025-04-07", "2025-10-07"]),
    ("du 20 novembre au 20 mars 2026", ["2025-11-20", "2026-03-20"]),
    ("du 4 décembre 2024 au 28 février", ["2024-12-04", "2025-02-28"]),
    ("12 mai - 29 août 2025", ["2025-05-12", "2025-08-29"]),
    ("du mardi 3 juin au vendredi 26 septembre", [(3, 6), (26, 9)]),
    ("36 h au 12 mai 2025", ["2025-05-12"]),
    ("30 au 12 mai 2025", ["2025-05-12"]),
]


@pytest.mark.parametrize(("text", "dates"), RANGES, ids=[case[0] for case in RANGES])
def test_a_range_shares_its_month_and_year(text: str, dates: list[object]) -> None:
    spans = list(find_dates(fold(text)))
    assert [str(s.date()) if s.year else (s.day, s.month) for s in spans] == dates
    assert spans == sorted(spans, key=lambda s: s.start)


UNDATED = [
    ("avant le vendredi 12 avril à 17h00", "vendredi 12 avril à 17h00", (12, 4), False),
    ("le 20 nov", "20 nov", (20, 11), False),
    ("1er mai", "1er mai", (1, 5), False),
    ("le 15 décembre 2 postes", "15 décembre", (15, 12), False),
    ("le 12 mars 35 h", "12 mars", (12, 3), False),
    ("candidatures jusqu'au 31/12", "31/12", (31, 12), True),
    ("du 12/05 inclus", "12/05", (12, 5), True),
]


@pytest.mark.parametrize(
    ("text", "words", "day_month", "numeric"), UNDATED, ids=[u[0] for u in UNDATED]
)
def test_a_day_without_year_is_not_dated(
    text: str, words: str, day_month: tuple[int, int], numeric: bool
) -> None:
    (span,) = find_dates(fold(text))
    assert text[span.start : span.end] == words
    assert (span.day, span.month) == day_month
    assert span.year is None
    assert span.date() is None
    assert span.numeric is numeric


NO_DATE = [
    "03 20 45 67 89",
    "01.02.03.04.05",
    "06/12/34/56/78",
    "24h/24",
    "24/24",
    "2/3 ans d'expérience",
    "2/3 mois",
    "3/4 h",
    "45/12/2024",
    "12/13/2024",
    "35 heures",
    "sous quinzaine",
    "au fil de l'eau",
    "dès que possible",
    "lundi et mardi",
    "version 12.34.56",
    "Bac+5",
    "69003 Lyon",
    "10/01/1875",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_other_numbers_are_no_date(text: str) -> None:
    assert list(find_dates(fold(text))) == []


@pytest.mark.parametrize("text", ["30 février 2024", "31 avril 2024", "29/02/2023", "31.06.2025"])
def test_a_day_that_does_not_exist_has_no_date(text: str) -> None:
    (span,) = find_dates(fold(text))
    assert span.date() is None


MONTHS = [
    ("à partir de mai 2024", "mai 2024", (5, 2024)),
    ("fin août 2024", "fin août 2024", (8, 2024)),
    ("mars / avril 2023", "mars / avril 2023", (3, 2023)),
    ("septembre-octobre 2025", "septembre-octobre 2025", (9, 2025)),
    ("février à juillet 2023", "février à juillet 2023", (2, 2023)),
    ("09/2024", "09/2024", (9, 2024)),
    ("janv. 25", "janv. 25", (1, 2025)),
    ("avr 2024", "avr 2024", (4, 2024)),
    ("dès septembre", "dès septembre", (9, None)),
    ("SEPTEMBRE 2024", "SEPTEMBRE 2024", (9, 2024)),
]


@pytest.mark.parametrize(("text", "words", "month_year"), MONTHS, ids=[m[0] for m in MONTHS])
def test_a_month_is_found(text: str, words: str, month_year: tuple[int, int | None]) -> None:
    (span,) = find_months(fold(text))
    assert text[span.start : span.end] == words
    assert span.day is None
    assert (span.month, span.year) == month_year
    assert span.date() is None


@pytest.mark.parametrize(
    "text", ["le mai", "un mar", "dec", "marsouin", "01/24", "13/2024", "maison", "octobre2"]
)
def test_other_words_are_no_month(text: str) -> None:
    assert list(find_months(fold(text))) == []


@pytest.mark.parametrize(
    ("name", "number"), [("janvier", 1), ("fevr.", 2), ("aout", 8), ("sept.", 9), ("december", 12)]
)
def test_month_number(name: str, number: int) -> None:
    assert month_number(name) == number


@pytest.mark.parametrize(
    ("day", "month", "anchor", "found"),
    [
        (12, 4, "2024-03-01", "2024-04-12"),
        (12, 4, "2024-04-12", "2024-04-12"),
        (12, 4, "2024-04-13", "2025-04-12"),
        (29, 2, "2023-01-01", "2024-02-29"),
        (29, 2, "2025-01-01", "None"),
        (31, 4, "2024-01-01", "None"),
    ],
)
def test_first_after_looks_one_year_ahead(day: int, month: int, anchor: str, found: str) -> None:
    assert str(first_after(day, month, dt.date.fromisoformat(anchor))) == found


def _point(text: str) -> DateSpan:
    found = [*find_dates(fold(text)), *find_months(fold(text))]
    return found[0]


BETWEEN = [
    ("février", "juillet 2023", 6.0),
    ("février 2023", "juillet", 6.0),
    ("septembre", "février", 6.0),
    ("octobre", "mars 2024", 6.0),
    ("octobre 2023", "mars", 6.0),
    ("janvier 2024", "janvier 2024", 1.0),
    ("20 mai 2024", "30 juin 2024", 1.38),
    ("1er septembre 2024", "31 août 2025", 12.01),
    ("20 mai", "30 juin", None),
    ("30 juin 2024", "20 mai 2024", None),
    ("juillet 2024", "juin 2024", None),
    ("30 février 2024", "20 mai 2024", None),
    ("janvier 2010", "janvier 2024", None),
]


@pytest.mark.parametrize(
    ("first", "last", "months"), BETWEEN, ids=[f"{b[0]} – {b[1]}" for b in BETWEEN]
)
def test_months_between_counts_both_ends(first: str, last: str, months: float | None) -> None:
    assert months_between(_point(first), _point(last)) == months


_NAMES = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
"octobre",
          "novembre", "décembre"]  # fmt: skip


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2059, 12, 31)),
    st.sampled_from(
        ["{d:02d}/{m:02d}/{y}", "{d}.{m}.{y}", "{d:02d}-{m:02d}-{y}", "{d:02d}/{m:02d}/{s:02d}"]
    ),
)
def test_numeric_dates_come_back(date: dt.date, form: str) -> None:
    if "{s" in form and date.year < 2000:
        date = date.replace(year=2000, day=min(date.day, 28))
    text = form.format(d=date.day, m=date.month, y=date.year, s=date.year % 100)
    (span,) = find_dates(f"avant le {text}, merci")
    assert span.date() == date


@given(st.dates(dt.date(1990, 1, 1), dt.date(2059, 12, 31)))
def test_written_dates_come_back(date: dt.date) -> None:
    day = "1er" if date.day == 1 else str(date.day)
    text = f"Réponse attendue pour le {day} {_NAMES[date.month - 1]} {date.year}."
    (span,) = find_dates(fold(text))
    assert span.date() == date
    assert text[span.start : span.end] == f"{day} {_NAMES[date.month - 1]} {date.year}"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2059, 12, 31)))
def test_iso_dates_come_back(date: dt.date) -> None:
    (span,) = find_dates(f"({date.isoformat()})")
    assert span.date() == date


@given(POSTING_LIKE)
def test_spans_are_inside_in_order_and_without_blank_edges(text: str) -> None:
    folded = fold(text)
    last = 0
    for span in find_dates(folded):
        assert last <= span.start < span.end <= len(text)
        words = folded[span.start : span.end]
        assert words == words.strip(" ,")
        assert 1 <= span.month <= 12
        last = span.end
    for span in find_months(folded):
        assert 0 <= span.start < span.end <= len(text)
        assert span.day is None


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: [*find_dates(text), *find_months(text)], unit)
