"""What other libraries reach on the same data: read from their benchmark's result files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation.match import FIELDS
from annonce_nlp.evaluation.report import PeerField, PeerScore

if TYPE_CHECKING:
    from annonce_nlp.evaluation.dataset import Dataset


class PeerData(BaseModel):
    """A peer's figures on one dataset."""

    model_config = ConfigDict(extra="forbid")

    n: int
    fields: dict[str, PeerField]


class PeerFile(BaseModel):
    """`benchmarks/peers/results/<peer>.json`; `data` is by dataset name (`annotated`, `dev` …)."""

    model_config = ConfigDict(extra="ignore")

    peer: str
    version: str
    data: dict[str, PeerData]
    note: str = ""


def default_peers() -> Path:
    """Return the checkout's folder of peers' results (it need not exist)."""
    return Path(__file__).parents[3] / "benchmarks" / "peers" / "results"


def read_peers(folder: Path, dataset: Dataset) -> list[PeerScore]:
    """Read what peers reach on this dataset; a peer that did not run on it is left out.

    Raises
    ------
    CorpusError
        When a result file is broken, names an unknown field, or counts other postings than the
        data.
    """
    scores = []
    for path in (
        sorted(folder.glob("*.json")) if folder.is_dir() and len(dataset.names) == 1 else []
    ):
        try:
            found = PeerFile.model_validate_json(path.read_text("utf-8"))
        except ValidationError as error:
            first = error.errors()[0]
            spot = ".".join(map(str, first["loc"])) or "file"
            raise CorpusError(
                f"{path}: {spot}: {first['msg']}; run the peer's benchmark again"
            ) from error
        data = found.data.get(dataset.names[0])
        if data is None:
            continue
        unknown = sorted(set(data.fields) - {*FIELDS, "six"})
        if unknown:
            raise CorpusError(
                f"{path}: unknown field {unknown[0]!r}; the fields are {', '.join(FIELDS)}"
            )
        if data.n != len(dataset.items):
            raise CorpusError(
                f"{path}: measured on {data.n} postings of {dataset.names[0]}, which holds "
                f"{len(dataset.items)}; run the peer's benchmark again"
            )
        scores.append(
            PeerScore(
                name=found.peer,
                version=found.version,
                n=data.n,
                fields=data.fields,
                note=found.note,
            )
        )
    return scores
