"""Training the models from annotated postings: `annonce-nlp train`."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp.choice import load_rankers, models_folder
from annonce_nlp.corpus.schema import LABELS, CorpusError, Record
from annonce_nlp.fields.contract.classifier import load_classifier
from annonce_nlp.model.config import TrainConfig, make_config
from annonce_nlp.model.contract import save_classifier, train_classifier
from annonce_nlp.model.data import corpus_hash, draw, read_corpus, read_files
from annonce_nlp.model.examples import ModelSpans, make_examples
from annonce_nlp.model.gate import POSTINGS, fit_gate
from annonce_nlp.model.own import Own, check_own, train_labels, train_own
from annonce_nlp.model.pages import train_page_ranker
from annonce_nlp.model.rankers import train_rankers
from annonce_nlp.model.silence import silenced
from annonce_nlp.model.stopping import Progress
from annonce_nlp.model.store import (
    PARTS,
    check_size,
    copy,
    make_meta,
    read_unseen,
    replacing,
    write_rankers,
    write_unseen,
)
from annonce_nlp.ner.tagger import proposals_of
from annonce_nlp.pipeline import build, check_format

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["corpus_hash", "read_corpus", "train"]


def train(
    data: Path | Sequence[Path],
    output: Path,
    say: Callable[[str], None] = lambda _: None,
    *,
    config: TrainConfig | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> dict[str, Any]:
    """Train on annotated postings and put the models in `output`.

    `output` changes only when all is done: whatever fails or is stopped before leaves it as it
    was. Parts that are not trained are taken over from it or, when it holds no models, from those
    shipped.

    Parameters
    ----------
    data
        JSONL files, or folders of them.
    output
        The models folder.
    say
        Called with a line for each thing that is done.
    config
        The settings; the defaults when None.
    step
        Called after each batch of the NER with the batches done and those to do at most.

    Returns
    -------
    dict
        What `meta.json` records.

    Raises
    ------
    CorpusError
        For postings that cannot be trained on, or models that grow too large.
    ModelsError
        When models to take over were made by an incompatible version.
    """
    config = config or make_config()
    progress = Progress(say, step)
    paths = [data] if isinstance(data, Path) else list(data)
    files = draw(read_files(paths, config.own.labels), config.limits.postings_max, config.seed)
    records = [record for file in files for record in file]
    say(f"{len(records)} postings read from {', '.join(map(str, paths))}")
    main = [part for part in config.parts if part != "own"]
    if main and len(records) < config.limits.postings_min:
        raise CorpusError(
            f"{len(records)} postings in {', '.join(map(str, paths))} are too few to train on: "
            f"annotate {config.limits.postings_min} or more"
        )
    if "own" in config.parts:
        if not main and not config.own.labels and not config.own.contract_types:
            raise CorpusError(
                'nothing to train: parts = ["own"], but [own] names no label and no contract type'
            )
        check_own(files, config)
    kept = [part for part in PARTS if part not in config.parts]
    base = output if (output / "meta.json").is_file() else models_folder()
    about: dict[str, Any] = {}
    if kept:
        before = check_format(base).get("parts", {})
        about = {part: before[part] for part in kept if part in before}
        say(f"taken over from {base}: {', '.join(kept)}")

    with replacing(output) as scratch:
        for name in (name for part in kept for name in PARTS[part]):
            if (base / name).exists():
                copy(base / name, scratch / name)
        spans = _train_ner(records, config, base, scratch, about, progress)
        _train_choice(records, spans, config, scratch, about, progress)
        if "own" in config.parts:
            _save_own(train_own(files, config, progress), scratch, about)
        meta = make_meta(config.model_dump(), {p: about[p] for p in PARTS if p in about})
        (scratch / "meta.json").write_text(
            json.dumps(meta, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        size = check_size(scratch, config.limits.model_mb)
    _forget()
    say(f"models written to {output} ({size:.1f} MB)")
    return meta


def _train_ner(
    records: Sequence[Record],
    config: TrainConfig,
    base: Path,
    scratch: Path,
    about: dict[str, Any],
    progress: Progress,
) -> ModelSpans:
    """Train the NER and return what models that did not see a posting find in it.

    When the NER is taken over, `unseen.json.gz` tells what was found in the postings it was trained
    on, and it is asked itself about others.
    """
    if "ner" in config.parts:
        annotated = [record for record in records if record.entities is not None]
        nlp, figures, spans = train_labels(annotated, LABELS, config.ner, config.seed, progress)
        sample = random.Random(config.seed).sample(annotated, min(POSTINGS, len(annotated)))  # noqa: S311 - no security
        share = fit_gate(
            nlp.get_pipe("ner"),  # type: ignore[arg-type]
            (nlp.make_doc(record.text) for record in sample),
        )
        progress.say(f"NER: its upper layers read {share:.0%} of the words")
        _save_ner(nlp, scratch / "ner")
        write_unseen(spans, annotated, scratch)
        about["ner"] = figures
        return spans
    if not {"rankers", "contract"} & set(config.parts) or not (base / "ner").is_dir():
        return {}
    return find_unseen(records, base, progress.say)


def find_unseen(
    records: Sequence[Record], folder: Path, say: Callable[[str], None] = lambda _: None
) -> ModelSpans:
    """Return what a NER that did not learn from a posting finds in it.

    `unseen.json.gz` tells it of the postings that the NER of `folder` learnt from; about others that NER
    is asked itself.
    """
    spans = read_unseen(records, folder)
    new = [record for record in records if record.id not in spans]
    if new:
        say(f"asking the NER of {folder} about {len(new)} postings")
        nlp = build(folder)
        with nlp.select_pipes(enable="ner"):
            spans |= {record.id: proposals_of(nlp(record.text)) for record in new}
    return spans


def _train_choice(
    records: Sequence[Record],
    spans: ModelSpans,
    config: TrainConfig,
    scratch: Path,
    about: dict[str, Any],
    progress: Progress,
) -> None:
    """Train the rankers and the contract classifier, as the settings ask."""
    if not {"rankers", "contract"} & set(config.parts):
        return
    examples = make_examples(records, spans)
    if config.rankers.silenced:
        examples = [*examples, *silenced(examples, spans, config.seed)]
    data = {"postings": len(records), "data_sha256": corpus_hash(records)}
    if "rankers" in config.parts:
        progress.say("candidates proposed; fitting the rankers")
        rankers = train_rankers(examples)
        progress.say("fitting the page ranker")
        rankers["page"] = train_page_ranker([record.text for record in records], config.seed)
        write_rankers(rankers, scratch)
        about["rankers"] = data
    if "contract" in config.parts:
        progress.say("fitting the contract classifier")
        classifier, figures = train_classifier(examples, config.contract)
        save_classifier(classifier, scratch)
        about["contract"] = {**data, "cross_validation": figures}
        progress.say(
            f"contract: macro-F1 {figures['macro_f1']:.3f}, accuracy {figures['accuracy']:.3f} "
            f"by cross-validation ({figures['folds']} folds by brief)"
        )


def _save_own(own: Own, scratch: Path, about: dict[str, Any]) -> None:
    folder = scratch / "own"
    if own.ner is not None:
        _save_ner(own.ner, folder / "ner")
    if own.classifier is not None:
        folder.mkdir(exist_ok=True)
        save_classifier(own.classifier, folder)
    if own.about:
        about["own"] = own.about


def _save_ner(nlp: Language, folder: Path) -> None:
    folder.parent.mkdir(exist_ok=True)
    nlp.get_pipe("ner").to_disk(folder, exclude=["vocab"])  # type: ignore[attr-defined]


def _forget() -> None:
    """Let this process read models again that it had read before they were replaced."""
    from annonce_nlp import api  # noqa: PLC0415 - it loads nothing, but knows what was loaded

    for cache in (load_rankers, load_classifier, api._pipeline):
        cache.cache_clear()
