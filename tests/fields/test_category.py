"""The category of a public-service post, and the letters that are none."""

from __future__ import annotations

import pytest
from hypothesis import given

from annonce_nlp.fields import category
from tests.fields.readings import assert_inside, assert_rule_field, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

PUBLIC = "Mairie de Valbrune, fonction publique territoriale\n"

FOUND = [
    ("Catégorie : A", "A"),
    ("Catégorie : b", "B"),
    ("Catégorie\nC\nGrade", "C"),
    ("Catégorie(s) : B", "B"),
    ("Catégorie d'emploi : C", "C"),
    ("Catégorie d’emploi : A", "A"),
    ("Catégorie hiérarchique : B", "B"),
    ("Catégorie statutaire : A", "A"),
    ("CATEGORIE : C", "C"),
    ("CATÉGORIE   A   –   contractuel uniquement", "A"),
    ("Cat. : B", "B"),
    ("Catégorie : A ou B", "AB"),
    ("Catégorie : B / C", "BC"),
    ("Catégorie : A/B", "AB"),
    ("Catégorie : A, B", "AB"),
    ("Catégorie : A et B", "AB"),
    ("Catégories : A, B ou C", "ABC"),
    ("Catégorie : A (attaché) ou B (rédacteur)", "AB"),
    ("Catégorie : A+", "A"),
    ("Catégorie\nB (secrétaire administratif)", "B"),
    ("Catégorie : catégorie C", "C"),
    ("Filière technique - Catégorie B", "B"),
    ("Filière : médico-sociale / Catégorie C", "C"),
    ("Emploi permanent · catégorie C · temps complet", "C"),
    ("Poste de catégorie A, ouvert aux contractuels.", "A"),
    ("un poste de cat. B à temps complet", "B"),
    ("Emploi contractuel de cat. C", "C"),
    ("cat A, temps plein, NBI 10 points", "A"),
    ("poste (Cat. B) à pourvoir", "B"),
    ("Technicien territorial (catégorie B) ou contractuel", "B"),
    ("Cadre d'emplois des ingénieurs (catégorie A) ou des techniciens (catégorie B)", "AB"),
    ("AGENTS DE MAITRISE (CATEGORIE C) OU TECHNICIENS (CATEGORIE B)", "CB"),
    ("Contrat de projet – catégorie A – filière culturelle", "A"),
    ("contrat de projet (catégorie A ou B) · Quimper", "AB"),
    ("CDD catégorie B d'un an renouvelable", "B"),
    ("Recrutement d'un agent de catégorie C", "C"),
    ("Poste ouvert aux agents de catégorie B", "B"),
    ("ouvert aux fonctionnaires de catégorie A de la filière administrative", "A"),
    ("relevant de la catégorie C", "C"),
    ("FICHE DE VACANCE — catégorie A", "A"),
    ("de catégorie A, par voie de détachement", "A"),
    ("Grille indiciaire de la catégorie C", "C"),
    ("un emploi de catégories A et B", "AB"),
]
NOT = [
    "Permis de conduire catégorie B exigé",
    "permis catégorie C",
    "CACES R482 catégorie A",
    "CACES Engins de chantier (Cat. A)",
    "Vous encadrez 12 agents de catégorie C",
    "Vous encadrez une équipe de 2 cat C",
    "une section composée de 9 agents de catégorie A",
    "équipe de quatre techniciens de catégorie B",
    "1 Responsable (Cat. A), 2 techniciens (Cat. B)",
    "chef de bureau des personnels administratifs de catégorie A",
    "car un des grades indiqués est un grade d'entrée de catégorie C",
    "Catégorie : Informatique",
    "Catégorie : Cadre",
    "Catégorie : à définir",
    "la catégorie a été créée",
    "Catégorie socioprofessionnelle : cadre",
    "des catégories A, B1, C1, E et F",
    "produits de catégorie B",
    "habilitation catégorie B",
    "hôtel de catégorie A",
    "vacation A",
    "certificat A",
    "catalogue B",
    "Catégorie C'est tout",
]


@pytest.mark.parametrize(("text", "letters"), FOUND, ids=[f[0] for f in FOUND])
def test_a_category_is_read(text: str, letters: str) -> None:
    assert [c.value for c in said(category, PUBLIC + text)] == list(letters)


@pytest.mark.parametrize("text", NOT)
def test_other_letters_are_no_category(text: str) -> None:
    assert said(category, PUBLIC + text) == []


def test_a_private_posting_has_none() -> None:
    assert said(category, "Moniteur d'auto-école diplômé, catégorie B") == []


def test_the_label_goes_before_the_letter() -> None:
    text = PUBLIC + "Catégorie : C\nVous relevez d'un poste de catégorie B."
    assert [c.value for c in said(category, text)] == ["C"]


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(category, "mairie " + text))


@pytest.mark.parametrize("unit", [*HOSTILE.values(), "mairie cat a ", "cat A/B "])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(category, text), unit)
