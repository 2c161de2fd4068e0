"""The layout of a posting: labels and values, headings, sections, bullets."""

from __future__ import annotations

import pytest
from hypothesis import given

from annonce_nlp.structure import _ORDER, Line, Structure, label_patterns, read_structure, role_of
from annonce_nlp.view import View, clean, fold
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear


def read(text: str) -> tuple[View, Structure]:
    view = clean(text)
    return view, read_structure(view)


def value_of(view: View, line: Line) -> str:
    return view.text[line.value_start : line.end]


INLINE = [
    ("Employeur : Communauté du Val d'Orbe", "employer", "Communauté du Val d'Orbe"),
    ("EMPLOYEUR : Kelvane", "employer", "Kelvane"),
    ("Structure d'accueil : Kelvane", "employer", "Kelvane"),
    ("Cabinet : Ardeval RH", "agency", "Ardeval RH"),
    ("Lieu de travail : Dax (40)", "place", "Dax (40)"),
    ("Localisation:Dax", "place", "Dax"),
    ("Votre lieu de travail : Dax", "place", "Dax"),
    ("Type de contrat : CDD", "contract", "CDD"),
    ("**Contrat :** CDI", "contract", "CDI"),
    ("💰 Salaire : 2 000 €", "remuneration", "2 000 €"),
    ("- Rémunération : selon grille", "remuneration", "selon grille"),
    ("Rémunération – selon grille", "remuneration", "selon grille"),
    ("Salaire brut mensuel 1 900 €", "remuneration", "1 900 €"),
    ("TJM : 450 €", "remuneration", "450 €"),
    ("Date limite de candidature : 12/04/2024", "deadline", "12/04/2024"),
    ("Date limite 01/03/2023", "deadline", "01/03/2023"),
    ("Postuler avant le : 12/04/2024", "deadline", "12/04/2024"),
    ("Durée du contrat : 6 mois", "duration", "6 mois"),
    ("Durée hebdomadaire : 35 h", "worktime", "35 h"),
    ("Temps de travail : complet", "worktime", "complet"),
    ("Date de prise de poste : 01/09/2024", "start", "01/09/2024"),
    ("Poste à pourvoir le : 01/09/2024", "start", "01/09/2024"),
    ("Date de publication : 01/02/2024", "published", "01/02/2024"),
    ("Mise en ligne le 20/04/2026", "published", "20/04/2026"),
    ("Date des entretiens : 12/05/2024", "interview", "12/05/2024"),
    ("Fin de contrat : 31/12/2024", "end", "31/12/2024"),
    ("Télétravail : oui", "telework", "oui"),
    ("Intitulé du poste : Soudeur", "title", "Soudeur"),
    ("Référence de l'offre : K-12", "reference", "K-12"),
    ("Contact : rh@example.org", "contact", "rh@example.org"),
    ("Site : https://example.org", "place", "https://example.org"),
    ("Vous aimez : le vélo", "other", "le vélo"),
]


@pytest.mark.parametrize(("text", "role", "value"), INLINE, ids=[i[0] for i in INLINE])
def test_a_label_and_its_value_on_one_line(text: str, role: str, value: str) -> None:
    view, structure = read(text)
    (line,) = structure.lines
    assert (line.role, value_of(view, line)) == (role, value)
    assert line.has_value
    assert line.inline
    assert not line.heading
    assert structure.labelled(role) == [line]


BELOW = [
    ("Lieu de travail\nDax", "place", "Dax"),
    ("Lieu de travail :\nDax", "place", "Dax"),
    ("LIEU DE TRAVAIL\n\nDax", "place", "Dax"),
    ("## Type de contrat\nCDD de 12 mois", "contract", "CDD de 12 mois"),
    ("Salaire\nHoraire de 13.2 Euros", "remuneration", "Horaire de 13.2 Euros"),
    ("Salaire\nMensuel de 2150.0 Euros sur 12.0 mois", "remuneration",
    "Mensuel de 2150.0 Euros sur 12.0 mois"),
    ("Date limite de candidature\n• 12/04/2024", "deadline", "12/04/2024"),
    ("Site web de l'employeur\nhttps://example.org", "service", "https://example.org"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "role", "value"), BELOW, ids=[repr(b[0]) for b in BELOW])
