# /// script
# requires-python = ">=3.11"
# dependencies = ["timexy==0.1.3", "spacy==3.8.18"]
# ///
"""timexy: dates and durations as a spaCy component, normalised to TIMEX3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from common import CUES, WINDOW, Values, after_cue, months, run

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = (
    f"deadline: the first DATE that begins within {WINDOW} characters after {CUES}; "
    "duration: the first DURATION in weeks, months or years"
)
_DATE = re.compile(r'type="DATE" value="(\d{4}-\d\d-\d\d)')
_LENGTH = re.compile(r'type="DURATION" value="P(\d+)([WMY])"')


def start() -> Callable[[str], Values]:
    """Put the component on a blank French pipeline."""
    import spacy  # noqa: PLC0415
    from timexy import Timexy  # type: ignore[import-not-found] # noqa: F401, PLC0415 - registers it

    nlp = spacy.blank("fr")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def read(text: str) -> Values:
        dates, lengths = [], []
        for entity in nlp(text).ents:
            if date := _DATE.search(entity.kb_id_):
                dates.append((entity.start_char, date[1]))
            elif length := _LENGTH.search(entity.kb_id_):
                lengths.append(months(float(length[1]), length[2]))
        duration = {"min": lengths[0], "max": lengths[0]} if lengths else None
        return {"deadline": after_cue(text, dates), "duration": duration}

    return read


if __name__ == "__main__":
    run(["deadline", "duration"], NOTE, ["timexy", "spacy"], start)
