"""Postings as schema.org `JobPosting`, for JSON-LD in web pages and search engines.

| key | schema.org property | from |
|---|---|---|
| `title` | https://schema.org/title | `title` |
| `description` | https://schema.org/description | given by the caller, never made up |
| `hiringOrganization` | https://schema.org/hiringOrganization (`Organization`) | `employer` |
| `jobLocation` | https://schema.org/jobLocation (`Place` with its address) | `places` |
| `jobLocationType` | https://schema.org/jobLocationType, `TELECOMMUTE` | `telework` when `full` |
| `employmentType` | https://schema.org/employmentType, see `EMPLOYMENT_TYPES` | `contract` |
| `baseSalary` | https://schema.org/baseSalary (`MonetaryAmount`) | `remuneration` in figures |
| `validThrough` | https://schema.org/validThrough | `deadline` |
| `jobStartDate`, `jobImmediateStart` | https://schema.org/jobStartDate | `start` |
| `workHours` | https://schema.org/workHours | `weekly_hours` |
| `applicationContact` | https://schema.org/applicationContact (`ContactPoint`) | `emails`, `phones`, `application_urls` |
| `identifier` | https://schema.org/identifier (`PropertyValue`) | `reference` |
| `datePosted` | https://schema.org/datePosted | `published` |
| `educationRequirements` | https://schema.org/educationRequirements, see `CREDENTIALS` | `study_level` |

Only what the posting states is written: no `applicantLocationRequirements`, and no `url` or
`directApply`, which speak of the page that publishes the offer. What `JobPosting` has no place for
is left out: the duration, tax words, pay without figures, partial or refused telework, the
département, the public-service category and grade, evidence and spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annonce_nlp.export.words import decimal_words
from annonce_nlp.posting import ContractType, RemunerationKind, Telework

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.posting import Place, Posting, Remuneration, StudyLevel

Node = dict[str, Any]

EMPLOYMENT_TYPES: dict[ContractType, str | None] = {
    ContractType.STAGE: "INTERN",
    ContractType.ALTERNANCE: "OTHER",
    ContractType.CDI: None,
    ContractType.CDD: "TEMPORARY",
    ContractType.CONTRAT_DE_PROJET: "TEMPORARY",
    ContractType.TITULAIRE: None,
    ContractType.DOCTORAT: "TEMPORARY",
    ContractType.SERVICE_CIVIQUE: "VOLUNTEER",
    ContractType.INTERIM: "TEMPORARY",
    ContractType.VACATION: "PER_DIEM",
    ContractType.INDEPENDANT: "CONTRACTOR",
    ContractType.BENEVOLAT: "VOLUNTEER",
    ContractType.AUTRE: "OTHER",
}
"""The value of `employmentType` that search engines accept, by contract type.

