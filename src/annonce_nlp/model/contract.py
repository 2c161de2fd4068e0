"""Training the contract classifier with scikit-learn, and saving it as arrays."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from annonce_nlp.choice import Features, rank
from annonce_nlp.evaluation.match import is_right
from annonce_nlp.fields.contract.classifier import UNSAID, Classifier, describe
from annonce_nlp.model.config import ContractSettings, make_config
from annonce_nlp.model.examples import Example, field_labels, folds_of
from annonce_nlp.model.rankers import fit_ranker

_MIN_COUNT = 4

Truth = Callable[[Example], str | None]
"""Returns the class of an example; None for none."""


def gold_contract(example: Example) -> str | None:
    """Return the contract type of the gold record."""
    found: str | None = example.gold["contract"]
    return found


def _rows(examples: Sequence[Example], folds: int) -> tuple[list[Features], list[Example]]:
    features, owners = [], []
    for held in folds_of((e.group for e in examples), folds):
        seen = [e for e in examples if e.group not in held]
        ranker = fit_ranker((row for e in seen for row in field_labels(e, "contract")), "contract")
        for example in (e for e in examples if e.group in held):
            mentions = rank(example.reading.candidates.get("contract", []), ranker)
            features.append(describe(example.reading, mentions))
            owners.append(example)
    return features, owners


def train_classifier(
    examples: Sequence[Example],
    settings: ContractSettings | None = None,
    truth: Truth = gold_contract,
) -> tuple[Classifier, dict[str, Any]]:
    """Fit the classifier and return it with its cross-validated figures.

    Its temperature is set on the held-out folds so that it is calibrated. A posting on which it
    says nothing although a type is stated counts as wrong.
    """
    settings = settings or make_config().contract
    folds = settings.folds
    features, owners = _rows(examples, folds)
    labels = [truth(e) or UNSAID for e in owners]
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
    for groups in folds_of((e.group for e in owners), folds):
        held = np.array([e.group in groups for e in owners])
        if len(set(targets[~held])) < 2:
            continue
        model = _fit(matrix[~held], targets[~held], settings.strength)
        held_scores[np.ix_(held, model.classes_)] = _decisions(model, matrix[held])
    temperature = float(
        minimize_scalar(
            lambda t: _log_loss(held_scores / t, targets), bounds=(0.4, 4.0), method="bounded"
        ).x
    )
    model = _fit(matrix, targets, settings.strength)
    weights = np.zeros((len(keep), len(classes)), dtype=np.float32)
    bias = np.full(len(classes), -20.0, dtype=np.float32)
    if len(classes) == 2:
        # scikit-learn keeps the weights of the second of two classes alone.
        weights[:, 0], bias[0] = 0.0, 0.0
        weights[:, 1], bias[1] = model.coef_[0], model.intercept_[0]
    else:
        weights[:, model.classes_] = model.coef_.T
        bias[model.classes_] = model.intercept_
    index = {str(names[i]): row for row, i in enumerate(keep)}
    found = Classifier(
        tuple(classes), index, weights, bias, settings.threshold, round(temperature, 3)
    )
    chances = _softmax(held_scores / temperature)
    said = [classes[row.argmax()] if row.max() >= settings.threshold else UNSAID for row in chances]
    written = [i for i, owner in enumerate(owners) if not owner.made]
    figures = _figures(
        [owners[i] for i in written],
        [labels[i] for i in written],
        [said[i] for i in written],
        folds,
        truth is gold_contract,
    )
    return found, figures


def _figures(
    examples: Sequence[Example],
    labels: Sequence[str],
    said: Sequence[str],
    folds: int,
    other_answers: bool,
) -> dict[str, Any]:
    """Return the figures of held-out predictions; another right answer counts as the gold one."""
    gold = [
        guess
        if other_answers and is_right("contract", example.gold, None if guess == UNSAID else guess)
        else label
        for example, label, guess in zip(examples, labels, said, strict=True)
    ]
    present = sorted(set(gold))
    scores = f1_score(gold, said, labels=present, average=None, zero_division=0)
    return {
        "folds": folds,
        "accuracy": round(float(np.mean([g == s for g, s in zip(gold, said, strict=True)])), 4),
        "macro_f1": round(float(scores.mean()), 4),
        "f1": {name: round(float(f1), 4) for name, f1 in zip(present, scores, strict=True)},
    }


def _fit(matrix: np.ndarray, targets: np.ndarray, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=400).fit(matrix, targets)


def _decisions(model: LogisticRegression, matrix: np.ndarray) -> np.ndarray:
    """Return one column a class, for two classes as well."""
    scores = model.decision_function(matrix)
    return np.column_stack([np.zeros_like(scores), scores]) if scores.ndim == 1 else scores


def _softmax(scores: np.ndarray) -> np.ndarray:
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


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
