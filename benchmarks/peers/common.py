"""What the peer scripts share. Standard library only: each runs in an environment of its own.

A peer script is called as `python SCRIPT POSTINGS.jsonl OUT.json`. It reads `id` and `text` of
each line and writes the values it would give, in the form that is compared: the employer as a
name, places as a list of names, the deadline as `YYYY-MM-DD`, duration in months, and so on.
"""

from __future__ import annotations

import json
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Values = dict[str, Any]

WINDOW = 40
"""Characters after a cue in which a date counts as the deadline."""

CUES = (
    "« date limite », « avant le », « au plus tard », « jusqu'au », « fin de publication » or "
    "« clôture »"
)
"""The cues of the deadline, for notes."""

_CUE = re.compile(
    r"date limite|avant le|au plus tard|jusqu['’]au|fin de publication|cl[ôo]ture", re.IGNORECASE
)
_MONTHS = {"W": 12 / 52, "M": 1.0, "Y": 12.0}


def after_cue(text: str, dates: Iterable[tuple[int, str]]) -> str | None:
    """Return the first date that begins shortly after a cue of the deadline.

    Parameters
    ----------
    text
        The posting.
    dates
        (offset in the text, `YYYY-MM-DD`) in the order of the text.
    """
    found = list(dates)
    for cue in _CUE.finditer(text):
        for start, date in found:
            if 0 <= start - cue.end() <= WINDOW:
                return date
    return None


def cue_windows(text: str) -> list[str]:
    """Return the lines after each cue of the deadline, for libraries that give no offsets."""
    windows = (text[cue.end() : cue.end() + WINDOW] for cue in _CUE.finditer(text))
    return [line for window in windows for line in window.splitlines() if line.strip()]


def months(number: float, unit: str) -> float:
    """Convert a length to months (52 weeks are 12); `unit` is W, M or Y as in ISO 8601."""
    return number * _MONTHS[unit]


def run(
    fields: Sequence[str],
    note: str,
    packages: Sequence[str],
    start: Callable[[], Callable[[str], Values]],
) -> None:
    """Read the postings named on the command line and write the predictions.

    Parameters
    ----------
    fields
        The fields the peer answers; `read` leaves out those it says nothing about.
    note
        The naive rule, in one sentence.
    packages
        The distributions whose versions identify the peer.
    start
        Loads the library and returns what reads one text.
    """
    source, out = map(Path, sys.argv[1:3])
    records = [json.loads(line) for line in source.read_text("utf-8").splitlines() if line.strip()]
    read = start()
    read("Stage de 6 mois à Lyon, 600 € par mois, candidatures avant le 3 mars 2024.")
    began, cpu = time.perf_counter(), time.process_time()
    predictions = {record["id"]: read(record["text"]) for record in records}
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    answer = {
        "fields": list(fields),
        "note": note,
        "version": ", ".join(f"{name} {version(name)}" for name in packages) or "–",
        "predictions": predictions,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
    }
    out.write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
