"""`evaluate`: one call from gold and a model to a typed report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annonce_nlp.corpus.schema import LABELS
from annonce_nlp.evaluation import contract, errors, fields, spans
from annonce_nlp.evaluation.ablation import grammars_only, ner_only
from annonce_nlp.evaluation.calibration import calibrate_fields
from annonce_nlp.evaluation.cost import measure_cost
from annonce_nlp.evaluation.dataset import Dataset, Item, read_dataset
from annonce_nlp.evaluation.gate import compare, read_baseline
from annonce_nlp.evaluation.header import make_header, training_of
from annonce_nlp.evaluation.match import FIELDS
from annonce_nlp.evaluation.peers import default_peers, read_peers
from annonce_nlp.evaluation.predict import Prediction, Predictor, majority, pipeline, predict
from annonce_nlp.evaluation.report import Highlight, PostingView, Report
from annonce_nlp.evaluation.resample import Resampler
from annonce_nlp.evaluation.slices import score_slices, source_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PIPELINE = "annonce_nlp"
"""Name of the full pipeline in the tables."""


def evaluate(  # noqa: PLR0913 - keywords
    data: Sequence[str | Path] | str | Path | None = None,
    model: str | Path | None = None,
    *,
    seed: int = 0,
    cost: bool = True,
    baseline: str | Path | None = None,
    variants: Mapping[str, Predictor] | None = None,
    predictor: Predictor | None = None,
    peers: str | Path | None = None,
    own_labels: Sequence[str] = (),
) -> Report:
    """Measure how right a pipeline is.

    Parameters
    ----------
    data
        Files or folders of annotated postings; `data/annotated` when None.
    model
        A folder written by « annonce-nlp train » or `nlp.to_disk()`; the shipped models when None.
    seed
        Seed of the bootstrap.
    cost
        Whether to measure speed and memory, in processes of their own (some ten seconds).
    baseline
        A file written by `gate.write_baseline` to compare with; `report.fallen` names the losses.
    variants
        More predictors for the field table, by name; without it the majority class and the
        grammars without trained weights.
    predictor
        What is evaluated instead of the pipeline, such as `predict.read_predictions(path)`; the
        cost is then left out.
    peers
        Folder of other libraries' results; `benchmarks/peers/results` when None.
    own_labels
        Labels in the data beside the five; their spans are scored like the others'.

    Returns
    -------
    Report
        Nothing is written; see `write.write_report`.

    Raises
    ------
    CorpusError
        For gold or predictions that cannot be used: the message names file, line and cure.
    FileNotFoundError
        When there is no model at `model`.
    """
    paths = [data] if isinstance(data, str | Path) else data
    dataset = read_dataset(paths, own_labels)
    then = read_baseline(Path(baseline)) if baseline is not None else None
    rivals = read_peers(Path(peers) if peers is not None else default_peers(), dataset)
    reader = predictor or pipeline(model, own_labels)
    answers = predict(dataset, reader, PIPELINE, own_labels)
    labels = (*LABELS, *own_labels)
    if variants is None:
        variants = {
            "majority class": majority(dataset),
            "grammars only": grammars_only(),
            "trained NER only": ner_only(),
        }
    resampler = Resampler(len(dataset.items), seed)
    golds = [item.gold for item in dataset.items]
    marks = fields.marks(golds, answers)
    tables = {
        rank: spans.count_posting(
            [(e.start, e.end, e.label) for e in item.record.entities], answer.spans, labels
        )
        for rank, (item, answer) in enumerate(zip(dataset.items, answers, strict=True))
        if item.record.entities is not None
    }
    types = contract.pairs(golds, answers)
    report = Report(
        header=make_header(dataset, model, seed),
        fields=fields.score_fields(golds, marks, resampler),
        six=fields.score_six(marks, resampler),
        variants=[
            fields.score_variant(name, golds, predict(dataset, variant, name), resampler)
            for name, variant in variants.items()
        ],
        peers=rivals,
        spans=spans.score_spans(list(tables.values()), resampler.subset(list(tables)), labels)
        if tables
        else [],
        span_postings=len(tables),
        contract=contract.score_contract(golds, answers, resampler),
        training=training_of(model) if predictor is None else None,
        slices=score_slices(dataset.items, marks, resampler),
        calibration=calibrate_fields(marks, answers),
        errors=errors.worst_errors(dataset.items, marks, answers),
        cost=measure_cost([record.text for record in dataset.records], model)
        if cost and predictor is None
        else None,
        postings=[
            _view(item, answer, marks[rank], tables.get(rank), types[rank])
            for rank, (item, answer) in enumerate(zip(dataset.items, answers, strict=True))
        ],
    )
    if then is None:
        return report
    comparison = compare(report, then, Path(str(baseline)))
    return report.model_copy(update={"comparison": comparison, "baseline": str(baseline)})


def _view(
    item: Item,
    answer: Prediction,
    marks: fields.Marks,
    table: spans.Table | None,
    types: tuple[str, str],
) -> PostingView:
    text = item.record.text
    shown = [
        Highlight(kind="gold", name=e.label, start=e.start, end=e.end)
        for e in item.record.entities or []
    ]
    shown += [
        Highlight(kind="predicted", name=label, start=start, end=end)
        for start, end, label in answer.spans
    ]
    shown += [
        Highlight(kind="evidence", name=field, start=e["start"], end=e["end"])
        for field, found in answer.evidence.items()
        if field in FIELDS
        for e in found
        if 0 <= e["start"] < e["end"] <= len(text)
    ]
    return PostingView(
        id=item.record.id,
        where=item.where,
        source=source_of(item.record),
        outcomes=marks,
        wanted={field: errors.shown_gold(field, item.gold) for field in FIELDS},
        got={field: errors.shown(answer.values.get(field)) for field in FIELDS},
        text=text,
        highlights=shown,
        gold_sha256=item.gold_hash,
        strict=_strict(table) if table is not None else None,
        contract=types,
    )


def _strict(table: spans.Table) -> dict[str, tuple[int, int, int]]:
    counts = {}
    for (label, scheme), row in table.items():
        if scheme == "strict":
            shared = row["correct"] + row["incorrect"] + row["partial"]
            counts[label] = (
                int(row["correct"]),
                int(shared + row["spurious"]),
                int(shared + row["missed"]),
            )
    return counts


__all__ = ["PIPELINE", "Dataset", "evaluate"]
