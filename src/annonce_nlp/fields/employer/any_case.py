"""Names told by what stands around them, whatever their case: `nivelo`, `la marmite de Solidor`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annonce_nlp.grammar.names import BREAKERS, CONNECTORS
from annonce_nlp.words import word_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annonce_nlp.choice import Reading
    from annonce_nlp.grammar.names import Word

_NAME = r"[^\W_][\w'&·-]*(?:[ .][\w'&·-]+){0,5}?"
_VERB = r"(?:recrut|recherch|cherch|embauch)(?:e|ent|ait|erait)\b|est (?:une?|le|la|l'|né|née|implant|spécialis|un·e)|,? c'est\b|a pour (?:vocation|mission|objet|but|ambition)"
_PATTERNS = (
    (
        ("recrut", "cherch", "embauch", "est ", "c'est", "a pour "),
        re.compile(rf"(?:^|(?<=[.!?:] ))(?P<name>{_NAME})(?=\s(?:{_VERB}))", re.IGNORECASE),
    ),
    (
        ("chez", "rejoi", "integre"),
        re.compile(
            rf"\b(?:chez|[Rr]ejoi(?:ndre|gnez|ns)|[Ii]nt[ée]gre[rz])\s(?P<name>{_NAME})"
            r"(?=\s?[,.;:!?()…\n]|\s(?:en|pour|depuis|et|est|à|vous|nous|qui|c'est|comme|dans)\b|$)"
        ),
    ),
    (
        ("«", "“", '"'),
        re.compile(r"[«“\"]\s?(?P<name>[^»”\"\n]{3,60}?)\s?[»”\"]"),
    ),
)
"""Expressions of names in context, each after what a folded line holds where it can match."""
_SHORT = re.compile(r"[^\W_][\w'&.·-]*(?: [\w'&.·-]+){0,4}")
_ARTICLES = frozenset(["le", "la", "les", "l", "au", "aux"])
_DEFINITE = frozenset(["le", "la", "les", "l", "du", "des"])
_FIRST_LINES, _LAST_LINES = 3, 6
_TAKEN_FOR_NAMES = frozenset({
    "nous", "vous", "il", "elle", "on", "ce", "cette", "notre", "votre", "un", "une", "qui", "que",
    "poste", "mission", "missions", "stage", "emploi", "candidat", "candidate", "particulier",
    "particuliers", "client", "clients", "soi", "lui", "eux", "moi", "toi", "chacun", "des", "ces",
    "ca", "cela", "qu", "objectif", "son", "sa", "ses", "leur",
})  # fmt: skip


def names_by_context(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and shape of the names that verbs, prepositions and quotes point at."""
    text = reading.view.text
    for line in reading.structure.lines:
        for holds, pattern in _PATTERNS:
            if not any(part in line.folded for part in holds):
                continue
            for match in pattern.finditer(text, line.start, line.end):
                start, end = match.span("name")
                if _may_be_name(re.split(r"[' ]", reading.folded[start:end])):
                    yield start, end, "context"
    lines = reading.structure.lines
    for line in (*lines[:_FIRST_LINES], *lines[max(_FIRST_LINES, len(lines) - _LAST_LINES) :]):
        if not line.label and _SHORT.fullmatch(line.text) and line.end - line.start >= 3:
            yield line.start, line.end, "short_line"


def _may_be_name(words: list[str]) -> bool:
    """Whether words can be a name: not a pronoun, not the beginning of a sentence, not cut off."""
    first, last = words[0], words[-1]
    return (
        first not in _TAKEN_FOR_NAMES
        and (first not in word_list("opening_words") or first in _ARTICLES)
        and last not in CONNECTORS
        and not any(word in BREAKERS for word in words)
    )


def names_by_host(words: list[Word], domains: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield runs of words that, written together, are the name of a site or a mail domain."""
    wanted = {d.replace("-", "") for d in domains if len(d) >= 5}
    beginnings = {name[:end] for name in wanted for end in range(1, len(name) + 1)}
    common = word_list("common_words")
    if not wanted:
        return
    for i, word in enumerate(words):
        if word.folded not in beginnings:
            continue
        letters = ""
        for j in range(i, min(len(words), i + 6)):
            if j > i and not words[j].joined:
                break
            letters += words[j].folded
            if letters not in beginnings:
                break
            ordinary = (
                j == i and not word.upper and (word.folded in common or _has_article(words, i))
            )
            if letters in wanted and not ordinary:
                yield word.start, words[j].end, "host"


def _has_article(words: list[Word], i: int) -> bool:
    """Whether an article stands right before a word: `les métiers de l'inclusion`, whatever site is called so."""
    return words[i].joined and i > 0 and words[i - 1].folded in _DEFINITE
