"""schema.org JobPosting: what is stated, and only that."""

import datetime as dt
import json

import pytest

from annonce_nlp.export.jobposting import CREDENTIALS, EMPLOYMENT_TYPES, to_jobposting
from annonce_nlp.posting import (
    Contract,
    ContractType,
    Employer,
    Place,
    Posting,
    Remuneration,
    StudyLevel,
)

EMPTY = {"@context": "https://schema.org", "@type": "JobPosting"}
PAY = {"kind": "amount", "currency": "EUR", "period": "month"}


def said(posting):
    return {k: v for k, v in to_jobposting(posting).items() if k not in EMPTY}


def test_silence():
    assert to_jobposting(Posting()) == EMPTY


@pytest.mark.parametrize("kind", ContractType)
def test_every_contract_is_decided(kind):
    value = EMPLOYMENT_TYPES[kind]
    wanted = {"employmentType": value} if value else {}
    assert said(Posting(contract=Contract(type=kind))) == wanted


@pytest.mark.parametrize(
    ("kind", "also", "wanted"),
    [
        ("stage", [], "INTERN"),
        ("cdd", ["cdi"], "TEMPORARY"),
        ("cdd", ["interim"], "TEMPORARY"),
        ("cdi", ["independant"], "CONTRACTOR"),
        ("stage", ["alternance"], ["INTERN", "OTHER"]),
        ("benevolat", ["service_civique"], "VOLUNTEER"),
    ],
)
def test_employment_types(kind, also, wanted):
    assert said(Posting(contract=Contract(type=kind, also=also))) == {"employmentType": wanted}


@pytest.mark.parametrize(
    ("pay", "wanted"),
    [
        (
            {**PAY, "min": 1850, "max": 2100, "tax": "gross"},
            {"currency": "EUR", "value": {"minValue": 1850, "maxValue": 2100, "unitText": "MONTH"}},
        ),
        (
            {**PAY, "min": 12.5, "max": 12.5, "period": "hour"},
            {"currency": "EUR", "value": {"value": 12.5, "unitText": "HOUR"}},
        ),
        (
            {**PAY, "min": 450, "max": None, "period": "day"},
            {"currency": "EUR", "value": {"minValue": 450, "unitText": "DAY"}},
        ),
        (
            {**PAY, "min": None, "max": 60000, "period": "year", "currency": "CHF"},
            {"currency": "CHF", "value": {"maxValue": 60000, "unitText": "YEAR"}},
        ),
        ({"kind": "amount", "min": 600, "max": 600}, {"value": {"value": 600}}),
        ({"kind": "amount", "min": 0, "max": 100}, {"value": {"minValue": 0, "maxValue": 100}}),
        ({"kind": "amount"}, None),
        *[({"kind": kind}, None) for kind in ("legal", "scale", "negotiable", "unpaid", "paid")],
    ],
)
def test_salary(pay, wanted):
    found = said(Posting(remuneration=Remuneration(**pay)))
    if wanted is None:
        assert found == {}
        return
    assert found["baseSalary"].pop("@type") == "MonetaryAmount"
    assert found["baseSalary"]["value"].pop("@type") == "QuantitativeValue"
    assert found == {"baseSalary": wanted}


GEO = {"latitude": 43.71, "longitude": -1.05}


@pytest.mark.parametrize(
    ("place", "address", "geo"),
    [
        (
            {
                "name": "Dax",
                "postal_code": "40100",
                "department": "Landes",
                "region": "Nouvelle-Aquitaine",
                "country": "FR",
                **GEO,
            },
            {
                "addressLocality": "Dax",
                "postalCode": "40100",
                "addressRegion": "Nouvelle-Aquitaine",
                "addressCountry": "FR",
            },
            True,
        ),
        (
            {"name": "Paris", "department": "Paris", "country": "FR", **GEO},
            {"addressLocality": "Paris", "addressCountry": "FR"},
            True,
        ),
        (
            {
                "name": "La Réunion",
                "department": "La Réunion",
                "region": "La Réunion",
                "country": "FR",
            },
            {"addressRegion": "La Réunion", "addressCountry": "FR"},
            False,
        ),
        (
            {"name": "Bretagne", "region": "Bretagne", "country": "FR"},
            {"addressRegion": "Bretagne", "addressCountry": "FR"},
            False,
        ),
        (
            {"name": "Gers", "department": "Gers", "region": "Occitanie", "country": "FR"},
            {"addressRegion": "Gers", "addressCountry": "FR"},
            False,
        ),
        ({"name": "Belgique", "country": "BE"}, {"addressCountry": "BE"}, False),
        ({"name": "Belgique"}, {"addressCountry": "Belgique"}, False),
        (
            {"name": "Namur", "country": "BE", **GEO},
            {"addressLocality": "Namur", "addressCountry": "BE"},
            True,
        ),
        ({"name": "Campus de l'Étang"}, {"addressLocality": "Campus de l'Étang"}, False),
        ({"name": "Dax", "latitude": 43.71}, {"addressLocality": "Dax"}, False),
    ],
    ids=lambda value: value.get("name") if isinstance(value, dict) else None,
)
def test_places(place, address, geo):
    node = said(Posting(places=[Place(**place)]))["jobLocation"]
    assert node["address"] == {"@type": "PostalAddress", **address}
    assert node.get("geo") == ({"@type": "GeoCoordinates", **GEO} if geo else None)


