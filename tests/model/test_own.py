"""A label and a contract type of one's own, from annotated postings to `Posting`."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy

import annonce_nlp
from annonce_nlp.choice import models_folder
from annonce_nlp.components import posting_of
from annonce_nlp.corpus.drafts import draft_record
from annonce_nlp.corpus.exchange import write_records
from annonce_nlp.corpus.markup import read_markup
from annonce_nlp.corpus.schema import CorpusError, Record, read_records
from annonce_nlp.evaluation.header import folder_hash
from annonce_nlp.model import own as own_module
from annonce_nlp.model.config import make_config
from annonce_nlp.model.store import PARTS
from annonce_nlp.model.train import train

LABEL, TYPE = "COMPETENCE", "portage_salarial"
MARKED = Path(__file__).parents[2] / "notebooks/own_postings.txt"
NEW = """Ingénieur logiciel, portage salarial
Porté par Mirador Portage, client à Metz, 6 mois.
Compétences attendues : Rust, Kubernetes, anglais courant.
480 € par jour."""


def own_records() -> list[Record]:
    """Return invented postings with a label and a contract type of their own."""
    found = []
    for number, piece in enumerate(MARKED.read_text("utf-8").split("=====\n")):
        kind, _, marked = piece.rpartition(f"# type: {TYPE}\n")
        text, entities = read_markup(marked.strip(), own_labels=[LABEL])
        record = draft_record(f"mine-{number:02}", text, annonce_nlp.parse(text))
        meta = {"contract_type": TYPE} if f"# type: {TYPE}" in piece else {}
        assert not kind.strip()
        found.append(record.model_copy(update={"entities": entities, "meta": meta}))
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "mine.jsonl"
    write_records(path, own_records())
    return path


def settings(**own: Any) -> Any:
    named = {"labels": [LABEL], "contract_types": [TYPE]}
    return make_config({"parts": ["own"], "own": {**named, **own}})


@pytest.fixture(scope="module")
def taught(data: Path) -> tuple[Path, dict[str, Any]]:
    """Train for as long as a test can wait; a real training finds more."""
    output = data.with_name("models")
    meta = train(data, output, config=settings(epochs=9))
    return output, meta


def test_a_label_of_ones_own_is_found_in_a_new_posting(taught: tuple[Path, Any]) -> None:
    nlp = annonce_nlp.load(taught[0])
    doc = nlp(NEW)
    skills = [ent.text for ent in doc.ents if ent.label_ == LABEL]
    assert {"Rust", "Kubernetes"} <= set(skills)
    posting = posting_of(doc)
    assert [e.text for e in posting.entities if e.label == LABEL] == skills
    assert {span.label_ for span in doc.spans["own"]} == {LABEL}
    ends = [(e.start, e.end) for e in posting.entities]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


def test_a_contract_type_of_ones_own_stands_beside_the_fixed_one(taught: tuple[Path, Any]) -> None:
    nlp = annonce_nlp.load(taught[0])
    posting = posting_of(nlp(NEW))
    assert posting.own_contract is not None
    assert posting.own_contract.type == TYPE
    assert posting.own_contract.probability > 0.5
    assert posting.contract is not None
    assert posting.contract.type == "independant"
    other = posting_of(nlp("Boulangère\nLe Fournil Azurin, Dax, CDI 35 h, 1 900 € brut."))
    assert other.own_contract is None


def test_everything_else_stays_as_it_was(taught: tuple[Path, Any]) -> None:
    output, meta = taught
    for name in (name for part in ("ner", "rankers", "contract") for name in PARTS[part]):
        one, other = output / name, models_folder() / name
        same = folder_hash(one) == folder_hash(other) if one.is_dir() else None
        assert same if one.is_dir() else one.read_bytes() == other.read_bytes(), name
    shipped, mine = annonce_nlp.parse(NEW), posting_of(annonce_nlp.load(output)(NEW))
    known = shipped.model_dump(exclude={"entities", "own_contract"})
    assert mine.model_dump(exclude={"entities", "own_contract"}) == known
    assert shipped.own_contract is None
    assert [e for e in mine.entities if e.label != LABEL] == shipped.entities
    about = meta["parts"]["own"]
    assert about["labels"]["names"] == [LABEL]
    assert about["labels"]["postings"] == len(own_records())
    assert about["labels"]["held_out"][LABEL]["support"] > 50
    assert about["contract_types"]["cross_validation"]["macro_f1"] > 0.8


def test_a_saved_pipeline_carries_what_is_ones_own(
    taught: tuple[Path, Any], tmp_path: Path
) -> None:
    nlp = annonce_nlp.load(taught[0])
    nlp.to_disk(tmp_path / "saved")
    assert posting_of(spacy.load(tmp_path / "saved")(NEW)) == posting_of(nlp(NEW))


def test_a_component_of_ones_own_writes_spans_that_stay() -> None:
    nlp = annonce_nlp.pipeline.build()
    ruler: Any = nlp.add_pipe("entity_ruler", after="annonce_structure")
    ruler.add_patterns(
        [{"label": "OUTIL", "pattern": "Kubernetes"}, {"label": "OUTIL", "pattern": "Metz"}]
    )
    doc = nlp(NEW)
    assert ("OUTIL", "Kubernetes") in [(e.label, e.text) for e in posting_of(doc).entities]
    # Metz is a LIEU, and a doc's entities do not overlap; doc.spans keeps what was found all the same.
    assert ("LIEU", "Metz") in [(e.label, e.text) for e in posting_of(doc).entities]
    assert [span.text for span in doc.spans["own"]] == ["Metz", "Kubernetes"]


# --- what it refuses


def write(tmp_path: Path, records: list[Record]) -> Path:
    path = tmp_path / "mine.jsonl"
    write_records(path, records)
    return path


def test_a_label_that_is_not_named_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"mine\.jsonl:1: .*unknown label 'COMPETENCE'; use one of ORG"
    ):
        train(data, tmp_path / "out", config=settings(labels=[]))
    with pytest.raises(CorpusError, match="unknown label 'COMPETENCE'"):
        list(read_records(data))


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("one of the five", {"labels": [LABEL, "ORG"]}, "own label ORG is one of the five already"),
    ("never seen", {"labels": [LABEL, "OUTIL"]}, "0 postings with the label OUTIL are too few"),
    ("type never seen", {"contract_types": [TYPE, "vie"]}, "0 postings with the contract type vie"),
]


@pytest.mark.parametrize(("own", "message"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_the_data_cannot_teach_is_refused(
    own: dict[str, Any], message: str, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError, match=message):
        train(data, tmp_path / "out", config=settings(**own))
    assert not (tmp_path / "out").exists()


def test_a_slip_in_a_type_is_refused(tmp_path: Path) -> None:
    records = own_records()
    records[1] = records[1].model_copy(update={"meta": {"contract_type": "portage"}})
    with pytest.raises(CorpusError, match=r"mine-01: contract type 'portage' is not named"):
        train(write(tmp_path, records), tmp_path / "out", config=settings())


def test_one_type_alone_teaches_nothing(tmp_path: Path) -> None:
    only = [r for r in own_records() if r.meta]
    with pytest.raises(CorpusError, match="all postings have the contract type portage_salarial"):
        train(write(tmp_path, only), tmp_path / "out", config=settings())


def test_own_without_anything_named_is_refused(data: Path, tmp_path: Path) -> None:
    path = write(
        tmp_path, [r.model_copy(update={"entities": None}) for r in read_records(data, [LABEL])]
    )
    with pytest.raises(CorpusError, match=r'nothing to train: parts = \["own"\]'):
        train(path, tmp_path / "out", config=settings(labels=[], contract_types=[]))


def test_files_without_the_label_say_nothing_about_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def learn(records: list[Record], *_: Any) -> Any:
        asked.append(len(records))
        return None, {}, {}

    monkeypatch.setattr(own_module, "train_labels", learn)
    other = tmp_path / "others.jsonl"
    authored = Path(__file__).parents[2] / "data/authored/w01.jsonl"
    other.write_text("".join(authored.read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    train([data, other], tmp_path / "out", config=settings(contract_types=[]))
    assert asked == [len(own_records())]
    assert "own" in json.loads((tmp_path / "out/meta.json").read_text("utf-8"))["parts"]
