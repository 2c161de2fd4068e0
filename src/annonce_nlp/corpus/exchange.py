"""What the annotation formats share: labels with roles, the rest of a record, offsets, files.

A tool shows text and spans. All else of a record – id, fields, source, meta – travels beside them
under the key `CARRIED`, untouched, and comes back with the spans.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from annonce_nlp.choice import ROLES
from annonce_nlp.corpus.markup import ROLE_OF_LABEL
from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldEntity, Record, with_labels

CARRIED = "annonce_nlp"
"""The key under which a record's id, fields, source and meta travel through a tool."""

ROLE_MARK = ":"
TOOL_LABELS = tuple(
    form
    for label in LABELS
    for form in (
        (label, f"{label}{ROLE_MARK}{ROLE_OF_LABEL[label]}") if label in ROLE_OF_LABEL else (label,)
    )
)
"""The labels of tools without attributes: the five, `ORG:employer` and `LIEU:workplace`."""


def joined_label(entity: GoldEntity) -> str:
    """Return label and role as one word: `ORG`, `ORG:employer`."""
    return f"{entity.label}{ROLE_MARK}{entity.role}" if entity.role else entity.label


def parted_label(word: str, where: str, own_labels: Sequence[str] = ()) -> tuple[str, str | None]:
    """Return label and role of one word; the inverse of `joined_label`.

    Raises
    ------
    CorpusError
        For a word that is none of `TOOL_LABELS` or `own_labels`; `where` names the span in the
        message.
    """
    label, _, role = word.partition(ROLE_MARK)
    if label not in (*LABELS, *own_labels) or (role and role not in ROLES):
        known = ", ".join((*TOOL_LABELS, *own_labels))
        raise CorpusError(f"{where}: unknown label {word!r}; use one of {known}")
    return label, role or None


def carried(record: Record) -> dict[str, Any]:
    """Return what of a record is neither text nor spans, as JSON values."""
    rest = record.model_dump(mode="json", exclude={"text", "entities"})
    if record.entities is None:
        rest["unannotated"] = True
    return rest


def parse_carried(value: object, where: str) -> dict[str, Any]:
    """Return what travelled beside text and spans, from an object or its JSON.

    Raises
    ------
    CorpusError
        When nothing did.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError as error:
            raise CorpusError(f"{where}: {CARRIED!r} is no JSON ({error.msg})") from error
    if not isinstance(value, Mapping) or "id" not in value or "fields" not in value:
        raise CorpusError(
            f"{where}: no id and fields under {CARRIED!r}; export the postings with annonce_nlp, "
            "which puts them there (annonce_nlp.corpus.drafts makes records of new texts)"
        )
    return dict(value)


def make_entity(text: str, start: int, end: int, label: str, role: str | None) -> GoldEntity:
    """Make a span, of a label known to be right, without the blanks marked along at its ends."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return GoldEntity.model_validate(
        {"start": start, "end": end, "label": label, "role": role}, context=with_labels([label])
    )


def rebuild(
    text: object, entities: Iterable[GoldEntity], rest: dict[str, Any], where: str
) -> Record:
    """Make a record of text, spans and what travelled beside them.

    A record that left without annotation and comes back without a span stays unannotated.

    Raises
    ------
    CorpusError
        When the record breaks the schema.
    """
    spans = list(entities)
    unannotated = rest.pop("unannotated", False) and not spans
    try:
        return Record.model_validate(
            {**rest, "text": text, "entities": None if unannotated else spans},
            context=with_labels([span.label for span in spans]),
        )
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(str(part) for part in first["loc"])
        name = rest.get("id", "record")
        message = f"{where}: {name}: {f'{spot}: ' if spot else ''}{first['msg']}"
        raise CorpusError(message) from error


def utf16_offsets(text: str) -> list[int]:
    """Return for each code point of `text`, and its end, the offset in UTF-16 code units.

    Browsers count so: an emoji is one code point and two code units.
    """
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if ord(char) > 0xFFFF else 1))
    return offsets


def read_jsonl(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file.

    Raises
    ------
    CorpusError
        For a line that is no JSON object.
    """
    with Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(f"{path}:{number}: not JSON ({error.msg})") from error
            if not isinstance(row, dict):
                raise CorpusError(f"{path}:{number}: not a JSON object; write one a line")
            yield row


def write_jsonl(path: str | Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write objects one a line and return how many; the file appears when all are written."""
    path = Path(path)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.partial")
    count = 0
    try:
        with scratch.open("w", encoding="utf-8", newline="\n") as out:
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return count


def write_records(path: str | Path, records: Iterable[Record]) -> int:
    """Write records as the JSONL that `read_records` and training read; return how many."""
    return write_jsonl(path, (record.model_dump(mode="json") for record in records))
