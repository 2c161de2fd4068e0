"""From candidates to one value: what every field shares.

A field's grammar proposes *candidates* – a span, its typed value and features that say where it
stands: the label before it, the section, the words around it. A *ranker*, a logistic regression
whose weights are a readable JSON file, turns features into the probability that the candidate
is the field's value. The best candidate over the field's threshold is chosen; under it the
library says nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import repeat
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from annonce_nlp.grammar.dates import DateSpan, find_dates, find_months
from annonce_nlp.grammar.names import Word, words_of
from annonce_nlp.structure import Line, Structure
from annonce_nlp.view import View

Features = dict[str, float]


class ModelsError(ValueError):
    """Models that this version cannot read; the message says what to do."""


_WORD = re.compile(r"[a-z0-9œ€%@']+")
_LEFT_CHARS, _RIGHT_CHARS = 60, 45
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Candidate:
    """A possible value of a field, where it was read, and why one might believe it."""

    start: int
    """Offset in the view; evidence is mapped back to the original when it leaves."""
    end: int
    value: Any
    features: Features
    source: str = "prose"
    score: float = 0.0


ROLES = {"employer": "ORG", "workplace": "LIEU"}
"""The roles a span may have, and its label then."""


class Proposal(NamedTuple):
    """A span that the trained NER found, and how probable it is; or a word, with a role as label."""

    start: int
    end: int
    label: str
    score: float


@dataclass
class Reading:
    """A posting while it is read: its view, its structure and what was found so far."""

    view: View
    structure: Structure
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    """Spans of the trained NER, in offsets of the view and text order."""
    role_words: dict[str, list[Proposal]] = field(default_factory=dict)
    """Words that may belong to what has a role (`employer`, `workplace`), in text order."""
    anchors: Any = None
    """The dates that a day without a year is dated from (`fields.deadline.value.Anchors`)."""
    words_before: dict[int, Features] = field(default_factory=dict)
    """What stands before an offset, described once for all candidates that begin there."""
    words_after: dict[tuple[int, int], Features] = field(default_factory=dict)
    """What stands after an offset on a line, for all candidates that end there."""

    @cached_property
    def folded(self) -> str:
        """Folded text of the view."""
        return self.view.folded

    @cached_property
    def words(self) -> list[Word]:
        """Words of the view, in order."""
        return words_of(self.view)

    @cached_property
    def days(self) -> list[DateSpan]:
        """Days of the calendar, in order."""
        return list(find_dates(self.folded))

    @cached_property
    def months(self) -> list[DateSpan]:
        """Months, with or without a year."""
        return list(find_months(self.folded))


def context(
    reading: Reading, start: int, end: int, *, neighbours: bool = True
) -> tuple[Features, Line | None]:
    """Describe where a span stands: its label, section, position and, if wanted, its neighbours."""
    features: Features = {}
    structure = reading.structure
    if not structure.lines:
        return features, None
    line = structure.line_at(start)
    _describe_label(features, line, start)
    if neighbours:
        features.update(_before(reading, line, start))
        features.update(_after(reading, line, end))
    flags = {
        "bullet": line.bullet,
        "heading": line.heading,
        "top": line.index < 3,
        "first_line": line.index == 0,
    }
    features.update({name: 1.0 for name, holds in flags.items() if holds})
    features["depth"] = start / max(1, len(reading.folded))
    features["bias_len"] = min(1.0, (line.end - line.start) / 400)
    return features, line


def _describe_label(features: Features, line: Line, start: int) -> None:
    """Add the label a span's line carries and the section it stands in."""
    if line.role and start >= line.value_start:
        features["role=" + line.role] = 1.0
        if start - line.value_start <= 3:
            features["role_first=" + line.role] = 1.0
        if line.role == "other":
            features.update(_first_words("label:", line.label, 4))
    elif line.role:
        features["in_label"] = 1.0
    features.update(_first_words("sec:", line.section, 3))


@lru_cache(maxsize=64)
def _first_words(prefix: str, text: str, count: int) -> Features:
    """Return the features of a text's first words; its candidates ask one after the other."""
    return {prefix + word: 1.0 for word in _WORD.findall(text)[:count]}


def _before(reading: Reading, line: Line, start: int) -> Features:
    """Describe the words before a span on its line; at a line's start those of the line above."""
    if start in reading.words_before:
        return reading.words_before[start]
    features: Features = {}
    left_from = max(line.start, start - _LEFT_CHARS)
    left = [_without_digits(w) for w in _WORD.findall(reading.folded, left_from, start)[-5:]]
    for i, word in enumerate(reversed(left)):
        features["l:" + word] = 1.0
        if i < 2:
            features[f"l{i + 1}:" + word] = 1.0
    if len(left) >= 2:
        features["ll:" + left[-2] + "_" + left[-1]] = 1.0
    if not left:
        features["line_start"] = 1.0
        if line.index > 0:
            previous = reading.structure.lines[line.index - 1]
            for word in _WORD.findall(previous.folded)[-3:]:
                features["p:" + _without_digits(word)] = 1.0
    reading.words_before[start] = features
    return features


