# /// script
# requires-python = ">=3.11"
# dependencies = ["price-parser==0.5.1"]
# ///
"""price-parser: an amount and its currency from a short text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from common import Values, run

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOW = 80
NOTE = (
    f"remuneration: Price.fromstring on the {WINDOW} characters from the first « salaire », "
    "« rémunération », « gratification » or « indemnité » that give an amount with a currency; "
    "thousands when K€ is written, period by the word in the window, else by size"
)
_CUE = re.compile(r"salaire|r[ée]mun[ée]r|gratification|indemni", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d\s*k(?:€|\b)", re.IGNORECASE)
_PERIODS = (
    ("hour", re.compile(r"\bheures?\b|/\s*h\b|horaire", re.IGNORECASE)),
    ("day", re.compile(r"\bjours?\b|journali", re.IGNORECASE)),
    ("month", re.compile(r"\bmois\b|mensuel", re.IGNORECASE)),
    ("year", re.compile(r"\bans?\b|annuel", re.IGNORECASE)),
)


def _period(window: str, amount: float) -> str:
    for name, words in _PERIODS:
        if words.search(window):
            return name
    return "hour" if amount < 100 else "month" if amount < 10_000 else "year"


def start() -> Callable[[str], Values]:
    """Load the parser."""
    from price_parser import Price  # type: ignore[import-not-found] # noqa: PLC0415

    def read(text: str) -> Values:
        for cue in _CUE.finditer(text):
            window = text[cue.start() : cue.start() + WINDOW]
            price = Price.fromstring(window)
            if price.amount is None or not price.currency:
                continue
            amount = float(price.amount) * (1000 if _THOUSANDS.search(window) else 1)
            pay = {"kind": "amount", "min": amount, "max": amount}
            return {"remuneration": {**pay, "period": _period(window, amount)}}
        return {"remuneration": None}

    return read


if __name__ == "__main__":
    run(["remuneration"], NOTE, ["price-parser"], start)
