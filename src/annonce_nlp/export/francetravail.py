"""Postings under the field names of France Travail's API « Offres d'emploi v2 ».

For programs that read those offers already: the same keys, filled from a posting of any source.

| key | content | how true |
|---|---|---|
| `intitule` | title | exact |
| `description` | given by the caller, never made up | exact |
| `lieuTravail.libelle` | `69 - Villeurbanne` | the API's form; its capitals and numbering vary |
| `lieuTravail.codePostal`, `.latitude`, `.longitude` | of the first place | exact |
| `entreprise.nom` | employer | exact |
| `typeContrat` | a code of the API's list, see `CONTRACT_CODES` | exact, see below |
| `typeContratLibelle` | `CDD - 6 Mois` | only a single length in whole months is told |
| `natureContrat` | `Contrat travail`, `Emploi non salarié` | only where it is certain |
| `salaire.libelle` | `Mensuel de 2150.0 Euros à 2300.0 Euros` | without « sur 12.0 mois » |
| `salaire.commentaire` | the pay as the posting words it | where `libelle` cannot tell it |
| `dureeTravailLibelle` | `35H/semaine` | the hours alone, no `Horaires normaux` |
| `alternance` | whether an alternance is offered | absent when no contract is known |
| `contact.courriel` | the first address | exact |
| `contact.telephone` | the first number, E.164 | exact |
| `contact.urlPostulation` | the first address to apply on line | exact |
| `formations[].niveauLibelle` | `Bac+5 et plus ou équivalents`, see `LEVELS` | without `exigence` |

Approximate: a seasonal contract is a `cdd` here, so it gets `CDD` where the API has `SAI`;
`independant` gets `LIB` (« Profession libérale »), which the API uses for the self-employed at
large; an alternance has no `typeContrat`, as the posting's reading does not tell apprentissage
(API: nature `Contrat apprentissage`) from professionnalisation, nor fixed term from open-ended.

Never written: `id` (France Travail's own, whatever reference the posting has), `dateCreation` (to
the second; a posting states a day), `dateActualisation`, `romeCode`, `commune` (the INSEE code)
and all else that a posting does not state. The API has no field for the other places, contracts
and addresses, aliases, deadline, start, telework, the public-service category and grade, evidence
and spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annonce_nlp.export.words import decimal_words
from annonce_nlp.posting import ContractType, Period, RemunerationKind, Tax

if TYPE_CHECKING:
    from annonce_nlp.posting import Contract, Duration, Place, Posting, StudyLevel

Node = dict[str, Any]

CONTRACT_CODES: dict[ContractType, str] = {
    ContractType.CDI: "CDI",
    ContractType.CDD: "CDD",
    ContractType.CONTRAT_DE_PROJET: "CDD",
    ContractType.DOCTORAT: "CDD",
    ContractType.INTERIM: "MIS",
    ContractType.INDEPENDANT: "LIB",
}
"""`typeContrat` by contract type. Absent: no true equivalent in the API's list.

The law calls a contrat de projet and a contrat doctoral fixed-term contracts. There is no code for
an internship, a permanent post of the public service, vacations, service civique or volunteering.
"""

LEVELS = {
    3: "CAP, BEP et équivalents",
    4: "Bac ou équivalent",
    5: "Bac+2 ou équivalents",
    6: "Bac+3, Bac+4 ou équivalents",
    7: "Bac+5 et plus ou équivalents",
    8: "Bac+5 et plus ou équivalents",
}
"""`niveauLibelle` of the API's list, by level of the French framework."""

_LABELS = {"CDI": "CDI", "CDD": "CDD", "MIS": "Intérim", "LIB": "Profession libérale"}
_NATURES = {
    ContractType.CDI: "Contrat travail",
    ContractType.CDD: "Contrat travail",
    ContractType.INTERIM: "Contrat travail",
    ContractType.INDEPENDANT: "Emploi non salarié",
}
_PERIODS = {Period.HOUR: "Horaire", Period.MONTH: "Mensuel", Period.YEAR: "Annuel"}
_PERIOD_WORDS = {
    Period.HOUR: "de l'heure",
    Period.DAY: "par jour",
    Period.MONTH: "par mois",
    Period.YEAR: "par an",
}
_KIND_WORDS = {
    RemunerationKind.LEGAL: "Selon la réglementation en vigueur",
    RemunerationKind.SCALE: "Selon la grille",
    RemunerationKind.NEGOTIABLE: "À négocier",
    RemunerationKind.UNPAID: "Non rémunéré",
    RemunerationKind.PAID: "Rémunéré",
}


