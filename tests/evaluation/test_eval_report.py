"""What is written: Markdown, JSON, one HTML page; peers and variants in its table."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from evaluation_postings import record

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation import Report, cost, cost_probe, evaluate
from annonce_nlp.evaluation.dataset import read_dataset
from annonce_nlp.evaluation.report_html import html
from annonce_nlp.evaluation.report_markdown import markdown
from annonce_nlp.evaluation.write import write_report


def _spoil(key: str, dump: dict) -> None:
    if key == "posting-1":
        dump["employer"]["name"] = "Autre | <b>maison</b>"


@pytest.fixture
def report(write, records, answers) -> Report:
    return evaluate(write(records), cost=False, predictor=answers(_spoil))


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys, annonce_nlp.evaluation, annonce_nlp.evaluation.command; "
        "print([m for m in ('spacy', 'numpy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_default_data_is_the_annotated_seeds_and_the_pipeline_reads_them() -> None:
    report = evaluate(cost=False)
    assert report.header.postings == 28
    assert {v.name for v in report.variants} == {
        "majority class",
        "grammars only",
        "trained NER only",
    }
    majority = next(v for v in report.variants if v.name == "majority class")
    assert next(
        f for f in majority.fields if f.field == "contract"
    ).accuracy.value == pytest.approx(23 / 28)
    assert (report.six.value or 0) > (majority.six.value or 0)
    assert report.contract.brier.value is not None


def test_the_header_says_what_was_measured(report: Report, write, records) -> None:
    head = report.header
    assert head.seed == 0
    assert head.words == sum(len(r["text"].split()) for r in records)
    assert {"python", "spacy", "numpy", "annonce_nlp"} <= set(head.versions)
    shuffled = read_dataset([write(records[::-1], "shuffled.jsonl")])
    assert shuffled.sha256 == head.data_sha256, "the order of postings does not count"
    changed = read_dataset([write([*records[:7], record(7, telework="full")], "changed.jsonl")])
    assert changed.sha256 != head.data_sha256


def test_json_holds_everything_but_the_texts(report: Report, tmp_path) -> None:
    write_report(report, tmp_path / "deep" / "report")
    plain = json.loads((tmp_path / "deep" / "report" / "report.json").read_text("utf-8"))
    assert plain["six"]["value"] == pytest.approx(7 / 8)
    assert "text" not in plain["postings"][0]
    assert plain["errors"][0]["got"] == "Autre | <b>maison</b>"


def test_markdown_tables_are_not_broken_by_values(report: Report) -> None:
    text = markdown(report)
    row = next(line for line in text.splitlines() if "maison" in line)
    head = next(line for line in text.splitlines() if line.startswith("|  | posting"))
    assert len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"(?<!\\)\|", head))
    assert text.startswith("# How right it is\n\n**87.5 [")


def test_the_page_needs_no_network_and_escapes_values(report: Report) -> None:
    page = html(report)
    assert not re.search(r"""(?:src|href)=["'](?!#|data:,)""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert "<b>maison</b>" not in page
    assert "&lt;b&gt;maison&lt;/b&gt;" in page


def test_every_link_of_the_page_has_its_target(report: Report) -> None:
    page = html(report)
    links = set(re.findall(r'href="#([^"]+)"', page))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert links <= set(ids)
    assert len(ids) == len(set(ids)), "ids must be unique"
    assert "e-1" in links


def test_the_text_of_a_posting_is_whole(report: Report) -> None:
    page = html(report)
    shown = re.findall(r'<div class="text">(.*?)</div>', page, re.DOTALL)[0]
    assert re.sub(r"<[^>]+>", "", shown).replace("&#39;", "'") == report.postings[0].text


def _peer(**changes: object) -> str:
    fields = {"employer": {"accuracy": 0.25, "precision": None, "recall": 0.3}}
    content = {
        "peer": "stock NER",
        "version": "3.8.0",
        "data": {"gold": {"n": 8, "fields": fields}},
        "note": "first ORG",
    }
    return json.dumps(content | changes)


def test_peers_are_columns_with_their_version(write, records, answers, tmp_path) -> None:
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "ner.json").write_text(_peer(), "utf-8")
    (tmp_path / "peers" / "other.json").write_text(
        _peer(data={"elsewhere": {"n": 1, "fields": {}}}), "utf-8"
    )
    report = evaluate(
        write(records), cost=False, predictor=answers(), variants={}, peers=tmp_path / "peers"
    )
    assert [p.name for p in report.peers] == ["stock NER"]
    assert "| accuracy | annonce_nlp | stock NER (3.8.0) |" in markdown(report)
    assert "| employer | 100.0 | 25.0 |" in markdown(report)
    assert "<small>3.8.0</small>" in html(report)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "ner.json"),
        (
            _peer(data={"gold": {"n": 7, "fields": {}}}),
            "measured on 7 postings of gold, which holds 8",
        ),
        (
            _peer(data={"gold": {"n": 8, "fields": {"wage": {"accuracy": 1}}}}),
            "unknown field 'wage'",
        ),
    ],
)
def test_a_broken_peer_file(write, records, tmp_path, content: str, said: str) -> None:
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "ner.json").write_text(content, "utf-8")
    with pytest.raises(CorpusError, match=said):
        evaluate(write(records), cost=False, peers=tmp_path / "peers")


def test_a_variant_stands_in_the_table(write, records, answers) -> None:
    report = evaluate(
        write(records), cost=False, predictor=answers(), variants={"spoiled": answers(_spoil)}
    )
    spoiled = report.variants[0]
    assert (report.six.value, spoiled.name, spoiled.six.value) == (1.0, "spoiled", 0.875)


def test_no_model_there(write, records) -> None:
    with pytest.raises(FileNotFoundError, match="no pipeline at"):
        evaluate(write(records), "/nowhere/model", cost=False)


def test_cost_is_measured(monkeypatch) -> None:
    monkeypatch.setattr(cost_probe, "MIN_SECONDS", 0.0)
    found = cost_probe.probe([record(1)["text"], record(2)["text"]], None)
    assert found["postings_per_s"] is not None
    assert found["postings_per_s"] > 1
    assert found["words_per_s"] == pytest.approx(
        found["postings_per_s"] * len(record(1)["text"].split())
    )
    assert found["peak_memory_mb"] is None or 30 < found["peak_memory_mb"] < 8000


def test_cost_in_processes_of_its_own(monkeypatch) -> None:
    monkeypatch.setattr(cost, "COLD_STARTS", 1)
    found = cost.measure_cost([record(1)["text"]])
    assert found.cold_start_s > found.import_s > 0


def test_a_failing_measurement_says_so() -> None:
    with pytest.raises(RuntimeError, match=r"could not be measured .*no pipeline at.*--no-cost"):
        cost.measure_cost([record(1)["text"]], "/nowhere/model")
