"""Variants of annotated files as a file: behind `annonce-nlp generate`."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from annonce_nlp.corpus.generator import variants
from annonce_nlp.corpus.schema import CorpusError, Record, read_records

if TYPE_CHECKING:
    from pathlib import Path


def write_variants(data: Path, output: Path, count: int, seed: int = 0) -> None:
    """Write `count` variants of the records of a JSONL file, or of those of a folder, as JSONL.

    The file appears when all is written; an error on the way leaves what was there.

    Raises
    ------
    CorpusError
        When there are no records or no further variants, or a file breaks the schema.
    OSError
        When something cannot be read or written.
    """
    files = sorted(data.glob("*.jsonl")) if data.is_dir() else [data]
    if not files:
        raise CorpusError(f"{data} holds no *.jsonl file; give annotated postings")
    records = [record for file in files for record in read_records(file)]
    scratch = output.with_name(f".{output.name}.{os.getpid()}.partial")
    try:
        with scratch.open("w", encoding="utf-8") as out:
            for record in variants(records, count, seed):
                out.write(json_line(record) + "\n")
        scratch.replace(output)
    finally:
        scratch.unlink(missing_ok=True)


def json_line(record: Record) -> str:
    """Return a record as a line of the annotated files."""
    row = record.model_dump(mode="json", exclude={"source"})
    return json.dumps(row, ensure_ascii=False)
