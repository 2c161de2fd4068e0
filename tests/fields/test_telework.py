"""Mentions of where the work is done, and what each of them says."""

from __future__ import annotations

import pytest
from hypothesis import given

from annonce_nlp.choice import Candidate
from annonce_nlp.fields import telework
from tests.fields.readings import assert_inside, read, reading
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

PARTIAL = [
    "Télétravail possible 2 jours par semaine",
    "Télétravail : oui, 2 jours",
    "Télétravail : partiel",
    "Télétravail : jusqu'à 3 jours",
    "Télétravail ponctuel",
    "Travail à distance : possible",
    "poste éligible au télétravail",
    "Home office 1 jour",
    "Deux jours par semaine chez vous après trois mois",
    "Un jour à la maison chaque semaine",
    "La rédaction peut se faire de chez soi",
    "trois jours à domicile si le service le permet",
    "2 j de TT par semaine",
    "locaux à Dax, 3j de TT",
    "Trois jours sur place, deux où vous voulez",
    "Remote : 2 jours/semaine",
    "rythme hybride",
    "N'hésitez pas à nous écrire, télétravail possible",
    "Débutant non exclu, télétravail deux jours",
    "Télétravail possible, poste non cadre",
]
NONE = [
    "Télétravail : non",
    "TÉLÉTRAVAIL : NON",
    "Télétravail : aucun",
    "Mode de travail : sur site",
    "Mode de travail : présentiel uniquement",
    "Pas de télétravail",
    "Sans télétravail",
    "zéro télétravail, tout se passe à l'atelier",
    "Télétravail ....... non",
    "Aucune activité à distance sur ce poste",
    "Rien n'est possible à distance",
    "Poste 100 % sur site",
    "Sur place uniquement",
    "Aucun télétravail",
    "Le télétravail n'est pas possible",
    "le télé-travail est impossible",
    "Ce poste ne permet pas le télétravail",
    "Poste non télétravaillable",
    "Télétravail exclu",
    "L'accueil se prête mal au télétravail",
    "le bureau est au sous-sol ; le télétravail ne s'y prête pas",
    "Le télétravail n'est pas compatible avec ces fonctions",
    "37 h en moyenne, 41 jours de congés. Pas de travail à distance.",
    "Poste en présentiel",
    "Poste 100 % présentiel",
    "Poste basé exclusivement sur site",
]
FULL = [
    "Poste en télétravail 100 %",
    "100% télétravail",
    "100 % à distance",
    "Full remote",
    "Entièrement à distance",
    "télétravail total",
    "Télétravail : total",
    "Télétravail : 100 %",
]
SAID = [(t, "partial") for t in PARTIAL] + [(t, "none") for t in NONE] + [(t, "full") for t in FULL]


@pytest.mark.parametrize(("text", "value"), SAID, ids=[s[0] for s in SAID])
def test_what_a_mention_says(text: str, value: str) -> None:
    found = telework.find(reading(text))
    assert {c.value for c in found} == {value}
    assert all(c.features["value=" + value] == 1.0 for c in found)


def test_a_mention_is_the_words_alone() -> None:
    where = reading("Le télétravail est possible ; formation à distance.")
    assert [words for words, _ in read(telework.find(where), where)] == [
        "télétravail",
        "à distance",
    ]


def test_a_refusal_says_nothing_about_another_sentence() -> None:
    where = reading("Pas de permis exigé. Télétravail possible.")
    assert read(telework.find(where), where) == [("Télétravail", "partial")]


ANSWERS = [
    ("Télétravail possible\nNon", "none"),
    ("Travail à distance\nOui", "partial"),
    ("Télétravail :\n1 jour par semaine", "partial"),
]


@pytest.mark.parametrize(("text", "value"), ANSWERS, ids=[repr(a[0]) for a in ANSWERS])
def test_an_answer_below_its_label(text: str, value: str) -> None:
    found = telework.find(reading(text))
    answers = [c for c in found if c.source == "label"]
    assert [c.value for c in answers] == [value]
    assert answers[0].features["answer"] == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Visites à domicile deux jours par semaine",
        "On se sent comme à la maison",
        "Soudeur à Dax",
        "distance de 30 km",
        "trois sites",
        "présentation du poste",
    ],
)
def test_other_words_are_no_mention(text: str) -> None:
    assert telework.find(reading(text)) == []


def candidates(*pairs: tuple[str, float]) -> list[Candidate]:
    return [Candidate(i, i + 1, value, {}, score=score) for i, (value, score) in enumerate(pairs)]


CHOICES = [
    ("nothing", [], None),
    ("under the threshold", [("partial", 0.3)], None),
    ("the best", [("partial", 0.9), ("partial", 0.6)], ("partial", 0.9)),
    ("a refusal close by", [("partial", 0.9), ("none", 0.7)], ("none", 0.7)),
    ("a refusal far below", [("partial", 0.95), ("none", 0.55)], ("partial", 0.95)),
    ("full close by", [("partial", 0.9), ("full", 0.8)], ("full", 0.8)),
    ("a refusal under the threshold", [("partial", 0.6), ("none", 0.45)], ("partial", 0.6)),
]


@pytest.mark.parametrize(
    ("ranked", "chosen"), [c[1:] for c in CHOICES], ids=[c[0] for c in CHOICES]
)
def test_choose(ranked: list[tuple[str, float]], chosen: tuple[str, float] | None) -> None:
    result = telework.choose(candidates(*ranked), 0.5)
    assert [(c.value, c.score) for c in result] == ([chosen] if chosen else [])


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    where = reading(text)
    found = telework.find(where)
    assert_inside(found, where)
    assert {c.value for c in found} <= {"none", "partial", "full"}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(telework.find, unit, reading)
