"""The record of an annotated posting: what passes, what is refused, and how the refusal reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldFields, Record, read_records

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Kelvane recrute un soudeur à Dax, CDD de 6 mois, 1 900 € brut."
FIELDS: dict[str, Any] = {
    "title": "Soudeur",
    "employer": ["Kelvane"],
    "places": [["Dax"]],
    "contract": "cdd",
    "contract_also": [],
    "remuneration": {"kind": "amount", "min": 1900, "max": 1900, "period": "month", "tax": "gross"},
    "deadline": None,
    "duration": {"min": 6, "max": 6},
    "start": None,
    "weekly_hours": None,
    "telework": None,
    "emails": [],
}
ENTITIES = [
    {"start": 0, "end": 7, "label": "ORG", "role": "employer"},
    {"start": 29, "end": 32, "label": "LIEU", "role": "workplace"},
    {"start": 41, "end": 47, "label": "DUREE"},
    {"start": 49, "end": 61, "label": "REMUNERATION"},
]


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "a", "text": TEXT, "entities": ENTITIES, "fields": FIELDS, **changes}


def fields(**changes: Any) -> dict[str, Any]:
    return {**FIELDS, **changes}


def span(start: int, end: int, label: str = "LIEU", **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **more}


def write(path: Path, *lines: object) -> Path:
    file = path / "gold.jsonl"
    file.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return file


def test_a_right_record_passes() -> None:
    found = Record.model_validate(record())
    assert found.entities is not None
    assert [TEXT[e.start : e.end] for e in found.entities] == [
        "Kelvane",
        "Dax",
        "6 mois",
        "1 900 € brut",
    ]
    assert {e.label for e in found.entities} <= set(LABELS)


def test_fields_may_stand_beside_the_text() -> None:
    flat = {"id": "a", "text": TEXT, **FIELDS}
    found = Record.model_validate(flat)
    assert found.entities is None
    assert found.fields == GoldFields.model_validate(FIELDS)


ACCEPTED = [
    ("start of a month", {"start": "2024-09"}),
    ("start of a day", {"start": "2024-09-01"}),
    ("start as soon as possible", {"start": "asap"}),
    ("derived duration", {"duration": {"min": 6, "max": 6, "derived": True}}),
    ("open duration", {"duration": {"min": 3, "max": None}}),
    (
        "pay without figures",
        {"remuneration": {"kind": "scale", "min": None, "max": None, "period": None, "tax": None}},
    ),
    ("foreign pay", {"remuneration": {**FIELDS["remuneration"], "currency": "CHF"}}),
    ("optional", {"optional": ["telework"]}),
    ("alternatives", {"alternatives": {"contract": ["cdi"]}}),
    (
        "nothing said",
        {"employer": None, "contract": None, "title": None, "places": [], "duration": None},
    ),
]


@pytest.mark.parametrize("changes", [a[1] for a in ACCEPTED], ids=[a[0] for a in ACCEPTED])
def test_accepted_fields(changes: dict[str, Any]) -> None:
    GoldFields.model_validate(fields(**changes))


def test_an_empty_employer_list_is_null() -> None:
    assert GoldFields.model_validate(fields(employer=[])).employer is None


REFUSED_FIELDS = [
    ("unknown key", {"salary": 3}),
    ("unknown contract", {"contract": "CDD"}),
    ("unknown telework", {"telework": "yes"}),
    ("start in French", {"start": "septembre 2024"}),
    ("start with a year only", {"start": "2024"}),
    ("no such day", {"deadline": "2024-02-30"}),
    ("unknown pay kind", {"remuneration": {**FIELDS["remuneration"], "kind": "good"}}),
    ("unknown period", {"remuneration": {**FIELDS["remuneration"], "period": "week"}}),
    ("pay without its parts", {"remuneration": {"kind": "scale"}}),
    ("employer not a list", {"employer": "Kelvane"}),
    ("places not lists", {"places": ["Dax"]}),
]


@pytest.mark.parametrize(
    "changes", [r[1] for r in REFUSED_FIELDS], ids=[r[0] for r in REFUSED_FIELDS]
)
def test_refused_fields(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        GoldFields.model_validate(fields(**changes))


@pytest.mark.parametrize("missing", FIELDS)
def test_every_field_must_be_there(missing: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        GoldFields.model_validate({k: v for k, v in FIELDS.items() if k != missing})


REFUSED_SPANS = [
    ("blank at the end", [span(29, 33, "LIEU"), span(26, 29)], "white space"),
    ("blank at the start", [span(28, 32)], "white space"),
    ("overlap", [span(0, 7, "ORG"), span(5, 10, "ORG")], "overlaps"),
    ("after the end", [span(50, 999)], "after the text"),
    ("empty", [span(5, 5)], "empty"),
    ("unknown label", [span(0, 7, "PER")], "label"),
    ("unknown role", [span(0, 7, "ORG", role="boss")], "role"),
    ("negative", [span(-3, 7)], "start"),
]


@pytest.mark.parametrize(
    ("spans", "word"), [r[1:] for r in REFUSED_SPANS], ids=[r[0] for r in REFUSED_SPANS]
)
def test_refused_spans(spans: list[dict[str, Any]], word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        Record.model_validate(record(entities=spans))


def test_files_are_read_line_by_line_and_blank_lines_skipped(tmp_path: Path) -> None:
    file = write(tmp_path, record(), "", record(id="b"))
    assert [r.id for r in read_records(file)] == ["a", "b"]
    assert [r.id for r in read_records(str(file))] == ["a", "b"]


BROKEN = [
    ("no JSON", "{oops", ["not a JSON object", "one record a line"]),
    ("not an object", "[1, 2]", ["record"]),
    ("broken span", record(id="z", entities=[span(28, 32)]), ["white space"]),
    ("missing field", record(id="z", fields={"contract": "cdd"}), ["fields.title",
    "data/annotated/README.md"]),
    ("id twice", record(), ["'a' was used on line 1", "ids must differ"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_line_is_named(tmp_path: Path, line: object, words: list[str]) -> None:
    file = write(tmp_path, record(), line)
    with pytest.raises(CorpusError) as error:
        list(read_records(file))
    message = str(error.value)
    assert message.startswith(f"{file}:2: ")
    for word in words:
        assert word in message
    assert "\n" not in message, "one sentence"
