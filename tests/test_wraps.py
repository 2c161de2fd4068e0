"""Lines as PDFs and mails leave them: breaks that wrap, words parted at a line's end, quotes."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.view import clean
from annonce_nlp.wraps import unquote, unwrap
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

PARAGRAPH = (
    "Vous rejoindrez une équipe de douze personnes installée au bord de la rivière, dans une "
    "ancienne filature que la commune a restaurée avec nos voisins. Vous y serez accueilli par "
    "la directrice et par son adjoint, qui vous feront visiter les ateliers et le magasin."
)


@pytest.mark.parametrize("width", [45, 60, 72, 100])
def test_a_wrapped_paragraph_becomes_one_line(width: int) -> None:
    assert unwrap(textwrap.fill(PARAGRAPH, width)) == PARAGRAPH


def test_a_page_has_one_width_for_all_its_paragraphs() -> None:
    title = "Animatrice ou animateur de la maison des jeunes et de la culture"
    page = "\n\n".join(textwrap.fill(part, 50) for part in (title, PARAGRAPH, PARAGRAPH))
    assert unwrap(page).split("\n\n") == [title, PARAGRAPH, PARAGRAPH]


def test_an_accent_of_its_own_takes_no_room() -> None:
    apart = "Vous êtes diplômée, expérimentée et très motivée."
    lines = textwrap.fill(f"{PARAGRAPH} {apart}", 60)
    decomposed = lines.replace("é", "e\u0301").replace("ê", "e\u0302")
    assert "\n" not in clean(decomposed).text


STAY = [
    ("labels", "Poste : soudeur\nLieu : Dax\nContrat : CDI"),
    (
        "bullets",
        "- " + "Assurer le suivi des chantiers et le lien avec les fournisseurs de\n- " * 3,
    ),
    ("short lines", "Une ligne courte.\nUne autre.\nUne troisième."),
    (
        "list without signs",
        "accueillir le public\ntenir la caisse\nranger la salle\nfermer\nnettoyer",
    ),
    ("blank lines between", textwrap.fill(PARAGRAPH, 70).replace("\n", "\n\n")),
    ("a label that ends with an article", "Poste à pourvoir le\nDès que possible"),
    ("a label below a label", "À partir de\nAvril 2026"),
]


@pytest.mark.parametrize("text", [s[1] for s in STAY], ids=[s[0] for s in STAY])
def test_other_line_breaks_stay(text: str) -> None:
    assert unwrap(text) == text


OPEN = [
    ("Employeur : Centre hospitalier de\nBrenne-sur-Orbe", "Centre hospitalier de Brenne-sur-Orbe"),
    ("Vous dépendrez de la direction générale de l'\nOffice", "de l' Office"),
    ("Ces missions s'exercent en lien étroit avec le\nservice des sports", "avec le service"),
]


@pytest.mark.parametrize(("text", "joined"), OPEN, ids=[o[1] for o in OPEN])
def test_a_line_that_ends_with_an_article_goes_on(text: str, joined: str) -> None:
    assert joined in unwrap(text)


HYPHENS = [
    ("un ingé-\nnieur", "un ingénieur"),
    ("la rémuné-\n    ration brute", "la rémunération brute"),
    ("à Clermont-\nFerrand", "à Clermont-Ferrand"),
    ("à Saint-Amand-\nles-Eaux", "à Saint-Amand-les-Eaux"),
    ("à Chalon-\nsur-Orbe.", "à Chalon-sur-Orbe."),
    ("à mi-\ntemps", "à mi-temps"),
    ("vingt-\ncinq heures", "vingt-cinq heures"),
    ("SAINT-\nDENIS", "SAINT-DENIS"),
    ("c'est-à-\ndire", "c'est-à-dire"),
    ("offre-\nemploi@example.org", "offre-emploi@example.org"),
    ("https://example.org/nos-\noffres", "https://example.org/nos-offres"),
    ("Missions -\naccueillir", "Missions -\naccueillir"),
    ("2025-\n2026", "2025-\n2026"),
]


@pytest.mark.parametrize(("text", "shown"), HYPHENS, ids=[h[1] for h in HYPHENS])
def test_a_word_parted_at_a_lines_end_is_whole(text: str, shown: str) -> None:
    assert clean(text).text == shown


def test_a_parted_word_points_at_all_its_characters() -> None:
    text = "Un ingé-\nnieur à Clermont-\nFerrand"
    view = clean(text)
    for word, source in (("ingénieur", "ingé-\nnieur"), ("Clermont-Ferrand", "Clermont-\nFerrand")):
        start = view.text.index(word)
        first, last = view.to_original(start, start + len(word))
        assert text[first:last] == source
        assert view.from_original(first, last) == (start, start + len(word))


def test_marks_of_a_quoted_mail_leave_no_trace() -> None:
    mail = "Soudeuse\nLieu : Dax\nContrat : CDI\nPaie : 2 000 €\n"
    quoted = "".join(f"> {line}\n" for line in mail.splitlines())
    assert unquote(quoted) == "".join(f"  {line}\n" for line in mail.splitlines())
    path = "Accueil\n> Offres\nSoudeuse à Dax\nContrat\nCDI"
    assert unquote(path) == path


@given(POSTING_LIKE | st.text("aZé- >\n.:", max_size=300))
def test_every_character_keeps_its_place(text: str) -> None:
    for told in (unwrap(text), unquote(text)):
        assert len(told) == len(text)
        assert all(new in (old, " ") for new, old in zip(told, text, strict=True))


@pytest.mark.parametrize(
    "unit", [*HOSTILE.values(), "a-\n", "> "], ids=[*HOSTILE, "parted", "quoted"]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(unwrap, unit)
    assert_linear(unquote, unit)
    assert_linear(clean, unit)
