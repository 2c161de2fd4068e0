"""Reading the postings to train on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from annonce_nlp.corpus.schema import CorpusError, Record, read_records

OWN_TYPE = "contract_type"
"""Key in `meta` of a contract type of one's own."""


def read_files(paths: Iterable[Path], own_labels: Sequence[str] = ()) -> list[list[Record]]:
    """Read JSONL files, and every `*.jsonl` of folders in name order; one list a file.

    Raises
    ------
    CorpusError
        When there is none, one is broken, or two postings share an id.
    """
    found: list[list[Record]] = []
    seen: dict[str, Path] = {}
    for path in paths:
        files = [path] if path.is_file() else sorted(path.glob("*.jsonl"))
        if not files:
            raise CorpusError(
                f"no .jsonl file in {path}: give the folder that holds your annotated postings"
            )
        for file in files:
            found.append(list(read_records(file, own_labels)))
            for record in found[-1]:
                if record.id in seen:
                    raise CorpusError(
                        f"{file}: id {record.id!r} is in {seen[record.id]} too; ids must differ"
                    )
                seen[record.id] = file
    return found


def read_corpus(folder: Path) -> list[Record]:
    """Read every `*.jsonl` of a folder as one list; raises what `read_files` raises."""
    return [record for file in read_files([folder]) for record in file]


def draw(files: list[list[Record]], most: int, seed: int) -> list[list[Record]]:
    """Keep `most` postings drawn at random, in their order; all of them when `most` is 0."""
    ids = [record.id for file in files for record in file]
    if not 0 < most < len(ids):
        return files
    kept = set(random.Random(seed).sample(ids, most))  # noqa: S311 - reproducible sampling
    return [[record for record in file if record.id in kept] for file in files]


def corpus_hash(records: Sequence[Record]) -> str:
    """Return the SHA-256 of what was trained on, whatever the order of files."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda r: r.id):
        digest.update(record.model_dump_json(exclude={"meta", "source"}).encode())
        digest.update(str(record.meta.get(OWN_TYPE, "")).encode())
    return digest.hexdigest()
