"""Named places: communes with their codes, addresses, districts, départements, regions, countries."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.places import patterns
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.fields.places.listed import find_listed
from annonce_nlp.fields.places.mentions import Mentions
from annonce_nlp.fields.places.value import Location
from annonce_nlp.words import fold, word_list


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of a place, longest first at each point, without overlap."""
    found = Mentions(reading)
    districts: list[re.Match[str]] = []
    if "arrondissement" in reading.folded:
        districts.extend(patterns.ARRONDISSEMENT.finditer(reading.folded))
    for match in districts:
        if match["city"]:
            city = reading.view.text[slice(*match.span("city"))]
            found.add(match.span(), Location(city, gazetteer().lookup(city)), "district")
    for match in patterns.NAMED_AREA.finditer(reading.view.text):
        if key(match[0]) not in gazetteer().places:
            found.add(match.span(), Location(match[0], None), "area")
    find_listed(reading, found)
    _below_departments(reading, found)
    _labelled_sites(reading, found)
    _found_by_model(reading, found)
    for shape, matches in (
        ("district", districts),
        ("area", patterns.AREA.finditer(reading.folded)),
    ):
        for match in matches:
            name = reading.view.text[match.start() : match.end()]
            found.add(match.span(), Location(name, None), shape)
    return sorted(found.candidates, key=lambda c: c.start)


def _found_by_model(reading: Reading, found: Mentions) -> None:
    """Propose the places of the trained NER, with the first of an address's two numbers."""
    for start, end, label, _ in reading.proposals:
        if label != "LIEU":
            continue
        name = reading.view.text[start:end]
        if key(name) in word_list("technology_words"):
            continue
        number = patterns.FIRST_NUMBER.search(reading.folded, max(0, start - 8), start)
        span = (number.start() if number else start, end)
        found.add(span, Location(name, gazetteer().lookup(name)), "model")


def _below_departments(reading: Reading, found: Mentions) -> None:
    """Propose the town of a line `71 - Louhans`, listed or not."""
    for match in patterns.DEPARTMENT_LINE.finditer(reading.view.text):
        if match["dep"] in gazetteer().departments:
            location = Location(match["name"], None, None, match["dep"])
            found.add(match.span("name"), location, "department")


_HOW = re.compile(
    r"(?:en |a |au )?(?:presentiel|distanciel|distance|teletravail|domicile|hybride|remote)"
)
"""How one works, below a label that announces where."""


def _labelled_sites(reading: Reading, found: Mentions) -> None:
    """Propose the value of a place label that no table knows: a site, a campus, a district."""
    for line in reading.structure.labelled("place"):
        if any(found.taken[line.value_start : line.end]):
            continue
        value = reading.view.text[line.value_start : line.end]
        name = re.split(r"[,;:(•|]| - | – |\s{2,}", value, maxsplit=1)[0].strip(" .")
        if _HOW.match(fold(name)):
            continue
        if 2 <= len(name) <= 50 and any(c.isupper() for c in name) and len(name.split()) <= 7:
            start = line.value_start + value.index(name)
            found.add((start, start + len(name)), Location(name, None), "site")
    for match in patterns.BARE_CODE.finditer(reading.view.text):
        start, end = match.start("code"), match.end("code")
        role = reading.structure.line_at(start).role
        if found.taken[start] or role in ("reference", "contact"):
            continue
        bracketed = (
            reading.view.text[start - 1 : start] == "(" and reading.folded[end : end + 1] == ")"
        )
        shape = "bracket_code" if bracketed else "bare_code"
        base = max(reading.structure.line_at(start).start, start - patterns.ADDRESS_CHARS)
        if street := patterns.ADDRESS_BEFORE.search(reading.folded, base, start):
            start, shape = street.start(), "address"
        found.add((start, end), Location(match["code"], None, match["code"]), shape)
    for match in patterns.CANADA_CODE.finditer(reading.view.text):
        found.add(match.span(), Location(match[0], None), "bracket_code")
