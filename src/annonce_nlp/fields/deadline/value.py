"""Giving a date its year: from the caller's reference date, else from the posting's own dates."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from annonce_nlp.choice import Reading
from annonce_nlp.grammar.dates import DateSpan, first_after

_PUBLISHED = re.compile(
    r"(?:publiee?|parue?|mise? en ligne|deposee?|diffusee?|actualisee?|envoye|affichee?|mise a jour|date de l'annonce|date de publication|date de parution|offre du|posted)(?:\s\w+){0,3}\s?:?\s*$"
)
_YEAR = re.compile(r"(?<![\d.,/-])(20[12]\d)(?![\d€%])")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The dates that a day without a year is dated from."""

    reference: dt.date | None
    published: dt.date | None
    later: tuple[dt.date, ...]
    """Full dates and months of the text other than the publication, in calendar order."""


def read_anchors(reading: Reading, reference: dt.date | None) -> Anchors:
    """Collect the dated anchors of a posting."""
    folded = reading.folded
    published: dt.date | None = None
    later: list[dt.date] = []
    for span in reading.days:
        day = span.date()
        if day is None:
            continue
        line = reading.structure.line_at(span.start)
        if published is None and (
            line.role == "published"
            or _PUBLISHED.search(folded[max(0, span.start - 45) : span.start])
        ):
            published = day
        else:
            later.append(day)
    later.extend(dt.date(s.year, s.month, 1) for s in reading.months if s.year is not None)
    return Anchors(reference, published, tuple(sorted(later)))


def resolve(span: DateSpan, anchors: Anchors) -> dt.date | None:
    """Return the date of a day, its year taken from the anchors when unsaid; None when none tells."""
    if span.day is None:
        return None
    if span.year is not None:
        return span.date()
    base = anchors.published or anchors.reference
    if base is not None:
        return first_after(span.day, span.month, base)
    return _before(span, anchors.later[0]) if anchors.later else None


def _before(span: DateSpan, known: dt.date) -> dt.date | None:
    """Return the last such day up to a known later date, or the next within three months of it."""
    if span.day is None:
        return None
    options = []
    for year in (known.year - 1, known.year, known.year + 1):
        try:
            options.append(dt.date(year, span.month, span.day))
        except ValueError:
            continue
    earlier = [d for d in options if d <= known]
    near = [d for d in options if dt.timedelta(0) < d - known <= dt.timedelta(days=92)]
    if earlier and (known - earlier[-1]).days <= 275:
        return earlier[-1]
    return near[0] if near else (earlier[-1] if earlier else None)
