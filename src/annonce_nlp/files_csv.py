"""CSV files as a stream of texts, a row at a time."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from annonce_nlp.files import Problem, Source, checked, decode, no_column, row_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annonce_nlp.files import Input, Options

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 2**31 - 1


class _Lines:
    """The decoded lines of a stream, counted; a line that cannot be decoded does not end them."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        data = next(self.stream)
        self.count += 1
        return decode(data)


def read_csv(stream: BinaryIO, name: str, options: Options) -> Iterator[Input]:
    """Yield the texts of a CSV file; what cannot be read is a `Problem` in its place."""
    # a cell holds a whole posting; its length is checked as any text's
    csv.field_size_limit(_LONGEST_CELL)
    lines = _Lines(stream)
    top = Source(name, line=1)
    try:
        first = next(lines, "")
        delimiter = _delimiter(first, options.text_column)
        rows = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        header = [cell.strip() for cell in next(rows)]
    except (csv.Error, ValueError) as error:
        yield Problem(top, f"no CSV header ({error}); name the columns in the first row")
        return
    if options.text_column not in header:
        empty = Problem(top, "the first row is empty; name the columns in it")
        yield no_column(top, header, options) if header else empty
        return
    number = 0
    while True:
        source = Source(name, line=lines.count + 1, row=number + 1)
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, ValueError) as error:
            number += 1
            yield Problem(source, f"not CSV ({error}); check its quotation marks")
            continue
        if row:
            number += 1
            yield _read_row(source, header, row, options)


def _read_row(source: Source, header: list[str], row: list[str], options: Options) -> Input:
    if len(row) < len(header) or any(row[len(header) :]):
        found = f"{len(row)} cells where the header has {len(header)}"
        return Problem(source, f"{found}; check its quotation marks")
    cells = dict(zip(header, row, strict=False))
    source = replace(source, id=row_id(cells.get("id")))
    return checked(source, cells[options.text_column], options)


def _delimiter(header: str, column: str) -> str:
    """Return the delimiter that gives the header the column, else the one that cuts it most."""
    cuts = {sign: next(csv.reader([header], delimiter=sign), []) for sign in _DELIMITERS}
    for sign, names in cuts.items():
        if column in (name.strip() for name in names):
            return sign
    return max(_DELIMITERS, key=lambda sign: len(cuts[sign]))
