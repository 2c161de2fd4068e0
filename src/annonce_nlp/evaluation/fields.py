"""Scores of the fields: accuracy, precision, recall and what kind of error was made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from annonce_nlp.evaluation.match import FIELDS, SIX, Value, is_right, stated
from annonce_nlp.evaluation.report import FieldScore, Figure, Outcome, VariantScore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.predict import Prediction
    from annonce_nlp.evaluation.resample import Resampler

Marks = dict[str, Outcome]
"""The outcome of every field on one posting."""


def outcome(field: str, gold: dict[str, Any], guess: Value) -> Outcome:
    """Tell what a predicted value is, by the rules of `match.is_right`."""
    if is_right(field, gold, guess):
        return "right" if stated(guess) else "silent"
    if not stated(guess):
        return "missing"
    return "wrong" if stated(gold.get(field)) else "spurious"


def marks(golds: Sequence[dict[str, Any]], predictions: Sequence[Prediction]) -> list[Marks]:
    """Return the outcomes of every posting."""
    return [
        {field: outcome(field, gold, answer.values.get(field)) for field in FIELDS}
        for gold, answer in zip(golds, predictions, strict=True)
    ]


def is_ok(result: Outcome) -> bool:
    """Whether an outcome counts as right."""
    return result in ("right", "silent")


def six_right(posting: Marks) -> bool:
    """Whether employer, places, contract, remuneration, deadline and duration are all right."""
    return all(is_ok(posting[field]) for field in SIX)


def score_field(
    field: str, golds: Sequence[dict[str, Any]], all_marks: Sequence[Marks], resampler: Resampler
) -> FieldScore:
    """Score one field over all postings."""
    results = [posting[field] for posting in all_marks]
    counts = Counter(results)
    ok = [is_ok(result) for result in results]
    said = [result in ("right", "wrong", "spurious") for result in results]
    found = [stated(gold.get(field)) for gold in golds]
    return FieldScore(
        field=field,
        n=len(results),
        accuracy=resampler.mean(ok),
        precision=resampler.ratio([a and b for a, b in zip(said, ok, strict=True)], said),
        recall=resampler.ratio([a and b for a, b in zip(found, ok, strict=True)], found),
        stated=sum(found),
        right=counts["right"],
        wrong=counts["wrong"],
        missing=counts["missing"],
        spurious=counts["spurious"],
        silent=counts["silent"],
        abstention=1 - sum(said) / len(said),
    )


def score_fields(
    golds: Sequence[dict[str, Any]], all_marks: Sequence[Marks], resampler: Resampler
) -> list[FieldScore]:
    """Score every field."""
    return [score_field(field, golds, all_marks, resampler) for field in FIELDS]


def score_six(all_marks: Sequence[Marks], resampler: Resampler) -> Figure:
    """Return the share of postings whose six main fields are all right."""
    return resampler.mean([six_right(posting) for posting in all_marks])


def score_variant(
    name: str,
    golds: Sequence[dict[str, Any]],
    predictions: Sequence[Prediction],
    resampler: Resampler,
) -> VariantScore:
    """Score every field as one predictor reads it."""
    found = marks(golds, predictions)
    return VariantScore(
        name=name, six=score_six(found, resampler), fields=score_fields(golds, found, resampler)
    )
