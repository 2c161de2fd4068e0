"""Postings as flat rows, for CSV files, data frames and the terminal.

A row has one value a column; several values of a field are joined with « | ». What a flat row
cannot hold – evidence, entities, coordinates – is in the JSON formats.
"""

from __future__ import annotations

import csv
import textwrap
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annonce_nlp.posting import Posting

Cell = str | int | float | None
Row = dict[str, Cell]

SEPARATOR = " | "

SOURCE_COLUMNS = ("file", "line", "row", "id")
COLUMNS = (
    "title",
    "employer",
    "employer_aliases",
    "places",
    "postal_codes",
    "departments",
    "regions",
    "countries",
    "contract",
    "contract_also",
    "contract_probability",
    "pay_kind",
    "pay_min",
    "pay_max",
    "pay_currency",
    "pay_period",
    "pay_tax",
    "deadline",
    "duration_min",
    "duration_max",
    "start",
    "weekly_hours",
    "telework",
    "emails",
    "reference",
    "category",
    "grade",
    "study_min",
    "study_max",
    "study_years_min",
    "study_years_max",
    "phones",
    "application_urls",
    "published",
    "start_char",
    "end_char",
)
"""The columns of a flat posting, in order; durations are in months."""

_TABLE = {
    "source": (8, 2),
    "title": (10, 6),
    "employer": (9, 4),
    "places": (8, 3),
    "contract": (8, 1),
    "pay": (8, 4),
    "deadline": (10, 0),
    "duration": (8, 1),
}
"""The columns of the terminal's table: fewest characters, and share of the room left over."""
_GAP = " "


def flat_row(posting: Posting) -> Row:
    """Return the posting as one flat row, with the keys of `COLUMNS`; unknown values are None.

    The parts of several places stand in the same order in each column: `Lyon | Paris` under
    `places` and ` | 75011` under `postal_codes` when only the second has a code.
    """
    employer, contract, pay, duration = (
        posting.employer,
        posting.contract,
        posting.remuneration,
        posting.duration,
    )
    places, studies = posting.places, posting.study_level
    return {
        "title": posting.title,
        "employer": employer.name if employer else None,
        "employer_aliases": _joined(employer.aliases) if employer else None,
        "places": _joined([place.name for place in places]),
        "postal_codes": _joined([place.postal_code for place in places]),
        "departments": _joined([place.department for place in places]),
        "regions": _joined([place.region for place in places]),
        "countries": _joined([place.country for place in places]),
        "contract": contract.type.value if contract else None,
        "contract_also": _joined([also.value for also in contract.also]) if contract else None,
        "contract_probability": contract.probability if contract else None,
        "pay_kind": pay.kind.value if pay else None,
        "pay_min": pay.min if pay else None,
        "pay_max": pay.max if pay else None,
        "pay_currency": pay.currency if pay else None,
        "pay_period": pay.period.value if pay and pay.period else None,
        "pay_tax": pay.tax.value if pay and pay.tax else None,
        "deadline": posting.deadline.isoformat() if posting.deadline else None,
        "duration_min": duration.min if duration else None,
        "duration_max": duration.max if duration else None,
        "start": posting.start,
        "weekly_hours": posting.weekly_hours,
        "telework": posting.telework.value if posting.telework else None,
        "emails": _joined(posting.emails),
        "reference": posting.reference,
        "category": _joined([category.value for category in posting.category]),
        "grade": _joined([grade.name for grade in posting.grade]),
        "study_min": studies.min if studies else None,
        "study_max": studies.max if studies else None,
        "study_years_min": studies.years_min if studies else None,
        "study_years_max": studies.years_max if studies else None,
        "phones": _joined(posting.phones),
        "application_urls": _joined(posting.application_urls),
        "published": posting.published.isoformat() if posting.published else None,
        "start_char": posting.start_char,
        "end_char": posting.end_char,
    }


def _joined(values: Iterable[str | None]) -> str | None:
    listed = list(values)
    return SEPARATOR.join(value or "" for value in listed) if any(listed) else None


