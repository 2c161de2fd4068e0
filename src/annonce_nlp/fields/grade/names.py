"""The official names of grades, found in a text whatever their gender, number and spelling.

A name is compared by its stems: « techniciennes principales de 2ème classe » and `technicien
principal de 2e classe` are both `technicien principal 2 classe`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from annonce_nlp.posting import Branch, Category, Grade
from annonce_nlp.view import fold

_TOKEN = re.compile(r"[a-z0-9œ]+")
_CLOSING = re.compile(r"\([a-z]{1,5}\)|[·.⋅-](?:es|e|ne|ve|ale|s|se)\b(?:[·.](?:s)\b)?")
"""The inclusive ending of a name's last word: `territorial(e)`, `principal·e·s`."""
_CONNECTORS = frozenset({"de", "du", "des", "d", "la", "l", "les", "le", "et", "en"})
_GLUED = frozenset({
    "e", "s", "es", "ne", "nes", "ve", "ives", "ive", "trice", "trices", "rice", "ere", "eres",
    "re", "se", "le", "les", "ale", "ales", "x", "ienne", "h", "f", "al", "aux", "euse", "ice", "iere",
})  # fmt: skip
"""What stands glued to a word in inclusive spelling: `attaché(e)`, `technicien·ne`."""
_ORDINALS = {
    "1er": "1", "1ere": "1", "1re": "1", "premier": "1", "premiere": "1", "i": "1",
    "2e": "2", "2eme": "2", "2de": "2", "2nd": "2", "2nde": "2", "deuxieme": "2", "seconde": "2",
    "ii": "2", "ppal": "principal", "pal": "principal", "princ": "principal", "cl": "classe",
    "terr": "territorial", "adm": "administratif",
}  # fmt: skip
_AFTER_DIGIT = frozenset({"er", "ere", "re", "e", "eme", "nd", "nde", "de"})
_ENDINGS = (
    ("trice", "teur"), ("ienne", "ien"), ("iere", "ier"), ("ere", "er"), ("euse", "eur"),
    ("ive", "if"), ("ale", "al"), ("elle", "el"), ("ee", "e"), ("ante", "ant"), ("eure", "eur"),
    ("ointe", "oint"), ("iste", "iste"),
)  # fmt: skip
_LONGEST = 12
"""Words after the first that a name may have."""

_BRANCHES = {"t": Branch.TERRITORIALE, "e": Branch.ETAT, "h": Branch.HOSPITALIERE}


@dataclass(frozen=True, slots=True)
class Name:
    """A grade as the table has it."""

    grade: Grade
    also_job: bool
    """The name is also that of a job: believed only where a grade is spoken of."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, offsets in the text searched."""

    start: int
    end: int
    name: Name


def stem(word: str) -> str:
    """Return a folded word as masculine singular, roughly; both sides of a comparison use it."""
    word = _ORDINALS.get(word, word)
    if word.endswith("aux") and len(word) > 4:
        word = word[:-3] + "al"
    elif word.endswith("s") and len(word) > 3:
        word = word[:-1]
    for ending, masculine in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + masculine
    return word


@cache
def _table() -> tuple[dict[str, Any], frozenset[str]]:
    """Return the names as a tree of stems (`None` holds the name that ends there), and the first stems."""
    tree: dict[Any, Any] = {}
    text = files("annonce_nlp").joinpath("data/grades.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, category, branch, mark, short, *_ = [*line.split("\t"), "", ""]
        grade = Grade(name=name, category=Category(category), branch=_BRANCHES.get(branch))
        _plant(tree, name, Name(grade, mark == "j"))
        if short:
            _plant(tree, short, Name(grade, also_job=True))
    return tree, frozenset(tree)


def _plant(tree: dict[Any, Any], words: str, name: Name) -> None:
    node = tree
    for _, _, word in _stems(fold(words)):
        node = node.setdefault(word, {})
    node[None] = name


def _stems(folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield the stems of a folded text that count, with their offsets."""
    last_end = -1
    after_digit = False
    for match in _TOKEN.finditer(folded):
        word, start, end = match[0], match.start(), match.end()
        glue = folded[last_end:start] if last_end >= 0 else " "
        glued = 0 < len(glue) <= 2 and " " not in glue and "\n" not in glue and glue[0] in "(·.•-/⋅"
        last_end = end
        if (glued and word in _GLUED) or (after_digit and word in _AFTER_DIGIT):
            after_digit = False
            continue
        if word in _CONNECTORS:
            continue
        found = stem(word)
        after_digit = found.isdigit()
        yield start, end, found


def find_names(folded: str) -> list[Found]:
    """Return the longest names in a folded text, from left to right."""
    tree, first = _table()
    words = list(_stems(folded))
    found: list[Found] = []
    i = 0
    while i < len(words):
        if words[i][2] not in first:
            i += 1
            continue
        node: dict[Any, Any] = tree
        best: tuple[int, Name] | None = None
        for j in range(i, min(len(words), i + _LONGEST)):
            if j > i and _parted(folded, words[j - 1][1], words[j][0]):
                break
            node = node.get(words[j][2], {})
            if not node:
                break
            if None in node:
                best = (j, node[None])
        if best is None:
            i += 1
            continue
        last, name = best
        end = words[last][1]
        closing = _CLOSING.match(folded, end)
        found.append(Found(words[i][0], closing.end() if closing else end, name))
        i = last + 1
    return found


def _parted(folded: str, end: int, start: int) -> bool:
    """Tell whether a comma, full stop or line break parts two words of what would be one name."""
    gap = folded[end:start]
    return "\n" in gap or ";" in gap or ": " in gap or ". " in gap or len(gap) > 16
