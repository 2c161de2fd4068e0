"""Postings that say less: what is added to the written ones when the rankers are trained.

The authored postings say nearly everything, real ones leave out most: of 162 read by hand, 63 %
name no pay, 96 % no deadline, 25 % no contract, 27 % no place, 14 % no employer. A ranker trained
on the first takes a word in passing for a value. From each written posting another is made in
which the sentences that state some fields are left out, and those fields with them; what only
looks like a value stays.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from annonce_nlp.choice import ROLES, Proposal
from annonce_nlp.corpus.schema import GoldEntity, Record
from annonce_nlp.evaluation.match import is_right, stated
from annonce_nlp.fields.contract.grammar import contract_patterns
from annonce_nlp.model.examples import Example, ModelSpans, field_value, make_examples
from annonce_nlp.reader import ROLE_OF
from annonce_nlp.view import fold
from annonce_nlp.words import map_characters

SHARES = {
    "employer": 0.25, "places": 0.15, "contract": 0.2, "remuneration": 0.6, "deadline": 0.8,
    "duration": 0.6, "start": 0.6, "weekly_hours": 0.6, "telework": 0.6,
}  # fmt: skip
"""How often a field is left out: with the written posting beside it, about as often as in real ones."""
ROLES_UNTOLD = 0.5
"""How often the NER tells no role there: on real postings it is less sure than on written ones.

On 1,348 postings, with none, half and all of them, `scripts/held_out_fields.py` printed for the employer
0.779, 0.782 and 0.782 right, and a precision of 0.843, 0.841 and 0.821.
"""
RELAID = {"one line": 0.15, "capitals": 0.05, "small letters": 0.05}
"""How often the shorter posting has lost its line ends, or its case, too."""
_LOOKS: dict[str, Callable[[str], str]] = {
    "one line": lambda text: text.replace("\n", " "),
    "capitals": lambda text: map_characters(text, str.upper),
    "small letters": lambda text: map_characters(text, str.lower),
}
_LABELS = {"remuneration": "REMUNERATION", "deadline": "DATE_LIMITE", "duration": "DUREE"}
_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?]+(?=\s|$)|[.!?](?=\S)[^\n.!?]*)*\n?")
_EMPTY: dict[str, Any] = {"places": [], "contract_also": []}
_FEWEST_CHARS = 120
"""Less than this is no posting any more."""

Span = tuple[int, int]


def silenced(
    examples: Iterable[Example], model_spans: ModelSpans, seed: int = 0
) -> Iterator[Example]:
    """Yield, for each example, one that says less; none where too little would be left."""
    for example in examples:
        draw = random.Random(f"{seed} {example.record.id}")  # noqa: S311 - reproducible, no secret
        fields = [name for name, share in SHARES.items() if draw.random() < share]
        fields = [name for name in fields if stated(example.gold.get(name))]
        spans = model_spans.get(example.record.id, [])
        if draw.random() < ROLES_UNTOLD:
            spans = [span for span in spans if span.label not in ROLES]
        look = next((_LOOKS[name] for name, share in RELAID.items() if draw.random() < share), str)
        made = _without(example, fields, spans, look)
        if made is not None:
            yield made


def _without(
    example: Example,
    fields: list[str],
    model_spans: list[Proposal],
    look: Callable[[str], str],
) -> Example | None:
    text = example.record.text
    told = [span for name in fields for span in _evidence(example, name)]
    cuts = _sentences(text, told)
    kept = _complement(cuts, len(text))
    shorter = "".join(text[a:b] for a, b in kept)
    if not cuts or len(shorter) < _FEWEST_CHARS:
        return None
    entities = [
        GoldEntity(start=start, end=end, label=e.label, role=e.role)
        for e in example.record.entities or []
        if (moved := _moved(kept, e.start, e.end)) is not None
        for start, end in [moved]
    ]
    spans = [
        Proposal(*moved, span.label, span.score)
        for span in model_spans
        if (moved := _moved(kept, span.start, span.end)) is not None
    ]
    record = example.record.model_copy(
        update={"id": example.record.id + "-less", "text": look(shorter), "entities": entities}
    )
    return _regraded(example, record, fields, spans)


def _evidence(example: Example, name: str) -> Iterator[Span]:
    """Yield where the text states a field, in offsets of the text."""
    record, view = example.record, example.reading.view
    if name in _LABELS or name in ROLE_OF:
        for entity in record.entities or []:
            if entity.label == _LABELS.get(name) or entity.role == ROLE_OF.get(name, "-"):
                yield entity.start, entity.end
    if name in ROLE_OF:
        forms = (
            example.gold[name]
            if name == "employer"
            else [form for place in example.gold[name] for form in place]
        )
        for form in forms:
            for match in re.finditer(re.escape(fold(form)), fold(record.text)):
                yield match.span()
    elif name == "contract":
        kinds = {example.gold["contract"], *example.gold["contract_also"]}
        for kind, pattern in contract_patterns():
            if kind in kinds:
                for match in pattern.finditer(view.folded):
                    yield view.to_original(*match.span())
    elif name not in _LABELS:
        for candidate in example.reading.candidates[name]:
            if is_right(name, example.gold, field_value(name, candidate)):
                yield view.to_original(candidate.start, candidate.end)


def _sentences(text: str, told: list[Span]) -> list[Span]:
    """Return the sentences, or lines of a form, that hold one of the spans, in order."""
    marks = sorted(told)
    found: list[Span] = []
    at = 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        while at < len(marks) and marks[at][1] <= start:
            at += 1
        if any(a < end and start < b for a, b in marks[at : at + 40]):
            found.append((start, end))
    return found


def _complement(cuts: list[Span], length: int) -> list[Span]:
    kept, last = [], 0
    for start, end in cuts:
        if start > last:
            kept.append((last, start))
        last = max(last, end)
    if last < length:
        kept.append((last, length))
    return kept


def _moved(kept: list[Span], start: int, end: int) -> Span | None:
    """Return where a span stands in what is kept, or None when it was cut."""
    before = 0
    for a, b in kept:
        if a <= start and end <= b:
            return start - a + before, end - a + before
        before += b - a
    return None


def _regraded(
    example: Example, record: Record, fields: list[str], spans: list[Proposal]
) -> Example:
    """Return the example of the shorter posting, gold emptied where nothing states it any more."""
    made = make_examples([record], {record.id: spans})[0]
    gold = dict(example.gold)
    for name in SHARES:
        gone = name in fields or (_findable(example, name) and not _findable(made, name, gold))
        if gone:
            gold[name] = _EMPTY.get(name)
            if name == "contract":
                gold["contract_also"] = []
    if not _findable(made, "title", gold) and _findable(example, "title"):
        gold["title"] = None
    if gold["places"]:
        folded = fold(record.text)
        gold["places"] = [
            forms for forms in gold["places"] if any(fold(form) in folded for form in forms)
        ]
    # The group keeps both on one side of every split of the postings.
    made.gold, made.made, made.group = gold, True, example.group
    return made


def _findable(example: Example, name: str, gold: dict[str, Any] | None = None) -> bool:
    """Whether some candidate has the field's value."""
    gold = gold or example.gold
    candidates = example.reading.candidates[name]
    if name == "employer":
        return any(is_right(name, gold, c.value) for c in candidates)
    if name == "places":
        names = {fold(c.value.name) for c in candidates}
        return any(fold(form) in names for forms in gold["places"] for form in forms)
    return any(is_right(name, gold, field_value(name, c)) for c in candidates)
