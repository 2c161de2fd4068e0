"""Sums of money with their unit: `1 300 € brut mensuel`, `35-40 K€`, `12,5 €/h`, `TJM 450 € HT`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from annonce_nlp.grammar.numbers import FIGURES, WORDS, read_number

_CURRENCY = r"(?:€|euros?\b|eur\b|chf\b|francs suisses|fr\.s?|francs cfa|f ?cfa\b|xof\b|f cfp\b|xpf\b|\$ ?(?:ca[dn]?)?|cad\b|dollars(?: canadiens)?|usd\b|£|gbp\b|dirhams?\b|mad\b|dh\b)"
_THOUSAND = r"(?:ke?\b|k(?=[€e$])|kilo|mille(?= ?(?:€|euros?)))"
_NUM = rf"(?:{FIGURES})"
_TO = r"(?:a|-|–|—|et|ou|/|jusqu'a|=>|\.\.)"
SUM = re.compile(
    rf"(?<![\w.,/])(?P<before>€|chf|eur|\$)?\s?(?P<low>{_NUM})\s?(?P<low_k>{_THOUSAND})?\s?(?P<low_cur>{_CURRENCY})?"
    rf"(?P<low_unit>\s?(?:brute?s?|nets?|b|/ ?h|/ ?mois|/ ?an|par mois|par an|de l'heure|mensuels?|annuels?)(?![a-z])\.?)?"
    rf"(?:\s{{0,2}}{_TO}\s{{0,2}}(?P<high>{_NUM})\s?(?P<high_k>{_THOUSAND})?\s?(?P<high_cur>{_CURRENCY})?)?(?P<minus>,- ?{_CURRENCY})?"
)
_IN_WORDS = re.compile(rf"(?P<low>{WORDS})\s(?:\(\d[\d ]*\)\s)?(?P<cur>euros|francs suisses)\b")
_QUICK = re.compile(r"€|eur|chf|franc|cfa|xpf|cfp|\$|cad\b|dollar|\dk|\d k|£|gbp|dirham|mad\b|\bdh\b|usd\b|xof\b")
_UNIT_WORDS = (
    r"(?:bruts?|brute?s?|nette?s?|nets?|ht|ttc|h\.t\.|mensuel(?:le)?s?|mensuellement|annuel(?:le)?s?|annuellement|horaires?|journali(?:er|ere)s?|hebdomadaires?|"
    r"(?:par|de l'|/|l'|le|a l'|la|de la)\s?(?:mois|an|annee|heure|jour|semaine|h|j|a|m|day|month|year|hour|demi-journee|journee|vacation|tj|seance|cours)\b|"
    r"/\s?(?:h|j|mois|an|m)\b|(?:sur|x|\*)\s?(?:0|1[0-9])(?:[.,]\d{1,2})?\s?(?:mois)?(?!\d)|en equivalent temps plein|etp|equivalent temps plein|gross|per (?:month|year|day|hour)|pm|p\.m\.|b/an|b/mois|"
    r"bpa|hors (?:taxes?|primes?|avantages)|chargee?s?|minimum|min\b\.?|maximum|max\b\.?|de base)"
)
TAIL = re.compile(rf"(?:\s?[,(/-]?\s?{_UNIT_WORDS}\)?)+")
HEAD = re.compile(
    r"(?:(?:a partir de|jusqu'a|minimum|au moins|maximum|entre|environ|env\.|(?<!salaire )(?:mensuel(?:le)?|annuel(?:le)?|horaire)(?: brute?)?(?: de)?|brute?|tjm(?: de)?|autour de|smic \+)\s(?:de\s)?)+$"
)
_LEAD = re.compile(
    r"(?:\b(?:tjm|taux|tarif|salaire|remuneration|gratification|indemnite|fixe)\b[a-z' /()]{0,40})"
    r"\s?:?\s?(?:(?:de|entre|est de|a partir de|jusqu'a|environ)\s)?$"
)
"""The words that announce a sum and may state its period and tax: `TJM :`, `Salaire net mensuel :`."""
_OPEN_LOW = re.compile(r"(?:a partir de|des|minimum|au moins|mini\.?|des lors de|superieure? a|plus de|from)\s?:?\s?(?:de\s)?(?:\w{0,12}\s){0,2}$")
_OPEN_HIGH = re.compile(r"(?:jusqu'a|maximum|max\.?|plafonne a|up to|au plus|ne depassant pas|plafond(?: de)?)\s?:?\s?(?:de\s)?$")


@dataclass(frozen=True, slots=True)
class MoneySpan:
    """One sum or range, with what its words say of unit, period and tax."""

    start: int
    end: int
    low: float | None
    high: float | None
    currency: str
    period: str | None
    tax: str | None
    stated_period: bool
    """The period is written, not read off the size of the sum."""


_CURRENCIES = (
    ("chf", "CHF"), ("francs suisses", "CHF"), ("fr.", "CHF"), ("cfa", "XOF"), ("xof", "XOF"), ("cfp", "XPF"), ("xpf", "XPF"),
    ("canadien", "CAD"), ("cad", "CAD"), ("$ c", "CAD"), ("$c", "CAD"), ("usd", "USD"), ("$", "USD"), ("dollar", "USD"), ("£", "GBP"), ("gbp", "GBP"),
    ("dirham", "MAD"), ("mad", "MAD"), ("dh", "MAD"), ("€", "EUR"), ("eur", "EUR"),
)  # fmt: skip
_PERIODS = (
    ("hour", re.compile(r"horaire|heure|/ ?h\b|hour|\bl'h\b")),
    ("day", re.compile(r"\btjm\b|journali|(?:par|/|le|la|a la) ?(?:jour|j\b|demi|journee)|day")),
    ("year", re.compile(r"annuel|annee|(?:par|/|l'|b/) ?ans?\b|/ ?a\b|year|sur 1[2-9] mois brut annuel|\bbpa\b")),
    ("month", re.compile(r"mensuel|(?:par|/|le|b/) ?mois|/ ?m\b|month")),
)


def currency_of(text: str) -> str | None:
    """Return the ISO 4217 code of a folded currency word, or None."""
    return next((code for word, code in _CURRENCIES if word in text), None)


def period_of(text: str) -> str | None:
    """Return the period that folded unit words state, or None; the first one written wins."""
    found = [(m.start(), name) for name, pattern in _PERIODS if (m := pattern.search(text))]
    return min(found)[1] if found else None


def tax_of(text: str) -> str | None:
    """Return `gross` or `net` as folded unit words say; gross when both are written."""
    if re.search(r"\bbrute?s?\b|gross|\d ?b\b|\bb/|chargee?s? brut", text):
        return "gross"
    return "net" if re.search(r"\bnett?e?s?\b", text) else None


def usual_period(amount: float) -> str:
    """Return the period any reader would take for a sum without one."""
    if amount < 70:
        return "hour"
    return "month" if amount < 9000 else "year"


def find_money(folded: str, start: int = 0, end: int | None = None, *, bare: bool = False) -> Iterator[MoneySpan]:
    """Yield the sums in `folded[start:end]`, a line or a value.

    With `bare`, numbers without a currency count too (the value of a pay label).
    """
    end = len(folded) if end is None else end
    text = folded[start:end]
    if not bare and not _QUICK.search(text):
        return
    for match in SUM.finditer(text):
        span = _read(match, text, bare, folded[folded.rfind("\n", 0, start) + 1 : start][-40:])
        if span is not None:
            yield MoneySpan(span.start + start, span.end + start, span.low, span.high, span.currency,
                            span.period, span.tax, span.stated_period)  # fmt: skip
    for match in _IN_WORDS.finditer(text):
        value = read_number(match["low"])
        if value is None or value < 8:
            continue
        tail = TAIL.match(text, match.end())
        stop = tail.end() if tail else match.end()
        unit = text[match.end() : stop]
        period = period_of(unit)
        yield MoneySpan(match.start() + start, stop + start, value, value, currency_of(match["cur"]) or "EUR",
                        period or usual_period(value), tax_of(unit), period is not None)  # fmt: skip


def _read(match: re.Match[str], text: str, bare: bool, label: str) -> MoneySpan | None:
    """Read one match of `SUM`; `label` is what stands before the text on its line."""
    g = match.groupdict()
    marked = g["before"] or g["low_cur"] or g["high_cur"] or g["minus"]
    thousand = g["low_k"] or g["high_k"]
    low = read_number(g["low"])
    if low is None or not (marked or thousand or bare):
        return None
    high = read_number(g["high"]) if g["high"] else None
    begin, stop = match.span()
    if high is not None and not (g["high_cur"] or g["high_k"]) and (g["low_cur"] or g["before"]) and not bare:
        # `1 800 € - 35 h`: the second number is not money.
        high = None
        stop = match.end("low_unit") if g["low_unit"] else match.end("low_cur" if g["low_cur"] else "low")
    if g["high_k"] and high is not None and low < 1000 and not g["low_k"]:
        low *= 1000
    if g["low_k"]:
        low *= 1000
        if high is not None and high < 1000 and not g["high_k"]:
            high *= 1000
    if g["high_k"] and high is not None:
        high *= 1000
    if bare and not (marked or thousand) and not _plausible(low, text, stop):
        return None
    if low <= 0:
        return None
    if high is not None and high < low:
        high = None
    while begin < stop and text[begin].isspace():
        begin += 1
    tail = TAIL.match(text, stop)
    if tail:
        stop = tail.end()
    while stop > begin and text[stop - 1] in " \n,.(/-":
        stop -= 1
    head_text = text[max(0, begin - 45) : begin]
    head = HEAD.search(head_text)
    before = head[0] if head else ""
    unit = (g["low_unit"] or "") + " " + text[match.end("low") : stop]
    lead = _LEAD.search((label + text[max(0, begin - 45) : begin])[-60:])
    announced = lead[0] if lead else ""
    period = period_of(unit) or period_of(before) or _credible(period_of(announced), low)
    tax = tax_of(unit) or tax_of(before) or tax_of(head_text[-30:]) or tax_of(announced)
    lowest: float | None = low
    highest: float | None = high if high is not None else low
    if high is None:
        after = text[stop : stop + 14]
        if _OPEN_LOW.search(head_text) or re.search(r"\bmin(?:imum|i)?\b\.?$|et plus", unit) or re.match(r"\s?(?:et plus|minimum|mini\b)", after):
            highest = None
        elif _OPEN_HIGH.search(head_text) or re.search(r"\bmax(?:imum)?\b", unit):
            lowest = None
    if head:
        begin -= len(head[0].lstrip())
    elif high is not None and head_text.endswith(("de ", "d'")):
        begin -= 3 if head_text.endswith("de ") else 2
    currency = currency_of(" ".join(filter(None, (g["before"], g["low_cur"], g["high_cur"], g["minus"])))) or "EUR"
    stated = period is not None
    return MoneySpan(begin, stop, lowest, highest, currency, period or usual_period(low), tax, stated)


_NOT_PAY_UNIT = re.compile(
    r"\s?(?:%|h\b|h\d|heures|mois|ans?\b|annees|jours|tickets|/|rtt|e\b|semaines)"
)
_PAY_UNIT = re.compile(r"\s?/ ?(?:h|mois|an|j)")


def _credible(period: str | None, amount: float) -> str | None:
    """Return the announced period unless the sum is far too small for a year."""
    return None if period == "year" and amount < 5000 else period


def _plausible(value: float, text: str, stop: int) -> bool:
    """Whether a number without currency can be pay: not hours, years, months or a percentage."""
    if _NOT_PAY_UNIT.match(text, stop):
        return _PAY_UNIT.match(text, stop) is not None
    return 400 <= value <= 150000 and not (1990 <= value <= 2040 and float(value).is_integer())
