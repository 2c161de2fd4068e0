"""One sum for a whole contract, told by the month: `5 400 € pour les 9 mois` is 600 € a month."""

from __future__ import annotations

import re
from dataclasses import replace

from annonce_nlp.grammar.lengths import find_lengths
from annonce_nlp.grammar.money import MoneySpan

_FOR = re.compile(
    r"\s?(?P<total>(?:au total|en tout|forfaitaires?|tout compris)\s?)?\(?(?:pour|sur)\s"
    r"(?:(?:toute |l'ensemble de )?(?:la duree|une duree|la totalite|une periode|la periode|un total) (?:de |des )?(?:ces )?"
    r"|toute la [a-z]{4,12} de |l'ensemble des |les |ces )?"
)
_FOR_ALL = re.compile(
    r",?\s(?:ttc\s|ht\s)?pour (?:le tout\b|toute (?:la|sa|cette) (?:duree|saison|mission|periode)\b(?! de\b| des\b)"
    r"|la totalite (?:du|de la) [a-z]+|l'ensemble (?:du|de la|de l') ?[a-z]+)"
)
"""What says that a sum is for all months, not how many: `pour toute la saison`."""
_TOTAL_BEFORE = re.compile(
    r"(?:au total|total de|en tout|forfait(?:aire)?|enveloppe|somme)\b[a-z ]{0,12}[:,]?\s?$"
)
_FAR = 30
"""Characters in which the length follows, at most."""
_AROUND = 300
"""The same where it stands elsewhere, on both sides of the sum."""
_LEAST_WHOLE = 3000.0
"""A sum under it, and no word that says it is a total, may be a month's: `1 900 € pour 6 mois`."""
_LEAST_MONTH = 100.0
_YEAR = 12.0
_PAID_MONTHS = (12.0, 13.0, 13.5, 14.0, 15.0, 16.0)
"""Salaries in a year: `38 K€ sur treize mois` is a year's pay."""


def told_by_month(folded: str, span: MoneySpan, end: int) -> MoneySpan | None:
    """Return a sum that stands for all months of a contract as that of one; others as they are.

    None when nothing tells how many months they are. `end` is where the line of the sum ends.
    """
    if span.stated_period:
        return span
    if whole := _FOR_ALL.match(folded, span.end, end):
        around = folded[max(0, span.start - _AROUND) : span.start] + folded[whole.end() :][:_AROUND]
        lengths = set(_months_in(around))
        return _parted(span, lengths.pop(), whole.end()) if len(lengths) == 1 else None
    told = _FOR.match(folded, span.end, end)
    if told is None:
        return span
    length = next(find_lengths(folded[told.end() : min(end, told.end() + _FAR)]), None)
    if length is None or length.start > 0 or length.low != length.high or length.unit[0] != "m":
        return span
    least = _least(span)
    before = folded[max(0, span.start - 30) : span.start]
    total = bool(told["total"] or _TOTAL_BEFORE.search(before))
    salaries = "sur" in told[0] and length.low in _PAID_MONTHS
    yearly = length.low == _YEAR and span.period == "year"
    if salaries or yearly or not (total or (least >= _LEAST_WHOLE and span.tax is None)):
        return span
    stop = told.end() + length.end
    bracket = "(" in told[0] and folded.startswith(")", stop)
    return _parted(span, length.low, stop + bracket)


def _least(span: MoneySpan) -> float:
    return min(figure for figure in (span.low, span.high) if figure is not None)


def _months_in(text: str) -> list[float]:
    """Return the single lengths in months that a text tells."""
    return [
        length.low
        for length in find_lengths(text)
        if length.low == length.high and length.unit[0] == "m"
    ]


def _parted(span: MoneySpan, months: float, end: int) -> MoneySpan:
    """Return the share of one month, read from the sum and what follows it up to `end`."""
    if months <= 1 or _least(span) / months < _LEAST_MONTH:
        return span
    return replace(
        span,
        end=end,
        low=None if span.low is None else round(span.low / months, 2),
        high=None if span.high is None else round(span.high / months, 2),
        period="month",
        stated_period=True,
    )
