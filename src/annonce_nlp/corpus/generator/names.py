"""Invented names of organisations, in the place of others, and of real communes."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from annonce_nlp.fields.places.gazetteer import Entry, gazetteer, key
from annonce_nlp.view import fold

if TYPE_CHECKING:
    from random import Random

_SMALL = frozenset(
    ["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur"]
)
_SPELT_AS_VOWEL = "AEIOUYFHLMNRSX"
"""First letters of acronyms that may take « l' »: `l'ANCT`, `l'INSEE`, `l'HLM`."""
_LEAST_POPULATION = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words before a name ask of it."""

    gender: str = ""
    """`f`, `m`, or empty for either."""
    vowel: bool | None = None
    """Whether it begins with a vowel; either when null."""

    def admits(self, name: str) -> bool:
        """Whether a name may stand there, its gender aside."""
        if self.vowel is None:
            return True
        if is_acronym(name):
            return name[0] in _SPELT_AS_VOWEL if self.vowel else name[0] not in "AEIOU"
        return begins_with_vowel(name) is self.vowel


@dataclass(frozen=True, slots=True)
class Name:
    """An invented name and its short forms."""

    full: str
    short: str
    """Without its head: `Trois Ormes`."""
    acronym: str


def begins_with_vowel(name: str) -> bool:
    """Whether elision is usual before the name; `h` counts as a vowel."""
    return fold(name)[:1] in set("aeiouyhœæ")


def is_acronym(form: str) -> bool:
    """Whether a form is an acronym: `CMRT`, `ID83`, `C.R.E.`."""
    return bool(re.fullmatch(r"(?:[A-ZÉÈ0-9&][.-]?){2,8}", form))


def wanted(before: str) -> Wanted | None:
    """Return what the text before a name asks of it; None where only a plural would do."""
    found = re.search(r"(?:(\w+)(['’])|\b(\w+)\s+)$", before[-12:].lower())
    if not found:
        return Wanted()
    if found[2]:
        return Wanted(vowel=True)
    word = found[3]
    if word in ("les", "des", "aux", "nos", "ces"):
        return None
    gender = {"la": "f", "une": "f", "le": "m", "du": "m", "au": "m", "un": "m"}.get(word, "")
    elided = gender and word not in ("un", "une")
    return Wanted(gender, False if elided or word in ("de", "que") else None)


def group_of(name: str) -> str | None:
    """Return the group of heads that a name begins with one of."""
    folded = fold(name)
    found = [
        (len(head), group)
        for group, parts in _parts()["groups"].items()
        for head in (*parts["f"], *parts["m"])
        if folded.startswith(fold(head) + " ")
    ]
    return max(found)[1] if found else None


def invent(rng: Random, group: str | None, want: Wanted) -> Name:
    """Make a name with a head of the group, or without one."""
    parts = _parts()
    if group is None:
        coined = _coined(rng)
        second = rng.choice(parts["seconds"]) if rng.random() < 0.4 else ""
        full = f"{coined} {second}".strip()
        return Name(full, coined, _initials(full))
    heads = parts["groups"][group]
    head = rng.choice(heads[want.gender or rng.choice("fm")])
    kind = rng.choice(heads["complements"])
    if kind == "things":
        short = f"{rng.choice(parts['numbers'])} {rng.choice(parts['things'])}"
        full = f"{head} des {short}"
    elif kind == "land":
        short = f"{rng.choice(parts['lands'])}-{_coined(rng)}"
        full = f"{head} du {short}"
    else:
        short = _coined(rng)
        of = ("d'" if begins_with_vowel(short) else "de ") if kind == "of" else ""
        full = f"{head} {of}{short}"
    return Name(full, short, _initials(full))


def _coined(rng: Random) -> str:
    parts = _parts()
    return "".join(rng.choice(parts[part]) for part in ("starts", "middles", "ends"))


def _initials(name: str) -> str:
    words = [word for word in re.findall(r"[^\W_]+", name) if fold(word) not in _SMALL]
    if len(words) == 1:
        return fold(words[0])[:4].upper()
    return "".join(fold(word)[0] for word in words).upper()


@cache
def _parts() -> dict[str, Any]:
    path = files("annonce_nlp").joinpath("data/invented_names.toml")
    return tomllib.loads(path.read_text("utf-8"))


@dataclass(frozen=True)
class Communes:
    """Communes told apart by their names alone, to put in the place of others."""

    everywhere: list[Entry]
    by_department: dict[str, list[Entry]]


@cache
def communes() -> Communes:
    """Return towns of 2,000 and more whose name means one place and is no other word."""
    tables = gazetteer()
    lines = files("annonce_nlp").joinpath("data/not_places.txt").read_text("utf-8").splitlines()
    words = {key(line) for line in lines if line and not line.startswith("#")}
    lines = files("annonce_nlp").joinpath("data/common_words.txt").read_text("utf-8").splitlines()
    words |= {key(line) for line in lines if line and not line.startswith("#")}
    found: list[Entry] = []
    for name, entries in tables.places.items():
        entry = entries[0]
        if (
            len(entries) == 1
            and entry.kind == "commune"
            and entry.population >= _LEAST_POPULATION
            and entry.postal_codes
            and name not in words
            and not has_article(entry.name)
        ):
            found.append(entry)
    by_department: dict[str, list[Entry]] = {}
    for entry in found:
        by_department.setdefault(entry.department, []).append(entry)
    return Communes(found, by_department)


def has_article(name: str) -> bool:
    """Whether a place name begins with an article: `Le Havre`, `L'Isle-Adam`."""
    return bool(re.match(r"(?:le|la|les)[ -]|l['’]", name, re.IGNORECASE))
