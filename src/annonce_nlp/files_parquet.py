"""Parquet files as a stream of texts, some rows of two columns in memory at a time."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, BinaryIO

from annonce_nlp.files import MissingExtraError, Problem, Source, checked, no_column, row_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annonce_nlp.files import Input, Options

_BUFFER = 2**20
"""Bytes read at a time: without it a whole column of a row group is."""
_ROWS = 64
"""Rows in memory: a cell may hold a whole page."""


def read_parquet(stream: BinaryIO, name: str, options: Options) -> Iterator[Input]:
    """Yield the texts of a Parquet file; what cannot be read is a `Problem` in its place."""
    top = Source(name)
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        yield Problem(top, str(MissingExtraError("reading Parquet", "pyarrow", extra="parquet")))
        return
    number = 0
    try:
        if not stream.seekable():
            yield Problem(top, "Parquet is read from files, not from a pipe; give the file's name")
            return
        file = parquet.ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER)
        columns = list(file.schema_arrow.names)
        if options.text_column not in columns:
            yield no_column(top, columns, options)
            return
        wanted = [column for column in (options.text_column, "id") if column in columns]
        for batch in file.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                source = Source(name, row=number, id=row_id(row.get("id")))
                yield checked(source, row[options.text_column], options)
    except (OSError, ValueError) as error:
        # pyarrow's errors are of these kinds; rows after a broken page cannot be found
        where = Source(name, row=number + 1) if number else top
        reason = " ".join(str(error).split())[:200]
        yield Problem(where, f"not Parquet, or broken from here on ({reason})")
