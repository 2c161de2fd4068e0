"""Print how pages of authored postings are parted by a ranker that did not learn from their briefs.

    python scripts/held_out_pages.py [--folds 3] [--pages 150]

Single postings must stay whole; pages made by joining one to eight postings must be parted where
one ends. A boundary is found when a cut stands at most four characters from it. With `--postings`
a JSONL file of other postings (`text`) is read by the last of these rankers too.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from annonce_nlp.choice import Ranker
from annonce_nlp.model.examples import folds_of, groups_of
from annonce_nlp.model.pages import join_pages, train_page_ranker
from annonce_nlp.model.train import read_corpus
from annonce_nlp.pages import split

ROOT = Path(__file__).parents[1]
SLACK = 4
"""Characters a cut may be off."""


def measure(texts: Sequence[str], ranker: Ranker, pages: int) -> tuple[int, int, int, int]:
    """Return single postings left whole, boundaries, those found, and cuts made."""
    whole = sum(len(split(text, ranker)) == 1 for text in texts)
    boundaries = found = cuts = 0
    for page, begins in join_pages(texts, seed=9, pages=pages):
        made = {start for start, _ in split(page, ranker)[1:]}
        boundaries += len(begins)
        cuts += len(made)
        found += sum(any(abs(begin - cut) <= SLACK for cut in made) for begin in begins)
    return whole, boundaries, found, cuts


def line(name: str, texts: int, counts: Sequence[int]) -> str:
    """Return a row of the table."""
    whole, boundaries, found, cuts = counts
    return (
        f"{name:10} {whole / texts:.3f}  {found / boundaries:.3f}  {found / cuts:9.3f}  {texts:8}"
    )


def main() -> int:
    """Print a line for the authored postings, and one for others when given."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--postings", type=Path)
    args = parser.parse_args()
    records = read_corpus(ROOT / "data/authored")
    briefs = groups_of(records)
    total = [0, 0, 0, 0]
    for held in folds_of(briefs.values(), args.folds):
        seen = [r.text for r in records if briefs[r.id] not in held]
        ranker = train_page_ranker(seen)
        unseen = [r.text for r in records if briefs[r.id] in held]
        total = [a + b for a, b in zip(total, measure(unseen, ranker, args.pages), strict=True)]
    print("postings   whole  found  precision  postings")
    print(line("authored", len(records), total))
    if args.postings:
        rows = args.postings.read_text("utf-8").splitlines()
        others = [json.loads(row)["text"] for row in rows if row.strip()]
        print(line("others", len(others), measure(others, ranker, args.pages)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
