"""Words with their places in a text, and runs of words that look like a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annonce_nlp.view import View

_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*(?:[·.•](?:es|e|s)(?![^\W_]))?|&")
_GLUED_CODE = re.compile(r"\d{5}(?=[^\W\d_]{3})")
"""A postal code glued to its town, a word of its own: `15110Chaudes-Aigues`."""
CONNECTORS = frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "a", "au", "aux", "pour", "sur",
    "sous", "par", "lez", "of", "the", "for", "and", "y", "dans", "-",
})  # fmt: skip
BREAKERS = frozenset({
    "recrute", "recherche", "recherchons", "recrutons", "cherche", "recrutent", "recherchent",
    "embauche", "embauchent", "cherchent", "propose", "proposent", "offre", "offrent", "est",
    "sont", "accueille", "accueillent", "fabrique", "concoit", "developpe", "accompagne",
    "depend", "veille", "tient", "gere", "regroupe", "rassemble", "reunit", "exploite", "emploie",
    "constitue", "confie", "ouvre", "lance", "agrandit", "renforce", "etoffe", "complete",
})  # fmt: skip
"""Verbs that end a name even in a line of capitals."""
_OPENINGS = frozenset({"la", "le", "les", "saint", "sainte"})
"""Words that, with a capital, begin a name: one goes on after them on the next line."""
_JOINTS = frozenset({" ", "'", "-", "", "  ", "' "})
_BREAKS = frozenset({". ", "\n"})
"""What stands between two words of one name; and what does only after some words."""
WEAK = frozenset({"a", "pour", "et", "en", "sur", "au", "aux", "de", "du", "d"})
"""Connectors at which a name may end already: `Sémaphore RH de Montauban`."""

_TRADE_ENDS = frozenset({"interim", "emploi", "recrutement", "formation", "services", "service"})
"""Words that begin sentences but end the names of agencies: `Relais Intérim`."""


class Word(NamedTuple):
    """A word of the view: offsets, folded form, and whether it is written as a name."""

    start: int
    end: int
    folded: str
    upper: bool
    """Begins with a capital or a digit."""
    joined: bool
    """Only a blank, hyphen or apostrophe stands between it and the word before, an initial's dot, or a line's end after `La`."""


def words_of(view: View) -> list[Word]:
    """Return the words of a view in order."""
    text, folded = view.text, view.folded
    found: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        gap = text[last:start]
        joined = bool(found) and (gap in _JOINTS or (gap in _BREAKS and _goes_on(gap, found[-1])))
        number = text[start].isdigit()
        if number and (code := _GLUED_CODE.match(text, start, end)):
            found.append(Word(start, code.end(), code[0], upper=True, joined=joined))
            start, number, joined = code.end(), False, True
        upper = number or text[start].isupper()
        found.append(Word(start, end, folded[start:end], upper, joined))
        last = end
    return found


def _goes_on(gap: str, before: Word) -> bool:
    """Whether a name goes on after the dot of an initial, or on the next line after `La`."""
    if gap == ". ":
        return before.upper and len(before.folded) == 1 and before.folded.isalpha()
    return before.upper and before.folded in _OPENINGS


def breaks(words: list[Word], i: int) -> bool:
    """Whether a word is a verb that ends a name; the `est` of the Grand Est is none."""
    folded = words[i].folded
    return folded in BREAKERS and not (folded == "est" and i > 0 and words[i - 1].folded == "grand")


def capital_runs(words: list[Word], opening: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield runs of names as `(first, last)` word indices, both included.

    A run begins with a capitalised word that is not an `opening` word (articles, pronouns, verbs
    that begin sentences), goes on over capitalised words and over connectors that stand between
    two of them.
    """
    i = 0
    while i < len(words):
        word = words[i]
        if not word.upper or word.folded in opening or word.folded.isdigit():
            i += 1
            continue
        last = i
        j = i + 1
        while j < len(words) and words[j].joined and j - i < 14:
            connector = words[j].folded in CONNECTORS
            postal_code = len(words[j].folded) == 5 and words[j].folded.isdigit()
            if breaks(words, j) or postal_code:
                break
            if (words[j].upper and not connector) or words[j].folded == "&":
                last = j
            elif not connector or j - last > 2:
                break
            j += 1
        while last > i and (
            words[last].folded == "&"
            or (words[last].folded in opening and words[last].folded not in _TRADE_ENDS)
        ):
            last -= 1
        yield i, last
        i = last + 1
