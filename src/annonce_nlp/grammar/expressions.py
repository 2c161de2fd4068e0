r"""Regular expressions that are found fast.

Python's engine skips to the next possible beginning where every alternative begins with a plain
character; one that begins with `\b` or a look-behind is tried at every character, four to five
times slower on postings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PLAIN = re.compile(r"[\w€ ](?![?*+{])")
_BOUNDED_GROUP = r"\b(?:"
_QUANTIFIERS = ("?", "*", "+", "{")
_PIECES = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def quick(expression: str, *, unless_after: str = "") -> str:
    r"""Return an equivalent expression that is found faster.

    What stands before an alternative is asked after its first character, once for all that begin
    alike: `\bpaie\b|\bpaye\b` becomes `p(?<!\wp)(?:aie\b|aye\b)`. With `unless_after`, a class of
    characters (`[a-z]`), no alternative begins right after one of them. Alternatives that begin
    with the same character keep their order. A group that is all an expression begins with,
    `\b(?:paie|paye)s?`, is rewritten so inside.
    """
    forms = _alternatives(expression)
    if len(forms) == 1 and expression.startswith(_BOUNDED_GROUP):
        inside, rest = _group(expression.removeprefix(_BOUNDED_GROUP))
        if not rest.startswith(_QUANTIFIERS):
            words = "|".join(rf"\b{word}" for word in _alternatives(inside))
            return f"(?:{quick(words, unless_after=unless_after)}){rest}"
    alike: dict[str, list[str]] = {}
    for form in forms:
        opening, rest = _opened(form, unless_after)
        alike.setdefault(opening, []).append(rest)
    return "|".join(
        opening + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for opening, rests in alike.items()
    )


def _opened(form: str, unless_after: str) -> tuple[str, str]:
    """Return the first character of an alternative with what may not stand before it, and the rest."""
    word = form.removeprefix(r"\b")
    bounded = word != form
    if not _PLAIN.match(word) or (bounded and not word[0].isalnum()):
        return (f"(?<!{unless_after})" if unless_after else ""), form
    refused = r"\w" if bounded else unless_after
    return word[0] + (f"(?<!{refused}{word[0]})" if refused else ""), word[1:]


def _group(expression: str) -> tuple[str, str]:
    """Part what stands in a group just opened from the bracket that closes it, and what follows."""
    depth, at = 1, 0
    for piece in _PIECES.findall(expression):
        depth += (piece == "(") - (piece == ")")
        at += len(piece)
        if depth == 0:
            break
    return expression[: at - 1], expression[at:]


def _alternatives(expression: str) -> list[str]:
    """Part an expression at the bars that stand in no bracket."""
    found, depth = [""], 0
    for piece in _PIECES.findall(expression):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += piece
    return found


def near(
    expression: re.Pattern[str], mark: re.Pattern[str], text: str, *, before: int, after: int
) -> Iterator[re.Match[str]]:
    """Yield what an expression finds around the places of a mark, which is found faster.

    `before` and `after` are how far, in characters, a match reaches beyond the first mark in it.
    """
    stop = 0
    for place in mark.finditer(text):
        if place.start() < stop:
            continue
        begin = max(stop, place.start() - before)
        for match in expression.finditer(text, begin, place.end() + after):
            stop = match.end()
            yield match


def opened(
    expression: re.Pattern[str], opening: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """Yield what an expression matches where its `opening`, which is found faster, stands."""
    stop = 0
    for place in opening.finditer(text):
        if place.start() >= stop and (match := expression.match(text, place.start())):
            stop = match.end()
            yield match
