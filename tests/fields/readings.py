"""Readings for tests of single fields: the view and the structure, nothing chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.deadline.value import read_anchors
from annonce_nlp.structure import read_structure
from annonce_nlp.view import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


def reading(text: str) -> Reading:
    """Read view and structure of a text."""
    view = clean(text)
    return Reading(view, read_structure(view))


def read(found: Iterable[Candidate], text: Reading) -> list[tuple[str, Any]]:
    """Return the words and the value of each candidate, in text order."""
    ordered = sorted(found, key=lambda c: (c.start, c.end))
    return [(text.view.text[c.start : c.end], c.value) for c in ordered]


def assert_inside(found: Iterable[Candidate], text: Reading) -> None:
    """Every candidate is a non-empty, untrimmable span of the view that maps to the original."""
    for candidate in found:
        assert 0 <= candidate.start < candidate.end <= len(text.view.text)
        words = text.view.text[candidate.start : candidate.end]
        assert words == words.strip(), repr(words)
        start, end = text.view.to_original(candidate.start, candidate.end)
        assert 0 <= start < end <= len(text.view.original)
        assert 0 <= candidate.score <= 1


class RuleField(Protocol):
    """A field read by rules alone."""

    def find(self, reading: Reading, /) -> list[Candidate]: ...

    def choose(self, candidates: list[Candidate], /) -> list[Candidate]: ...


def said(field: RuleField, text: str, reference: dt.date | None = None) -> list[Any]:
    """Return the values that a rule field chooses in a text."""
    where = reading(text)
    if not where.structure.lines:
        return []
    where.anchors = read_anchors(where, reference)
    return [candidate.value for candidate in field.choose(field.find(where))]


def assert_rule_field(field: RuleField, text: str) -> tuple[list[Candidate], Reading]:
    """Find in any text; what is chosen is among what was found, and in the original."""
    where = reading(text)
    if not where.structure.lines:
        return [], where
    found = field.find(where)
    chosen = field.choose(found)
    assert all(candidate in found for candidate in chosen)
    assert field.choose([]) == []
    return found, where
