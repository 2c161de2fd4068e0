"""The typed result: its keys, its JSON, and that nothing in it can be changed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from pydantic import ValidationError

from annonce_nlp.posting import (
    Contract,
    ContractType,
    Duration,
    Employer,
    Entity,
    Evidence,
    Grade,
    Place,
    Posting,
    Remuneration,
    StudyLevel,
    Telework,
)

FULL: dict[str, Any] = {
    "title": "Soudeur·euse",
    "employer": {"name": "Ateliers Kelvane", "aliases": ["Kelvane"]},
    "places": [
        {
            "name": "Dax", "postal_code": "40100", "department": "40",
            "region": "Nouvelle-Aquitaine",
            "country": "FR", "latitude": 43.71, "longitude": -1.05,
        },
    ],
    "contract": {"type": "cdd", "also": ["cdi"], "probability": 0.9},
    "remuneration": {
        "kind": "amount", "min": 1900.0, "max": None, "currency": "EUR", "period": "month",
        "tax": "gross",
    },
    "deadline": "2024-04-12",
    "duration": {"min": 6.0, "max": 12.0},
    "start": "2024-09",
    "weekly_hours": 35.0,
    "telework": "partial",
    "emails": ["rh@example.org"],
    "reference": "2024-44",
    "category": ["A", "B"],
    "grade": [{"name": "attaché territorial", "category": "A", "branch": "territoriale"}],
    "study_level": {"min": 6, "max": None, "years_min": 3, "years_max": None},
    "phones": ["+33555001427"],
    "application_urls": ["https://example.org/o/44"],
    "published": "2024-03-12",
    "evidence": {"title": [{"start": 0, "end": 12, "text": "Soudeur·euse", "source": "title",
    "score": 0.9}]},
    "entities": [{"label": "LIEU", "start": 15, "end": 18, "text": "Dax"}],
    "start_char": 0,
    "end_char": 400,
}  # fmt: skip

DESIGN_KEYS: dict[str, Any] = {
    "title": None, "employer": None, "places": [], "contract": None, "remuneration": None,
    "deadline": None,
    "duration": None, "start": None, "weekly_hours": None, "telework": None, "emails": [],
    "evidence": {},
    "entities": [], "start_char": 0, "end_char": 0,
}  # fmt: skip
LATER_KEYS: dict[str, Any] = {
    "reference": None, "category": [], "grade": [], "study_level": None, "phones": [],
    "application_urls": [], "published": None,
}  # fmt: skip


def test_the_empty_posting_says_nothing() -> None:
    dumped = Posting().model_dump(mode="json")
    assert {key: dumped[key] for key in DESIGN_KEYS} == DESIGN_KEYS
    assert {key: dumped[key] for key in LATER_KEYS} == LATER_KEYS


def test_the_full_posting_goes_through_json_and_back() -> None:
    posting = Posting.model_validate(FULL)
    dumped = posting.model_dump(mode="json")
    assert {key: dumped[key] for key in FULL} == FULL
    assert Posting.model_validate(json.loads(json.dumps(dumped))) == posting
    assert Posting.model_validate_json(posting.model_dump_json()) == posting


def test_values_are_typed() -> None:
    posting = Posting.model_validate(FULL)
    assert posting.deadline == dt.date(2024, 4, 12)
    assert posting.telework is Telework.PARTIAL
    assert posting.contract is not None
    assert posting.contract.type is ContractType.CDD
    assert posting.contract.also == [ContractType.CDI]


FROZEN = [
    (Posting(), "title"),
    (Employer(name="Kelvane"), "name"),
    (Place(name="Dax"), "name"),
    (Contract(type=ContractType.CDI), "type"),
    (Remuneration.model_validate({"kind": "legal"}), "kind"),
    (Duration(min=6, max=6), "min"),
    (Grade(name="attaché"), "name"),
    (StudyLevel(min=7, max=7), "min"),
    (Evidence(start=0, end=1, text="a", source="prose"), "text"),
    (Entity(label="ORG", start=0, end=1, text="a"), "label"),
]


@pytest.mark.parametrize(("part", "key"), FROZEN, ids=[type(p).__name__ for p, _ in FROZEN])
def test_parts_are_frozen_and_take_no_other_key(part: Any, key: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(part, key, None)
    with pytest.raises(ValidationError, match="Extra inputs"):
        type(part).model_validate({**part.model_dump(), "colour": "red"})


REFUSED = [
    ("unknown contract", {"contract": {"type": "CDD"}}),
    ("unknown telework", {"telework": "oui"}),
    ("unknown pay kind", {"remuneration": {"kind": "good"}}),
    ("unknown period", {"remuneration": {"kind": "amount", "period": "week"}}),
    ("probability over one", {"contract": {"type": "cdd", "probability": 1.2}}),
    ("negative probability", {"contract": {"type": "cdd", "probability": -0.1}}),
    ("no such day", {"deadline": "2024-02-30"}),
    ("duration with one end", {"duration": {"min": 6}}),
    ("category of no public service", {"category": ["D"]}),
    ("branch of no public service", {"grade": [{"name": "attaché", "branch": "privée"}]}),
    ("level under the framework's that diplomas have", {"study_level": {"min": 2, "max": 2}}),
    ("level over the framework", {"study_level": {"min": 9, "max": 9}}),
    ("publication on no day", {"published": "2024-02-30"}),
    ("employer without name", {"employer": {"aliases": []}}),
    ("score over one", {"evidence": {"title": [{"start": 0, "end": 1, "text": "a",
    "source": "x", "score": 2}]}}),
]  # fmt: skip


@pytest.mark.parametrize("values", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused_values(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Posting.model_validate(values)


def test_postings_do_not_share_their_lists() -> None:
    one, other = Posting(), Posting()
    one.places.append(Place(name="Dax"))
    assert other.places == []


def test_contract_types_are_those_of_the_field_guide() -> None:
    assert {c.value for c in ContractType} == {
        "stage", "alternance", "cdi", "cdd", "contrat_de_projet", "titulaire", "doctorat",
        "service_civique",
        "interim", "vacation", "independant", "benevolat", "autre",
    }  # fmt: skip
