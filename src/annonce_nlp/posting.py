"""The typed result of reading a posting.

Every part is frozen, and `Posting.model_dump(mode="json")` is the record that other tools
rely on. What a field means is said in `docs/fields.md`.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ContractType(StrEnum):
    """The forms of work a French posting offers, in private and public law."""

    STAGE = "stage"
    ALTERNANCE = "alternance"
    CDI = "cdi"
    CDD = "cdd"
    CONTRAT_DE_PROJET = "contrat_de_projet"
    TITULAIRE = "titulaire"
    DOCTORAT = "doctorat"
    SERVICE_CIVIQUE = "service_civique"
    INTERIM = "interim"
    VACATION = "vacation"
    INDEPENDANT = "independant"
    BENEVOLAT = "benevolat"
    AUTRE = "autre"


class RemunerationKind(StrEnum):
    """How pay is stated: by figures, by a rule, by a scale, or in words."""

    AMOUNT = "amount"
    LEGAL = "legal"
    SCALE = "scale"
    NEGOTIABLE = "negotiable"
    UNPAID = "unpaid"
    PAID = "paid"


class Period(StrEnum):
    """The unit of time a pay figure is for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Tax(StrEnum):
    """Whether a pay figure is before or after social contributions."""

    GROSS = "gross"
    NET = "net"


class Telework(StrEnum):
    """How much of the work can be done from home."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Employer(_Part):
    """The organisation that will employ or host the person."""

    name: str
    """The fullest name as the text writes it."""
    aliases: list[str] = []
    """The other forms the text uses: acronym, short name, trade name."""


class Place(_Part):
    """A place where the work is done."""

    name: str
    """The commune, or the département, region or country when no commune is given."""
    postal_code: str | None = None
    department: str | None = None
    region: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    latitude: float | None = None
    """Degrees, WGS 84."""
    longitude: float | None = None


class Contract(_Part):
    """The contract offered."""

    type: ContractType
    also: list[ContractType] = []
    """Other types the posting offers for the same job."""
    probability: Annotated[float, Field(ge=0, le=1)] | None = None


class OwnContract(_Part):
    """A contract type that models of your own were taught, beside the fixed one of `contract`."""

    type: str
    probability: Annotated[float, Field(ge=0, le=1)]


class Remuneration(_Part):
    """Base pay. `min`, `max`, `currency`, `period` and `tax` are null unless `kind` is `amount`."""

    kind: RemunerationKind
    min: float | None = None
    max: float | None = None
    """Null on an open side: « à partir de 2 000 € » has no `max`."""
    currency: str | None = None
    """ISO 4217."""
    period: Period | None = None
    tax: Tax | None = None


class Duration(_Part):
    """The length of the contract, in months (52 weeks are 12 months)."""

    min: float | None
    max: float | None


class Category(StrEnum):
    """The hierarchical categories of the French public service."""

    A = "A"
    B = "B"
    C = "C"


class Branch(StrEnum):
    """The three branches of the French public service."""

    ETAT = "etat"
    TERRITORIALE = "territoriale"
    HOSPITALIERE = "hospitaliere"


class Grade(_Part):
    """A grade, corps or cadre d'emplois of the public service that the post is open to."""

    name: str
    """The official name, masculine singular: `attaché territorial`."""
    category: Category | None = None
    """The category its statute gives it, whether the posting says it or not."""
    branch: Branch | None = None
    """Null where the name is used in several branches: `attaché`."""


_Level = Annotated[int, Field(ge=3, le=8)]
_Years = Annotated[int, Field(ge=0, le=8)]


class StudyLevel(_Part):
    """The level of studies asked for, in the national framework of certifications.

    Levels after decree 2019-14: 3 CAP, 4 baccalauréat, 5 Bac+2, 6 Bac+3 and Bac+4, 7 Bac+5,
    8 doctorate. `max` is null on an open side: « Bac+2 minimum ».
    """

    min: _Level | None
    max: _Level | None
    years_min: _Years | None = None
    """Years of studies after the baccalauréat: 5 for « Bac+5 »; null for a level below it."""
    years_max: _Years | None = None


class Evidence(_Part):
    """Where a value was read. `text == original[start:end]`, offsets in Unicode code points."""

    start: int
    end: int
    text: str
    source: str
    """What kind of reading found it: `label`, `prose`, `title`, `signature`, `model` …"""
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    """The probability that the value is right, or null."""


class Entity(_Part):
    """A span: ORG, LIEU, REMUNERATION, DATE_LIMITE, DUREE, or a label of your own models."""

    label: str
    start: int
    end: int
    text: str


class Posting(_Part):
    """One job posting, as read from its text. What the text does not say is null or empty."""

    title: str | None = None
    employer: Employer | None = None
    places: list[Place] = []
    contract: Contract | None = None
    remuneration: Remuneration | None = None
    deadline: dt.date | None = None
    """The last day to apply."""
    duration: Duration | None = None
    start: str | None = None
    """`YYYY-MM-DD`, `YYYY-MM` or `asap`."""
    weekly_hours: float | None = None
    telework: Telework | None = None
    emails: list[str] = []
    reference: str | None = None
    """The employer's or the board's reference of the offer, as written."""
    category: list[Category] = []
    """The public-service categories the post is open to."""
    grade: list[Grade] = []
    study_level: StudyLevel | None = None
    phones: list[str] = []
    """Numbers to call, E.164."""
    application_urls: list[str] = []
    """Where to apply on line, in the order of the text."""
    published: dt.date | None = None
    """When the posting was published."""
    evidence: dict[str, list[Evidence]] = {}
    """By field name, where each stated value was read."""
    entities: list[Entity] = []
    own_contract: OwnContract | None = None
    """Null with the shipped models; docs/teach.md tells how to teach a type."""
    start_char: int = 0
    """Where this posting begins in the page given."""
    end_char: int = 0
