"""French numbers, in figures and in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.grammar.numbers import (
    FIGURES,
    SMALL_WORDS,
    WORDS,
    read_figures,
    read_number,
    read_words,
)

FIGURE_CASES = [
    ("0", 0.0),
    ("12", 12.0),
    ("12,5", 12.5),
    ("11.88", 11.88),
    ("2150.0", 2150.0),
    ("1 300", 1300.0),
    ("1 766,92", 1766.92),
    ("1 766.92", 1766.92),
    ("30 000.00", 30000.0),
    ("1.300", 1300.0),
    ("1.300,50", 1300.5),
    ("2'450", 2450.0),
    ("2'450.50", 2450.5),
    ("12.345", 12345.0),
    ("1 250 000", 1_250_000.0),
]


@pytest.mark.parametrize(("text", "value"), FIGURE_CASES, ids=[c[0] for c in FIGURE_CASES])
def test_figures_are_read_whole(text: str, value: float) -> None:
    match = re.compile(FIGURES).match(text)
    assert match is not None
    assert match[0] == text, "the expression must take the number whole"
    assert read_figures(text) == value


WORD_CASES = [
    ("un", 1),
    ("une", 1),
    ("six", 6),
    ("dix-huit", 18),
    ("dix huit", 18),
    ("vingt et un", 21),
    ("trente-six", 36),
    ("soixante-dix", 70),
    ("soixante et onze", 71),
    ("septante", 70),
    ("huitante-deux", 82),
    ("nonante-neuf", 99),
    ("quatre-vingts", 80),
    ("quatre-vingt-dix", 90),
    ("quatre-vingt-dix-neuf", 99),
    ("cent", 100),
    ("deux cents", 200),
    ("cent quatre-vingt-six", 186),
    ("mille", 1000),
    ("mille huit cents", 1800),
    ("deux mille quatre cent cinquante", 2450),
    ("trente-cinq mille", 35000),
    ("deux cent mille", 200000),
]


@pytest.mark.parametrize(("text", "value"), WORD_CASES, ids=[c[0] for c in WORD_CASES])
def test_words_are_read_whole(text: str, value: int) -> None:
    assert read_words(text) == value
    match = re.compile(WORDS).match(text)
    assert match is not None
    assert match[0] == text


@pytest.mark.parametrize("text", ["", "et", "poste", "deux postes", "vingtaine", "mois"])
def test_other_words_are_no_number(text: str) -> None:
    assert read_words(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [(" 1 300 ", 1300.0), ("quinze", 15), ("12,5", 12.5), ("plusieurs", None)]
)
def test_read_number_takes_both(text: str, value: float | None) -> None:
    assert read_number(text) == value


_UNITS = [
    "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze",
    "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
]  # fmt: skip
_TENS = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}


def spell(number: int) -> str:
    """Write a number below one million in French words, in the traditional spelling."""
    if number >= 1000:
        thousands = "" if number < 2000 else spell(number // 1000) + " "
        return (thousands + "mille " + (spell(number % 1000) if number % 1000 else "")).strip()
    if number >= 100:
        hundreds = "" if number < 200 else _UNITS[number // 100] + " "
        return (hundreds + "cent " + (spell(number % 100) if number % 100 else "")).strip()
    if number < 20:
        return _UNITS[number]
    tens = max(t for t in _TENS if t <= number)
    rest = number - tens
    if rest == 0:
        return _TENS[tens] + ("s" if tens == 80 else "")
    link = " et " if rest in (1, 11) and tens < 80 else "-"
    return _TENS[tens] + link + _UNITS[rest]


@given(st.integers(1, 999_999))
def test_spelled_numbers_come_back(number: int) -> None:
    words = spell(number)
    assert read_words(words) == number
    assert read_words(words.replace("-", " ")) == number


@given(st.integers(1, 99))
def test_small_words_take_the_longest_number(number: int) -> None:
    words = spell(number)
    match = re.compile(SMALL_WORDS).match(words)
    assert match is not None
    assert match[0] == words, "`dix-huit` must not be read as `dix`"


@given(st.integers(0, 9_999_999), st.integers(0, 99), st.sampled_from(" .'"))
def test_grouped_figures_come_back(whole: int, cents: int, group: str) -> None:
    text = f"{whole:,}".replace(",", group) + f",{cents:02d}"
    match = re.compile(FIGURES).match(text)
    assert match is not None
    assert match[0] == text
    assert read_figures(text) == pytest.approx(whole + cents / 100)


@given(st.text())
def test_words_never_raise(text: str) -> None:
    value = read_words(text)
    assert value is None or value >= 0
