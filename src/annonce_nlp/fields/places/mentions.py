"""Mentions of places found so far, each described once."""

from __future__ import annotations

from bisect import bisect_right

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.places import cues, patterns
from annonce_nlp.fields.places.gazetteer import Entry, key
from annonce_nlp.fields.places.value import Location
from annonce_nlp.words import word_list

_SIZES = (500, 3_000, 20_000, 100_000)
"""Inhabitants that part hamlets, villages, towns and cities."""


class Mentions:
    """Mentions proposed so far, and which characters they take."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.taken = bytearray(len(reading.view.text) + 1)
        self.candidates: list[Candidate] = []

    def add(
        self,
        span: tuple[int, int],
        location: Location,
        shape: str,
        name_at: int | None = None,
    ) -> None:
        """Append a candidate unless its span touches one already there."""
        reading, (start, end) = self.reading, span
        if any(self.taken[start:end]):
            return
        self.taken[start:end] = b"\x01" * (end - start)
        features, line = context(reading, start, end)
        entry: Entry | None = location.entry
        features["shape=" + shape] = 1.0
        features["kind=" + (entry.kind if entry else "unknown")] = 1.0
        if entry is not None:
            size = bisect_right(_SIZES, entry.population)
            features[f"pop={size}"] = 1.0
        text = reading.view.text[start:end]
        features["words"] = min(4.0, float(len(text.split())))
        features["caps"] = float(text.isupper() and len(text) > 3)
        words = key(location.name).split()
        common = word_list("common_words")
        features["common_word"] = float(len(words) == 1 and words[0] in common)
        features["common_words"] = float(len(words) > 1 and all(w in common for w in words))
        if line is not None:
            features["line_caps"] = float(line.upper)
            before = reading.folded[
                max(line.start, start - 25) : name_at if name_at is not None else start
            ]
            features["direction"] = float(bool(patterns.DIRECTION.search(before)))
            features["near"] = float(bool(patterns.NEAR.search(before)))
            sentence = cues.words_before(reading.folded, line.start, start)
            features["works_at"] = float(bool(cues.WORKS_AT.search(sentence)))
            features["elsewhere"] = float(bool(cues.ELSEWHERE.search(sentence)))
            features["preposition"] = float(bool(patterns.PREPOSITION.search(before)))
            features["in_parens"] = float(reading.view.text[max(0, start - 1)] == "(")
            features["whole_line"] = float(end - start >= 0.8 * (line.end - line.start))
            features["whole_value"] = float(
                line.has_value and end - start >= 0.8 * (line.end - line.value_start)
            )
        self.candidates.append(Candidate(start, end, location, features))
