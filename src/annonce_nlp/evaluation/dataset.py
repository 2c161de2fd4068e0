"""The gold postings an evaluation runs on, and where each stands in its file."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.schema import CorpusError, Record, read_records

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Item:
    """A gold record, its fields as plain values, and the line it was read from."""

    record: Record
    gold: dict[str, Any]
    file: Path
    line: int

    @property
    def where(self) -> str:
        """`file:line`, for messages."""
        return f"{self.file}:{self.line}"

    @property
    def gold_hash(self) -> str:
        """SHA-256 (first 16 digits) of the text, spans and fields: changes when gold does."""
        entities = sorted(e.model_dump_json() for e in self.record.entities or [])
        whole = json.dumps(
            [self.record.text, entities, self.gold], sort_keys=True, ensure_ascii=False
        )
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Dataset:
    """The postings of one evaluation, in file order, ids unique over all files."""

    names: tuple[str, ...]
    """Names under which peers may have measured the same data: `annotated`, `dev` …"""
    paths: tuple[Path, ...]
    items: tuple[Item, ...]

    @property
    def records(self) -> list[Record]:
        """The records alone."""
        return [item.record for item in self.items]

    @property
    def sha256(self) -> str:
        """Hash of the gold, whatever the order and the names of the files."""
        lines = sorted(f"{item.record.id} {item.gold_hash}" for item in self.items)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def default_data() -> Path:
    """Return `data/annotated` of the working directory, or of the checkout the code stands in."""
    here = Path("data/annotated")
    return here if here.is_dir() else Path(__file__).parents[3] / "data" / "annotated"


def read_dataset(
    paths: Sequence[str | Path] | None = None, own_labels: Sequence[str] = ()
) -> Dataset:
    """Read gold from files, or from every `*.jsonl` of folders.

    Parameters
    ----------
    paths
        JSONL files or folders; `data/annotated` when None.
    own_labels
        Labels accepted beside the five.

    Raises
    ------
    CorpusError
        When there is nothing to read, a record breaks the schema, or two records share an id.
    """
    given = tuple(Path(path) for path in paths) if paths else (default_data(),)
    items: list[Item] = []
    seen: dict[str, Item] = {}
    for file in _files(given):
        for line, record in zip(_filled_lines(file), read_records(file, own_labels), strict=True):
            item = Item(record, record.fields.model_dump(mode="json"), file, line)
            if record.id in seen:
                raise CorpusError(
                    f"{item.where}: id {record.id!r} was used at {seen[record.id].where} "
                    "already; ids must differ"
                )
            seen[record.id] = item
            items.append(item)
    if not items:
        raise CorpusError(
            f"{', '.join(map(str, given))}: no record; "
            "give a file with one annotated posting a line"
        )
    return Dataset(tuple(_name(path) for path in given), given, tuple(items))


def _name(path: Path) -> str:
    """Return the folder's name, the file's stem, or for `postings.jsonl` the name of its folder."""
    path = path.resolve()
    if path.is_dir():
        return path.name
    return path.parent.name if path.stem == "postings" else path.stem


def _files(given: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in given:
        if path.is_dir():
            found = sorted(path.glob("*.jsonl"))
            if not found:
                raise CorpusError(
                    f"{path}: no .jsonl file in this folder; give one that holds annotated postings"
                )
            files.extend(found)
        elif path.is_file():
            files.append(path)
        else:
            raise CorpusError(
                f"{path}: no such file or folder; give --data a JSONL file of annotated postings"
            )
    return files


def _filled_lines(file: Path) -> list[int]:
    with file.open(encoding="utf-8") as lines:
        return [number for number, line in enumerate(lines, 1) if line.strip()]
