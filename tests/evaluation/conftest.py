"""Postings to evaluate, and predictors that answer what a test says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from evaluation_postings import record, right_posting

from annonce_nlp.evaluation.predict import Prediction, prediction

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def records() -> list[dict[str, Any]]:
    """Eight postings."""
    return [record(i) for i in range(8)]


@pytest.fixture
def write(tmp_path: Path):
    """Write records (or raw lines) to a JSONL file and return its path."""

    def put(lines: list[Any], name: str = "gold.jsonl") -> Path:
        path = tmp_path / name
        path.write_text(
            "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines), "utf-8"
        )
        return path

    return put


@pytest.fixture
def answers(records: list[dict[str, Any]]):
    """Return a predictor that is right on all postings but for what `spoil(id, dump)` changes."""

    def make(spoil=None):
        known = {entry["id"]: entry for entry in records}

        def predictor(asked) -> list[Prediction]:
            found = []
            for item in asked:
                dump = right_posting(known[item.id])
                if spoil is not None:
                    spoil(item.id, dump)
                kind = (dump["contract"] or {"type": "unsaid"})["type"]
                found.append(
                    prediction(dump, {kind: 0.8, "cdi" if kind != "cdi" else "stage": 0.2})
                )
            return found

        return predictor

    return make
