"""The worst errors, where they stand in the text, and how values are shown to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annonce_nlp.evaluation.calibration import field_score
from annonce_nlp.evaluation.fields import Marks, is_ok
from annonce_nlp.evaluation.match import FIELDS, SIX, Value, stated
from annonce_nlp.evaluation.report import ErrorCase, Outcome
from annonce_nlp.reader import ROLE_OF, SPAN_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.dataset import Item
    from annonce_nlp.evaluation.predict import Prediction

WORST = 20
CONTEXT = 70
"""Characters shown before and after."""
_WEIGHT: dict[Outcome, float] = {"wrong": 1.0, "spurious": 0.9, "missing": 0.6}
"""A false value does more harm than none."""
_UNSCORED = 0.5
_LABEL_OF = {name: (label, ROLE_OF.get(name)) for label, name in SPAN_LABELS.items()}


def shown(value: Value) -> str:
    """Write a field's value, gold or predicted, in one line; `—` when it says nothing."""
    if not stated(value):
        return "—"
    if isinstance(value, dict):
        return _amount(value)
    if isinstance(value, list):
        return " + ".join(" | ".join(v) if isinstance(v, list) else str(v) for v in value)
    return str(value)


def shown_gold(field: str, gold: dict[str, Any]) -> str:
    """Write the gold value with what else is accepted."""
    value = gold.get(field)
    forms = [" | ".join(value) if field == "employer" and value else shown(value)]
    if field == "contract":
        forms += gold.get("contract_also", [])
    forms += [shown(other) for other in gold.get("alternatives", {}).get(field, [])]
    if field in gold.get("optional", []):
        forms.append("—")
    return " or ".join(dict.fromkeys(forms))


def _amount(value: dict[str, Any]) -> str:
    low, high = value.get("min"), value.get("max")
    numbers = (
        ""
        if low is None and high is None
        else f"{_number(low)}–{_number(high)}"
        if low != high
        else _number(low)
    )
    unit = "months" if "kind" not in value and "period" not in value else ""
    words = [value.get("kind") or "", numbers, value.get("currency") or "", unit]
    words += [f"/ {value['period']}" if value.get("period") else "", value.get("tax") or ""]
    return " ".join(word for word in words if word)


def _number(number: float | None) -> str:
    return "…" if number is None else f"{number:.2f}".rstrip("0").rstrip(".")


def worst_errors(
    items: Sequence[Item],
    all_marks: Sequence[Marks],
    predictions: Sequence[Prediction],
    limit: int = WORST,
) -> list[ErrorCase]:
    """Return the errors that do most harm: surest false values of the six main fields first."""
    found: list[tuple[float, int, str]] = []
    for rank, posting in enumerate(all_marks):
        for field in FIELDS:
            result = posting[field]
            if not is_ok(result):
                score = field_score(field, predictions[rank])
                sure = score if score is not None else _UNSCORED
                found.append(((1.0 if field in SIX else 0.5) * _WEIGHT[result] * sure, rank, field))
    found.sort(key=lambda entry: (-entry[0], entry[1], FIELDS.index(entry[2])))
    return [
        _case(i, field, items[rank], all_marks[rank], predictions[rank])
        for i, (_, rank, field) in enumerate(found[:limit], 1)
    ]


def _case(number: int, field: str, item: Item, posting: Marks, answer: Prediction) -> ErrorCase:
    text = item.record.text
    place = locate(field, item, answer)
    start, end = place or (0, 0)
    return ErrorCase(
        rank=number,
        posting=item.record.id,
        field=field,
        outcome=posting[field],
        wanted=shown_gold(field, item.gold),
        got=shown(answer.values.get(field)),
        score=field_score(field, answer),
        before=text[max(0, start - CONTEXT) : start],
        text=text[start:end],
        after=text[end : end + CONTEXT],
        start=start if place else None,
        end=end if place else None,
    )


def locate(field: str, item: Item, answer: Prediction) -> tuple[int, int] | None:
    """Return where an error shows: the evidence of the false value, else the gold span or words."""
    text = item.record.text
    for evidence in answer.evidence.get(field, []):
        if 0 <= evidence["start"] < evidence["end"] <= len(text):
            return evidence["start"], evidence["end"]
    label, role = _LABEL_OF.get(field, ("", None))
    for entity in item.record.entities or []:
        if entity.label == label and role in (None, entity.role):
            return entity.start, entity.end
    for form in [answer.values.get(field), *_forms(item.gold.get(field))]:
        if isinstance(form, str) and (start := text.casefold().find(form.casefold())) >= 0 and form:
            return start, min(len(text), start + len(form))
    return None


def _forms(value: Value) -> list[Value]:
    if not isinstance(value, list):
        return [value]
    return [form for entry in value for form in _forms(entry)]
