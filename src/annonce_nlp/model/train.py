"""Training all models from annotated postings: `annonce-nlp train`."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annonce_nlp import __version__
from annonce_nlp.choice import Ranker
from annonce_nlp.corpus.schema import CorpusError, Record, read_records
from annonce_nlp.model.contract import save_classifier, train_classifier
from annonce_nlp.model.examples import make_examples
from annonce_nlp.model.ner import predict_unseen, train_ner
from annonce_nlp.model.pages import train_page_ranker
from annonce_nlp.model.rankers import train_rankers
from annonce_nlp.pipeline import FORMAT

FEWEST = 60
"""With fewer postings than this, some ranker would have no right candidate to learn from."""


def read_corpus(folder: Path) -> list[Record]:
    """Read every `*.jsonl` of a folder, in name order.

    Raises
    ------
    CorpusError
        When there is none, or one is broken.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise CorpusError(
            f"no .jsonl file in {folder}: give the folder that holds your annotated postings"
        )
    return [record for file in files for record in read_records(file)]


def train(data: Path, output: Path, say: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Train on the postings in `data` and put the models in `output`; return what `meta.json` records.

    The models are written to a temporary folder first: `output` changes only when all is done.
    """
    records = read_corpus(data)
    say(f"{len(records)} postings read from {data}")
    if len(records) < FEWEST:
        raise CorpusError(
            f"{len(records)} postings in {data} are too few to train on: annotate {FEWEST} or more"
        )
    model_spans = predict_unseen(records, say=say)
    say("training the NER on all postings")
    ner = train_ner(records, say=say).get_pipe("ner")
    examples = make_examples(records, model_spans)
    say("candidates proposed; fitting the rankers")
    rankers = train_rankers(examples)
    say("fitting the page ranker")
    rankers["page"] = train_page_ranker([record.text for record in records])
    say("fitting the contract classifier")
    classifier = train_classifier(examples)
    meta = {
        "format": FORMAT,
        "annonce_nlp": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "postings": len(records),
        "data_sha256": corpus_hash(records),
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=output.parent, prefix=".training-"))
    try:
        (scratch / "choice.json").write_text(_dump(rankers), "utf-8")
        save_classifier(classifier, scratch)
        (scratch / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
        ner.to_disk(scratch / "ner", exclude=["vocab"])  # type: ignore[attr-defined]
        output.mkdir(exist_ok=True)
        (output / "ner").mkdir(exist_ok=True)
        for file in sorted(scratch.rglob("*")):
            if file.is_file():
                file.replace(output / file.relative_to(scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    say(f"models written to {output}")
    return meta


def corpus_hash(records: list[Record]) -> str:
    """Return the SHA-256 of what was trained on, whatever the order of files."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda r: r.id):
        digest.update(record.model_dump_json(exclude={"meta", "source"}).encode())
    return digest.hexdigest()


def _dump(rankers: dict[str, Ranker]) -> str:
    table = {
        name: {
            "bias": r.bias,
            "threshold": r.threshold,
            "exclusive": r.exclusive,
            "weights": dict(sorted(r.weights.items())),
        }
        for name, r in sorted(rankers.items())
    }
    return json.dumps({"rankers": table}, ensure_ascii=False, indent=0) + "\n"
