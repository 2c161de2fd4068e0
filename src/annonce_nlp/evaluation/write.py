"""Putting a report on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annonce_nlp.evaluation.report import Report


def write_report(report: Report, folder: str | Path) -> list[Path]:
    """Write `report.md`, `report.html` and `report.json` into a folder, made when missing.

    Returns
    -------
    list of Path
        The files written. The JSON leaves out the texts of the postings; their ids stay.
    """
    from annonce_nlp.evaluation.report_html import html  # noqa: PLC0415
    from annonce_nlp.evaluation.report_markdown import markdown  # noqa: PLC0415

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    plain = report.model_dump_json(
        indent=1, exclude={"postings": {"__all__": {"text", "highlights"}}}
    )
    written = []
    for name, content in (
        ("report.md", markdown(report)),
        ("report.html", html(report)),
        ("report.json", plain + "\n"),
    ):
        path = folder / name
        path.write_text(content, "utf-8")
        written.append(path)
    return written
