"""The pipeline as spaCy users meet it: spans, extensions, saving, loading elsewhere."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import spacy

import annonce_nlp
from annonce_nlp.components import MODEL_FILES, posting_of
from annonce_nlp.corpus.schema import LABELS
from annonce_nlp.language import AnnonceFrench
from annonce_nlp.pipeline import COMPONENTS
from tests.invented import POSTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

NAMES = ["ner", *COMPONENTS]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return annonce_nlp.load()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved") / "pipeline"
    annonce_nlp.load().to_disk(folder)
    return folder


def test_the_pipeline_has_its_components_in_order(nlp: Language) -> None:
    assert nlp.pipe_names == NAMES
    assert nlp.lang == "fr_annonce"
    assert set(nlp.pipe_labels["ner"]) == set(LABELS)


def test_every_component_gets_what_it_requires(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert analysis is not None
    assert analysis["problems"] == {name: [] for name in NAMES}


@pytest.mark.parametrize("text", POSTINGS.values(), ids=POSTINGS)
def test_a_doc_holds_the_posting_and_its_spans(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    posting = posting_of(doc)
    assert posting == annonce_nlp.parse(text)
    assert posting is doc._.posting
    assert {ent.label_ for ent in doc.ents} <= set(LABELS)
    assert [(e.label_, e.start_char, e.end_char, e.text) for e in doc.ents] == [
        (e.label, e.start, e.end, e.text) for e in posting.entities
    ]


def test_spans_are_those_of_the_five_labels(nlp: Language) -> None:
    doc = nlp(POSTINGS["labels"])
    found = {ent.label_: ent.text for ent in doc.ents}
    assert set(found) == set(LABELS)
    assert found["LIEU"] == "26000 Valence"
    assert found["DUREE"] == "8 mois"
    assert found["DATE_LIMITE"] == "18 avril 2025"
    assert found["REMUNERATION"] == "2 150 € à 2 350 € brut par mois"


def test_a_blank_doc_has_an_empty_posting(nlp: Language) -> None:
    doc = nlp("  \n")
    assert doc.ents == ()
    assert posting_of(doc) == annonce_nlp.Posting(end_char=3)


def test_spacy_s_own_pipe_reads_alike(nlp: Language) -> None:
    texts = list(POSTINGS.values())
    assert [posting_of(doc) for doc in nlp.pipe(texts, batch_size=3)] == [
        annonce_nlp.parse(text) for text in texts
    ]


def test_a_doc_carries_its_reference_date(nlp: Language) -> None:
    doc = nlp.make_doc("Comptable\nCandidatures avant le 20 juin.")
    doc.user_data["reference_date"] = dt.date(2025, 5, 2)
    assert posting_of(nlp(doc)).deadline == dt.date(2025, 6, 20)


def test_an_unread_doc_says_how_to_read_it(nlp: Language) -> None:
    with pytest.raises(ValueError, match=r"this Doc was not read: use .*annonce_nlp\.load\(\)"):
        posting_of(nlp.make_doc("CDI"))
    with nlp.select_pipes(disable=["annonce_spans"]):
        half_read = nlp("CDI")
    with pytest.raises(ValueError, match="all its components"):
        posting_of(half_read)


def test_components_are_known_to_any_spacy_pipeline() -> None:
    other = spacy.blank("fr_annonce")
    for name in NAMES[1:]:
        other.add_pipe(name)
    posting = posting_of(other("Comptable\nLieu : 26000 Valence\nContrat : CDI"))
    assert [place.name for place in posting.places] == ["Valence"]
    assert posting.contract is not None
    assert posting.contract.type == "cdi"


def test_a_saved_pipeline_carries_its_models(saved: Path) -> None:
    assert (saved / "config.cfg").is_file()
    assert (saved / "ner" / "model").is_file()
    assert {path.name for path in (saved / "annonce_choice").iterdir()} == set(MODEL_FILES)


ELSEWHERE = """
import json, sys
import spacy
nlp = spacy.load(sys.argv[1])
for text in json.load(sys.stdin):
    print(json.dumps(nlp(text)._.posting.model_dump(mode="json")))
"""


def test_a_saved_pipeline_reads_the_same_in_another_process(saved: Path) -> None:
    texts = list(POSTINGS.values())
    done = subprocess.run(  # noqa: S603 - this interpreter, our code
        [sys.executable, "-c", ELSEWHERE, str(saved)],
        input=json.dumps(texts), check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [annonce_nlp.parse(text).model_dump(mode="json") for text in texts]


def test_load_reads_a_saved_pipeline(saved: Path) -> None:
    text = POSTINGS["letter"]
    assert posting_of(annonce_nlp.load(saved)(text)) == annonce_nlp.parse(text)


def test_bytes_carry_the_tokenizer_and_the_ner(nlp: Language) -> None:
    again = AnnonceFrench.from_config(nlp.config).from_bytes(nlp.to_bytes())
    text = POSTINGS["prose"]
    assert posting_of(again(text)) == annonce_nlp.parse(text)
