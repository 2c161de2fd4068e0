"""The day the posting was published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.grammar.dates import DateSpan, find_dates

_WORDS = r"(?:publiee?s?|parue?|mise? en ligne|postee?|deposee?|diffusee?|posted|published)"
_BEFORE = re.compile(
    rf"(?:{_WORDS}|(?:date|jour) (?:de )?(?:la )?(?:publication|parution|mise en ligne|diffusion|creation de l.offre|creation)"
    r"(?: (?:de|du|sur) [a-z' ]{2,30})?|publication|offre (?:d'emploi )?(?:du|publiee le)|annonce du|en ligne depuis)"
    r"(?:\s(?:le|depuis le|on|du|depuis|a partir du|en date du))?\s{0,2}[:\-–|]?\s{0,2}$"
)
_LABEL = re.compile(
    r"(?:(?:date|jour) )?(?:de )?(?:la )?(?:1ere |premiere )?(?:publication|parution|mise en ligne|diffusion|creation de l.offre)"
    r"(?: (?:de l.offre|de l.annonce|du poste|de l.avis|initiale|le))?$"
    r"|(?:offre |annonce )?(?:publiee?|parue?|postee?|mise en ligne|deposee?)(?: le)?$|date de l.(?:offre|annonce)$|posted(?: on)?$"
    r"|date posted$|en ligne depuis(?: le)?$"
)
_NOT = re.compile(
    r"(?:decret|\bloi\b|arrete|journal officiel|\bjo(?:rf)?\b|bulletin|rapport|etude|article|livre|liste|resultats?|fin de|limite|cloture|jusqu.au?|application|brevet|donnees)"
    r"[^.\n]{0,40}$"
)
_STARTS = (
    "publi", "paru", "mis en ligne", "mise en ligne", "postee", "deposee", "diffuse", "posted",
    "date de crea", "offre d", "annonce du", "en ligne dep", "date de l", "jour de ",
)  # fmt: skip
"""How the words begin that a day of publication follows."""
_REACH = 70
"""How far after them it may stand, in characters."""
_AGO = re.compile(
    r"(?:il y a\s{1,2}(?P<count>\d{1,2}|une?)\s?(?P<unit>jours?|j)\b|(?P<word>aujourd'hui|hier)\b)"
)
_AGO_BEFORE = re.compile(
    rf"(?:{_WORDS}|offre|annonce|publication|en ligne)\s{{0,2}}[:\-–|•·]?\s{{0,2}}$"
)


def find(reading: Reading) -> list[Candidate]:
    """Propose every day that words or a label say is that of the publication.

    A day without a year, or « il y a 3 jours », is dated from the reader's reference date alone.
    """
    folded = reading.folded
    reference: dt.date | None = getattr(reading.anchors, "reference", None)
    found: list[Candidate] = []
    for begin, end, labelled in _windows(reading):
        for span in find_dates(folded[begin:end]):
            start = begin + span.start
            source = "label" if labelled and span.start < 12 else _source(reading, start)
            value = span.date() if span.year is not None else _last_before(span, reference)
            if source is not None and value is not None:
                stop = begin + _day_end(folded[begin:end], span)
                found.append(Candidate(start, stop, value, {}, source=source))
            break
    if reference is not None and ("il y a" in folded or "hui" in folded or "hier" in folded):
        found.extend(_ago(reading, reference))
    return found


def _windows(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches in which the day of publication may stand: after its words or label."""
    folded = reading.folded
    for line, begin in reading.structure.announced(_LABEL):
        yield begin, min(line.end, begin + _REACH), True
    for word in _STARTS:
        last = folded.find(word)
        while last >= 0:
            yield last, last + _REACH, False
            last = folded.find(word, last + len(word))


def _source(reading: Reading, start: int) -> str | None:
    line = reading.structure.line_at(start)
    left = reading.folded[max(line.start, start - 90) : start]
    if _NOT.search(left):
        return None
    return "prose" if _BEFORE.search(left) else None


def _day_end(folded: str, span: DateSpan) -> int:
    """Return where the day ends, without the hour after it."""
    cut = re.search(r"\s(?:a\s)?\d{1,2}\s?[h:]\s?\d{0,2}.{0,12}$", folded[span.start : span.end])
    return span.start + cut.start() if cut and cut.start() > 4 else span.end


def _last_before(span: DateSpan, reference: dt.date | None) -> dt.date | None:
    if reference is None or span.day is None:
        return None
    for year in (reference.year, reference.year - 1):
        try:
            day = dt.date(year, span.month, span.day)
        except ValueError:
            continue
        if day <= reference:
            return day
    return None


def _ago(reading: Reading, reference: dt.date) -> list[Candidate]:
    found: list[Candidate] = []
    folded = reading.folded
    for match in _AGO.finditer(folded):
        line = reading.structure.line_at(match.start())
        alone = line.start == match.start() and line.end == match.end() and line.index < 15
        if not alone and not _AGO_BEFORE.search(
            folded[max(line.start, match.start() - 30) : match.start()]
        ):
            continue
        days = 0
        if match["word"] == "hier":
            days = 1
        elif match["count"]:
            days = int(match["count"]) if match["count"].isdigit() else 1
        value = reference - dt.timedelta(days=days)
        found.append(Candidate(match.start(), match.end(), value, {}))
    return found


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first labelled day, else the first one."""
    labelled = [c for c in candidates if c.source == "label"]
    return (labelled or sorted(candidates, key=lambda c: c.start))[:1]
