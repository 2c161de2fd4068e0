"""Training the statistical NER, and predicting postings it has not seen."""

from __future__ import annotations

import random
from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import filter_spans, load_config, minibatch
from thinc.api import Adam, NumpyOps, fix_random_seed, use_ops

from annonce_nlp.choice import ROLES
from annonce_nlp.corpus.schema import LABELS, CorpusError, Record
from annonce_nlp.language import AnnonceFrench
from annonce_nlp.model.config import NerSettings, make_config
from annonce_nlp.model.examples import ModelSpans, folds_of, groups_of
from annonce_nlp.model.stopping import EarlyStop, Progress
from annonce_nlp.ner.tagger import proposals_of
from annonce_nlp.pipeline import base_model_folder, blank
from annonce_nlp.words import map_characters


def _example(
    nlp: Language, record: Record, draw: random.Random, labels: Sequence[str] = LABELS
) -> Example:
    """Make a training example of these labels, now and then in another case."""
    text = record.text
    spans = [e for e in record.entities or [] if e.label in labels]
    twist = draw.random()
    if twist < 0.06:
        text = map_characters(text, str.upper)
    elif twist < 0.1:
        text = map_characters(text, str.lower)
    doc = nlp.make_doc(text)
    ents = []
    for start, end, label, role in ((e.start, e.end, e.label, e.role) for e in spans):
        span = doc.char_span(start, end, label)
        if span is None:
            span = doc.char_span(start, end, label, alignment_mode="expand")
        if span is None:
            raise CorpusError(
                f"{record.id}: the tokenizer cannot represent {text[start:end]!r}; move the span to word edges"
            )
        ents.append((span, role))
    reference = doc.copy()
    reference.ents = tuple(
        filter_spans(
            Span(reference, s.start, s.end, label=s.label, span_id=role or "") for s, role in ents
        )
    )
    return Example(nlp.make_doc(text), reference)


def train_ner(  # noqa: PLR0913 - keywords
    records: Sequence[Record],
    *,
    settings: NerSettings | None = None,
    epochs: int | None = None,
    seed: int = 0,
    labels: Sequence[str] = LABELS,
    watch: EarlyStop | None = None,
    progress: Progress = Progress(),  # noqa: B008 - frozen
) -> Language:
    """Train on records, from the weights of the stock NER's tok2vec; return a pipeline with `ner` alone.

    Training ends after `epochs` (those of the settings when None), or when `watch` says so: the
    weights are then those of its best epoch.
    """
    settings = settings or make_config().ner
    epochs = epochs or settings.epochs
    fix_random_seed(seed)
    draw = random.Random(seed)  # noqa: S311 - reproducible shuffling, not security
    nlp = blank()
    ner = nlp.get_pipe("ner")
    for label in labels:
        ner.add_label(label)  # type: ignore[attr-defined]
    for role in (role for role, label in ROLES.items() if label in labels):
        ner.add_role(role)  # type: ignore[attr-defined]
    sample = [_example(nlp, record, draw, labels) for record in records[:30]]
    with use_ops("numpy", use_blis=False):
        optimizer = nlp.initialize(lambda: sample)
        begin_from_stock(nlp)
        ner.model._to_ops(NumpyOps(use_blis=False))  # type: ignore[attr-defined]
        # The rate falls as if all epochs were run, so that a run ended early is a part of that one.
        total = settings.epochs * -(-len(records) // settings.batch)
        optimizer = Adam(
            learn_rate=settings.learning_rate,
            L2=settings.weight_decay,
            grad_clip=1.0,
            L2_is_weight_decay=True,
            use_averages=True,
        )
        step = 0
        for epoch in range(epochs):
            order = list(records)
            draw.shuffle(order)
            losses: dict[str, float] = {}
            for batch in minibatch(order, settings.batch):  # type: ignore[no-untyped-call]
                optimizer.learn_rate = (
                    settings.learning_rate * min(1.0, (step + 1) / 50) * max(0.05, 1 - step / total)
                )
                nlp.update(
                    [_example(nlp, r, draw, labels) for r in batch],
                    drop=settings.dropout,
                    sgd=optimizer,
                    losses=losses,
                )
                step += 1
                progress.step(step, epochs * total // settings.epochs)
            said = f"NER: epoch {epoch + 1} of {epochs}, loss {losses['ner']:.0f}"
            if watch is None:
                progress.say(said)
                continue
            with nlp.use_params(optimizer.averages):
                enough = watch(epoch + 1, nlp)
            progress.say(f"{said}, strict F1 on the held-out part {watch.history[-1]:.3f}")
            if enough:
                break
        with nlp.use_params(optimizer.averages):
            data = ner.to_bytes(exclude=["vocab"])  # type: ignore[attr-defined]
        ner.from_bytes(watch.weights if watch is not None else data, exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp


def begin_from_stock(nlp: Language) -> None:
    """Copy the weights of the stock NER's words and layers, which have the same shape."""
    folder = base_model_folder()
    donor = AnnonceFrench()
    donor.vocab.vectors = nlp.vocab.vectors
    stock = donor.add_pipe(
        "ner", config={"model": load_config(folder / "config.cfg")["components"]["ner"]["model"]}
    )
    stock.from_disk(folder / "ner", exclude=["vocab"])  # type: ignore[attr-defined]
    # What comes after its tok2vec narrows it for the transitions, which are not ours.
    weights = stock.model.get_ref("tok2vec").layers[0].to_bytes()  # type: ignore[attr-defined]
    nlp.get_pipe("ner").model.get_ref("tok2vec").from_bytes(weights)  # type: ignore[attr-defined]


def predict_unseen(  # noqa: PLR0913 - keywords
    records: Sequence[Record],
    *,
    folds: int | None = None,
    seed: int = 0,
    settings: NerSettings | None = None,
    labels: Sequence[str] = LABELS,
    watch: EarlyStop | None = None,
    progress: Progress = Progress(),  # noqa: B008 - frozen
) -> ModelSpans:
    """Predict every record by a model trained without its brief.

    With `watch`, the first part held out tells after how many epochs to stop
    (`watch.best_epoch`); the other parts are then trained for as many.
    """
    settings = settings or make_config().ner
    group = groups_of(records)
    parts = folds_of(group.values(), folds or settings.folds)
    found: ModelSpans = {}
    for fold, held in enumerate(parts):
        seen = [r for r in records if group[r.id] not in held]
        rest = [r for r in records if group[r.id] in held]
        progress.say(f"NER: fold {fold + 1} of {len(parts)}, {len(seen)} postings")
        if watch is not None and fold == 0:
            watch.held = rest
        nlp = train_ner(
            seen,
            settings=settings,
            epochs=watch.best_epoch if watch is not None and fold > 0 else None,
            seed=seed,
            labels=labels,
            watch=watch if fold == 0 else None,
            progress=progress,
        )
        for record, doc in zip(rest, nlp.pipe(r.text for r in rest), strict=True):
            found[record.id] = proposals_of(doc)
    return found
