"""What annotation tools write, and what cannot be read from them."""

import builtins
import importlib
import json
from xml.etree import ElementTree as ET

import pytest
import spacy
from spacy.tokens import DocBin
from spacy.vocab import Vocab

from annonce_nlp.corpus import docbin, doccano, hf, label_studio, prodigy
from annonce_nlp.corpus.exchange import CARRIED, TOOL_LABELS, carried, read_jsonl, utf16_offsets
from annonce_nlp.corpus.schema import LABELS, CorpusError
from tests.corpus.synthetic_records import record

EMOJI = "📣 Kelvane recrute à Dax"
"""One code point, two UTF-16 code units: everything after the emoji is shifted."""


def spans(rec):
    return [(rec.text[e.start : e.end], e.label, e.role) for e in rec.entities]


def test_tool_labels_hold_every_label_and_role():
    assert TOOL_LABELS == (
        "ORG",
        "ORG:employer",
        "LIEU",
        "LIEU:workplace",
        "REMUNERATION",
        "DATE_LIMITE",
        "DUREE",
    )


@pytest.mark.parametrize(
    ("text", "offsets"), [("", [0]), ("Dax", [0, 1, 2, 3]), ("a🌊b", [0, 1, 3, 4]), ("é", [0, 1])]
)
def test_utf16_offsets(text, offsets):
    assert utf16_offsets(text) == offsets


# DocBin


@pytest.mark.parametrize(
    ("text", "span", "whole"),
    [
        ("Chez Kelvanes à Dax", (5, 12, "ORG"), "Kelvanes"),
        ("Salaire 12,50 €", (8, 10, "REMUNERATION"), "12,50"),
    ],
)
@pytest.mark.parametrize(
    "export", [docbin.to_docbin, lambda r: list(prodigy.to_tasks(r))], ids=["docbin", "prodigy"]
)
def test_a_span_that_cuts_a_token_is_refused(export, text, span, whole):
    start, end, label = span
    with pytest.raises(CorpusError) as caught:
        export([record(text, [span], id="paie-7")])
    message = str(caught.value)
    for part in ("paie-7", label, f"{start}–{end}", repr(text[start:end])):
        assert part in message, f"{part} is not in: {message}"
    if export is docbin.to_docbin:
        assert repr(whole) in message


def test_docbin_holds_what_spacy_trains_on():
    binned = docbin.to_docbin([record(), record(entities=None, id="r2")])
    annotated, bare = binned.get_docs(Vocab())
    assert [(e.text, e.label_, e.id_) for e in annotated.ents] == [("Kelvane", "ORG", "employer")]
    assert annotated.has_annotation("ENT_IOB")
    assert not bare.has_annotation("ENT_IOB"), "unannotated text must not teach « no span »"


def test_a_docbin_of_someone_else_is_refused():
    binned = DocBin(docs=[spacy.blank("xx")("Chez Kelvane")], store_user_data=True)
    with pytest.raises(CorpusError, match=r"document 1.*export the postings with annonce_nlp"):
        list(docbin.from_docbin(binned))


# datasets


def test_dataset_row_is_plain():
    row = hf.to_dataset([record(meta={"sector": "mer"})])[0]
    assert row["entities"] == [{"start": 5, "end": 12, "label": "ORG", "role": "employer"}]
    assert row["fields"]["remuneration"] is None
    assert json.loads(row["meta"]) == {"sector": "mer"}


def test_dataset_without_a_column():
    dataset = hf.to_dataset([record()]).remove_columns("fields")
    with pytest.raises(CorpusError, match=r"row 0 \(r1\): no column fields"):
        list(hf.from_dataset(dataset))


def test_dataset_that_breaks_the_schema():
    rows = [dict(row) for row in hf.to_dataset([record()])]
    rows[0]["entities"] = [{"start": 0, "end": 5, "label": "ORG", "role": None}]
    with pytest.raises(CorpusError, match=r"row 0 \(r1\).*white space"):
        list(hf.from_dataset(rows))


def test_datasets_not_installed(monkeypatch):
    def missing(name, *_):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ImportError, match=r"pip install 'annonce_nlp\[train\]'"):
        hf.to_dataset([record()])


@pytest.mark.parametrize("module", [docbin, doccano, hf, label_studio, prodigy])
def test_importing_a_format_imports_no_library(module, monkeypatch):
    real = builtins.__import__

    def guarded(name, *rest):
        assert name.split(".")[0] not in ("spacy", "datasets", "pyarrow"), f"imports {name}"
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", guarded)
    importlib.reload(module)


# Label Studio


