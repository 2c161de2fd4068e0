"""Parts of the data, so that a loss on one kind of posting does not hide in the mean."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from annonce_nlp.corpus.schema import Record, Slice
from annonce_nlp.evaluation.contract import UNSAID
from annonce_nlp.evaluation.fields import Marks, is_ok, score_six
from annonce_nlp.evaluation.match import FIELDS
from annonce_nlp.evaluation.report import Figure, SliceScore
from annonce_nlp.structure import read_structure
from annonce_nlp.view import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annonce_nlp.evaluation.dataset import Item
    from annonce_nlp.evaluation.resample import Resampler

SHORT, LONG = 350, 700
"""Words under which a posting is short, from which it is long."""
_MARKDOWN = re.compile(
    r"^[ \t]*#{1,6}[ \t]+\S|\*\*\S[^*\n]*\*\*|__\S[^_\n]*__|\]\(\S|^[ \t]*\|[^\n]*\|[ \t]*$",
    re.MULTILINE,
)
_MARKDOWN_MARKS = 2
_LABELLED_LINES = 4
_FEMININE = r"(?:e|ne|le|te|se|ve|fe|ère|trice|rice|euse|esse)"
_INCLUSIVE = re.compile(
    rf"[a-zà-ÿ]{{2}}(?:[·•‧⋅.]{_FEMININE}(?:[·•‧⋅.]?s)?\b|\({_FEMININE}s?\)|/{_FEMININE}s?\b|-{_FEMININE}-s\b)",
    re.IGNORECASE,
)


def source_of(record: Record) -> str:
    """Return where a posting comes from: its source, else its brief, else `unknown`."""
    if isinstance(record.source, Slice):
        return record.source.file
    return record.source or str(record.meta.get("brief", "unknown"))


def length_of(text: str) -> str:
    """Return `short`, `medium` or `long`, by words."""
    words = len(text.split())
    if words < SHORT:
        return f"short (< {SHORT} words)"
    return f"medium ({SHORT}–{LONG - 1})" if words < LONG else f"long (≥ {LONG})"


def layout_of(text: str) -> str:
    """Return `markdown`, `label–value` or `prose`.

    Markdown holds two Markdown marks at least (heading, bold, link, table row); a form holds four
    lines at least whose label announces one of the known fields.
    """
    marks = sum(1 for _ in zip(_MARKDOWN.finditer(text), range(_MARKDOWN_MARKS), strict=False))
    if marks == _MARKDOWN_MARKS:
        return "markdown"
    lines = read_structure(clean(text)).lines
    labelled = sum(line.has_value and line.role not in ("", "other") for line in lines)
    return "label–value" if labelled >= _LABELLED_LINES else "prose"


def is_inclusive(text: str) -> bool:
    """Whether words carry both genders: `chargé·e`, `étudiant(e)s`; `H/F` alone does not count."""
    return _INCLUSIVE.search(text) is not None


def _values(item: Item) -> Iterable[tuple[str, str]]:
    text = item.record.text
    yield "source", source_of(item.record)
    yield "length", length_of(text)
    yield "layout", layout_of(text)
    yield "inclusive writing", "yes" if is_inclusive(text) else "no"
    yield "contract type", item.gold.get("contract") or UNSAID


def score_slices(
    items: Sequence[Item], all_marks: Sequence[Marks], resampler: Resampler
) -> list[SliceScore]:
    """Score each slice: source, length, layout, inclusive writing, contract type; largest first."""
    members: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for rank, item in enumerate(items):
        for by, value in _values(item):
            members[by][value].append(rank)
    scores = []
    for by, values in members.items():
        for value, ranks in sorted(values.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            part = [all_marks[rank] for rank in ranks]
            accuracy = {f: sum(is_ok(m[f]) for m in part) / len(part) for f in FIELDS}
            six = score_six(part, resampler.subset(ranks))
            if len(part) == 1:
                # One posting has no spread to show.
                six = Figure(value=six.value)
            scores.append(SliceScore(by=by, value=value, n=len(part), six=six, fields=accuracy))
    return scores
