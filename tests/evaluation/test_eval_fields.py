"""Each rule of the field guide, on examples whose result was worked out by hand."""

from __future__ import annotations

import pytest
from evaluation_postings import gold

from annonce_nlp.evaluation.fields import marks, outcome, score_fields, score_six
from annonce_nlp.evaluation.match import FIELDS
from annonce_nlp.evaluation.predict import Prediction
from annonce_nlp.evaluation.resample import Resampler

PAY = {"kind": "amount", "min": 2000, "max": 2400, "period": "month", "tax": "gross"}
SIX_MONTHS = {"min": 6, "max": 6, "derived": False}
DERIVED = {"min": 6, "max": 6, "derived": True}

CASES = [
    ("employer", {"employer": ["Ville de Valbrune", "Valbrune"]}, "VILLE DE VALBRUNE", "right"),
    ("employer", {"employer": ["La Fabrique"]}, "Fabrique", "right"),
    ("employer", {"employer": ["Métropole d’Ornan"]}, "metropole d'ornan", "right"),
    ("employer", {"employer": ["Ville de Valbrune"]}, "Valbrune", "wrong"),
    ("employer", {"employer": ["Ville de Valbrune"]}, None, "missing"),
    ("employer", {}, "Valbrune", "spurious"),
    ("employer", {}, None, "silent"),
    ("employer", {"employer": ["Ville de Valbrune"], "optional": ["employer"]}, None, "silent"),
    ("places", {"places": [["Lyon", "69003 Lyon"]]}, ["Lyon (69003)"], "right"),
    ("places", {"places": [["Lyon"], ["Nantes"]]}, ["Nantes", "Lyon"], "right"),
    ("places", {"places": [["Lyon"], ["Nantes"]]}, ["Lyon"], "wrong"),
    ("places", {"places": [["Lyon"]]}, ["Lyon", "Lyon"], "wrong"),
    ("places", {"places": [["Lyon"]]}, [], "missing"),
    ("places", {}, [], "silent"),
    ("contract", {"contract": "cdi", "contract_also": ["cdd"]}, "cdd", "right"),
    ("contract", {"contract": "cdi"}, "cdd", "wrong"),
    ("contract", {"contract_also": ["cdd"]}, None, "silent"),
    (
        "contract",
        {"contract": "cdi", "alternatives": {"contract": ["titulaire"]}},
        "titulaire",
        "right",
    ),
    ("remuneration", {"remuneration": PAY}, {**PAY, "min": 2019, "tax": None}, "right"),
    ("remuneration", {"remuneration": PAY}, {**PAY, "min": 2021}, "wrong"),
    ("remuneration", {"remuneration": PAY}, {**PAY, "period": "year"}, "wrong"),
    ("remuneration", {"remuneration": {**PAY, "max": None}}, PAY, "wrong"),
    (
        "remuneration",
        {"remuneration": {**PAY, "kind": "legal"}},
        {**PAY, "kind": "legal", "min": 1},
        "right",
    ),
    ("remuneration", {"remuneration": PAY}, {**PAY, "kind": "legal"}, "wrong"),
    ("deadline", {"deadline": "2024-03-15"}, "2024-03-15", "right"),
    ("deadline", {"deadline": "2024-03-15"}, "2024-03-16", "wrong"),
    ("deadline", {"deadline": "2024-03-15", "alternatives": {"deadline": [None]}}, None, "silent"),
    ("duration", {"duration": SIX_MONTHS}, {"min": 6.2, "max": 6.2}, "right"),
    ("duration", {"duration": SIX_MONTHS}, {"min": 6.4, "max": 6.4}, "wrong"),
    ("duration", {"duration": SIX_MONTHS}, {"min": 6, "max": None}, "wrong"),
    ("duration", {"duration": SIX_MONTHS}, None, "missing"),
    ("duration", {"duration": DERIVED}, None, "silent"),
    ("duration", {}, {"min": 6, "max": 6}, "spurious"),
    (
        "title",
        {"title": "Chargé de mission vélo et marche (H/F)"},
        "Chargé de mission vélo et marche",
        "right",
    ),
    ("title", {"title": "Chargé de mission"}, "Directeur de mission", "wrong"),
    ("weekly_hours", {"weekly_hours": 35}, 35.0, "right"),
    ("weekly_hours", {"weekly_hours": 35}, 37.5, "wrong"),
    ("weekly_hours", {}, None, "silent"),
    ("start", {"start": "2024-09"}, "2024-09-01", "wrong"),
    ("telework", {"telework": "partial"}, "partial", "right"),
    (
        "emails",
        {"emails": ["rh@example.org", "dg@example.org"]},
        ["DG@example.org", "rh@example.org"],
        "right",
    ),
    ("emails", {"emails": ["rh@example.org"]}, ["rh [at] example.org"], "right"),
    ("emails", {"emails": ["rh@example.org"]}, ["rh@example.org", "x@example.org"], "wrong"),
]


@pytest.mark.parametrize(("field", "want", "guess", "expected"), CASES)
def test_outcome(field: str, want: dict, guess: object, expected: str) -> None:
    found = outcome(field, gold(**want), guess)
    assert found == expected, f"{field}: {want} read as {guess!r} should be {expected}, not {found}"


def _scores() -> dict:
    """Four postings, read: right, wrong, missing, spurious; the deadline is derived-silent once."""
    golds = [
        gold(employer=["A"], duration=DERIVED),
        gold(employer=["B"], duration=SIX_MONTHS),
        gold(employer=["C"]),
        gold(),
    ]
    values = [
        {"employer": "A"},
        {"employer": "X", "duration": {"min": 6, "max": 6}},
        {},
        {"employer": "Y"},
    ]
    guesses = [Prediction({"places": [], "emails": [], **v}) for v in values]
    found = marks(golds, guesses)
    resampler = Resampler(4)
    return {f.field: f for f in score_fields(golds, found, resampler)} | {
        "six": score_six(found, resampler)
    }


def test_counts_and_ratios_of_a_field() -> None:
    score = _scores()["employer"]
    assert (score.right, score.wrong, score.missing, score.spurious, score.silent) == (
        1,
        1,
        1,
        1,
        0,
    )
    assert score.accuracy.value == pytest.approx(1 / 4)
    assert score.precision.value == pytest.approx(1 / 3), "one right of three stated"
    assert score.recall.value == pytest.approx(1 / 3), "one right of the three gold states"
    assert score.abstention == pytest.approx(1 / 4)
    assert score.stated == 3


def test_allowed_silence_counts_for_recall_but_not_for_precision() -> None:
    score = _scores()["duration"]
    assert score.stated == 2
    assert score.recall.value == 1.0
    assert score.precision.value == 1.0
    assert (score.right, score.silent) == (1, 3)


def test_nothing_stated_gives_no_ratio() -> None:
    score = _scores()["telework"]
    assert score.precision.value is None
    assert score.recall.value is None
    assert score.accuracy.value == 1.0


def test_six_needs_all_six_right() -> None:
    assert _scores()["six"].value == pytest.approx(1 / 4)


def test_interval_holds_the_value_and_repeats_with_the_seed() -> None:
    flags = [True] * 15 + [False] * 5
    one, again = (Resampler(20, seed).mean(flags) for seed in (3, 3))
    assert one == again
    assert one.low is not None
    assert one.high is not None
    assert one.low < 0.75 < one.high
    # A binomial share of 0.75 over 20 has a standard error of 0.097.
    assert one.high - one.low == pytest.approx(4 * 0.097, abs=0.06)


def test_every_field_is_scored() -> None:
    assert set(_scores()) == {*FIELDS, "six"}
