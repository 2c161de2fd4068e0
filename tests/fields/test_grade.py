"""Grades of the public service, whatever their gender, number and spelling."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields.grade import grammar
from annonce_nlp.fields.grade.names import find_names
from annonce_nlp.posting import Branch, Category
from annonce_nlp.view import fold
from tests.fields.readings import assert_inside, assert_rule_field, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

FOUND = [
    ("Grade : attaché territorial", ["attaché territorial"]),
    ("Grade : Attachée territoriale", ["attaché territorial"]),
    ("Cadre d'emplois : attachés territoriaux", ["attaché territorial"]),
    ("Cadre d’emplois des attaché·es territoriaux·ales", ["attaché territorial"]),
    ("Grade(s) : attaché(e) de conservation du patrimoine",
     ["attaché de conservation du patrimoine"]),
    ("Cadre d'emploi des ingénieurs territoriaux F/H", ["ingénieur territorial"]),
    ("Grade : ingénieure principale", ["ingénieur principal"]),
    ("Grade(s) recherché(s)\nRédacteur\nRédacteur principal de 2ème classe\nMétier(s)\nComptable",
     ["rédacteur", "rédacteur principal de 2e classe"]),
    ("Grades ouverts\nTechnicien ou technicien principal 2e classe\nRémunération",
     ["technicien", "technicien principal de 2e classe"]),
    ("Grade\nAdjoint technique\nService\nVoirie", ["adjoint technique"]),
    ("Grade : technicienne principale de 1ère classe", ["technicien principal de 1re classe"]),
    ("Grade : TECHNICIEN PRINCIPAL DE 2EME CLASSE", ["technicien principal de 2e classe"]),
    ("Grade : technicien(ne) territorial(e)", ["technicien territorial"]),
    ("Cadre d'emplois : ingénieurs ou attachés", ["ingénieur", "attaché"]),
    ("Cadre(s) d'emploi : Ingénieur", ["ingénieur"]),
    ("Corps : ADJAENES/ATRF",
     ["adjoint administratif de l'éducation nationale et de l'enseignement supérieur",
      "adjoint technique de recherche et de formation"]),
    ("Corps : IGE", ["ingénieur d'études"]),
    ("Corps : ingénieur de recherche de 2e classe", ["ingénieur de recherche de 2e classe"]),
    ("Corps des adjoints administratifs hospitaliers", ["adjoint administratif hospitalier"]),
    ("Grade : agent de maîtrise principal", ["agent de maîtrise principal"]),
    ("Grade : infirmier en soins généraux", ["infirmier en soins généraux"]),
    ("Grade : assistante socio-éducative", ["assistant socio-éducatif"]),
    ("Grade : éducatrice de jeunes enfants", ["éducateur de jeunes enfants"]),
    ("Grade : ATSEM", ["agent territorial spécialisé des écoles maternelles"]),
    ("Grade : professeure d'enseignement artistique", ["professeur d'enseignement artistique"]),
    ("Grade : secrétaire administrative", ["secrétaire administratif"]),
    ("Filière administrative, cadre d'emplois des rédacteurs", ["rédacteur"]),
    ("ouvert aux grades de rédacteur, de rédacteur principal et d'attaché.",
     ["rédacteur", "rédacteur principal", "attaché"]),
    ("Poste ouvert au cadre d'emplois des adjoints d'animation", ["adjoint d'animation"]),
    ("Profil : attaché territorial confirmé", ["attaché territorial"]),
    ("Un adjoint administratif territorial à temps complet",
     ["adjoint administratif territorial"]),
    ("Gardien(ne)-brigadier(ère) de police municipale",
     ["gardien-brigadier de police municipale"]),
    ("Éducatrice des activités physiques et sportives",
     ["éducateur des activités physiques et sportives"]),
    ("Catégorie A – attaché d'administration de l'État",
     ["attaché d'administration de l'État"]),
    ("un(e) attaché(e) hors classe", ["attaché hors classe"]),
    ("Grille des assistants médico-administratifs de la FPH", ["assistant médico-administratif"]),
    ("Traitement : grille des attachés de conservation", ["attaché de conservation"]),
    ("Inspectrice des finances publiques à Dax", ["inspecteur des finances publiques"]),
    ("Technicien (catégorie B) au service des eaux", ["technicien"]),
    ("recrutement direct d'adjoint technique", ["adjoint technique"]),
    ("Techniciens territoriaux ou ingénieurs territoriaux",
     ["technicien territorial", "ingénieur territorial"]),
    ("Conseillère territoriale des activités physiques et sportives",
     ["conseiller territorial des activités physiques et sportives"]),
    ("Grade : bibliothécaire", ["bibliothécaire"]),
    ("Adjoint des cadres hospitaliers de classe normale",
     ["adjoint des cadres hospitaliers de classe normale"]),
]  # fmt: skip
NOT = [
    "Ingénieur d'études et développement Java",
    "Technicien de maintenance",
    "Statut agent de maîtrise, 13e mois",
    "Rattaché au directeur territorial",
    "attaché commercial",
    "attachée de presse",
    "Rédacteur web",
    "Infirmier en EHPAD",
    "Aide-soignante de nuit",
    "Vous encadrez trois adjoints techniques",
    "Vous encadrez une équipe de 5 adjoints administratifs territoriaux",
    "sous l'autorité d'un attaché territorial",
    "assisté de 2 techniciens territoriaux",
    "corps de métier : ingénieurs",
    "administrateur réseaux",
    "adjoint au chef de service",
    "adjoint à l'animation d'une équipe",
    "conseiller technique territorial",
    "collectivité territoriale",
    "Animateur de quartier",
    "Corps des techniciens supérieurs forestiers",
    "grade de licence",
    "ingénieurs de l'équipe",
    "Secrétaire administrative (H/F) en garage",
    "Encadrement : Mme Perrin, maîtresse de conférences",
    "les CPIP (conseillers pénitentiaires d'insertion et de probation) les accompagnent",
    "en lien avec les attachés territoriaux",
    "Psychologue en libéral",
]


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[f[0] for f in FOUND])
def test_grades_are_read(text: str, names: list[str]) -> None:
    assert [grade.name for grade in said(grammar, text)] == names


@pytest.mark.parametrize("text", NOT)
def test_jobs_and_other_people_s_grades_are_none(text: str) -> None:
    assert said(grammar, text) == []


def test_a_grade_has_the_category_and_branch_of_its_statute() -> None:
    (grade,) = said(grammar, "Grade : rédactrice principale de 1re classe")
    assert (grade.category, grade.branch) == (Category.B, Branch.TERRITORIALE)
    (grade,) = said(grammar, "Grade : attaché principal")
    assert (grade.category, grade.branch) == (Category.A, None)


def rows() -> list[list[str]]:
    text = files("annonce_nlp").joinpath("data/grades.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]


def test_the_table_is_sound() -> None:
    table = rows()
    assert len(table) > 250
    assert {row[1] for row in table} == {"A", "B", "C"}
    assert {row[2] for row in table} == {"t", "e", "h", "-"}
    names = [row[0] for row in table]
    assert len(names) == len(set(names))


def test_prose_is_searched_for_every_name_that_needs_no_cue() -> None:
    plain = [row[0] for row in rows() if "j" not in row[3:4]]
    missed = [name for name in plain if not any(hint in fold(name) for hint in grammar._HINTS)]
    assert missed == []


@pytest.mark.parametrize("name", [row[0] for row in rows()])
def test_every_name_finds_itself(name: str) -> None:
    (found,) = find_names(fold(name))
    assert (found.start, found.end) == (0, len(name))
    # Two official spellings of one grade share their stems: the later row has it.
    assert fold(found.name.grade.name).split()[0] == fold(name).split()[0]


@given(st.sampled_from([row[0] for row in rows()]), st.sampled_from(["", "\n", " (H/F)", ", "]))
def test_a_name_under_its_label_comes_back(name: str, after: str) -> None:
    assert len(said(grammar, f"Grade : {name}{after}")) == 1


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(grammar, "Grade : attaché\n" + text))


@pytest.mark.parametrize(
    "unit",
    [*HOSTILE.values(), "adjoint technique ", "grade attache ", "territorial\n", "1 e ", "(e)"],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(grammar, text), unit)
