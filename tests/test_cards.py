"""The cards say what the kept figures say, and these are of the models and data that stand here."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def cards() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cards", ROOT / "scripts/cards.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "evaluation/figures.json").read_text("utf-8"))
    return found


def test_every_card_is_up_to_date(cards: ModuleType, figures: dict[str, Any]) -> None:
    for path, text in cards.cards(figures).items():
        assert path.read_text("utf-8") == text, f"{path.relative_to(ROOT)}: run « make cards »"


def test_the_figures_are_of_these_models_and_data(
    cards: ModuleType, figures: dict[str, Any]
) -> None:
    assert cards.stale(figures) == [], "run « make cards »"


def test_the_figures_are_those_the_models_record(figures: dict[str, Any]) -> None:
    meta = json.loads((ROOT / "models/meta.json").read_text("utf-8"))
    assert figures["report"]["training"] == meta.get("parts")


def test_another_figure_makes_another_card(cards: ModuleType, figures: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(figures))
    changed["report"]["spans"][0]["f1"]["value"] = 0.1234
    changed["data"]["authored"]["words"] += 1
    now, then = cards.cards(figures), cards.cards(changed)
    differ = {path.relative_to(ROOT).as_posix() for path in now if now[path] != then[path]}
    assert differ == {"models/README.md", "data/authored/README.md"}
    assert "12.3" in then[ROOT / "models/README.md"]


def test_figures_of_other_models_are_told(cards: ModuleType, figures: dict[str, Any]) -> None:
    changed = json.loads(json.dumps(figures))
    changed["report"]["header"]["model_sha256"] = "0" * 64
    changed["data"]["annotated"]["postings"] += 1
    assert cards.stale(changed) == [
        "the figures are of other models than models/",
        "the counts are of other postings than data/",
    ]


def test_what_is_kept_of_a_report_is_the_report_s(cards: ModuleType) -> None:
    span = {"scheme": "strict", "label": "ORG"}
    report = {
        **{key: {"any": key} for key in ("header", "fields", "six", "training")},
        "spans": [span, {"scheme": "partial", "label": "ORG"}],
        "contract": {"macro_f1": {"value": 0.5}, "confusion": []},
        "postings": ["left out"],
    }
    kept = cards.kept(report)
    assert kept["spans"] == [span]
    assert kept["contract_macro_f1"] == {"value": 0.5}
    assert kept["header"] == {"any": "header"}
    assert "postings" not in kept


def test_the_figures_of_training_are_in_the_card(
    cards: ModuleType, figures: dict[str, Any]
) -> None:
    scores = {"precision": 0.7, "recall": 0.6, "f1": 0.6461, "support": 12}
    labels = ("overall", "ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE")
    cross = {"folds": 4, "macro_f1": 0.9251, "accuracy": 0.9289, "f1": {"cdd": 0.9153}}
    training = {
        "ner": {
            "postings": 633, "data_sha256": "0" * 64, "epochs": 6,
            "held_out": dict.fromkeys(labels, scores),
        },
        "contract": {"cross_validation": cross},
    }  # fmt: skip
    card = cards.model_card({"report": {**figures["report"], "training": training}})
    assert "| ORG | 70.0 | 60.0 | 64.6 | 12 |" in card
    assert "4 folds by brief: macro-F1 92.5, accuracy 92.9" in card
    assert "| cdd | 91.5 |" in card
