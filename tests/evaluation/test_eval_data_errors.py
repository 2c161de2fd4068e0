"""Data that cannot be used: one clear sentence with file and line."""

from __future__ import annotations

import json

import pytest
from evaluation_postings import record, right_posting

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation import evaluate
from annonce_nlp.evaluation.dataset import read_dataset
from annonce_nlp.evaluation.predict import predict, read_predictions


def test_lines_are_counted_over_blank_ones(write) -> None:
    data = read_dataset([write([record(1), "", record(2)])])
    assert [item.line for item in data.items] == [1, 3]


def test_fields_only_records_are_accepted(write, answers) -> None:
    flat = {"id": "posting-0", "text": record(0)["text"], **record(0)["fields"]}
    report = evaluate(write([flat]), cost=False, predictor=answers(), variants={})
    assert report.six.value == 1.0
    assert report.spans == []
    assert report.postings[0].strict is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([record(1), record(1)], "gold.jsonl:2: id 'posting-1' was used"),
        ([record(1), "{broken"], "gold.jsonl:2: not a JSON object"),
        (
            [record(1), {**record(2), "entities": [{"start": 0, "end": 6, "label": "PERSON"}]}],
            "gold.jsonl:2: entities.0.label",
        ),
        (
            [record(1), {**record(2), "entities": [{"start": 0, "end": 9999, "label": "ORG"}]}],
            "gold.jsonl:2",
        ),
        ([record(1), record(2, contract="cdi?")], "gold.jsonl:2: fields.contract"),
        ([""], "no record"),
    ],
    ids=[
        "duplicate id",
        "no JSON",
        "unknown label",
        "span outside",
        "unknown contract",
        "empty file",
    ],
)
def test_broken_gold(write, lines: list, said: str) -> None:
    path = write(lines)
    with pytest.raises(CorpusError) as caught:
        read_dataset([path])
    assert said in str(caught.value)


def test_an_id_met_in_another_file(write) -> None:
    one, two = write([record(1)], "one.jsonl"), write([record(2), record(1)], "two.jsonl")
    with pytest.raises(
        CorpusError, match=r"two\.jsonl:2: id 'posting-1' was used at .*one\.jsonl:1"
    ):
        read_dataset([one, two])


def test_no_such_file_and_no_jsonl_in_a_folder(tmp_path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder"):
        read_dataset([tmp_path / "nothing.jsonl"])
    with pytest.raises(CorpusError, match=r"no \.jsonl file"):
        read_dataset([tmp_path])


def _line(i: int, **changes: object) -> dict:
    return {"id": f"posting-{i}", "posting": right_posting(record(i)) | changes}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([_line(0)], "no prediction for posting 'posting-1'"),
        ([_line(0), _line(0)], "said.jsonl:2: id 'posting-0' was used on line 1"),
        ([_line(0), "nope"], "said.jsonl:2: not a JSON object"),
        ([_line(0), {"id": "posting-1"}], "said.jsonl:2: a prediction is"),
        ([_line(0), _line(1, telework="sometimes")], "said.jsonl:2: posting.telework"),
        (
            [_line(0, entities=[{"label": "PER", "start": 0, "end": 3, "text": "Cha"}])],
            "said.jsonl:1: unknown label 'PER'",
        ),
        (
            [_line(0, entities=[{"label": "ORG", "start": 3, "end": 3, "text": ""}])],
            "said.jsonl:1: span ORG 3–3",
        ),
    ],
    ids=[
        "missing",
        "duplicate",
        "no JSON",
        "no posting",
        "bad value",
        "unknown label",
        "empty span",
    ],
)
def test_broken_predictions(write, lines: list, said: str) -> None:
    data = read_dataset([write([record(0), record(1)])])
    with pytest.raises(CorpusError) as caught:
        predict(data, read_predictions(write(lines, "said.jsonl")), "file")
    assert said in str(caught.value)


def test_predictions_from_a_file_are_scored(write, records) -> None:
    lines = [json.dumps(_line(i)) for i in range(8)]
    report = evaluate(
        write(records),
        cost=False,
        predictor=read_predictions(write(lines, "said.jsonl")),
        variants={},
    )
    assert report.six.value == 1.0
    assert report.contract.brier.value is None, "a file of postings holds no class probabilities"


@pytest.mark.parametrize(
    ("take", "said"),
    [(-1, "gave no prediction for posting 'posting-7'"), (0, "gave 9 predictions")],
)
def test_a_variant_that_answers_too_little_or_too_much(
    write, records, answers, take: int, said: str
) -> None:
    def wrong(asked):
        found = list(answers()(asked))
        return found[:take] if take else [*found, found[0]]

    with pytest.raises(CorpusError, match=said):
        evaluate(write(records), cost=False, predictor=answers(), variants={"odd": wrong})
