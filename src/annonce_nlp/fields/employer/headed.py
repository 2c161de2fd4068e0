"""Names after their first word: `Mairie de …`, `CHU …`, `Direction départementale des …`."""

from __future__ import annotations

import re

from annonce_nlp.choice import Reading
from annonce_nlp.grammar.names import CONNECTORS, WEAK, Word, breaks
from annonce_nlp.words import word_list

_RULES = frozenset(
    ["loi", "decret", "code", "arrete", "charte", "label", "certification", "reglement", "article"]
)
"""First words of laws and labels, which hire nobody."""
_SEAT_OF = re.compile(
    r"\s(?:de |du |de la |de l'|d')(?:\S+\s){0,3}?(?:ville|metropole|departement|region|agglomeration|police|communaute)\b"
)
"""What makes a hotel a seat of government: `hôtel de Valdor Métropole` names Valdor Métropole."""
_COMMUNITY = re.compile(r"\s(?:de communes?|d'agglo|urbaine|d'universite|d'emmaus)")
_BODIES = frozenset(["ministere", "rectorat", "prefecture", "universite", "conseil"])
"""First words that make a name with words in lower case alone: `Ministère de la culture`."""
_LONGEST = 16
_ARTICLES = frozenset(["du", "des", "de", "la", "le", "les", "d"])


def headed_names(reading: Reading, words: list[Word]) -> list[tuple[int, int, str]]:
    """Return `(first, last, shape)`, word indices both included, of names after their first word.

    The shape is `head`, or `after_kind` for what follows a common noun: `Valtrio` in `groupe
    Valtrio`.
    """
    heads, kinds = word_list("org_heads"), word_list("org_kinds")
    found: list[tuple[int, int, str]] = []
    taken = -1
    for i, word in enumerate(words):
        if word.folded not in heads or i <= taken or _is_none(reading, word):
            continue
        last = _extend(words, i)
        if last is None:
            continue
        taken = last
        if word.folded in kinds and last > i and words[i + 1].upper:
            found.append((i + 1, last, "after_kind"))
        found.append((i, last, "head" if word.upper or word.folded not in kinds else "kind_head"))
        found.extend((i, shorter, "head") for shorter in shorter_ends(words, i, last))
        if last + 1 < len(words) and _goes_on(words, last + 1):
            found.append((i, last + 1, "head"))
        if (longer := _enumerated(reading.view.text, words, last)) is not None:
            found.append((i, longer, "head"))
    return found


def _goes_on(words: list[Word], j: int) -> bool:
    """Whether an adjective in lower case may belong to the name before it: `Chaire Villes durables`."""
    return (
        words[j].joined
        and not words[j].upper
        and words[j].folded in word_list("org_fillers")
        and not breaks(words, j)
    )


def _enumerated(text: str, words: list[Word], last: int) -> int | None:
    """Return the last word of a name that lists what a body works on: `Ministère du Travail, de l'Emploi et …`.

    None where the name that ends at `last` goes on over no commas, or not to an `et`.
    """
    end, listed = last, False
    for j in range(last + 1, min(len(words), last + _LONGEST)):
        comma = text[words[j - 1].end : words[j].start].strip() == "," and (
            words[j].upper or words[j].folded in _ARTICLES
        )
        if not (words[j].joined or comma) or breaks(words, j):
            break
        listed = listed or comma
        if words[j].upper and words[j].folded not in CONNECTORS:
            end = j
        elif words[j].folded not in CONNECTORS or j - end > 3:
            break
    members = {word.folded for word in words[last + 1 : end]}
    return end if listed and members & {"et", "&"} else None


def is_seat(reading: Reading, word: Word) -> bool:
    """Whether a word is the hotel in which a town or région sits, not a name's first word."""
    return word.folded == "hotel" and _SEAT_OF.match(reading.folded, word.end) is not None


def _is_none(reading: Reading, word: Word) -> bool:
    """Whether a first word begins no organisation here: a law, or « la communauté » of anything."""
    if word.folded in _RULES:
        return True
    if is_seat(reading, word):
        return True
    return (
        word.folded == "communaute"
        and not word.upper
        and not _COMMUNITY.match(reading.folded, word.end)
    )


def shorter_ends(words: list[Word], first: int, last: int) -> list[int]:
    """Return the words before weak connectors, at which the name may end already."""
    heads, common = word_list("org_heads"), word_list("common_words")
    opens = words[first].folded
    return [
        j - 1
        for j in range(first + 1, last)
        if words[j].folded in WEAK
        and (words[j - 1].upper or j - 1 > first)
        and (j - 1 > first or not (opens in heads or opens in common))
    ][:3]


def _extend(words: list[Word], i: int) -> int | None:
    """Return the last word of the name whose first word is `words[i]`, or None when it is no name."""
    fillers = word_list("org_fillers")
    last, named = i, False
    for j in range(i + 1, min(len(words), i + _LONGEST)):
        word = words[j]
        joined = word.joined or "&" in (word.folded, words[j - 1].folded)
        if not joined or breaks(words, j):
            break
        postal_code = word.folded.isdigit() and len(word.folded) == 5
        if word.upper and word.folded not in CONNECTORS and not postal_code:
            last, named = j, True
        elif word.folded in fillers:
            if words[i].upper:
                last = j
        elif word.folded not in CONNECTORS or j - last > 3 or _joins_another(words, j):
            break
    if named or (words[i].upper and last > i + 1 and words[i].folded in _BODIES):
        return last
    return i if _stands_alone(words[i]) else None


def _joins_another(words: list[Word], j: int) -> bool:
    """Whether `et` joins another thing, not a part of the name: `du service et du cabinet`."""
    return words[j].folded == "et" and j + 1 < len(words) and words[j + 1].folded in _ARTICLES


def _stands_alone(word: Word) -> bool:
    """Whether a first word is a name by itself: an acronym, no common noun."""
    return (
        word.upper
        and word.end - word.start <= 6
        and word.folded not in word_list("common_words")
        and word.folded not in word_list("org_kinds")
    )
