"""Sums of money with their unit: `1 300 € brut mensuel`, `35-40 K€`, `12,5 €/h`, `TJM 450 € HT`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annonce_nlp.grammar.expressions import quick
from annonce_nlp.grammar.numbers import FIGURES, WORDS, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_CURRENCY = (
    r"(?:€|euros?\b|eur\b|e(?=\s?(?:/|nets?\b|bruts?\b|ht\b|par mois\b|de l'heure\b))"
    r"|chf\b|fr\.s?|f ?cfa\b|xof\b|f ?cfp\b|xpf\b|francs?(?: (?:suisses|cfa|cfp|pacifique))?\b"
    r"|\$ ?(?:ca[dn]?)?|cad\b|dollars(?: canadiens)?|usd\b|£|gbp\b|dirhams?\b|mad\b|dh\b)"
)
_BEFORE = r"(?:€|chf|eur|(?:ca)?\$)"
_SWISS_DASH = r"(?:\.[-–—])?"
"""`CHF 4'800.–`: no centimes."""
_THOUSAND = r"(?:ke?\b|k(?=[€e$])|kilo|mille(?= ?(?:€|euros?)))"
_ENGLISH = r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?(?![\d,])"
_NUM = rf"(?:{_ENGLISH}|{FIGURES})"
_BEGINS = r"(?=[\s€ce$\d])(?:(?<![\w.,/])|(?<=[a-z]{4})|(?<=[a-z]\.))"
"""A blank, currency or figure; no figures or letter before: a word or full stop that a lost line break glued on is none."""
_TO = r"(?:a|to|-|–|—|et|ou|/|jusqu'a|=>|\.\.)"
SUM = re.compile(
    rf"{_BEGINS}(?P<before>{_BEFORE})?\s?(?P<low>{_NUM}){_SWISS_DASH}\s?(?P<low_k>{_THOUSAND})?\s?"
    rf"(?P<low_cur>{_CURRENCY})?"
    rf"(?P<low_unit>\s?(?:brute?s?|nets?|b|/ ?h|/ ?mois|/ ?an|par mois|par an|de l'heure|mensuels?"
    rf"|annuels?)(?![a-z])\.?)?"
    rf"(?:\s{{0,2}}{_TO}\s{{0,2}}(?P<high_before>{_BEFORE}\s?)?(?P<high>{_NUM}){_SWISS_DASH}\s?(?P<high_k>{_THOUSAND})?\s?"
    rf"(?P<high_cur>{_CURRENCY})?)?(?P<minus>,- ?{_CURRENCY})?"
)
_IN_WORDS = re.compile(rf"(?P<low>{WORDS})\s(?:\(\d[\d ]*\)\s)?(?P<cur>euros|francs suisses)\b")
_QUICK = re.compile(
    quick(
        r"€|eur|chf|franc|cfa|xpf|cfp|\$|cad\b|dollar|k(?<=\dk)|k(?<=\d k)|£|gbp|dirham|mad\b|\bdh\b|usd\b|xof\b"
        r"|net(?<=\d net)|net(?<=\d e net)|brut(?<=\d brut)|brut(?<=\d e brut)|ht(?<=\d ht)\b|e/(?<=\de/)|e/(?<=\d e/)"
        r"|de l'heure|par heure|/h(?<=\d/h)\b"
        r"|de l'heure|par heure|/h(?<=\d/h)\b"
    )
)
_UNIT_WORDS = (
    r"(?:bruts?|brute?s?|nette?s?|nets?|ht|ttc|h\.t\.|mensuel(?:le)?s?|mensuellement|annuel"
    r"(?:le)?s?|annuellement|horaires?|journali(?:er|ere)s?|hebdomadaires?|"
    r"(?:par|de l'|/|l'|le|a l'|la|de la)\s?"
    r"(?:mois|an|annee|heure|jour|semaine|h|j|a|m|day|month|year|hour|demi-journee|journee|vacation"
    r"|tj|seance|cours)\b|"
    r"/\s?(?:h|j|mois|an|m)\b|(?<=[\w€] )(?:heure|jour|mois|an)\b|(?:sur|x|\*)\s?(?:0|1[0-6])(?:[.,]\d{1,2})?\s?(?:mois)?(?!\d)"
    r"|en equivalent temps plein|etp|equivalent temps plein|gross|per (?:month|year|day|hour)|pm"
    r"|p\.m\.|b/an|b/mois|"
    r"bpa|hors (?:taxes?|primes?(?! annuel)|avantages)|avant (?:cotisations|charges)|chargee?s?|minimum|min\b\.?|maximum|max\b\.?|de base)"
)
TAIL = re.compile(rf"(?:\s?[,(/-]?\s?{_UNIT_WORDS}\)?)+")
HEAD = re.compile(
    r"(?:(?:a partir de|jusqu'a|minimum|au moins|maximum|entre|environ|env\.|(?<!salaire )"
    r"(?:mensuel(?:le)?|annuel(?:le)?|horaire)(?: brute?)?(?: de)?|brute?|tjm(?: moyen)?|taux journalier(?: moyen)?|autour de"
    r"|smic \+)\s(?:de\s)?)+$"
)
_LEAD = re.compile(
    r"(?:\b(?:tjm|taux|tarif|forfait|salaire|remuneration|gratification|indemnite|fixe)\b[a-z' /()]{0,40},?)"
    r"[\s:|*]{0,5}(?:(?:de|entre|est de|a partir de|jusqu'a|environ)\s)?$"
)
"""Words that announce a sum and may state its period and tax: `TJM :`, `Salaire net mensuel :`."""
_OPEN_LOW = re.compile(
    r"(?:a partir de|des|minimum|au moins|mini\.?|des lors de|superieure? a|plus de|from"
    r"|(?:demarre|debute|commence) a)\s?:?\s?"
    r"(?:de\s)?(?:\w{0,12}\s){0,2}$"
)
_OPEN_HIGH = re.compile(
    r"(?:jusqu'a|maximum|max\.?|plafonne a|up to|au plus|ne depassant pas|plafond(?: de)?)\s?:?\s?"
    r"(?:de\s)?$"
)
_OPEN_LOW_UNIT = re.compile(r"\bmin(?:imum|i)?\b\.?$|et plus")
_OPEN_LOW_AFTER = re.compile(r"\s?(?:et plus|minimum|mini\b)")
_OPEN_HIGH_UNIT = re.compile(r"\bmax(?:imum)?\b")


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
    ("chf", "CHF"), ("francs suisses", "CHF"), ("fr.", "CHF"), ("cfa", "XOF"), ("xof", "XOF"),
    ("cfp", "XPF"), ("xpf", "XPF"), ("canadien", "CAD"), ("cad", "CAD"), ("ca$", "CAD"), ("$ c", "CAD"),
    ("$c", "CAD"), ("usd", "USD"), ("$", "USD"), ("dollar", "USD"), ("£", "GBP"), ("gbp", "GBP"),
    ("pacifique", "XPF"), ("franc", "CHF"), ("dirham", "MAD"), ("mad", "MAD"), ("dh", "MAD"), ("€", "EUR"), ("eur", "EUR"),
)  # fmt: skip
_PERIODS = (
    ("hour", re.compile(r"horaire|heure|/ ?h\b|hour|\bl'h\b")),
    (
        "day",
        re.compile(
            r"\btjm\b|(?:taux|tarif|forfait) jour\b|journali|(?:par|/|le|la|a la) ?(?:jour|j\b|demi|journee)|day|(?:eur|euros|€|ht) jour\b"
        ),
    ),
    (
        "year",
        re.compile(
            r"annuel|annee|(?:par|/|l'|b/) ?ans?\b|(?:eur|euros|€) an\b|/ ?a\b|year|sur 1[2-9] mois brut annuel|\bbpa\b"
        ),
    ),
    ("month", re.compile(r"mensuel|(?:par|/|le|b/) ?mois|(?:eur|euros|€) mois\b|/ ?m\b|month")),
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
    if re.search(r"\bbrute?s?\b|gross|\bavant (?:cotis|charg)|\d ?b\b|\bb/|chargee?s? brut", text):
        return "gross"
    return "net" if re.search(r"\bnett?e?s?\b", text) else None


_PER_EURO = {"XPF": 119.3, "XOF": 656.0, "MAD": 10.8}
"""Units of a currency in one euro where they are many; francs CFP and CFA have fixed parities."""


def in_euros(amount: float, currency: str) -> float:
    """Return roughly how many euros a sum is, to tell whether it can be pay."""
    return amount / _PER_EURO.get(currency, 1.0)


def usual_period(amount: float, unit: str = "") -> str:
    """Return the period any reader would take for a sum (in euros) without one.

    A sum before tax on sales (`ht` in its folded unit) is billed, by the day.
    """
    if amount < 70:
        return "hour"
    if amount < 1500 and _BILLED.search(unit):
        return "day"
    return "month" if amount < 9000 else "year"


_BILLED = re.compile(r"\bht\b|\bh\.t\.|hors taxe")


def find_money(
    folded: str, start: int = 0, end: int | None = None, *, bare: bool = False
) -> Iterator[MoneySpan]:
    """Yield the sums in `folded[start:end]`, a line or a value.

    With `bare`, numbers without a currency count too (the value of a pay label).
    """
    end = len(folded) if end is None else end
    text = folded[start:end]
    if not bare and not _QUICK.search(text):
        return
    label = folded[max(0, start - 40) : start].rpartition("\n")[2]
    for match in SUM.finditer(text):
        span = _read(match, text, bare, label)
        if span is not None:
            yield replace(span, start=span.start + start, end=span.end + start)
    for match in _IN_WORDS.finditer(text):
        value = read_number(match["low"])
        if value is None or value < 8:
            continue
        tail = TAIL.match(text, match.end())
        stop = tail.end() if tail else match.end()
        unit = text[match.end() : stop]
        period = period_of(unit)
        yield MoneySpan(
            match.start() + start,
            stop + start,
            value,
            value,
            currency_of(match["cur"]) or "EUR",
            period or usual_period(value),
            tax_of(unit),
            period is not None,
        )


def _read(match: re.Match[str], text: str, bare: bool, label: str) -> MoneySpan | None:
    """Read one match of `SUM`; `label` is what stands before the text on its line."""
    g = match.groupdict()
    begin, stop = match.span()
    first_only = (g["low_cur"] or g["before"]) and not (
        g["high_cur"] or g["high_k"] or g["high_before"]
    )
    if g["high"] and first_only and not bare and not _goes_on(g, text, stop):
        # `1 800 € - 35 h`: the second number is not money.
        g["high"] = None
        last = "low_unit" if g["low_unit"] else "low_cur" if g["low_cur"] else "low"
        stop = match.end(last)
    if g["high"] and _COEFFICIENT.search(
        text[max(0, match.start("low") - 25) : match.start("low")]
    ):
        # `coefficient 413 - 1 801,80 €`: the first number is not money.
        begin, g["low"], g["high"] = match.start("high"), g["high"], None
    low, high = _figures(g)
    marked = any(g[name] for name in ("before", "low_cur", "high_cur", "minus", "low_k", "high_k"))
    if low <= 0 or not (marked or _is_pay_unmarked(match, text, stop, low, label, bare)):
        return None
    begin, stop = _trimmed(text, begin, stop)
    left = text[max(0, begin - 60) : begin]
    head = HEAD.search(left)
    before = head[0] if head else ""
    unit = (g["low_unit"] or "") + " " + text[match.end("low") : stop]
    lead = _LEAD.search((label + left)[-60:])
    announced = lead[0] if lead else ""
    tax = tax_of(unit) or tax_of(before) or tax_of(left[-30:]) or tax_of(announced)
    lowest, highest = (low, high) if high else _sides(low, unit, left, text[stop : stop + 14])
    if head:
        begin -= len(before.lstrip())
    elif high is not None and left.endswith(("de ", "d'")):
        begin -= 3 if left.endswith("de ") else 2
    written = (g["before"], g["low_cur"], g["high_cur"], g["minus"])
    currency = currency_of(" ".join(filter(None, written))) or "EUR"
    euros = in_euros(low, currency)
    period = period_of(unit) or _credible(period_of(before) or period_of(announced), euros)
    known = period or usual_period(euros, unit)
    return MoneySpan(begin, stop, lowest, highest, currency, known, tax, period is not None)


def _figures(g: dict[str, str | None]) -> tuple[float, float | None]:
    """Return the two figures of a match, thousands worked out: `35-40 K€` is 35,000 to 40,000."""
    low = read_number(g["low"] or "") or 0.0
    high = read_number(g["high"]) if g["high"] else None
    if g["low_k"] or (g["high_k"] and high is not None and low < 1000):
        low *= 1000
    if high is not None and (g["high_k"] or (g["low_k"] and high < 1000)):
        high *= 1000
    return low, high if high is not None and high >= low else None


def _trimmed(text: str, begin: int, stop: int) -> tuple[int, int]:
    """Take in the unit words that follow and leave out blanks and marks at the edges."""
    while begin < stop and text[begin].isspace():
        begin += 1
    tail = TAIL.match(text, stop)
    if tail:
        stop = tail.end()
    while stop > begin and (text[stop - 1].isspace() or text[stop - 1] in ",.(/-"):
        stop -= 1
    return begin, stop


def _sides(amount: float, unit: str, left: str, after: str) -> tuple[float | None, float | None]:
    """Return least and most of a single figure, None on the side its words leave open."""
    if _OPEN_LOW.search(left) or _OPEN_LOW_UNIT.search(unit) or _OPEN_LOW_AFTER.match(after):
        return amount, None
    if _OPEN_HIGH.search(left) or _OPEN_HIGH_UNIT.search(unit):
        return None, amount
    return amount, amount


_COEFFICIENT = re.compile(
    r"\b(?:coef(?:f|ficient)?|indice|echelon|niveau|groupe|points?|i\.?[bm]\.?)(?: de base| brut| majore)?\.?\s?:?\s?$"
)
_NOT_PAY_UNIT = re.compile(
    r"\s?(?:%|h\b|h\d|heures|mois|ans?\b|annees|jours|tickets|/|rtt|e\b|semaines)"
)
_PAY_UNIT = re.compile(r"\s?/ ?(?:h|mois|an|j)")
_LEAST, _MOST = 400, 150000
"""Between them lies a number without currency that is pay, by the month or year."""
_TAXED = re.compile(r"\s?(?:bruts?|nets?|ht)\b(?! de (?:frais|cotisation))")


def _credible(period: str | None, euros: float) -> str | None:
    """Return the period said before a sum unless none of its size is paid for it, as in forms filled in wrong.

    `Mensuel de 31000.0 Euros` is by the year, `Annuel de 2000.0 Euros` by the month.
    """
    least, most = _CREDIBLE.get(period or "", (0.0, math.inf))
    return period if least <= euros <= most else None


_CREDIBLE = {"year": (5000.0, math.inf), "month": (0.0, 20000.0)}
"""Between which sums in euros a stated period is believed."""


_A_DAY = re.compile(r"\btjm\b|\bjournalier\b|\bjour\b")
_LEAST_A_DAY = 100
"""The same by the day, where the label says so: `TJM : 420`."""
_HOURLY = re.compile(r"\s?(?:brute?s?|nets?|b)?,?\s?(?:de l'heure|par heure|/ ?h\b)")
_LEAST_AN_HOUR, _MOST_AN_HOUR = 8, 150
"""The same by the hour: `11,90 net de l'heure`."""


def _is_pay_unmarked(
    match: re.Match[str], text: str, stop: int, low: float, label: str, bare: bool
) -> bool:
    """Whether a number without currency is pay: by the hour, with its tax, or the value of a label."""
    following = (match["low_unit"] or "") + text[stop : stop + 20]
    if _LEAST_AN_HOUR <= low <= _MOST_AN_HOUR and _HOURLY.match(following):
        return True
    least = _LEAST_A_DAY if _A_DAY.search(label) else _LEAST
    if _TAXED.match(text, match.end("low")) or _TAXED.match(text, stop):
        return least <= low <= _MOST
    if not bare:
        return False
    if _NOT_PAY_UNIT.match(text, stop):
        return _PAY_UNIT.match(text, stop) is not None
    a_year = 1900 <= low <= 2040 and low.is_integer()
    return least <= low <= _MOST and not a_year


def _goes_on(g: dict[str, str | None], text: str, stop: int) -> bool:
    """Whether the second figure of a range is money too, its currency said once: `CHF 36 à 39.-`."""
    low, high = read_number(g["low"] or "") or 0.0, read_number(g["high"] or "") or 0.0
    close = low < high <= 2 * low
    return close and bool(g["before"] or _TAXED.match(text, stop))
