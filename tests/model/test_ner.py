"""Training the NER: its examples, its labels, and folds that keep briefs apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldEntity, Record, read_records
from annonce_nlp.model import ner
from annonce_nlp.model.stopping import EarlyStop, Progress
from annonce_nlp.pipeline import blank

AUTHORED = Path(__file__).parents[2] / "data/authored"


def some_records(count: int) -> list[Record]:
    return list(read_records(AUTHORED / "w01.jsonl"))[:count]


def test_an_epoch_gives_a_pipeline_with_the_five_labels() -> None:
    said: list[str] = []
    nlp = ner.train_ner(some_records(4), epochs=1, progress=Progress(said.append))
    assert nlp.pipe_names == ["ner"]
    assert set(nlp.pipe_labels["ner"]) == set(LABELS)
    assert len(said) == 1
    assert said[0].startswith("NER: epoch 1 of 1, loss ")
    doc = nlp("Employeur : Orvalis, 26000 Valence, CDD de 6 mois")
    assert {ent.label_ for ent in doc.ents} <= set(LABELS)


class Fixed(random.Random):
    """Draws one number for ever."""

    def __init__(self, number: float) -> None:
        super().__init__(0)
        self.number = number

    def random(self) -> float:
        return self.number


@pytest.mark.parametrize(
    ("draw", "form"),
    [(0.5, str), (0.01, str.upper), (0.08, str.lower)],
    ids=["as is", "upper", "lower"],
)
def test_an_example_keeps_every_span_in_any_case(draw: float, form: Any) -> None:
    nlp = blank(with_ner=False)
    for record in some_records(10):
        example = ner._example(nlp, record, Fixed(draw))
        want = [
            (form(record.text[e.start : e.end]).split(), e.label) for e in record.entities or []
        ]
        assert [(e.text.split(), e.label_) for e in example.reference.ents] == want, record.id


def test_an_example_tells_who_hires_and_where() -> None:
    for record in some_records(10):
        example = ner._example(blank(with_ner=False), record, Fixed(0.5))
        assert [e.id_ for e in example.reference.ents] == [
            e.role or "" for e in record.entities or []
        ]


@pytest.mark.parametrize(
    ("labels", "roles"),
    [(LABELS, ["employer", "workplace"]), (("COMPETENCE",), [])],
    ids=["five", "own"],
)
def test_roles_are_learnt_with_the_labels_that_have_them(
    labels: Sequence[str], roles: list[str]
) -> None:
    tagger: Any = ner.train_ner(some_records(2), epochs=1, labels=labels).get_pipe("ner")
    assert tagger.cfg == {"labels": list(labels), "roles": roles}


def test_a_span_that_no_token_holds_is_refused() -> None:
    record = some_records(1)[0].model_copy(
        update={"entities": [GoldEntity.model_construct(start=9_000, end=9_005, label="ORG")]}
    )
    with pytest.raises(CorpusError, match=f"{record.id}: the tokenizer cannot represent"):
        ner._example(blank(with_ner=False), record, Fixed(0.5))


def test_postings_are_predicted_by_a_model_that_did_not_see_their_brief(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[set[str]] = []
    asked: list[str] = []

    class Recording:
        def pipe(self, texts: Any) -> Any:
            for text in texts:
                asked.append(text)
                assert by_text[text] not in seen[-1]
                yield blank(with_ner=False)(text)

    def record_briefs(records: list[Record], **_: Any) -> Recording:
        seen.append({str(r.meta["brief"]) for r in records})
        return Recording()

    monkeypatch.setattr(ner, "train_ner", record_briefs)
    records = [
        r.model_copy(update={"meta": {"brief": f"b{i % 4}"}})
        for i, r in enumerate(some_records(12))
    ]
    by_text = {r.text: str(r.meta["brief"]) for r in records}
    found = ner.predict_unseen(records, folds=3)
    assert len(seen) == 3
    assert sorted(asked) == sorted(by_text)
    assert found == {r.id: [] for r in records}


def test_the_first_part_held_out_tells_how_long_to_train(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = EarlyStop(LABELS, patience=2)
    asked: list[tuple[int | None, bool]] = []

    class Silent:
        def pipe(self, texts: Any) -> Any:
            return (blank(with_ner=False)(text) for text in texts)

    def train(_: list[Record], *, epochs: int | None, watch: EarlyStop | None, **__: Any) -> Silent:
        asked.append((epochs, watch is not None))
        if watch is not None:
            watch.best_epoch = 5
        return Silent()

    monkeypatch.setattr(ner, "train_ner", train)
    ner.predict_unseen(some_records(9), folds=3, watch=watch)
    assert asked == [(None, True), (5, False), (5, False)]
    assert {r.id for r in watch.held} < {r.id for r in some_records(9)}
