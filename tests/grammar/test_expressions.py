"""Expressions rewritten for speed find the same words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields.contract.grammar import contract_forms
from annonce_nlp.grammar.expressions import near, opened, quick

if TYPE_CHECKING:
    from collections.abc import Iterable

EXPRESSIONS = [
    (r"\bpaie\b|\bpaye\b|salaire", r"p(?<!\wp)(?:aie\b|aye\b)|salaire"),
    (r"(?:a|b)c|\bd[|)]e", r"(?:a|b)c|d(?<!\wd)[|)]e"),
    (r"\d k|x\|y", r"\d k|x\|y"),
    (r"a?b|\bc*d", r"(?:a?b|\bc*d)"),
    (r"\b(?:paie|paye|salaire)s?\b", r"(?:p(?<!\wp)(?:aie|aye)|s(?<!\ws)alaire)s?\b"),
    (r"\b(?:un|une)?\sprime", r"\b(?:un|une)?\sprime"),
]


@pytest.mark.parametrize(("plain", "rewritten"), EXPRESSIONS, ids=[c[0] for c in EXPRESSIONS])
def test_what_stands_before_is_asked_after_the_first_character(plain: str, rewritten: str) -> None:
    assert quick(plain) == rewritten


def test_no_alternative_begins_after_a_refused_character() -> None:
    pattern = re.compile(quick(r"cdd\b|(?:un|une) an", unless_after="[a-z]"))
    assert [m[0] for m in pattern.finditer("xcdd, 2cdd, jeun an, un an")] == ["cdd", "un an"]


_WORDS = st.lists(
    st.sampled_from(
        ["cdd", "c.d.i.", "stage", "stages", "stagiaire", "vie", "v.i.e", "contrat", "de", "projet", "un", "an",
         "interim", "6", "mois", "freelance", "poste", "permanent", "emploi", "l.332-8", "cat. a", "benevolat"]
    ),
    max_size=12,
)  # fmt: skip


@given(words=_WORDS, between=st.sampled_from([" ", "", "\n", "-", "x"]))
def test_contract_words_are_found_alike(words: list[str], between: str) -> None:
    text = between.join(words)
    for name, forms in contract_forms().items():
        plain = re.compile("(?<![a-z])(?:" + "|".join(f"(?:{form})" for form in forms) + ")")
        fast = re.compile(quick("|".join(forms), unless_after="[a-z]"))
        found = [match.span() for match in fast.finditer(text)]
        assert found == [match.span() for match in plain.finditer(text)], name


def spans(matches: Iterable[re.Match[str]]) -> list[str]:
    return [match[0] for match in matches]


def test_near_finds_what_holds_a_mark_once() -> None:
    sums = re.compile(r"(?:entre )?\d+ euros")
    text = "entre 12 euros, 9 jours, rien, 14 euros et 15 ans"
    assert spans(near(sums, re.compile(r"\d"), text, before=6, after=9)) == spans(
        sums.finditer(text)
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [("<b>gras</b> et <i>penché", ["<b>", "</b>", "<i>"]), ("a < b", []), ("<<b>", ["<b>"])],
)
def test_opened_matches_where_its_opening_stands(text: str, found: list[str]) -> None:
    assert spans(opened(re.compile(r"</?[a-z]>"), re.compile("<"), text)) == found
