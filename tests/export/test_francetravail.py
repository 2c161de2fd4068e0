"""The offer of France Travail's API: its names, its codes, nothing made up."""

import json

import pytest

from annonce_nlp.export.francetravail import CONTRACT_CODES, to_francetravail
from annonce_nlp.posting import (
    Contract,
    ContractType,
    Duration,
    Employer,
    Evidence,
    Place,
    Posting,
    Remuneration,
)

PAY = {"kind": "amount", "currency": "EUR", "period": "month", "tax": "gross"}
API_CODES = {"CDI", "CDD", "MIS", "SAI", "CCE", "FRA", "LIB", "REP", "TTI", "DDI", "DIN", "DDT"}


def test_silence():
    assert to_francetravail(Posting()) == {}


def test_codes_are_those_of_the_api():
    assert set(CONTRACT_CODES.values()) <= API_CODES


@pytest.mark.parametrize(
    ("kind", "months", "wanted"),
    [
        (
            "cdi",
            None,
            {"typeContrat": "CDI", "typeContratLibelle": "CDI", "natureContrat": "Contrat travail"},
        ),
        (
            "cdd",
            (6, 6),
            {
                "typeContrat": "CDD",
                "typeContratLibelle": "CDD - 6 Mois",
                "natureContrat": "Contrat travail",
            },
        ),
        (
            "cdd",
            (5, 6),
            {"typeContrat": "CDD", "typeContratLibelle": "CDD", "natureContrat": "Contrat travail"},
        ),
        (
            "cdd",
            (1.84, 1.84),
            {"typeContrat": "CDD", "typeContratLibelle": "CDD", "natureContrat": "Contrat travail"},
        ),
        (
            "cdd",
            (3, None),
            {"typeContrat": "CDD", "typeContratLibelle": "CDD", "natureContrat": "Contrat travail"},
        ),
        (
            "interim",
            (2, 2),
            {
                "typeContrat": "MIS",
                "typeContratLibelle": "Intérim - 2 Mois",
                "natureContrat": "Contrat travail",
            },
        ),
        (
            "independant",
            None,
            {
                "typeContrat": "LIB",
                "typeContratLibelle": "Profession libérale",
                "natureContrat": "Emploi non salarié",
            },
        ),
        (
            "contrat_de_projet",
            (36, 36),
            {"typeContrat": "CDD", "typeContratLibelle": "CDD - 36 Mois"},
        ),
        ("doctorat", (36, 36), {"typeContrat": "CDD", "typeContratLibelle": "CDD - 36 Mois"}),
        *[
            (kind, None, {})
            for kind in ("stage", "titulaire", "vacation", "service_civique", "benevolat", "autre")
        ],
    ],
)
def test_contracts(kind, months, wanted):
    duration = Duration(min=months[0], max=months[1]) if months else None
    offer = to_francetravail(Posting(contract=Contract(type=kind), duration=duration))
    assert offer == {**wanted, "alternance": False}


@pytest.mark.parametrize(("kind", "also"), [("alternance", []), ("stage", ["alternance"])])
def test_alternance(kind, also):
    assert to_francetravail(Posting(contract=Contract(type=kind, also=also))) == {
        "alternance": True
    }


def test_every_contract_has_an_answer():
    for kind in ContractType:
        assert "alternance" in to_francetravail(Posting(contract=Contract(type=kind))), kind


