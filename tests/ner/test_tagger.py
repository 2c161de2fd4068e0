"""The NER: tags to spans, what it keeps of words, and what it leaves as it was."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Adam

import annonce_nlp
from annonce_nlp.choice import ROLES
from annonce_nlp.ner.kept import _MOST_KEPT, KeptVectors, as_read
from annonce_nlp.ner.tagger import OUTSIDE, SpanTagger, proposals_of
from annonce_nlp.pipeline import blank

LABELS = ("ORG", "LIEU")
TAGS = ("O", *(f"{mark}-{label}" for label in LABELS for mark in "BILU"))


@pytest.fixture(scope="module")
def tagger() -> SpanTagger:
    ner: Any = blank().get_pipe("ner")
    for label in LABELS:
        ner.add_label(label)
    return ner  # type: ignore[no-any-return]


def chances(tags: str, sure: float = 0.9) -> Any:
    """Return a table in which each token has one tag with probability `sure`."""
    names = tags.split()
    table = np.full((len(names), len(TAGS)), (1 - sure) / (len(TAGS) - 1), "f")
    for row, name in enumerate(names):
        table[row, TAGS.index(name)] = sure
    return table


DECODED = [
    ("nothing", "O O O", []),
    ("one token", "O U-ORG O", [(1, 2, 0)]),
    ("two tokens", "B-LIEU L-LIEU O", [(0, 2, 1)]),
    ("four tokens", "O B-ORG I-ORG I-ORG L-ORG", [(1, 5, 0)]),
    ("side by side", "U-ORG U-ORG B-LIEU L-LIEU", [(0, 1, 0), (1, 2, 0), (2, 4, 1)]),
    ("begun and never ended: the likeliest whole row", "O B-ORG O", [(1, 2, 0)]),
]


@pytest.mark.parametrize(("tags", "spans"), [d[1:] for d in DECODED], ids=[d[0] for d in DECODED])
def test_decode(tagger: SpanTagger, tags: str, spans: list[tuple[int, int, int]]) -> None:
    table = chances(tags)
    if tags == "O B-ORG O":
        table[1, TAGS.index("U-ORG")] = 0.3
    assert [found[:3] for found in tagger.decode(table)] == spans


def test_a_span_is_as_probable_as_its_weakest_token(tagger: SpanTagger) -> None:
    table = chances("O B-ORG L-ORG O")
    table[2] = chances("L-ORG", 0.6)[0]
    assert tagger.decode(table)[0][3] == pytest.approx(0.6)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=9, max_size=9), min_size=1, max_size=30))
def test_spans_of_any_table_are_in_order_and_apart(table: list[list[float]]) -> None:
    ner: Any = blank().get_pipe("ner")
    for label in LABELS:
        ner.add_label(label)
    rows = np.asarray(table, "f")
    found = ner.decode(rows / rows.sum(axis=1, keepdims=True))
    assert all(0 <= start < stop <= len(table) for start, stop, _, _ in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert all(0 < score <= 1 for *_, score in found)


def with_roles() -> SpanTagger:
    ner: Any = blank().get_pipe("ner")
    for label in LABELS:
        ner.add_label(label)
    for role in ROLES:
        ner.add_role(role)
    return ner  # type: ignore[no-any-return]


def test_words_of_a_role_are_words_of_its_label() -> None:
    names = (*TAGS, *(f"{mark}-{role}" for role in ROLES for mark in "BILU"))
    table = np.full((4, len(names)), 0.001, "f")
    table[0, names.index("U-employer")] = 0.5
    table[0, names.index("U-ORG")] = 0.4
    table[1, names.index("O")] = 0.99
    table[2, names.index("B-workplace")] = table[3, names.index("L-LIEU")] = 0.9
    ner = with_roles()
    assert [found[:3] for found in ner.decode(table)] == [(0, 1, 0), (2, 4, 1)]
    assert ner.decode(table)[0][3] == pytest.approx(0.9)

    doc = Doc(ner.vocab, words=["Orvalis", "recrute", "La", "Baule"])
    ner.set_annotations([doc], [table])
    told = {(p.label, doc.text[p.start : p.end]): p.score for p in proposals_of(doc)}
    assert told["employer", "Orvalis"] == pytest.approx(0.503, abs=1e-3)
    assert told["workplace", "La"] == pytest.approx(0.903, abs=1e-3)
    assert told["ORG", "Orvalis"] == pytest.approx(0.9)
    assert [(e.text, e.label_) for e in doc.ents] == [("Orvalis", "ORG"), ("La Baule", "LIEU")]


def test_words_of_a_role_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annonce_nlp.ner.tagger._MOST_WORDS", 2)
    ner = with_roles()
    table = np.full((4, ner._tags), 0.001, "f")
    after = 4 * len(LABELS) + 1
    table[:, after] = (0.1, 0.3, 0.2, 0.4)
    doc = Doc(ner.vocab, words=["un", "deux", "trois", "quatre"])
    ner.set_annotations([doc], [table])
    words = [doc.text[p.start : p.end] for p in proposals_of(doc) if p.label == "employer"]
    assert words == ["deux", "quatre"]


def test_roles_are_learnt_from_the_ids_of_spans() -> None:
    ner = with_roles()
    words = ["Orvalis", "sert", "Kelvane"]
    gold = Doc(ner.vocab, words=words)
    gold.ents = (Span(gold, 0, 1, label="ORG", span_id="employer"), Span(gold, 2, 3, label="ORG"))
    even = np.full((3, ner._tags), 1 / ner._tags, "f")
    _, (gradient,) = ner.get_loss([Example(Doc(ner.vocab, words=words), gold)], [even])
    names = (*TAGS, *(f"{mark}-{role}" for role in ROLES for mark in "BILU"))
    assert [names[i] for i in gradient.argmin(axis=1)] == ["U-employer", "O", "U-ORG"]


def test_a_label_is_added_once(tagger: SpanTagger) -> None:
    assert tagger.labels == LABELS
    assert tagger.add_label("ORG") == 0


def test_the_shipped_one_tells_how_probable_its_spans_are() -> None:
    nlp = annonce_nlp.load()
    with nlp.select_pipes(enable="ner"):
        doc = nlp("La Mairie de Dax recrute un jardinier. Lieu : Dax, 40100.")
    proposals = proposals_of(doc)
    assert [(p.start, p.end, p.label) for p in proposals if p.label not in ROLES] == [
        (e.start_char, e.end_char, e.label_) for e in doc.ents
    ]
    assert all(0 < p.score <= 1 for p in proposals)
    surest = {
        role: max((p for p in proposals if p.label == role), key=lambda p: p.score)
        for role in ROLES
    }
    assert doc.text[surest["employer"].start : surest["employer"].end] in "Mairie de Dax"
    assert doc.text[surest["workplace"].start : surest["workplace"].end] == "Dax"


def test_spans_found_before_it_are_kept() -> None:
    nlp = annonce_nlp.load()
    text = "La Mairie de Dax recrute."
    doc = nlp.make_doc(text)
    doc.ents = (Span(doc, 4, 5, label="METIER"),)
    doc = nlp.get_pipe("ner")(doc)
    assert "METIER" in {e.label_ for e in doc.ents}


@pytest.mark.parametrize("text", ["", " ", "\n\n"], ids=repr)
def test_a_text_without_words_has_no_spans(text: str) -> None:
    nlp = annonce_nlp.load()
    assert proposals_of(nlp.get_pipe("ner")(nlp.make_doc(text))) == []


def check_same_where_read(chances: Any, whole: Any) -> None:
    """Words read to the end have the network's figures; those that the gate stops are outside."""
    read = chances[:, OUTSIDE] < 1
    assert read.any()
    assert np.allclose(chances[read], whole[read], atol=1e-5)
    assert (whole[~read, OUTSIDE] > 0.5).all()


