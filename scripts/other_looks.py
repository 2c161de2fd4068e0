"""Print how right each field stays when the same gold postings look otherwise.

    python scripts/other_looks.py [GOLD.jsonl …]

The words are those of the postings, the looks those in which they reach a user: a PDF's broken lines,
a quoted mail, a page whose line ends were lost, capitals throughout. The default gold is
`data/annotated`; postings with an identifier, a text and the fields are enough.
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import annonce_nlp
from annonce_nlp.corpus.generator.draft import Draft
from annonce_nlp.corpus.generator.layout import add_furniture, break_lines, drop_accents
from annonce_nlp.corpus.schema import read_records
from annonce_nlp.evaluation.match import SIX, comparable_record, is_right

ROOT = Path(__file__).parents[1]
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


def golds(paths: list[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield texts with their gold fields."""
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        if "fields" in json.loads(lines[0]):
            for record in read_records(path):
                yield record.text, record.fields.model_dump(mode="json")
        else:
            for line in lines:
                posting = json.loads(line)
                yield posting["text"], posting


def main() -> int:
    """Print a line a look: share right of each of the six fields, of the title, of all six."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "gold", nargs="*", type=Path, default=[ROOT / "data/annotated/postings.jsonl"]
    )
    postings = list(golds(parser.parse_args().gold))
    shown = (*SIX, "title")
    print(f"{len(postings)} postings")
    print("| look |", *(f"{name} |" for name in shown), "all six |")
    print("|---|", "---:|" * (len(shown) + 1), sep="")
    for look, change in LOOKS.items():
        right: Counter[str] = Counter()
        for text, gold in postings:
            values = comparable_record(annonce_nlp.parse(change(text)).model_dump(mode="json"))
            good = {name for name in shown if is_right(name, gold, values[name])}
            right.update(good)
            right["all six"] += good.issuperset(SIX)
        shares = [f"{right[name] / len(postings):.2f} |" for name in (*shown, "all six")]
        print(f"| {look} |", *shares)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
