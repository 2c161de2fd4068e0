"""Training the ranker that parts pages, on pages made by joining authored postings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from annonce_nlp.choice import Features, Ranker
from annonce_nlp.model.rankers import fit_ranker
from annonce_nlp.pages import find_breaks
from annonce_nlp.structure import read_structure
from annonce_nlp.view import clean

_JOINTS = (
    "\n\n",
    "\n\n",
    "\n\n\n",
    "\n \n\n",
    "\n\n---\n\n",
    "\n* * *\n",
    "\n________\n\n",
    "\n\n=====\n",
    "\n\n\n\n",
)


_PAGES_PER_TEXT = 4


def join_pages(texts: Sequence[str], seed: int, pages: int) -> Iterator[tuple[str, list[int]]]:
    """Yield pages made of one to eight postings, with the offsets at which the later ones begin."""
    draw = random.Random(seed)  # noqa: S311 - reproducible sampling, not security
    for number in range(pages):
        count = 1 if number % 3 == 0 else draw.randint(2, 8)
        joint = draw.choice(_JOINTS)
        page, begins = "", []
        for i, text in enumerate(draw.sample(list(texts), count)):
            if page:
                page += joint
                begins.append(len(page))
            page += (f"{i + 1}. " if joint == "\n\n" and number % 7 == 0 else "") + text.strip()
        yield page, begins


def train_page_ranker(texts: Sequence[str], seed: int = 0) -> Ranker:
    """Fit the ranker on joined pages; every posting also teaches, alone, where not to cut."""
    rows: list[tuple[Features, bool]] = []
    for page, begins in [
        *join_pages(texts, seed, _PAGES_PER_TEXT * len(texts)),
        *((t, []) for t in texts),
    ]:
        view = clean(page)
        structure = read_structure(view)
        wanted = {view.from_original(b, b + 1)[0] for b in begins}
        for index, features in find_breaks(view, structure):
            line = structure.lines[index]
            begin = view.text.rfind("\n", 0, line.start) + 1
            rows.append((features, any(begin <= w <= line.start for w in wanted)))
    return fit_ranker(rows, "page")
