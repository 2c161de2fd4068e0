"""Records as Label Studio tasks and back, roles included.

Make a project with `LABELING_CONFIG`, import the JSON list of `to_tasks`, export as JSON (not
JSON-MIN) and read it with `from_tasks`. A role is a choice of its region: an ORG may be the
employer, a LIEU the workplace.

The fields of a record travel with the task and come back as they left: Label Studio shows spans
only. Its ids, annotators and times are not kept.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal

from annonce_nlp import __version__
from annonce_nlp.corpus.exchange import (
    CARRIED,
    carried,
    make_entity,
    parse_carried,
    rebuild,
    utf16_offsets,
)
from annonce_nlp.corpus.markup import ROLE_OF_LABEL
from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldEntity, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Task = dict[str, Any]

_COLOURS = {
    "ORG": "#1f6fb5",
    "LIEU": "#2e8b57",
    "REMUNERATION": "#b8860b",
    "DATE_LIMITE": "#c0392b",
    "DUREE": "#7d3c98",
}
_OTHER = "#5d6d7e"


def labeling_config(own_labels: Sequence[str] = ()) -> str:
    """Return the labeling interface for the five labels and those of your own."""
    labels = "\n".join(
        f'    <Label value="{label}" background="{_COLOURS.get(label, _OTHER)}" hotkey="{number}"/>'
        for number, label in enumerate((*LABELS, *own_labels), 1)
    )
    roles = "\n".join(
        f'  <Choices name="role_{role}" toName="text" choice="single" perRegion="true"\n'
        f'           whenTagName="label" whenLabelValue="{label}">\n'
        f'    <Choice value="{role}"/>\n'
        "  </Choices>"
        for label, role in ROLE_OF_LABEL.items()
    )
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}\n  </Labels>\n'
        f'{roles}\n  <Text name="text" value="$text"/>\n</View>\n'
    )


LABELING_CONFIG = labeling_config()
"""The labeling interface: the five labels, and the role of the chosen ORG or LIEU."""


def to_tasks(
    records: Iterable[Record], *, kind: Literal["predictions", "annotations"] = "predictions"
) -> Iterator[Task]:
    """Yield a task a record, its spans as predictions to correct or as finished annotations.

    A record without spans of its own becomes a task with neither. To correct what the library
    reads, make records with `annonce_nlp.corpus.drafts.draft_record`.
    """
    for record in records:
        task: Task = {
            "data": {"text": record.text, "id": record.id, CARRIED: carried(record)},
        }
        if record.entities is not None:
            result = list(_regions(record))
            version = {"model_version": f"annonce_nlp {__version__}"}
            task[kind] = [{**(version if kind == "predictions" else {}), "result": result}]
        yield task


def _regions(record: Record) -> Iterator[dict[str, Any]]:
    for number, entity in enumerate(record.entities or []):
        where = {
            "start": entity.start,
            "end": entity.end,
            "text": record.text[entity.start : entity.end],
        }
        region = {"id": f"span-{number}", "to_name": "text"}
        yield {
            **region,
            "from_name": "label",
            "type": "labels",
            "value": {**where, "labels": [entity.label]},
        }
        if entity.role:
            yield {
                **region,
                "from_name": f"role_{entity.role}",
                "type": "choices",
                "value": {**where, "choices": [entity.role]},
            }


def from_tasks(
    tasks: Iterable[Mapping[str, Any]],
    *,
    predictions: bool = False,
    own_labels: Sequence[str] = (),
) -> Iterator[Record]:
    """Yield the records of exported tasks, with the spans of their finished annotations.

    Parameters
    ----------
    tasks
        The objects of Label Studio's JSON export.
    predictions
        Take the prediction of tasks that nobody annotated. Else these are left out, and a
        `UserWarning` at the end says how many. Tasks without either come back as they left.
    own_labels
        Labels accepted beside the five.

    Raises
    ------
    CorpusError
        For a task with several annotations none of which is the ground truth, one that did not
        come from `to_tasks`, or a span that is not where its text is.
    """
    skipped = 0
    for number, task in enumerate(tasks, 1):
        data = task.get("data") or {}
        rest = parse_carried(data.get(CARRIED), f"task {task.get('id', number)}")
        where = f"task {task.get('id', number)} ({rest['id']})"
        annotation = _finished(task.get("annotations") or [], where)
        proposed = task.get("predictions") or []
        if annotation is None and predictions and proposed:
            annotation = proposed[0]
        if annotation is None and proposed:
            skipped += 1
            continue
        if annotation is not None:
            rest.pop("unannotated", None)
        text = data.get("text", "")
        entities = _entities(text, (annotation or {}).get("result") or [], where, own_labels)
        yield rebuild(text, entities, rest, where)
    if skipped:
        warnings.warn(
            f"{skipped} tasks have predictions but no finished annotation and were left out; "
            "annotate them, or read them with predictions=True",
            stacklevel=2,
        )


def _finished(annotations: list[Mapping[str, Any]], where: str) -> Mapping[str, Any] | None:
    done = [a for a in annotations if not a.get("was_cancelled")]
    if len(done) > 1:
        done = [a for a in done if a.get("ground_truth")]
        if len(done) != 1:
            raise CorpusError(
                f"{where}: several annotations; mark one as ground truth in Label Studio"
            )
    return done[0] if done else None


def _entities(
    text: str, result: Iterable[Mapping[str, Any]], where: str, own_labels: Sequence[str]
) -> Iterator[GoldEntity]:
    known = (*LABELS, *own_labels)
    spans: dict[str, Mapping[str, Any]] = {}
    roles: dict[str, str] = {}
    for region in result:
        kind, value = region.get("type"), region.get("value") or {}
        if kind == "labels":
            spans[region["id"]] = value
        elif kind == "choices" and str(region.get("from_name", "")).startswith("role_"):
            roles[region["id"]] = value["choices"][0]
        else:
            raise CorpusError(
                f"{where}: a region of type {kind!r} that LABELING_CONFIG does not make; "
                "take it out of the project or of the export"
            )
    for name, value in spans.items():
        start, end = _place(text, value, where)
        label = (value.get("labels") or ["none"])[0]
        if label not in known or len(value["labels"]) > 1:
            raise CorpusError(
                f"{where}: labels {value.get('labels')} on one span; use one of {', '.join(known)}"
            )
        yield make_entity(text, start, end, label, roles.get(name))


def _place(text: str, value: Mapping[str, Any], where: str) -> tuple[int, int]:
    """Return a region's ends in code points; older versions count UTF-16 code units."""
    start, end, said = int(value["start"]), int(value["end"]), value.get("text")
    if said is None or _same(text[start:end], said):
        return start, end
    units = {unit: point for point, unit in enumerate(utf16_offsets(text))}
    if start in units and end in units and _same(text[units[start] : units[end]], said):
        return units[start], units[end]
    raise CorpusError(
        f"{where}: {said[:60]!r} is not at {start}–{end} but {text[start:end][:60]!r} is; "
        "the text was changed after the export, or annotate the span again"
    )


def _same(piece: str, said: str) -> bool:
    # Label Studio writes a line break as the two characters « \n », or as a blank.
    return "".join(piece.split()) == "".join(said.replace("\\n", " ").split())
