"""The statistical NER: each token's chances of every tag, and the likeliest well-formed spans.

A token stands outside (`O`), begins, continues or ends a span, or is one alone (`B-`, `I-`,
`L-`, `U-` and the label). The tags of a text come from one pass of a convolutional network over
words and vectors; unlike spaCy's transition model it takes no step per token, which halves the
time, and gives every span a probability.

A span with a role (the organisation is the employer, the place the workplace) has tags of its own.
They count as tags of its label when spans are made, and say of each word how probably it belongs
to what has the role: words name who hires in more ways than a list of cues can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.util import filter_spans
from spacy.vocab import Vocab
from thinc.api import Model
from threadpoolctl import ThreadpoolController

from annonce_nlp.choice import ROLES, Proposal
from annonce_nlp.ner.embedding import Embedding
from annonce_nlp.ner.encoder import Encoder, Floats, Gate
from annonce_nlp.ner.kept import KeptVectors, as_read

OUTSIDE = 0
"""Number of the tag `O`; those of label k are 4 k + 1 (`B-`), + 2 (`I-`), + 3 (`L-`), + 4 (`U-`), then those of the roles."""
_LEAST_ROLE = 0.002
"""Words that less probably belong to what has a role are not told of."""
_SURE = 0.98
"""A token this probably outside every span is taken as such without a look at its neighbours."""
_MOST_WORDS = 2_000
"""Words told of for one role, the surest: a page of fifty postings has fewer."""


class SpanTagger(TrainablePipe):  # type: ignore[misc]
    """Sets `doc.ents`, and `doc.spans[name]` with their probabilities in `attrs["scores"]`.

    `attrs["roles"]` tells of the words that may belong to what has a role: start and end in the text,
    role, probability.
    """

    def __init__(self, vocab: Vocab, model: Model[list[Doc], list[Floats]], name: str) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"labels": [], "roles": []}
        self._frozen: tuple[KeptVectors, Encoder] | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the spans."""
        return tuple(self.cfg["labels"])

    def add_label(self, label: str) -> int:
        """Add a label, before training; return 1 when it is new."""
        if label in self.labels:
            return 0
        self.cfg["labels"].append(label)
        return 1

    def add_role(self, role: str) -> None:
        """Tell apart, before training, the spans whose `id_` is this role."""
        if role not in self.cfg["roles"]:
            self.cfg["roles"].append(role)

    @property
    def _label_tags(self) -> int:
        return 4 * len(self.labels) + 1

    @property
    def _tags(self) -> int:
        return self._label_tags + 4 * len(self.cfg["roles"])

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002 - spaCy's signature
    ) -> None:
        """Give the network its size, from a sample of the examples."""
        docs = [example.x for example in islice(get_examples(), 10)]
        tags = self._tags
        self.model.initialize(X=docs, Y=[np.zeros((len(d), tags), "f") for d in docs])

    def predict(self, docs: Iterable[Doc]) -> list[Floats]:
        """Return for each Doc the probabilities of the tags (tokens × tags)."""
        # Its products are small: more threads wait for each other, and take twice the time.
        with _blas().limit(limits=1, user_api="blas"):
            return [self._chances(doc) if len(doc) else self._no_tokens() for doc in docs]

    def _chances(self, doc: Doc) -> Floats:
        if self._frozen is None:
            return self.model.predict([as_read(doc)])[0]
        kept, encoder = self._frozen
        words, rows = encoder.read(kept.of(doc))
        chances = np.zeros((len(doc), self._tags), "f")
        chances[:, OUTSIDE] = 1.0
        chances[words] = self.model.get_ref("softmax").predict(rows)
        return chances

    def _no_tokens(self) -> Floats:
        return np.zeros((0, self._tags), "f")

    def freeze(self) -> None:
        """Read faster, and keep what is computed of each word: the weights will change no more.

        With a gate in `cfg` (`annonce_nlp.model.gate`), words that it stops count as outside.
        """
        tok2vec = self.model.get_ref("tok2vec")
        kept = KeptVectors(Embedding(tok2vec.get_ref("embed")))
        gate = self.cfg.get("gate")
        if gate is not None:
            gate = Gate(np.asarray(gate["weights"], "f"), float(gate["bias"]))
        self._frozen = kept, Encoder(tok2vec.get_ref("encode"), gate)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SpanTagger:
        """Load what was saved, ready to read: with its gate, as the shipped pipeline does."""
        super().from_disk(path, exclude=tuple(exclude))
        if self.model.get_ref("softmax").has_dim("nO"):
            self.freeze()
        return self

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> SpanTagger:
        """Load what `to_bytes` gave, ready to read."""
        super().from_bytes(data, exclude=tuple(exclude))
        if self.model.get_ref("softmax").has_dim("nO"):
            self.freeze()
        return self

    def update(self, examples: Iterable[Example], **settings: object) -> dict[str, float]:
        """Learn from examples; what was kept for reading holds no more."""
        self._frozen = None
        losses: dict[str, float] = super().update(examples, **settings)
        return losses

    def set_annotations(self, docs: Iterable[Doc], chances: Sequence[Floats]) -> None:
        """Write the spans and their probabilities."""
        for doc, table in zip(docs, chances, strict=True):
            found = self.decode(table)
            spans = [Span(doc, a, b, label=self.labels[k]) for a, b, k, _ in found]
            group = SpanGroup(doc, name=self.name, spans=spans)
            group.attrs["scores"] = [round(score, 4) for *_, score in found]
            group.attrs["roles"] = self._words_of_roles(doc, table)
            doc.spans[self.name] = group
            doc.ents = tuple(filter_spans([*doc.ents, *spans])) if doc.ents else tuple(spans)

    def _words_of_roles(self, doc: Doc, table: Floats) -> list[tuple[int, int, str, float]]:
        """Return start, end, role and probability of the words that may belong to what has a role."""
        found = []
        numbers = np.flatnonzero(table[:, OUTSIDE] < 1 - _LEAST_ROLE / 2)
        for role, first in self._role_tags():
            share = table[numbers, first : first + 4].sum(axis=1)
            words = np.flatnonzero(share > _LEAST_ROLE)
            if len(words) > _MOST_WORDS:
                words = np.sort(words[np.argsort(-share[words], kind="stable")[:_MOST_WORDS]])
            for i, chance in zip(numbers[words].tolist(), share[words].tolist(), strict=True):
                word = doc[i]
                start = word.idx
                found.append((start, start + len(word), role, round(chance, 4)))
        return found

    def _role_tags(self) -> Iterator[tuple[str, int]]:
        """Yield each role with the number of its first tag."""
        for i, role in enumerate(self.cfg["roles"]):
            yield role, self._label_tags + 4 * i

    def _of_labels(self, chances: Floats) -> Floats:
        """Return the chances of the labels' tags, those of their roles added."""
        if not self.cfg["roles"]:
            return chances
        table = chances[:, : self._label_tags].copy()
        for role, tag in self._role_tags():
            first = 4 * self.labels.index(ROLES[role]) + 1
            table[:, first : first + 4] += chances[:, tag : tag + 4]
        return table

    def decode(self, chances: Floats) -> list[tuple[int, int, int, float]]:
        """Return the likeliest spans: first token, token after the last, label's number, probability."""
        words = np.flatnonzero(chances[:, OUTSIDE] < _SURE)
        if not len(words):
            return []
        table = self._of_labels(chances[words])
        tags = self._well_formed(words, table)
        numbers, sure = words.tolist(), table[np.arange(len(tags)), tags].tolist()
        found, start = [], 0
        for i, tag in enumerate(tags.tolist()):
            if tag == OUTSIDE:
                continue
            label, kind = divmod(tag - 1, 4)
            if kind in (0, 3):
                start = i
            if kind in (2, 3):
                found.append((numbers[start], numbers[i] + 1, label, min(sure[start : i + 1])))
        return found

    def _well_formed(self, words: NDArray[np.intp], table: Floats) -> NDArray[np.intp]:
        """Return the likeliest row of tags in which spans begin and end; between words left out all is outside."""
        tags: NDArray[np.intp] = table.argmax(axis=1)
        # Where each word's likeliest tag may follow the one before, no other row is likelier.
        apart = np.append(np.diff(words) > 1, True)
        after = np.where(apart, OUTSIDE, np.append(tags[1:], OUTSIDE))
        before = np.append(OUTSIDE, np.where(apart, OUTSIDE, tags))[:-1]
        broken = (self._may_follow[before, tags] < 0) | (self._may_follow[tags, after] < 0)
        if broken.any():
            stops = (np.flatnonzero(apart) + 1).tolist()
            for first, stop in pairwise([0, *stops]):
                if broken[first:stop].any():
                    weights = np.log(np.maximum(table[first:stop], 1e-8))
                    tags[first:stop] = _best_path(weights, self._may_follow)
        return tags

    @cached_property
    def _may_follow(self) -> Floats:
        """Weights of the steps between tags: 0 where one may follow the other, else as good as never."""
        size = self._label_tags
        table = np.full((size, size), -1e4, "f")
        ends = [OUTSIDE, *(t for t in range(1, size) if (t - 1) % 4 in (2, 3))]
        begins = [OUTSIDE, *(t for t in range(1, size) if (t - 1) % 4 in (0, 3))]
        table[np.ix_(ends, begins)] = 0.0
        for b in range(1, size, 4):
            table[np.ix_((b, b + 1), (b + 1, b + 2))] = 0.0
        return table

    def get_loss(
        self, examples: Iterable[Example], scores: Sequence[Floats]
    ) -> tuple[float, list[Floats]]:
        """Return the cross-entropy of the tags, and its gradient."""
        loss, gradients = 0.0, []
        numbers = {(label, ""): 4 * k + 1 for k, label in enumerate(self.labels)}
        numbers |= {(ROLES[role], role): first for role, first in self._role_tags()}
        for example, chances in zip(examples, scores, strict=True):
            gold = np.zeros(len(chances), "i")
            for ent in example.y.ents:
                base = numbers.get((ent.label_, ent.ent_id_)) or numbers[ent.label_, ""]
                gold[ent.start : ent.end] = base + 1
                gold[ent.start], gold[ent.end - 1] = base, base + 2
                if ent.end - ent.start == 1:
                    gold[ent.start] = base + 3
            rows = np.arange(len(gold))
            loss -= float(np.log(np.maximum(chances[rows, gold], 1e-8)).sum())
            gradient = chances.copy()
            gradient[rows, gold] -= 1.0
            gradients.append(gradient)
        return loss, gradients


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def proposals_of(doc: Doc, name: str = "ner") -> list[Proposal]:
    """Return what the component of this name found; what is in `doc.ents` when there is none.

    After the spans come the words that may belong to what has a role, with the role as label.
    """
    group = doc.spans.get(name)
    if group is None:
        return [Proposal(e.start_char, e.end_char, e.label_, 1.0) for e in doc.ents]
    spans = [
        Proposal(span.start_char, span.end_char, span.label_, score)
        for span, score in zip(group, group.attrs["scores"], strict=True)
    ]
    return [*spans, *(Proposal(*word) for word in group.attrs["roles"])]


def _best_path(weights: Floats, may_follow: Floats) -> list[int]:
    """Return the likeliest well-formed row of tags between two tokens outside (Viterbi)."""
    best = weights[0] + may_follow[OUTSIDE]
    back = np.zeros(weights.shape, "i")
    for i in range(1, len(weights)):
        steps = best[:, None] + may_follow
        back[i] = steps.argmax(axis=0)
        best = steps.max(axis=0) + weights[i]
    tag = int((best + may_follow[:, OUTSIDE]).argmax())
    tags = [tag]
    for i in range(len(weights) - 1, 0, -1):
        tag = int(back[i, tag])
        tags.append(tag)
    return tags[::-1]


@Language.factory("annonce_ner", assigns=["doc.ents"])
def make_tagger(nlp: Language, name: str, model: Model[list[Doc], list[Floats]]) -> SpanTagger:
    """Create the component."""
    return SpanTagger(nlp.vocab, model, name)
