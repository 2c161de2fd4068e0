"""Ranking candidates: features, weights, probabilities, and values that add up."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.choice import (
    Candidate,
    Features,
    Proposal,
    Ranker,
    context,
    load_rankers,
    mark_proposed,
    mark_roles,
    models_folder,
    rank,
)
from tests.fields.readings import reading

if TYPE_CHECKING:
    from pathlib import Path

WEIGHTS = {"role=deadline": 2.0, "l:publie": -3.0, "depth": 0.5}


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


WEIGHED: list[tuple[str, Features, float]] = [
    ("no feature, the bias", {}, -1.0),
    ("one", {"role=deadline": 1.0}, 1.0),
    ("two add up", {"role=deadline": 1.0, "l:publie": 1.0}, -2.0),
    ("a value scales its weight", {"depth": 0.5}, -0.75),
    ("an unknown one weighs nothing", {"sec:profil": 1.0}, -1.0),
    ("never above 30", {"role=deadline": 1e6}, 30.0),
    ("never below -30", {"l:publie": 1e6}, -30.0),
]


@pytest.mark.parametrize(
    ("features", "odds"), [case[1:] for case in WEIGHED], ids=[case[0] for case in WEIGHED]
)
def test_weigh(features: Features, odds: float) -> None:
    ranker = Ranker(-1.0, WEIGHTS, 0.5)
    assert ranker.weigh(features) == pytest.approx(odds)
    assert ranker.score(features) == pytest.approx(logistic(odds))


def test_candidates_that_do_not_exclude_each_other_are_judged_alone() -> None:
    ranker = Ranker(0.0, {"a": 2.0}, 0.5)
    assert ranker.scores([{"a": 1.0}, {"a": 1.0}, {}]) == pytest.approx(
        [logistic(2), logistic(2), 0.5]
    )
    assert ranker.scores([]) == []


def test_candidates_that_exclude_each_other_share_one_with_none_of_them() -> None:
    ranker = Ranker(0.0, {"a": math.log(3)}, 0.5, exclusive=True)
    assert ranker.scores([{"a": 1.0}, {}]) == pytest.approx([3 / 5, 1 / 5])
    assert ranker.scores([{}]) == pytest.approx([1 / 2])
    assert ranker.scores([]) == []


ODDS = st.lists(st.floats(-60, 60), min_size=1, max_size=12)


@given(ODDS, st.floats(-5, 5))
def test_exclusive_probabilities_leave_room_for_none(odds: list[float], bias: float) -> None:
    scores = Ranker(bias, {"a": 1.0}, 0.5, exclusive=True).scores([{"a": o} for o in odds])
    assert all(0 < score <= 1 for score in scores)
    assert sum(scores) <= 1 + 1e-9
    order = sorted(range(len(odds)), key=lambda i: odds[i])
    assert [scores[i] for i in order] == sorted(scores)


def mentions(*values_and_odds: tuple[object, float]) -> list[Candidate]:
    return [
        Candidate(10 * i, 10 * i + 5, value, {"a": odds})
        for i, (value, odds) in enumerate(values_and_odds)
    ]


ALONE = Ranker(0.0, {"a": 1.0}, 0.5)
EXCLUSIVE = Ranker(0.0, {"a": 1.0}, 0.5, exclusive=True)


@pytest.mark.parametrize("ranker", [ALONE, EXCLUSIVE], ids=["alone", "exclusive"])
def test_rank_puts_the_best_first_and_keeps_text_order_on_ties(ranker: Ranker) -> None:
    found = mentions(("low", -1.0), ("first", 1.0), ("best", 2.0), ("second", 1.0))
    assert [c.value for c in rank(found, ranker)] == ["best", "first", "second", "low"]
    assert rank([], ranker) == []


def test_mentions_of_one_value_add_up_where_values_exclude_each_other() -> None:
    # exp(odds): 2, 3, 2, and 1 for none of them
    found = mentions((6, math.log(2)), (12, math.log(3)), (6, math.log(2)))
    ranked = rank(found, EXCLUSIVE)
    assert [c.value for c in ranked] == [6, 6, 12]
    assert [c.score for c in ranked] == pytest.approx([4 / 8, 4 / 8, 3 / 8], abs=1e-5)


def test_the_likeliest_mention_of_the_best_value_is_its_evidence() -> None:
    found = mentions((6, 0.0), (6, 2.0), (6, 1.0))
    ranked = rank(found, EXCLUSIVE)
    assert [c.start for c in ranked] == [10, 20, 0]
    assert ranked[0].score > ranked[1].score > ranked[2].score


def test_mentions_do_not_add_up_where_values_stand_side_by_side() -> None:
    ranked = rank(mentions(("cdi", 0.0), ("cdi", 0.0)), ALONE)
    assert [c.score for c in ranked] == pytest.approx([0.5, 0.5])


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(-40, 40)), max_size=12))
def test_scores_stay_probabilities(found: list[tuple[int, float]]) -> None:
    ranked = rank(mentions(*found), EXCLUSIVE)
    # A mention may stand a millionth under the total of its value, which may be nought.
    assert all(-1e-6 <= c.score <= 1 for c in ranked)
    assert [c.score for c in ranked] == sorted((c.score for c in ranked), reverse=True)
    by_value = {c.value: c.score for c in reversed(ranked)}
    assert sum(by_value.values()) <= 1 + 1e-5


POSTING = """Comptable (H/F)
Date limite : 14/03/2025

