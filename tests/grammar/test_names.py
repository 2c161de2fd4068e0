"""Words with their places, and runs of words that look like a name."""

from __future__ import annotations

import pytest
from hypothesis import given

from annonce_nlp.grammar.names import capital_runs, words_of
from annonce_nlp.view import clean
from annonce_nlp.words import word_list
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

OPENING = frozenset({"la", "le", "les", "nous", "vous", "notre", "au"})


def runs(text: str) -> list[str]:
    view = clean(text)
    words = words_of(view)
    found = capital_runs(words, OPENING)
    return [view.text[words[first].start : words[last].end] for first, last in found]


RUNS = [
    ("chez Kelvane, près de Dax", ["Kelvane", "Dax"]),
    ("chez Kelvane à Dax", ["Kelvane à Dax"]),
    ("La Communauté de communes du Val d'Orbe recrute", ["Communauté", "Val d'Orbe"]),
    ("ATELIERS KELVANE RECRUTE UN SOUDEUR", ["ATELIERS KELVANE", "RECRUTE UN SOUDEUR"]),
    ("Université de Brenne et Kelvane & Fils", ["Université de Brenne et Kelvane & Fils"]),
    ("Rejoignez Orvalis, Ardeval RH", ["Rejoignez Orvalis", "Ardeval RH"]),
    ("Kelvane 40100 Dax", ["Kelvane", "Dax"]),
    ("Institut Ardeval du Grand Est recrute", ["Institut Ardeval du Grand Est"]),
    ("KELVANE EST UN GROUPE", ["KELVANE", "EST UN GROUPE"]),
    ("la SARL R. MARTOUL de Dax", ["SARL R. MARTOUL de Dax"]),
    ("chez Kelvane. Martoul aussi", ["Kelvane", "Martoul"]),
    ("à Brenne 2. Martoul aussi", ["Brenne 2", "Martoul"]),
    ("à Saint\nMartoul", ["Saint\nMartoul"]),
    ("chez Kelvane\nMartoul aussi", ["Kelvane", "Martoul"]),
    ("Nous cherchons", []),
    ("un soudeur confirmé", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "names"), RUNS, ids=[repr(r[0]) for r in RUNS])
def test_capital_runs(text: str, names: list[str]) -> None:
    assert runs(text) == names


def test_words_know_their_place_and_form() -> None:
    view = clean("L'Été à Saint-Orbe, chargé·e.")
    words = words_of(view)
    assert [view.text[w.start : w.end] for w in words] == [
        "L", "Été", "à", "Saint", "Orbe", "chargé·e",
    ]  # fmt: skip
    assert [w.folded for w in words] == ["l", "ete", "a", "saint", "orbe", "charge·e"]
    assert [w.upper for w in words] == [True, True, False, True, True, False]
    assert [w.joined for w in words] == [False, True, True, True, True, False]


@pytest.mark.parametrize("name", ["opening_words", "job_heads", "org_heads", "org_fillers"])
def test_word_lists_are_folded(name: str) -> None:
    words = word_list(name)
    assert words
    assert all(word == clean(word).folded for word in words)
    assert not any("#" in word for word in words)


@given(POSTING_LIKE)
def test_words_and_runs_are_in_order(text: str) -> None:
    view = clean(text)
    words = words_of(view)
    last = 0
    for word in words:
        assert last <= word.start < word.end <= len(view.text)
        last = word.end
    at = 0
    for first, end in capital_runs(words, OPENING):
        assert at <= first <= end < len(words)
        assert words[first].upper
        at = end + 1


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda view: list(capital_runs(words_of(view), OPENING)), unit, clean)
