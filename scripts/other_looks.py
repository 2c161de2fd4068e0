"""Print how right each field stays when the same gold postings look otherwise.

    python scripts/other_looks.py [GOLD.jsonl …]

The words are those of the postings, the looks those in which they reach a user: a PDF's broken lines,
a quoted mail, a page whose line ends were lost, capitals throughout. The default gold is
`data/annotated`, as for `annonce-nlp evaluate`.
"""

from __future__ import annotations

import argparse
import html
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import annonce_nlp
from annonce_nlp.corpus.generator.draft import Draft
from annonce_nlp.corpus.generator.layout import add_furniture, break_lines, drop_accents
from annonce_nlp.evaluation.dataset import read_dataset
from annonce_nlp.evaluation.match import SIX, comparable_record, is_right

DRAWS = 7
"""Seed of the looks that are drawn: widths of pages, lines of a site."""


def drawn(change: Callable[[Draft, random.Random], bool]) -> Callable[[str], str]:
    """Return a look of the generator as a function of a text."""

    def changed(text: str) -> str:
        draft = Draft(text, [], None, {"title": None, "employer": None, "places": []})
        change(draft, random.Random(DRAWS))
        return draft.text

    return changed


def of_lines(form: str) -> Callable[[str], str]:
    """Return a look that gives every line a form."""
    return lambda text: "\n".join(form.format(line) for line in text.split("\n"))


LOOKS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "broken lines, parted words": drawn(break_lines),
    "lines of a site around it": drawn(add_furniture),
    "indented": of_lines("    {}"),
    "quoted mail": of_lines("> {}"),
    "an empty line after each line": lambda text: re.sub(r"\n+", "\n\n", text),
    "HTML paragraphs": lambda text: of_lines("<p>{}</p>")(html.escape(text)),
    "without accents": drawn(drop_accents),
    "capitals throughout": str.upper,
    "small letters throughout": str.lower,
    "all on one line": lambda text: text.replace("\n", " "),
}


def main() -> int:
    """Print a line a look: share right of each of the six fields, of the title, of all six."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="*", type=Path)
    items = read_dataset(parser.parse_args().gold).items
    shown = (*SIX, "title")
    print(f"{len(items)} postings")
    print("| look |", *(f"{name} |" for name in shown), "all six |")
    print("|---|", "---:|" * (len(shown) + 1), sep="")
    for look, change in LOOKS.items():
        right: Counter[str] = Counter()
        for item in items:
            posting = annonce_nlp.parse(change(item.record.text))
            values = comparable_record(posting.model_dump(mode="json"))
            good = {name for name in shown if is_right(name, item.gold, values[name])}
            right.update(good)
            right["all six"] += good.issuperset(SIX)
        shares = [f"{right[name] / len(items):.2f} |" for name in (*shown, "all six")]
        print(f"| {look} |", *shares)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
