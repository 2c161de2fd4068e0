"""The day of publication, and the days that are none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import published
from tests.fields.readings import assert_inside, assert_rule_field, read, reading, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

DAY = dt.date(2031, 3, 12)
SEEN = dt.date(2031, 3, 20)
FOUND = [
    "Publiée le 12/03/2031",
    "Publié le 12 mars 2031",
    "Publiee le 12-03-2031",
    "publiée le mercredi 12 mars 2031",
    "Publié le : 12.03.2031",
    "Publiée le\n12/03/2031\nExporter en PDF",
    "Offre n°\nO099310312000111\nPubliée le\n12/03/2031",
    "Date de publication : 12/03/2031",
    "Date de publication\n12/03/2031",
    "Date de publication de l'offre : 12 mars 2031",
    "Date de publication : 12/03/2031 à 18h30",
    "Date de publication : du 12/03/2031 au 30/04/2031",
    "Publication : 12 mars 2031",
    "Publication\n12/03/2031\nFin de publication\n30/04/2031",
    "Date de parution : 12/03/2031",
    "Parution\n12/03/2031",
    "Annonce parue le 12 mars 2031",
    "parue le 12/03/2031 et retirée le 13/05/2031",
    "mis en ligne le 12/03/2031",
    "Mise en ligne le 12/03/2031",
    "Mise en ligne : 12/03/2031",
    "Mise en ligne le\n12/03/2031",
    "Date de mise en ligne : 12/03/2031",
    "En ligne depuis le 12/03/2031 | 208 consultations",
    "Diffusée le 12 mars 2031",
    "Diffusion : 12 mars 2031",
    "Avis de vacance diffusé le 12 mars 2031",
    "Déposée le 12/03/2031 – 412 vues",
    "Postée le 12 mars 2031",
    "Offre publiée le 12/03/2031",
    "Offre d'emploi du 12 mars 2031",
    "Annonce du 12 mars 2031. Réponses jusqu'au 1er avril",
    "Date de l'annonce : 12/03/2031. Date limite : 17/04/2031",
    "Date de l'offre : 12/03/2031",
    "Annonce 81-2031-0012 publiée le mercredi 12 mars 2031",
    "Fiche n° 33-4 publiée le 12 mars 2031",
    "Réf. 88-INT - parue le 12/03/2031",
    "Posted 12 mars 2031",
    "Posted on\n12 mars 2031\nContract type",
    "Published on 2031-03-12",
    "Date de création de l'offre : 12/03/2031",
    "Soudeur – CDI – publié le 12/03/2031",
]
NOT = [
    "Fin de publication : 12/03/2031",
    "Date de fin de publication\n12/03/2031",
    "Date limite de publication : 12/03/2031",
    "Date limite de candidature : 12/03/2031",
    "Candidature avant le 12/03/2031",
    "Publiée jusqu'au 12/03/2031",
    "décret publié le 12/03/2031",
    "la loi parue le 12 mars 2031",
    "arrêté publié au Journal officiel du 12 mars 2031",
    "un rapport publié le 12 mars 2031",
    "Actualisée le 12/03/2031",
    "Mise à jour : 12/03/2031",
    "Prise de poste : 12/03/2031",
    "Entretiens le 12/03/2031",
    "Date : 12/03/2031",
    "Publiée en mars 2031",
    "Publiée le 31/02/2031",
    "politique de publication",
    "Publiée le 12 mars",
    "il y a 8 jours",
    "Fondée il y a 8 ans",
    "Démarches déposées : 12/03/2031 dossiers",
    "Les résultats seront publiés le 12/03/2031",
]
FROM_REFERENCE = [
    ("Publiée il y a 8 jours", DAY),
    ("Publié il y a 1 jour", dt.date(2031, 3, 19)),
    ("Publiée il y a un jour", dt.date(2031, 3, 19)),
    ("Publiée hier", dt.date(2031, 3, 19)),
    ("Publiée aujourd'hui", SEEN),
    ("Soudeur\nDax\nil y a 8 jours\nCDI", DAY),
    ("Annonce – il y a 8 j", DAY),
    ("Publiée le 12 mars", DAY),
    ("Publiée le 21 mars", dt.date(2030, 3, 21)),
    ("Publiée il y a 30+ jours", None),
    ("Publiée il y a 2 semaines", None),
    ("Publiée il y a 3 heures", None),
    ("Notre atelier est né il y a 8 jours", None),
    ("Fondée il y a 8 ans", None),
    ("Publiée il y a 3 mois", None),
]


@pytest.mark.parametrize("text", FOUND)
def test_the_day_is_read(text: str) -> None:
    assert said(published, text) == [DAY]


@pytest.mark.parametrize("text", NOT)
def test_other_days_are_not(text: str) -> None:
    assert said(published, text) == []


@pytest.mark.parametrize(("text", "day"), FROM_REFERENCE, ids=[f[0] for f in FROM_REFERENCE])
def test_what_is_counted_from_the_day_it_was_seen(text: str, day: dt.date | None) -> None:
    assert said(published, text, SEEN) == ([day] if day else [])


def test_the_words_are_the_day_alone() -> None:
    where = reading("Date de publication : 12/03/2031 à 18h30")
    assert {words for words, _ in read(published.find(where), where)} == {"12/03/2031"}


@given(
    st.dates(dt.date(2001, 1, 1), dt.date(2050, 12, 31)),
    st.sampled_from(["Publiée le {:%d/%m/%Y}", "Date de publication : {:%Y-%m-%d}",
                     "Mise en ligne\n{:%d.%m.%Y}"]),
)  # fmt: skip
def test_days_come_back(day: dt.date, form: str) -> None:
    assert said(published, form.format(day)) == [day]


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(published, "Publiée le " + text))


@pytest.mark.parametrize(
    "unit", [*HOSTILE.values(), "publiee ", "publiee le 1/1/31 ", "il y a ", "mise en ligne : "]
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(published, text, SEEN), unit)
