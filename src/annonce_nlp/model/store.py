"""Putting a models folder in place: whole, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from annonce_nlp import __version__
from annonce_nlp.choice import Proposal, Ranker
from annonce_nlp.corpus.schema import CorpusError, Record
from annonce_nlp.model.examples import ModelSpans
from annonce_nlp.pipeline import FORMAT, weight_versions

UNSEEN = "unseen.json.gz"
"""What NERs that had not seen a posting found in it."""
PARTS = {
    "ner": ("ner", UNSEEN),
    "rankers": ("choice.json",),
    "contract": ("contract.json", "contract.npz"),
    "own": ("own",),
}
"""The files and folders of each part."""


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the place of `output` when the block ends well.

    Until then `output` is as it was, and it stays so when the block fails or is stopped. Files of
    `output` that are no part of the models, such as a model card, are carried over.
    """
    output = output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=output.parent, prefix=".training-"))
    old = scratch.with_name(scratch.name + "-old")
    try:
        yield scratch
        ours = {name for names in PARTS.values() for name in names} | {"meta.json"}
        for file in output.iterdir() if output.is_dir() else ():
            if file.name not in ours:
                copy(file, scratch / file.name)
        scratch.chmod(0o755)
        if output.exists():
            output.rename(old)
        scratch.rename(output)
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        for folder in (scratch, old):
            shutil.rmtree(folder, ignore_errors=True)


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder."""
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def check_size(folder: Path, most_mb: float) -> float:
    """Return the size of a models folder in MB (10⁶ bytes), without what is one's own in it.

    Raises
    ------
    CorpusError
        When it is over the limit.
    """
    files = [f for f in folder.rglob("*") if f.is_file() and folder / "own" not in f.parents]
    size = sum(file.stat().st_size for file in files) / 1e6
    if size > most_mb:
        raise CorpusError(
            f"the models take {size:.1f} MB, more than model_mb = {most_mb:g}: nothing was written; "
            "raise it under [limits] in the settings"
        )
    return size


def write_rankers(rankers: dict[str, Ranker], folder: Path) -> None:
    """Write the rankers as `choice.json`."""
    table = {
        name: {
            "bias": r.bias,
            "threshold": r.threshold,
            "exclusive": r.exclusive,
            "weights": dict(sorted(r.weights.items())),
        }
        for name, r in sorted(rankers.items())
    }
    text = json.dumps({"rankers": table}, ensure_ascii=False, indent=0) + "\n"
    (folder / "choice.json").write_text(text, "utf-8")


def write_unseen(spans: ModelSpans, records: Sequence[Record], folder: Path) -> None:
    """Write what NERs that had not seen a posting found in it, as `unseen.json.gz`.

    The rankers and the contract classifier can then be trained again without the NER: what it
    finds in postings it was trained on would be too right to learn from.
    """
    table = {r.id: [_digest(r.text), spans[r.id]] for r in records if r.id in spans}
    text = json.dumps(table, separators=(",", ":"))
    # Packed, it is a third as large; without the time, the same figures give the same bytes.
    (folder / UNSEEN).write_bytes(gzip.compress(text.encode(), mtime=0))


def read_unseen(records: Sequence[Record], folder: Path) -> ModelSpans:
    """Read `unseen.json.gz` for those of the records whose text is the same still."""
    path = folder / UNSEEN
    table = json.loads(gzip.decompress(path.read_bytes())) if path.is_file() else {}
    return {
        r.id: [Proposal(*span) for span in table[r.id][1]]
        for r in records
        if r.id in table and table[r.id][0] == _digest(r.text)
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def make_meta(config: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    """Return what `meta.json` records: format, versions, settings, and each part's data and figures."""
    return {
        "format": FORMAT,
        "annonce_nlp": __version__,
        "python": ".".join(map(str, sys.version_info[:3])),
        "versions": {
            **weight_versions(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "thinc")},
        },
        "config": config,
        "parts": parts,
    }
