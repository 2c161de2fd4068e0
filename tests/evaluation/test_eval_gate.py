"""The gate: a planted regression fails it, a wobble within tolerance does not."""

from __future__ import annotations

import argparse
import json
import re

import pytest
from evaluation_postings import record, right_posting

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation import command, evaluate
from annonce_nlp.evaluation.gate import read_baseline, write_baseline


def _arguments(*given: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args([str(x) for x in given])


def _predictions(write, records: list, worse: int = 0, name: str = "said.jsonl"):
    """All right, but for the deadline (value and span) of the first `worse` postings."""
    lines = []
    for i, entry in enumerate(records):
        dump = right_posting(entry)
        if i < worse:
            dump["deadline"] = "2030-01-01"
            dump["entities"] = [e for e in dump["entities"] if e["label"] != "DATE_LIMITE"]
        lines.append({"id": entry["id"], "posting": dump})
    return write(lines, name)


@pytest.fixture
def baseline(write, records, tmp_path):
    path = tmp_path / "kept" / "baseline.json"
    data = write(records)
    assert (
        command.run(
            _arguments(
                "--data",
                data,
                "--predictions",
                _predictions(write, records),
                "--write-baseline",
                path,
            )
        )
        == 0
    )
    return path


def test_the_same_figures_pass(write, records, baseline, capsys) -> None:
    code = command.run(
        _arguments(
            "--data",
            write(records),
            "--predictions",
            _predictions(write, records),
            "--baseline",
            baseline,
        )
    )
    assert code == 0
    assert "fell past" not in capsys.readouterr().out


def test_a_planted_regression_fails_and_is_named(write, records, baseline, capsys) -> None:
    said = _predictions(write, records, worse=3)
    assert (
        command.run(
            _arguments("--data", write(records), "--predictions", said, "--baseline", baseline)
        )
        == 1
    )
    printed = capsys.readouterr().out
    named = set(re.findall(r"^fell past tolerance: (.+?) 100\.0 → ", printed, re.MULTILINE))
    assert named == {"six", "accuracy deadline", "strict F1 DATE_LIMITE", "strict F1 overall"}, (
        printed
    )


def test_a_fall_within_tolerance_holds(write, records, baseline) -> None:
    kept = json.loads(baseline.read_text("utf-8"))
    kept["tolerances"] = dict.fromkeys(kept["tolerances"], 0.5)
    baseline.write_text(json.dumps(kept), "utf-8")
    said = _predictions(write, records, worse=3)
    assert (
        command.run(
            _arguments("--data", write(records), "--predictions", said, "--baseline", baseline)
        )
        == 0
    )


def test_the_change_is_paired(write, records, answers, baseline) -> None:
    def worse(key, dump) -> None:
        if key in ("posting-0", "posting-1"):
            dump["deadline"] = None

    report = evaluate(
        write(records), cost=False, predictor=answers(worse), variants={}, baseline=baseline
    )
    found = next(c for c in report.comparison or [] if c.figure == "accuracy deadline")
    assert (found.before, found.now, found.change) == (1.0, 0.75, -0.25)
    # Two of eight lost: a resample misses both with probability (6/8)^8 = 0.10.
    assert found.loss_probability == pytest.approx(0.90, abs=0.03)
    assert found.low < -0.25 < found.high <= 0
    unchanged = next(c for c in report.comparison or [] if c.figure == "accuracy employer")
    assert (unchanged.low, unchanged.high, unchanged.loss_probability) == (0, 0, 0), (
        "nothing moved in any resample"
    )


def test_a_changed_gold_record_is_an_error_with_its_line(write, records, baseline, answers) -> None:
    records[2] = record(2, deadline="2024-03-16")
    with pytest.raises(CorpusError, match=r"gold\.jsonl:3: the gold record of 'posting-2' changed"):
        evaluate(write(records), cost=False, predictor=answers(), variants={}, baseline=baseline)


def test_new_and_lost_postings_are_errors(write, records, baseline, answers) -> None:
    with pytest.raises(CorpusError, match=r"posting 'posting-7' of the baseline .* is missing"):
        evaluate(
            write(records[:7]), cost=False, predictor=answers(), variants={}, baseline=baseline
        )
    records.append(record(8))
    with pytest.raises(
        CorpusError, match=r"gold\.jsonl:9: posting 'posting-8' is not in the baseline"
    ):
        evaluate(write(records), cost=False, predictor=answers(), variants={}, baseline=baseline)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 99}, "format 99"),
        ({"tolerances": {"accuracy salary": 0.1}}, "unknown figure 'accuracy salary'"),
        ({"postings": 3}, "postings"),
    ],
)
def test_a_broken_baseline(baseline, change: dict, said: str) -> None:
    baseline.write_text(json.dumps(json.loads(baseline.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(CorpusError, match=said):
        read_baseline(baseline)


def test_a_missing_baseline_says_how_to_make_it(tmp_path, write, records, capsys) -> None:
    said = _predictions(write, records)
    code = command.run(
        _arguments(
            "--data", write(records), "--predictions", said, "--baseline", tmp_path / "none.json"
        )
    )
    assert code == 2
    assert "make it with --write-baseline" in capsys.readouterr().err


def test_tolerances_set_by_hand_are_kept(write, records, answers, baseline) -> None:
    kept = json.loads(baseline.read_text("utf-8"))
    kept["tolerances"] = {"six": 0.123}
    baseline.write_text(json.dumps(kept), "utf-8")
    report = evaluate(write(records), cost=False, predictor=answers(), variants={})
    write_baseline(report, baseline)
    assert read_baseline(baseline).tolerances == {"six": 0.123}
    assert read_baseline(baseline).figures == {"six": 1.0}
