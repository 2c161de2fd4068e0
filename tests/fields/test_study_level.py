"""The level of studies asked for, and the words that ask for none."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import study_level
from tests.fields.readings import assert_inside, assert_rule_field, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

# text, (lowest level, highest, fewest years after the baccalauréat, most)
FOUND = [
    ("Niveau d'études : Bac +5", (7, 7, 5, 5)),
    ("Niveau d'études : BAC + 2", (5, 5, 2, 2)),
    ("Niveau d'études min. requis\nBAC+5 / MASTER", (7, 7, 5, 5)),
    ("De formation Bac+4, vous aimez la mer.", (6, 6, 4, 4)),
    ("de Bac+3 à Bac+5", (6, 7, 3, 5)),
    ("Diplômé d'un bac+3/+5", (6, 7, 3, 5)),
    ("Formation bac+2/3 en hydraulique", (5, 6, 2, 3)),
    ("Formation Bac +4/5", (6, 7, 4, 5)),
    ("Bac +2-3 en chimie", (5, 6, 2, 3)),
    ("(Bac +3 à 5) en géologie", (6, 7, 3, 5)),
    ("Formation : Bac à Bac+2", (4, 5, 0, 2)),
    ("Formation : Bac ou Bac+2", (4, 5, 0, 2)),
    ("Bac+2 minimum en logistique", (5, None, 2, None)),
    ("Formation : minimum Bac+3", (6, None, 3, None)),
    ("A partir de Bac +3", (6, None, 3, None)),
    ("Niveau d'études : Bac+5 et plus", (7, None, 5, None)),
    ("Niveau Bac+3 ou plus", (6, None, 3, None)),
    ("titulaire d'un bac plus 5", (7, 7, 5, 5)),
    ("Formation Bac 2 dans le bâtiment", (5, 5, 2, 2)),
    ("Vous êtes titulaire d'un Master 2 en géographie", (7, 7, 5, 5)),
    ("Étudiant·e en master de sociologie", (7, 7, 5, 5)),
    ("Étudiante en M2 ou en dernière année d'école d'ingénieur", (7, 7, 5, 5)),
    ("Profil : étudiant en M1 ou M2", (6, 7, 4, 5)),
    ("Étudiant en Master 1 ou 2 de droit", (6, 7, 4, 5)),
    ("Diplôme d'ingénieur ou équivalent", (7, 7, 5, 5)),
    ("Diplômé.e d'école d'ingénieur ou de commerce", (7, 7, 5, 5)),
    ("Ingénieur de formation, vous avez le goût du terrain", (7, 7, 5, 5)),
    ("Issue d'une école de commerce", (7, 7, 5, 5)),
    ("Titulaire d'une licence professionnelle en cartographie", (6, 6, 3, 3)),
    ("Vous préparez une licence ou un master de droit", (6, 7, 3, 5)),
    ("Formation : BUT GEA", (6, 6, 3, 3)),
    ("Vous avez un bachelor en design", (6, 6, 3, 3)),
    ("Formation de type BTS électrotechnique", (5, 5, 2, 2)),
    ("BTS ou DUT en mécanique exigé", (5, 5, 2, 2)),
    ("Diplôme : BTS/DUT", (5, 5, 2, 2)),
    ("Titulaire d'un DUT", (5, 5, 2, 2)),
    ("De formation Bac pro en menuiserie", (4, 4, 0, 0)),
    ("Diplôme de niveau bac professionnel", (4, 4, 0, 0)),
    ("Vous êtes titulaire du baccalauréat", (4, 4, 0, 0)),
    ("Brevet professionnel exigé", (4, 4, 0, 0)),
    ("Diplôme : CAP cuisine", (3, 3, None, None)),
    ("Titulaire d'un CAP ou BEP en peinture", (3, 3, None, None)),
    ("De formation CAP/BEP/Bac Pro", (3, 4, None, 0)),
    ("Vous êtes titulaire d'un doctorat en biologie", (8, 8, 8, 8)),
    ("Diplôme d'ingénieur ou PhD", (7, 8, 5, 8)),
    ("Diplôme de niveau 6", (6, 6, 3, 3)),
    ("Formation de niveau 5, 6 ou 7", (5, 7, 2, 5)),
    ("Titre professionnel de niveau 4", (4, 4, 0, 0)),
    ("Niveau IV (bac, bac pro, bac techno)", (4, 4, 0, 0)),
    ("Niveau V (BEP, CAP,...) - Expérience souhaitée", (3, 3, None, None)),
    ("Niveau II (licence, maîtrise, master, bac+3/4)", (6, 6, 3, 3)),
    ("Niveau III (DUT, BTS, bac+2)", (5, 5, 2, 2)),
    ("Diplôme d'État d'infirmier exigé", (6, 6, 3, 3)),
    ("DEAS exigé", (4, 4, 0, 0)),
    ("Titulaire du diplôme d'État de moniteur éducateur", (4, 4, 0, 0)),
    ("Bac+5 (école d'ingénieur ou Master) en hydrologie", (7, 7, 5, 5)),
    ("Diplômé d'un Bac+5, vous avez au moins 2 ans d'expérience", (7, 7, 5, 5)),
    ("Bac+5, expérience de 3 ans minimum", (7, 7, 5, 5)),
    ("Formation Bac+5 minimum 3 ans d'expérience", (7, 7, 5, 5)),
    ("Profil recherché\nBTS bâtiment", (5, 5, 2, 2)),
]
NOT = [
    "Support de niveau 3",
    "assistance de niveau 1 et 2",
    "Niveau d'anglais : C1",
    "un bon niveau 4 en natation",
    "coefficient 430, niveau V de la convention",
    "Gestion des licences logicielles",
    "Licence IV et restauration",
    "données sous licence ouverte",
    "licence Etalab",
    "Scrum master confirmé",
    "Master data management",
    "webmaster",
    "le but étant d'apprendre",
    "dans le but de réussir",
    "franchir un cap difficile",
    "garder le cap",
    "Nos formations vont de Bac à Bac+5",
    "Notre école propose des bachelors",
    "4 programmes de licence et 24 programmes de master",
    "en vue de l'obtention d'un BAC+2",
    "recrutements de profils Bac +2 à Bac +5",
    "Maîtrise de l'anglais et d'Excel",
    "maîtrise d'œuvre",
    "bac à sable",
    "bac acier en toiture",
    "ingénieurs et techniciens",
    "Copie des diplômes",
    "CAP du corps des attachés",
    "M2 de bureaux : 300",
    "niveau individuel et collectif",
    "une expérience de 5 ans",
    "responsable du master de droit",
    "équipe de 4 gestionnaires de scolarité de master",
    "Issus des grandes écoles, nos consultants",
    "baccarat et poker",
]


def parts(text: str) -> list[tuple[int | None, ...]]:
    return [(v.min, v.max, v.years_min, v.years_max) for v in said(study_level, text)]


@pytest.mark.parametrize(("text", "level"), FOUND, ids=[f[0] for f in FOUND])
def test_a_level_is_read(text: str, level: tuple[int | None, ...]) -> None:
    assert parts(text) == [level]


@pytest.mark.parametrize("text", NOT)
def test_other_words_ask_for_no_level(text: str) -> None:
    assert parts(text) == []


def test_the_plainest_requirement_is_chosen() -> None:
    text = "Nous accueillons aussi des bac+2.\n\nNiveau d'études : Bac+5\n\nUn bac+3 peut convenir."
    assert parts(text) == [(7, 7, 5, 5)]


def test_the_table_is_sound() -> None:
    table = tomllib.loads(
        files("annonce_nlp").joinpath("data/study_levels.toml").read_text("utf-8")
    )
    for entry in table["name"]:
        assert 3 <= entry["level"] <= 8
        assert -1 <= entry["years"] <= 8
        assert len(entry["starts"]) == len(set(entry["starts"]))


@given(st.integers(1, 8), st.sampled_from(["Bac+{}", "BAC + {}", "bac +{}", "Bac plus {}"]))
def test_years_come_back(years: int, form: str) -> None:
    ((low, high, fewest, most),) = parts("Niveau d'études : " + form.format(years))
    assert low == high
    assert fewest == most == years


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(study_level, "Niveau : bac+2 " + text))


@pytest.mark.parametrize(
    "unit", [*HOSTILE.values(), "bac+5 ", "master ", "diplome bac+2 ou ", "niveau 5 ", "cap "]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(study_level, text), unit)
