"""Weekly working hours, when a weekly number is written."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.structure import Line

_HOURS = re.compile(
    r"(?P<low>\d(?<![\d.,/:h].)\d?(?:[.,]\d{1,2})?)"
    r"(?:\s?(?:h|heures?)?\s?(?:a|-|et|ou)\s?(?P<high>\d{1,2}(?:[.,]\d{1,2})?))?\s?"
    r"(?:h(?P<minutes>[0-5]\d)\b|h(?:eures?)?\s(?P<spaced>00|15|20|30|40|45|50)\b"
    r"(?!\s?(?:[\d€%/]|h(?!ebdo)|mois|ans?\b|j\b|jours?|semaines|heures|rtt|postes?|euros|%))|h\b|h(?=[/ ])"
    r"|heures?\b|/35(?:eme|e|h)?\b)(?:\s?(?:/|par|la|de travail)?\s?"
    r"(?P<unit>sem(?:aine)?s?\b|hebdo(?:madaires?)?|s\b|jour|j\b|mois|mensuel|an\b|annuelles|week))?"
)
_NOT_WEEKLY = ("j", "m", "an")
"""Units, by their beginning, of hours that are not a week's."""
_BEFORE = {
    "time_before": re.compile(r"\b(?:temps (?:partiel|plein|complet)|mi-temps)\W{0,4}$"),
    "week_before": re.compile(r"(?:par semaine|hebdo(?:madaires?)?|de travail)\W{0,4}$"),
}
_CLOCK = re.compile(r"\d{1,2}\s?h\d{0,2}\s?(?:a|-|et|/)\s?\d{1,2}\s?h")
"""A line with a timetable: `de 9h à 17h`."""


def find(reading: Reading) -> list[Candidate]:
    """Propose every number of hours between 1 and 60 that is not said to be a day's, a month's or a year's."""
    found: list[Candidate] = []
    clocks: dict[int, float] = {}
    for match in _HOURS.finditer(reading.folded):
        value = float(match["low"].replace(",", "."))
        minutes = match["minutes"] or match["spaced"]
        if minutes:
            value = round(value + int(minutes) / 60, 2)
        if not 1 <= value <= 60:
            continue
        unit = match["unit"] or ""
        if unit.startswith(_NOT_WEEKLY):
            continue
        start, end = match.span()
        features, line = context(reading, start, end)
        if not unit and line is not None and _is_by_week(line, start):
            unit = "semaine"
        before = reading.folded[max(0, start - 24) : start]
        features.update({name: 1.0 for name, cue in _BEFORE.items() if cue.search(before)})
        features["unit=" + (unit[:4] or "none")] = 1.0
        features["minutes"] = float(bool(minutes))
        features["size=" + _size(value)] = 1.0
        features["full"] = float(value in (35, 36, 37, 37.5, 38, 38.5, 39, 40))
        if line is not None:
            if line.index not in clocks:
                clocks[line.index] = float(bool(_CLOCK.search(line.folded)))
            features["clock"] = clocks[line.index]
        found.append(Candidate(start, end, value, features))
    return found


def _is_by_week(line: Line, start: int) -> bool:
    """Whether the label of a number says that it is a week's: `Nombre d'heures par semaine : 9`."""
    begins = 0 <= start - line.value_start <= _LABEL_GAP
    return line.role == "worktime" and begins and _BY_WEEK.search(line.label) is not None


_BY_WEEK = re.compile(r"par semaine|hebdo")
_LABEL_GAP = 3


def _size(hours: float) -> str:
    return next((f"<{limit}" for limit in (10, 24, 35, 41) if hours < limit), "more")


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best candidate over the threshold."""
    return [c for c in ranked[:1] if c.score >= threshold]
