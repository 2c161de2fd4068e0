"""A cleaned view of a text, with a map back to the characters the caller gave.

Postings arrive with HTML entities, Markdown, decomposed accents, no-break spaces, zero-width
characters and lines broken by a PDF. The grammars read the view; every offset that leaves the
library is mapped back, so the caller's text is never altered.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from annonce_nlp.grammar.expressions import opened
from annonce_nlp.words import fold, lost_break
from annonce_nlp.wraps import HYPHENATED, keeps_hyphen, unquote, unwrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["View", "clean", "fold"]

# One character for one character: offsets do not move.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
                        "\u200a\u202f\u205f\u3000\v\f\r", " "),
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2212", "-"),
        "\u2028": "\n", "\u2029": "\n", "\u0085": "\n",
    }
)  # fmt: skip

_LONGER = re.compile(
    r"(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,10}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)"
    r"|(?P<block></?(?:br|p|div|li|ul|ol|tr|table|h[1-6]|section|article)\b[^<>]{0,300}>)"
    r"|(?P<tag></?(?:a|abbr|b|em|font|i|img|small|span|strong|sub|sup|td|th|tbody"
    r"|u)\b[^<>]{0,500}>)"
    r"|(?P<drop>\*{2,3}|_{2,3}|[\u00ad\u200b-\u200d\u2060\ufeff])"
    r"|(?P<escape>\\(?=[-*_.#()\[\]+!]))"
    r"|(?P<link>\]\((?=\S))"
    r"|(?P<bracket>\[(?=[^\[\]\n]{1,200}\]\())"
    r"|(?P<glued>(?:(?<=[a-zà-ÿ]{2})(?=[A-ZÀ-Ý][A-Za-zÀ-ÿ'])|(?<=[A-ZÀ-Ý]{4})(?=[A-ZÀ-Ý][a-zà-ÿ]{2})))"
)
_OPENS_LONGER = re.compile(
    r"[&<*_\\[\]\u00ad\u200b-\u200d\u2060\ufeffA-ZÀ-Ý](?:(?<![A-ZÀ-Ý])|(?<=[a-zà-ÿ]{2}.)|(?<=[A-ZÀ-Ý]{5}))"
)
"""How what `_LONGER` describes begins: few characters of a text are asked further."""
_DECOMPOSED = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_HAS_MARKS = re.compile(r"[\u0300-\u036f]")

_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Characters that a reader does not see: soft hyphen, zero-width blanks and joiners."""


@dataclass(frozen=True)
class View:
    """A cleaned text, or a part of it, and where each of its characters stands in the original."""

    original: str
    text: str
    offsets: array[int] | None = None
    """Original offset of each character of `text`, and of its end; None when they are equal."""

    @cached_property
    def folded(self) -> str:
        """`fold(text)`: what cue words are looked for in."""
        return fold(self.text)

    def part(self, start: int, end: int) -> View:
        """Return the view of a part of the text."""
        if (start, end) == (0, len(self.text)):
            return self
        offsets = self.offsets or _in_place(self.text)
        return View(self.original, self.text[start:end], offsets[start : end + 1])

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty half-open span of the view to the original text."""
        if self.offsets is None:
            return start, end
        last = self.offsets[end - 1]
        # What was dropped right after the last character (`**`, a tag) does not belong to the
        # span, but a decomposed accent or the rest of an entity does.
        stop = last + 1
        nxt = self.offsets[end]
        while stop < nxt and unicodedata.combining(self.original[stop]):
            stop += 1
        if self.original[last] == "&" and self.text[end - 1] != "&":
            stop = nxt
        elif self.original[last] == "&" and self.original.startswith("&amp;", last):
            stop = min(nxt, last + 5)
        return self.offsets[start], stop

    def from_original(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the original text to the view."""
        if self.offsets is None:
            return start, end
        first = bisect_left(self.offsets, start)
        while first + 1 < len(self.offsets) and self.offsets[first + 1] == self.offsets[first]:
            first += 1
        return first, bisect_left(self.offsets, end)


def clean(text: str) -> View:
    """Make the view of a text. Linear in its length."""
    # Lines are measured as they were written: before marks leave them, and before lost breaks come back.
    cleaned, offsets = unwrap(unquote(text.translate(_SAME_LENGTH))), None
    if _HAS_MARKS.search(cleaned):
        cleaned, offsets = _replace(cleaned, None, _DECOMPOSED.finditer(cleaned), _composed)
    longer = opened(_LONGER, _OPENS_LONGER, cleaned)
    cleaned, offsets = _replace(cleaned, offsets, longer, _replacement)
    if "-\n" in cleaned:
        cleaned, offsets = _replace(cleaned, offsets, HYPHENATED.finditer(cleaned), _rejoined)
    return View(text, cleaned, offsets)


def _replace(
    text: str,
    offsets: array[int] | None,
    matches: Iterable[re.Match[str]],
    replacement: Callable[[re.Match[str]], str | None],
) -> tuple[str, array[int] | None]:
    """Replace matches, but where `replacement` returns None; return the text and its offsets."""
    replaced = [(*m.span(), new) for m in matches if (new := replacement(m)) is not None]
    if not replaced:
        return text, offsets
    stands = offsets or _in_place(text)
    pieces: list[str] = []
    moved = array("I")
    last = 0
    for start, end, new in replaced:
        pieces.append(text[last:start])
        moved.extend(stands[last:start])
        pieces.append(new)
        moved.extend([stands[start]] * len(new))
        last = end
    pieces.append(text[last:])
    moved.extend(stands[last:])
    return "".join(pieces), moved


def _in_place(text: str) -> array[int]:
    """Return the offsets of a text of which nothing was moved, and of its end."""
    return array("I", range(len(text) + 1))


def _composed(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])[:1]


def _rejoined(match: re.Match[str]) -> str:
    return "-" if keeps_hyphen(match.string, *match.span()) else ""


_INSTEAD = {"block": "\n", "link": " ("}
"""What stands for what was matched; nothing for tags, emphasis and the like."""


def _replacement(match: re.Match[str]) -> str | None:
    kind = match.lastgroup
    if kind == "entity":
        char = html.unescape(match[0])
        if char == match[0] or not char:
            return None
        return "" if char in _UNSEEN else char.translate(_SAME_LENGTH)[:1]
    if kind == "glued":
        return "\n" if lost_break(match.string, match.start()) else None
    return _INSTEAD.get(kind or "", "")
