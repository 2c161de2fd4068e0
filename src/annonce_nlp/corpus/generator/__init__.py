"""New annotated postings out of written ones, for training and for work at scale.

    for record in variants(records, 10_000, seed=1): ...

Each is one of the given records with some of its values swapped (employer, places, amounts,
deadline, years) and its looks changed (accents, line breaks, case, page furniture); spans, roles
and fields follow. Written postings are the base: a variant teaches other names and numbers, never
another way of saying something.
"""

from __future__ import annotations

from hashlib import blake2b
from random import Random
from typing import TYPE_CHECKING

from annonce_nlp.corpus.generator.draft import Draft
from annonce_nlp.corpus.generator.layout import (
    add_furniture,
    break_lines,
    change_case,
    drop_accents,
)
from annonce_nlp.corpus.generator.swaps import swap_employer, swap_places
from annonce_nlp.corpus.generator.values import swap_amounts, swap_deadline, swap_year
from annonce_nlp.corpus.schema import CorpusError, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Change = tuple[str, "Callable[[Draft, Random], bool]", float]

CHANGES: tuple[Change, ...] = (
    ("year", swap_year, 0.5),
    ("deadline", swap_deadline, 0.7),
    ("amounts", swap_amounts, 0.7),
    ("places", swap_places, 0.8),
    ("employer", swap_employer, 0.8),
    ("lines", break_lines, 0.15),
    ("furniture", add_furniture, 0.3),
    ("accents", drop_accents, 0.12),
    ("case", change_case, 0.12),
)
"""Name, function and share of the variants that it is tried on, in the order of work: values
first, then what adds characters, then what replaces them one by one."""

_TRIES = 20
"""Draws before a record that gives nothing new is passed over."""


def variants(records: Iterable[Record], n: int, seed: int = 0) -> Iterator[Record]:
    """Yield `n` records made from the given ones, no two of them with the same text.

    The same arguments give the same records. `meta.variant_of` names the record each was made
    from and `meta.changes` what was done; ids are `<id>-v<number>`.

    Parameters
    ----------
    records
        Annotated records; those with fields only are passed over.
    n
        How many to make.
    seed
        Another number gives other variants.

    Raises
    ------
    CorpusError
        When there is no record with entities, or no more differing variants can be made of them.
    """
    sources = [record for record in records if record.entities is not None]
    if not sources:
        raise CorpusError("no record has entities; give annotated postings")
    seen = {_digest(record.text) for record in sources}
    order: list[Record] = []
    fruitless = 0
    for number in range(n):
        record: Record | None = None
        while record is None:
            if not order:
                order = list(sources)
                Random(f"{seed}/{number}").shuffle(order)  # noqa: S311 - no secret
            record = _variant(order.pop(), number, seed, seen)
            fruitless = 0 if record else fruitless + 1
            if fruitless > len(sources):
                raise CorpusError(
                    f"no more than {number} differing variants were found; give more records"
                )
        yield record


def _variant(source: Record, number: int, seed: int, seen: set[bytes]) -> Record | None:
    for attempt in range(_TRIES):
        rng = Random(f"{seed}/{number}/{source.id}/{attempt}")  # noqa: S311 - no secret
        draft = Draft.of(source)
        for name, change, share in CHANGES:
            if rng.random() < share and change(draft, rng):
                draft.changes.append(name)
        digest = _digest(draft.text)
        if digest not in seen:
            seen.add(digest)
            meta = {**source.meta, "variant_of": source.id, "changes": draft.changes}
            return draft.record(f"{source.id}-v{number}", meta)
    return None


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()