def to_francetravail(posting: Posting, *, description: str | None = None) -> Node:
    """Return the posting as an offer of « Offres d'emploi v2 », ready for `json.dumps`.

    Parameters
    ----------
    posting
        What `parse` returned.
    description
        The text of the offer; a `Posting` does not hold it.

    Returns
    -------
    dict
        The keys of the module's table that the posting states, and no other.
    """
    contract = posting.contract
    return _stated(
        {
            "intitule": posting.title,
            "description": description,
            "lieuTravail": _place(posting.places[0]) if posting.places else None,
            "entreprise": {"nom": posting.employer.name} if posting.employer else None,
            **(_contract(contract, posting.duration) if contract else {}),
            "salaire": _salary(posting),
            "dureeTravailLibelle": _hours(posting.weekly_hours),
            "formations": _trainings(posting.study_level),
            "contact": _contact(posting),
        }
    )


def _stated(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, {}, [])}


def _contact(posting: Posting) -> Node:
    """Return the first address, number and link; the API has room for one each."""
    ways = {
        "courriel": posting.emails,
        "telephone": posting.phones,
        "urlPostulation": posting.application_urls,
    }
    return {name: values[0] for name, values in ways.items() if values}


def _trainings(asked: StudyLevel | None) -> list[Node]:
    """Return one formation a level of the API's list; of an open range the lowest."""
    if asked is None or asked.min is None:
        return []
    levels = range(asked.min, (asked.max or asked.min) + 1)
    return [{"niveauLibelle": label} for label in dict.fromkeys(LEVELS[n] for n in levels)]


def _contract(contract: Contract, duration: Duration | None) -> Node:
    code = CONTRACT_CODES.get(contract.type)
    label = _LABELS[code] if code else None
    months = duration.min if duration and duration.min == duration.max else None
    if label and months is not None and months.is_integer():
        label += f" - {int(months)} Mois"
    return {
        "typeContrat": code,
        "typeContratLibelle": label,
        "natureContrat": _NATURES.get(contract.type),
        "alternance": ContractType.ALTERNANCE in (contract.type, *contract.also),
    }


def _place(place: Place) -> Node:
    from annonce_nlp.fields.places.gazetteer import (  # noqa: PLC0415 - loads tables
        department_of,
        gazetteer,
        key,
    )

    code = None
    if place.country in (None, "FR"):
        code = department_of(place.postal_code) if place.postal_code else None
        code = code or gazetteer().department_codes.get(key(place.department or ""))
    return _stated(
        {
            "libelle": f"{code} - {place.name}" if code else place.name,
            "codePostal": place.postal_code,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    )


def _salary(posting: Posting) -> Node | None:
    pay = posting.remuneration
    if pay is None:
        return None
    label = _PERIODS.get(pay.period) if pay.period else None
    closed = pay.min is not None and pay.max is not None
    if label and closed and pay.currency == "EUR" and pay.tax is not Tax.NET:
        upper = f" à {pay.max} Euros" if pay.max != pay.min else ""
        return {"libelle": f"{label} de {pay.min} Euros{upper}"}
    written = [evidence.text for evidence in posting.evidence.get("remuneration", [])]
    return {"commentaire": " ".join(written[0].split()) if written else _words(posting)}


def _words(posting: Posting) -> str | None:
    """Return the pay in words, for a posting without evidence."""
    pay = posting.remuneration
    if pay is None or pay.kind in _KIND_WORDS:
        return _KIND_WORDS[pay.kind] if pay else None
    low = decimal_words(pay.min) if pay.min is not None else None
    high = decimal_words(pay.max) if pay.max is not None else None
    if low and high:
        words = low if low == high else f"de {low} à {high}"
    else:
        words = f"à partir de {low}" if low else f"jusqu'à {high}"
    parts = [
        words,
        pay.currency,
        _PERIOD_WORDS[pay.period] if pay.period else None,
        {Tax.NET: "net", Tax.GROSS: "brut"}.get(pay.tax) if pay.tax else None,
    ]
    return " ".join(part for part in parts if part)


def _hours(hours: float | None) -> str | None:
    if hours is None:
        return None
    minutes = round(hours * 60)
    whole, rest = divmod(minutes, 60)
    return f"{whole}H{rest:02d}/semaine" if rest else f"{whole}H/semaine"
