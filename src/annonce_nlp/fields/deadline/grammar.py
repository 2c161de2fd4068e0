"""Days of the calendar that may be the last day to apply."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.deadline.value import Anchors, read_anchors, resolve
from annonce_nlp.grammar.dates import DateSpan, in_range
from annonce_nlp.words import last_end

_APPLY = re.compile(
    r"candidat|postul|\bcv\b|dossier|lettre de motivation|limite|clotur|depot|reception|inscri|repons|apply"
)
_WORK = re.compile(
    r"embauche|prise (?:de|d')|debut|contrat|saison|entretien|jury|audition|publi|en ligne|mission|arrivee|fonctions|commence|reunion|seance|conseil|delibera|actualis|mis a jour|rentree|session|pourvoir|a (?:partir|compter) d"
)
_UNTIL = re.compile(
    r"\b(?:pourv?oir|des que possible|plus (?:tot|vite|rapidement)(?: possible)?|des maintenant|(?:de|tout de) suite"
    r"|immediate?(?:ment)?|maintenant|disponible)\b[^.;:\n]{0,40}?\bjusqu'(?:au|a la fin|a)\b[^.;:\n]{0,12}$"
)
"""From now until a day: how long the work lasts, unless the sentence speaks of applying."""
_CITED = re.compile(r"\bconsultee? le \d|\breferencee? le \d")
_SENTENCE_END = re.compile(r"[.;!?]\s")
_LIMIT = re.compile(r"(?:avant|jusqu'au|au plus tard|limite|d'ici|clotur\w+|fin)[^.;]{0,25}$")


def find(reading: Reading) -> list[Candidate]:
    """Propose every day in the text, dated where it can be.

    The value is a `datetime.date`, or None when the year is unsaid and nothing tells it.
    """
    anchors: Anchors = reading.anchors or read_anchors(reading, None)
    days = [
        day
        for day in reading.days
        if not is_citation(reading.structure.line_at(day.start).folded)
        and not _ends_the_work(reading, day)
    ]
    found = [_candidate(reading, span, i, len(days), anchors) for i, span in enumerate(days)]
    for i, (first, last) in enumerate(pairwise(days)):
        if in_range(reading.folded, first, last):
            # The end of a range closes applications where one speaks of applying, else the contract.
            applying = found[i + 1].features.get("apply_before", 0.0)
            found[i].features["range_first"] = 1.0
            found[i + 1].features["apply_range" if applying else "work_range"] = 1.0
    return found


@lru_cache(maxsize=64)
def is_citation(line: str) -> bool:
    """Whether a line says how a page wants to be cited: `(3 mars 2025). Titre. Consulté le …`."""
    return _CITED.search(line) is not None


def _ends_the_work(reading: Reading, day: DateSpan) -> bool:
    """Whether one works until a day: `à pourvoir dès que possible jusqu'au 30 juin`."""
    line = reading.structure.line_at(day.start)
    left = reading.folded[max(line.start, day.start - 110) : day.start]
    sentence = left[last_end(_SENTENCE_END, left) :]
    return _UNTIL.search(sentence) is not None and _APPLY.search(sentence) is None


@lru_cache(maxsize=64)
def _of_applying(words: str) -> bool:
    """Whether a line or heading speaks of applying; its days ask one after the other."""
    return _APPLY.search(words) is not None


def _candidate(
    reading: Reading, span: DateSpan, index: int, total: int, anchors: Anchors
) -> Candidate:
    features, line = context(reading, span.start, span.end)
    features["year_said"] = float(span.year is not None)
    features["numeric_short"] = float(span.numeric)
    features["first_date"] = float(index == 0)
    features["last_date"] = float(index == total - 1)
    features["only_date"] = float(total == 1)
    text = reading.folded[span.start : span.end]
    features["weekday"] = float(text[:1].isalpha() and not text.startswith("premier"))
    features["hour"] = float(
        text.endswith(("h", "minuit", "midi", "00", "59")) and "h" in text[-6:]
    )
    value = resolve(span, anchors)
    features["datable"] = float(value is not None)
    if value is not None and anchors.published is not None:
        features["is_published"] = float(value == anchors.published)
    if line is not None:
        left = reading.folded[max(line.start, span.start - 90) : span.start]
        features["apply_before"] = float(bool(_APPLY.search(left)))
        features["apply_line"] = float(_of_applying(line.folded))
        features["apply_section"] = float(_of_applying(line.section))
        features["work_before"] = float(bool(_WORK.search(left)))
        features["limit_before"] = float(bool(_LIMIT.search(left)))
    if line is not None and line.has_value:
        before = reading.folded[max(line.start, span.start - 40) : span.start]
        features["until"] = float("jusqu'a" in before or "avant" in before)
    return Candidate(span.start, span.end, value, features)
