"""Lengths of time: `6 mois`, `4 à 6 mois`, `un an`, `18 semaines`, `12-18 mois`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annonce_nlp.grammar.numbers import SMALL_WORDS, read_number

_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|{SMALL_WORDS})"
_UNIT = r"(?:mois|months?|semaines?|sem\.|weeks?|annees?|ans?|years?|jours?|semestres?|trimestres?)"
LENGTH = re.compile(
    rf"(?<![\d.,/])(?:(?P<open>minimum|min\.?|au moins|au minimum|plus de)\s(?:de\s)?)?(?:(?P<between>entre|de)\s)?(?P<low>{_NUMBER})"
    rf"(?:\s?\((?P<paren>\d{{1,2}})\))?"
    rf"(?:\s?(?P<first_unit>{_UNIT}))?(?:\s?(?:a|-|–|ou|/|et|to)\s?(?P<high>{_NUMBER}))?\s?[-\s]?(?P<unit>{_UNIT})(?![a-z'])"
    rf"(?P<after>\s?(?:\(?\s?(?:minimum|min\.?|au moins|au minimum)\)?(?![a-z])|et plus|ou plus|\+(?!\s?\d))|\s?(?:maximum|max\b\.?|au maximum|au plus)(?!\s?(?:de\s)?\d))?"
    rf"(?P<half>\s(?:et demie?))?"
)
MONTHS_PER = {"j": 12 / 365.25, "s": 12 / 52, "w": 12 / 52, "m": 1.0, "a": 12.0, "y": 12.0, "t": 3.0}


@dataclass(frozen=True, slots=True)
class LengthSpan:
    """A length of time in months; `high` is None when open (`3 mois minimum`)."""

    start: int
    end: int
    low: float
    high: float | None
    unit: str


def _months(value: float, unit: str) -> float:
    if unit.startswith("semestre"):
        return value * 6
    return value * MONTHS_PER[unit[0]]


def find_lengths(folded: str) -> Iterator[LengthSpan]:
    """Yield every length of time in folded text."""
    for match in LENGTH.finditer(folded):
        unit = match["unit"]
        first_unit = match["first_unit"] or unit
        if match["first_unit"] and not match["high"]:
            continue
        low = read_number(match["low"])
        if low is None or low == 0:
            continue
        high = read_number(match["high"]) if match["high"] else low
        start, end = match.start(), match.end()
        while folded[end - 1] in " (":
            end -= 1
        text = match[0]
        lead = re.match(r"(?:de|minimum|min\.?|au moins|au minimum|plus de)\s(?:de\s)?", text)
        if lead:
            start += lead.end()
        elif match["between"] and not match["high"]:
            start = match.start("low")
        low_months = _months(low, first_unit)
        high_months = _months(high, unit) if high is not None else low_months
        if match["half"]:
            low_months += _months(0.5, unit)
            high_months += _months(0.5, unit)
        after = match["after"] or ""
        opened = bool(match["open"]) or "min" in after or "moins" in after or "plus" in after.replace("au plus", "") or "+" in after
        if high_months < low_months:
            low_months, high_months = high_months, low_months
        if "max" in after or "au plus" in after:
            end = match.start("after")
            yield LengthSpan(start, end, round(low_months, 2), round(high_months, 2), unit)
            continue
        if opened and after.strip() and not match["high"]:
            end = match.start("after") + len(after.rstrip())
        yield LengthSpan(start, end, round(low_months, 2), None if opened and not match["high"] else round(high_months, 2), unit)
