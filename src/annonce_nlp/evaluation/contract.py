"""The contract classifier: who is taken for whom, how sure, and what being sure is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from annonce_nlp.evaluation.calibration import reliability
from annonce_nlp.evaluation.match import is_right
from annonce_nlp.evaluation.report import ClassScore, ContractScore, CoveragePoint, Figure
from annonce_nlp.evaluation.resample import Array, Resampler, divided, figure
from annonce_nlp.posting import ContractType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.predict import Prediction

UNSAID = "unsaid"
ORDER = (*(t.value for t in ContractType), UNSAID)


def accepted(gold: dict[str, Any]) -> list[str]:
    """Return the types that are right for a record, the gold one first; `unsaid` for none."""
    others = gold.get("alternatives", {}).get("contract", [])
    found = [gold.get("contract"), *gold.get("contract_also", []), *others]
    if "contract" in gold.get("optional", []):
        found.append(None)
    return list(dict.fromkeys(name or UNSAID for name in found))


def pairs(
    golds: Sequence[dict[str, Any]], predictions: Sequence[Prediction]
) -> list[tuple[str, str]]:
    """Return (gold, predicted) by posting; what is right in another way counts as gold."""
    found = []
    for gold, answer in zip(golds, predictions, strict=True):
        guess = answer.values.get("contract")
        truth = gold.get("contract") or UNSAID
        said = guess or UNSAID
        found.append((said if is_right("contract", gold, guess) else truth, said))
    return found


def score_contract(
    golds: Sequence[dict[str, Any]], predictions: Sequence[Prediction], resampler: Resampler
) -> ContractScore:
    """Measure the contract types chosen and, when there are any, the probabilities behind them."""
    found = pairs(golds, predictions)
    types = [name for name in ORDER if any(name in pair for pair in found)]
    confusion = [
        [sum(pair == (row, column) for pair in found) for column in types] for row in types
    ]
    hits, false, missed = _columns(found, types)
    present = [i for i, name in enumerate(types) if any(name == truth for truth, _ in found)]
    brier, bins, curve = _probabilities(golds, predictions, resampler)
    return ContractScore(
        types=types,
        confusion=confusion,
        per_type=[
            _class_score(name, hits[:, i], false[:, i], missed[:, i])
            for i, name in enumerate(types)
        ],
        macro_f1=_macro(hits[:, present], false[:, present], missed[:, present], resampler),
        brier=brier,
        reliability=bins,
        coverage=curve,
    )


def _columns(found: Sequence[tuple[str, str]], types: Sequence[str]) -> tuple[Array, Array, Array]:
    truth = np.array([[name == gold for name in types] for gold, _ in found], dtype=np.float64)
    said = np.array([[name == guess for name in types] for _, guess in found], dtype=np.float64)
    return truth * said, said * (1 - truth), truth * (1 - said)


def _class_score(name: str, hits: Array, false: Array, missed: Array) -> ClassScore:
    hit, wrong, lost = int(hits.sum()), int(false.sum()), int(missed.sum())
    return ClassScore(
        type=name,
        precision=hit / (hit + wrong) if hit + wrong else None,
        recall=hit / (hit + lost) if hit + lost else None,
        f1=2 * hit / (2 * hit + wrong + lost) if hit + wrong + lost else None,
        support=hit + lost,
    )


def _macro(hits: Array, false: Array, missed: Array, resampler: Resampler) -> Figure:
    below = 2 * hits + false + missed
    value = float(np.mean(divided(2 * hits.sum(axis=0), below.sum(axis=0))))
    draws = divided(resampler.weights @ (2 * hits), resampler.weights @ below)
    # A resample may hold no posting of a type: that type is left out of its mean.
    known = ~np.isnan(draws)
    return figure(
        value,
        divided(np.where(known, draws, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64)),
    )


def _probabilities(
    golds: Sequence[dict[str, Any]], predictions: Sequence[Prediction], resampler: Resampler
) -> tuple[Figure, list[Any], list[CoveragePoint]]:
    scores, right, squares = [], [], []
    for gold, answer in zip(golds, predictions, strict=True):
        if answer.contract_probabilities is None:
            return Figure(value=None), [], []
        table = answer.contract_probabilities
        forms = accepted(gold)
        truth = max(forms, key=lambda name: table.get(name, 0.0))
        top = max(table, key=table.__getitem__)
        # A gold type the classifier does not know counts in full.
        squares.append(
            sum((p - (name == truth)) ** 2 for name, p in table.items()) + (truth not in table)
        )
        scores.append(table[top])
        right.append(top in forms)
    return resampler.mean(squares), reliability(scores, right), coverage_curve(scores, right)


def coverage_curve(scores: Sequence[float], right: Sequence[bool]) -> list[CoveragePoint]:
    """Return the accuracy over the surest postings, one point a distinct score, surest first."""
    ranked = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    points: list[CoveragePoint] = []
    hits = 0
    for i, (score, ok) in enumerate(ranked, 1):
        hits += ok
        if i == len(ranked) or ranked[i][0] != score:
            points.append(
                CoveragePoint(coverage=i / len(ranked), accuracy=hits / i, threshold=score)
            )
    return points
