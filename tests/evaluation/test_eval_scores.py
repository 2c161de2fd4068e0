"""Calibration, contract classifier, slices and worst errors, on figures worked out by hand."""

from __future__ import annotations

import pytest
from evaluation_postings import gold

from annonce_nlp.evaluation import evaluate
from annonce_nlp.evaluation.calibration import field_score, reliability, threshold_for
from annonce_nlp.evaluation.contract import coverage_curve, score_contract
from annonce_nlp.evaluation.errors import shown, shown_gold
from annonce_nlp.evaluation.predict import Prediction
from annonce_nlp.evaluation.resample import Resampler
from annonce_nlp.evaluation.slices import is_inclusive, layout_of, length_of

SCORES = [0.9, 0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2]


@pytest.mark.parametrize(
    ("right", "precision", "expected"),
    [
        ([True] * 10, 0.95, (0.2, 10, 1.0)),
        ([True] * 6 + [False] * 4, 0.99, (0.6, 6, 0.6)),
        ([True] * 4 + [False] * 6, 0.95, None),
        ([False] + [True] * 9, 0.95, None),
        ([False] + [True] * 9, 0.90, (0.2, 10, 1.0)),
    ],
)
def test_threshold_is_the_lowest_score_precise_enough(
    right: list, precision: float, expected: tuple | None
) -> None:
    found = threshold_for(precision, SCORES, right)
    assert (found and (found.score, found.kept, found.coverage)) == expected


def test_reliability_bins() -> None:
    bins = reliability([0.05, 0.92, 0.98, 1.0], [False, True, False, True])
    assert [(b.low, b.n, round(b.accuracy, 3)) for b in bins] == [(0.0, 1, 0.0), (0.9, 3, 0.667)]


@pytest.mark.parametrize(
    ("field", "value", "scores", "expected"),
    [
        ("places", ["Lyon", "Nantes"], [0.9, 0.4], 0.4),
        ("employer", "Valbrune", [0.3, 0.7], 0.7),
        ("employer", None, [0.3], None),
        ("deadline", "2024-01-01", [None], None),
    ],
)
def test_score_of_a_field(field: str, value: object, scores: list, expected: float | None) -> None:
    evidence = {field: [{"start": 0, "end": 1, "score": s} for s in scores]}
    assert field_score(field, Prediction({field: value}, evidence=evidence)) == expected


def _contracts() -> tuple[list, list]:
    golds = [
        gold(contract="cdi"),
        gold(contract="cdi", contract_also=["cdd"]),
        gold(contract="stage"),
        gold(),
    ]
    said = ["cdi", "cdd", "cdi", None]
    tables = [
        {"cdi": 0.8, "cdd": 0.2},
        {"cdd": 0.6, "cdi": 0.4},
        {"cdi": 0.5, "stage": 0.5},
        {"unsaid": 1.0},
    ]
    answers = [
        Prediction({"contract": s}, contract_probabilities=t)
        for s, t in zip(said, tables, strict=True)
    ]
    return golds, answers


def test_contract_confusion_macro_f1_and_brier() -> None:
    score = score_contract(*_contracts(), Resampler(4))
    assert score.types == ["stage", "cdi", "cdd", "unsaid"]
    assert score.confusion == [[0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    # stage 0, cdi 2/3, cdd 1 (accepted beside cdi), unsaid 1
    assert score.macro_f1.value == pytest.approx((0 + 2 / 3 + 1 + 1) / 4)
    assert score.brier.value == pytest.approx((0.08 + 0.32 + 0.5 + 0) / 4)


def test_coverage_curve_has_one_point_a_score() -> None:
    points = coverage_curve([0.9, 0.5, 0.5, 0.1], [True, True, False, False])
    assert [(p.coverage, p.accuracy) for p in points] == [
        (0.25, 1.0),
        (0.75, pytest.approx(2 / 3)),
        (1.0, 0.5),
    ]


FORM = "Employeur : Mairie\nLieu : Lyon\nType de contrat : CDD\nDurée : 6 mois\nMissions\nÉcrire."


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (FORM, "label–value"),
        ("Nous cherchons une personne pour six mois.\n\nÉcrivez-nous avant mars.", "prose"),
        ("## Le poste\n\n**Employeur** et la suite", "markdown"),
        ("# Un seul titre\n\nPuis de la prose.", "prose"),
        ("* des\n* puces\n* seules", "prose"),
    ],
)
def test_layout(text: str, layout: str) -> None:
    assert layout_of(text) == layout


