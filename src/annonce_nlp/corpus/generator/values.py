"""Other amounts and other dates, in the same writing, with the fields that follow from them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from annonce_nlp.corpus.generator.draft import Draft, Edit, addresses
from annonce_nlp.view import fold

if TYPE_CHECKING:
    from random import Random

_NUMBER = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:(?P<mark>[ \u00a0\u202f.'’])\d{3}(?:(?P=mark)\d{3})*)|\d+)"
    r"(?:(?P<point>[.,])(?P<decimals>\d{1,2}))?(?![.,]?\d)"
)
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAY_MONTH = re.compile(
    rf"(?P<day>1er|\d{{1,2}})\s+(?P<month>{'|'.join(map(fold, _MONTHS))})\b(?:\s+(?P<year>\d{{4}}))?"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?(?!\d)"
)
_YEAR = re.compile(
    r"(?<!\d)(?<!\d[ \u00a0\u202f,])(20[0-4]\d)"
    r"(?!\d|,\d|-\d{3}|\s?(?:€|euros?\b|h\b|ha\b|k?m\b|habitants))"
)
_SHORT_YEAR = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?!\d)")
_WEEKDAY = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b")
_WEEKS = 8
_YEARS = 4


# -- amounts -----------------------------------------------------------------------------------


def swap_amounts(draft: Draft, rng: Random) -> bool:
    """Raise or lower the pay by a share; numbers that the field does not hold stay."""
    pay = draft.fields["remuneration"]
    if not pay or pay["kind"] != "amount" or pay["derived"] or _disputed(draft, "remuneration"):
        return False
    bounds = {pay["min"], pay["max"]} - {None}
    factor = rng.uniform(0.85, 1.25)
    new: dict[float, float] = {}
    edits: list[Edit] = []
    for span in draft.spans:
        if span.label != "REMUNERATION":
            continue
        for match in _NUMBER.finditer(draft.words(span)):
            value = _value(match)
            unit = next((unit for unit in (1, 1000) if value * unit in bounds), None)
            if unit is None:
                continue
            written = _scaled(match, value, factor)
            changed = _NUMBER.fullmatch(written)
            if changed is None:
                return False
            new.setdefault(value * unit, _value(changed) * unit)
            if new[value * unit] != _value(changed) * unit:
                return False
            start = span.start + match.start()
            edits.append(Edit(start, start + len(match[0]), written))
    least, most = (new.get(pay[side]) for side in ("min", "max"))
    if set(new) != bounds or (least is not None and most is not None and least > most):
        return False
    if len(set(new.values())) < len(new) or set(new.values()) == bounds:
        return False
    draft.apply(edits)
    draft.fields["remuneration"] = {**pay, "min": least, "max": most}
    return True


def _value(match: re.Match[str]) -> float:
    whole = match[0]
    if match["point"]:
        whole = whole[: -len(match["decimals"]) - 1]
    return float(f"{re.sub(r'[^0-9]', '', whole)}.{match['decimals'] or 0}")


def _scaled(match: re.Match[str], value: float, factor: float) -> str:
    """Write a number some way from the value as the value was written, as round as it was."""
    decimals = len(match["decimals"] or "")
    if decimals:
        whole, fraction = f"{value * factor:.{decimals}f}".split(".")
    else:
        grain = next(g for g in (1000, 500, 100, 50, 10, 5, 1) if value % g == 0 and value > g)
        whole, fraction = str(max(grain, round(value * factor / grain) * grain)), ""
    if match["mark"]:
        whole = f"{int(whole):,}".replace(",", match["mark"])
    return f"{whole}{match['point']}{fraction}" if decimals else whole


def _disputed(draft: Draft, field: str) -> bool:
    return field in draft.fields["alternatives"]


# -- dates -------------------------------------------------------------------------------------


def swap_deadline(draft: Draft, rng: Random) -> bool:
    """Move the deadline by whole weeks within its year; where none is said, later in its month.

    An earlier day could fall before the day of the announcement, and so mean another year.
    """
    deadline: dt.date | None = draft.fields["deadline"]
    spans = [span for span in draft.spans if span.label == "DATE_LIMITE"]
    if deadline is None or not spans or _disputed(draft, "deadline"):
        return False
    matches: list[tuple[int, re.Match[str]]] = []
    for span in spans:
        found = _dates(draft.words(span))
        if len(found) != 1 or not _says(found[0], deadline):
            return False
        matches.append((span.start, found[0]))
    dated = all(match["year"] for _, match in matches)
    days = [deadline + dt.timedelta(weeks=n) for n in range(-_WEEKS, _WEEKS + 1) if n]
    start = draft.fields["start"]
    first = f"{start}-01"[:10] if start and start != "asap" else "9999-12-31"
    days = [
        day
        for day in days
        if day.year == deadline.year
        and (dated or (day.month == deadline.month and day > deadline))
        and (day.isoformat() < first or deadline.isoformat() >= first)
    ]
    if not days:
        return False
    new = rng.choice(days)
    draft.apply(
        Edit(at + match.start(), at + match.end(), _written(match, new)) for at, match in matches
    )
    draft.fields["deadline"] = new
    return True


def _dates(words: str) -> list[re.Match[str]]:
    folded = fold(words)
    # Offsets hold: folding keeps the length. What is written comes from the words themselves.
    return [*_DAY_MONTH.finditer(folded), *_NUMERIC.finditer(folded)]


def _says(match: re.Match[str], day: dt.date) -> bool:
    number = 1 if match["day"] == "1er" else int(match["day"])
    named = match["month"]
    month = int(named) if named.isdigit() else [fold(m) for m in _MONTHS].index(named) + 1
    year = match["year"]
    return (number, month) == (day.day, day.month) and (
        year is None or int(year) % 100 == day.year % 100
    )


def _written(match: re.Match[str], day: dt.date) -> str:
    padded = len(match["day"]) == 2 and match["day"].startswith("0")
    numeric = match["month"].isdigit()
    number = f"{day.day:02d}" if padded or numeric else str(day.day)
    if not numeric:
        number = "1er" if day.day == 1 else number
        parts = [number, _MONTHS[day.month - 1], *([str(day.year)] if match["year"] else [])]
        return " ".join(parts)
    year = [match["year"]] if match["year"] else []
    return match["mark"].join([number, f"{day.month:02d}", *year])


def swap_year(draft: Draft, rng: Random) -> bool:
    """Move every year of the text by the same number; not where weekdays or law are dated."""
    deadline: dt.date | None = draft.fields["deadline"]
    start = draft.fields["start"]
    folded = fold(draft.text)
    disputed = any(_disputed(draft, field) for field in ("deadline", "start"))
    if disputed or _WEEKDAY.search(folded) or _SHORT_YEAR.search(folded):
        return False
    kept = addresses(draft.text)
    found = [
        match
        for match in _YEAR.finditer(draft.text)
        if not any(begin <= match.start() < end for begin, end in kept)
    ]
    by = rng.choice([n for n in range(-_YEARS, _YEARS + 1) if n])
    stated = {deadline.year} if deadline else set()
    if start and start != "asap":
        stated.add(int(start[:4]))
    leap_day = deadline is not None and (deadline.month, deadline.day) == (2, 29)
    if not stated or leap_day or not stated <= {int(match[1]) for match in found}:
        return False
    draft.apply(Edit(*match.span(1), str(int(match[1]) + by)) for match in found)
    if deadline:
        draft.fields["deadline"] = deadline.replace(year=deadline.year + by)
    if start and start != "asap":
        draft.fields["start"] = f"{int(start[:4]) + by}{start[4:]}"
    return True
