"""Knowing an input again: the content of all its files, whenever and wherever they were copied."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp import __version__
from annonce_nlp.files import KINDS, Kind, files_under

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Known:
    """A file or folder as it was given, and what was in it."""

    path: str
    files: int
    bytes: int
    blake2b: str
    """Of the content of a file; of a folder, of its files' names and contents."""


@dataclass(frozen=True, slots=True)
class Identity:
    """All inputs of a run, in order, and how many texts they hold as far as can be told fast."""

    inputs: tuple[Known, ...]
    texts: int | None

    def as_list(self) -> list[dict[str, Any]]:
        """Return what a state file keeps."""
        return [asdict(known) for known in self.inputs]


def identify(paths: Iterable[str], other: Kind | None) -> Identity:
    """Read all inputs through, once, at the speed of the disk.

    Raises
    ------
    OSError
        When a path is not there or may not be read; within a folder, such files are noted.
    """
    seen: list[Known] = []
    texts: int | None = 0
    for path in paths:
        known, count = (_folder if Path(path).is_dir() else _file)(path, other)
        seen.append(known)
        texts = None if texts is None or count is None else texts + count
    return Identity(tuple(seen), texts)


def _file(name: str, other: Kind | None) -> tuple[Known, int | None]:
    path = Path(name)
    digest, size, lines = _content(path)
    kind = KINDS.get(path.suffix.lower()) or other or "text"
    return Known(name, 1, size, digest.hex()), _count(kind, lines)


def _folder(name: str, _other: Kind | None) -> tuple[Known, int | None]:
    all_content = hashlib.blake2b(digest_size=16)
    total, count = 0, 0
    texts: int | None = 0
    for path in files_under(Path(name), []):
        all_content.update(str(path.relative_to(name)).encode(errors="surrogateescape") + b"\0")
        count += 1
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            continue
        try:
            digest, size, lines = _content(path)
        except OSError as error:
            digest, size, lines = f"unreadable {error.errno}".encode(), 0, 1
        all_content.update(digest)
        total += size
        more = _count(kind, lines)
        texts = None if texts is None or more is None else texts + more
    return Known(name, count, total, all_content.hexdigest()), texts


def _content(path: Path) -> tuple[bytes, int, int]:
    """Return the digest of a file, its size and the number of its lines."""
    digest = hashlib.blake2b(digest_size=16)
    size = lines = 0
    last = b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return digest.digest(), size, lines + (last != b"\n")


def _count(kind: Kind, lines: int) -> int | None:
    """Return how many texts a file holds, None when only reading it would tell."""
    if kind == "jsonl":
        return lines
    return 1 if kind in ("text", "html") else None


def reader_identity() -> dict[str, str]:
    """Return what reads: another version, or other models, would not give the same rows."""
    from annonce_nlp.choice import models_folder  # noqa: PLC0415

    meta = json.loads((models_folder() / "meta.json").read_text("utf-8"))
    models = hashlib.blake2b(json.dumps(meta, sort_keys=True).encode(), digest_size=8)
    return {"annonce_nlp": __version__, "models": models.hexdigest()}
