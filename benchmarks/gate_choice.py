"""How wide the gate half-way through the NER's layers stands open: what it saves and what it costs.

    python benchmarks/gate_choice.py

For each width a gate is learnt from authored postings and asked about others of other briefs and
about the annotated seeds: the share of words read to the end, the time of the network against that
without a gate (least of five), the strict F1 of the NER by itself, and how many of the seeds'
fields are right. Prints a table.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from annonce_nlp.components import posting_of
from annonce_nlp.corpus.schema import LABELS, Record
from annonce_nlp.evaluation.match import SIX, comparable_record, is_right
from annonce_nlp.model.data import read_corpus
from annonce_nlp.model.gate import POSTINGS, fit_gate
from annonce_nlp.model.stopping import gold_spans, spans_of, strict_scores
from annonce_nlp.ner.tagger import OUTSIDE, SpanTagger
from annonce_nlp.pipeline import build

ROOT = Path(__file__).parents[1]
WIDTHS = (None, 0.999, 0.995, 0.99, 0.98, 0.95)
ASKED = 200
"""Authored postings, of briefs that the gate did not learn from."""
ROUNDS = 5


def read(ner: SpanTagger, docs: Sequence[Doc]) -> tuple[float, list[Any]]:
    """Return the least time of the network over Docs whose words are known, and the chances."""
    chances = ner.predict(docs)
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        ner.predict(docs)
        times.append(time.process_time() - began)
    return min(times), chances


def strict_f1(nlp: Language, records: Sequence[Record]) -> float:
    """Return the strict F1 of the NER by itself, over all labels."""
    with nlp.select_pipes(enable="ner"):
        found = [spans_of(nlp(record.text)) for record in records]
    return strict_scores(zip(gold_spans(records, LABELS), found, strict=True))["overall"]["f1"]


def fields_right(nlp: Language, records: Sequence[Record]) -> int:
    """Return how many of the six main fields are right, over all records."""
    right = 0
    for record in records:
        gold = record.fields.model_dump(mode="json")
        guess = comparable_record(posting_of(nlp(record.text)).model_dump(mode="json"))
        right += sum(is_right(name, gold, guess[name]) for name in SIX)
    return right


def main() -> int:
    """Measure every width and print the table."""
    records = read_corpus(ROOT / "data/authored")
    seeds = read_corpus(ROOT / "data/annotated")
    nlp = build()
    ner: Any = nlp.get_pipe("ner")
    learnt = [nlp.make_doc(record.text) for record in records[:POSTINGS]]
    asked = [nlp.make_doc(record.text) for record in records[-ASKED:]]
    print(
        "| words in spans kept | words read to the end | time of the network | strict F1, seeds | fields right, seeds |"
    )
    print("|---|---:|---:|---:|---:|")
    whole = 0.0
    for width in WIDTHS:
        ner.cfg.pop("gate", None)
        if width is not None:
            fit_gate(ner, learnt, width)
        ner.freeze()
        seconds, chances = read(ner, asked)
        whole = whole or seconds
        open_ = float(np.mean(np.concatenate(chances)[:, OUTSIDE] < 1))
        print(
            f"| {width or 'no gate'} | {open_:.2f} | {seconds / whole:.2f} "
            f"| {strict_f1(nlp, seeds):.3f} | {fields_right(nlp, seeds)} of {6 * len(seeds)} |"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
