"""The contract classifier: a multinomial logistic regression on the text and its mentions.

Trained with scikit-learn (`annonce_nlp.model.contract`), saved as arrays; predicting needs numpy
alone, so that reading a posting does not import scikit-learn.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annonce_nlp.choice import Candidate, Features, Reading, models_folder

UNSAID = "unsaid"
"""The class of postings that state and imply no contract."""
_WORD = re.compile(r"[a-zœ]{2,}")


def describe(reading: Reading, mentions: list[Candidate]) -> Features:
    """Describe a posting: its best mention of each type, where it is said, and its words."""
    features: Features = {"bias": 1.0}
    best: dict[str, Candidate] = {}
    for mention in mentions:
        if mention.value not in best or mention.score > best[mention.value].score:
            best[mention.value] = mention
    for name, mention in best.items():
        features["said:" + name] = mention.score
        features["sure:" + name] = float(mention.score > 0.6)
    if not best or max(m.score for m in best.values()) < 0.3:
        features["nothing_said"] = 1.0
    top = max(best.values(), key=lambda m: m.score, default=None)
    if top is not None:
        features["top:" + top.value] = 1.0
    words = _WORD.findall(reading.folded[:6000])
    # Each once and in the order of the text, so that sums do not hang on the order of hashes.
    for word in dict.fromkeys(words):
        features["w:" + word] = 0.25
    for one, two in dict.fromkeys(pairwise(words)):
        features[f"b:{one}_{two}"] = 0.25
    head = reading.structure.lines[:2]
    for line in head:
        for word in _WORD.findall(line.folded)[:15]:
            features["h:" + word] = 0.5
    return features


@dataclass(frozen=True)
class Classifier:
    """Weights of the classifier: one row a feature, one column a class."""

    classes: tuple[str, ...]
    index: dict[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    threshold: float
    temperature: float = 1.0
    unsaid: str = UNSAID

    def probabilities(self, reading: Reading, mentions: list[Candidate]) -> dict[str, float]:
        """Return the calibrated probability of each class."""
        scores = self.bias.astype(np.float64)
        features = describe(reading, mentions)
        known = [name for name in features if name in self.index]
        if known:
            values = np.asarray([features[name] for name in known])
            scores = scores + values @ self.weights[[self.index[name] for name in known]]
        scores = scores / self.temperature
        scores -= scores.max()
        exponents = np.exp(scores)
        return dict(zip(self.classes, (exponents / exponents.sum()).tolist(), strict=True))


@cache
def load_classifier(folder: Path | None = None) -> Classifier:
    """Load the shipped classifier: a JSON header and an array file, neither of which runs code."""
    folder = folder or models_folder()
    header = json.loads((folder / "contract.json").read_text("utf-8"))
    with np.load(folder / "contract.npz", allow_pickle=False) as arrays:
        weights, bias = arrays["weights"], arrays["bias"]
    return Classifier(
        tuple(header["classes"]),
        {name: i for i, name in enumerate(header["features"])},
        weights,
        bias,
        header["threshold"],
        header["temperature"],
    )
