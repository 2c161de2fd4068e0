"""Postings as typed tables: Arrow, and through it Parquet, pandas, polars and DuckDB.

The columns bear the names of the CSV rows of `annonce_nlp.export.table`, with true types: dates
are dates, and a field of several values is a list instead of a joined string. Coordinates, which
a CSV row leaves out, are there; evidence and spans are in the JSON formats alone.

pyarrow is needed only when a table is made: `pip install 'annonce_nlp[train]'`.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from annonce_nlp.posting import Posting

BATCH = 1000
"""Postings held in memory while a Parquet file is written."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its Arrow type and what its values mean."""

    name: str
    type: str
    """`string`, `double`, `int64`, `date32`, or `[string]` and `[double]` for lists."""
    note: str


COLUMNS = (
    Column("title", "string", "job title as worded"),
    Column("employer", "string", "fullest name of the employer"),
    Column("employer_aliases", "[string]", "other forms of its name; null without employer"),
    Column("places", "[string]", "names of the work places, in the order of the posting"),
    Column("postal_codes", "[string]", "one a place, null where unknown"),
    Column("departments", "[string]", "name of the département, one a place"),
    Column("regions", "[string]", "name of the region, one a place"),
    Column("countries", "[string]", "ISO 3166-1 alpha-2, one a place"),
    Column("latitudes", "[double]", "degrees, WGS 84, one a place"),
    Column("longitudes", "[double]", "degrees, WGS 84, one a place"),
    Column("contract", "string", "stage, alternance, cdi, cdd … (docs/fields.md)"),
    Column("contract_also", "[string]", "other contracts offered; null without contract"),
    Column("contract_probability", "double", "0 to 1, or null"),
    Column("pay_kind", "string", "amount, legal, scale, negotiable, unpaid or paid"),
    Column("pay_min", "double", "in `pay_currency` per `pay_period`"),
    Column("pay_max", "double", "null on an open side"),
    Column("pay_currency", "string", "ISO 4217"),
    Column("pay_period", "string", "hour, day, month or year"),
    Column("pay_tax", "string", "gross or net"),
    Column("deadline", "date32", "last day to apply"),
    Column("duration_min", "double", "months"),
    Column("duration_max", "double", "months, null when open-ended"),
    Column("start", "string", "YYYY-MM-DD, YYYY-MM or asap"),
    Column("weekly_hours", "double", "hours"),
    Column("telework", "string", "none, partial or full"),
    Column("emails", "[string]", "addresses to apply to"),
    Column("reference", "string", "reference of the offer, as written"),
    Column("category", "[string]", "public-service categories: A, B, C"),
    Column("grade", "[string]", "official names of the grades the post is open to"),
    Column("study_min", "int64", "lowest level of studies, 3 to 8 (decree 2019-14)"),
    Column("study_max", "int64", "highest level, null when open"),
    Column("study_years_min", "int64", "years after the baccalauréat: 5 for Bac+5"),
    Column("study_years_max", "int64", "null when open"),
    Column("phones", "[string]", "numbers to call, E.164"),
    Column("application_urls", "[string]", "where to apply on line"),
    Column("published", "date32", "day of publication"),
    Column("start_char", "int64", "where the posting begins in its page, in code points"),
    Column("end_char", "int64", "where it ends"),
)
"""The columns of a table of postings, in order. Unknown values are null, empty lists stay empty."""


