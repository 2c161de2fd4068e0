"""Expressions rewritten for speed find the same words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields.contract.grammar import contract_forms
from annonce_nlp.grammar.expressions import quick

EXPRESSIONS = [
    (r"\bpaie\b|\bpaye\b|salaire", r"p(?<!\wp)(?:aie\b|aye\b)|salaire"),
    (r"(?:a|b)c|\bd[|)]e", r"(?:a|b)c|d(?<!\wd)[|)]e"),
    (r"\d k|x\|y", r"\d k|x\|y"),
    (r"a?b|\bc*d", r"(?:a?b|\bc*d)"),
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
