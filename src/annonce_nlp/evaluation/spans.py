"""Scores of the spans, by nervaluate's four schemes, per label and overall.

nervaluate's ends are inclusive, ours half-open: `_entity` is the one place that converts. With
half-open ends given as they are, two spans that merely touch would count as overlapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from annonce_nlp.corpus.schema import LABELS
from annonce_nlp.evaluation.report import SpanScore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.predict import Span
    from annonce_nlp.evaluation.resample import Resampler

OVERALL = "overall"
Scheme = Literal["strict", "exact", "partial", "type"]
SCHEMES: dict[Scheme, str] = {
    "strict": "strict",
    "exact": "exact",
    "partial": "partial",
    "type": "ent_type",
}
"""Our names of nervaluate's schemes."""

_COUNTS = ("correct", "incorrect", "partial", "missed", "spurious")
Table = dict[tuple[str, Scheme], dict[str, float]]
"""Counts of one posting by label and scheme."""


def _entity(span: Span) -> dict[str, Any]:
    start, end, label = span
    return {"label": label, "start": start, "end": end - 1}


def count_posting(
    gold: Sequence[Span], predicted: Sequence[Span], labels: Sequence[str] = LABELS
) -> Table:
    """Compare the spans of one posting.

    Raises
    ------
    ModuleNotFoundError
        When nervaluate is not installed.
    """
    try:
        from nervaluate import Evaluator  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "nervaluate is missing: pip install 'annonce_nlp[train]'"
        ) from error

    gold, predicted = sorted(gold), sorted(predicted)
    found = Evaluator(
        [[_entity(span) for span in gold]],
        [[_entity(span) for span in predicted]],
        tags=list(labels),
        loader="dict",
    ).evaluate()
    table: Table = {}
    for scheme, theirs in SCHEMES.items():
        results = {
            OVERALL: found["overall"][theirs],
            **{k: v[theirs] for k, v in found["entities"].items()},
        }
        for label in (*labels, OVERALL):
            result = results.get(label)
            table[label, scheme] = {name: float(getattr(result, name, 0)) for name in _COUNTS}
    return table


def score_spans(
    tables: Sequence[Table], resampler: Resampler, labels: Sequence[str] = LABELS
) -> list[SpanScore]:
    """Add the postings up, with intervals over them."""
    return [
        _score(label, scheme, tables, resampler)
        for scheme in SCHEMES
        for label in (OVERALL, *labels)
    ]


def _score(label: str, scheme: Scheme, tables: Sequence[Table], resampler: Resampler) -> SpanScore:
    columns = {name: np.array([table[label, scheme][name] for table in tables]) for name in _COUNTS}
    hits = columns["correct"] + 0.5 * columns["partial"]
    shared = columns["correct"] + columns["incorrect"] + columns["partial"]
    wanted, said = shared + columns["missed"], shared + columns["spurious"]
    return SpanScore(
        label=label,
        scheme=scheme,
        precision=resampler.ratio(hits, said),
        recall=resampler.ratio(hits, wanted),
        f1=resampler.ratio(2 * hits, said + wanted),
        support=int(wanted.sum()),
        predicted=int(said.sum()),
        **{name: int(column.sum()) for name, column in columns.items()},
    )
