"""Reading files, folders and standard input as a stream of texts.

What cannot be read does not stop the stream: it comes out as a `Problem`, one sentence with the
file and the line, in its place among the texts.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["text", "html", "jsonl", "csv", "parquet"]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}
"""How a file is read, by the end of its name."""

MAX_LENGTH = 1_000_000
"""Longest text read, in characters, unless the caller says otherwise."""

_STDIN = "-"
_BYTES_PER_CHARACTER = 4
_HTML_OVERHEAD = 10
"""An HTML source may be this many times longer than the longest text: tags are not text."""
_SIGNATURES = {
    b"%PDF": "a PDF; turn it into text first, for instance with pdftotext",
    b"PK\x03\x04": "a zip or an office document; save it as text first",
}


class MissingExtraError(RuntimeError):
    """A package of an optional extra is not installed; the message says how to install it."""

    def __init__(self, task: str, package: str, extra: str = "files") -> None:
        super().__init__(f'{task} needs {package}: pip install "annonce_nlp[{extra}]"')


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text was read."""

    file: str
    """The path as given or found, `-` for standard input."""
    line: int | None = None
    """Where a row of a JSONL or CSV file begins, counted from 1."""
    row: int | None = None
    """Of a CSV or Parquet file, counted from 1 after the header."""
    id: str | int | None = None
    """The row's own `id`, when it has one."""

    def as_dict(self) -> dict[str, str | int]:
        """Return the parts that are known."""
        parts = {"file": self.file, "line": self.line, "row": self.row, "id": self.id}
        return {name: value for name, value in parts.items() if value is not None}

    def __str__(self) -> str:
        place = self.row if self.line is None else self.line
        return self.file if place is None else f"{self.file}:{place}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read, exactly as the file holds it (HTML: without its tags)."""

    source: Source
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, in one sentence; unless `serious`, merely passed over."""

    source: Source
    message: str
    serious: bool = True

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


Input = Text | Problem


@dataclass(frozen=True, slots=True)
class Options:
    """What the readers of all kinds of file need to know."""

    text_column: str
    max_length: int


def read_inputs(
    paths: Iterable[str | Path],
    *,
    text_column: str = "text",
    max_length: int = MAX_LENGTH,
    other: Kind | None = None,
    skip: int = 0,
) -> Iterator[Input]:
    """Yield the texts of files, of all readable files under folders, and of `-`, in order.

    Parameters
    ----------
    paths
        Files, folders (read with their subfolders, hidden ones left out) or `-`.
    text_column
        The column of CSV files, or key of JSONL objects, that holds the posting.
    max_length
        Longest text accepted, in characters.
    other
        How to read `-` and named files without a known ending; by default `-` and files
        without any ending are plain text and other endings are a `Problem`.
    skip
        Leave out this many texts and problems at the beginning; whole files are not even opened.
    """
    skipping = _Skipping(skip)
    for found in _read_paths(paths, Options(text_column, max_length), other, skipping):
        if not skipping.take():
            yield found


@dataclass(slots=True)
class _Skipping:
    """Inputs still to be left out."""

    left: int

    def take(self) -> bool:
        """Tell whether the next input is one of them, and count it."""
        if self.left == 0:
            return False
        self.left -= 1
        return True


def _read_paths(
    paths: Iterable[str | Path], options: Options, other: Kind | None, skipping: _Skipping
) -> Iterator[Input]:
    for given in paths:
        name, path = str(given), Path(given)
        if name == _STDIN:
            yield from _read_stream(sys.stdin.buffer, name, other or "text", options)
        elif path.is_dir():
            yield from _read_folder(path, options, skipping)
        else:
            kind = KINDS.get(path.suffix.lower()) or other or (None if path.suffix else "text")
            if kind is None:
                known = ", ".join(KINDS)
                message = (
                    f"no {path.suffix} file is read, only {known}; --input-format says what it is"
                )
                yield Problem(Source(name), message)
            else:
                yield from _read_file(path, kind, options, skipping)


def _read_folder(folder: Path, options: Options, skipping: _Skipping) -> Iterator[Input]:
    passed_over: Counter[str] = Counter()
    closed: list[OSError] = []
    found = 0
    for path in files_under(folder, closed):
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            passed_over[path.suffix or "without ending"] += 1
            continue
        found += 1
        yield from _read_file(path, kind, options, skipping)
    for error in closed:
        yield Problem(Source(str(error.filename or folder)), _reason(error))
    if passed_over:
        counts = ", ".join(f"{count} {ending}" for ending, count in sorted(passed_over.items()))
        message = f"files of other kinds were passed over: {counts}"
        yield Problem(Source(str(folder)), message, serious=False)
    if not found and not closed:
        yield Problem(Source(str(folder)), f"the folder holds no file to read ({', '.join(KINDS)})")


def files_under(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Yield all files that are not hidden, in order; note the folders that may not be read."""
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))


