"""Training the rankers of all fields, and the thresholds under which they say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from annonce_nlp.choice import Features, Ranker
from annonce_nlp.fields.employer import choose as employer_choice
from annonce_nlp.fields.places import choose as places_choice
from annonce_nlp.model.examples import (
    FIELD_RANKERS,
    Example,
    employer_right,
    field_labels,
    folds_of,
    place_right,
    span_labels,
)
from annonce_nlp.reader import SPAN_LABELS, score_mentions

_STRENGTH = {"ORG": 0.3, "LIEU": 0.3, "places": 0.3, "page": 1.0}
"""Inverse regularisation; 0.2 elsewhere."""
_CHOICE_STRENGTH = 0.4
"""Inverse regularisation of the conditional logits."""
_MIN_COUNT = 3
"""A feature seen on fewer candidates teaches nothing that lasts."""
THRESHOLDS = {
    "ORG": 0.5, "LIEU": 0.35, "REMUNERATION": 0.4, "DATE_LIMITE": 0.4, "DUREE": 0.4, "employer": 0.42, "places": 0.3, "remuneration": 0.4, "deadline": 0.4,
    "duration": 0.4, "start": 0.6, "weekly_hours": 0.35, "telework": 0.4, "title": 0.1, "contract": 0.3, "page": 0.36,
}  # fmt: skip


@dataclass
class _Data:
    features: list[Features]
    right: list[bool]


def fit_ranker(rows: Iterable[tuple[Features, bool]], name: str) -> Ranker:
    """Fit one logistic regression; with no right row it refuses everything."""
    data = _Data([], [])
    for features, right in rows:
        data.features.append(features)
        data.right.append(right)
    if len(set(data.right)) < 2:
        return Ranker(-10.0, {}, THRESHOLDS[name])
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(data.features)
    counts = np.asarray((matrix != 0).sum(axis=0)).ravel()
    keep = np.flatnonzero(counts >= _MIN_COUNT)
    model = LogisticRegression(C=_STRENGTH.get(name, 0.2), solver="liblinear", max_iter=300)
    model.fit(matrix[:, keep], data.right)
    names = vectorizer.get_feature_names_out()
    weights = {
        str(names[i]): round(float(w), 3)
        for i, w in zip(keep, model.coef_[0], strict=True)
        if abs(w) >= 0.01
    }
    return Ranker(round(float(model.intercept_[0]), 3), weights, THRESHOLDS[name])


def fit_choice(postings: Iterable[list[tuple[Features, bool]]], name: str) -> Ranker:
    """Fit a conditional logit: which candidate of a posting is right, or none of them."""
    groups = [rows for rows in postings if rows]
    rows = [row for group in groups for row in group]
    right = np.array([row[1] for row in rows], dtype=bool)
    if not right.any():
        return Ranker(-10.0, {}, THRESHOLDS[name], exclusive=True)
    vectorizer = DictVectorizer(dtype=np.float64)
    matrix = vectorizer.fit_transform([row[0] for row in rows])
    counts = np.asarray((matrix != 0).sum(axis=0)).ravel()
    keep = np.flatnonzero(counts >= _MIN_COUNT)
    matrix = matrix[:, keep].tocsr()
    owner = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    none_right = np.bincount(owner, weights=right, minlength=len(groups)) == 0
    penalty = 1.0 / _CHOICE_STRENGTH

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        exponents = np.exp(np.clip(matrix @ weights + bias, -30, 30))
        total = 1.0 + np.bincount(owner, weights=exponents, minlength=len(groups))
        good = np.where(
            none_right, 1.0, np.bincount(owner, weights=exponents * right, minlength=len(groups))
        )
        slope = exponents / total[owner] - np.where(right, exponents / good[owner], 0.0)
        gradient = np.append(matrix.T @ slope + penalty * weights, slope.sum())
        return float(np.log(total / good).sum() + 0.5 * penalty * weights @ weights), gradient

    found = minimize(
        loss, np.zeros(len(keep) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    ).x
    names = vectorizer.get_feature_names_out()
    kept = {
        str(names[i]): round(float(w), 3)
        for i, w in zip(keep, found[:-1], strict=True)
        if abs(w) >= 0.01
    }
    return Ranker(round(float(found[-1]), 3), kept, THRESHOLDS[name], exclusive=True)


def train_rankers(examples: Sequence[Example], folds: int = 4) -> dict[str, Ranker]:
    """Train the rankers of spans, of fields, and of organisations and places.

    Organisations and places are described by the scores of their mentions. Those are taken from
    rankers that did not see the posting (`folds` by brief), else they would look surer in
    training than they are in use.
    """
    rankers = {
        name: fit_ranker((row for e in examples for row in span_labels(e, name)), name)
        for name in SPAN_LABELS
    }
    for name in FIELD_RANKERS:
        rankers[name] = fit_choice((list(field_labels(e, name)) for e in examples), name)
    rankers["contract"] = fit_ranker(
        (row for e in examples for row in field_labels(e, "contract")), "contract"
    )
    employers: list[list[tuple[Features, bool]]] = []
    places: list[tuple[Features, bool]] = []
    for held in folds_of((e.group for e in examples), folds):
        seen = [e for e in examples if e.group not in held]
        partial = {
            name: fit_ranker((row for e in seen for row in span_labels(e, name)), name)
            for name in ("ORG", "LIEU")
        }
        for example in (e for e in examples if e.group in held):
            score_mentions(example.reading, partial)
            employers.append(list(_employer_rows(example)))
            places.extend(_place_rows(example))
    rankers["employer"] = fit_choice(employers, "employer")
    rankers["places"] = fit_ranker(places, "places")
    return rankers


def _employer_rows(example: Example) -> Iterable[tuple[Features, bool]]:
    for group in employer_choice.gather(
        example.reading, example.reading.candidates.get("employer", [])
    ):
        yield group.features, employer_right(example.gold, group.name)


def _place_rows(example: Example) -> Iterable[tuple[Features, bool]]:
    for group, features in places_choice.gather(
        example.reading, example.reading.candidates.get("places", [])
    ):
        yield features, place_right(example.gold, group[0].value.name)
