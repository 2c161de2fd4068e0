"""Lengths of time in figures and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.grammar.lengths import find_lengths
from annonce_nlp.view import fold
from tests.grammar.test_numbers import spell
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

LENGTHS = [
    # text, the span, least and most months
    ("CDD de 6 mois", "6 mois", 6, 6),
    ("CDD-6 mois", "6 mois", 6, 6),
    ("24mois", "24mois", 24, 24),
    ("stage de 4 à 6 mois", "4 à 6 mois", 4, 6),
    ("stage de 5-6 mois", "5-6 mois", 5, 6),
    ("12-18 mois", "12-18 mois", 12, 18),
    ("4/6 mois", "4/6 mois", 4, 6),
    ("entre 4 et 6 mois", "entre 4 et 6 mois", 4, 6),
    ("de 6 mois à 1 an", "6 mois à 1 an", 6, 12),
    ("6 mois à un an", "6 mois à un an", 6, 12),
    ("deux à trois mois", "deux à trois mois", 2, 3),
    ("un an", "un an", 12, 12),
    ("1an", "1an", 12, 12),
    ("1,5 an", "1,5 an", 18, 18),
    ("un an et demi", "un an et demi", 18, 18),
    ("trois ans", "trois ans", 36, 36),
    ("six mois", "six mois", 6, 6),
    ("six (6) mois", "six (6) mois", 6, 6),
    ("treize mois", "treize mois", 13, 13),
    ("quatorze mois", "quatorze mois", 14, 14),
    ("dix-huit mois", "dix-huit mois", 18, 18),
    ("vingt-quatre mois", "vingt-quatre mois", 24, 24),
    ("trente-six mois", "trente-six mois", 36, 36),
    ("quarante et une semaines", "quarante et une semaines", 9.46, 9.46),
    ("18 semaines", "18 semaines", 4.15, 4.15),
    ("18 à 24 semaines", "18 à 24 semaines", 4.15, 5.54),
    ("52 semaines", "52 semaines", 12, 12),
    ("10 jours", "10 jours", 0.33, 0.33),
    ("un semestre", "un semestre", 6, 6),
    ("2 trimestres", "2 trimestres", 6, 6),
    ("6 months", "6 months", 6, 6),
    ("CDD de 12 mois renouvelable", "12 mois", 12, 12),
    ("1 an renouvelable 2 fois", "1 an", 12, 12),
    ("6 mois maximum", "6 mois", 6, 6),
    ("6 mois max.", "6 mois", 6, 6),
    ("12 mois, 35 h", "12 mois", 12, 12),
]


@pytest.mark.parametrize(("text", "words", "low", "high"), LENGTHS, ids=[c[0] for c in LENGTHS])
def test_a_length_is_found(text: str, words: str, low: float, high: float) -> None:
    spans = list(find_lengths(fold(text)))
    assert [text[s.start : s.end] for s in spans] == [words]
    assert [(s.low, s.high) for s in spans] == [(low, high)]


OPEN = [
    ("3 mois minimum", "3 mois minimum", 3),
    ("minimum 3 mois", "3 mois", 3),
    ("au moins 2 mois", "2 mois", 2),
    ("plus de 3 mois", "3 mois", 3),
    ("18 mois ou plus", "18 mois ou plus", 18),
    ("6 mois et plus", "6 mois et plus", 6),
    ("2 ans minimum", "2 ans minimum", 24),
    ("12 mois +", "12 mois +", 12),
]


@pytest.mark.parametrize(("text", "words", "low"), OPEN, ids=[c[0] for c in OPEN])
def test_an_open_length_has_no_high(text: str, words: str, low: float) -> None:
    (span,) = find_lengths(fold(text))
    assert text[span.start : span.end] == words
    assert (span.low, span.high) == (low, None)


SEVERAL = [
    ("6 mois puis 3 mois", [(6, 6), (3, 3)]),
    ("3 ans (36 mois)", [(36, 36), (36, 36)]),
    ("1 an + 1 an", [(12, 12), (12, 12)]),
    ("minimum 3 mois, maximum 6 mois", [(3, None), (6, 6)]),
    ("minimum 3 mois maximum 6 mois", [(3, None), (6, 6)]),
]


@pytest.mark.parametrize(("text", "values"), SEVERAL, ids=[c[0] for c in SEVERAL])
def test_several_lengths_stay_apart(text: str, values: list[tuple[float, float | None]]) -> None:
    assert [(s.low, s.high) for s in find_lengths(fold(text))] == values


@pytest.mark.parametrize(
    "text",
    ["0 mois", "2 à 3", "le mois de mai", "plusieurs mois", "sous quinzaine", "2024 mois",
    "anse de 3 moissons",
     "35 h", "Bac+3", "1 antenne", "15 journaux"],
)  # fmt: skip
def test_other_words_are_no_length(text: str) -> None:
    assert list(find_lengths(fold(text))) == []


@given(st.integers(1, 99), st.sampled_from(["mois", "ans", "semaines", "jours"]))
def test_words_and_figures_say_the_same(number: int, unit: str) -> None:
    written = [(s.low, s.high) for s in find_lengths(f"{spell(number)} {unit}")]
    figures = [(s.low, s.high) for s in find_lengths(f"{number} {unit}")]
    assert written == figures
    assert len(figures) == 1


@given(st.integers(1, 60), st.integers(1, 60))
def test_ranges_come_back_in_order(one: int, other: int) -> None:
    (span,) = find_lengths(f"de {one} a {other} mois")
    assert (span.low, span.high) == (min(one, other), max(one, other))


@given(POSTING_LIKE)
def test_spans_are_inside_and_ordered(text: str) -> None:
    folded = fold(text)
    last = 0
    for span in find_lengths(folded):
        assert last <= span.start < span.end <= len(text)
        assert folded[span.start : span.end].strip() == folded[span.start : span.end]
        assert span.low >= 0
        assert span.high is None or span.high >= span.low
        last = span.end


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: list(find_lengths(text)), unit)
