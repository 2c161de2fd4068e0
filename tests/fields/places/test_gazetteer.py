"""Communes, départements, regions and towns abroad."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields.places.gazetteer import department_of, gazetteer, key

KEYS = [
    ("SAINT-PÉRAY", "saint peray"),
    ("St Péray", "saint peray"),
    ("St-Péray", "saint peray"),
    ("Ste-Foy-lès-Lyon", "sainte foy les lyon"),
    ("Châlons s/ Marne", "chalons sur marne"),
    ("L'Haÿ-les-Roses", "l hay les roses"),
    ("L’Haÿ-les-Roses", "l hay les roses"),
    ("Œuilly", "oeuilly"),
    ("ŒUILLY", "oeuilly"),
    ("  Aix - en - Provence ", "aix en provence"),
    ("St", "st"),
    ("", ""),
    ("…", ""),
]


@pytest.mark.parametrize(("name", "expected"), KEYS, ids=[repr(k[0]) for k in KEYS])
def test_key(name: str, expected: str) -> None:
    assert key(name) == expected


FOUND = [
    # name, postal code, département → kind, département, country
    ("Lyon", None, None, "commune", "69", "FR"),
    ("LYON", "69003", None, "commune", "69", "FR"),
    ("St Peray", None, None, "commune", "07", "FR"),
    ("Ste-Foy-lès-Lyon", None, None, "commune", "69", "FR"),
    ("Segré-en-Anjou Bleu", None, None, "commune", "49", "FR"),
    ("Saint-Denis", "93200", None, "commune", "93", "FR"),
    ("Saint-Denis", "97400", None, "commune", "974", "FR"),
    ("Saint-Denis", None, "93", "commune", "93", "FR"),
    ("Valence", "26000", None, "commune", "26", "FR"),
    ("Paris", "75011", None, "commune", "75", "FR"),
    ("Ajaccio", "20000", None, "commune", "2A", "FR"),
    ("Bastia", "20200", None, "commune", "2B", "FR"),
    ("Cayenne", "97300", None, "commune", "973", "FR"),
    ("Nouméa", None, None, "commune", "988", "FR"),
    ("Lens", "62300", None, "commune", "62", "FR"),
    # An unknown code of the right département still tells which one.
    ("Saint-Denis", "93999", None, "commune", "93", "FR"),
    # What towns and districts are called for short.
    ("Cherbourg", None, None, "commune", "50", "FR"),
    ("Évry", None, None, "commune", "91", "FR"),
    ("Évry", "89140", None, "commune", "89", "FR"),
    ("Caluire", None, None, "commune", "69", "FR"),
    ("Mons", None, None, "commune", "", "FR"),
    ("Sophia Antipolis", None, None, "commune", "06", "FR"),
    ("La Défense", None, None, "commune", "92", "FR"),
    ("Rhône", None, None, "department", "69", "FR"),
    ("Loire-Atlantique", None, None, "department", "44", "FR"),
    ("Bretagne", None, None, "region", "", "FR"),
    ("La Réunion", None, None, "department", "974", "FR"),
    ("Genève", None, None, "city", "", "CH"),
    ("Bruxelles", None, None, "city", "", "BE"),
    ("Maroc", None, None, "country", "", "MA"),
]


@pytest.mark.parametrize(
    ("name", "code", "near", "kind", "department", "country"),
    FOUND,
    ids=[" ".join(filter(None, f[:3])) for f in FOUND],
)
def test_lookup(
    name: str, code: str | None, near: str | None, kind: str, department: str, country: str
) -> None:
    entry = gazetteer().lookup(name, code, near)
    assert entry is not None
    assert (entry.kind, entry.department, entry.country) == (kind, department, country)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Nulle-Part-les-Oies", None), ("", None), ("Segré-en-Anjou Bleu", "69003"), ("réseau", None)],
)
def test_what_is_no_place_is_not_found(name: str, code: str | None) -> None:
    assert gazetteer().lookup(name, code) is None


def test_small_homonyms_are_not_told_apart_without_a_hint() -> None:
    entry = gazetteer().lookup("Montréal")
    assert entry is not None
    assert (entry.department, entry.postal_codes, entry.latitude) == ("", (), None)
    hinted = gazetteer().lookup("Montréal", department="11")
    assert hinted is not None
    assert hinted.department == "11"


@pytest.mark.xfail(
    reason="a town abroad of the same name lets a commune of another département through"
)
def test_a_commune_of_another_departement_is_not_taken() -> None:
    entry = gazetteer().lookup("Lens", department="33")
    assert entry is None or entry.department != "62"


CODES = [
    ("75011", "75"), ("01000", "01"), ("20000", "2A"), ("20137", "2A"), ("20200", "2B"),
    ("20620", "2B"),
    ("97400", "974"), ("97600", "976"), ("98800", "988"), ("7501", None), ("750111", None),
    ("2A004", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "department"), CODES, ids=[repr(c[0]) for c in CODES])
def test_department_of_a_postal_code(code: str, department: str | None) -> None:
    assert department_of(code) == department


def test_every_entry_is_whole() -> None:
    tables = gazetteer()
    assert len(tables.departments) > 100
    assert len(tables.places) > 30_000
    for name, entries in tables.places.items():
        assert name == key(entries[0].name)
        assert len(name.split()) <= tables.openings[name.split()[0]]
        for entry in entries:
            assert entry.kind in {"commune", "department", "region", "city", "country"}
            assert re.fullmatch(r"[A-Z]{2}", entry.country), entry
            if entry.latitude is not None and entry.longitude is not None:
                assert -90 <= entry.latitude <= 90
                assert -180 <= entry.longitude <= 180
            if entry.kind == "commune":
                assert entry.department in tables.departments, entry
                assert all(re.fullmatch(r"\d{5}", code) for code in entry.postal_codes), entry


def test_every_departement_is_found_by_its_name() -> None:
    tables = gazetteer()
    for code, (name, region) in tables.departments.items():
        assert tables.department_codes[key(name)] == code
        if code.isdigit() and int(code) < 96:
            assert region, f"{name} has no region"


def test_the_tables_are_read_at_first_use_only() -> None:
    code = (
        "import annonce_nlp.fields.places.gazetteer as g, sys;"
        "sys.exit(g.gazetteer.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603
    assert run.returncode == 0


@given(st.text(max_size=40), st.one_of(st.none(), st.text(max_size=6)))
def test_no_text_breaks_the_lookup(name: str, code: str | None) -> None:
    gazetteer().lookup(name, code)
    assert key(key(name)) == key(name)
    department = department_of(code or "")
    assert department is None or 2 <= len(department) <= 3
