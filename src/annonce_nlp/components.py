"""The spaCy components: structure, one for each kind of span, the choice of fields, the spans.

They are registered as entry points, so that `spacy.load` finds them in any process. A `Doc`
holds the caller's text unchanged; what is read travels in `doc._.reading` and ends in
`doc.ents` and `doc._.posting`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from annonce_nlp.choice import load_rankers, models_folder
from annonce_nlp.fields.contract.classifier import load_classifier
from annonce_nlp.posting import Posting
from annonce_nlp.reader import BY_RULES, Result, begin, decide, find
from annonce_nlp.result import build_posting

MODEL_FILES = ("choice.json", "contract.json", "contract.npz")

for _name in ("reading", "result", "posting"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.factory("annonce_structure", assigns=["doc._.reading"])
class Structure:
    """Reads the layout of a posting; the spans of the NER before it become proposals."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy's signature
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.reading`; `doc.user_data["reference_date"]` dates what has no year."""
        spans = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        doc._.reading = begin(doc.text, doc.user_data.get("reference_date"), spans)
        return doc


class Finder:
    """Proposes the candidates of one or more fields; without it they stay unsaid."""

    def __init__(self, name: str, *fields: str) -> None:
        self.name = name
        self.fields = fields

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc._.reading.candidates`."""
        for field in self.fields:
            find(doc._.reading, field)
        return doc


@Language.factory("annonce_org", requires=["doc._.reading"])
def make_org(nlp: Language, name: str) -> Finder:  # noqa: ARG001 - spaCy's signature
    """Create the component that proposes organisations."""
    return Finder(name, "employer")


@Language.factory("annonce_lieu", requires=["doc._.reading"])
def make_lieu(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes places."""
    return Finder(name, "places")


@Language.factory("annonce_remuneration", requires=["doc._.reading"])
def make_remuneration(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes pay phrases."""
    return Finder(name, "remuneration")


@Language.factory("annonce_date_limite", requires=["doc._.reading"])
def make_date_limite(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes days that may be the last to apply."""
    return Finder(name, "deadline")


@Language.factory("annonce_duree", requires=["doc._.reading"])
def make_duree(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes lengths of the contract."""
    return Finder(name, "duration")


@Language.factory("annonce_contract", requires=["doc._.reading"])
def make_contract(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes contract types."""
    return Finder(name, "contract")


@Language.factory("annonce_details", requires=["doc._.reading"])
def make_details(nlp: Language, name: str) -> Finder:  # noqa: ARG001
    """Create the component that proposes title, start, hours, telework and what rules read alone."""
    return Finder(name, "title", "start", "weekly_hours", "telework", *BY_RULES)


@Language.factory("annonce_choice", requires=["doc._.reading"], assigns=["doc._.result"])
class Choice:
    """Ranks candidates and chooses one value a field."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy's signature
        self.name = name
        self.folder = models_folder()
        self._load()

    def _load(self) -> None:
        self.rankers = load_rankers(self.folder)
        self.classifier = load_classifier(self.folder)

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Save the models beside the pipeline, so that it reads alike wherever it is loaded."""
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        for name in MODEL_FILES:
            shutil.copyfile(self.folder / name, target / name)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Choice:  # noqa: ARG002
        """Load the models saved with a pipeline."""
        self.folder = Path(path)
        self._load()
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.result`."""
        doc._.result = decide(doc._.reading, self.rankers, self.classifier)
        return doc


@Language.factory("annonce_spans", requires=["doc._.result"], assigns=["doc.ents", "doc._.posting"])
class Spans:
    """Writes the spans of the five labels to `doc.ents` and the typed `Posting` to `doc._.posting`."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy's signature
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` and `doc._.posting`."""
        result: Result = doc._.result
        spans: list[Span] = []
        for start, end, label in result.spans:
            begin, stop = doc._.reading.view.to_original(start, end)
            span = doc.char_span(begin, stop, label=label, alignment_mode="expand")
            if span is not None:
                spans.append(span)
        doc.ents = tuple(filter_spans(spans))
        doc._.posting = build_posting(doc._.reading.view, result, doc.ents)
        return doc


def posting_of(doc: Doc) -> Posting:
    """Return the posting of a processed `Doc`.

    Raises
    ------
    ValueError
        When the pipeline that made the Doc lacks `annonce_spans`.
    """
    posting: Any = doc._.posting
    if posting is None:
        raise ValueError(
            "this Doc was not read: use a pipeline from annonce_nlp.load(), with all its components enabled"
        )
    return posting  # type: ignore[no-any-return]
