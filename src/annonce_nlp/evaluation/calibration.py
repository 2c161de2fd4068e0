"""Whether scores are probabilities: reliability curves, and the score to ask for.

A field's score is that of its evidence: the weakest of its places (all must be right), the
classifier's probability for the contract, the best evidence for the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from annonce_nlp.evaluation.fields import Marks, is_ok
from annonce_nlp.evaluation.match import FIELDS, stated
from annonce_nlp.evaluation.report import Bin, Calibration, Threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.predict import Prediction

BINS = 10
MINIMUM_KEPT = 5
"""A threshold under which fewer values are left is not called reached."""


def field_score(field: str, answer: Prediction) -> float | None:
    """Return the probability a prediction gives to its value of a field, or None."""
    if not stated(answer.values.get(field)):
        return None
    if field == "contract" and answer.contract_probability is not None:
        return answer.contract_probability
    scores = [e["score"] for e in answer.evidence.get(field, []) if e.get("score") is not None]
    if not scores:
        return None
    return float(min(scores) if field == "places" else max(scores))


def reliability(scores: Sequence[float], right: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """Group predictions by score in equal steps; empty groups are left out."""
    values, truth = np.asarray(scores, dtype=np.float64), np.asarray(right, dtype=np.float64)
    ranks = np.minimum((values * bins).astype(int), bins - 1)
    return [
        Bin(
            low=rank / bins,
            high=(rank + 1) / bins,
            n=int((ranks == rank).sum()),
            mean_score=float(values[ranks == rank].mean()),
            accuracy=float(truth[ranks == rank].mean()),
        )
        for rank in sorted(set(ranks.tolist()))
    ]


def threshold_for(
    precision: float, scores: Sequence[float], right: Sequence[bool]
) -> Threshold | None:
    """Return the lowest score at or over which values are right that often; None when none is."""
    best: Threshold | None = None
    for score in sorted(set(scores), reverse=True):
        kept = [ok for value, ok in zip(scores, right, strict=True) if value >= score]
        share = sum(kept) / len(kept)
        if share >= precision and len(kept) >= MINIMUM_KEPT:
            best = Threshold(
                score=score, kept=len(kept), precision=share, coverage=len(kept) / len(scores)
            )
    return best


def calibrate(
    field: str, all_marks: Sequence[Marks], predictions: Sequence[Prediction]
) -> Calibration:
    """Measure the scores of one field over its stated values."""
    pairs = [
        (score, is_ok(posting[field]))
        for posting, answer in zip(all_marks, predictions, strict=True)
        if (score := field_score(field, answer)) is not None
    ]
    if not pairs:
        return Calibration(
            field=field, n=0, brier=None, expected_error=None, bins=[], at_95=None, at_99=None
        )
    scores, right = [score for score, _ in pairs], [ok for _, ok in pairs]
    bins = reliability(scores, right)
    return Calibration(
        field=field,
        n=len(pairs),
        brier=float(np.mean([(score - ok) ** 2 for score, ok in pairs])),
        expected_error=sum(b.n * abs(b.mean_score - b.accuracy) for b in bins) / len(pairs),
        bins=bins,
        at_95=threshold_for(0.95, scores, right),
        at_99=threshold_for(0.99, scores, right),
    )


def calibrate_fields(
    all_marks: Sequence[Marks], predictions: Sequence[Prediction]
) -> list[Calibration]:
    """Measure the scores of every field."""
    return [calibrate(field, all_marks, predictions) for field in FIELDS]