def test_what_is_kept_of_words_changes_nothing() -> None:
    ner: Any = annonce_nlp.load().get_pipe("ner")
    doc = annonce_nlp.load().make_doc("Dax recrute à Dax ; Dax est une ville, Orvalis aussi.")
    check_same_where_read(ner.predict([doc])[0], ner.model.predict([doc])[0])


@pytest.mark.parametrize("blanks", ["\n\n", "\r\n", "\n      ", "\n\n\n\t"])
def test_empty_lines_and_indents_change_nothing(blanks: str) -> None:
    nlp = annonce_nlp.load()
    ner: Any = nlp.get_pipe("ner")
    plain = nlp.make_doc("Soudeuse (H/F)\nAteliers Orvalis\nLieu : Dax")
    other = nlp.make_doc(plain.text.replace("\n", blanks))
    assert np.allclose(ner.predict([plain])[0], ner.predict([other])[0], atol=1e-5)
    check_same_where_read(ner.predict([other])[0], ner.model.predict([as_read(other)])[0])


class Counted:
    """Stands for the network: gives each word its length, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def predict(self, doc: Doc) -> Any:
        words = [token.text for token in doc]
        self.asked += words
        return np.asarray([[float(len(word))] for word in words], "f")


def test_a_word_is_computed_once() -> None:
    network: Any = Counted()
    kept = KeptVectors(network)
    nlp = blank(with_ner=False)
    first = kept.of(nlp.make_doc("Dax recrute à Dax"))
    second = kept.of(nlp.make_doc("Pau recrute"))
    assert first[:, 0].tolist() == [3, 7, 1, 3]
    assert second[:, 0].tolist() == [3, 7]
    assert sorted(network.asked) == ["Dax", "Pau", "recrute", "à"]


def test_words_kept_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _MOST_KEPT <= 50_000
    monkeypatch.setattr("annonce_nlp.ner.kept._MOST_KEPT", 3)
    network: Any = Counted()
    kept = KeptVectors(network)
    nlp = blank(with_ner=False)
    for text in ("un deux trois", "quatre un", "un deux trois quatre cinq six"):
        rows = kept.of(nlp.make_doc(text))
        assert rows[:, 0].tolist() == [len(word) for word in text.split()]
        assert len(kept.rows) <= 6


def test_a_saved_one_reads_with_its_gate_until_it_learns(tmp_path: Path) -> None:
    shipped: Any = annonce_nlp.load().get_pipe("ner")
    shipped.to_disk(tmp_path)
    nlp = blank()
    ner: Any = nlp.get_pipe("ner")
    ner.from_disk(tmp_path)
    text = "La Mairie de Dax recrute un jardinier. Lieu : Dax, 40100."
    doc = nlp.make_doc(text)
    assert np.allclose(ner.predict([doc])[0], shipped.predict([doc])[0], atol=1e-5)
    gold = nlp.make_doc(text)
    gold.ents = [gold.char_span(3, 16, label="ORG")]
    ner.update([Example(nlp.make_doc(text), gold)], sgd=Adam(0.01))
    assert ner._frozen is None
