"""The job's title, without contract, employer, place, reference and article around it."""

from __future__ import annotations

import pytest

from annonce_nlp.evaluation.match import comparable, word_overlap
from tests.fields.tables import Case, Table

BODY = """
Ateliers Brunavel
Lieu : Tarbes
Vous rejoignez une équipe de neuf personnes et rendez compte à la directrice."""

FIRST_LINES = [
    ("Comptable (H/F)", "Comptable (H/F)"),
    ("CONDUCTEUR DE TRAVAUX H/F", "CONDUCTEUR DE TRAVAUX H/F"),
    ("Chaudronnier soudeur F/H (F/H)", "Chaudronnier soudeur F/H"),
    ("Chargé·e de communication", "Chargé·e de communication"),
    ("Chargé(e) d'études en énergie", "Chargé(e) d'études en énergie"),
    ("Un.e assistant.e de direction", "assistant.e de direction"),
    ("STAGE – Assistant qualité (H/F) – Tarbes", "Assistant qualité (H/F)"),
    ("CDI - Technicienne de maintenance", "Technicienne de maintenance"),
    ("Offre d'emploi : Aide-soignant de nuit", "Aide-soignant de nuit"),
    ("Offre de stage : étude acoustique", "étude acoustique"),
    ("Stage Data Science", "Stage Data Science"),
    ("Alternance Contrôle de gestion", "Alternance Contrôle de gestion"),
    ("Recrutement : Responsable d'exploitation", "Responsable d'exploitation"),
    ("Intitulé du poste : Chef de cuisine", "Chef de cuisine"),
    ("Poste : Infirmier coordinateur", "Infirmier coordinateur"),
    ("Tech Lead Expert - Kotlin 2 (H/F)", "Tech Lead Expert - Kotlin 2 (H/F)"),
    ("Senior Product Owner Mobilités", "Senior Product Owner Mobilités"),
    ("# Ingénieure logiciel embarqué", "Ingénieure logiciel embarqué"),
    ("**Agent d'accueil (F/H)**", "Agent d'accueil (F/H)"),
    ("🔧 Mécanicien agricole", "Mécanicien agricole"),
    ("Mécanicien poids lourds – réf. 2025-118", "Mécanicien poids lourds"),
    ("Vendeuse en prêt-à-porter - 35h - CDI", "Vendeuse en prêt-à-porter"),
    ("Cuisinier de collectivité | Pau (64)", "Cuisinier de collectivité"),
    ("Acheteur senior chez Ateliers Brunavel", "Acheteur senior"),
    ("Urgent ! Plombier chauffagiste", "Plombier chauffagiste"),
    ("Technicien(ne) r&amp;d", "Technicien(ne) r&d"),
    ("Ouvrier paysagiste\r", "Ouvrier paysagiste"),
    ("Ouvrie\u0300re paysagiste", "Ouvrière paysagiste"),
]

CASES = [
    *(Case(_line, _line + BODY, _want) for _line, _want in FIRST_LINES),
    Case("a quotation that goes on",
         'L\'équipe Vergers en Partage cherche une personne chargée du déploiement du produit "Vergers en '
         'Partage" pour aider les communes.\nÉcrire à contact@vergers.example.org',
         "chargée du déploiement du produit"),
    Case("a quotation that is closed", "Animatrice « jeunesse »\nVille de Dax\nCDD", "Animatrice « jeunesse »"),
    Case("a sentence is no title",
         "un·e bizdev\n\n## Qui sommes-nous ?\n\nBocalis est une start-up de vente en vrac.\nCDD de 6 mois", "bizdev"),
    Case("said in a sentence",
         "La biscuiterie Croquelune recrute une conductrice de ligne pour son atelier de Pontivy.\n"
         "CDI, horaires en 2x8.", "conductrice de ligne"),
    Case("a trade in the plural, without article",
         "La saison reprend au domaine !\nCherchons palefreniers ou palefrenières pour nos deux écuries.\nCDD, Vierzon.",
         "palefreniers ou palefrenières"),
    Case("inclusive writing in a sentence",
         "La Recyclerie des Possibles recherche un.e chargé.e de mission mobilité\n\nCDD de 6 mois à Vierzon.",
         "chargé.e de mission mobilité"),
    Case("inclusive writing in brackets in a sentence",
         "Pour son atelier de Vierzon, Orvalis recherche un(e) technicien(ne) de maintenance. CDI, 39 h.",
         "technicien(ne) de maintenance"),
    Case("after the employer",
         "Verrerie de l'Ardanne\nContrôleur qualité (H/F)\nFourmies – CDI", "Contrôleur qualité (H/F)"),
    Case("after a crumb trail",
         "Accueil > Offres > Bâtiment\nCouvreur zingueur\nToitures Malvezy\nLorient",
         "Couvreur zingueur"),
    Case("behind a label lower down",
         "Offre n° 2025-44\nService : voirie\nIntitulé : Agent de propreté urbaine\nGrade : adjoint "
         "technique", "Agent de propreté urbaine"),
    Case("what the job is for is left out",
         "Ressourcerie du Velay recrute un médiateur numérique pour concevoir des ateliers avec les habitants",
         "médiateur numérique"),
    Case("none", "Contactez-nous au 05 00 00 00 00 pour toute question.", None),
]  # fmt: skip


def same_title(want: str | None, got: str | None) -> bool:
    if want is None or got is None:
        return want is got
    return comparable(want) == comparable(got) or word_overlap(got, want) >= 0.8


TABLE = Table("title", CASES, lambda posting: posting.title, same_title)


@pytest.mark.parametrize("case", TABLE.params())
def test_title(case: Case) -> None:
    TABLE.check(case)


def test_a_title_is_one_line_without_blank_edges() -> None:
    for name, posting in TABLE.read().items():
        assert posting.title is None or posting.title == " ".join(posting.title.split()), name