def test_labeling_config_offers_labels_and_roles():
    root = ET.fromstring(label_studio.LABELING_CONFIG)  # noqa: S314 - our own XML
    assert [label.get("value") for label in root.find("Labels")] == list(LABELS)
    assert root.find("Text").attrib == {"name": "text", "value": "$text"}
    roles = [
        (c.get("whenLabelValue"), c.get("perRegion"), [choice.get("value") for choice in c])
        for c in root.findall("Choices")
    ]
    assert roles == [("ORG", "true", ["employer"]), ("LIEU", "true", ["workplace"])]
    names = {"text", "label", *(c.get("name") for c in root.findall("Choices"))}
    task = next(label_studio.to_tasks([record()]))
    for region in task["predictions"][0]["result"]:
        assert {region["from_name"], region["to_name"]} <= names
    assert all(el.get("toName", "text") == "text" for el in root)


def label_studio_task(result, text=EMOJI, **annotation):
    """A task as the tool exports it, after to_tasks and a hand."""
    data = {"text": text, "id": "r1", CARRIED: carried(record(text, []))}
    annotations = [{"id": 3, "was_cancelled": False, "result": result, **annotation}]
    return {"id": 12, "data": data, "annotations": annotations, "predictions": []}


def region(start, end, text, label="ORG", name="x1"):
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def role(choice, name="x1"):
    value = {"start": 0, "end": 1, "text": "?", "choices": [choice]}
    return {"id": name, "from_name": f"role_{choice}", "type": "choices", "value": value}


@pytest.mark.parametrize(
    ("result", "wanted"),
    [
        ([], []),
        ([region(2, 9, "Kelvane")], [("Kelvane", "ORG", None)]),
        ([region(2, 9, "Kelvane"), role("employer")], [("Kelvane", "ORG", "employer")]),
        ([role("employer"), region(2, 9, "Kelvane")], [("Kelvane", "ORG", "employer")]),
        ([region(3, 10, "Kelvane")], [("Kelvane", "ORG", None)]),
        ([region(1, 10, " Kelvane ")], [("Kelvane", "ORG", None)]),
        ([region(20, 23, "Dax", "LIEU"), role("workplace")], [("Dax", "LIEU", "workplace")]),
        (
            [
                region(20, 23, "Dax", "LIEU", "b"),
                region(2, 9, "Kelvane", name="a"),
                role("employer", "a"),
            ],
            [("Dax", "LIEU", None), ("Kelvane", "ORG", "employer")],
        ),
    ],
    ids=["none", "code points", "role", "role first", "UTF-16", "blanks", "place", "two"],
)
def test_label_studio_annotations(result, wanted):
    (rec,) = label_studio.from_tasks([label_studio_task(result)])
    assert spans(rec) == wanted


def test_label_studio_line_breaks():
    text = "Ville\nde Dax\n"
    (rec,) = label_studio.from_tasks([label_studio_task([region(0, 12, "Ville\\nde Dax")], text)])
    assert spans(rec) == [("Ville\nde Dax", "ORG", None)]


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            label_studio_task([region(5, 12, "Kelvane")]),
            r"task 12 \(r1\): 'Kelvane' is not at 5–12",
        ),
        (label_studio_task([region(2, 9, "Kelvane", "PER")]), r"labels \['PER'\].*use one of ORG"),
        (label_studio_task([{"id": "c", "type": "relation"}]), "'relation' that LABELING_CONFIG"),
        (label_studio_task([region(1, 2, " ")]), r"task 12 \(r1\): r1: .*is empty"),
        ({"id": 4, "data": {"text": "Chez Kelvane"}}, "task 4: no id and fields"),
        (
            {**label_studio_task([]), "annotations": [{"result": []}, {"result": []}]},
            "several annotations; mark one as ground truth",
        ),
    ],
    ids=["moved", "label", "relation", "blank", "foreign", "two annotations"],
)
def test_label_studio_refuses(task, message):
    with pytest.raises(CorpusError, match=message):
        list(label_studio.from_tasks([task]))


def test_label_studio_takes_the_ground_truth():
    task = label_studio_task([region(2, 9, "Kelvane")], ground_truth=True)
    task["annotations"].append({"result": []})
    task["annotations"].append({"result": [], "ground_truth": True, "was_cancelled": True})
    (rec,) = label_studio.from_tasks([task])
    assert spans(rec) == [("Kelvane", "ORG", None)]


def test_label_studio_says_what_nobody_annotated():
    tasks = [
        *label_studio.to_tasks([record()]),
        *label_studio.to_tasks([record(id="r2")], kind="annotations"),
    ]
    with pytest.warns(UserWarning, match="1 tasks have predictions but no finished annotation"):
        assert [r.id for r in label_studio.from_tasks(tasks)] == ["r2"]
    assert [r.id for r in label_studio.from_tasks(tasks, predictions=True)] == ["r1", "r2"]


