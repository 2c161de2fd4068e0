"""What the reader adds to the spans: the other places where a sure name is written."""

from __future__ import annotations

import pytest

from annonce_nlp.reader import _repeats
from tests.fields.readings import reading

REPEATS: list[tuple[str, list[str], list[int]]] = [
    ("Orvalis recrute. Chez Orvalis, on lit.", ["Orvalis"], [0, 22]),
    ("Orvalis, orvalis.example.org et Orvalis-Dax", ["Orvalis"], [0]),
    ("cv@Orvalis ou Orvalis", ["Orvalis"], [14]),
    ("Orvalisation d'Orvalis", ["Orvalis"], [15]),
    ("Orvalis Sud est à Dax, Orvalis à Pau", ["Orvalis Sud", "Orvalis"], [0, 23]),
]


@pytest.mark.parametrize(("text", "names", "starts"), REPEATS, ids=[r[0] for r in REPEATS])
def test_a_sure_name_is_found_wherever_it_is_written_so(
    text: str, names: list[str], starts: list[int]
) -> None:
    read = reading(text)
    kept = [(0.9, text.index(name), text.index(name) + len(name), "ORG") for name in names]
    assert sorted(start for _, start, _, _ in _repeats(read, kept)) == starts


def test_names_that_are_not_sure_or_begin_small_are_not_repeated() -> None:
    read = reading("Orvalis et orbe, Orvalis et orbe")
    assert (
        list(_repeats(read, [(0.5, 0, 7, "ORG"), (0.9, 11, 15, "ORG"), (0.9, 0, 7, "LIEU")])) == []
    )
