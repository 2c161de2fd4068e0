"""Words: folded, listed in `data/`, and parted where a blank was lost."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded entries of `data/<name>.txt`; `#` begins a comment."""
    text = files("annonce_nlp").joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(
        entry for line in text.splitlines() for entry in line.split("#", 1)[0].split() if entry
    )


@cache
def job_words() -> frozenset[str]:
    """Return the folded nouns that begin job titles, and their plurals."""
    jobs = word_list("job_heads")
    return jobs | {f"{word}s" for word in jobs if not word.endswith(("s", "x"))}


_FOLDED = {
    ord(char): base.lower()
    for char in map(chr, range(0x00C0, 0x0250))
    if len(base := unicodedata.normalize("NFKD", char)[0]) == 1 and base.isascii()
}
_FOLDED.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
_FOLDED.update({ord("Œ"): "œ", ord("Æ"): "æ"})


def fold(text: str) -> str:
    """Lower case without accents, character for character: `len(fold(t)) == len(t)`."""
    return text.translate(_FOLDED)


def last_end(expression: re.Pattern[str], text: str) -> int:
    """Return where the last match ends; 0 without one."""
    end = 0
    for match in expression.finditer(text):
        end = match.end()
    return end


def map_characters(text: str, change: Callable[[str], str]) -> str:
    """Change each character that stays one character: offsets hold."""
    changed = (change(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, changed, strict=True))


_LABELS = frozenset({
    "employeur", "entreprise", "structure", "contrat", "lieu", "secteur", "societe", "collectivite",
    "organisme", "localisation", "poste", "missions", "profil", "salaire", "remuneration", "duree",
    "description", "etablissement",
})  # fmt: skip
"""Labels that stand glued to their value where a table lost its cells: `EmployeurMairie de …`."""
_LONG_LABEL = 7
"""Letters from which a label glued to the word before it is no part of a trade name."""
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 25


def lost_break(text: str, at: int) -> bool:
    """Whether a line break was lost where a capital follows a letter: `l'entrepriseSopra`.

    Trade names are written so too (`PowerPoint`): the word on one side must be a common one.
    """
    before = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    after = _WORD_AFTER.match(text, at, at + _LONGEST_WORD)
    if before is None or after is None:
        return False
    left, right = fold(before[0]), fold(after[0])
    opens = len(right) >= 4 and right in word_list("opening_words")
    if left in _LABELS or (
        not after[0].isupper() and right in _LABELS and len(right) >= _LONG_LABEL
    ):
        return True
    if after[0].isupper():
        return False
    if before[0][0].islower():
        return opens or (len(left) >= 4 and left in word_list("common_words"))
    plain = before[0].isupper() or before[0][1:].islower()
    return opens and plain and (before[0].isupper() or len(right) >= 5)