def write_csv(rows: Iterable[tuple[Mapping[str, str | int], Posting]], out: TextIO) -> None:
    """Write postings with their sources as CSV, one at a time as they come."""
    writer = csv.DictWriter(out, (*SOURCE_COLUMNS, *COLUMNS), lineterminator="\n")
    writer.writeheader()
    for source, posting in rows:
        writer.writerow({**source, **flat_row(posting)})
        out.flush()


def write_table(
    rows: Iterable[tuple[Mapping[str, str | int], Posting]], out: TextIO, width: int
) -> None:
    """Write postings as a table `width` characters wide, one at a time as they come."""
    widths = _widths(width)
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    out.write(_lines(list(_TABLE), widths))
    for source, posting in rows:
        out.write(rule + "\n" + _lines(_cells(source, posting), widths))
        out.flush()


def _cells(source: Mapping[str, str | int], posting: Posting) -> list[str]:
    number = source.get("line", source.get("row"))
    row_id = source.get("id")
    words = [
        f"{source['file']}:{number}" if number is not None else str(source["file"]),
        posting.title,
        posting.employer.name if posting.employer else None,
        _joined([place.name for place in posting.places]),
        contract_words(posting),
        pay_words(posting),
        posting.deadline.isoformat() if posting.deadline else None,
        duration_words(posting),
    ]
    if row_id is not None:
        words[0] = f"{words[0]} {row_id}"
    return [printable(word or "–") for word in words]


def _widths(total: int) -> list[int]:
    least = sum(width for width, _ in _TABLE.values()) + len(_GAP) * (len(_TABLE) - 1)
    left_over = max(0, total - least)
    shares = sum(share for _, share in _TABLE.values())
    return [width + left_over * share // shares for width, share in _TABLE.values()]


def _lines(cells: list[str], widths: list[int]) -> str:
    wrapped = [textwrap.wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    return "".join(_GAP.join(map(_padded, line, widths)).rstrip() + "\n" for line in lines)


def _padded(word: str, width: int) -> str:
    """Fill up with spaces; accents that combine take no room and emoji two columns."""
    shown = sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in word
    )
    return word + " " * (width - shown)


def printable(text: str) -> str:
    """Return `text`, of the same length, without the control characters that steer a terminal."""
    return "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)


def contract_words(posting: Posting) -> str | None:
    """Return the contract in words: `cdd`, `cdd (or titulaire)`."""
    if posting.contract is None:
        return None
    also = ", ".join(kind.value for kind in posting.contract.also)
    return posting.contract.type.value + (f" (or {also})" if also else "")


def pay_words(posting: Posting) -> str | None:
    """Return the pay in words: `1300–1500 EUR a month, gross`, or its kind without figures."""
    pay = posting.remuneration
    if pay is None:
        return None
    if pay.min is None and pay.max is None:
        return pay.kind.value
    parts = [
        _range(pay.min, pay.max),
        pay.currency or "",
        f"a{'n' * (pay.period == 'hour')} {pay.period.value}" if pay.period else "",
    ]
    words = " ".join(part for part in parts if part)
    return f"{words}, {pay.tax.value}" if pay.tax else words


def duration_words(posting: Posting) -> str | None:
    """Return the duration in words: `5–6 months`."""
    length = posting.duration
    if length is None or (length.min is None and length.max is None):
        return None
    return f"{_range(length.min, length.max)} month{'' if length.min == length.max == 1 else 's'}"


def study_words(posting: Posting) -> str | None:
    """Return the level of studies in words: `level 7 (Bac+5)`, `from level 5 (Bac+2)`."""
    asked = posting.study_level
    if asked is None:
        return None
    years = ""
    if asked.years_min is not None:
        years = f" (Bac+{asked.years_min})" if asked.years_min else " (Bac)"
        if asked.years_max not in (None, asked.years_min):
            years = f"{years[:-1]} to +{asked.years_max})"
    if asked.max is None:
        return f"from level {asked.min}{years}"
    if asked.min is None:
        return f"up to level {asked.max}"
    return f"level {_range(asked.min, asked.max)}{years}"


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"from {number_words(low)}" if low is not None else f"up to {number_words(high)}"
    return number_words(low) if low == high else f"{number_words(low)}–{number_words(high)}"


def number_words(number: float | None) -> str:
    """Return a number without idle decimals: `1300`, `12.5`."""
    return "" if number is None else f"{number:.2f}".rstrip("0").rstrip(".")