@pytest.mark.parametrize(
    ("telework", "wanted"),
    [("full", {"jobLocationType": "TELECOMMUTE"}), ("partial", {}), ("none", {}), (None, {})],
)
def test_only_full_telework_is_telecommuting(telework, wanted):
    assert said(Posting(telework=telework)) == wanted


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"start": "2025-09"}, {"jobStartDate": "2025-09"}),
        ({"start": "2025-09-01"}, {"jobStartDate": "2025-09-01"}),
        ({"start": "asap"}, {"jobImmediateStart": True}),
        ({"deadline": dt.date(2025, 6, 30)}, {"validThrough": "2025-06-30"}),
        ({"weekly_hours": 35}, {"workHours": "35 heures par semaine"}),
        ({"weekly_hours": 37.5}, {"workHours": "37,5 heures par semaine"}),
        (
            {"emails": ["rh@example.org"]},
            {"applicationContact": {"@type": "ContactPoint", "email": "rh@example.org"}},
        ),
        (
            {"employer": Employer(name="Kelvane", aliases=["KLV"])},
            {
                "hiringOrganization": {
                    "@type": "Organization",
                    "name": "Kelvane",
                    "alternateName": "KLV",
                }
            },
        ),
        (
            {"employer": Employer(name="Kelvane")},
            {"hiringOrganization": {"@type": "Organization", "name": "Kelvane"}},
        ),
        ({"title": "Garde-pêche"}, {"title": "Garde-pêche"}),
        ({"published": dt.date(2025, 3, 12)}, {"datePosted": "2025-03-12"}),
        (
            {"phones": ["+33555001427"]},
            {"applicationContact": {"@type": "ContactPoint", "telephone": "+33555001427"}},
        ),
        (
            {"application_urls": ["https://example.org/o/44"]},
            {"applicationContact": {"@type": "ContactPoint", "url": "https://example.org/o/44"}},
        ),
        ({"reference": "25-44"}, {"identifier": {"@type": "PropertyValue", "value": "25-44"}}),
        ({"category": ["A"], "grade": [{"name": "attaché"}]}, {}),
    ],
)
def test_values(values, wanted):
    assert said(Posting(**values)) == wanted


def test_several_places_and_addresses_are_lists():
    node = said(
        Posting(
            places=[Place(name="Dax"), Place(name="Pau")], emails=["a@example.fr", "b@example.fr"]
        )
    )
    assert [p["address"]["addressLocality"] for p in node["jobLocation"]] == ["Dax", "Pau"]
    assert [c["email"] for c in node["applicationContact"]] == ["a@example.fr", "b@example.fr"]


def test_description_is_the_callers():
    node = to_jobposting(Posting(title="Vacher·ère"), description="<p>Traite du matin</p>")
    assert node["description"] == "<p>Traite du matin</p>"
    assert json.loads(json.dumps(node)) == node


def test_a_reference_is_that_of_its_employer():
    node = said(Posting(reference="25-44", employer=Employer(name="Kelvane")))
    assert node["identifier"] == {"@type": "PropertyValue", "name": "Kelvane", "value": "25-44"}


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        (7, 7, ["postgraduate degree"]),
        (5, 6, ["associate degree", "bachelor degree"]),
        (4, None, ["high school"]),
        (3, 3, ["professional certificate"]),
        (None, 8, ["postgraduate degree"]),
        (None, None, []),
    ],
)
def test_studies_are_credentials(low, high, wanted):
    asked = said(Posting(study_level=StudyLevel(min=low, max=high))).get(
        "educationRequirements", []
    )
    nodes = asked if isinstance(asked, list) else [asked]
    assert [node["credentialCategory"] for node in nodes] == wanted
    assert all(node["@type"] == "EducationalOccupationalCredential" for node in nodes)


def test_every_level_has_its_credential():
    assert sorted(CREDENTIALS) == [3, 4, 5, 6, 7, 8]
