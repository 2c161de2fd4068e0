"""Training the statistical NER, and predicting postings it has not seen."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import filter_spans, load_config, minibatch
from thinc.api import Adam, NumpyOps, fix_random_seed, use_ops

from annonce_nlp.corpus.schema import LABELS, CorpusError, Record
from annonce_nlp.language import AnnonceFrench
from annonce_nlp.model.examples import ModelSpans
from annonce_nlp.pipeline import base_model_folder, blank

EPOCHS = 8
DROPOUT = 0.3
BATCH = 6


def _example(nlp: Language, record: Record, draw: random.Random) -> Example:
    """Make a training example, now and then in another case."""
    text = record.text
    spans = [(e.start, e.end, e.label) for e in record.entities or []]
    twist = draw.random()
    if twist < 0.06:
        text = "".join(u if len(u := c.upper()) == 1 else c for c in text)
    elif twist < 0.1:
        text = text.lower() if len(text.lower()) == len(text) else text
    doc = nlp.make_doc(text)
    ents = []
    for start, end, label in spans:
        span = doc.char_span(start, end, label=label)
        if span is None:
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is None:
            raise CorpusError(
                f"{record.id}: the tokenizer cannot represent {text[start:end]!r}; move the span to word edges"
            )
        ents.append(span)
    reference = doc.copy()
    reference.ents = tuple(
        filter_spans(Span(reference, s.start, s.end, label=s.label) for s in ents)
    )
    return Example(nlp.make_doc(text), reference)


def train_ner(
    records: Sequence[Record],
    *,
    epochs: int = EPOCHS,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Language:
    """Train on records, from the weights of the stock NER's tok2vec; return a pipeline with `ner` alone."""
    fix_random_seed(seed)
    draw = random.Random(seed)  # noqa: S311 - reproducible shuffling, not security
    nlp = blank()
    ner = nlp.get_pipe("ner")
    for label in LABELS:
        ner.add_label(label)  # type: ignore[attr-defined]
    sample = [_example(nlp, record, draw) for record in records[:30]]
    with use_ops("numpy", use_blis=False):
        optimizer = nlp.initialize(lambda: sample)
        _begin_from_stock(nlp)
        ner.model._to_ops(NumpyOps(use_blis=False))  # type: ignore[attr-defined]
        total = epochs * (len(records) // BATCH + 1)
        optimizer = Adam(
            learn_rate=0.001, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True, use_averages=True
        )
        step = 0
        for epoch in range(epochs):
            order = list(records)
            draw.shuffle(order)
            losses: dict[str, float] = {}
            for batch in minibatch(order, BATCH):  # type: ignore[no-untyped-call]
                optimizer.learn_rate = (
                    0.001 * min(1.0, (step + 1) / 50) * max(0.05, 1 - step / total)
                )
                nlp.update(
                    [_example(nlp, r, draw) for r in batch],
                    drop=DROPOUT,
                    sgd=optimizer,
                    losses=losses,
                )
                step += 1
            say(f"NER: epoch {epoch + 1} of {epochs}, loss {losses['ner']:.0f}")
        with nlp.use_params(optimizer.averages):
            data = ner.to_bytes()  # type: ignore[attr-defined]
        ner.from_bytes(data)  # type: ignore[attr-defined]
    return nlp


def _begin_from_stock(nlp: Language) -> None:
    """Copy the weights of the stock NER's tok2vec, which has the same shape."""
    folder = base_model_folder()
    donor = AnnonceFrench()
    donor.vocab.vectors = nlp.vocab.vectors
    stock = donor.add_pipe(
        "ner", config={"model": load_config(folder / "config.cfg")["components"]["ner"]["model"]}
    )
    stock.from_disk(folder / "ner", exclude=["vocab"])  # type: ignore[attr-defined]
    weights = stock.model.get_ref("tok2vec").to_bytes()  # type: ignore[attr-defined]
    nlp.get_pipe("ner").model.get_ref("tok2vec").from_bytes(weights)  # type: ignore[attr-defined]


def predict_unseen(
    records: Sequence[Record],
    *,
    folds: int = 3,
    seed: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> ModelSpans:
    """Predict every record by a model trained without its brief."""
    groups = sorted({str(r.meta.get("brief", r.id)) for r in records})
    folds = min(folds, len(groups))
    found: ModelSpans = {}
    for fold in range(folds):
        held = set(groups[fold::folds])
        seen = [r for r in records if str(r.meta.get("brief", r.id)) not in held]
        say(f"NER: fold {fold + 1} of {folds}, {len(seen)} postings")
        nlp = train_ner(seen, seed=seed, say=say)
        rest = [r for r in records if str(r.meta.get("brief", r.id)) in held]
        for record, doc in zip(rest, nlp.pipe(r.text for r in rest), strict=True):
            found[record.id] = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
    return found