@pytest.mark.parametrize(
    ("pay", "written", "wanted"),
    [
        (
            {**PAY, "min": 2150, "max": 2300},
            "",
            {"libelle": "Mensuel de 2150.0 Euros à 2300.0 Euros"},
        ),
        (
            {**PAY, "min": 11.88, "max": 11.88, "period": "hour"},
            "",
            {"libelle": "Horaire de 11.88 Euros"},
        ),
        (
            {**PAY, "min": 35000, "max": 40000, "period": "year", "tax": None},
            "35-40 K€",
            {"libelle": "Annuel de 35000.0 Euros à 40000.0 Euros"},
        ),
        (
            {**PAY, "min": 1600, "max": 1600, "tax": "net"},
            "1 600 € nets\nmensuels",
            {"commentaire": "1 600 € nets mensuels"},
        ),
        (
            {**PAY, "min": 1600, "max": 1600, "tax": "net"},
            "",
            {"commentaire": "1600 EUR par mois net"},
        ),
        (
            {**PAY, "min": 2000, "max": None},
            "",
            {"commentaire": "à partir de 2000 EUR par mois brut"},
        ),
        (
            {**PAY, "min": None, "max": 12.5, "period": "hour", "tax": None},
            "",
            {"commentaire": "jusqu'à 12,5 EUR de l'heure"},
        ),
        (
            {**PAY, "min": 400, "max": 450, "period": "day", "tax": None},
            "",
            {"commentaire": "de 400 à 450 EUR par jour"},
        ),
        (
            {**PAY, "min": 1200, "max": 1200, "currency": "CHF"},
            "1 200 CHF",
            {"commentaire": "1 200 CHF"},
        ),
        ({"kind": "scale"}, "grille indiciaire", {"commentaire": "grille indiciaire"}),
        ({"kind": "negotiable"}, "", {"commentaire": "À négocier"}),
        ({"kind": "unpaid"}, "", {"commentaire": "Non rémunéré"}),
    ],
)
def test_salary(pay, written, wanted):
    proof = [Evidence(start=0, end=len(written), text=written, source="label")] if written else []
    posting = Posting(remuneration=Remuneration(**pay), evidence={"remuneration": proof})
    assert to_francetravail(posting) == {"salaire": wanted}


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        (
            {"name": "Villeurbanne", "postal_code": "69100", "latitude": 45.77, "longitude": 4.88},
            {
                "libelle": "69 - Villeurbanne",
                "codePostal": "69100",
                "latitude": 45.77,
                "longitude": 4.88,
            },
        ),
        (
            {"name": "Bastia", "postal_code": "20200"},
            {"libelle": "2B - Bastia", "codePostal": "20200"},
        ),
        (
            {"name": "Cayenne", "postal_code": "97300", "country": "FR"},
            {"libelle": "973 - Cayenne", "codePostal": "97300"},
        ),
        (
            {"name": "Aurillac", "department": "Cantal", "country": "FR"},
            {"libelle": "15 - Aurillac"},
        ),
        ({"name": "Cantal", "department": "Cantal", "country": "FR"}, {"libelle": "15 - Cantal"}),
        ({"name": "Bretagne", "region": "Bretagne", "country": "FR"}, {"libelle": "Bretagne"}),
        (
            {"name": "Berlin", "postal_code": "10115", "country": "DE"},
            {"libelle": "Berlin", "codePostal": "10115"},
        ),
    ],
    ids=lambda value: value.get("name"),
)
def test_places(place, wanted):
    assert to_francetravail(Posting(places=[Place(**place)])) == {"lieuTravail": wanted}


@pytest.mark.parametrize(
    ("hours", "wanted"),
    [
        (35, "35H/semaine"),
        (37.5, "37H30/semaine"),
        (17.08, "17H05/semaine"),
        (28.999, "29H/semaine"),
    ],
)
def test_hours(hours, wanted):
    assert to_francetravail(Posting(weekly_hours=hours)) == {"dureeTravailLibelle": wanted}


def test_the_rest_and_nothing_made_up():
    posting = Posting(
        title="Soudeur·euse",
        employer=Employer(name="Ormeval", aliases=["ORM"]),
        places=[Place(name="Pau", postal_code="64000"), Place(name="Dax")],
        emails=["rh@example.org", "chef@example.org"],
        start="asap",
        telework="none",
    )
    offer = to_francetravail(posting, description="Soudure TIG")
    assert offer == {
        "intitule": "Soudeur·euse",
        "description": "Soudure TIG",
        "lieuTravail": {"libelle": "64 - Pau", "codePostal": "64000"},
        "entreprise": {"nom": "Ormeval"},
        "contact": {"courriel": "rh@example.org"},
    }
    assert json.loads(json.dumps(offer)) == offer


def test_ways_to_apply_and_studies():
    offer = to_francetravail(
        Posting(
            phones=["+33555001427", "+33612345678"],
            application_urls=["https://example.org/o/44"],
            study_level={"min": 5, "max": 7},
            reference="25-44",
            published="2025-03-12",
        )
    )
    assert offer == {
        "contact": {"telephone": "+33555001427", "urlPostulation": "https://example.org/o/44"},
        "formations": [
            {"niveauLibelle": "Bac+2 ou équivalents"},
            {"niveauLibelle": "Bac+3, Bac+4 ou équivalents"},
            {"niveauLibelle": "Bac+5 et plus ou équivalents"},
        ],
    }


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (3, 3, ["CAP, BEP et équivalents"]),
        (4, None, ["Bac ou équivalent"]),
        (7, 8, ["Bac+5 et plus ou équivalents"]),
    ],
)
def test_levels_of_the_api(low, high, labels):
    offer = to_francetravail(Posting(study_level={"min": low, "max": high}))
    assert [training["niveauLibelle"] for training in offer["formations"]] == labels
