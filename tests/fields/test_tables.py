"""The tables of invented postings themselves, and what holds for every posting in them."""

from __future__ import annotations

import pytest

from annonce_nlp.posting import Posting
from tests.fields.tables import KNOWN, SIX, Table, all_tables, known_failures

each_table = pytest.mark.parametrize("table", all_tables(), ids=lambda table: table.field)
FEWEST = {**dict.fromkeys(SIX, 40), "title": 25, "start": 25}


@each_table
def test_a_table_is_large_enough_and_its_names_differ(table: Table) -> None:
    names = [case.name for case in table.cases]
    assert len(names) == len(set(names))
    assert len({(case.text, case.reference) for case in table.cases}) == len(names)
    assert len(names) >= FEWEST.get(table.field, 5)


def test_every_field_has_its_table() -> None:
    assert {table.field for table in all_tables()} >= set(FEWEST)


def test_known_failures_are_cases() -> None:
    cases = {table.field: {case.name for case in table.cases} for table in all_tables()}
    strangers = {
        name: sorted(known.keys() - cases.get(name, set()))
        for name, known in known_failures().items()
        if known.keys() - cases.get(name, set())
    }
    assert strangers == {}, f"{KNOWN.name} names cases that no table has; write it anew"


@each_table
def test_every_value_stated_has_its_words(table: Table) -> None:
    texts = {case.name: case.text for case in table.cases}
    for name, posting in table.read().items():
        for field, found in posting.evidence.items():
            for read in found:
                assert texts[name][read.start : read.end] == read.text != "", (name, field)
        # A contract may be implied by the whole text; everything else was read somewhere.
        for field in {*Posting.model_fields} - {"contract", "evidence", "entities"}:
            if field not in ("start_char", "end_char") and getattr(posting, field) not in (
                None,
                [],
            ):
                assert posting.evidence.get(field), f"{name}: {field} without evidence"
