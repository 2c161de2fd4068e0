"""Span scores: by hand, at the ends, and against spaCy's own Scorer."""

from __future__ import annotations

import random

import pytest
import spacy
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from annonce_nlp.corpus.schema import LABELS
from annonce_nlp.evaluation.resample import Resampler
from annonce_nlp.evaluation.spans import count_posting, score_spans

GOLD = [(0, 10, "ORG")]
# scheme, predicted, (correct, incorrect, partial, missed, spurious) overall
CASES = [
    ("strict", [(0, 10, "ORG")], (1, 0, 0, 0, 0)),
    ("strict", [(0, 9, "ORG")], (0, 1, 0, 0, 0)),
    ("strict", [(0, 10, "LIEU")], (0, 1, 0, 0, 0)),
    ("strict", [], (0, 0, 0, 1, 0)),
    ("strict", [(10, 15, "ORG")], (0, 0, 0, 1, 1)),
    ("exact", [(0, 10, "LIEU")], (1, 0, 0, 0, 0)),
    ("exact", [(0, 9, "ORG")], (0, 1, 0, 0, 0)),
    ("partial", [(0, 9, "LIEU")], (0, 0, 1, 0, 0)),
    ("partial", [(10, 15, "ORG")], (0, 0, 0, 1, 1)),
    ("partial", [(9, 15, "ORG")], (0, 0, 1, 0, 0)),
    ("type", [(5, 15, "ORG")], (1, 0, 0, 0, 0)),
    ("type", [(5, 15, "LIEU")], (0, 1, 0, 0, 0)),
    ("type", [(10, 15, "ORG")], (0, 0, 0, 1, 1)),
]


@pytest.mark.parametrize(("scheme", "predicted", "counts"), CASES)
def test_counts(scheme: str, predicted: list, counts: tuple) -> None:
    row = count_posting(GOLD, predicted)["overall", scheme]
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    assert tuple(int(row[name]) for name in names) == counts, (
        f"{scheme}: gold {GOLD}, predicted {predicted}"
    )


def test_a_wrong_label_is_missed_by_one_label_and_spurious_for_the_other() -> None:
    table = count_posting(GOLD, [(0, 10, "LIEU")])
    assert table["ORG", "strict"]["missed"] == 1
    assert table["LIEU", "strict"]["spurious"] == 1


def test_no_spans_at_all_has_no_ratio() -> None:
    scores = score_spans([count_posting([], [])], Resampler(1))
    assert all(s.f1.value is None and s.support == 0 for s in scores)


def _random_postings(seed: int) -> list[tuple[list, list]]:
    draw = random.Random(seed)  # noqa: S311 - seeded examples
    postings = []
    for _ in range(12):
        gold, guess = [], []
        for begin in range(0, 36, 6):
            label = draw.choice(LABELS)
            if draw.random() < 0.7:
                gold.append((begin, begin + draw.randint(1, 5), label))
            if draw.random() < 0.7:
                same = gold and gold[-1][0] == begin and draw.random() < 0.6
                guess.append(
                    gold[-1] if same else (begin, begin + draw.randint(1, 5), draw.choice(LABELS))
                )
        postings.append((gold, guess))
    return postings


@pytest.mark.parametrize("seed", range(5))
def test_strict_agrees_with_spacy_scorer(seed: int) -> None:
    postings = _random_postings(seed)
    vocab = spacy.blank("xx").vocab
    examples, tables = [], []
    for gold, guess in postings:
        docs = []
        for spans in (guess, gold):
            # One token of one character each: token and character offsets are the same.
            doc = Doc(vocab, words=["a"] * 40, spaces=[False] * 40)
            doc.ents = [Span(doc, start, end, label=label) for start, end, label in spans]
            docs.append(doc)
        examples.append(Example(*docs))
        tables.append(count_posting(gold, guess))
    theirs = Scorer.score_spans(examples, "ents")
    ours = {s.label: s for s in score_spans(tables, Resampler(len(tables))) if s.scheme == "strict"}
    assert ours["overall"].f1.value == pytest.approx(theirs["ents_f"])
    assert ours["overall"].precision.value == pytest.approx(theirs["ents_p"])
    assert ours["overall"].recall.value == pytest.approx(theirs["ents_r"])
    assert set(theirs["ents_per_type"]) == {
        label for label in LABELS if ours[label].support or ours[label].predicted
    }
    for label, figures in theirs["ents_per_type"].items():
        assert (ours[label].f1.value or 0.0) == pytest.approx(figures["f"]), label


def test_overall_is_the_sum_of_postings() -> None:
    tables = [count_posting(GOLD, GOLD), count_posting(GOLD, [])]
    overall = next(
        s
        for s in score_spans(tables, Resampler(2))
        if s.label == "overall" and s.scheme == "strict"
    )
    assert (overall.support, overall.predicted, overall.correct, overall.missed) == (2, 1, 1, 1)
    assert overall.f1.value == pytest.approx(2 / 3)
    assert overall.f1.low == 0.0
    assert overall.f1.high == 1.0


def test_a_label_of_ones_own_is_counted_when_named() -> None:
    gold = [(0, 4, "ORG"), (10, 16, "COMPETENCE")]
    found = [(0, 4, "ORG"), (10, 15, "COMPETENCE")]
    named = (*LABELS, "COMPETENCE")
    scores = score_spans([count_posting(gold, found, named)], Resampler(1), named)
    strict = {s.label: s for s in scores if s.scheme == "strict"}
    assert (strict["COMPETENCE"].support, strict["COMPETENCE"].correct) == (1, 0)
    assert strict["overall"].f1.value == pytest.approx(0.5)
