"""From what the library read to a record to correct."""

import datetime as dt

import pytest

from annonce_nlp import parse
from annonce_nlp.corpus.drafts import draft_fields, draft_record
from annonce_nlp.corpus.label_studio import from_tasks, to_tasks
from annonce_nlp.corpus.schema import CorpusError, GoldFields
from annonce_nlp.posting import (
    Contract,
    ContractType,
    Duration,
    Employer,
    Entity,
    Evidence,
    Place,
    Posting,
    Remuneration,
    RemunerationKind,
)

PAGE = "Autre annonce.\n---\nKelvane (KLV) recrute à Dax, près de Pau, avec Ormeval. CDD de 6 mois."
START = PAGE.index("Kelvane")


def at(words, label=None):
    start = PAGE.index(words)
    where = {"start": start, "end": start + len(words), "text": words}
    return Entity(label=label, **where) if label else Evidence(source="prose", **where)


POSTING = Posting(
    employer=Employer(name="Kelvane", aliases=["KLV"]),
    places=[Place(name="Dax", postal_code="40100", country="FR"), Place(name="Landes")],
    contract=Contract(type=ContractType.CDD, also=[ContractType.INTERIM]),
    remuneration=Remuneration(kind=RemunerationKind.LEGAL),
    duration=Duration(min=6, max=6),
    deadline=dt.date(2025, 6, 30),
    evidence={"employer": [at("Kelvane (KLV)")], "places": [at("Dax")]},
    entities=[
        at("Kelvane", "ORG"),
        at("KLV", "ORG"),
        at("Dax", "LIEU"),
        at("Pau", "LIEU"),
        at("Ormeval", "ORG"),
        at("6 mois", "DUREE"),
    ],
    start_char=START,
    end_char=len(PAGE),
)


def test_roles_come_from_the_evidence():
    record = draft_record("p1", PAGE, POSTING)
    assert record.text == PAGE[START:]
    assert [(record.text[e.start : e.end], e.label, e.role) for e in record.entities] == [
        ("Kelvane", "ORG", "employer"),
        ("KLV", "ORG", "employer"),
        ("Dax", "LIEU", "workplace"),
        ("Pau", "LIEU", None),
        ("Ormeval", "ORG", None),
        ("6 mois", "DUREE", None),
    ]
    assert record.meta["fields"] == "draft"


def test_fields_of_a_draft():
    fields = GoldFields.model_validate(draft_fields(POSTING))
    assert fields.employer == ["Kelvane", "KLV"]
    assert fields.places == [["Dax", "40100 Dax"], ["Landes"]]
    assert (fields.contract, fields.contract_also) == ("cdd", ["interim"])
    assert fields.remuneration.kind == "legal"
    assert fields.remuneration.currency is None
    assert (fields.duration.min, fields.duration.max) == (6, 6)
    assert fields.deadline == dt.date(2025, 6, 30)


def test_an_empty_posting_is_an_empty_draft():
    record = draft_record("vide", "", Posting())
    assert (record.text, record.entities) == ("", [])
    assert not any(value for value in record.fields.model_dump().values())


def test_the_wrong_text_is_refused():
    with pytest.raises(CorpusError, match=r"p1: 'Kelvane' is not at .* give the text"):
        draft_record("p1", PAGE[START:], POSTING)


def test_what_parse_reads_goes_to_label_studio_and_back():
    text = "Kelvane recrute !\n\nBûcheron·ne (H/F)\nContrat : CDD de 8 mois\nLieu : 40100 Dax\n"
    record = draft_record("lu", text, parse(text))
    assert record.entities, "parse found no span: the test shows nothing"
    assert list(from_tasks(to_tasks([record]), predictions=True)) == [record]
