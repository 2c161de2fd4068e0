"""The record of an annotated posting and the checks it must pass.

One JSON object a line: `id`, `text`, `entities` (`start`, `end`, `label`, optional `role`),
`fields` (the gold record), optional `source` and `meta`. Records with fields only are accepted
for evaluation; their keys may also stand beside `text` instead of under `fields`.

Labels are the five of `LABELS`. A label of your own is accepted where it is named
(`own_labels=("COMPETENCE",)`), so that a slip of the pen never becomes a label.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from annonce_nlp.posting import (
    ContractType,
    Period,
    RemunerationKind,
    Tax,
    Telework,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = ("ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE")
_OWN = "own_labels"


class CorpusError(ValueError):
    """An annotated file that cannot be used; the message names the file, the line and the cure."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GoldEntity(_Strict):
    """A gold span, half-open character offsets."""

    start: int = Field(ge=0)
    end: int
    label: str
    role: Literal["employer", "workplace"] | None = None

    @field_validator("label")
    @classmethod
    def _label_is_known(cls, value: str, info: ValidationInfo) -> str:
        known = (*LABELS, *(info.context or {}).get(_OWN, ()))
        if value not in known:
            raise ValueError(
                f"unknown label {value!r}; use one of {', '.join(known)}, "
                "or name it among your own labels (docs/teach.md)"
            )
        return value


class GoldPay(_Strict):
    """Gold pay; the parts are null unless `kind` is `amount`."""

    kind: RemunerationKind
    min: float | None
    max: float | None
    period: Period | None
    tax: Tax | None
    currency: str | None = None
    derived: bool = False


class GoldLength(_Strict):
    """Gold duration in months; `derived` when computed from two dates."""

    min: float | None
    max: float | None
    derived: bool = False


class GoldFields(_Strict):
    """The gold record: the accepted forms of each value, null where the text says nothing."""

    title: str | None
    employer: list[str] | None
    places: list[list[str]]
    contract: ContractType | None
    contract_also: list[ContractType]
    remuneration: GoldPay | None
    deadline: dt.date | None
    duration: GoldLength | None
    start: str | None = Field(pattern=r"^(?:\d{4}-\d\d(?:-\d\d)?|asap)$")
    weekly_hours: float | None
    telework: Telework | None
    emails: list[str]
    optional: list[str] = []
    """Fields where saying nothing is right too."""
    alternatives: dict[str, list[Any]] = {}
    """Other right values, where two readers may honestly differ."""

    @field_validator("employer")
    @classmethod
    def _no_empty_list(cls, value: list[str] | None) -> list[str] | None:
        return value or None


class Slice(_Strict):
    """Where a posting stands in the file it came from."""

    file: str
    start: int
    end: int


class Record(BaseModel):
    """One annotated posting."""

    model_config = ConfigDict(extra="ignore")

    id: str
    text: str
    fields: GoldFields
    entities: list[GoldEntity] | None = None
    """None when the record has fields only."""
    source: Slice | str | None = None
    meta: dict[str, Any] = {}

    @model_validator(mode="before")
    @classmethod
    def _flat_record(cls, data: object) -> object:
        if isinstance(data, dict) and "fields" not in data and "contract" in data:
            fields = {k: v for k, v in data.items() if k in GoldFields.model_fields}
            return {**{k: v for k, v in data.items() if k not in fields}, "fields": fields}
        return data

    @model_validator(mode="after")
    def _spans_hold(self) -> Record:
        last = 0
        for entity in sorted(self.entities or [], key=lambda e: e.start):
            piece = self.text[entity.start : entity.end]
            where = f"{entity.label} {entity.start}–{entity.end}"
            if not piece or entity.end > len(self.text):
                raise ValueError(f"{where} is empty or ends after the text")
            if piece != piece.strip():
                raise ValueError(f"{where} begins or ends with white space: {piece!r}")
            if entity.start < last:
                raise ValueError(f"{where} overlaps the span before it")
            last = entity.end
        return self


def with_labels(own_labels: Sequence[str]) -> dict[str, Any]:
    """Return the context in which pydantic accepts labels of your own beside the five."""
    return {_OWN: tuple(own_labels)}


def read_records(path: str | Path, own_labels: Sequence[str] = ()) -> Iterator[Record]:
    """Yield the records of a JSONL file.

    Parameters
    ----------
    path
        The file.
    own_labels
        Labels accepted beside `LABELS`.

    Raises
    ------
    CorpusError
        For a line that is no JSON, a record that breaks the schema, or an id met before.
    """
    path = Path(path)
    seen: dict[str, int] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                record = Record.model_validate(json.loads(line), context=with_labels(own_labels))
            except json.JSONDecodeError as error:
                raise CorpusError(
                    f"{where}: not a JSON object ({error.msg}); write one record a line"
                ) from error
            except ValidationError as error:
                first = error.errors()[0]
                spot = ".".join(str(part) for part in first["loc"]) or "record"
                raise CorpusError(
                    f"{where}: {spot}: {first['msg']}; see data/annotated/README.md for the schema"
                ) from error
            if record.id in seen:
                raise CorpusError(
                    f"{where}: id {record.id!r} was used on line {seen[record.id]} already; "
                    "ids must differ"
                )
            seen[record.id] = number
            yield record