def frame_row(posting: Posting) -> dict[str, Any]:
    """Return the posting's values, with the keys of `COLUMNS`."""
    employer, contract = posting.employer, posting.contract
    pay, duration, places = posting.remuneration, posting.duration, posting.places
    return {
        "title": posting.title,
        "employer": employer.name if employer else None,
        "employer_aliases": list(employer.aliases) if employer else None,
        "places": [place.name for place in places],
        "postal_codes": [place.postal_code for place in places],
        "departments": [place.department for place in places],
        "regions": [place.region for place in places],
        "countries": [place.country for place in places],
        "latitudes": [place.latitude for place in places],
        "longitudes": [place.longitude for place in places],
        "contract": _value(contract, "type"),
        "contract_also": [also.value for also in contract.also] if contract else None,
        "contract_probability": _value(contract, "probability"),
        "pay_kind": _value(pay, "kind"),
        "pay_min": _value(pay, "min"),
        "pay_max": _value(pay, "max"),
        "pay_currency": _value(pay, "currency"),
        "pay_period": _value(pay, "period"),
        "pay_tax": _value(pay, "tax"),
        "deadline": posting.deadline,
        "duration_min": _value(duration, "min"),
        "duration_max": _value(duration, "max"),
        "start": posting.start,
        "weekly_hours": posting.weekly_hours,
        "telework": posting.telework.value if posting.telework else None,
        "emails": list(posting.emails),
        "reference": posting.reference,
        "category": [category.value for category in posting.category],
        "grade": [grade.name for grade in posting.grade],
        "study_min": _value(posting.study_level, "min"),
        "study_max": _value(posting.study_level, "max"),
        "study_years_min": _value(posting.study_level, "years_min"),
        "study_years_max": _value(posting.study_level, "years_max"),
        "phones": list(posting.phones),
        "application_urls": list(posting.application_urls),
        "published": posting.published,
        "start_char": posting.start_char,
        "end_char": posting.end_char,
    }


def _value(part: object, name: str) -> object:
    value: object = getattr(part, name, None)
    return getattr(value, "value", value)


def arrow_schema(*, ids: bool = False) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return the `pyarrow.Schema` of a table; each field's metadata says what it means.

    `ids` puts a column `id` of strings first.

    Raises
    ------
    ImportError
        When pyarrow is not installed.
    """
    pa = _pyarrow()
    types = {
        "string": pa.string(),
        "double": pa.float64(),
        "int64": pa.int64(),
        "date32": pa.date32(),
        "[string]": pa.list_(pa.string()),
        "[double]": pa.list_(pa.float64()),
    }
    columns = (Column("id", "string", "given by the caller"), *COLUMNS) if ids else COLUMNS
    return pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.note}) for c in columns]
    )


def to_arrow(postings: Iterable[Posting], *, ids: Iterable[str] | None = None) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return the postings as one `pyarrow.Table`; `.to_pandas()` makes a data frame of it.

    Parameters
    ----------
    postings
        What `parse` or `pipe` returned.
    ids
        One name a posting, for a first column `id`.

    Raises
    ------
    ImportError
        When pyarrow is not installed.
    ValueError
        When there are not as many ids as postings.
    """
    schema = arrow_schema(ids=ids is not None)
    return _pyarrow().Table.from_pylist(list(_rows(postings, ids)), schema=schema)


def write_parquet(
    postings: Iterable[Posting], path: str | Path, *, ids: Iterable[str] | None = None
) -> int:
    """Write a stream of postings as a Parquet file, a thousand at a time; return how many.

    The file appears at `path` when all is written: an error on the way leaves what was there.
    Raises what `to_arrow` raises, and `OSError` when the folder cannot be written.
    """
    pa, parquet = _pyarrow(), _pyarrow("pyarrow.parquet")
    schema = arrow_schema(ids=ids is not None)
    path = Path(path)
    written = 0
    scratch = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with parquet.ParquetWriter(str(scratch), schema) as writer:
            stream = _rows(postings, ids)
            while batch := list(islice(stream, BATCH)):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                written += len(batch)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return written


def _rows(postings: Iterable[Posting], ids: Iterable[str] | None) -> Iterator[dict[str, Any]]:
    if ids is None:
        yield from map(frame_row, postings)
        return
    for posting, name in zip_longest(postings, ids, fillvalue=None):
        if posting is None or name is None:
            raise ValueError("there are not as many ids as postings: give one id a posting")
        yield {"id": name, **frame_row(posting)}


def _pyarrow(module: str = "pyarrow") -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ImportError(
            "Arrow and Parquet tables need pyarrow: pip install 'annonce_nlp[train]'"
        ) from error
