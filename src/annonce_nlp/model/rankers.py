"""Training the rankers of all fields, and the thresholds under which they say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from annonce_nlp.choice import Features, Ranker
from annonce_nlp.fields.employer import choose as employer_choice
from annonce_nlp.fields.places import choose as places_choice
from annonce_nlp.model.examples import FIELD_RANKERS, Example, employer_right, field_labels, place_right, span_labels
from annonce_nlp.reader import SPAN_LABELS, score_mentions

_STRENGTH = {"ORG": 0.3, "LIEU": 0.3, "employer": 0.3, "places": 0.3}
"""Inverse regularisation; 0.2 elsewhere."""
_MIN_COUNT = 3
"""A feature seen on fewer candidates teaches nothing that lasts."""
THRESHOLDS = {
    "ORG": 0.45, "LIEU": 0.45, "REMUNERATION": 0.4, "DATE_LIMITE": 0.4, "DUREE": 0.4, "employer": 0.3, "places": 0.35, "remuneration": 0.35, "deadline": 0.4,
    "duration": 0.4, "start": 0.4, "weekly_hours": 0.4, "telework": 0.4, "title": 0.15, "contract": 0.3, "page": 0.6,
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
    weights = {str(names[i]): round(float(w), 3) for i, w in zip(keep, model.coef_[0], strict=True) if abs(w) >= 0.01}
    return Ranker(round(float(model.intercept_[0]), 3), weights, THRESHOLDS[name])


def train_rankers(examples: Sequence[Example], folds: int = 4) -> dict[str, Ranker]:
    """Train the rankers of spans, of fields, and of organisations and places.

    Organisations and places are described by the scores of their mentions. Those are taken from
    rankers that did not see the posting (`folds` by brief), else they would look surer in
    training than they are in use.
    """
    rankers = {name: fit_ranker((row for e in examples for row in span_labels(e, name)), name) for name in SPAN_LABELS}
    for name in FIELD_RANKERS:
        rankers[name] = fit_ranker((row for e in examples for row in field_labels(e, name)), name)
    groups = sorted({e.group for e in examples})
    employers: list[tuple[Features, bool]] = []
    places: list[tuple[Features, bool]] = []
    for fold in range(min(folds, len(groups))):
        held = set(groups[fold::folds])
        seen = [e for e in examples if e.group not in held]
        partial = {name: fit_ranker((row for e in seen for row in span_labels(e, name)), name) for name in ("ORG", "LIEU")}
        for example in (e for e in examples if e.group in held):
            score_mentions(example.reading, partial)
            employers.extend(_employer_rows(example))
            places.extend(_place_rows(example))
    rankers["employer"] = fit_ranker(employers, "employer")
    rankers["places"] = fit_ranker(places, "places")
    return rankers


def _employer_rows(example: Example) -> Iterable[tuple[Features, bool]]:
    for group in employer_choice.gather(example.reading, example.reading.candidates.get("employer", [])):
        yield group.features, employer_right(example.gold, group.name)


def _place_rows(example: Example) -> Iterable[tuple[Features, bool]]:
    for group, features in places_choice.gather(example.reading, example.reading.candidates.get("places", [])):
        yield features, place_right(example.gold, group[0].value.name)
