"""French dates, with or without their year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annonce_nlp.grammar.expressions import near

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "january": 1,
    "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
    "mars": 3, "march": 3, "avril": 4, "avr": 4, "april": 4,
    "mai": 5, "may": 5, "juin": 6, "june": 6,
    "juillet": 7, "juil": 7, "july": 7, "aout": 8, "august": 8,
    "septembre": 9, "sept": 9, "september": 9, "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11,
    "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_YEAR = r"(?:20\d\d|19[89]\d)(?!\d)"
_HOUR = (
    r"(?: {0,2}(?:,|\(|-|a|avant|at)? {0,2}"
    r"(?:(?:[01]?\d|2[0-4])\s?(?:h(?:eures?)?\s?(?:\d\d)?|:\d\d)(?:\s?(?:precises?|heures?|min))?"
    r"|(?:a\s)?(?:midi|minuit))\b(?:\s?\([^()\n]{0,25}\)|(?<=\d)\)|(?<=[a-z])\))?)?"
)
_DAY = r"(?:1\s?ers?|premier|[12]\d|3[01]|0?[1-9])(?!\d)"
DATE = re.compile(
    rf"(?<![\d/.,-])(?=\d|(?<![a-z])[adfjlmnopsv])(?:(?P<weekday>{_WEEKDAY})\.?,?\s{{1,3}}(?:le\s)?)?(?:"
    rf"(?P<iso>(?P<iy>20\d\d)-(?P<im>0[1-9]|1[0-2])-(?P<id>0[1-9]|[12]\d|3[01]))(?!\d)"
    rf"|(?P<nd>3[01]|[12]\d|0?[1-9])\s?(?P<sep>[/.-])\s?(?P<nm>1[0-2]|0?[1-9])\s?(?P=sep)\s?"
    rf"(?P<ny>20\d\d|19\d\d|\d\d)(?!\d)(?!(?P=sep)\d)"
    rf"|(?P<td>{_DAY})\s{{0,3}}(?P<tm>{MONTH})(?:\s{{0,3}},?\s?"
    rf"(?P<ty>{_YEAR}|'?\d\d(?![\dh:€%]|\s?(?:h|€|euros|mois|ans|heures|postes?)\b)))?"
    rf"|(?P<em>{MONTH})\s{{1,2}}(?P<ed>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?,?\s{{1,2}}"
    rf"(?P<ey>{_YEAR})"
    rf"|(?P<wd>3[01]|[12]\d|0?[1-9])/(?P<wm>1[0-2]|0?[1-9])(?![\d/€%]|\s?(?:mois|ans|h|e|j)\b)"
    rf")(?P<hour>{_HOUR})"
)
MONTH_YEAR = re.compile(
    rf"(?P<month>{MONTH})"
    rf"(?:\s{{0,2}}(?:/|-|–|a|ou|et|/ )\s{{0,2}}(?P<other>{MONTH}))?"
    rf"(?:\s{{1,3}}(?P<year>{_YEAR})|\s'?(?P<short>2\d)(?![\dh€%/]))?(?!\w)"
)
_PART = re.compile(r"(?<![\d/.-])(?:debut|mi|fin|courant|des|d'ici)[ -]{1,2}$")
_PART_CHARS = 9
_MAY_BE_MONTH = re.compile(r"(?:ja|fe|ma|av|ap|ju|ao|au|se|oc|no|de)[a-z]{1,7}(?![a-z])")
_NO_MONTH_AFTER = frozenset("0123456789/.-")
NUMERIC_MONTH = re.compile(r"(?<![\d/.,-])(?P<month>0[1-9]|1[0-2])[/.-](?P<year>20\d\d)(?![\d/])")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day, or a month when `day` is None, somewhere in a text."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None
    numeric: bool = False
    """Written as `12/05`: a day and a month only if something says so."""

    def date(self) -> dt.date | None:
        """Return the date, or None without a day or year or when there is no such day."""
        if self.day is None or self.year is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None


def month_number(name: str) -> int:
    """Return 1–12 for a folded month name or abbreviation."""
    return _MONTHS[name.rstrip(". ")]


def _full_year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text.strip("' "))
    return year + 2000 if year < 100 else year


_BEFORE_FIGURES, _AFTER_FIGURES = 26, 60
"""How far a date reaches beyond its figures: a weekday or month before, a month and hour after."""
_FIGURES = re.compile(rf"(?:\d|premier)(?:\D{{0,{_BEFORE_FIGURES + _AFTER_FIGURES}}}\d)*")


_FIRST_OF_RANGE = re.compile(
    r"(?<![\w/.,-])(?P<day>1\s?er|premier|[12]\d|3[01]|0?[1-9])"
    r"(?:\s?,\s?\d{1,2}){0,4}\s(?:au|et(?: le)?|a|-|–)\s$"
)
_FIRST_CHARS = 28
_TO_LAST = re.compile(r"\s?(?:au|a|-|–|jusqu'au|et(?: le)?)\s(?:le\s)?$")
_TO_CHARS = 12


def find_dates(folded: str) -> Iterator[DateSpan]:
    """Yield every day of the calendar in folded text, from left to right.

    What two days of a range share may be written once: the month in `du 2 au 13 octobre`, the
    year in `du 5 mai au 5 décembre 2025`.
    """
    last: DateSpan | None = None
    for written in _written_dates(folded):
        span = written
        first = _first_of_range(folded, last.end if last else 0, span)
        if first is None and last and in_range(folded, last, span):
            last, span = _with_years(last, span)
        yield from (day for day in (last, first) if day is not None)
        last = span
    if last:
        yield last


def _first_of_range(folded: str, begin: int, last: DateSpan) -> DateSpan | None:
    """Return the day that a day written out shares its month with: the 2nd in `du 2 au 13 octobre`."""
    if last.day is None or last.numeric:
        return None
    match = _FIRST_OF_RANGE.search(folded, max(begin, last.start - _FIRST_CHARS), last.start)
    if match is None:
        return None
    day = 1 if not match["day"].isdigit() else int(match["day"])
    if day >= last.day:
        return None
    return DateSpan(match.start(), match.end("day"), day, last.month, last.year)


def in_range(folded: str, first: DateSpan, last: DateSpan) -> bool:
    """Whether two days are the ends of one range: `du 5 mai au 5 décembre`."""
    return (
        last.start - first.end <= _TO_CHARS
        and _TO_LAST.fullmatch(folded, first.end, last.start) is not None
    )


def _with_years(first: DateSpan, last: DateSpan) -> tuple[DateSpan, DateSpan]:
    """Give both days of a range their year; it ends within twelve months."""
    turns = (last.month, last.day or 0) < (first.month, first.day or 0)
    if first.year is None and last.year is not None:
        return replace(first, year=last.year - turns), last
    if first.year is not None and last.year is None:
        return first, replace(last, year=first.year + turns)
    return first, last


def _written_dates(folded: str) -> Iterator[DateSpan]:
    """Yield the days that are written with their month."""
    # Few lines hold figures.
    for match in near(DATE, _FIGURES, folded, before=_BEFORE_FIGURES, after=_AFTER_FIGURES):
        g = match.groupdict()
        year: int | None
        if g["iso"]:
            day, month, year = int(g["id"]), int(g["im"]), int(g["iy"])
        elif g["nd"]:
            day, month, year = int(g["nd"]), int(g["nm"]), _full_year(g["ny"])
            if year is None or not 1990 <= year <= 2060:
                continue
        elif g["td"]:
            day = 1 if g["td"].endswith(("er", "ers")) else int(g["td"])
            month, year = month_number(g["tm"]), _full_year(g["ty"])
        elif g["ed"]:
            day, month, year = int(g["ed"]), month_number(g["em"]), int(g["ey"])
        else:
            day, month, year = int(g["wd"]), int(g["wm"]), None
        end = match.end()
        while folded[end - 1] in " ,.(-":
            end -= 1
        yield DateSpan(match.start(), end, day, month, year, numeric=bool(g["wd"]))


def find_months(folded: str) -> Iterator[DateSpan]:
    """Yield months with a year, or named without one, as `DateSpan` without a day."""
    last = 0
    for word in _MAY_BE_MONTH.finditer(folded):
        start = word.start()
        match = MONTH_YEAR.match(folded, start) if start >= last else None
        if match is None:
            continue
        part = _PART.search(folded, max(0, start - _PART_CHARS), start)
        if part is None and start and folded[start - 1] in _NO_MONTH_AFTER:
            continue
        last = match.end()
        year = _full_year(match["year"] or match["short"])
        name = match["month"].rstrip(".")
        if year is None and (len(name) < 4 or name == "march"):
            continue
        begin = part.start() if part else start
        yield DateSpan(begin, last, None, month_number(match["month"]), year)
    for match in NUMERIC_MONTH.finditer(folded):
        yield DateSpan(match.start(), match.end(), None, int(match["month"]), int(match["year"]))


def first_after(day: int, month: int, anchor: dt.date) -> dt.date | None:
    """Return the first `day`/`month` on or after `anchor`, or None when there is no such day."""
    for year in (anchor.year, anchor.year + 1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= anchor:
            return found
    return None


def months_between(start: DateSpan, end: DateSpan) -> float | None:
    """Return the length in months between two dates, both included.

    Full months are counted when both ends are months; ends given to the day count days ÷ 30.4.
    """
    if start.year is None and end.year is not None:
        year = end.year if start.month <= end.month else end.year - 1
        start = DateSpan(start.start, start.end, start.day, start.month, year)
    if end.year is None and start.year is not None:
        year = start.year if end.month >= start.month else start.year + 1
        end = DateSpan(end.start, end.end, end.day, end.month, year)
    if start.year is None or end.year is None:
        whole = start.day is None and end.day is None
        return (end.month - start.month) % 12 + 1.0 if whole else None
    if start.day is None or end.day is None:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        return float(months) if 0 < months <= 60 else None
    first, last = start.date(), end.date()
    if first is None or last is None or last <= first:
        return None
    days = (last - first).days + 1
    return round(days / 30.4, 2) if days <= 1850 else None
