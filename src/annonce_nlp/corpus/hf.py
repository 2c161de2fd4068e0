"""Records as a `datasets.Dataset` and back: `pip install 'annonce_nlp[train]'`.

One row a record: `id`, `text`, `entities` (list of `start`, `end`, `label`, `role`; null when the
record has fields only), `fields` with the keys of the gold record. What has no fixed type – each
record's `source`, `meta` and `fields.alternatives` – is JSON in a string column.
"""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from annonce_nlp.corpus.schema import CorpusError, Record, with_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from datasets import Dataset

_ENTITY = {"start": "int64", "end": "int64", "label": "string", "role": "string"}
_FIELDS: dict[str, Any] = {
    "title": "string",
    "employer": ["string"],
    "places": [["string"]],
    "contract": "string",
    "contract_also": ["string"],
    "remuneration": {
        "kind": "string",
        "min": "float64",
        "max": "float64",
        "period": "string",
        "tax": "string",
        "currency": "string",
        "derived": "bool",
    },
    "deadline": "string",
    "duration": {"min": "float64", "max": "float64", "derived": "bool"},
    "start": "string",
    "weekly_hours": "float64",
    "telework": "string",
    "emails": ["string"],
    "optional": ["string"],
    "alternatives": "string",
}
COLUMNS: dict[str, Any] = {
    "id": "string",
    "text": "string",
    "entities": [_ENTITY],
    "fields": _FIELDS,
    "source": "string",
    "meta": "string",
}
"""The columns and their types; a list of one type is a list of any length."""


def to_dataset(records: Iterable[Record]) -> Dataset:
    """Return the records as a dataset in memory; `.save_to_disk`, `.to_parquet` and so on follow.

    Raises
    ------
    ImportError
        When `datasets` is not installed.
    """
    datasets = _datasets()
    kinds = {name: _features(kind, datasets) for name, kind in COLUMNS.items()}
    features = datasets.Features(kinds)
    rows = [_row(record) for record in records]
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    dataset: Dataset = datasets.Dataset.from_dict(columns, features=features)
    return dataset


def from_dataset(
    dataset: Iterable[Mapping[str, Any]], own_labels: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield the records of a dataset that `to_dataset` made, streamed or not.

    Labels of `own_labels` are accepted beside the five.

    Raises
    ------
    CorpusError
        For a row that lacks a column or breaks the schema.
    """
    for number, row in enumerate(dataset):
        where = f"row {number} ({row.get('id', 'no id')})"
        missing = [name for name in COLUMNS if name not in row]
        if missing:
            raise CorpusError(
                f"{where}: no column {', '.join(missing)}; make the dataset with to_dataset"
            )
        yield _record(row, where, own_labels)


def _row(record: Record) -> dict[str, Any]:
    row = record.model_dump(mode="json")
    row["source"] = _json(row["source"])
    row["meta"] = _json(row["meta"])
    row["fields"]["alternatives"] = _json(row["fields"]["alternatives"])
    return row


def _record(row: Mapping[str, Any], where: str, own_labels: Sequence[str]) -> Record:
    fields = dict(row["fields"])
    # Older releases of datasets give a null object back as an object of nulls.
    for name in ("remuneration", "duration"):
        if fields[name] is not None and fields[name]["derived"] is None:
            fields[name] = None
    fields["alternatives"] = json.loads(fields["alternatives"])
    rest = {name: json.loads(row[name]) for name in ("source", "meta")}
    known = {"id": row["id"], "text": row["text"], "entities": row["entities"]}
    try:
        return Record.model_validate(
            {**known, "fields": fields, **rest}, context=with_labels(own_labels)
        )
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(str(part) for part in first["loc"]) or "record"
        raise CorpusError(f"{where}: {spot}: {first['msg']}") from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _features(kind: object, datasets: ModuleType) -> object:
    if isinstance(kind, dict):
        return {name: _features(part, datasets) for name, part in kind.items()}
    if isinstance(kind, list):
        return [_features(kind[0], datasets)]
    return datasets.Value(kind)


def _datasets() -> ModuleType:
    try:
        return importlib.import_module("datasets")
    except ImportError as error:
        raise ImportError(
            "this needs the package datasets: pip install 'annonce_nlp[train]'"
        ) from error