None where there is no such value: a permanent contract may be full or part time, and the values
say nothing else. `PER_DIEM` (paid by the hour or act) is the nearest to `vacation`.
"""


CREDENTIALS = {
    3: "professional certificate",
    4: "high school",
    5: "associate degree",
    6: "bachelor degree",
    7: "postgraduate degree",
    8: "postgraduate degree",
}
"""The value of `credentialCategory` that search engines accept, by level of the French framework."""


def to_jobposting(posting: Posting, *, description: str | None = None) -> Node:
    """Return the posting as a JSON-LD `JobPosting`, ready for `json.dumps`.

    Parameters
    ----------
    posting
        What `parse` returned.
    description
        The text to publish, plain or HTML. A `Posting` does not hold its text, and search
        engines want one.

    Returns
    -------
    dict
        With `@context`, `@type` and the properties of the module's table that are stated.
        One work place is an object, several a list; likewise for employment types.
    """
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        **_stated(
            {
                "title": posting.title,
                "description": description,
                "hiringOrganization": _organisation(posting),
                "jobLocation": _one_or_all([_place(place) for place in posting.places]),
                "jobLocationType": "TELECOMMUTE" if posting.telework is Telework.FULL else None,
                "employmentType": _one_or_all(_employment_types(posting)),
                "baseSalary": _salary(posting.remuneration),
                "validThrough": posting.deadline.isoformat() if posting.deadline else None,
                "jobStartDate": posting.start if posting.start != "asap" else None,
                "jobImmediateStart": True if posting.start == "asap" else None,
                "workHours": _hours(posting.weekly_hours),
                "applicationContact": _one_or_all(_contacts(posting)),
                "identifier": _identifier(posting),
                "datePosted": posting.published.isoformat() if posting.published else None,
                "educationRequirements": _one_or_all(_credentials(posting.study_level)),
            }
        ),
    }


def _stated(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], {})}


def _one_or_all(values: Sequence[object]) -> object:
    return values[0] if len(values) == 1 else values


def _organisation(posting: Posting) -> Node | None:
    if posting.employer is None:
        return None
    aliases = _one_or_all(posting.employer.aliases)
    return {
        "@type": "Organization",
        **_stated({"name": posting.employer.name, "alternateName": aliases}),
    }


def _contacts(posting: Posting) -> list[Node]:
    ways = (
        *(("email", address) for address in posting.emails),
        *(("telephone", number) for number in posting.phones),
        *(("url", address) for address in posting.application_urls),
    )
    return [{"@type": "ContactPoint", name: value} for name, value in ways]


def _identifier(posting: Posting) -> Node | None:
    if posting.reference is None:
        return None
    name = posting.employer.name if posting.employer else None
    return {"@type": "PropertyValue", **_stated({"name": name, "value": posting.reference})}


def _credentials(asked: StudyLevel | None) -> list[Node]:
    """Return one credential a level asked for; of an open range its lowest."""
    if asked is None:
        return []
    low = asked.min if asked.min is not None else asked.max
    high = asked.max if asked.max is not None else asked.min
    if low is None or high is None:
        return []
    return [
        {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": CREDENTIALS[level],
            "educationalLevel": f"niveau {level} du cadre national des certifications",
        }
        for level in range(low, high + 1)
    ]


def _employment_types(posting: Posting) -> list[str]:
    if posting.contract is None:
        return []
    offered = (EMPLOYMENT_TYPES[kind] for kind in (posting.contract.type, *posting.contract.also))
    return list(dict.fromkeys(value for value in offered if value))


def _place(place: Place) -> Node:
    kind = _kind(place)
    region = place.region
    if kind in ("department", "region"):
        region = place.name
    address = {
        "addressLocality": place.name if kind == "commune" else None,
        "postalCode": place.postal_code,
        "addressRegion": region,
        "addressCountry": place.country or (place.name if kind == "country" else None),
    }
    node: Node = {"@type": "Place", "address": {"@type": "PostalAddress", **_stated(address)}}
    if place.latitude is not None and place.longitude is not None:
        node["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return node


def _kind(place: Place) -> str:
    """Return what a place is: `commune` (or a town abroad, or a site), or an area around many."""
    if place.postal_code or place.latitude is not None:
        return "commune"
    if place.name in (place.department, place.region):
        return "department" if place.name == place.department else "region"
    from annonce_nlp.fields.places.gazetteer import gazetteer  # noqa: PLC0415 - loads tables

    entry = gazetteer().lookup(place.name)
    area = entry is not None and entry.kind in ("department", "region", "country")
    return entry.kind if entry is not None and area else "commune"


def _salary(pay: Remuneration | None) -> Node | None:
    if pay is None or pay.kind is not RemunerationKind.AMOUNT:
        return None
    if pay.min is None and pay.max is None:
        return None
    figures: Node = (
        {"value": pay.min} if pay.min == pay.max else {"minValue": pay.min, "maxValue": pay.max}
    )
    figures["unitText"] = pay.period.value.upper() if pay.period else None
    value = {"@type": "QuantitativeValue", **_stated(figures)}
    return {"@type": "MonetaryAmount", **_stated({"currency": pay.currency, "value": value})}


def _hours(hours: float | None) -> str | None:
    return f"{decimal_words(hours)} heures par semaine" if hours is not None else None
