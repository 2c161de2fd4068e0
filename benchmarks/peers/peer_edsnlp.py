# /// script
# requires-python = ">=3.11"
# dependencies = ["edsnlp==0.23.0", "spacy==3.8.18"]
# ///
"""edsnlp: the dates and the quantities that were made for French clinical notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common import CUES, WINDOW, Values, after_cue, months, run

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = (
    "deadline: the first of eds.dates with day, month and year that begins within "
    f"{WINDOW} characters after {CUES}; "
    "duration: the first of eds.quantities in weeks, months or years, both its ends"
)
_UNITS = {"week": "W", "month": "M", "year": "Y"}


def _date(found: object) -> str | None:
    year, month, day = (getattr(found, name, None) for name in ("year", "month", "day"))
    return f"{year:04}-{month:02}-{day:02}" if year and month and day else None


def _length(quantity: object) -> Values | None:
    value: Any = quantity
    unit = _UNITS.get(value.unit)
    if unit is None:
        return None
    # A range has two values; a plain quantity has one.
    ends = list(value.value) if isinstance(value.value, (list, tuple)) else [value.value]
    return {"min": months(float(ends[0]), unit), "max": months(float(ends[-1]), unit)}


def start() -> Callable[[str], Values]:
    """Make two pipelines: in one, eds.dates would take « à 6 mois » away from « 4 à 6 mois »."""
    import edsnlp  # type: ignore[import-not-found] # noqa: PLC0415
    import edsnlp.pipes as eds  # type: ignore[import-not-found] # noqa: PLC0415

    dates, lengths = edsnlp.blank("eds"), edsnlp.blank("eds")
    dates.add_pipe(eds.dates())
    quantities = {"length": {"unit": "month"}}
    lengths.add_pipe(eds.quantities(quantities=quantities, extract_ranges=True, use_tables=False))

    def read(text: str) -> Values:
        days = [(s.start_char, day) for s in dates(text).spans["dates"] if (day := _date(s._.date))]
        found = [_length(span._.value) for span in lengths(text).spans["quantities"]]
        return {
            "deadline": after_cue(text, days),
            "duration": next((length for length in found if length), None),
        }

    return read


if __name__ == "__main__":
    run(["deadline", "duration"], NOTE, ["edsnlp", "spacy"], start)
