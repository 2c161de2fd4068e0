"""Print how right each field is on authored postings of briefs that the rankers did not learn from.

    python scripts/held_out_fields.py [--folds 3]

The authored postings have more layouts and more distractors than real ones: their held-out figures
are low, and tell what to mend for sources nobody here has read. The spans of the NER come from
networks that did not see the posting (`models/unseen.json.gz`).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annonce_nlp.evaluation.match import FIELDS, SIX, comparable_record, is_right, stated
from annonce_nlp.model.config import make_config
from annonce_nlp.model.contract import train_classifier
from annonce_nlp.model.examples import Example, folds_of, make_examples
from annonce_nlp.model.rankers import train_rankers
from annonce_nlp.model.silence import silenced
from annonce_nlp.model.train import find_unseen, read_corpus
from annonce_nlp.reader import decide
from annonce_nlp.result import build_posting

ROOT = Path(__file__).parents[1]


def read_held_out(folds: int) -> Iterator[tuple[Example, dict[str, Any]]]:
    """Yield each example with the values read by models of the other folds."""
    records = read_corpus(ROOT / "data/authored")
    spans = find_unseen(records, ROOT / "models")
    examples = make_examples(records, spans)
    for held in folds_of((example.group for example in examples), folds):
        seen = [example for example in examples if example.group not in held]
        seen = [*seen, *silenced(seen, spans, 0)]
        rankers = train_rankers(seen)
        classifier, _ = train_classifier(seen, make_config().contract)
        for example in (e for e in examples if e.group in held):
            result = decide(example.reading, rankers, classifier)
            posting = build_posting(example.reading.view, result, [])
            yield example, comparable_record(posting.model_dump(mode="json"))


def main() -> int:
    """Print one line a field: share right, precision of what is stated, how often it is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=3)
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    said_right: Counter[str] = Counter()
    total = 0
    for example, values in read_held_out(parser.parse_args().folds):
        total += 1
        good = {field for field in FIELDS if is_right(field, example.gold, values[field])}
        right.update(good)
        right["all six"] += good.issuperset(SIX)
        said.update(field for field in FIELDS if stated(values[field]))
        said_right.update(field for field in good if stated(values[field]))
    print(f"{total} authored postings, held out by brief\n{'field':13} right  precision  stated")
    for field in FIELDS:
        precision = said_right[field] / max(1, said[field])
        print(f"{field:13} {right[field] / total:.3f}  {precision:9.3f}  {said[field]:6}")
    print(f"{'all six':13} {right['all six'] / total:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