@pytest.mark.parametrize(
    "text",
    [
        "un·e chargé·e",
        "étudiant(e)s",
        "candidat.e.s",
        "un.e stagiaire",
        "assistant/e",
        "directeur(trice)",
        "Technicien/ne",
    ],
)
def test_inclusive(text: str) -> None:
    assert is_inclusive(text), text


@pytest.mark.parametrize(
    "text",
    [
        "Chargé de mission (H/F)",
        "écrire à rh@example.org",
        "voir www.example.fr",
        "à Paris. Le poste",
        "Lyon (69)",
    ],
)
def test_not_inclusive(text: str) -> None:
    assert not is_inclusive(text), text


@pytest.mark.parametrize(
    ("words", "start"), [(349, "short"), (350, "medium"), (699, "medium"), (700, "long")]
)
def test_length(words: int, start: str) -> None:
    assert length_of("mot " * words).startswith(start)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ([], "—"),
        ({"min": 6.0, "max": None}, "6–… months"),
        (
            {
                "kind": "amount",
                "min": 2000,
                "max": 2400,
                "period": "month",
                "tax": "gross",
                "currency": "EUR",
            },
            "amount 2000–2400 EUR / month gross",
        ),
        ({"kind": "legal", "min": None, "max": None, "period": None, "tax": None}, "legal"),
        ([["Lyon", "69003 Lyon"], ["Nantes"]], "Lyon | 69003 Lyon + Nantes"),
    ],
)
def test_values_are_shown_in_one_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_gold_is_shown_with_what_else_is_accepted() -> None:
    want = gold(
        contract="cdi",
        contract_also=["cdd"],
        optional=["contract"],
        alternatives={"contract": ["titulaire"]},
    )
    assert shown_gold("contract", want) == "cdi or cdd or titulaire or —"


def test_worst_errors_come_surest_and_falsest_first(write, records, answers) -> None:
    def spoil(key, dump) -> None:
        if key == "posting-1":
            dump["employer"]["name"] = "Autre"
            dump["evidence"]["employer"][0]["score"] = 0.5
        if key == "posting-2":
            dump["deadline"] = "2031-01-01"
        if key == "posting-3":
            dump["title"] = "Autre chose"
        if key == "posting-4":
            dump["duration"] = None
            del dump["evidence"]["duration"]

    report = evaluate(write(records), cost=False, predictor=answers(spoil), variants={})
    assert [(e.posting, e.field, e.outcome) for e in report.errors] == [
        ("posting-2", "deadline", "wrong"),
        ("posting-1", "employer", "wrong"),
        ("posting-4", "duration", "missing"),
        ("posting-3", "title", "wrong"),
    ]
    first, missing = report.errors[0], report.errors[2]
    assert (first.text, first.wanted, first.got) == ("15/03/2024", "2024-03-15", "2031-01-01")
    assert first.before.endswith("Date limite : ")
    assert missing.text == "6 mois", "a missing value is shown where gold has its span"


def test_slices_add_up(write, records, answers) -> None:
    def spoil(key, dump) -> None:
        if key == "posting-1":
            dump["places"] = []

    report = evaluate(write(records), cost=False, predictor=answers(spoil), variants={})
    for by in ("source", "length", "layout", "inclusive writing", "contract type"):
        assert sum(s.n for s in report.slices if s.by == by) == 8, by
    board = next(s for s in report.slices if s.value == "board")
    assert (board.n, board.six.value, board.fields["places"], board.fields["contract"]) == (
        4,
        0.75,
        0.75,
        1.0,
    )
