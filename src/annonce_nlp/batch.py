"""Batches of a stream: what goes into one reading, and what comes out in the place of each text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that could not be read; `pipe(…, on_error="yield")` yields it in the text's place."""

    index: int
    """The place of the text in the stream, counted from 0."""
    error: Exception
    """What `parse` would have raised, or `ProcessEndedError` when the text ends its process."""

    def __str__(self) -> str:
        return f"text {self.index}: {self.error or type(self.error).__name__}"

    def named(self) -> Exception:
        """Return the error, with a note that says which text it is about."""
        self.error.add_note(
            f"(text {self.index} of the stream, counted from 0; "
            'on_error="yield" puts a Failure in its place and goes on)'
        )
        return self.error


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of a stream, those that may not be read replaced by their failures."""

    first: int
    """The place of the first text in the stream, counted from 0."""
    items: list[str | Failure]

    def single(self) -> Iterator[Batch]:
        """Yield a batch for each text."""
        for place, item in enumerate(self.items):
            yield Batch(self.first + place, [item])


def checked(text: object, max_length: int) -> str:
    """Return a text that may be read; raise `TypeError` or `ValueError` for another."""
    if not isinstance(text, str):
        raise TypeError(
            f"a posting is a str, not {type(text).__name__}; decode bytes and read files first"
        )
    if len(text) > max_length:
        raise ValueError(
            f"the text has {len(text):,} characters, more than max_length={max_length:,}; "
            "split it, or raise the parameter max_length"
        )
    # a subclass may not be known to another process
    return text if type(text) is str else str.__str__(text)


def batches_of(texts: Iterable[str], size: int, max_length: int) -> Iterator[Batch]:
    """Part a stream into batches, taking no text before its batch is asked for.

    An error of the stream itself is raised after the texts that came before it.
    """
    stream = iter(texts)
    first = 0
    while True:
        items: list[str | Failure] = []
        try:
            for text in islice(stream, size):
                items.append(_item(first + len(items), text, max_length))
        except Exception:
            if items:
                yield Batch(first, items)
            raise
        if not items:
            return
        yield Batch(first, items)
        first += len(items)


def _item(index: int, text: object, max_length: int) -> str | Failure:
    try:
        return checked(text, max_length)
    except (TypeError, ValueError) as error:
        return Failure(index, error)


def read_batch(
    batch: Batch,
    reference_date: dt.date | None,
    read: Callable[[str, dt.date | None], Posting],
) -> list[Posting | Failure]:
    """Read one text after the other; what cannot be read is a failure in its place."""
    found: list[Posting | Failure] = []
    for index, item in enumerate(batch.items, batch.first):
        if isinstance(item, Failure):
            found.append(item)
            continue
        try:
            found.append(read(item, reference_date))
        except Exception as error:
            found.append(Failure(index, error))
    return found
