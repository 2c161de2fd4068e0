"""The pipeline in parts: the grammars without trained weights, the trained NER without grammars.

The gap between each and the whole pipeline is what the other part adds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from annonce_nlp.choice import Candidate, Ranker, Reading, load_rankers
from annonce_nlp.evaluation.match import FIELDS
from annonce_nlp.evaluation.predict import Prediction, Predictor, prediction
from annonce_nlp.fields.contract.classifier import Classifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.corpus.schema import Record

_ROLES = {
    "places": "place",
    "weekly_hours": "worktime",
    "ORG": "employer",
    "LIEU": "place",
    "REMUNERATION": "remuneration",
    "DATE_LIMITE": "deadline",
    "DUREE": "duration",
}
"""The role (`data/labels.toml`) of rankers that are not named after theirs."""


@dataclass(frozen=True)
class FirstMention(Classifier):
    """Stands in for the classifier: the best mention is certain, and so is silence without one."""

    def probabilities(self, reading: Reading, mentions: list[Candidate]) -> dict[str, float]:  # noqa: ARG002
        """Return 1 for the type of the best mention, else for `unsaid`."""
        best = max(mentions, key=lambda m: (m.score, -m.start), default=None)
        return {best.value if best is not None else self.unsaid: 1.0}


def untrained_rankers(trained: dict[str, Ranker]) -> dict[str, Ranker]:
    """Return rankers that prefer a line labelled for their field, then the earliest candidate."""
    return {
        name: Ranker(0.5, {f"role={_ROLES.get(name, name)}": 2.0, "depth": -0.5}, 0.5)
        for name in trained
    }


def grammars_only() -> Predictor:
    """Return the predictor of the pipeline with `untrained_rankers` and `FirstMention`."""

    def read(records: Sequence[Record]) -> list[Prediction]:
        from annonce_nlp.pipeline import build  # noqa: PLC0415

        nlp = build(with_ner=False)
        choice: Any = nlp.get_pipe("annonce_choice")
        none = np.zeros((0, 0), dtype=np.float32)
        choice.rankers, choice.classifier = (
            untrained_rankers(load_rankers()),
            FirstMention((), {}, none, none, 0.5),
        )
        nlp.max_length = max([nlp.max_length, *(len(record.text) for record in records)])
        with nlp.memory_zone():
            return [
                prediction(nlp(record.text)._.posting.model_dump(mode="json")) for record in records
            ]

    return read


def ner_only() -> Predictor:
    """Return the predictor of the trained NER alone.

    Its spans are the spans; the most frequent ORG is the employer, the first LIEU the place.
    What needs a value to be read – dates, pay, lengths, contract – stays unsaid.
    """

    def read(records: Sequence[Record]) -> list[Prediction]:
        from annonce_nlp.pipeline import build  # noqa: PLC0415

        nlp = build()
        found = []
        with nlp.select_pipes(enable="ner"):
            for record in records:
                doc = nlp(record.text)
                organisations = Counter(e.text for e in doc.ents if e.label_ == "ORG")
                places = [e.text for e in doc.ents if e.label_ == "LIEU"]
                values: dict[str, Any] = dict.fromkeys(FIELDS)
                values["employer"] = organisations.most_common(1)[0][0] if organisations else None
                values["places"] = places[:1]
                values["emails"] = []
                spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
                found.append(Prediction(values, spans))
        return found

    return read
