"""Print the figures of the authored postings' data card.

    python scripts/corpus_figures.py [--against FILE.jsonl …]

Counts by contract, layout and length; variety (distinct 4-grams and different words over the
first 100,000 words in shuffled order); the largest overlap between two postings and with the
annotated ones, in 8-grams; with `--against`, the postings that share an 8-gram with any text of
those files.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annonce_nlp.corpus.schema import Record, read_records
from annonce_nlp.model.train import corpus_hash, read_corpus
from annonce_nlp.view import fold

ROOT = Path(__file__).parents[1]
WINDOW = 100_000
_WORD = re.compile(r"[a-z0-9œ]+")


def words_of(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _WORD.findall(fold(text))


def variety(records: list[Record], seed: int = 0) -> dict[str, float]:
    """Return the share of distinct 4-grams and the number of different words over `WINDOW` words."""
    order = list(records)
    random.Random(seed).shuffle(order)
    words: list[str] = []
    for record in order:
        words += words_of(record.text)
    words = words[:WINDOW]
    grams = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    return {
        "words": len(words),
        "distinct_4grams": round(len(set(grams)) / len(grams), 4),
        "different_words": len(set(words)),
    }


def grams_of(text: str, size: int = 8) -> set[tuple[str, ...]]:
    """Return the runs of `size` folded words of a text."""
    words = words_of(text)
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def largest_overlap(records: list[Record], others: list[Record]) -> tuple[int, str, str]:
    """Return the most 8-grams that a record shares with another, and their ids."""
    owners: dict[tuple[str, ...], list[str]] = {}
    for record in [*records, *others]:
        for gram in grams_of(record.text):
            owners.setdefault(gram, []).append(record.id)
    ours = {record.id for record in records}
    shared = Counter(
        (ids[i], ids[j])
        for ids in owners.values()
        for i in range(len(ids))
        for j in range(i + 1, len(ids))
        if ids[i] in ours or ids[j] in ours
    )
    if not shared:
        return 0, "", ""
    (one, other), count = shared.most_common(1)[0]
    return count, one, other


def length_class(words: int) -> str:
    """Return the class of a length in words."""
    for most in (90, 200, 400, 700):
        if words < most:
            return f"<{most}"
    return "700+"


def corpus_figures(records: list[Record], gold: list[Record]) -> dict[str, Any]:
    """Return the counts of the data card, in an order that tells the most frequent first."""
    lengths = [len(record.text.split()) for record in records]

    def counted(values: Iterable[str]) -> dict[str, int]:
        return dict(Counter(values).most_common())

    return {
        "postings": len(records),
        "words": sum(lengths),
        "data_sha256": corpus_hash(records),
        "contract": counted(
            r.fields.contract.value if r.fields.contract else "unsaid" for r in records
        ),
        "layout": counted(str(r.meta.get("layout")) for r in records),
        "length": counted(map(length_class, sorted(lengths))),
        "entities": counted(e.label for r in records for e in r.entities or []),
        "variety": variety(records),
        "largest_overlap_8grams": largest_overlap(records, gold)[0],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--against", nargs="*", type=Path, default=[], help="JSONL files with a « text »"
    )
    against: list[Path] = parser.parse_args().against
    records = read_corpus(ROOT / "data/authored")
    figures = corpus_figures(records, list(read_records(ROOT / "data/annotated/postings.jsonl")))
    for path in against:
        foreign: set[tuple[str, ...]] = set()
        for line in path.read_text("utf-8").splitlines():
            foreign |= grams_of(json.loads(line)["text"])
        figures[f"sharing_8grams_with_{path.name}"] = [
            r.id for r in records if grams_of(r.text) & foreign
        ]
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