def _read_file(path: Path, kind: Kind, options: Options, skipping: _Skipping) -> Iterator[Input]:
    if kind in ("text", "html") and skipping.take():
        return
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), kind, options)
    except OSError as error:
        yield Problem(Source(str(path)), _reason(error))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check its path"
    if isinstance(error, PermissionError):
        return "you may not read it; check its permissions"
    return f"it cannot be read ({error.strerror or error})"


def _read_stream(stream: BinaryIO, name: str, kind: Kind, options: Options) -> Iterator[Input]:
    if kind == "jsonl":
        yield from _read_jsonl(stream, name, options)
    elif kind == "csv":
        from annonce_nlp.files_csv import read_csv  # noqa: PLC0415

        yield from read_csv(stream, name, options)
    elif kind == "parquet":
        from annonce_nlp.files_parquet import read_parquet  # noqa: PLC0415

        yield from read_parquet(stream, name, options)
    else:
        yield _read_whole(stream, name, kind, options)


def _read_whole(stream: BinaryIO, name: str, kind: Kind, options: Options) -> Input:
    source = Source(name)
    longest = options.max_length * (_HTML_OVERHEAD if kind == "html" else 1)
    limit = longest * _BYTES_PER_CHARACTER + len(codecs.BOM_UTF8)
    data = stream.read(limit + 1)
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            return Problem(source, f"it is {what}")
    if len(data) > limit:
        return _too_long(source, longest)
    try:
        text = decode(data)
        if kind == "html":
            text = _html_to_text(text)
    except (ValueError, MissingExtraError) as error:
        return Problem(source, str(error))
    return checked(source, text, options)


def decode(data: bytes) -> str:
    """Decode UTF-8 with or without its mark, else Windows-1252."""
    if b"\0" in data:
        raise ValueError("it is binary or UTF-16, not text; save it as UTF-8 text")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("it is neither UTF-8 nor Windows-1252 text; save it as UTF-8 text")


def _html_to_text(html: str) -> str:
    try:
        from inscriptis import get_text  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("reading HTML", "inscriptis") from None
    try:
        text = str(get_text(html))
    except Exception as error:
        raise ValueError(f"its HTML cannot be read ({error}); save it as text") from error
    if html.strip() and not text.strip():
        raise ValueError("no text was found in its HTML; save it as text")
    return text


def checked(source: Source, text: object, options: Options) -> Input:
    """Return the text, or what is wrong with it."""
    if not isinstance(text, str):
        found = "null" if text is None else json.dumps(text, default=str)[:40]
        return Problem(source, f"« {options.text_column} » should hold text, not {found}")
    if len(text) > options.max_length:
        return _too_long(source, options.max_length)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half a surrogate pair; write the text anew as UTF-8"
        return Problem(source, message)
    return Text(source, text)


def _too_long(source: Source, limit: int) -> Problem:
    return Problem(source, f"it is longer than {limit:,} characters; --max-length raises the limit")


def _read_jsonl(stream: BinaryIO, name: str, options: Options) -> Iterator[Input]:
    for number, data in enumerate(stream, 1):
        source = Source(name, line=number)
        try:
            line = decode(data)
            if not line.strip():
                continue
            row = json.loads(line)
        except json.JSONDecodeError as error:
            if number == 1 and data.lstrip().startswith(b"["):
                message = (
                    "a JSON array, not JSON Lines; write an object a line, as jq -c '.[]' does"
                )
                yield Problem(source, message)
                return
            yield Problem(
                source,
                f"not a JSON object ({error.msg}, column {error.colno}); write one posting a line",
            )
            continue
        except ValueError as error:
            yield Problem(source, str(error))
            continue
        except RecursionError:
            yield Problem(source, "its JSON is nested too deep; write one posting a line")
            continue
        if not isinstance(row, dict):
            yield Problem(
                source,
                "not a JSON object; write one posting a line, as {"
                + f'"{options.text_column}": "…"'
                + "}",
            )
            continue
        source = Source(name, line=number, id=row_id(row.get("id")))
        if options.text_column in row:
            yield checked(source, row[options.text_column], options)
        else:
            yield no_column(source, [str(key) for key in row], options)


def no_column(source: Source, columns: Iterable[str], options: Options) -> Problem:
    """Return the problem of a table without the column of the texts."""
    named = ", ".join(columns) or "none"
    message = f"no column « {options.text_column} », only {named[:200]}; name it with --text-column"
    return Problem(source, message)


def row_id(value: object) -> str | int | None:
    """Return a row's own id as a string or an integer."""
    if value is None or value == "":
        return None
    return (
        value
        if isinstance(value, (str, int)) and not isinstance(value, bool)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
