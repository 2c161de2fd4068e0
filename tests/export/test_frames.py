"""Typed tables: columns, types, Parquet files."""

import datetime as dt
import importlib

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annonce_nlp.export import frames, table
from annonce_nlp.posting import Contract, Duration, Employer, Place, Posting, Remuneration

FULL = Posting(
    title="Éclusier·ère",
    employer=Employer(name="Voies du Vallage", aliases=["VDV"]),
    places=[
        Place(
            name="Dax",
            postal_code="40100",
            department="Landes",
            country="FR",
            latitude=43.7,
            longitude=-1.0,
        ),
        Place(name="Namur", country="BE"),
    ],
    contract=Contract(type="cdd", also=["interim"], probability=0.5),
    remuneration=Remuneration(
        kind="amount", min=1850, max=None, currency="EUR", period="month", tax="gross"
    ),
    deadline=dt.date(2025, 6, 30),
    duration=Duration(min=3, max=None),
    start="2025-09",
    weekly_hours=35,
    telework="partial",
    emails=["rh@example.org"],
    reference="25-44",
    category=["A", "B"],
    grade=[{"name": "attaché territorial", "category": "A"}],
    study_level={"min": 6, "max": None, "years_min": 3},
    phones=["+33555001427"],
    application_urls=["https://example.org/o/44"],
    published=dt.date(2025, 3, 12),
    start_char=10,
    end_char=900,
)


def test_columns_are_those_of_the_csv_and_coordinates():
    names = [column.name for column in frames.COLUMNS]
    assert [n for n in names if n not in ("latitudes", "longitudes")] == list(table.COLUMNS), (
        "describe the new CSV column in frames.COLUMNS and frame_row"
    )
    assert list(frames.frame_row(Posting())) == names


@pytest.mark.parametrize("posting", [Posting(), FULL], ids=["empty", "full"])
def test_one_value_columns_agree_with_the_csv(posting):
    row, flat = frames.frame_row(posting), table.flat_row(posting)
    for name in ("deadline", "published"):
        row[name] = row[name] and row[name].isoformat()
    lists = {c.name for c in frames.COLUMNS if c.type.startswith("[")}
    assert {k: v for k, v in row.items() if k not in lists} == {
        k: v for k, v in flat.items() if k not in lists
    }


def test_row_of_everything():
    assert frames.to_arrow([FULL]).to_pylist() == [
        {
            "title": "Éclusier·ère",
            "employer": "Voies du Vallage",
            "employer_aliases": ["VDV"],
            "places": ["Dax", "Namur"],
            "postal_codes": ["40100", None],
            "departments": ["Landes", None],
            "regions": [None, None],
            "countries": ["FR", "BE"],
            "latitudes": [43.7, None],
            "longitudes": [-1.0, None],
            "contract": "cdd",
            "contract_also": ["interim"],
            "contract_probability": 0.5,
            "pay_kind": "amount",
            "pay_min": 1850.0,
            "pay_max": None,
            "pay_currency": "EUR",
            "pay_period": "month",
            "pay_tax": "gross",
            "deadline": dt.date(2025, 6, 30),
            "duration_min": 3.0,
            "duration_max": None,
            "start": "2025-09",
            "weekly_hours": 35.0,
            "telework": "partial",
            "emails": ["rh@example.org"],
            "reference": "25-44",
            "category": ["A", "B"],
            "grade": ["attaché territorial"],
            "study_min": 6,
            "study_max": None,
            "study_years_min": 3,
            "study_years_max": None,
            "phones": ["+33555001427"],
            "application_urls": ["https://example.org/o/44"],
            "published": dt.date(2025, 3, 12),
            "start_char": 10,
            "end_char": 900,
        }
    ]


def test_types_hold_for_any_rows():
    schema = frames.arrow_schema()
    for postings in ([], [Posting()], [FULL, Posting()]):
        assert frames.to_arrow(postings).schema == schema, f"{len(postings)} postings"
    assert schema.field("deadline").type == pa.date32()
    assert schema.field("published").type == pa.date32()
    assert schema.field("study_min").type == pa.int64()
    assert schema.field("emails").type == pa.list_(pa.string())
    assert all(field.metadata[b"description"] for field in schema)


def test_ids():
    rows = frames.to_arrow(iter([FULL, Posting()]), ids=["a", "b"])
    assert rows.column_names[0] == "id"
    assert rows["id"].to_pylist() == ["a", "b"]


@pytest.mark.parametrize("ids", [["a"], ["a", "b", "c"], []])
def test_ids_that_do_not_match(ids):
    with pytest.raises(ValueError, match="give one id a posting"):
        frames.to_arrow([FULL, FULL], ids=ids)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_parquet(tmp_path, monkeypatch, count):
    monkeypatch.setattr(frames, "BATCH", 2)
    path = tmp_path / "postings.parquet"
    ids = [str(n) for n in range(count)]
    assert frames.write_parquet([FULL] * count, path, ids=ids) == count
    read = pq.read_table(path)
    assert read.equals(frames.to_arrow([FULL] * count, ids=ids))
    assert read.schema.field("pay_min").metadata[b"description"]
    assert [p.name for p in tmp_path.iterdir()] == ["postings.parquet"]


def test_a_stopped_parquet_leaves_what_was_there(tmp_path):
    path = tmp_path / "postings.parquet"
    frames.write_parquet([FULL], path)

    def stopped():
        yield FULL
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        frames.write_parquet(stopped(), path)
    assert pq.read_table(path).num_rows == 1
    assert [p.name for p in tmp_path.iterdir()] == ["postings.parquet"]


def test_pyarrow_not_installed(monkeypatch):
    def missing(name, *_):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ImportError, match=r"need pyarrow: pip install 'annonce_nlp\[train\]'"):
        frames.to_arrow([FULL])
