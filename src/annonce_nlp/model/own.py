"""Training what is one's own: labels beside the five, contract types beside the fixed ones.

Own labels get an NER of their own, so that a few postings are enough and nothing else changes.
They are learnt from the files in which they occur: such a file is taken as annotated with them
throughout, the others say nothing about them. Own contract types get a classifier of their own,
learnt from all postings; its answer stands beside the fixed type (`Posting.own_contract`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.schema import LABELS, CorpusError, Record
from annonce_nlp.model.config import NerSettings, TrainConfig
from annonce_nlp.model.contract import train_classifier
from annonce_nlp.model.data import OWN_TYPE, corpus_hash
from annonce_nlp.model.examples import Example, ModelSpans, make_examples
from annonce_nlp.model.ner import predict_unseen, train_ner
from annonce_nlp.model.stopping import EarlyStop, Progress, gold_spans, strict_scores

if TYPE_CHECKING:
    from spacy.language import Language

    from annonce_nlp.fields.contract.classifier import Classifier

FEWEST = 10
"""Postings that must hold an own label, or have an own contract type."""


@dataclass
class Own:
    """What was trained, and what `meta.json` records of it."""

    ner: Language | None = None
    classifier: Classifier | None = None
    about: dict[str, Any] = field(default_factory=dict)


def check_own(files: Sequence[Sequence[Record]], config: TrainConfig) -> None:
    """Check that the data can teach what the settings name.

    Raises
    ------
    CorpusError
        For a label or type that is one of the fixed ones, that too few postings have, or that
        the settings do not name.
    """
    records = [record for file in files for record in file]
    held = Counter(
        label for r in records for label in {e.label for e in r.entities or []} - set(LABELS)
    )
    types = Counter(str(r.meta[OWN_TYPE]) for r in records if r.meta.get(OWN_TYPE))
    for label in config.own.labels:
        if label in LABELS:
            raise CorpusError(f"own label {label} is one of the five already; take it out of [own]")
        if held[label] < FEWEST:
            raise CorpusError(_too_few("label", label, held[label]))
    for name in config.own.contract_types:
        if types[name] < FEWEST:
            raise CorpusError(_too_few("contract type", name, types[name]))
        if types[name] == len(records):
            raise CorpusError(
                f"all postings have the contract type {name}: add postings of other types, "
                "or nothing tells it apart"
            )
    unnamed = sorted(set(types) - set(config.own.contract_types))
    if unnamed and config.own.contract_types:
        first = next(r.id for r in records if r.meta.get(OWN_TYPE) == unnamed[0])
        raise CorpusError(
            f"{first}: contract type {unnamed[0]!r} is not named in the settings; "
            f"name it under [own] contract_types, or mend its meta.{OWN_TYPE}"
        )


def _too_few(kind: str, name: str, count: int) -> str:
    return (
        f"{count} postings with the {kind} {name} are too few to learn from: "
        f"annotate {FEWEST} or more"
    )


def train_own(files: Sequence[Sequence[Record]], config: TrainConfig, progress: Progress) -> Own:
    """Train what the table `[own]` names, on postings that `check_own` passed."""
    own, records = Own(), [record for file in files for record in file]
    labels = config.own.labels
    if labels:
        taught = [
            record
            for file in files
            if any(e.label in labels for r in file for e in r.entities or [])
            for record in file
            if record.entities is not None
        ]
        progress.say(f"training your labels {', '.join(labels)} on {len(taught)} postings")
        settings = config.ner.model_copy(
            update=config.own.model_dump(include={"epochs", "patience", "batch"})
        )
        own.ner, own.about["labels"], _ = train_labels(
            taught, labels, settings, config.seed, progress
        )
    if config.own.contract_types:
        progress.say(f"training your contract types {', '.join(config.own.contract_types)}")
        own.classifier, figures = train_classifier(
            make_examples(records), config.contract, own_type
        )
        own.about["contract_types"] = {
            "names": config.own.contract_types,
            "postings": len(records),
            "data_sha256": corpus_hash(records),
            "cross_validation": figures,
        }
    return own


def train_labels(
    records: Sequence[Record],
    labels: Sequence[str],
    settings: NerSettings,
    seed: int,
    progress: Progress,
) -> tuple[Language, dict[str, Any], ModelSpans]:
    """Train an NER for these labels; return it with its figures, and its held-out predictions.

    These come from models trained without the posting's brief; the first of the parts held out
    told after how many epochs to stop.
    """
    watch = EarlyStop(labels, settings.patience)
    found = predict_unseen(
        records,
        settings=settings,
        seed=seed,
        labels=labels,
        watch=watch,
        progress=progress,
    )
    progress.say(f"NER: all {len(records)} postings, {watch.best_epoch} epochs")
    nlp = train_ner(
        records,
        settings=settings,
        epochs=watch.best_epoch,
        seed=seed,
        labels=labels,
        progress=progress,
    )
    scores = strict_scores(
        zip(
            gold_spans(records, labels),
            ([s[:3] for s in found[r.id] if s.label in labels] for r in records),
            strict=True,
        )
    )
    return (
        nlp,
        {
            "names": list(labels),
            "postings": len(records),
            "data_sha256": corpus_hash(records),
            "epochs": watch.best_epoch,
            "early_stopping": watch.history,
            "held_out": scores,
        },
        found,
    )


def own_type(example: Example) -> str | None:
    """Return the contract type of one's own that a posting has."""
    name = example.record.meta.get(OWN_TYPE)
    return str(name) if name else None