def _after(reading: Reading, line: Line, end: int) -> Features:
    """Describe the words after a span on the line where it begins."""
    place = (line.index, end)
    if place in reading.words_after:
        return reading.words_after[place]
    features: Features = {}
    stop = min(line.end, end + _RIGHT_CHARS)
    right = [_without_digits(w) for w in _WORD.findall(reading.folded, end, stop)[:4]]
    for word in right:
        features["r:" + word] = 1.0
    if right:
        features["r1:" + right[0]] = 1.0
    elif end >= line.end - 1:
        features["line_end"] = 1.0
    reading.words_after[place] = features
    return features


def _without_digits(word: str) -> str:
    return word if word.isalpha() else _DIGITS.sub("0", word)


def mark_proposed(candidates: list[Candidate], proposals: list[Proposal]) -> None:
    """Tell candidates which spans of the trained NER they equal (`ner=`) or touch (`ner~`), and how sure it is."""
    at = 0
    for candidate in sorted(candidates, key=lambda c: c.start):
        while at < len(proposals) and proposals[at].end <= candidate.start - 200:
            at += 1
        for start, end, label, score in proposals[at:]:
            if start >= candidate.end:
                break
            if end > candidate.start:
                same = start == candidate.start and end == candidate.end
                name = ("ner=" if same else "ner~") + label
                candidate.features[name] = 1.0
                candidate.features["sure:" + name] = score


def mark_roles(candidates: list[Candidate], words: list[Proposal]) -> None:
    """Tell candidates how probably one of their words belongs to what has the role."""
    at = 0
    for candidate in sorted(candidates, key=lambda c: c.start):
        while at < len(words) and words[at].end <= candidate.start:
            at += 1
        best, i = 0.0, at
        while i < len(words) and words[i].start < candidate.end:
            best = max(best, words[i].score)
            i += 1
        candidate.features["role_chance"] = best
        candidate.features["role_order"] = _order(best)


def _order(chance: float) -> float:
    """Return the order of magnitude of a chance, from 0 (one in a thousand or less) to 1."""
    return 1.0 + math.log10(max(chance, 1e-3)) / 3


@dataclass(frozen=True)
class Ranker:
    """A linear model over named features; unknown features weigh nothing.

    Where candidates exclude each other (`exclusive`), it is a conditional logit: the
    probabilities of a posting's candidates and of « none of them » add up to one. Else each
    candidate has a logistic regression's probability of its own.
    """

    bias: float
    weights: Mapping[str, float]
    threshold: float
    exclusive: bool = False

    def weigh(self, features: Features) -> float:
        """Return the log-odds of a candidate with these features."""
        weights = map(self.weights.get, features, repeat(0.0))
        total = self.bias + math.fsum(map(mul, weights, features.values()))
        return max(-30.0, min(30.0, total))

    def score(self, features: Features) -> float:
        """Return the probability that a candidate with these features, alone, is right."""
        return 1.0 / (1.0 + math.exp(-self.weigh(features)))

    def scores(self, candidates: Sequence[Features]) -> list[float]:
        """Return the probability of each of a posting's candidates."""
        if not self.exclusive:
            return [self.score(features) for features in candidates]
        exponents = [math.exp(self.weigh(features)) for features in candidates]
        total = 1.0 + sum(exponents)
        return [exponent / total for exponent in exponents]


def models_folder() -> Path:
    """Return the folder of the shipped models: inside the wheel, or the checkout's `models/`."""
    inside = Path(__file__).parent / "models"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "models"


@cache
def load_rankers(folder: Path | None = None) -> dict[str, Ranker]:
    """Load the rankers of all fields from `choice.json`.

    Raises
    ------
    FileNotFoundError
        When the models are missing: the sentence says how to make them.
    """
    path = (folder or models_folder()) / "choice.json"
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: reinstall annonce_nlp, or make it with « annonce-nlp train »"
        )
    table = json.loads(path.read_text("utf-8"))
    return {
        name: Ranker(
            entry["bias"], entry["weights"], entry["threshold"], entry.get("exclusive", False)
        )
        for name, entry in table["rankers"].items()
    }


def rank(candidates: list[Candidate], ranker: Ranker) -> list[Candidate]:
    """Score candidates and return them best first; ties keep text order.

    Where candidates exclude each other, those of one value add up: a length said three times is
    three times as sure.
    """
    for candidate, score in zip(
        candidates, ranker.scores([c.features for c in candidates]), strict=True
    ):
        candidate.score = score
    if ranker.exclusive:
        totals: dict[Any, float] = {}
        for candidate in candidates:
            totals[candidate.value] = totals.get(candidate.value, 0.0) + candidate.score
        # Mentions of the best value are told apart by a hair, so that the likeliest is the evidence.
        for candidate in candidates:
            candidate.score = min(1.0, totals[candidate.value] - 1e-6 * (1.0 - candidate.score))
    return sorted(candidates, key=lambda c: (-c.score, c.start))
