"""Which statistical span finder to ship: a tagger, spaCy's `ner` or `spancat`; vectors, size, generator.

    python benchmarks/ner_choice.py [--postings 400] [--epochs 10] [--docs]

Each kind is trained from the same postings for the same number of passes and measured on briefs
that it has not seen: strict F1 by label, words per second of prediction, size, seconds of
training. The budget is small so that all can be compared in minutes; it ranks the kinds, it does
not say what a full training reaches (`models/README.md` does). Results go to
`benchmarks/results/ner_choice.json`, and with `--docs` as a table into `docs/performance.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.training import Example
from thinc.api import Adam, NumpyOps, fix_random_seed, use_ops

from annonce_nlp.corpus.generator import variants
from annonce_nlp.corpus.schema import LABELS, Record
from annonce_nlp.model.data import read_corpus
from annonce_nlp.model.examples import groups_of
from annonce_nlp.model.ner import _example, begin_from_stock
from annonce_nlp.model.stopping import Spans, gold_spans, spans_of, strict_scores
from annonce_nlp.pipeline import blank, ner_config

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/ner_choice.json"
PAGE = ROOT / "docs/performance.md"
BEGIN = "<!-- written by benchmarks/ner_choice.py: begin -->"
END = "<!-- written by benchmarks/ner_choice.py: end -->"
LONGEST_SPAN = 8
"""Words of the longest span that `spancat` is asked about."""
HELD = 150
NAME = "ner"
"""Name of the component in the pipeline, whatever its kind."""
LEARNING_RATE = 0.003


@dataclass(frozen=True)
class Kind:
    """A way to find spans: its component, the shape of its network, what it begins from."""

    name: str
    component: str = "annonce_ner"
    vectors: bool = True
    stock: bool = False
    width: int = 96
    depth: int = 4
    multiply: int = 1
    """Generated variants beside each posting, plus one."""


KINDS = (
    Kind("tagger, vectors, begun from the stock NER (shipped)", stock=True),
    Kind(
        "tagger, the same, half of what it reads generated variants",
        stock=True,
        multiply=2,
    ),
    Kind("tagger, vectors, from nothing"),
    Kind("tagger, vectors, from nothing, two layers in place of four", depth=2),
    Kind("tagger, vectors, from nothing, wider (128)", width=128),
    Kind("tagger, no vectors", vectors=False),
    Kind("spaCy's `ner`, vectors, from nothing", component="ner"),
    Kind("spaCy's `spancat`, vectors, from nothing, spans of 1 to 8 words", component="spancat"),
)


def make(kind: Kind) -> Language:
    """Return the untrained pipeline of a kind."""
    nlp = blank()
    config = ner_config()
    tok2vec = config["model"]["tok2vec"]
    tok2vec["embed"]["include_static_vectors"] = kind.vectors
    tok2vec["embed"]["width"] = tok2vec["encode"]["width"] = kind.width
    tok2vec["encode"]["depth"] = kind.depth
    nlp.remove_pipe("ner")
    if kind.component == "annonce_ner":
        nlp.add_pipe("annonce_ner", NAME, config=config)
    elif kind.component == "ner":
        transitions = {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "nO": None,
            "tok2vec": tok2vec,
        }
        nlp.add_pipe("ner", NAME, config={"model": transitions})
    else:
        model = {
            "@architectures": "spacy.SpanCategorizer.v1",
            "reducer": {"@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128},
            "scorer": {"@layers": "spacy.LinearLogistic.v1", "nO": None, "nI": None},
            "tok2vec": tok2vec,
        }
        suggester = {
            "@misc": "spacy.ngram_suggester.v1",
            "sizes": list(range(1, LONGEST_SPAN + 1)),
        }
        nlp.add_pipe(
            "spancat",
            NAME,
            config={"model": model, "suggester": suggester, "spans_key": "sc", "threshold": 0.5},
        )
    for label in LABELS:
        nlp.get_pipe(NAME).add_label(label)  # type: ignore[attr-defined]
    return nlp


def example(nlp: Language, record: Record, draw: random.Random, component: str) -> Example:
    """Return a training example in the form the component learns from."""
    made = _example(nlp, record, draw)
    if component == "spancat":
        made.reference.spans["sc"] = SpanGroup(made.reference, spans=list(made.reference.ents))
    return made


def train(kind: Kind, records: Sequence[Record], epochs: int) -> Language:
    """Train a kind for a number of passes."""
    fix_random_seed(0)
    draw = random.Random(0)
    nlp = make(kind)
    component = nlp.get_pipe(NAME)
    sample = [example(nlp, record, draw, kind.component) for record in records[:30]]
    with use_ops("numpy", use_blis=False):
        nlp.initialize(lambda: sample)
        if kind.stock:
            begin_from_stock(nlp)
        component.model._to_ops(NumpyOps(use_blis=False))  # type: ignore[attr-defined]
        optimizer = Adam(
            learn_rate=LEARNING_RATE,
            L2=0.01,
            grad_clip=1.0,
            L2_is_weight_decay=True,
            use_averages=True,
        )
        total = epochs * (len(records) // 8 + 1)
        step = 0
        for _ in range(epochs):
            order = list(records)
            draw.shuffle(order)
            for first in range(0, len(order), 8):
                optimizer.learn_rate = (
                    LEARNING_RATE * min(1.0, (step + 1) / 50) * max(0.05, 1 - step / total)
                )
                batch = [example(nlp, r, draw, kind.component) for r in order[first : first + 8]]
                nlp.update(batch, drop=0.3, sgd=optimizer)
                step += 1
        with nlp.use_params(optimizer.averages):
            data = component.to_bytes(exclude=["vocab"])  # type: ignore[attr-defined]
        component.from_bytes(data, exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp


def spans_found(doc: Doc, component: str) -> Spans:
    """Return the spans found; of overlapping ones of `spancat`, the more probable."""
    if component != "spancat":
        return spans_of(doc)
    group = doc.spans["sc"]
    scores = group.attrs.get("scores", [0.0] * len(group))
    kept: Spans = []
    for _, span in sorted(zip(scores, group, strict=True), key=lambda pair: -pair[0]):
        if all(span.end_char <= a or b <= span.start_char for a, b, _ in kept):
            kept.append((span.start_char, span.end_char, span.label_))
    return kept


def measure(
    kind: Kind, seen: Sequence[Record], held: Sequence[Record], epochs: int
) -> dict[str, Any]:
    """Train and measure one kind."""
    records = list(seen)
    passes = epochs
    if kind.multiply > 1:
        records += list(variants(seen, len(seen) * (kind.multiply - 1), seed=1))
        passes = max(1, round(epochs * len(seen) / len(records)))
    begun = time.process_time()
    nlp = train(kind, records, passes)
    trained = time.process_time() - begun
    begun = time.process_time()
    docs = list(nlp.pipe(record.text for record in held))
    took = time.process_time() - begun
    found = [spans_found(doc, kind.component) for doc in docs]
    scores = strict_scores(zip(gold_spans(held, LABELS), found, strict=True))
    size = len(nlp.get_pipe(NAME).to_bytes(exclude=["vocab"]))  # type: ignore[attr-defined]
    return {
        "kind": kind.name,
        "passes": passes,
        "f1": {label: row["f1"] for label, row in scores.items()},
        "words_per_second": round(sum(map(len, docs)) / took),
        "megabytes": round(size / 1e6, 1),
        "train_seconds": round(trained),
    }


def split(postings: int) -> tuple[list[Record], list[Record]]:
    """Return postings to learn from and others to measure on, no brief in both."""
    records = [r for r in read_corpus(ROOT / "data/authored") if r.entities is not None]
    group = groups_of(records)
    briefs = sorted(set(group.values()))
    held = set(briefs[::3])
    draw = random.Random(0)
    draw.shuffle(records)
    seen = [r for r in records if group[r.id] not in held][:postings]
    return seen, [r for r in records if group[r.id] in held][:HELD]


def table(report: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    columns = ("overall", *LABELS)
    lines = [
        f"{report['postings']} postings learnt from, {report['epochs']} passes, "
        f"{report['held']} postings of other briefs to measure on; strict F1.",
        "",
        "| kind | "
        + " | ".join(columns)
        + " | words/s against shipped | MB | training against shipped |",
        "|---" * (len(columns) + 4) + "|",
    ]
    base = report["kinds"][0]
    for row in report["kinds"]:
        figures = " | ".join(f"{row['f1'].get(c, 0.0):.2f}" for c in columns)
        lines.append(
            f"| {row['kind']} | {figures} | {row['words_per_second'] / base['words_per_second']:.2f} "
            f"| {row['megabytes']} | {row['train_seconds'] / max(1, base['train_seconds']):.1f} |"
        )
    return "\n".join(lines)


def main(say: Callable[[str], None] = print) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postings", type=int, default=400)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument(
        "--docs", action="store_true", help="write the table into docs/performance.md"
    )
    args = parser.parse_args()
    seen, held = split(args.postings)
    report: dict[str, Any] = {"postings": len(seen), "held": len(held), "epochs": args.epochs}
    report["kinds"] = []
    for kind in KINDS:
        report["kinds"].append(measure(kind, seen, held, args.epochs))
        say(json.dumps(report["kinds"][-1]))
        RESULTS.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    say(table(report))
    if args.docs:
        page = PAGE.read_text("utf-8")
        before, _, rest = page.partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{table(report)}\n\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
