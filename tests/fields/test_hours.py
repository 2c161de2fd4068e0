"""Numbers of hours that may be the weekly working time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.choice import Candidate
from annonce_nlp.fields import hours
from tests.fields.readings import assert_inside, read, reading
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

FOUND = [
    ("35 h/semaine", "35 h/semaine", 35),
    ("35h hebdo", "35h hebdo", 35),
    ("35H", "35H", 35),
    ("35h00", "35h00", 35),
    ("temps plein (35h)", "35h", 35),
    ("39 heures par semaine", "39 heures par semaine", 39),
    ("Temps de travail : 28 heures hebdomadaires", "28 heures hebdomadaires", 28),
    ("35 heures / semaine", "35 heures / semaine", 35),
    ("semaine de 36 heures", "36 heures", 36),
    ("37h30 par semaine", "37h30 par semaine", 37.5),
    ("37 h 30 par semaine", "37 h 30 par semaine", 37.5),
    ("38 heures 30", "38 heures 30", 38.5),
    ("17 h 30 hebdomadaires", "17 h 30 hebdomadaires", 17.5),
    ("36h40", "36h40", 36.67),
    ("17,5h", "17,5h", 17.5),
    ("17.5 h par semaine", "17.5 h par semaine", 17.5),
    ("28/35e", "28/35e", 28),
    ("28/35ème", "28/35ème", 28),
    ("17.50/35h", "17.50/35h", 17.5),
    ("de 20 à 24 h par semaine", "20 à 24 h par semaine", 20),
    ("entre 20h et 25h par semaine", "20h et 25h par semaine", 20),
    ("35 h 12 mois par an", "35 h", 35),
    ("35 h 20 jours de RTT", "35 h", 35),
]


@pytest.mark.parametrize(("text", "words", "value"), FOUND, ids=[f[0] for f in FOUND])
def test_a_number_of_hours_is_found(text: str, words: str, value: float) -> None:
    where = reading(text)
    assert read(hours.find(where), where) == [(words, value)]


@pytest.mark.parametrize(
    "text",
    ["151,67 h par mois", "1607 heures annuelles", "100 h", "0 h", "temps complet",
    "35 hectares", "à 14 ans",
     "CACES R489 3 et 5", "06 12 34 56 78", "36 mois"],
)  # fmt: skip
def test_other_numbers_are_not(text: str) -> None:
    assert hours.find(reading(text)) == []


FEATURES = [
    ("Nombre d'heures par semaine : 9 heures", "unit=sema", 1.0),
    ("Durée hebdomadaire : 8,5 h", "unit=sema", 1.0),
    ("Une garde par semaine : 18 h", "unit=none", 1.0),
    ("Deux réunions par semaine, 14 h le mardi", "unit=none", 1.0),
    ("35 h par semaine", "full", 1.0),
    ("28 h par semaine", "full", 0.0),
    ("37 h 30 par semaine", "minutes", 1.0),
    ("35 h par semaine", "minutes", 0.0),
    ("de 9h à 17h", "clock", 1.0),
    ("35 h par semaine", "clock", 0.0),
    ("35 h par semaine", "size=<41", 1.0),
    ("7 heures par semaine", "size=<10", 1.0),
    ("Temps partiel - 21H Autre", "time_before", 1.0),
    ("Nombre d'heures par semaine : 7,5 heures", "week_before", 1.0),
    ("35 h par semaine", "unit=sema", 1.0),
    ("Durée hebdomadaire : 35 h", "role=worktime", 1.0),
]


@pytest.mark.parametrize(
    ("text", "name", "value"), FEATURES, ids=[f"{f[0]} – {f[1]}" for f in FEATURES]
)
def test_what_is_said_of_a_number(text: str, name: str, value: float) -> None:
    first = min(hours.find(reading(text)), key=lambda c: c.start)
    assert first.features.get(name, 0.0) == value


@pytest.mark.parametrize(
    "text", ["7 heures par jour", "36 h par mois", "32 heures mensuelles", "40 h/an", "6h / jour"]
)
def test_hours_of_a_day_a_month_or_a_year_are_no_week(text: str) -> None:
    assert hours.find(reading(text)) == []


def test_a_timetable_marks_its_own_line_only() -> None:
    found = hours.find(reading("Horaires : de 9h à 17h, 35 h par semaine.\nRepos : 11 h"))
    clocks = [c.features["clock"] for c in sorted(found, key=lambda c: c.start)]
    assert clocks == [1.0, 1.0, 0.0]


@pytest.mark.parametrize(("score", "kept"), [(0.8, True), (0.5, True), (0.4, False)])
def test_choose_keeps_the_best_over_the_threshold(score: float, kept: bool) -> None:
    ranked = [Candidate(0, 4, 35.0, {}, score=score), Candidate(9, 13, 7.0, {}, score=0.1)]
    assert hours.choose(ranked, 0.5) == (ranked[:1] if kept else [])


def test_choose_of_nothing() -> None:
    assert hours.choose([], 0.5) == []


@given(
    st.integers(1, 59), st.integers(0, 59), st.sampled_from(["{h}h{m:02d}", "{h}H{m:02d} hebdo"])
)
def test_hours_and_minutes_come_back(hour: int, minute: int, form: str) -> None:
    (found,) = hours.find(reading("soit " + form.format(h=hour, m=minute)))
    assert found.value == round(hour + minute / 60, 2)


@given(POSTING_LIKE)
def test_candidates_are_inside_and_possible(text: str) -> None:
    where = reading(text)
    found = hours.find(where)
    assert_inside(found, where)
    assert all(1 <= c.value <= 60 for c in found)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(hours.find, unit, reading)
