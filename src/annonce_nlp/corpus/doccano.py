"""Records as doccano's JSONL for sequence labelling, and back.

doccano has no attributes of spans, so a role is part of the label: make the project with
`annonce_nlp.corpus.exchange.TOOL_LABELS` (`ORG`, `ORG:employer`, `LIEU`, `LIEU:workplace`,
`REMUNERATION`, `DATE_LIMITE`, `DUREE`). Overlapping spans must be off.

doccano counts as browsers do, in UTF-16 code units: an emoji before a span shifts it by one. That
is what is written and read here unless `offsets="code_points"` says that the file counts as
Python does (doccano before 1.6, other tools). Leave « Count grapheme clusters as one character »
off: those offsets cannot be read back. Spans come back in text order; doccano's own ids, comments
and the names of annotators are not kept.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from annonce_nlp.corpus.exchange import (
    CARRIED,
    carried,
    joined_label,
    make_entity,
    parse_carried,
    parted_label,
    rebuild,
    utf16_offsets,
)
from annonce_nlp.corpus.schema import CorpusError, GoldEntity, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Offsets = Literal["utf16", "code_points"]


def to_rows(records: Iterable[Record], *, offsets: Offsets = "utf16") -> Iterator[dict[str, Any]]:
    """Yield a row a record: `text`, `label` as `[start, end, label]`, and the rest as JSON.

    A record without spans of its own becomes a row with an empty `label`.
    """
    for record in records:
        points = _points(record.text, offsets)
        yield {
            "text": record.text,
            "label": [
                [points[e.start], points[e.end], joined_label(e)] for e in record.entities or []
            ],
            # One string: doccano turns metadata into table columns and would fill their gaps.
            CARRIED: json.dumps(carried(record), ensure_ascii=False),
        }


def from_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    offsets: Offsets = "utf16",
    own_labels: Sequence[str] = (),
) -> Iterator[Record]:
    """Yield the records of a doccano export.

    Spans may be under `label` or `labels` as `[start, end, label]`, or under `entities` as
    objects, as projects with relations write them. Labels of `own_labels` are accepted beside
    `TOOL_LABELS`.

    Raises
    ------
    CorpusError
        For a row that did not come from `to_rows`, an unknown label, a span out of the text or
        inside a character.
    """
    for number, row in enumerate(rows, 1):
        rest = parse_carried(row.get(CARRIED), f"row {number}")
        where = f"row {number} ({rest['id']})"
        if row.get("relations"):
            raise CorpusError(f"{where}: has relations, which a record cannot hold; remove them")
        text = row.get("text", "")
        spans = _entities(text, _spans(row, where), offsets, where, own_labels)
        yield rebuild(text, spans, rest, where)


def _spans(row: Mapping[str, Any], where: str) -> list[tuple[int, int, str]]:
    for name in ("label", "labels"):
        if name in row:
            return [(start, end, label) for start, end, label in row[name]]
    if "entities" in row:
        return [(e["start_offset"], e["end_offset"], e["label"]) for e in row["entities"]]
    raise CorpusError(f"{where}: no key label, labels or entities; export as JSONL from doccano")


def _entities(
    text: str,
    spans: Iterable[tuple[int, int, str]],
    offsets: Offsets,
    where: str,
    own_labels: Sequence[str],
) -> Iterator[GoldEntity]:
    points = {unit: point for point, unit in enumerate(_points(text, offsets))}
    for start, end, word in spans:
        label, role = parted_label(word, f"{where}: {start}–{end}", own_labels)
        if start not in points or end not in points:
            raise CorpusError(
                f"{where}: {label} {start}–{end} is out of the text or inside a character; "
                f"were the offsets counted otherwise than {offsets!r}?"
            )
        yield make_entity(text, points[start], points[end], label, role)


def _points(text: str, offsets: Offsets) -> list[int]:
    return utf16_offsets(text) if offsets == "utf16" else list(range(len(text) + 1))
