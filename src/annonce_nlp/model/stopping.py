"""Early stopping: training ends when a part that is held out no longer gains."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.schema import Record

if TYPE_CHECKING:
    from spacy.language import Language

Spans = list[tuple[int, int, str]]
"""Start, end, label of the spans of one posting."""


@dataclass(frozen=True)
class Progress:
    """Who is told how training goes."""

    say: Callable[[str], None] = lambda _: None
    """Called with a line for each thing that is done."""
    step: Callable[[int, int], None] = lambda done, total: None  # noqa: ARG005
    """Called after each batch with the batches done, and how many there are at most."""


@dataclass
class EarlyStop:
    """Measures the held-out postings after each epoch and keeps the best weights.

    Called with the number of the epoch (from 1) and the pipeline; returns whether to stop.
    """

    labels: Sequence[str]
    patience: int
    held: Sequence[Record] = ()
    best_epoch: int = 0
    best_f1: float = -1.0
    history: list[float] = field(default_factory=list)
    """Strict F1 over all labels after each epoch."""
    weights: bytes = b""

    def __call__(self, epoch: int, nlp: Language) -> bool:
        """Measure, remember the best, and say whether patience has run out."""
        found = [spans_of(doc) for doc in nlp.pipe(record.text for record in self.held)]
        f1 = strict_scores(zip(gold_spans(self.held, self.labels), found, strict=True))["overall"]
        self.history.append(round(f1["f1"], 4))
        if f1["f1"] > self.best_f1 or not self.best_f1:
            self.best_epoch, self.best_f1 = epoch, f1["f1"]
            self.weights = nlp.get_pipe("ner").to_bytes(exclude=["vocab"])  # type: ignore[attr-defined]
        # Patience begins when something is found: the first steps are small, and few data few steps.
        return self.best_f1 > 0 and epoch - self.best_epoch >= self.patience


def spans_of(doc: Any) -> Spans:  # noqa: ANN401 - a spaCy Doc
    """Return the spans of `doc.ents`."""
    return [(e.start_char, e.end_char, e.label_) for e in doc.ents]


def gold_spans(records: Iterable[Record], labels: Sequence[str]) -> Iterable[Spans]:
    """Yield the annotated spans of each record that have one of these labels."""
    for record in records:
        yield [(e.start, e.end, e.label) for e in record.entities or [] if e.label in labels]


def strict_scores(pairs: Iterable[tuple[Spans, Spans]]) -> dict[str, dict[str, float]]:
    """Return precision, recall, F1 and support by label and `overall`; a span is right in whole.

    `pairs` holds the gold spans and those found, by posting.
    """
    counts: dict[str, list[int]] = {"overall": [0, 0, 0]}
    for gold, found in pairs:
        right = set(gold) & set(found)
        for at, spans in enumerate((right, found, gold)):
            for _, _, label in spans:
                counts.setdefault(label, [0, 0, 0])[at] += 1
                counts["overall"][at] += 1
    return {
        label: {
            "precision": round(right / found, 4) if found else 0.0,
            "recall": round(right / gold, 4) if gold else 0.0,
            "f1": round(2 * right / (found + gold), 4) if found + gold else 0.0,
            "support": gold,
        }
        for label, (right, found, gold) in sorted(counts.items())
    }
