"""Lengths of the contract: stated (`6 mois`), or by its two ends (`de février à juillet 2023`)."""

from __future__ import annotations

import re
from itertools import pairwise

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.duration.value import Length
from annonce_nlp.grammar.dates import DateSpan, months_between
from annonce_nlp.grammar.lengths import find_lengths

_BETWEEN = re.compile(
    r"^\s?(?:(?:inclus|compris)\s)?(?:au|a|-|–|jusqu'au|jusqu'a|jusqu'en|et le|>|→|fin)\s?(?:fin |debut |mi-?)?$"
)
_UNTIL = re.compile(
    r"(?:jusqu'au|jusqu'a|jusqu'en|au plus tard le|fin (?:de contrat|du contrat|de mission|prevue)?\s?:?\s?(?:le )?)\s?(?:fin |la fin |debut )?$"
)
_EXPERIENCE_AFTER = re.compile(
    r"\s?(?:minimum |min\.? |au moins |ou plus |et plus )?(?:d'|de |en |sur |dans )?(?:une |l'|la )?(?:[a-z]+ ){0,2}(?:d'|en )?(?:experience|anciennete|existence|pratique)\b"
)
_EXPERIENCE_BEFORE = re.compile(r"(?:experience|anciennete|depuis)\b[^.;:()\n]{0,30}$")
_LIMIT = re.compile(
    r"exced|limite|maxim|renouvel|prolong|periode d.essai|experience|age de|ans minimum d|depuis|bac|diplome|anciennete|moins de|reconduct|permis|titre de sejour"
)


def find(reading: Reading) -> list[Candidate]:
    """Propose every length of time, and every pair of dates that bounds a period."""
    folded = reading.folded
    found: list[Candidate] = []
    for span in find_lengths(folded):
        if span.low > 120:
            continue
        features, line = context(reading, span.start, span.end)
        if line is not None and (
            _EXPERIENCE_AFTER.match(folded[span.end : span.end + 45])
            or _EXPERIENCE_BEFORE.search(folded[max(line.start, span.start - 45) : span.start])
        ):
            continue
        features["unit=" + span.unit[:2]] = 1.0
        features["range"] = float(span.low != span.high)
        months = span.low
        features[
            "size="
            + (
                "<1"
                if months < 1
                else "<7"
                if months < 7
                else "<13"
                if months < 13
                else "<37"
                if months < 37
                else "more"
            )
        ] = 1.0
        if line is not None:
            near = folded[max(line.start, span.start - 50) : min(line.end, span.end + 30)]
            for match in _LIMIT.finditer(near):
                features["near:" + match[0]] = 1.0
        found.append(Candidate(span.start, span.end, Length(span.low, span.high), features))
    found.extend(_periods(reading))
    found.sort(key=lambda c: c.start)
    if found:
        found[0].features["first"] = 1.0
    return found


def _periods(reading: Reading) -> list[Candidate]:
    folded = reading.folded
    points = sorted([*reading.days, *reading.months], key=lambda s: (s.start, -s.end))
    spans: list[DateSpan] = []
    for point in points:
        if not spans or point.start >= spans[-1].end:
            spans.append(point)
    found: list[Candidate] = []
    for first, second in pairwise(spans):
        if second.start - first.end > 30 or not _BETWEEN.match(folded[first.end : second.start]):
            continue
        months = months_between(first, second)
        if months is None:
            continue
        start = first.start
        lead = re.search(r"(?:du|de|entre|le)\s(?:mois de )?$", folded[max(0, start - 14) : start])
        if lead:
            start -= len(lead[0])
        features, _ = context(reading, start, second.end)
        features["derived"] = 1.0
        features["days"] = float(first.day is not None)
        found.append(
            Candidate(
                start, second.end, Length(months, months, derived=True), features, source="period"
            )
        )
    return found
