"""The tokenizer of postings: every value has tokens of its own, and no character is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from annonce_nlp.language import AnnonceFrench, PostingTokenizer
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

TOKENIZER = PostingTokenizer(Vocab())

SPLIT = [
    ("Salaire:1800€", ["Salaire", ":", "1800", "€"]),
    ("35k€/an", ["35", "k", "€", "/", "an"]),
    ("35-40 K€", ["35", "-", "40", "K", "€"]),
    ("12,5€/h", ["12,5", "€", "/", "h"]),
    ("1 300,50 €", ["1", "300,50", "€"]),
    ("Lyon(69003)", ["Lyon", "(", "69003", ")"]),
    ("69-Lyon", ["69", "-", "Lyon"]),
    ("CDD-6 mois", ["CDD", "-", "6", "mois"]),
    ("CDI/CDD", ["CDI", "/", "CDD"]),
    ("12h30", ["12", "h", "30"]),
    ("Saint-Étienne", ["Saint", "-", "Étienne"]),
    ("Kelvane.Nous", ["Kelvane", ".", "Nous"]),
    ("chargé(e) de", ["chargé(e)", "de"]),
    ("chargé·e de", ["chargé·e", "de"]),
    ("chargé.e de", ["chargé.e", "de"]),
    ("chargé-e de", ["chargé-e", "de"]),
    ("agent·e·s", ["agent·e·s"]),
    ("technicien(ne)s", ["technicien(ne)s"]),
    ("directeur/trice", ["directeur/trice"]),
    ("administrateur.rice", ["administrateur.rice"]),
    ("H/F", ["H", "/", "F"]),
    ("l'été", ["l'", "été"]),
    ("jusqu’au 3", ["jusqu’", "au", "3"]),
    ("d'un", ["d'", "un"]),
    ("rh@example.org.", ["rh@example.org", "."]),
    ("https://example.org/a?b=1 ok", ["https://example.org/a?b=1", "ok"]),
    ("(www.example.org)", ["(", "www.example.org", ")"]),
    ("siège duParc naturel", ["siège", "du", "Parc", "naturel"]),
    ("DuPont et laPoste", ["DuPont", "et", "la", "Poste"]),
    ("verdure, bleuÂtre", ["verdure", ",", "bleuÂtre"]),
    ("x_y", ["x", "_", "y"]),
    ("...", ["..."]),
    ("🚀🚀 go", ["🚀🚀", "go"]),
    ("Socie\u0301te\u0301 Orvalis", ["Socie\u0301te\u0301", "Orvalis"]),
    ("a\u00a0b", ["a", "\u00a0", "b"]),
    ("a  b", ["a", " ", "b"]),
    ("\n\ta ", ["\n\t", "a"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "tokens"), SPLIT, ids=[repr(s[0]) for s in SPLIT])
def test_tokens(text: str, tokens: list[str]) -> None:
    doc = TOKENIZER(text)
    assert [token.text for token in doc] == tokens
    assert doc.text == text


VALUES = [
    ("Salaire:1800€", "1800€"),
    ("Salaire:1800€", "1800"),
    ("35k€/an", "35k€"),
    ("12,5€/h", "12,5€"),
    ("Lyon(69003)", "Lyon"),
    ("Lyon(69003)", "69003"),
    ("CDD-6 mois", "6 mois"),
    ("Contrat:CDI-Dax", "Dax"),
    ("chez l’Orvalis,Dax", "Orvalis"),
    ("avant le 12/04/2024.", "12/04/2024"),
    ("**Kelvane**", "Kelvane"),
    ("<b>Kelvane</b>", "Kelvane"),
    ("«Kelvane»", "Kelvane"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[f"{v[1]} in {v[0]}" for v in VALUES])
def test_every_value_is_a_span_of_tokens(text: str, value: str) -> None:
    start = text.index(value)
    span = TOKENIZER(text).char_span(start, start + len(value))
    assert span is not None
    assert span.text == value


WHOLE_CHARACTERS = st.characters(exclude_categories=["Cs"])


@given(st.one_of(POSTING_LIKE, st.text(alphabet=WHOLE_CHARACTERS, max_size=60)))
def test_no_character_is_lost(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(token.text for token in doc)


@given(st.lists(st.from_regex(r"\A[A-Za-zéèà]{2,8}\Z|\A[0-9]{1,4}\Z"), min_size=1, max_size=8),
       st.sampled_from([" ", ", ", " : ", "(", ")", ":", " / ", "\n"]))  # fmt: skip
def test_words_and_numbers_keep_their_edges(words: list[str], mark: str) -> None:
    text = mark.join(words)
    doc = TOKENIZER(text)
    at = 0
    for word in words:
        # `(e)` or `(ne)` right after a word is inclusive writing and belongs to it.
        if mark not in "()":
            assert doc.char_span(at, at + len(word)) is not None, (text, word)
        at += len(word) + len(mark)


def test_pipe_yields_one_doc_a_text() -> None:
    texts = ["CDD-6 mois", "", "à Dax"]
    assert [doc.text for doc in TOKENIZER.pipe(texts)] == texts


def test_saving_and_loading_keeps_the_tokenizer(tmp_path: object) -> None:
    nlp = spacy.blank("fr_annonce")
    assert isinstance(nlp, AnnonceFrench)
    nlp.to_disk(str(tmp_path))
    again = spacy.load(str(tmp_path))
    assert isinstance(again.tokenizer, PostingTokenizer)
    assert [t.text for t in again("Salaire:1800€")] == ["Salaire", ":", "1800", "€"]
    assert [t.text for t in AnnonceFrench().from_bytes(nlp.to_bytes())("12,5€/h")] == [
        "12,5",
        "€",
        "/",
        "h",
    ]


def test_the_language_does_not_import_the_costly_french_module() -> None:
    code = "import sys, annonce_nlp.language; sys.exit('spacy.lang.fr' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603
    assert run.returncode == 0, "spacy.lang.fr costs 3.7 s at import and must stay out"


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(TOKENIZER, unit)


def test_half_a_character_is_read_as_a_mark() -> None:
    text = "CDI \ud800 à Dax"
    doc = TOKENIZER(text)
    assert doc.text == "CDI \ufffd à Dax"
    assert [token.idx for token in doc] == [0, 4, 6, 8]
