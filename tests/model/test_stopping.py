"""Early stopping and the strict scores it goes by."""

from __future__ import annotations

from typing import Any

import pytest

from annonce_nlp.model import stopping
from annonce_nlp.model.stopping import EarlyStop, strict_scores

ORG, LIEU = (0, 4, "ORG"), (6, 9, "LIEU")


def test_a_span_is_right_in_whole_or_not_at_all() -> None:
    scores = strict_scores([([ORG, LIEU], [ORG, (6, 8, "LIEU")]), ([LIEU], [])])
    assert scores["ORG"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1}
    assert scores["LIEU"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 2}
    assert scores["overall"] == {"precision": 0.5, "recall": 0.3333, "f1": 0.4, "support": 3}


def test_nothing_to_find_and_nothing_found_is_zero_not_an_error() -> None:
    assert strict_scores([([], [])])["overall"]["f1"] == 0.0


class Nlp:
    """Stands for a pipeline whose weights are its epoch."""

    epoch = 0

    def pipe(self, texts: Any) -> Any:
        yield from texts

    def get_pipe(self, _: str) -> Nlp:
        return self

    def to_bytes(self, **_: Any) -> bytes:
        return bytes([self.epoch])


CASES = [
    ("stops when patience runs out", [0.2, 0.5, 0.4, 0.45, 0.9], 2, 4, 2),
    ("an equal figure is no gain", [0.2, 0.5, 0.5, 0.5], 2, 4, 2),
    ("goes on while it gains", [0.1, 0.2, 0.3], 1, 3, 3),
    ("patience waits for a first find", [0.0, 0.0, 0.0, 0.3, 0.2], 1, 5, 4),
    ("nothing was ever found", [0.0, 0.0, 0.0], 1, 3, 3),
]


@pytest.mark.parametrize(
    ("figures", "patience", "stops_after", "best"),
    [c[1:] for c in CASES],
    ids=[c[0] for c in CASES],
)
def test_training_stops_after_its_best_epoch(
    figures: list[float],
    patience: int,
    stops_after: int,
    best: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = iter(figures)
    monkeypatch.setattr(stopping, "strict_scores", lambda _: {"overall": {"f1": next(left)}})
    watch, nlp = EarlyStop(["ORG"], patience), Nlp()
    for epoch in range(1, len(figures) + 1):
        nlp.epoch = epoch
        if watch(epoch, nlp):  # type: ignore[arg-type]
            break
    assert epoch == stops_after
    assert watch.best_epoch == best
    assert watch.weights == bytes([best])
    assert watch.history == figures[:stops_after]
