"""Training the contract classifier with scikit-learn, and saving it as arrays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from annonce_nlp.choice import Features, rank
from annonce_nlp.fields.contract.classifier import UNSAID, Classifier, describe
from annonce_nlp.model.examples import Example, field_labels
from annonce_nlp.model.rankers import fit_ranker

_MIN_COUNT = 4
_STRENGTH = 1.0
_THRESHOLD = 0.5


def _rows(examples: Sequence[Example], folds: int) -> tuple[list[Features], list[str], list[str]]:
    groups = sorted({e.group for e in examples})
    features, labels, owners = [], [], []
    for fold in range(min(folds, len(groups))):
        held = set(groups[fold::folds])
        seen = [e for e in examples if e.group not in held]
        ranker = fit_ranker((row for e in seen for row in field_labels(e, "contract")), "contract")
        for example in (e for e in examples if e.group in held):
            mentions = rank(example.reading.candidates.get("contract", []), ranker)
            features.append(describe(example.reading, mentions))
            labels.append(example.gold["contract"] or UNSAID)
            owners.append(example.group)
    return features, labels, owners


def train_classifier(examples: Sequence[Example], folds: int = 4) -> Classifier:
    """Fit the classifier; its temperature is set on held-out folds so that it is calibrated."""
    features, labels, owners = _rows(examples, folds)
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(features)
    counts = Counter(
        {i: int(n) for i, n in enumerate(np.asarray((matrix != 0).sum(axis=0)).ravel())}
    )
    names = vectorizer.get_feature_names_out()
    keep = np.array(
        [
            i
            for i, n in counts.items()
            if n >= _MIN_COUNT or names[i].startswith(("said:", "top:", "sure:"))
        ]
    )
    matrix = matrix[:, keep]
    classes = sorted(set(labels))
    targets = np.array([classes.index(label) for label in labels])
    held_scores = np.full((len(labels), len(classes)), -20.0)
    groups = sorted(set(owners))
    for fold in range(min(folds, len(groups))):
        held = np.array([owner in groups[fold::folds] for owner in owners])
        model = _fit(matrix[~held], targets[~held])
        held_scores[np.ix_(held, model.classes_)] = model.decision_function(matrix[held])
    temperature = float(
        minimize_scalar(
            lambda t: _log_loss(held_scores / t, targets), bounds=(0.4, 4.0), method="bounded"
        ).x
    )
    model = _fit(matrix, targets)
    weights = np.zeros((len(keep), len(classes)), dtype=np.float32)
    bias = np.full(len(classes), -20.0, dtype=np.float32)
    weights[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    index = {str(names[i]): row for row, i in enumerate(keep)}
    return Classifier(tuple(classes), index, weights, bias, _THRESHOLD, round(temperature, 3))


def _fit(matrix: np.ndarray, targets: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, max_iter=400).fit(matrix, targets)


def _log_loss(scores: np.ndarray, targets: np.ndarray) -> float:
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(targets)), targets].mean())


def save_classifier(classifier: Classifier, folder: Path) -> None:
    """Write the classifier as `contract.json` and `contract.npz`."""
    header = {
        "classes": list(classifier.classes),
        "features": sorted(classifier.index, key=classifier.index.__getitem__),
        "threshold": classifier.threshold,
        "temperature": classifier.temperature,
    }
    (folder / "contract.json").write_text(json.dumps(header, ensure_ascii=False), "utf-8")
    np.savez_compressed(
        folder / "contract.npz",
        weights=classifier.weights.astype(np.float16).astype(np.float32),
        bias=classifier.bias,
    )
