"""Records as Prodigy's JSONL of spans, and back.

Tokens are those of the library's own tokenizer, so that what is marked in Prodigy can be learnt
here. New spans get no attributes in Prodigy, so a role is part of the label: start
`ner.manual` (or `mark` with the view `ner_manual`) with the labels of
`annonce_nlp.corpus.exchange.TOOL_LABELS`, joined by commas.

Hashes, sessions and times of Prodigy are not kept.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.exchange import (
    CARRIED,
    carried,
    joined_label,
    make_entity,
    parse_carried,
    parted_label,
    rebuild,
)
from annonce_nlp.corpus.schema import CorpusError, GoldEntity, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

Task = dict[str, Any]


def to_tasks(records: Iterable[Record]) -> Iterator[Task]:
    """Yield a task a record: `text`, `tokens`, `spans`, `meta` and the rest of the record.

    Annotated records carry `"answer": "accept"`, so that `db-in` takes them as done. `token_end`
    is the span's last token, as Prodigy has it.

    Raises
    ------
    CorpusError
        For a span that does not begin and end with a token.
    """
    from annonce_nlp.language import AnnonceFrench  # noqa: PLC0415 - imports spaCy

    nlp = AnnonceFrench()
    for record in records:
        nlp.max_length = max(nlp.max_length, len(record.text))
        doc = nlp.make_doc(record.text)
        task: Task = {
            "text": record.text,
            "tokens": [
                {
                    "text": token.text,
                    "start": token.idx,
                    "end": token.idx + len(token),
                    "id": token.i,
                    "ws": bool(token.whitespace_),
                }
                for token in doc
            ],
            "spans": [_span(doc, entity, record) for entity in record.entities or []],
            "meta": {"id": record.id},
            CARRIED: carried(record),
        }
        if record.entities is not None:
            task["answer"] = "accept"
        yield task


def _span(doc: Doc, entity: GoldEntity, record: Record) -> dict[str, Any]:
    span = doc.char_span(entity.start, entity.end)
    if span is None:
        raise CorpusError(
            f"{record.id}: {entity.label} {entity.start}–{entity.end} "
            f"{record.text[entity.start : entity.end]!r} cuts a token; "
            "move its ends to the edges of words"
        )
    return {
        "start": entity.start,
        "end": entity.end,
        "token_start": span.start,
        "token_end": span.end - 1,
        "label": joined_label(entity),
    }


def from_tasks(
    tasks: Iterable[Mapping[str, Any]], own_labels: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield the records of tasks that were accepted, or never asked.

    Rejected and ignored tasks are left out, and a `UserWarning` at the end says how many. Labels
    of `own_labels` are accepted beside `TOOL_LABELS`.

    Raises
    ------
    CorpusError
        For a task that did not come from `to_tasks`, or an unknown label.
    """
    skipped = 0
    for number, task in enumerate(tasks, 1):
        rest = parse_carried(task.get(CARRIED), f"task {number}")
        answer = task.get("answer")
        if answer in ("reject", "ignore"):
            skipped += 1
            continue
        if answer == "accept":
            rest.pop("unannotated", None)
        where = f"task {number} ({rest['id']})"
        text = task.get("text", "")
        spans = _entities(text, task.get("spans") or [], where, own_labels)
        yield rebuild(text, spans, rest, where)
    if skipped:
        warnings.warn(
            f"{skipped} tasks were rejected or ignored in Prodigy and left out", stacklevel=2
        )


def _entities(
    text: str, spans: Iterable[Mapping[str, Any]], where: str, own_labels: Sequence[str]
) -> Iterator[GoldEntity]:
    for span in spans:
        start, end = span["start"], span["end"]
        label, role = parted_label(span["label"], f"{where}: {start}–{end}", own_labels)
        yield make_entity(text, start, end, label, role)
