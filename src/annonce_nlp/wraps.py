"""What PDFs and mails do to lines: breaks that only wrap a paragraph, words parted by them, quotes."""

from __future__ import annotations

import itertools
import re
import unicodedata

_WRAP_WIDTHS = range(40, 141)
_BLOCK_WIDTHS = range(58, 141)
_QUOTE = re.compile(r"(?m)^(?:> ?)+")
_FEWEST_BROKEN = 4
"""Broken sentences from which a text tells the width of its page; quoted lines from which it is a quoted mail."""
_STARTS_ITEM = re.compile(
    r"\s*(?:[-–—•●▪■□◦‣⁃∙·*>+✓✔✅➢➤→👉📍#|]|\(?\d{1,2}[.)°]\s|[a-zA-Z]\)|o\s|[^\s:]{2,40}\s?:(?:\s|$))"
)
_ENDS_CLOSED = re.compile(r"[:;!?.]\s*$")
_LAST_WORD = re.compile(r"[^\W\d_]+'?$")
_LONGEST_OPEN = 4
_OPEN = {
    **dict.fromkeys(("de", "du", "des", "d'", "l'"), 20),
    **dict.fromkeys(("la", "le", "les", "à", "au", "aux", "en", "sur", "par", "et", "ou"), 40),
}
"""Characters from which a line that ends with this word goes on below: `Poste à pourvoir le` is a label."""

HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n {0,80}(?=[^\W\d_])")
"""A hyphen at a line's end, inside a word or a name."""
_HYPHEN_OR_BLANK = re.compile(r"[\s-]")
_LONGEST_TOKEN = 40
_KEEP_AFTER = frozenset({
    "mi", "demi", "semi", "sous", "non", "ex", "vice", "outre", "avant", "après", "contre",
    "savoir", "rendez", "peut", "porte", "chef", "vingt", "trente", "quarante", "cinquante", "soixante", "quatre",
})  # fmt: skip
"""What is followed by a hyphen of its own: `mi-temps`, `sous-préfet`, `vingt-cinq`."""


def unquote(text: str) -> str:
    """Put blanks for the marks of a quoted mail (`> `), where most lines bear them."""
    quoted = text.count("\n>") + text.startswith(">")
    if quoted < _FEWEST_BROKEN or 2 * quoted < text.count("\n") + 1:
        return text
    return _QUOTE.sub(lambda match: " " * len(match[0]), text)


def unwrap(text: str) -> str:
    """Turn line breaks that only wrap a paragraph into spaces, character for character.

    A break is a wrap when the first word of the next line would not have fitted: into the page, where
    broken sentences tell its width, else into the longest line of the block. Blocks of fewer than three
    lines, or wider than a page, are left alone, and so are list items and `label :` lines. A long line
    that ends with an article or preposition goes on below whatever the widths.
    """
    if "\n" not in text:
        return text
    # As wide as they look: an accent of its own takes no room.
    lines = unicodedata.normalize("NFC", text).split("\n")
    breaks = bytearray(len(lines))
    page = _page_width(lines)
    if page is not None:
        _mark_wraps(lines, 0, len(lines), page, breaks)
    begin = 0
    while begin < len(lines):
        end = begin
        while end < len(lines) and lines[end].strip():
            end += 1
        if end - begin >= 3:
            width = _block_width(lines[begin:end])
            if width is not None:
                _mark_wraps(lines, begin, end, width, breaks)
        begin = max(end, begin + 1)
    for i, line in enumerate(lines[:-1]):
        if _ends_open(line):
            breaks[i] |= lines[i + 1].lstrip()[:1].isalpha()
    if not any(breaks):
        return text
    parts: list[str] = []
    for line, soft in zip(text.split("\n"), breaks, strict=True):
        parts.append(line)
        parts.append(" " if soft else "\n")
    parts.pop()
    return "".join(parts)


def _ends_open(line: str) -> bool:
    """Whether a line ends with a word after which a sentence, or a name, goes on."""
    line = line.rstrip()
    last = _LAST_WORD.search(line, max(0, len(line) - _LONGEST_OPEN))
    return last is not None and len(line) >= _OPEN.get(last[0].lower(), len(line) + 1)


def keeps_hyphen(text: str, start: int, end: int) -> bool:
    """Whether the hyphen of a `HYPHENATED` match belongs to the word: `Clermont-⏎Ferrand`, not `ingé-⏎nieur`."""
    *earlier, left = _HYPHEN_OR_BLANK.split(text[max(0, start - _LONGEST_TOKEN) : start])
    hyphen_before = bool(earlier) and text[start - len(left) - 1] == "-"
    right = text[end : end + _LONGEST_TOKEN].split(None, 1)[0]
    return (
        not right[0].islower()
        or hyphen_before
        or left.lower() in _KEEP_AFTER
        or any(mark in left for mark in "@/._")
        or any(mark in right.rstrip(".") for mark in "-@/_")
    )


def _page_width(lines: list[str]) -> int | None:
    """Return the width at which a text was wrapped, told by the sentences that go on in lower case."""
    broken = [
        (len(line.rstrip()), _first_word(following))
        for line, following in itertools.pairwise(lines)
        if following.lstrip()[:1].islower()
        and len(line) in _WRAP_WIDTHS
        and not _STARTS_ITEM.match(following)
        and not _ENDS_CLOSED.search(line)
    ]
    if len(broken) < _FEWEST_BROKEN:
        return None
    width = max(length for length, _ in broken)
    tight = sum(length + 1 + word > width for length, word in broken)
    return width if tight >= 0.8 * len(broken) else None


def _block_width(block: list[str]) -> int | None:
    lengths = [len(line.rstrip()) for line in block]
    width = max(lengths)
    if width not in _BLOCK_WIDTHS or sum(length >= 0.85 * width for length in lengths) < 2:
        return None
    return width


def _mark_wraps(lines: list[str], begin: int, end: int, width: int, breaks: bytearray) -> None:
    for i in range(begin, end - 1):
        following = lines[i + 1]
        length = len(lines[i].rstrip())
        if (
            0.6 * width < length <= width
            and following.strip()
            and length + 1 + _first_word(following) > width
            and not _STARTS_ITEM.match(following)
            and not (_ENDS_CLOSED.search(lines[i]) and not following[:1].islower())
            and not lines[i].endswith("-")
        ):
            breaks[i] = 1


def _first_word(line: str) -> int:
    """Return the length of a line's first word; 0 when it is blank."""
    words = line.split(None, 1)
    return len(words[0]) if words else 0