def test_label_studio_annotated_as_empty_is_annotated():
    (task,) = label_studio.to_tasks([record(entities=None)])
    (untouched,) = label_studio.from_tasks([task])
    (seen,) = label_studio.from_tasks([{**task, "annotations": [{"result": []}]}])
    assert untouched.entities is None
    assert seen.entities == []


# doccano


def doccano_row(**more):
    return {"id": 812, "text": EMOJI, CARRIED: json.dumps(carried(record(EMOJI, []))), **more}


@pytest.mark.parametrize(
    ("row", "offsets"),
    [
        (doccano_row(label=[[3, 10, "ORG:employer"]], Comments=[]), "utf16"),
        (doccano_row(labels=[[3, 10, "ORG:employer"]]), "utf16"),
        (doccano_row(label=[[2, 9, "ORG:employer"]]), "code_points"),
        (doccano_row(label=[[2, 11, "ORG:employer"]]), "utf16"),
        (
            doccano_row(
                entities=[{"id": 1, "label": "ORG:employer", "start_offset": 3, "end_offset": 10}],
                relations=[],
            ),
            "utf16",
        ),
    ],
    ids=["label", "labels", "code points", "blanks", "entities"],
)
def test_doccano_exports(row, offsets):
    (rec,) = doccano.from_rows([row], offsets=offsets)
    assert rec.id == "r1"
    assert spans(rec) == [("Kelvane", "ORG", "employer")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            doccano_row(label=[[3, 10, "PER"]]),
            r"row 1 \(r1\): 3–10: unknown label 'PER'; use one of",
        ),
        (doccano_row(label=[[3, 10, "ORG:boss"]]), "unknown label 'ORG:boss'"),
        (doccano_row(label=[[1, 10, "ORG"]]), "ORG 1–10 is out of the text or inside a character"),
        (doccano_row(label=[[3, 99, "ORG"]]), "ORG 3–99 is out of the text"),
        (doccano_row(label=[[3, 10, "ORG"], [5, 12, "ORG"]]), "overlaps the span before it"),
        (doccano_row(), "no key label, labels or entities"),
        (
            doccano_row(entities=[], relations=[{"type": "x"}]),
            "relations, which a record cannot hold",
        ),
        ({"text": EMOJI, "label": []}, "row 1: no id and fields under 'annonce_nlp'"),
        ({"text": EMOJI, "label": [], CARRIED: "{"}, "row 1: 'annonce_nlp' is no JSON"),
    ],
)
def test_doccano_refuses(row, message):
    with pytest.raises(CorpusError, match=message):
        list(doccano.from_rows([row]))


def test_doccano_counts_as_browsers_do():
    (row,) = doccano.to_rows([record(EMOJI, [(2, 9, "ORG", "employer")])])
    assert row["label"] == [[3, 10, "ORG:employer"]]


# Prodigy


def test_prodigy_task():
    (task,) = prodigy.to_tasks([record()])
    assert task["spans"] == [
        {"start": 5, "end": 12, "token_start": 1, "token_end": 1, "label": "ORG:employer"}
    ]
    assert task["meta"] == {"id": "r1"}
    assert task["answer"] == "accept"
    assert "answer" not in next(prodigy.to_tasks([record(entities=None)]))


def test_prodigy_answers():
    (task,) = prodigy.to_tasks([record(entities=None)])
    added = {
        **task,
        "answer": "accept",
        "_input_hash": 1,
        "spans": [{"start": 15, "end": 18, "label": "LIEU:workplace"}],
    }
    answers = [
        added,
        {**task, "answer": "reject"},
        {**task, "answer": "ignore"},
        {**task, "answer": "accept"},
    ]
    with pytest.warns(UserWarning, match="2 tasks were rejected or ignored"):
        first, last = prodigy.from_tasks(answers)
    assert spans(first) == [("Dax", "LIEU", "workplace")]
    assert last.entities == []


def test_prodigy_refuses_an_unknown_label():
    (task,) = prodigy.to_tasks([record()])
    task["spans"][0]["label"] = "PERSON"
    with pytest.raises(CorpusError, match=r"task 1 \(r1\): 5–12: unknown label 'PERSON'"):
        list(prodigy.from_tasks([task]))


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", r"rows.jsonl:2: not JSON"), ("[1]", "rows.jsonl:2: not a JSON object")],
)
def test_a_broken_line_is_named(tmp_path, line, message):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n' + line + "\n", "utf-8")
    with pytest.raises(CorpusError, match=message):
        list(read_jsonl(path))
