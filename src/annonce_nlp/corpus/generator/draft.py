"""A posting under change: text, spans and title moved together by edits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from annonce_nlp.corpus.schema import GoldEntity, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


_ADDRESS = re.compile(r"\S*@\S*|\b(?:https?://|www\.)\S+", re.IGNORECASE)


class Span(NamedTuple):
    """Half-open offsets with a label and a role."""

    start: int
    end: int
    label: str
    role: str | None


class Edit(NamedTuple):
    """Characters to put in the place of `text[start:end]`."""

    start: int
    end: int
    new: str


@dataclass
class Draft:
    """What becomes a record."""

    text: str
    spans: list[Span]
    title: tuple[int, int] | None
    """Where the title stands in the text, when it stands there word for word."""
    fields: dict[str, Any]
    """The gold record as plain Python values."""
    changes: list[str] = field(default_factory=list)
    """Names of what was done."""

    @classmethod
    def of(cls, record: Record) -> Draft:
        """Begin with a record; the record is not changed."""
        spans = [Span(e.start, e.end, e.label, e.role) for e in record.entities or []]
        fields = record.fields.model_dump()
        return cls(record.text, sorted(spans), _find(fields["title"], record.text), fields)

    def words(self, span: Span) -> str:
        """Return the characters of a span."""
        return self.text[span.start : span.end]

    def apply(self, edits: Iterable[Edit]) -> None:
        """Carry out edits that do not overlap and do not cross the edge of a span.

        What is put in at the edge of a span stays outside it.
        """
        ordered = sorted(set(edits))
        if not ordered:
            return
        parts: list[str] = []
        last = 0
        for edit in ordered:
            if edit.start < last:
                raise ValueError(f"{edit} overlaps the edit before it")
            parts += [self.text[last : edit.start], edit.new]
            last = edit.end
        self.text = "".join([*parts, self.text[last:]])
        ends = [edit.end for edit in ordered]
        put_in = Counter(edit.start for edit in ordered if edit.start == edit.end)
        shifts = [0, *accumulate(len(edit.new) - (edit.end - edit.start) for edit in ordered)]

        def moved(start: int, end: int) -> tuple[int, int]:
            after = bisect_right(ends, end) - put_in[end]
            return start + shifts[bisect_right(ends, start)], end + shifts[after]

        self.spans = [Span(*moved(s.start, s.end), s.label, s.role) for s in self.spans]
        if self.title is not None:
            self.title = moved(*self.title)

    def record(self, name: str, meta: dict[str, Any]) -> Record:
        """Return the checked record of this name."""
        if self.title is not None:
            self.fields["title"] = " ".join(self.text[slice(*self.title)].split())
        entities = [GoldEntity.model_validate(span._asdict()) for span in self.spans]
        return Record.model_validate(
            {
                "id": name,
                "text": self.text,
                "entities": [entity.model_dump() for entity in entities],
                "fields": self.fields,
                "meta": meta,
            }
        )


def addresses(text: str) -> list[tuple[int, int]]:
    """Return where e-mail and web addresses stand: no change may touch them."""
    return [match.span() for match in _ADDRESS.finditer(text)]


def _find(title: str | None, text: str) -> tuple[int, int] | None:
    if not title:
        return None
    found = re.search(r"\s+".join(map(re.escape, title.split())), text)
    return found.span() if found else None
