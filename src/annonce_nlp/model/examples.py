"""Training examples: annotated postings turned into candidates and whether each is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annonce_nlp.choice import Candidate, Features, Proposal, Reading
from annonce_nlp.corpus.schema import Record
from annonce_nlp.evaluation.match import among, is_right
from annonce_nlp.reader import SPAN_LABELS, propose

FIELD_RANKERS = (
    "remuneration",
    "deadline",
    "duration",
    "start",
    "weekly_hours",
    "telework",
    "title",
)
_SAME_SPAN = 0.7
"""Share of characters two spans must have in common to teach that a candidate is one."""


@dataclass
class Example:
    """A record with its candidates and gold spans, in offsets of the view."""

    record: Record
    gold: dict[str, Any]
    reading: Reading
    spans: list[tuple[int, int, str]]
    group: str
    made: bool = False
    """Made from a written posting (`annonce_nlp.model.silence`): learnt from, not measured on."""


ModelSpans = dict[str, list[Proposal]]
"""What the NER found, by record id, predicted by a model that did not see the record."""


def groups_of(records: Sequence[Record]) -> dict[str, str]:
    """Return by record id what is never parted between folds: the brief, else the posting itself."""
    briefs = {record.id: str(record.meta.get("brief", record.id)) for record in records}
    return briefs if len(set(briefs.values())) > 1 else {name: name for name in briefs}


def folds_of(groups: Iterable[str], folds: int) -> list[set[str]]:
    """Part the groups into as many folds; fewer where there are fewer groups."""
    order = sorted(set(groups))
    return [set(order[fold::folds]) for fold in range(min(folds, len(order)))]


def make_examples(
    records: Sequence[Record], model_spans: ModelSpans | None = None
) -> list[Example]:
    """Propose candidates for every record."""
    examples, groups = [], groups_of(records)
    for record in records:
        reading = propose(record.text, model_spans=(model_spans or {}).get(record.id, ()))
        spans: list[tuple[int, int, str]] = [
            (*reading.view.from_original(e.start, e.end), e.label) for e in record.entities or []
        ]
        gold = record.fields.model_dump(mode="json")
        examples.append(Example(record, gold, reading, spans, groups[record.id]))
    return examples


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the shared characters over those of both."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def span_labels(example: Example, label: str) -> Iterable[tuple[Features, bool]]:
    """Yield each candidate of a label's field with whether gold marks it."""
    gold = [(s, e) for s, e, name in example.spans if name == label]
    for candidate in example.reading.candidates.get(SPAN_LABELS[label], []):
        best = max((overlap((candidate.start, candidate.end), span) for span in gold), default=0.0)
        if 0.35 < best < _SAME_SPAN:
            continue
        yield candidate.features, best >= _SAME_SPAN


def field_value(field: str, candidate: Candidate) -> Any:  # noqa: ANN401 - as many types as fields
    """Return a candidate's value in the form gold has."""
    value = candidate.value
    if field in ("remuneration", "duration"):
        return value.normalised().model_dump(mode="json")
    if field == "deadline":
        return value.isoformat() if value else None
    return value


def field_labels(example: Example, field: str) -> Iterable[tuple[Features, bool]]:
    """Yield each candidate of a field with whether its value is the gold one."""
    if field in example.gold.get("optional", []) and not example.gold.get(field):
        return
    for candidate in example.reading.candidates.get(field, []):
        value = field_value(field, candidate)
        right = value is not None and is_right(field, example.gold, value)
        if field in ("deadline", "start") and value is None:
            # Not datable: whether it is the right day is told by the gold span alone.
            right = field == "deadline" and any(
                label == "DATE_LIMITE" and overlap((candidate.start, candidate.end), (s, e)) > 0.5
                for s, e, label in example.spans
            )
        if (
            field == "duration"
            and not right
            and example.gold.get("contract") in ("cdi", "titulaire")
        ):
            right = any(
                label == "DUREE" and overlap((candidate.start, candidate.end), (s, e)) > 0.6
                for s, e, label in example.spans
            )
        yield candidate.features, right


def employer_right(gold: dict[str, Any], name: str) -> bool:
    """Whether a name is an accepted form of the employer's."""
    return among(name, gold.get("employer") or [])


def place_right(gold: dict[str, Any], name: str) -> bool:
    """Whether a name is an accepted form of one of the work places."""
    return any(among(name, forms) for forms in gold.get("places") or [])
