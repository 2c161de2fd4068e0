"""Labels of one's own in an evaluation, and what the models' training told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_postings import record

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation import evaluate
from annonce_nlp.evaluation.command import summary
from annonce_nlp.evaluation.header import folder_hash, training_of
from annonce_nlp.evaluation.report_html import html
from annonce_nlp.evaluation.report_markdown import markdown

PARTS = {
    "ner": {"held_out": {"ORG": {"f1": 0.61}, "overall": {"f1": 0.62}}},
    "contract": {"postings": 633, "cross_validation": {"macro_f1": 0.913, "accuracy": 0.921}},
}


@pytest.fixture
def skilled() -> list[dict]:
    """Return postings with a span of a label that the library does not know."""
    found = []
    for i in range(4):
        posting = record(i)
        at = len(posting["text"])
        posting["text"] += "Python"
        posting["entities"].append({"start": at, "end": at + 6, "label": "COMPETENCE"})
        found.append(posting)
    return found


def test_an_own_label_must_be_named(write, skilled, answers) -> None:
    path = write(skilled)
    with pytest.raises(CorpusError, match=r"unknown label 'COMPETENCE'.*among your own labels"):
        evaluate(path, cost=False, predictor=answers())
    report = evaluate(path, cost=False, predictor=answers(), own_labels=["COMPETENCE"])
    own = next(s for s in report.spans if s.label == "COMPETENCE" and s.scheme == "strict")
    assert (own.support, own.predicted, own.missed) == (4, 0, 4)
    assert "COMPETENCE" in summary(report)
    assert "COMPETENCE" in html(report)


def test_the_report_tells_what_training_measured(write, records, answers) -> None:
    report = evaluate(write(records), cost=False, predictor=answers())
    assert report.training is None
    assert "contract macro-F1 100.0" in summary(report)
    assert "in training" not in summary(report)
    told = report.model_copy(update={"training": PARTS})
    for text in (summary(told), markdown(told), html(told)):
        assert "NER alone on briefs held out, strict F1: overall 62.0, ORG 61.0" in text
        assert "over 633 postings: macro-F1 91.3, accuracy 92.1" in text


def test_training_is_read_from_models_and_from_saved_pipelines(tmp_path: Path) -> None:
    assert training_of(tmp_path) is None
    (tmp_path / "annonce_choice").mkdir()
    (tmp_path / "annonce_choice/meta.json").write_text(json.dumps({"parts": PARTS}), "utf-8")
    assert training_of(tmp_path) == PARTS
    (tmp_path / "meta.json").write_text(json.dumps({"parts": {}}), "utf-8")
    assert training_of(tmp_path) == {}


def test_the_card_is_no_part_of_the_models_hash(tmp_path: Path) -> None:
    (tmp_path / "weights").write_text("1")
    before = folder_hash(tmp_path)
    (tmp_path / "README.md").write_text("card")
    assert folder_hash(tmp_path) == before
    (tmp_path / "weights").write_text("2")
    assert folder_hash(tmp_path) != before
