"""Telephone numbers to call, as E.164.

A grammar of five plans – France and its overseas territories, Belgium, Switzerland, Luxembourg,
Québec – and of any number with its country code. Without a country code the way the digits are
grouped tells the plan: pairs are French, `0475 12 34 56` Belgian, `022 345 67 89` Swiss,
`514 555-0123` North American. The `phonenumbers` library knows every plan of the world, but not
these groups; it weighs 23 MB and 60 ms of import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annonce_nlp.choice import Candidate, Reading

_S = r"[ .\-/]{0,3}"
_NUMBER = re.compile(
    rf"(?P<world>(?:\+|00) ?(?P<country>33|32|41|352|1|262|590|594|596|508|687|689|212|213|216|221|225|237|261|34|39|44|49|31|351|30|40|48|420|36|46|47|45|358|353|377|376|61|55|52|91|81|86)"
    rf"(?P<rest>{_S}(?:\(0\){_S})?\(?\d\)?(?:{_S}\d){{5,11}}))"
    rf"|(?P<fr>0 ?[1-79](?:[ .\-/]{{0,3}}\d\d){{4}})"
    r"|(?P<green>0 ?8\d\d(?:[ .]?\d{3}){2}|08(?:[ .]\d\d){4})"
    r"|(?P<us>(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4})"
)
_BELGIAN = re.compile(
    r"0[2349][ /]\d{3}[ .]\d\d[ .]\d\d|0[1-9]\d[ /]\d\d[ .]\d\d[ .]\d\d"
    r"|04\d\d(?:[ /]\d\d[ .]\d\d[ .]\d\d|[ /]?\d{3}[ .]\d{3})"
)
_SWISS = re.compile(r"0[2-9]\d[ /]\d{3}[ .]\d\d[ .]\d\d")
_LOCAL = re.compile(rf"(?P<be>{_BELGIAN.pattern})|(?P<ch>{_SWISS.pattern})")
_START = re.compile(r"\+ ?\d|\(?\d[\d .\-/()+]{7}")
_DATE = re.compile(r"\d\d([/.-])\d\d\1(?:19|20)\d\d(?!\d)(?!\1)")
_DIGITS = re.compile(r"\D")
_OVERSEAS = {
    "262": "262", "263": "262", "692": "262", "693": "262", "269": "262", "639": "262",
    "590": "590", "690": "590", "691": "590", "594": "594", "694": "594",
    "596": "596", "696": "596", "697": "596",
}  # fmt: skip
"""Country codes by the first digits of a French number: Réunion, Mayotte, Antilles, Guyane."""
_LENGTHS = {"33": (9, 9), "32": (8, 9), "41": (9, 9), "352": (5, 11), "1": (10, 10)}
"""Fewest and most digits after the country code."""
_NOT_BEFORE = re.compile(
    r"(?:fax|telecopi\w*|siret|siren|finess|rna|iban|offre|dossier|\bref\w*|rpps|adeli|tva|naf|code|id|capital)"
    r"[^\d\n]{0,14}$"
)


def find(reading: Reading) -> list[Candidate]:
    """Propose every number that may be called; no fax, SIRET or reference."""
    text = reading.view.text
    found: list[Candidate] = []
    at = 0
    for start in _starts(text):
        if start < at:
            continue
        match = _LOCAL.match(text, start) if text[start] == "0" else None
        if match is None or _goes_on(text, match.end()):
            match = _NUMBER.match(text, start)
        if match is None or _goes_on(text, match.end()):
            continue
        at = match.end()
        number = None if _DATE.search(match[0]) else _e164(match)
        before = reading.folded[max(0, start - 26) : start]
        if number is not None and not _NOT_BEFORE.search(before):
            found.append(Candidate(start, at, number, {}))
    return found


def _starts(text: str) -> Iterator[int]:
    """Yield where a number may begin: at a digit, `+` or bracket that goes on no other word."""
    for match in _START.finditer(text):
        start = match.start()
        left = text[start - 1] if start else "\n"
        after_digit = start > 1 and text[start - 2].isdigit()
        if left.isalnum() or left in "@=%+_€$-/" or (left in " .," and after_digit):
            continue
        yield start
        if text[start] == "(":
            yield start + 1


def _goes_on(text: str, end: int) -> bool:
    """Tell whether more digits follow: a SIRET, an amount, a date."""
    after = text[end : end + 3]
    return bool(re.match(r"\d|\w|[.,/-]\d|[ ]\d(?:\d)?", after)) and not re.match(r" \d\D", after)


def _e164(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    digits = _DIGITS.sub("", match[0])
    if groups.get("be"):
        return "+32" + digits[1:]
    if groups.get("ch"):
        return "+41" + digits[1:]
    if groups.get("us"):
        return "+1" + digits[-10:]
    if groups.get("fr") or groups.get("green"):
        return "+" + _OVERSEAS.get(digits[1:4], "33") + digits[1:]
    country = match["country"]
    rest = _DIGITS.sub("", match["rest"].replace("(0)", ""))
    if country not in ("1", "39", "225"):
        rest = rest.removeprefix("0")
    low, high = _LENGTHS.get(country, (6, 12))
    if not low <= len(rest) <= high:
        return None
    return f"+{country}{rest}"


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first mention of each number."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.value, candidate)
    return list(first.values())
