"""Words that state pay without a sum: `gratification légale`, `grille indiciaire`, `selon profil`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAUSE_END = re.compile(
    r"[.;:(•|]|\s[-–]\s|,\s(?!ifse|rifseep|regime|cia\b|nbi)|\s\+\s(?!ifse|rifseep|regime|cia\b|nbi|prime|indemn)|$"
)
_NOUN = re.compile(
    r"(?<![a-z])(?:remunerations?|retribution|salaire|gratifications?|indemnites?|indemnisation|traitement)"
    r"(?:\s(?:de stage|du stage|des? stagiaires?|brute?|nette?|mensuelle?|annuelle?|horaire|de base|prevue|proposee?|minimum|fixee?|calculee?|versee?|legale?))*\s$"
)
_BY_RULE = re.compile(r"selon|suivant|conforme")
_RULE_CHARS = 60
"""How far the rule that sets pay may go on: `selon les dispositions en vigueur à la date de …`."""
_DETAIL = re.compile(
    r"\s?\([^()\n]{0,40}(?:rifseep|ifse|\bcia\b|coef|groupe|indice|smic|%)[^()\n]{0,40}\)"
)
_PAPERS = re.compile(r"(?:fiches?|bulletins?|feuilles?) de (?:paie|paye|salaires?)")
"""What candidates are asked to send; the words about pay that follow say nothing of this job's."""
_PLAINLY_PAY = re.compile(
    r"rifseep|ifse|indiciaire|indice|grille|bareme|convention|coef|\bccn|remunere|indemnise|gratifi|financ|benevole|smic|fixe|salary|package|retribu|gratuit|statutaire \+|echelon statutaire|fixe a "
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that state pay: offsets, kind, the words that told, and whether they tell by themselves."""

    start: int
    end: int
    kind: str
    words: str
    plain: bool


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(files("annonce_nlp").joinpath("data/pay_words.toml").read_text("utf-8"))
    found = []
    for kind, forms in table["kind"].items():
        expression = "|".join(f"(?:{form})" for form in forms)
        for part, words in table["part"].items():
            expression = expression.replace("{" + part + "}", words)
        found.append((kind, re.compile(f"(?<![a-z0-9])(?:{expression})")))
    return tuple(found)


def find_wordings(folded: str, begin: int, end: int, *, value: bool) -> Iterator[Wording]:
    """Yield the wordings in `folded[begin:end]`, a line or (`value`) the value of a pay label.

    A wording goes from the noun it completes (`indemnité selon …`) to the end of the rule it
    names; none overlaps another.
    """
    papers = _PAPERS.search(folded, begin, end)
    text = folded[begin : papers.start() if papers else end]
    taken: list[tuple[int, int]] = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            start, stop = _whole(text, match, kind, value)
            if any(start < b and a < stop for a, b in taken):
                continue
            taken.append((start, stop))
            plain = _PLAINLY_PAY.search(match[0]) is not None
            yield Wording(begin + start, begin + stop, kind, match[0], plain)


def _whole(text: str, match: re.Match[str], kind: str, value: bool) -> tuple[int, int]:
    start, stop = match.span()
    noun = _NOUN.search(text, max(0, start - 80), start)
    if noun:
        start = noun.start()
    if value and start <= 3 and kind in ("scale", "legal", "negotiable"):
        stop = max(stop, _clause_end(text, stop))
    elif kind in ("scale", "legal") and _BY_RULE.match(match[0]):
        stop = min(max(stop, _clause_end(text, stop)), stop + _RULE_CHARS)
        while stop < len(text) and text[stop - 1 : stop + 1].isalnum():
            stop -= 1
    while stop > start and text[stop - 1] in " ,;:.(":
        stop -= 1
    detail = _DETAIL.match(text, stop)
    return start, detail.end() if detail else stop


def _clause_end(text: str, start: int) -> int:
    """Return where the clause under way at `start` ends."""
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)
