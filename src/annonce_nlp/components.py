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

from annonce_nlp.choice import Reading, load_rankers, models_folder
from annonce_nlp.fields.contract.classifier import Classifier, load_classifier
from annonce_nlp.language import TEXT
from annonce_nlp.ner.tagger import proposals_of
from annonce_nlp.pipeline import check_format
from annonce_nlp.posting import OwnContract, Posting
from annonce_nlp.reader import BY_RULES, Result, begin, decide, find
from annonce_nlp.result import build_posting

MODEL_FILES = ("choice.json", "contract.json", "contract.npz", "meta.json")
OWN_FILES = ("own/contract.json", "own/contract.npz")
"""The classifier of contract types of one's own, where there is one."""
OWN_SPANS = "own"
"""Key in `doc.spans` of the spans of one's own labels, those that overlap others included."""

for _name in ("reading", "result", "posting"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.factory("annonce_structure", assigns=["doc._.reading"])
class Structure:
    """Reads the layout of a posting; the spans of the NER before it become proposals.

    They are taken out of `doc.ents`: what later components put there are spans of one's own.
    """

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy's signature
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.reading`; `doc.user_data["reference_date"]` dates what has no year."""
        text = doc.user_data.pop(TEXT, None)
        doc._.reading = begin(
            doc.text if text is None else text,
            doc.user_data.get("reference_date"),
            proposals_of(doc),
        )
        doc.ents = ()
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
        own = self.folder / "own"
        self.own_classifier = load_classifier(own) if (own / "contract.json").is_file() else None

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Save the models beside the pipeline, so that it reads alike wherever it is loaded."""
        target = Path(path)
        target.mkdir(parents=True, exist_ok=True)
        for name in (*MODEL_FILES, *OWN_FILES):
            if name in MODEL_FILES or (self.folder / name).is_file():
                (target / name).parent.mkdir(exist_ok=True)
                shutil.copyfile(self.folder / name, target / name)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Choice:  # noqa: ARG002
        """Load the models saved with a pipeline.

        Raises
        ------
        ModelsError
            When an incompatible version saved them.
        """
        self.folder = Path(path)
        check_format(self.folder)
        self._load()
        return self

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.result`."""
        doc._.result = decide(doc._.reading, self.rankers, self.classifier)
        if self.own_classifier is not None and doc._.reading.structure.lines:
            own = own_contract(doc._.reading, self.own_classifier)
            if own is not None:
                doc._.result.values["own_contract"] = own
        return doc


def own_contract(reading: Reading, classifier: Classifier) -> OwnContract | None:
    """Return the contract type of one's own that a posting has; None under the threshold."""
    mentions = sorted(reading.candidates.get("contract", []), key=lambda c: (-c.score, c.start))
    chances = classifier.probabilities(reading, mentions)
    name = max(chances, key=chances.__getitem__)
    if name == classifier.unsaid or chances[name] < classifier.threshold:
        return None
    return OwnContract(type=name, probability=round(chances[name], 4))


@Language.factory("annonce_spans", requires=["doc._.result"], assigns=["doc.ents", "doc._.posting"])
class Spans:
    """Writes the spans of the five labels to `doc.ents` and the typed `Posting` to `doc._.posting`.

    Spans that components after `annonce_structure` put into `doc.ents` – one's own NER, an
    `entity_ruler` – are kept where they overlap none of the five labels, and all of them in
    `doc.spans["own"]`.
    """

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
        doc.ents = _with_own(doc, filter_spans(spans))
        doc._.posting = build_posting(doc._.reading.view, result, doc.ents)
        return doc


def _with_own(doc: Doc, spans: list[Span]) -> tuple[Span, ...]:
    """Return the spans with those of one's own labels that overlap none of them."""
    if not doc.ents:
        return tuple(spans)
    doc.spans[OWN_SPANS] = list(doc.ents)
    taken = {i for span in spans for i in range(span.start, span.end)}
    free = [own for own in doc.ents if taken.isdisjoint(range(own.start, own.end))]
    return tuple(sorted([*spans, *free], key=lambda span: span.start))


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