def test_a_label_with_its_value_below(text: str, role: str, value: str) -> None:
    view, structure = read(text)
    label, line = structure.lines
    assert label.heading
    assert not label.has_value
    assert (line.role, value_of(view, line)) == (role, value)
    assert not line.inline
    assert structure.labelled(role) == [line]


PROSE = [
    "Nous recherchons un soudeur pour notre atelier de Dax.",
    "https://example.org/offre",
    "https://example.org/offre: ici",
    "Notre équipe (https://example.org) vous attend",
    "Il faut savoir trois choses et les savoir bien, ici comme ailleurs : souder, lire, compter",
    "12/04/2024",
    "69003 Lyon",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_has_no_label(text: str) -> None:
    (line,) = read(text)[1].lines
    assert (line.label, line.role, line.has_value) == ("", "", False)


HEADINGS = [
    ("Missions :", True), ("## Profil recherché", True), ("PROFIL", True), ("Votre profil", True),
    ("Conditions et avantages", True), ("Chargé de mission", False),
    ("Nous sommes une association.", False),
    ("CDI", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "heading"), HEADINGS, ids=[h[0] for h in HEADINGS])
def test_headings(text: str, heading: bool) -> None:
    _, structure = read("Kelvane répare des vélos.\n\n" + text + "\n\nLa suite du texte.")
    assert structure.lines[1].heading is heading
    assert bool(structure.lines[2].section) is heading


def test_a_range_is_no_numbered_line() -> None:
    _, structure = read("CDI\n42 - 47 K€ brut\n12 - Missions")
    assert [line.text for line in structure.lines] == ["CDI", "42 - 47 K€ brut", "Missions"]


BULLETS = [
    "- ",
    "• ",
    "* ",
    "– ",
    "1) ",
    "2. ",
    "a) ",
    "✅ ",
    "➢ ",
    "o ",
    "👉 ",
    "📍",
    "\uf0b7 ",
    "> ",
]


@pytest.mark.parametrize("bullet", BULLETS, ids=[repr(b) for b in BULLETS])
def test_bullets_are_no_part_of_the_line(bullet: str) -> None:
    view, structure = read(f"Missions\n{bullet}Animer le réseau")
    line = structure.lines[1]
    assert line.bullet
    assert view.text[line.start : line.end] == line.text == "Animer le réseau"


@pytest.mark.parametrize("indent", ["    ", "\t", "> ", "> > "])
def test_an_indented_or_quoted_posting_is_read_like_any_other(indent: str) -> None:
    text = "Soudeuse\n\nLieu : Dax\nVos missions\n- souder\nContrat : CDI"
    moved = read("".join(f"{indent}{line}\n" for line in text.split("\n")))[1]
    told = [(line.text, line.bullet, line.heading, line.role) for line in moved.lines]
    assert told == [
        (line.text, line.bullet, line.heading, line.role) for line in read(text)[1].lines
    ]


FURNITURE = [
    "Accueil > Offres d'emploi > Détail de l'offre",
    "Se connecter | Créer un compte",
    "← Retour aux résultats",
    "Imprimer | Partager | Enregistrer",
    "Skip to content",
]


@pytest.mark.parametrize("above", FURNITURE)
def test_what_a_site_prints_above_a_posting_is_none_of_its_lines(above: str) -> None:
    _, structure = read(f"{above}\n\nSoudeuse (H/F)\nLieu : Dax")
    assert [line.text for line in structure.lines] == ["Soudeuse (H/F)", "Lieu : Dax"]


@pytest.mark.parametrize(
    "first", ["Aide-soignante", "Inscrivez-vous sur le site :", "Offre : soudeuse", "Recruteur"]
)
def test_a_first_line_that_says_something_stays(first: str) -> None:
    _, structure = read(f"{first}\nLieu : Dax")
    assert structure.lines[0].text == first


def test_sections_follow_their_headings() -> None:
    _, structure = read("Soudeur\n\nMISSIONS\nSouder\n\nPROFIL\nSavoir souder\nSavoir lire")
    assert [line.section for line in structure.lines] == [
        "", "missions", "missions", "profil", "profil", "profil",
    ]  # fmt: skip


def test_a_label_holds_for_the_next_line_only() -> None:
    _, structure = read("Lieu de travail\nDax\nAtelier neuf")
    assert [line.role for line in structure.lines] == ["", "place", ""]


@pytest.mark.parametrize(
    ("below", "values"),
    [
        (["Tulle", "Ussel", "Brive-la-Gaillarde"], 3),
        (["Tulle", "Ussel", "Contrat : CDI", "Meymac"], 2),
        (["Tulle", "", "Ussel"], 1),
        (["Tulle", "***", "Nous sommes une petite équipe de six personnes."], 1),
        (["Tulle", "L'équipe partage son temps entre le fonds ancien, la salle et les écoles"], 1),
    ],
)
def test_each_short_line_below_a_label_of_several_is_a_value(below: list[str], values: int) -> None:
    _, structure = read("\n".join(["Lieux de travail", *below]))
    assert [line.text for line in structure.labelled("place")] == below[:values]


def test_a_new_label_ends_the_wait_for_a_value() -> None:
    _, structure = read("Lieu de travail\nType de contrat\nCDI")
    assert [line.role for line in structure.lines] == ["", "", "contract"]


def test_line_at() -> None:
    view, structure = read("Soudeur\n\nLieu : Dax\nContrat : CDI")
    for line in structure.lines:
        assert structure.line_at(line.start) is line
        assert structure.line_at(line.end - 1) is line
    assert structure.line_at(0) is structure.lines[0]
    assert structure.line_at(len(view.text)) is structure.lines[-1]


@pytest.mark.parametrize("text", ["", " \n\t\n  "], ids=["empty", "blank"])
def test_nothing_has_no_lines(text: str) -> None:
    assert read(text)[1].lines == ()


ROLES = [
    ("Nom de la collectivité", "employer"), ("Résidence administrative", "place"),
    ("Niveau de rémunération", "remuneration"), ("Gratification", "remuneration"),
    ("Date limite de dépôt des candidatures", "deadline"), ("Clôture des candidatures", "deadline"),
    ("Offre valable jusqu'au", "deadline"), ("Durée de la mission", "duration"),
    ("Durée du travail", "worktime"),
    ("Date de début souhaitée", "start"), ("Grade", "service"), ("Réf.", "reference"),
    ("Votre profil", ""), ("La vie à Dax", ""), ("x", ""), ("a" * 80, ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("label", "role"), ROLES, ids=[r[0][:40] for r in ROLES])
def test_role_of_a_label(label: str, role: str) -> None:
    assert role_of(fold(label)) == role


def test_every_role_of_the_table_is_tried() -> None:
    assert set(label_patterns()) == set(_ORDER)


@pytest.mark.parametrize("text", ["| Lieu | Dax |", "| **Lieu** | Dax |", "Lieu | Dax"])
def test_a_table_row_is_a_label_with_its_value(text: str) -> None:
    view, structure = read(text)
    (line,) = structure.lines
    assert (line.role, value_of(view, line)) == ("place", "Dax")


def test_a_tab_parts_label_and_value() -> None:
    view, structure = read("Rémunération\tselon grille")
    (line,) = structure.lines
    assert (line.role, value_of(view, line)) == ("remuneration", "selon grille")


@given(POSTING_LIKE)
def test_lines_are_inside_in_order_and_trimmed(text: str) -> None:
    view, structure = read(text)
    assert [line.index for line in structure.lines] == list(range(len(structure.lines)))
    last = 0
    for line in structure.lines:
        assert last <= line.start <= line.end <= len(view.text)
        assert line.text == view.text[line.start : line.end]
        assert line.folded == fold(line.text)
        assert line.start <= line.value_start <= line.end
        assert bool(line.role) == bool(line.label)
        assert "\n" not in line.text
        last = line.end
    kept = "".join(line.text for line in structure.lines)
    assert sum(c.isalpha() for c in kept) <= sum(c.isalpha() for c in view.text)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(read_structure, unit, clean)
