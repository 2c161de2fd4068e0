"""Parting a page into its postings: one is never cut, several are parted where they begin."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.choice import Ranker, load_rankers
from annonce_nlp.corpus.schema import Record, Slice, read_records
from annonce_nlp.pages import split
from tests.invented import POSTINGS
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[1] / "data"
PAGE = "004_2e1128ab0c5aeda3.txt"

KNOWN_FAILURES = {
    "seed-004-04": "cut before its form",
    "w41-011": "cut before « La mission de l'alternant·e », a heading of HTML",
}
"""What is wrong today, by test or id of the posting: what happens instead."""


def marks(name: str) -> list[pytest.MarkDecorator]:
    reason = KNOWN_FAILURES.get(name)
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


def known(name: str) -> pytest.MarkDecorator:
    """Mark a test that fails today."""
    return pytest.mark.xfail(
        name in KNOWN_FAILURES, reason=KNOWN_FAILURES.get(name, ""), strict=True
    )


def parted(text: str) -> list[tuple[int, int]]:
    return split(text, load_rankers()["page"])


@cache
def seeds() -> list[Record]:
    return list(read_records(DATA / "annotated/postings.jsonl"))


@cache
def authored_sample() -> list[Record]:
    """Every tenth posting of each authored file."""
    files = sorted((DATA / "authored").glob("*.jsonl"))
    return [record for file in files for record in list(read_records(file))[::10]]


def single_postings() -> list[object]:
    texts = {record.id: record.text for record in [*seeds(), *authored_sample()]}
    return [
        pytest.param(text, id=name, marks=marks(name))
        for name, text in {**texts, **POSTINGS}.items()
    ]


@pytest.mark.parametrize("text", single_postings())
def test_a_single_posting_is_never_cut(text: str) -> None:
    begins = [text[start : start + 60] for start, _ in parted(text)]
    assert len(begins) == 1, f"cut before {begins[1:]}"


def test_the_slice_of_a_single_posting_is_all_but_its_blank_edges() -> None:
    text = POSTINGS["labels"]
    assert parted(f"\n \n{text}\r\n\t") == [(3, 3 + len(text))]


@pytest.mark.parametrize("page", ["", " ", "\n\n\t\n", "\u00a0\u200b\r\n"], ids=repr)
def test_a_blank_page_has_no_posting(page: str) -> None:
    assert parted(page) == []


@pytest.mark.parametrize("page", ["CDI", "Stage\n\nParis\n\nCDD", "-----\n\n-----"], ids=repr)
def test_a_page_too_short_for_two_is_one(page: str) -> None:
    assert len(parted(page)) == 1


JOINTS = {
    "a blank line": "\n\n",
    "three blank lines": "\n\n\n\n",
    "hyphens": "\n\n---\n\n",
    "a line of hyphens": "\n" + "-" * 60 + "\n",
    "stars": "\n* * *\n",
    "underscores": "\n________\n\n",
    "equal signs": "\n\n=====\n",
    "carriage returns": "\r\n\r\n\r\n",
}


def joined(texts: list[str], joint: str) -> tuple[str, list[int]]:
    """Return a page and where each posting begins in it."""
    page, begins = "", []
    for text in texts:
        page += joint if page else ""
        begins.append(len(page))
        page += text.replace("\n", "\r\n") if "\r" in joint else text
    return page, begins


def pages() -> Iterator[tuple[str, list[int]]]:
    """Yield pages of two to five invented postings of different layouts."""
    draw = random.Random(20250)  # noqa: S311 - the same pages every time
    for joint in JOINTS.values():
        for count in (2, 3, 5):
            yield joined(draw.sample(list(POSTINGS.values()), count), joint)


def first_word(page: str, at: int) -> int:
    """Return where the first letter or digit stands from `at` on: marks before it do not matter."""
    return next(i for i in range(at, len(page)) if page[i].isalnum())


@cache
def cuts_and_begins() -> tuple[list[set[tuple[int, str]]], list[set[tuple[int, str]]]]:
    """Return, page by page, the cuts made and those wanted, each with the words after it."""
    made, wanted = [], []
    for page, begins in pages():
        cuts = [first_word(page, start) for start, _ in parted(page)[1:]]
        made.append({(at, page[at : at + 40]) for at in cuts})
        true = [first_word(page, begin) for begin in begins[1:]]
        wanted.append({(at, page[at : at + 40]) for at in true})
    return made, wanted


@known("boundaries of joined pages")
def test_four_boundaries_of_five_are_found_on_joined_pages() -> None:
    made, wanted = cuts_and_begins()
    missed = [words for cuts, true in zip(made, wanted, strict=True) for _, words in true - cuts]
    total = sum(map(len, wanted))
    assert 1 - len(missed) / total >= 0.80, f"{len(missed)} of {total} missed: {missed}"


@known("cuts of joined pages")
def test_nine_cuts_of_ten_are_right_on_joined_pages() -> None:
    made, wanted = cuts_and_begins()
    wrong = [words for cuts, true in zip(made, wanted, strict=True) for _, words in cuts - true]
    total = sum(map(len, made))
    assert total
    assert 1 - len(wrong) / total >= 0.90, f"{len(wrong)} of {total} wrong: {wrong}"


EAGER = Ranker(5.0, {}, 0.5)
"""Cuts wherever one may cut."""


@pytest.mark.parametrize(
    "joint", [pytest.param(joint, id=n, marks=marks(f"rule: {n}")) for n, joint in JOINTS.items()]
)
def test_rules_between_postings_belong_to_neither(joint: str) -> None:
    texts = [" ".join(POSTINGS[name].split()) for name in ("labels", "letter")]
    page, (_, second) = joined(texts, joint)
    assert split(page, EAGER) == [(0, len(texts[0])), (second, len(page))]


def test_of_two_beginnings_side_by_side_one_is_believed() -> None:
    banner = "CARRIÈRES D'ALVERNE – SITE DE L'EMPLOI\n\n"
    texts = ["Comptable à Gap. " * 8, banner + "Aide-comptable à Pau. " * 8]
    page, begins = joined([text.strip() for text in texts], "\n\n")
    assert [start for start, _ in split(page, EAGER)] == begins


def test_tags_at_the_beginning_belong_to_a_posting() -> None:
    texts = [
        "Comptable à Gap. " * 8,
        "<div class='offre'><h1>Aide-comptable</h1> à Pau. " + "CDI. " * 30,
    ]
    page, begins = joined([text.strip() for text in texts], "\n\n")
    assert [start for start, _ in split(page, EAGER)] == begins


@known("markup at the beginning")
def test_markup_at_the_beginning_belongs_to_a_posting() -> None:
    texts = ["Comptable à Gap. " * 8, "**Aide-comptable** à Pau. " * 8]
    page, begins = joined([text.strip() for text in texts], "\n\n")
    assert [start for start, _ in split(page, EAGER)] == begins


@known("the page of seeds")
def test_the_page_of_seeds_is_parted_where_the_annotation_says() -> None:
    page = (DATA / "annotated/source" / PAGE).read_bytes().decode("utf-8")
    slices = [r.source for r in seeds() if isinstance(r.source, Slice) and r.source.file == PAGE]
    wanted = {piece.start for piece in slices}
    found = {start for start, _ in parted(page)}
    assert len(slices) == 24
    missed = [page[at : at + 50] for at in sorted(wanted - found)]
    wrong = [page[at : at + 50] for at in sorted(found - wanted)]
    assert (missed, wrong) == ([], []), f"{len(wanted & found)} of {len(wanted)} found"


PIECES = [
    *POSTINGS.values(),
    "\n\n",
    "\r\n",
    "\n---\n",
    "\n* * *\n\n",
    " ",
    "\u00a0",
    "Poste : soudeur",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_slices_are_in_order_apart_and_lose_no_word(page: str) -> None:
    for ranker in (EAGER, load_rankers()["page"]):
        slices = split(page, ranker)
        edges = [0, *(edge for piece in slices for edge in piece), len(page)]
        assert edges == sorted(edges)
        assert all(page[start:end] == page[start:end].strip() != "" for start, end in slices)
        between = [page[end:start] for end, start in zip(edges[::2], edges[1::2], strict=True)]
        assert not any(c.isalnum() for c in "".join(between)), between


@given(POSTING_LIKE)
def test_slices_of_any_text_are_in_order(page: str) -> None:
    edges = [edge for piece in split(page, EAGER) for edge in piece]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(page) for edge in edges)


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(parted, unit)
