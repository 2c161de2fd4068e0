"""Other looks of the same words: furniture, broken lines, missing accents, other case."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from annonce_nlp.corpus.generator.draft import Draft, Edit, addresses
from annonce_nlp.words import map_characters

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_LONG_WORD = 9
"""Letters from which a word may be hyphenated at the end of a line."""
_VOWELS = "aeiouyàâéèêëîïôöùûü"
_NARROW, _WIDE = 55, 95
"""Widths of broken lines, in characters."""
_HEADING = 60
"""Longest line taken for a heading."""


def add_furniture(draft: Draft, rng: Random) -> bool:
    """Print what pages print: lines above, below, and between paragraphs, page numbers."""
    parts = _furniture()
    above = rng.sample(parts["top"], rng.randint(0, 2))
    below = rng.sample(parts["bottom"], rng.randint(0 if above else 1, 3))
    gap = rng.choice(["\n", "\n\n"])
    edits = [Edit(len(draft.text), len(draft.text), "".join(gap + line for line in below))]
    if above:
        edits.append(Edit(0, 0, "".join(line + gap for line in above)))
    breaks = [
        match.end()
        for match in re.finditer(r"\n[ \t]*\n", draft.text)
        if not _inside(draft, match.end())
    ]
    if breaks and rng.random() < 0.5:
        pages = f"Page {rng.randint(1, 2)} / {rng.randint(2, 4)}"
        line = pages if rng.random() < 0.4 else rng.choice(parts["middle"])
        at = rng.choice(breaks)
        edits.append(Edit(at, at, f"{line}\n\n"))
    draft.apply(edit for edit in edits if edit.new)
    return True


def _inside(draft: Draft, place: int) -> bool:
    title = [draft.title] if draft.title else []
    spans = [*((span.start, span.end) for span in draft.spans), *title]
    return any(start < place < end for start, end in spans)


def break_lines(draft: Draft, rng: Random) -> bool:
    """Fill lines up to a width, as a PDF gives them; some long words are parted with a hyphen."""
    width = rng.randint(_NARROW, _WIDE)
    hyphenates = rng.random() < 0.5
    kept = addresses(draft.text)
    edits: list[Edit] = []
    begin = 0
    for line in draft.text.split("\n"):
        edits += _broken(draft, line, begin, width, hyphenates, kept)
        begin += len(line) + 1
    draft.apply(edits)
    return bool(edits)


def _broken(
    draft: Draft,
    line: str,
    begin: int,
    width: int,
    hyphenates: bool,
    kept: list[tuple[int, int]],
) -> list[Edit]:
    edits: list[Edit] = []
    column = 0
    for match in re.finditer(r"(\S+)( |$)", line):
        word, start, end = match[1], match.start(), match.end(1)
        if end - column <= width or start == column:
            continue
        at = begin + start
        cut = _syllable(word) if hyphenates else 0
        room = width - (start - column)
        free = not _inside(draft, at + cut) and not any(b < at + cut < e for b, e in kept)
        if cut and cut + 1 <= room and free:
            edits.append(Edit(at + cut, at + cut, "-\n"))
            column = start + cut
        elif line[start - 1] == " ":
            edits.append(Edit(at - 1, at, "\n"))
            column = start
    return edits


def _syllable(word: str) -> int:
    """Return where a long word may be parted, before a consonant with a vowel on each side."""
    if len(word) < _LONG_WORD or not word.isalpha():
        return 0
    lower = word.lower()
    middle = len(word) // 2
    for at in (middle, middle + 1, middle - 1):
        if (
            lower[at] not in _VOWELS
            and lower[at - 1] in _VOWELS
            and lower[at + 1 : at + 2] in _VOWELS
        ):
            return at
    return 0


def drop_accents(draft: Draft, _rng: Random) -> bool:
    """Write without accents, as some mail programs and capitals do."""
    return _rewrite(draft, _bare)


def change_case(draft: Draft, rng: Random) -> bool:
    """Write all in capitals, all in small letters, or the headings in capitals.

    Where a blank was lost beside a span, its capital alone tells where it begins: nothing changes.
    """
    if any(_glued(draft.text, span.start) or _glued(draft.text, span.end) for span in draft.spans):
        return False
    how = rng.choice(["capitals", "small", "headings", "headings"])
    if how == "headings":
        return _capital_headings(draft)
    return _rewrite(draft, str.upper if how == "capitals" else str.lower)


def _glued(text: str, at: int) -> bool:
    after = text[at : at + 2]
    stop = after[:1] == "." and after[1:].isalpha()
    return 0 < at < len(text) and text[at - 1].isalpha() and (after[0].isalpha() or stop)


def _capital_headings(draft: Draft) -> bool:
    lines = draft.text.split("\n")
    text = "\n".join(
        map_characters(line, str.upper)
        if len(line) <= _HEADING and not line.endswith((".", ",", ";"))
        else line
        for line in lines
    )
    changed = text != draft.text
    draft.text = _with_addresses(text, draft.text)
    return changed


def _rewrite(draft: Draft, change: Callable[[str], str]) -> bool:
    """Change the text character by character, and the forms in the fields with it."""
    text = _with_addresses(map_characters(draft.text, change), draft.text)
    changed = text != draft.text
    draft.text = text
    fields = draft.fields
    if draft.title is None and fields["title"]:
        fields["title"] = map_characters(fields["title"], change)
    if fields["employer"]:
        fields["employer"] = list(
            dict.fromkeys(map_characters(form, change) for form in fields["employer"])
        )
    fields["places"] = [
        list(dict.fromkeys(map_characters(form, change) for form in forms))
        for forms in fields["places"]
    ]
    return changed


def _with_addresses(text: str, old: str) -> str:
    """Put the addresses of the old text of equal length back."""
    for begin, end in addresses(old):
        text = text[:begin] + old[begin:end] + text[end:]
    return text


def _bare(character: str) -> str:
    return unicodedata.normalize("NFD", character)[:1] if character.isalpha() else character


@cache
def _furniture() -> dict[str, list[str]]:
    path = files("annonce_nlp").joinpath("data/furniture.toml")
    return tomllib.loads(path.read_text("utf-8"))
