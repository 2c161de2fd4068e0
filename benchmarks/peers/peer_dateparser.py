# /// script
# requires-python = ">=3.11"
# dependencies = ["dateparser==1.5.0"]
# ///
"""`dateparser.search`: dates in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from common import CUES, WINDOW, Values, cue_windows, run

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = (
    "deadline: the first date with day, month and year that search_dates (languages fr, order "
    f"DMY) finds, from the first digit of each line, in the {WINDOW} characters after {CUES}"
)
_FROM_DIGIT = re.compile(r"\d.*")
SETTINGS = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}


def start() -> Callable[[str], Values]:
    """Load the search."""
    from dateparser.search import search_dates  # type: ignore[import-untyped] # noqa: PLC0415

    def read(text: str) -> Values:
        for window in cue_windows(text):
            # After a colon nothing is found in « : 8 janvier 2023 », so begin at the digits.
            digits = _FROM_DIGIT.search(window)
            if digits is None:
                continue
            found = search_dates(digits[0], languages=["fr"], settings=SETTINGS)
            if found:
                return {"deadline": found[0][1].date().isoformat()}
        return {"deadline": None}

    return read


if __name__ == "__main__":
    run(["deadline"], NOTE, ["dateparser"], start)
