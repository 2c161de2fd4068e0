"""Inline markup: reading, writing, and refusing what cannot be meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.corpus.markup import read_markup, write_markup
from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldEntity

MARKED = "[[ORG*:Kelvane]] recrute à [[LIEU*:Dax]] pour [[DUREE:6 mois]], avec [[ORG:Ardeval RH]]."


def test_marks_become_entities() -> None:
    text, entities = read_markup(MARKED)
    assert text == "Kelvane recrute à Dax pour 6 mois, avec Ardeval RH."
    assert [(e.label, e.role, text[e.start : e.end]) for e in entities] == [
        ("ORG", "employer", "Kelvane"),
        ("LIEU", "workplace", "Dax"),
        ("DUREE", None, "6 mois"),
        ("ORG", None, "Ardeval RH"),
    ]


def test_writing_is_the_inverse_of_reading() -> None:
    assert write_markup(*read_markup(MARKED)) == MARKED


PLAIN = ["", "Kelvane recrute.", "un [lien](https://example.org)", "[x] fait", "liste[0]"]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_has_no_entities(text: str) -> None:
    assert read_markup(text) == (text, [])


def test_a_mark_may_run_over_lines() -> None:
    text, (entity,) = read_markup("chez [[ORG:Ateliers\nKelvane]]")
    assert text[entity.start : entity.end] == "Ateliers\nKelvane"


REFUSED = [
    ("unknown label", "[[PER:Ana]]", "unknown label 'PER'"),
    ("empty", "à [[LIEU:]]", "empty"),
    ("blank at the start", "à [[LIEU: Dax]]", "blank"),
    ("blank at the end", "à [[LIEU:Dax ]]", "blank"),
    ("nested", "[[ORG:Ville de [[LIEU:Dax]]]]", "nested"),
    ("never closed", "à [[LIEU:Dax", "stray"),
    ("never opened", "à Dax]]", "stray"),
    ("no label", "à [[Dax]]", "stray"),
    ("small letters", "à [[lieu:Dax]]", "stray"),
]


@pytest.mark.parametrize(("marked", "word"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_marks_that_cannot_be_meant_are_refused(marked: str, word: str) -> None:
    with pytest.raises(CorpusError, match=word):
        read_markup(marked)


_PIECE = st.text(alphabet="aé -\n.:*€1", min_size=1, max_size=8).filter(lambda s: s == s.strip())
_GAP = st.text(alphabet="aé -\n.:*€1", max_size=8)


@given(st.lists(st.tuples(_GAP, st.sampled_from(LABELS), st.booleans(), _PIECE), max_size=6), _GAP)
def test_round_trip(parts: list[tuple[str, str, bool, str]], last: str) -> None:
    text = ""
    entities: list[GoldEntity] = []
    roles = {"ORG": "employer", "LIEU": "workplace"}
    for gap, label, starred, words in parts:
        text += gap
        entities.append(GoldEntity.model_validate({
            "start": len(text), "end": len(text) + len(words), "label": label,
            "role": roles.get(label) if starred else None,
        }))  # fmt: skip
        text += words
    text += last
    assert read_markup(write_markup(text, entities)) == (text, entities)


@given(st.text(alphabet="[]*:ORGLIEU a", max_size=40))
def test_any_text_is_read_or_refused(marked: str) -> None:
    try:
        text, entities = read_markup(marked)
    except CorpusError:
        return
    assert "[[" not in text
    for entity in entities:
        assert 0 <= entity.start < entity.end <= len(text)