Votre parcours
- vous avez travaillé 3 ans en cabinet à Gap"""

DESCRIBED = [
    ("Comptable", {"first_line", "top", "line_start"}, {"bullet", "role=deadline"}),
    ("14/03/2025", {"role=deadline", "role_first=deadline", "line_end"}, {"first_line", "bullet"}),
    ("Date limite", {"in_label"}, {"role=deadline"}),
    ("3 ans", {"bullet", "l:travaille", "l1:travaille", "r:en", "r1:en", "sec:parcours"}, {"top"}),
    ("Gap", {"l:cabinet", "line_end", "l2:cabinet", "ll:cabinet_a"}, {"line_start"}),
]


@pytest.mark.parametrize(
    ("words", "has", "lacks"), DESCRIBED, ids=[described[0] for described in DESCRIBED]
)
def test_context_says_where_a_span_stands(words: str, has: set[str], lacks: set[str]) -> None:
    where = reading(POSTING)
    start = where.view.text.index(words)
    features, line = context(where, start, start + len(words))
    assert line is not None
    assert line.start <= start < line.end
    said = {name for name, value in features.items() if value}
    assert has <= said
    assert not lacks & said
    assert features["depth"] == pytest.approx(start / len(where.folded))


def test_context_in_a_blank_text() -> None:
    assert context(reading(" \n "), 0, 0) == ({}, None)


PROPOSED = [
    ("the same span", (5, 10), {"ner=ORG"}),
    ("a longer one", (3, 12), {"ner~ORG"}),
    ("a touching end", (8, 20), {"ner~ORG"}),
    ("one before", (0, 5), set()),
    ("one after", (10, 14), set()),
]


@pytest.mark.parametrize(
    ("proposal", "marks"), [p[1:] for p in PROPOSED], ids=[p[0] for p in PROPOSED]
)
def test_mark_proposed(proposal: tuple[int, int], marks: set[str]) -> None:
    candidate = Candidate(5, 10, "Orvalis", {})
    mark_proposed([candidate], [Proposal(*proposal, "ORG", 0.8)])
    assert candidate.features == {
        name: score for mark in marks for name, score in ((mark, 1.0), (f"sure:{mark}", 0.8))
    }


def test_mark_proposed_finds_every_candidate_in_a_long_text() -> None:
    found = [Candidate(at, at + 4, "x", {}) for at in range(0, 4000, 40)]
    mark_proposed(found[::-1], [Proposal(at, at + 4, "LIEU", 0.9) for at in range(0, 4000, 80)])
    marked = [bool(c.features) for c in found]
    assert marked == [i % 2 == 0 for i in range(100)]


ROLES = [
    ("none of its words", [(0, 4, 0.9), (11, 15, 0.9)], 0.0, 0.0),
    ("one of its words", [(5, 7, 0.1)], 0.1, 2 / 3),
    ("the likeliest of its words", [(5, 7, 0.01), (8, 10, 1.0)], 1.0, 1.0),
    ("less than one in a thousand", [(5, 7, 0.0005)], 0.0005, 0.0),
]


@pytest.mark.parametrize(
    ("words", "chance", "order"), [r[1:] for r in ROLES], ids=[r[0] for r in ROLES]
)
def test_mark_roles(words: list[tuple[int, int, float]], chance: float, order: float) -> None:
    candidate = Candidate(5, 10, "Orvalis", {})
    mark_roles([candidate], [Proposal(a, b, "employer", score) for a, b, score in words])
    assert candidate.features == {
        "role_chance": chance,
        "role_order": pytest.approx(order, abs=1e-6),
    }


def test_mark_roles_finds_the_words_of_nested_candidates() -> None:
    found = [
        Candidate(0, 20, "long", {}),
        Candidate(12, 20, "tail", {}),
        Candidate(0, 5, "head", {}),
    ]
    mark_roles(found, [Proposal(0, 5, "employer", 0.2), Proposal(12, 20, "employer", 0.6)])
    assert [c.features["role_chance"] for c in found] == [0.6, 0.6, 0.2]


def test_rankers_come_back_from_their_file(tmp_path: Path) -> None:
    table = {
        "deadline": {"bias": -1.5, "weights": WEIGHTS, "threshold": 0.4, "exclusive": True},
        "contract": {"bias": 0.5, "weights": {}, "threshold": 0.3},
    }
    (tmp_path / "choice.json").write_text(json.dumps({"rankers": table}), "utf-8")
    assert load_rankers(tmp_path) == {
        "deadline": Ranker(-1.5, WEIGHTS, 0.4, exclusive=True),
        "contract": Ranker(0.5, {}, 0.3),
    }


def test_missing_rankers_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"choice\.json is missing: .*annonce-nlp train"):
        load_rankers(tmp_path)


def test_shipped_rankers_are_complete_and_readable() -> None:
    rankers = load_rankers()
    assert set(rankers) >= {
        "ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE", "employer", "places", "contract",
        "remuneration", "deadline", "duration", "start", "weekly_hours", "telework", "title",
        "page",
    }  # fmt: skip
    assert all(0 < r.threshold < 1 and math.isfinite(r.bias) for r in rankers.values())
    assert (models_folder() / "meta.json").is_file()


def test_candidates_with_one_beginning_share_the_words_before_it() -> None:
    read = reading("Poste basé à Brivelonne-sur-Orb, CDI")
    start = read.folded.index("brive")
    long, _ = context(read, start, start + 18)
    short, _ = context(read, start, start + 10)
    assert {name for name in long if name.startswith("l")} == {
        name for name in short if name.startswith("l")
    }
    assert "r1:cdi" in long
    assert "r1:cdi" not in short
    short["l1:a"] = 7.0
    assert context(read, start, start + 18)[0]["l1:a"] == 1.0


def test_neighbours_are_left_out_on_demand() -> None:
    features, line = context(reading("Poste basé à Brivelonne"), 6, 10, neighbours=False)
    assert line is not None
    assert not {name for name in features if name.startswith(("l1:", "r1:", "p:"))}
    assert features["first_line"] == 1.0
