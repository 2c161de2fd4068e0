"""Sums that tell one pay by grade, year or place: `2 100 € la première année, 2 300 € ensuite`."""

from __future__ import annotations

import re
from dataclasses import replace

from annonce_nlp.grammar.expressions import quick
from annonce_nlp.grammar.money import MoneySpan

_APART = 60
"""Characters between two sums of one pay, at most."""
_SPREAD = 4.0
"""The highest is at most this many times the lowest: an apprentice's first and last year."""
_LINK = re.compile(r",|;|\||/|\bpuis\b|\bet\b|\bou\b|\ba\b|jusqu'a|\bportee?s?\b")
_CASE = re.compile(
    r"annee|\bm ?[12]\b|\bbac\b|debut|confirme|senior|junior|experience|\bans\b|diplome|au-dela"
    r"|ensuite|en fin|\bpour\b|\ben\b|\bavec\b|\bsans\b|\bles?\b|\ba \w|\bapres\b|portee?s? a|a partir|niveau|grade"
    r"|echelon|temps|\("
)
"""Words that say for whom, when or where each sum holds."""
_NOT_ONE_PAY = re.compile(
    quick(
        r"soit\b|\bdont\b|\bcompos|\bfixe\b|inclu|\bhors\b|compris|=|\([^()]*$|(?<!\bcoef)(?<!\bech)\. |ticket|titre|restau|panier|repas|prime|bonus"
        r"|variable|rembours|mutuelle|transport|frais|logement|loyer|forfait|cheque|avantage|cout"
    )
)
"""What stands between a sum and the same sum counted otherwise, or another benefit."""
_AFTER = re.compile(r"[^,;.\n|]{0,25}")
_BRACKET = re.compile(r"\s\([^()\n]{1,40}\)")


def join_grades(folded: str, sums: list[MoneySpan]) -> list[MoneySpan]:
    """Return the sums of one line, those of one pay made a range from the lowest to the highest."""
    joined: list[MoneySpan] = []
    for span in sums:
        whole = _range(folded, joined[-1], span) if joined else None
        if whole is None:
            joined.append(span)
        else:
            joined[-1] = whole
    return joined


def _range(folded: str, first: MoneySpan, second: MoneySpan) -> MoneySpan | None:
    """Return both sums as one, or None when they are not one pay."""
    between = folded[first.end : second.start]
    after = _AFTER.match(folded, second.end)
    words = between + folded[second.start : second.end] + (after[0] if after else "")
    if len(between) > _APART or not _LINK.search(between + folded[second.start : second.start + 9]):
        return None
    alike = first.stated_period and second.stated_period
    if _NOT_ONE_PAY.search(words) or not (alike or _CASE.search(words)):
        return None
    figures = [f for f in (first.low, first.high, second.low, second.high) if f is not None]
    agree = (
        first.currency == second.currency
        and (first.tax is None or second.tax is None or first.tax == second.tax)
        and not (first.stated_period and second.stated_period and first.period != second.period)
        and first.low is not None
        and second.high is not None
        and max(figures) <= _SPREAD * min(figures)
    )
    if not agree:
        return None
    bracket = _BRACKET.match(folded, second.end)
    return replace(
        first,
        end=bracket.end() if bracket else second.end,
        low=min(figures),
        high=max(figures),
        period=first.period if first.stated_period else second.period,
        tax=first.tax or second.tax,
        stated_period=first.stated_period or second.stated_period,
    )
