"""What a proposed title looks like and where it stands."""

from __future__ import annotations

import re

from annonce_nlp.choice import Features, Reading, context
from annonce_nlp.fields.title import patterns
from annonce_nlp.words import job_words

_PROSE = re.compile(
    r"\b(?:vous|nous|recrute|recherche|est|sont|sera|avez|votre|notre|publiee?|partager|retour|postuler|exporter|deposer|cliquez)\b"
)
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_INCLUSIVE = re.compile(r"[a-z](?:[·.•/(-]|\()(?:e|ne|se|trice|rice|euse|ere|ve|te)\b")
_TELLING = frozenset({"mairie", "communaute", "association", "universite", "groupe", "offre", "poste", "emploi", "stage", "stagiaire", "recrutement", "missions", "entreprise", "ville", "commune"})  # fmt: skip
_NEAR_TOP = 400
_MANY_WORDS = 8
"""Words from which a title becomes less likely: the sentence goes on."""


def describe(reading: Reading, start: int, end: int, shape: str) -> Features:
    """Return the features of a title at `start`–`end`."""
    text, folded = reading.view.text, reading.folded
    features, line = context(reading, start, end, neighbours=False)
    low = folded[start:end]
    jobs = job_words()
    tokens = _LETTERS.findall(low)
    features["shape=" + shape] = 1.0
    features["after_paren"] = float(")" in text[max(0, start - 5) : start])
    features["before_cut"] = float(bool(patterns.STOP.match(folded, end)))
    features["holds_stop"] = float(bool(patterns.STOP.search(low)))
    features["from_first_line"] = float(line is not None and line.index == 0)
    gender = patterns.GENDER.search(low)
    features["gender"] = float(gender is not None)
    features["ends_gender"] = float(gender is not None and gender.end() == len(low))
    features["job_word"] = float(not jobs.isdisjoint(tokens))
    features["job_first"] = float(bool(tokens) and tokens[0] in jobs)
    features["job_second"] = float(len(tokens) > 1 and tokens[1] in jobs)
    features["inclusive"] = float(bool(_INCLUSIVE.search(low)))
    words = len(text[start:end].split())
    features["words"] = min(12, words) / 6
    features["long"] = max(0, words - _MANY_WORDS) / 6
    features["caps"] = float(text[start:end].isupper())
    features["verb"] = float(bool(_PROSE.search(low)))
    before = folded[max(line.start if line else 0, start - 60) : start]
    features["after_recruits"] = float(bool(patterns.SEEKS.search(before)))
    features["seeks_and_line_start"] = float(not before.strip())
    features["repeated"] = min(3.0, folded.count(low)) / 3
    features["near_top"] = float(start < _NEAR_TOP)
    features["greeting"] = float(bool(patterns.GREETING.search(low)))
    features["digits"] = float(bool(_DIGIT.search(low)))
    features["whole_line"] = float(
        line is not None and end - start >= 0.9 * (line.end - line.start)
    )
    features["index"] = float(line.index if line else 20) / 10
    if tokens:
        features["w1:" + tokens[0]] = 1.0
    features.update({"has:" + t: 1.0 for t in tokens if t in _TELLING})
    return features
