"""Lengths of time: `6 mois`, `4 à 6 mois`, `un an`, `18 semaines`, `12-18 mois`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annonce_nlp.grammar.expressions import near, quick
from annonce_nlp.grammar.numbers import SMALL_WORDS, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = rf"(?:\d{{1,3}}(?:[.,]\d{{1,2}})?|{SMALL_WORDS})"
_UNITS = r"mois|months?|semaines?|sem\.|weeks?|annees?|ans?|years?|jours?|semestres?|trimestres?"
_UNIT = f"(?:{_UNITS})"
LENGTH = re.compile(
    rf"(?<![\d.,/])(?:(?P<open>minimum|min\.?|au moins|au minimum|plus de)\s(?:de\s)?)?"
    rf"(?:(?P<between>entre|de)\s)?(?P<low>{_NUMBER})"
    rf"(?:\s?\((?P<paren>\d{{1,2}})\))?"
    rf"(?:\s?(?P<first_unit>{_UNIT}))?(?:\s?(?:a|-|–|ou|/|et|to)\s?(?P<high>{_NUMBER}))?\s?[-\s]?"
    rf"(?P<unit>{_UNIT})(?![a-z'])"
    rf"(?P<after>\s?(?:\(?\s?(?:minimum|min\.?|au moins|au minimum)\)?(?![a-z])|et plus|ou plus|\+"
    rf"(?!\s?\d))|\s?(?:maximum|max\b\.?|au maximum|au plus)(?!\s?(?:de\s)?\d))?"
    rf"(?P<half>\s(?:et demie?))?"
)
_ANY_UNIT = re.compile(f"(?:{quick(_UNITS, unless_after='[a-z]')})(?![a-z'])")
_BEFORE_UNIT, _AFTER_UNIT = 70, 40
"""How far a length reaches beyond its first unit."""
_LEAD = re.compile(r"(?:de|minimum|min\.?|au moins|au minimum|plus de)\s(?:de\s)?")
_OPEN_AFTER = re.compile(r"min|moins|plus|\+")
MONTHS_PER = {
    "j": 12 / 365.25, "s": 12 / 52, "w": 12 / 52, "m": 1.0, "a": 12.0, "y": 12.0, "t": 3.0,
}  # fmt: skip


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


def _sides(match: re.Match[str]) -> tuple[float, float | None] | None:
    """Return least and most months of a match of `LENGTH`, None when it is no length."""
    unit = match["unit"]
    low = read_number(match["low"])
    if not low or (match["first_unit"] and not match["high"]):
        return None
    high = read_number(match["high"]) if match["high"] else low
    low_months = _months(low, match["first_unit"] or unit)
    high_months = _months(high, unit) if high is not None else low_months
    if match["half"]:
        low_months += _months(0.5, unit)
        high_months += _months(0.5, unit)
    return round(min(low_months, high_months), 2), round(max(low_months, high_months), 2)


def find_lengths(folded: str) -> Iterator[LengthSpan]:
    """Yield every length of time in folded text."""
    # Few words are units.
    for match in near(LENGTH, _ANY_UNIT, folded, before=_BEFORE_UNIT, after=_AFTER_UNIT):
        if span := _read(folded, match):
            yield span


def _read(folded: str, match: re.Match[str]) -> LengthSpan | None:
    sides = _sides(match)
    if sides is None:
        return None
    least, most = sides
    start, end = match.start(), match.end()
    while folded[end - 1] in " (":
        end -= 1
    lead = _LEAD.match(match[0])
    if lead:
        start += lead.end()
    elif match["between"] and not match["high"]:
        start = match.start("low")
    after = match["after"] or ""
    if "max" in after or "au plus" in after:
        end = match.start("after")
    elif not match["high"] and (match["open"] or _OPEN_AFTER.search(after)):
        most = None
        if after.strip():
            end = match.start("after") + len(after.rstrip())
    return LengthSpan(start, end, least, most, match["unit"])
