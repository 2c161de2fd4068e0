"""Communes, départements, regions and foreign towns, read from the tables in `data/` at first use.

The tables are made by `scripts/build_gazetteer.py`, which names their sources and licences.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from annonce_nlp.view import fold

_NOT_WORD = re.compile(r"[^a-z0-9œ]+")
_ABBREVIATED = {"st": "saint", "ste": "sainte", "s": "sur", "sts": "saints", "stes": "saintes"}

_KEYS_KEPT = 16_384
"""Names come back within a posting and from one to the next: two of three are known already."""


@lru_cache(maxsize=_KEYS_KEPT)
def key(name: str) -> str:
    """Return what a place name is looked up by: `SAINT-PÉRAY`, `St Peray` → `saint peray`."""
    words = _NOT_WORD.sub(" ", fold(name).replace("œ", "oe").replace("æ", "ae")).split()
    return " ".join(_ABBREVIATED.get(w, w) if len(words) > 1 else w for w in words)


@dataclass(frozen=True, slots=True)
class Entry:
    """A named place of the tables."""

    name: str
    kind: str
    """`commune`, `department`, `region`, `city` (abroad) or `country`."""
    department: str
    """Code of the département, empty outside France."""
    postal_codes: tuple[str, ...]
    population: int
    latitude: float | None
    longitude: float | None
    country: str


class Places(Mapping[str, list[Entry]]):
    """All named places by key; the communes stay rows of text until they are asked for."""

    def __init__(self, communes: dict[str, str]) -> None:
        self._rows = communes
        self._entries: dict[str, list[Entry]] = {}

    def add(self, entry: Entry) -> None:
        """Add a place beside those of its name."""
        name = key(entry.name)
        if name not in self._entries:
            self._entries[name] = self._communes(name)
        self._entries[name].append(entry)
        self._rows.setdefault(name, "")

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __getitem__(self, name: str) -> list[Entry]:
        found = self._entries.get(name)
        if found is None:
            if name not in self._rows:
                raise KeyError(name)
            found = self._entries[name] = self._communes(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _communes(self, name: str) -> list[Entry]:
        return [_commune(row) for row in self._rows.get(name, "").split("\n") if row]


def _commune(row: str) -> Entry:
    name, department, codes, population, lat, lon = row.split("\t")
    where = (float(lat) if lat else None, float(lon) if lon else None)
    postal_codes = tuple(codes.split(",")) if codes else ()
    return Entry(name, "commune", department, postal_codes, int(population or 0), *where, "FR")


@dataclass(frozen=True)
class Gazetteer:
    """All tables, by key."""

    places: Places
    departments: dict[str, tuple[str, str]]
    """Code → name and region name."""
    department_codes: dict[str, str]
    """Key of a département's name → its code."""
    openings: dict[str, int]
    """First word of a key → most words in the keys that begin with it."""
    countries: frozenset[str]
    """Keys that are a country's name and no other place's."""

    def lookup(
        self, name: str, postal_code: str | None = None, department: str | None = None
    ) -> Entry | None:
        """Return the place of this name that its code or département points at, or the largest.

        A commune named alike in several départements, none of them a town of 20,000 and nothing
        pointing at one, is not told apart: the entry returned then has an empty `department`.
        """
        entries = self.places.get(key(name))
        if not entries:
            return None
        department = department or (department_of(postal_code) if postal_code else None)
        if postal_code:
            for entry in entries:
                if postal_code in entry.postal_codes:
                    return entry
        if department:
            for entry in entries:
                if entry.department == department:
                    return entry
            if all(entry.kind == "commune" for entry in entries):
                return None
        best = max(entries, key=lambda e: (e.kind != "city", e.population))
        rivals = [e for e in entries if e.kind == "commune" and e is not best]
        if best.kind == "commune" and rivals and best.population < 20000:
            return Entry(best.name, best.kind, "", (), best.population, None, None, best.country)
        return best


def department_of(postal_code: str) -> str | None:
    """Return the département of a French postal code; Corsica's two are told by the third digit."""
    if not re.fullmatch(r"\d{5}", postal_code):
        return None
    if postal_code.startswith(("97", "98")):
        return postal_code[:3]
    if postal_code.startswith("20"):
        return "2A" if postal_code[2] in "01" else "2B"
    return postal_code[:2]


def _read(name: str) -> str:
    data = files("annonce_nlp").joinpath(f"data/{name}").read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _read(name).splitlines() if not line.startswith("#")]


_AREA_RANK = 5000
"""A département or region gives way to a homonymous commune only from this population on."""


@cache
def gazetteer() -> Gazetteer:
    """Load the tables (some 50 ms, once)."""
    regions = {code: name for code, name in _rows("regions.tsv") if code}
    departments: dict[str, tuple[str, str]] = {}
    communes: dict[str, str] = {}
    for line in _read("communes.tsv.gz").splitlines():
        name, _, row = line.partition("\t")
        communes[name] = f"{communes[name]}\n{row}" if name in communes else row
    places = Places(communes)
    codes_by_name: dict[str, str] = {}
    for code, name, region in _rows("departments.tsv"):
        departments[code] = (name, regions.get(region, ""))
        codes_by_name[key(name)] = code
        places.add(Entry(name, "department", code, (), _AREA_RANK, None, None, "FR"))
    for name, code in _rows("sites.tsv"):
        places.add(Entry(name, "commune", code, (), _AREA_RANK, None, None, "FR"))
    for name, code, population in _rows("short_names.tsv"):
        places.add(Entry(name, "commune", code, (), int(population), None, None, "FR"))
    for _, name in _rows("regions.tsv"):
        if key(name) not in codes_by_name:
            places.add(Entry(name, "region", "", (), _AREA_RANK, None, None, "FR"))
    for name, country, lat, lon, population in _rows("foreign.tsv"):
        where = (float(lat) if lat else None, float(lon) if lon else None)
        kind = "city" if lat else "region"
        places.add(Entry(name, kind, "", (), int(population), *where, country))
    countries = [
        Entry(name, "country", "", (), 0, None, None, c) for c, name in _rows("countries.tsv")
    ]
    for entry in countries:
        places.add(entry)
    alone = frozenset(
        name
        for name in (key(entry.name) for entry in countries)
        if all(entry.kind == "country" for entry in places[name])
    )
    return Gazetteer(places, departments, codes_by_name, _openings(places), alone)


def _openings(places: Places) -> dict[str, int]:
    openings: dict[str, int] = {}
    for name in places:
        first = name.partition(" ")[0]
        words = name.count(" ") + 1
        if words > openings.get(first, 0):
            openings[first] = words
    for short, long in _ABBREVIATED.items():
        openings[short] = max(openings.get(short, 0), openings.get(long, 0))
    return openings
