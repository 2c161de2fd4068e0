"""The report as one HTML page that needs nothing else: styles, script and plots are inside it."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from annonce_nlp.evaluation import plots
from annonce_nlp.evaluation.match import FIELDS, SIX
from annonce_nlp.evaluation.report import ErrorCase, PostingView, Report, VariantScore
from annonce_nlp.evaluation.report_markdown import header_rows, percent, training_lines
from annonce_nlp.evaluation.run import PIPELINE
from annonce_nlp.evaluation.spans import OVERALL

if TYPE_CHECKING:
    from collections.abc import Callable

LABELS = ("ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE")


def html(report: Report) -> str:
    """Return the whole report as a page."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    folder = files("annonce_nlp.evaluation").joinpath("assets")

    def asset(name: str) -> str:
        return folder.joinpath(name).read_text("utf-8")

    def drawn(draw: Callable[..., str]) -> Callable[..., Markup]:
        return lambda *given: Markup(draw(*given))  # noqa: S704 - our own files and SVG, text escaped

    page = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page.filters.update(percent=percent)
    anchors = error_anchors(report)
    return page.from_string(asset("report.html.j2")).render(
        r=report,
        css=Markup(asset("report.css")),  # noqa: S704 - our own files and SVG, text escaped
        js=Markup(asset("report.js")),  # noqa: S704 - our own files and SVG, text escaped
        bar=drawn(plots.interval_bar),
        reliability=drawn(plots.reliability_plot),
        coverage=drawn(plots.coverage_plot),
        variants=[
            VariantScore(name=PIPELINE, six=report.six, fields=report.fields),
            *report.variants,
        ],
        fields=FIELDS,
        six=SIX,
        labels=list(
            dict.fromkeys([*LABELS, *(s.label for s in report.spans if s.label != OVERALL)])
        ),
        training=training_lines(report),
        header=header_rows(report),
        anchors=anchors,
        segments={
            view.id: segments(view, [e for e in report.errors if e.posting == view.id])
            for view in report.postings
        },
        posting_ids={view.id: f"p-{i}" for i, view in enumerate(report.postings, 1)},
        confusion_most=max((n for row in report.contract.confusion for n in row), default=1),
    )


def error_anchors(report: Report) -> dict[int, str]:
    """Return, by error rank, the id its link points at: its place in the text, or the posting."""
    ids = {view.id: f"p-{i}" for i, view in enumerate(report.postings, 1)}
    return {e.rank: f"e-{e.rank}" if e.start is not None else ids[e.posting] for e in report.errors}


def segments(view: PostingView, errors: list[ErrorCase]) -> list[dict[str, Any]]:
    """Cut a posting where a highlight or an error begins or ends.

    Returns
    -------
    list of dict
        `text`, `gold` and `predicted` (label or None), `evidence` (fields), `anchors` (ids of the
        errors that begin here).
    """
    edges = {0, len(view.text)}
    for highlight in view.highlights:
        edges |= {highlight.start, highlight.end}
    for error in errors:
        if error.start is not None and error.end is not None:
            edges |= {error.start, error.end}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(view.text))
    found = []
    for start, end in pairwise(cuts):
        over = [h for h in view.highlights if h.start <= start and end <= h.end]
        wrong = [
            e
            for e in errors
            if e.start is not None and e.end is not None and e.start <= start and end <= e.end
        ]
        found.append(
            {
                "text": view.text[start:end],
                "gold": next((h.name for h in over if h.kind == "gold"), None),
                "predicted": next((h.name for h in over if h.kind == "predicted"), None),
                "evidence": sorted({h.name for h in over if h.kind == "evidence"}),
                "anchors": [f"e-{e.rank}" for e in wrong if e.start == start],
                "errors": [f"{e.field}: wanted {e.wanted}, got {e.got}" for e in wrong],
            }
        )
    return found
