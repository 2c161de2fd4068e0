"""The gate half-way through the NER's layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from annonce_nlp.corpus.schema import LABELS, read_records
from annonce_nlp.model.gate import fit_gate
from annonce_nlp.ner.tagger import OUTSIDE, SpanTagger
from annonce_nlp.pipeline import blank, build
from tests.model.test_ner import AUTHORED

if TYPE_CHECKING:
    from spacy.tokens import Doc


def some_docs(count: int) -> list[Doc]:
    make = blank(with_ner=False).make_doc
    return [make(record.text) for record in list(read_records(AUTHORED / "w02.jsonl"))[:count]]


def test_it_stops_most_words_and_few_that_belong_to_a_span() -> None:
    nlp = build()
    ner = cast("SpanTagger", nlp.get_pipe("ner"))
    docs = [nlp.make_doc(doc.text) for doc in some_docs(24)]
    learnt, others = docs[:16], docs[16:]
    ner.cfg.pop("gate", None)
    ner.freeze()
    whole = np.concatenate(ner.predict(others))
    share = fit_gate(ner, learnt)
    ner.freeze()
    gated = np.concatenate(ner.predict(others))
    stopped = gated[:, OUTSIDE] == 1
    assert 0.05 < share < 0.5
    assert 0.5 < stopped.mean() < 0.95
    inside = whole[:, OUTSIDE] < 0.5
    assert (stopped & inside).sum() <= 0.05 * inside.sum()


def test_a_ner_that_finds_nothing_gets_none() -> None:
    nlp = blank()
    ner = cast("SpanTagger", nlp.get_pipe("ner"))
    for label in LABELS:
        ner.add_label(label)
    docs = [nlp.make_doc(doc.text) for doc in some_docs(2)]
    ner.model.initialize(X=docs, Y=[np.zeros((len(doc), ner._tags), "f") for doc in docs])
    ner.model.get_ref("softmax").set_param("b", np.eye(1, ner._tags, OUTSIDE, "f")[0] * 50)
    assert fit_gate(ner, docs) == 1.0
    assert "gate" not in ner.cfg
