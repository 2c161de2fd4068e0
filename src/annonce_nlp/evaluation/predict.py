"""Predictors: what is evaluated, one interface for the pipeline, baselines, files and ablations.

A predictor takes records and returns one `Prediction` each, in order. It must look at nothing but
`record.id` and `record.text`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from annonce_nlp.corpus.schema import LABELS, CorpusError, Record
from annonce_nlp.evaluation.match import FIELDS, Value, comparable_record, is_right, stated
from annonce_nlp.posting import Posting

if TYPE_CHECKING:
    from spacy.language import Language

    from annonce_nlp.evaluation.dataset import Dataset

Span = tuple[int, int, str]
"""Half-open offsets and label."""


@dataclass(frozen=True)
class Prediction:
    """What was read from one posting."""

    values: dict[str, Any]
    """By field, in the form of `match.comparable_record`."""
    spans: list[Span] = field(default_factory=list)
    evidence: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    contract_probability: float | None = None
    contract_probabilities: dict[str, float] | None = None
    """By contract type and `unsaid`; None when the predictor has no classifier."""


Predictor = Callable[[Sequence[Record]], Sequence[Prediction]]


def prediction(
    posting: dict[str, Any], probabilities: dict[str, float] | None = None
) -> Prediction:
    """Make a prediction of `Posting.model_dump(mode="json")`."""
    contract = posting.get("contract") or {}
    return Prediction(
        comparable_record(posting),
        [(e["start"], e["end"], e["label"]) for e in posting.get("entities") or []],
        posting.get("evidence") or {},
        contract.get("probability"),
        probabilities,
    )


def pipeline(model: str | Path | None = None, own_labels: Sequence[str] = ()) -> Predictor:
    """Return the predictor of a pipeline: the shipped one, a saved one, or freshly trained models.

    Parameters
    ----------
    model
        A folder written by « annonce-nlp train » or by `nlp.to_disk()`; None for the shipped one.
    own_labels
        Labels kept beside the five; spans of other labels that the model knows are left out, as
        nothing in the data tells whether they are right.
    """
    nlp = load_pipeline(model)
    labels = (*LABELS, *own_labels)

    def read(records: Sequence[Record]) -> list[Prediction]:
        nlp.max_length = max([nlp.max_length, *(len(record.text) for record in records)])
        with nlp.memory_zone():
            return [_read(nlp, record.text, labels) for record in records]

    return read


def load_pipeline(model: str | Path | None) -> Language:
    """Load what `pipeline` reads with.

    Raises
    ------
    FileNotFoundError
        When nothing is at `model`.
    """
    from annonce_nlp.api import load  # noqa: PLC0415

    return load(model)


def _read(nlp: Language, text: str, labels: Sequence[str]) -> Prediction:
    doc = nlp(text)
    posting: Posting = doc._.posting
    reading = doc._.reading
    choice: Any = nlp.get_pipe("annonce_choice")
    mentions = sorted(reading.candidates.get("contract", []), key=lambda c: (-c.score, c.start))
    found = prediction(
        posting.model_dump(mode="json"), choice.classifier.probabilities(reading, mentions)
    )
    return replace(found, spans=[span for span in found.spans if span[2] in labels])


def majority(dataset: Dataset) -> Predictor:
    """Return the baseline that always gives the one answer that is right most often on this data.

    The answer is chosen a field, on the very data evaluated: the highest that any constant reaches.
    """
    best = {name: _best_constant(name, dataset) for name in FIELDS}
    return lambda records: [Prediction(best) for _ in records]


def _best_constant(name: str, dataset: Dataset) -> Value:
    empty: Any = [] if name in ("places", "emails") else None
    answers = {"null": empty}
    for item in dataset.items:
        value = item.gold[name]
        if stated(value):
            answer = (
                value[0]
                if name == "employer"
                else [forms[0] for forms in value]
                if name == "places"
                else value
            )
            answers.setdefault(json.dumps(answer, sort_keys=True), answer)
    return max(
        answers.values(),
        key=lambda answer: sum(is_right(name, item.gold, answer) for item in dataset.items),
    )


def read_predictions(path: str | Path, own_labels: Sequence[str] = ()) -> Predictor:
    """Return the predictor of a file of `{"id": …, "posting": …}` lines, as `Posting` dumps them.

    Raises
    ------
    CorpusError
        For a broken line, an id met twice, an unknown label or a span outside its text; and, when
        asked, for a record without a prediction.
    """
    path = Path(path)
    found: dict[str, tuple[int, Prediction]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            key, read = _prediction_line(line, f"{path}:{number}", own_labels)
            if key in found:
                raise CorpusError(
                    f"{path}:{number}: id {key!r} was used on line {found[key][0]} already; "
                    "keep one prediction a posting"
                )
            found[key] = number, read

    def look_up(records: Sequence[Record]) -> list[Prediction]:
        for record in records:
            if record.id not in found:
                raise CorpusError(
                    f"{path}: no prediction for posting {record.id!r}; "
                    "predict every posting of the data"
                )
        return [found[record.id][1] for record in records]

    return look_up


def _prediction_line(line: str, where: str, own_labels: Sequence[str]) -> tuple[str, Prediction]:
    try:
        entry = json.loads(line)
        key, raw = entry["id"], entry["posting"]
        posting = Posting.model_validate_json(json.dumps(raw))
    except json.JSONDecodeError as error:
        raise CorpusError(
            f"{where}: not a JSON object ({error.msg}); write one prediction a line"
        ) from error
    except (KeyError, TypeError) as error:
        raise CorpusError(
            f'{where}: a prediction is {{"id": …, "posting": {{…}}}}; '
            "one of the two keys is missing"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(str(part) for part in first["loc"])
        raise CorpusError(
            f"{where}: posting.{spot}: {first['msg']}; write Posting.model_dump(mode='json')"
        ) from error
    return str(key), _checked(prediction(posting.model_dump(mode="json")), where, own_labels)


def _checked(read: Prediction, where: str, own_labels: Sequence[str] = ()) -> Prediction:
    labels = (*LABELS, *own_labels)
    for start, end, label in read.spans:
        if label not in labels:
            raise CorpusError(
                f"{where}: unknown label {label!r}; the labels are {', '.join(labels)}"
            )
        if not 0 <= start < end:
            raise CorpusError(
                f"{where}: span {label} {start}–{end} is empty or begins before the text; "
                "ends are half-open"
            )
    return read


def predict(
    dataset: Dataset, predictor: Predictor, name: str, own_labels: Sequence[str] = ()
) -> list[Prediction]:
    """Run a predictor over the data and check that it answered for each posting.

    Raises
    ------
    CorpusError
        For a missing or surplus prediction, a span outside its text, an unknown label.
    """
    answers = list(predictor(dataset.records))
    if len(answers) < len(dataset.items):
        item = dataset.items[len(answers)]
        raise CorpusError(
            f"{item.where}: variant {name!r} gave no prediction for posting {item.record.id!r}; "
            "return one a record, in order"
        )
    if len(answers) > len(dataset.items):
        raise CorpusError(
            f"{dataset.items[-1].where}: variant {name!r} gave {len(answers)} predictions for "
            f"{len(dataset.items)} postings; "
            "return one a record, in order"
        )
    for item, answer in zip(dataset.items, answers, strict=True):
        _checked(answer, item.where, own_labels)
        if any(end > len(item.record.text) for _, end, _ in answer.spans):
            raise CorpusError(
                f"{item.where}: variant {name!r} has a span after the end of posting "
                f"{item.record.id!r}; predict on this very text"
            )
    return answers
