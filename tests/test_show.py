"""The terminal view of a posting."""

from __future__ import annotations

import io
import sys

import pytest

import annonce_nlp
from annonce_nlp.cli import main

STAGE = (
    "Stage – Chargé·e d’études\r\n"
    "La Fabrique du Lien recrute à Lyon (69003) un·e stagiaire.\r\n"
    "Durée : 4 à 6 mois. Gratification : 1 300 € brut mensuel.\r\n"
    "Candidatures avant le 12 mars 2023 à stage@example.fr\r\n"
)


@pytest.fixture
def stage(tmp_path):
    path = tmp_path / "stage.txt"
    path.write_bytes(STAGE.encode())
    return str(path)


def test_show_marks_the_spans_and_lists_the_fields(stage, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "150")
    assert main(["show", stage]) == 0
    shown = capsys.readouterr().out
    assert "[12 mars 2023|DATE_LIMITE]" in shown
    assert "2023-03-12" in shown
    start = STAGE.index("12 mars 2023")
    assert "« 12 mars 2023 »" in shown
    assert f"{start}–{start + 12}" in shown
    assert "(label" in shown


def test_every_key_has_its_row(tmp_path, capsys, monkeypatch):
    path = tmp_path / "poste.txt"
    path.write_text(
        "Offre n° 31-44, publiée le 12/03/2031\nMairie de Valbrune\nCatégorie : B\n"
        "Grade : rédactrice\nNiveau d'études : Bac+2\nTél. 05 55 00 14 27\n"
        "Postuler : https://example.org/o/44\n",
        "utf-8",
    )
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["show", str(path)]) == 0
    shown = capsys.readouterr().out
    for words in ("31-44", "2031-03-12", "rédacteur", "level 5 (Bac+2)", "+33555001427",
                  "https://example.org/o/44"):  # fmt: skip
        assert words in shown


def test_show_reports_a_missing_file(capsys):
    assert main(["show", "nulle_part.txt"]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_show_without_rich_names_the_extra(stage, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "rich.console", None)
    assert main(["show", stage]) == 1
    assert capsys.readouterr().err == (
        'annonce-nlp: showing a posting needs rich: pip install "annonce_nlp[files]"\n'
    )


@pytest.mark.parametrize("width", [80, 150], ids=["below", "beside"])
def test_spans_are_coloured_where_they_stand(width):
    from rich.console import Console  # noqa: PLC0415

    from annonce_nlp.show import COLOURS, make_viewer  # noqa: PLC0415

    text = "\x0cStage\x07 " + STAGE  # rich drops both control characters: spans must not move
    posting = annonce_nlp.parse(text)
    page = io.StringIO()
    console = Console(
        file=page, width=width, force_terminal=True, color_system="truecolor", no_color=False
    )
    make_viewer(console)("stage.txt", text, posting)
    for entity in posting.entities:
        style = console.get_style(COLOURS[entity.label])
        # Evidence is underlined, and may begin inside the span: its first word tells the colour.
        word = entity.text.split()[0]
        underlined = style + console.get_style("underline")
        begins = [s.render(word).removesuffix("\x1b[0m") for s in (style, underlined)]
        assert any(begin in page.getvalue() for begin in begins), f"{entity.label} is not coloured"
    assert {"DATE_LIMITE", "DUREE"} <= {entity.label for entity in posting.entities}
    beside = any("Stage" in line and "Fields" in line for line in page.getvalue().splitlines())
    assert beside == (width == 150)
