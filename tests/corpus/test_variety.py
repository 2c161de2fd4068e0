"""The authored postings are written, not stamped: variety held by a test (issue: 0.85 and 8,500)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from annonce_nlp.corpus.schema import Record, read_records
from annonce_nlp.model.train import read_corpus

ROOT = Path(__file__).parents[2]
MOST_SHARED_8GRAMS = 8


@pytest.fixture(scope="module")
def figures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figures", ROOT / "scripts/corpus_figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return read_corpus(ROOT / "data/authored")


def test_words_vary(figures: ModuleType, records: list[Record]) -> None:
    variety = figures.variety(records)
    assert variety["words"] == 100_000
    assert variety["distinct_4grams"] >= 0.85
    assert variety["different_words"] >= 8_500


def test_no_posting_repeats_another_or_a_seed(figures: ModuleType, records: list[Record]) -> None:
    gold = list(read_records(ROOT / "data/annotated/postings.jsonl"))
    count, one, other = figures.largest_overlap(records, gold)
    assert count <= MOST_SHARED_8GRAMS, f"{one} and {other} share {count} runs of eight words"


def test_a_copied_posting_is_seen(figures: ModuleType, records: list[Record]) -> None:
    copy = records[0].model_copy(update={"id": "copy"})
    assert figures.largest_overlap([*records[:5], copy], [])[0] > MOST_SHARED_8GRAMS


def test_every_contract_is_taught(records: list[Record]) -> None:
    counts: dict[str, int] = {}
    for record in records:
        if record.fields.contract:
            counts[record.fields.contract.value] = counts.get(record.fields.contract.value, 0) + 1
    assert len(records) >= 600
    assert len(counts) == 13
    assert min(counts.values()) >= 25, counts
