"""Build `src/annonce_nlp/data/short_names.tsv`: what towns are called for short (`Cherbourg`, `Évry`).

    python scripts/build_short_names.py

Reads the table of communes (INSEE; Licence Ouverte 2.0). A town of 10,000 people or more whose name
is joined by hyphens is known by what comes before its first link (`-sur-`, `-en-`, `-et-` …) or,
of two proper names, by the first. Short names that are ordinary words, first names or the opening
of many names (`Saint`, `Villeneuve`), or towns abroad, are left out. A short name that several towns share is one's
alone that has five times the people of the next.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from annonce_nlp.fields.places.gazetteer import key
from annonce_nlp.words import word_list

DATA = Path(__file__).parents[1] / "src/annonce_nlp/data"
LEAST = 10000
CLEARLY_LARGER = 5
LINK = re.compile(r"[- ](?:sur|sous|en|le|la|les|lès|lez|l'|d'|du|de|des|et|aux?|à|près)[- ]?.*$")
OPENINGS = {
    "saint", "sainte", "villeneuve", "bois", "pont", "mont", "val", "fontaine", "beau", "belle",
    "grand", "grande", "petit", "petite", "haut", "haute", "port", "ville", "trois", "deux", "sept",
    "castel", "chateau", "chateauneuf", "neuville", "bourg", "terre", "rives", "plan", "clef", "croix",
    "vieux", "noisy", "montigny", "fleury", "villiers", "bonnieres", "quatre", "bussy", "marolles", "roche",
    "trans", "hauts", "essarts", "neuves", "vallons", "plaisance", "chasse", "bain", "baie", "rive",
    "pointe", "l etang", "etoile", "ruelle", "morne", "loire", "vexin", "erdre", "champagne", "villette",
    "ille", "combs", "puget", "billy", "sully", "vaux", "l isle", "notre dame", "moulins", "clermont",
}  # fmt: skip


@cache
def abroad() -> frozenset[str]:
    """Return the keys of foreign towns: `Mons` is in Belgium."""
    rows = (DATA / "foreign.tsv").read_text("utf-8").splitlines()
    return frozenset(key(row.split("\t")[0]) for row in rows)


def short_of(name: str) -> str | None:
    """Return what a town is called for short, or None."""
    short = LINK.sub("", name)
    if short == name:
        first, hyphen, rest = name.partition("-")
        short = first if hyphen and rest[:1].isupper() and "-" not in rest else name
    if short == name or len(short) < 4 or not short[0].isupper():
        return None
    folded = key(short)
    if key(short) in abroad():
        return None
    kept_out = (
        OPENINGS | word_list("common_words") | word_list("first_names") | word_list("not_places")
    )
    bare = folded.removeprefix("la ").removeprefix("le ").removeprefix("les ")
    return None if bare in kept_out or len(bare) < 4 else short


def main() -> int:
    """Write the table."""
    towns: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    rows = gzip.decompress((DATA / "communes.tsv.gz").read_bytes()).decode("utf-8").splitlines()
    for row in rows:
        _, name, department, _, population, *_ = row.split("\t")
        short = short_of(name)
        if int(population or 0) >= LEAST and short:
            towns[short].append((int(population), department, name))
    lines = []
    for short, found in sorted(towns.items()):
        found.sort(reverse=True)
        people, department, _ = found[0]
        if len(found) == 1 or people >= CLEARLY_LARGER * found[1][0]:
            lines.append(f"{short}\t{department}\t{people}\n")
    (DATA / "short_names.tsv").write_text("".join(lines), "utf-8")
    print(f"{len(lines)} short names")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
