"""Writing a shard: rows into a hidden file, which gets its name when it is whole."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from annonce_nlp.posting import Posting

Form = Literal["jsonl", "parquet"]
FORMS: tuple[Form, ...] = ("jsonl", "parquet")

_ROWS_HELD = 500
"""Rows of a Parquet shard held in memory."""

Row = tuple["Mapping[str, str | int]", "Posting | str"]
"""Where it was read, and the posting, or in one sentence why there is none."""


@contextmanager
def writing(path: Path, form: Form) -> Iterator[Callable[[Row], None]]:
    """Give a function that writes a row; the file is at `path` when all went well, else nowhere."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with (_writing_jsonl if form == "jsonl" else _writing_parquet)(scratch) as write:
            yield write
        with scratch.open("rb") as written:
            os.fsync(written.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def json_row(row: Row) -> dict[str, Any]:
    """Return the row as JSONL holds it: `source` and `posting`, or `source` and `error`."""
    source, found = row
    if isinstance(found, str):
        return {"source": dict(source), "error": found}
    return {"source": dict(source), "posting": found.model_dump(mode="json")}


@contextmanager
def _writing_jsonl(path: Path) -> Iterator[Callable[[Row], None]]:
    # file names that are no Unicode come out as JSON writes them
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:

        def write(row: Row) -> None:
            out.write(json.dumps(json_row(row), ensure_ascii=False) + "\n")

        yield write


def parquet_schema() -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return the schema of a Parquet shard: where the row was read, `error`, and the posting."""
    import pyarrow as pa  # noqa: PLC0415

    from annonce_nlp.export.frames import arrow_schema  # noqa: PLC0415

    source = (
        ("file", pa.string(), "the input the row was read in"),
        ("line", pa.int64(), "where it begins in a JSONL or CSV file, from 1"),
        ("row", pa.int64(), "of a CSV or Parquet file, from 1"),
        ("id", pa.string(), "the row's own id"),
        ("error", pa.string(), "why the row could not be read; null when it was"),
    )
    fields = [pa.field(name, kind, metadata={"description": note}) for name, kind, note in source]
    return pa.schema([*fields, *arrow_schema()])


@contextmanager
def _writing_parquet(path: Path) -> Iterator[Callable[[Row], None]]:
    from annonce_nlp.export.frames import frame_row  # noqa: PLC0415

    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow.parquet import ParquetWriter  # noqa: PLC0415
    except ImportError:
        from annonce_nlp.files import MissingExtraError  # noqa: PLC0415

        raise MissingExtraError("writing Parquet", "pyarrow", extra="parquet") from None
    schema = parquet_schema()
    held: list[dict[str, Any]] = []
    with ParquetWriter(str(path), schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.Table.from_pylist(held, schema=schema))
            held.clear()

        def write(row: Row) -> None:
            source, found = row
            known = {**source, "id": None if "id" not in source else str(source["id"])}
            known["file"] = str(source["file"]).encode(errors="backslashreplace").decode()
            told = {"error": found} if isinstance(found, str) else frame_row(found)
            held.append({**known, **told})
            if len(held) == _ROWS_HELD:
                flush()

        yield write
        flush()
