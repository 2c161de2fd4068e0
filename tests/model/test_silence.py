"""Postings that say less: what is left out, what stays, and that gold follows."""

import dataclasses

import pytest

from annonce_nlp.choice import Proposal
from annonce_nlp.corpus.schema import Record
from annonce_nlp.model import silence
from annonce_nlp.model.examples import make_examples

TEXT = """Technicien de maintenance H/F
La société Brévalis, à Vierzon, conditionne des tisanes. Nous recrutons en CDI.
Salaire : 2 100 € brut par mois.
Trois ans d'expérience sont un plus, et la société a investi 4 millions d'euros en 2023.
Vous réglez les machines, vous tenez les fiches à jour, vous formez deux opérateurs.
"""


@pytest.fixture
def example():
    def at(words):
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    record = Record.model_validate({
        "id": "s-1",
        "text": TEXT,
        "entities": [
            {**at("Brévalis"), "label": "ORG", "role": "employer"},
            {**at("Vierzon"), "label": "LIEU", "role": "workplace"},
            {**at("2 100 € brut par mois"), "label": "REMUNERATION"},
        ],
        "fields": {
            "title": "Technicien de maintenance H/F", "employer": ["Brévalis"],
            "places": [["Vierzon"]], "contract": "cdi", "contract_also": [],
            "remuneration": {"kind": "amount", "min": 2100, "max": 2100, "period": "month", "tax": "gross"},
            "deadline": None, "duration": None, "start": None, "weekly_hours": None,
            "telework": None, "emails": [],
        },
        "meta": {"brief": "s"},
    })  # fmt: skip
    return make_examples([record])[0]


def less(example, monkeypatch, *names):
    monkeypatch.setattr(
        silence, "SHARES", dict.fromkeys(silence.SHARES, 0.0) | dict.fromkeys(names, 1.0)
    )
    return next(iter(silence.silenced([example], {})))


def test_pay_left_out_leaves_the_millions(example, monkeypatch):
    made = less(example, monkeypatch, "remuneration")
    assert "2 100" not in made.record.text
    assert "4 millions" in made.record.text
    assert made.gold["remuneration"] is None
    assert made.gold["employer"] == ["Brévalis"]
    assert made.made
    assert made.group == example.group


def test_what_stands_in_the_same_sentence_goes_with_it(example, monkeypatch):
    made = less(example, monkeypatch, "employer")
    assert "Brévalis" not in made.record.text
    assert "Vierzon" not in made.record.text
    assert made.gold["employer"] is None
    assert made.gold["places"] == []
    assert made.gold["contract"] == "cdi"


def test_spans_follow(example, monkeypatch):
    made = less(example, monkeypatch, "contract")
    assert made.gold["contract"] is None
    assert "CDI" not in made.record.text
    text = made.record.text
    assert [text[e.start : e.end] for e in made.record.entities] == [
        "Brévalis", "Vierzon", "2 100 € brut par mois",
    ]  # fmt: skip


def test_nothing_is_made_where_nothing_is_left_out(example, monkeypatch):
    monkeypatch.setattr(silence, "SHARES", dict.fromkeys(silence.SHARES, 0.0))
    assert list(silence.silenced([example], {})) == []


def test_the_same_seed_makes_the_same(example):
    first = [e.record.text for e in silence.silenced([example], {}, seed=3)]
    assert first == [e.record.text for e in silence.silenced([example], {}, seed=3)]


def test_the_ner_tells_no_role_in_half_of_them(example, monkeypatch):
    monkeypatch.setattr(silence, "SHARES", silence.SHARES | {"remuneration": 1.0})
    at = TEXT.index("Brévalis")
    word = Proposal(at, at + 8, "employer", 0.8)
    told = []
    for number in range(200):
        record = example.record.model_copy(update={"id": f"s-{number}"})
        one = dataclasses.replace(example, record=record)
        made = next(iter(silence.silenced([one], {record.id: [word]})))
        if "Brévalis" in made.record.text:
            told.append(bool(made.reading.role_words["employer"]))
    assert 0.35 < sum(told) / len(told) < 0.65
