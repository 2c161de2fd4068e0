"""French numbers in figures and in words."""

from __future__ import annotations

import re

FIGURES = (
    r"\d{1,3}(?:[ ']\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,3}(?:\.\d{3}){1,3}(?:,\d{1,2})?(?!\d)"
    r"|\d{1,7}(?:[.,]\d{1,2})?(?!\d)"
)
"""`1 300`, `1 300.50`, `1.300,50`, `2150.0`, `12,5`: threes first, to take `1 300` whole."""

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "octante": 80, "huitante": 80,
    "nonante": 90,
}  # fmt: skip
_WORD = "|".join(sorted([*_UNITS, "cent", "cents", "mille"], key=len, reverse=True))
WORDS = rf"\b(?:{_WORD})(?:[ -](?:et[ -])?(?:{_WORD})){{0,11}}\b"
"""`mille huit cents`, `dix-huit`, `vingt et un`, folded; at most twelve words."""

_TENS = r"(?:quatre[ -]vingts?|vingt|trente|quarante|cinquante|soixante)"
_BELOW_TWENTY = (
    r"(?:dix[ -](?:sept|huit|neuf)|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    r"|treize|quatorze|quinze|seize)"
)
SMALL_WORDS = rf"\b(?:{_TENS}(?:[ -](?:et[ -])?{_BELOW_TWENTY})?|{_BELOW_TWENTY})\b"
"""The numbers that lengths of time are written with in words."""


def read_figures(text: str) -> float:
    """Return the value of a number matched by `FIGURES`.

    A dot or apostrophe before exactly three digits parts thousands, else it is a decimal mark; so
    does a comma before three digits, as in English.
    """
    compact = text.replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?", compact):
        compact = compact.replace(",", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", compact):
        compact = compact.replace(".", "")
    return float(compact.replace(",", "."))


def read_words(text: str) -> int | None:
    """Return the value of a number in folded words, or None when it is not one."""
    total = part = 0
    seen = False
    for word in re.split(r"[ -]+", text.strip()):
        if word == "et":
            continue
        if word == "mille":
            total, part = total + (part or 1) * 1000, 0
        elif word in ("cent", "cents"):
            part = (part or 1) * 100
        elif word in ("vingt", "vingts") and part % 100 == 4:
            part += 76
        elif word in _UNITS:
            part += _UNITS[word]
        else:
            return None
        seen = True
    return total + part if seen else None


def read_number(text: str) -> float | None:
    """Return the value of a number in figures or folded words, or None."""
    text = text.strip()
    if text[:1].isdigit():
        return read_figures(text)
    return read_words(text)
