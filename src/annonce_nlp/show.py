"""A posting in the terminal: its text with the spans coloured, its fields with their evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annonce_nlp.export.table import (
    contract_words,
    duration_words,
    number_words,
    pay_words,
    printable,
    study_words,
)
from annonce_nlp.files import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

    from annonce_nlp.posting import Evidence, Place, Posting

COLOURS = {
    "ORG": "black on bright_cyan",
    "LIEU": "black on bright_green",
    "REMUNERATION": "black on bright_yellow",
    "DATE_LIMITE": "white on red",
    "DUREE": "black on bright_magenta",
}
"""How the spans of each label look."""
_EVIDENCE = "underline"

_BESIDE = 130
"""From this terminal width on, the fields stand beside the text, else below it."""
_QUOTED = 60
"""Longest evidence quoted, in characters."""


def _console() -> Console:
    """Return a console of the terminal.

    Raises
    ------
    MissingExtraError
        When rich is not installed.
    """
    try:
        from rich.console import Console  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("showing a posting", "rich") from None
    return Console(highlight=False)


def make_viewer(console: Console | None = None) -> Callable[[str, str, Posting], None]:
    """Return a function that prints `(name, text, posting)`, the posting's offsets being in `text`.

    Without colours, as in a pipe, spans are written `[Lyon|LIEU]`.

    Raises
    ------
    MissingExtraError
        When rich is not installed.
    """
    shown_on = console or _console()

    def view(name: str, text: str, posting: Posting) -> None:
        _print(shown_on, name, text, posting)

    return view


def _print(console: Console, name: str, text: str, posting: Posting) -> None:
    from rich.columns import Columns  # noqa: PLC0415
    from rich.rule import Rule  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console.print(Rule(Text(printable(name))))
    if console.color_system:
        console.print(
            Columns(
                [Text(f" {label} ", style) for label, style in COLOURS.items()]
                + [Text("evidence", _EVIDENCE)]
            )
        )
    marked = _marked(text, posting, coloured=console.color_system is not None)
    fields = _fields(posting)
    if console.width < _BESIDE:
        console.print(marked)
        console.print(fields)
        return
    grid = Table.grid(padding=(0, 2), expand=True)
    grid.add_column(ratio=3)
    grid.add_column(ratio=2)
    grid.add_row(marked, fields)
    console.print(grid)


def _marked(text: str, posting: Posting, *, coloured: bool) -> RenderableType:
    from rich.text import Text  # noqa: PLC0415

    # rich drops some control characters, which would move every span after them
    begin, end = posting.start_char, posting.end_char
    shown = printable(text)
    if not coloured:
        pieces, at = [], begin
        for entity in posting.entities:
            pieces += [
                shown[at : entity.start],
                "[",
                shown[entity.start : entity.end],
                "|",
                entity.label,
                "]",
            ]
            at = entity.end
        return Text("".join([*pieces, shown[at:end]]).strip("\n"))
    marked = Text(shown[begin:end])
    for entity in posting.entities:
        marked.stylize(
            COLOURS.get(entity.label, "reverse"), entity.start - begin, entity.end - begin
        )
    for found in posting.evidence.values():
        for evidence in found:
            marked.stylize(_EVIDENCE, evidence.start - begin, evidence.end - begin)
    return marked


def _fields(posting: Posting) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("field", "value", "read at", title="Fields", title_justify="left", expand=True)
    for name, value in field_words(posting).items():
        quotes = [_quote(evidence) for evidence in posting.evidence.get(name, [])]
        table.add_row(name, Text(printable(value or "–")), Text("\n".join(quotes)))
    return table


def field_words(posting: Posting) -> dict[str, str | None]:
    """Return every field in words, None where the text says nothing."""
    employer = posting.employer
    return {
        "title": posting.title,
        "employer": " = ".join([employer.name, *employer.aliases]) if employer else None,
        "places": "\n".join(_place_words(place) for place in posting.places) or None,
        "contract": contract_words(posting),
        "remuneration": pay_words(posting),
        "deadline": posting.deadline.isoformat() if posting.deadline else None,
        "duration": duration_words(posting),
        "start": posting.start,
        "weekly_hours": f"{number_words(posting.weekly_hours)} h"
        if posting.weekly_hours is not None
        else None,
        "telework": posting.telework.value if posting.telework else None,
        "emails": "\n".join(posting.emails) or None,
        "reference": posting.reference,
        "category": ", ".join(category.value for category in posting.category) or None,
        "grade": "\n".join(grade.name for grade in posting.grade) or None,
        "study_level": study_words(posting),
        "phones": "\n".join(posting.phones) or None,
        "application_urls": "\n".join(posting.application_urls) or None,
        "published": posting.published.isoformat() if posting.published else None,
    }


def _place_words(place: Place) -> str:
    parts = [place.postal_code, place.department, place.region, place.country]
    around = ", ".join(part for part in parts if part and part != place.name)
    return f"{place.name} ({around})" if around else place.name


def _quote(evidence: Evidence) -> str:
    quoted = " ".join(printable(evidence.text).split())
    if len(quoted) > _QUOTED:
        quoted = quoted[: _QUOTED - 1] + "…"
    score = "" if evidence.score is None else f", {evidence.score:.2f}"
    return f"« {quoted} » {evidence.start}–{evidence.end} ({evidence.source}{score})"
