"""Texts that tests share: hostile ones for time, and strategies that look like postings."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = {
    "brackets": "(",
    "ones": "1 ",
    "one endless word": "a",
    "blanks": " ",
    "line breaks": "\n",
    "digits": "1",
    "dotted numbers": "1.",
    "dotted letters": "a.",
    "at signs": "a@",
    "masked at signs": "a at ",
    "euros": "€ ",
    "number words": "un ",
    "thousands": "mille ",
    "open tags": "<a",
    "entities cut short": "&#",
    "links": "](",
    "stars": "**",
    "accents": "e\u0301",
    "lone marks": "\u0301",
    "hyphens": "- ",
    "slashes": "1/",
    "dates": "1 mars ",
    "lengths": "3 mois a ",
    "timetable": "12 h ",
    "sums": "1 € brut / ",
    "groups of three": "1 000 ",
    "negations": "pas ",
    "telework": "teletravail ",
    "bullets": "• ",
    "capitals": "A ",
    "town in capitals": "SAINT-JEAN-DE ",
    "labels": "a : ",
    "inclusive": "a·e",
    "heads": "a partir de ",
    "rewrapped": "mot ligne assez longue pour aller au bord de la page, puis fin\n",
}
"""One unit of each hostile text, by name."""

WORDS = [
    "Durée", "mois", "6", "12", "1 300", "€", "k€", "brut", "à", "de", "entre", "et",
    "jusqu'au", "mars",
    "2024", "1er", "35", "h", "30", "/", "-", "(", ")", ":", "\n", "\u00a0", "&nbsp;", "&amp;",
    "**",
    "<br>", "[", "](", "Télétravail", "non", "100", "%", "rh@example.org", "at", "[at]", ".",
    ",", "e\u0301",
    "Employeur", "•", "#", "\r\n", "\t", "🚀", "\u00ad", "\u200b", "trente-six", "ans",
    "minimum", "+",
    "12/05", "lundi", "CHF", "TJM", "Lieu", "|", "_", "'", "’", "minuit", "semaine",
]  # fmt: skip

POSTING_LIKE = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
)
"""Any text at all, and texts made of the pieces postings are made of."""


def hostile(unit: str, length: int) -> str:
    """Repeat a unit up to a length."""
    return (unit * (length // len(unit) + 1))[:length]


def seconds(call: Callable[[Any], object], text: Any) -> float:
    """Return the best CPU time of three calls; parts of a millisecond are rounded up to one."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        call(text)
        best = min(best, time.process_time() - begin)
        if best > 2:
            break
    return max(best, 0.001)


def assert_linear(
    call: Callable[[Any], object], unit: str, prepare: Callable[[str], Any] = str
) -> None:
    """Four times the text must not take much more than four times the time.

    Ratios of times under a few milliseconds say nothing, so they are not judged.
    """
    short = seconds(call, prepare(hostile(unit, 20_000)))
    long = seconds(call, prepare(hostile(unit, 80_000)))
    assert long < 0.02 or long / short < 9, (
        f"{unit!r}: 20,000 characters took {short:.3f} s, 80,000 took {long:.3f} s"
    )
