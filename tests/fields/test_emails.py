"""E-mail addresses, plain and masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import emails
from tests.fields.readings import assert_inside, read, reading
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

FOUND = [
    ("rh@example.org", "rh@example.org", "rh@example.org"),
    ("RH@Example.ORG", "RH@Example.ORG", "rh@example.org"),
    ("à : rh-2024@example.org, réf. 12", "rh-2024@example.org", "rh-2024@example.org"),
    ("prenom.nom@drh.example.fr.", "prenom.nom@drh.example.fr", "prenom.nom@drh.example.fr"),
    (
        "rh_dax+cv@kelvane.example.org",
        "rh_dax+cv@kelvane.example.org",
        "rh_dax+cv@kelvane.example.org",
    ),
    ("mailto:rh@example.org", "rh@example.org", "rh@example.org"),
    ("<rh@example.org>", "rh@example.org", "rh@example.org"),
    ("« rh@example.org »", "rh@example.org", "rh@example.org"),
    ("**rh@example.org**", "rh@example.org", "rh@example.org"),
    ("rh @ example.org", "rh @ example.org", "rh@example.org"),
    ("rh@example .org", "rh@example .org", "rh@example.org"),
    ("rh@example.org. Merci", "rh@example.org", "rh@example.org"),
    ("rh@example.org. www.example.org", "rh@example.org", "rh@example.org"),
    ("rh@example.org\nwww.example.org", "rh@example.org", "rh@example.org"),
    ("rh[at]example.org", "rh[at]example.org", "rh@example.org"),
    ("rh (arobase) example.org", "rh (arobase) example.org", "rh@example.org"),
    ("rh arobase example.org", "rh arobase example.org", "rh@example.org"),
    ("rh {a} example.org", "rh {a} example.org", "rh@example.org"),
    ("rh AT example.org", "rh AT example.org", "rh@example.org"),
    ("candidature at example.org", "candidature at example.org", "candidature@example.org"),
    ("rh(at)example(point)org", "rh(at)example(point)org", "rh@example.org"),
    ("rh [at] example [dot] org", "rh [at] example [dot] org", "rh@example.org"),
    ("s.nom at example dot org", "s.nom at example dot org", "s.nom@example.org"),
    ("s.nom at example point org", "s.nom at example point org", "s.nom@example.org"),
    ("rh@example&#46;org", "rh@example.org", "rh@example.org"),
]


@pytest.mark.parametrize(("text", "words", "address"), FOUND, ids=[f[0] for f in FOUND])
def test_an_address_is_found_and_unmasked(text: str, words: str, address: str) -> None:
    where = reading(text)
    assert read(emails.find(where), where) == [(words, address)]


@pytest.mark.parametrize(
    "text",
    ["rh@example", "@example", "rh@@example.org", "a@b", "x@y.z", "suivez @kelvane",
    "see you at example.org",
     "join us at example.org", "at home", "https://example.org/a", "rendez-vous à Dax", "5 @ 3.50"],
)  # fmt: skip
def test_other_words_are_no_address(text: str) -> None:
    assert emails.find(reading(text)) == []


@pytest.mark.parametrize("mark", [", ", ";", " ou ", "/", "\n", " - "], ids=repr)
def test_several_addresses_stay_apart(mark: str) -> None:
    where = reading(f"rh@example.org{mark}contact@example.fr")
    assert [c.value for c in emails.find(where)] == ["rh@example.org", "contact@example.fr"]


def test_choose_keeps_the_first_mention_of_each() -> None:
    where = reading("rh@example.org, contact@example.fr, RH@example.org")
    chosen = emails.choose(emails.find(where))
    assert [(c.start, c.value) for c in chosen] == [
        (0, "rh@example.org"),
        (16, "contact@example.fr"),
    ]
    assert emails.choose([]) == []


@given(st.from_regex(r"\A[a-z][a-z0-9]{0,8}([._-][a-z0-9]{1,6}){0,2}\Z"),
       st.sampled_from(["example.org", "example.fr", "drh.example.org"]),
       st.sampled_from(["@", " @ ", "[at]", " (at) ", " AROBASE "]))  # fmt: skip
def test_addresses_come_back(user: str, host: str, at: str) -> None:
    (found,) = emails.find(reading(f"Écrire à : {user}{at}{host}, merci"))
    assert found.value == f"{user}@{host}"


@given(POSTING_LIKE)
def test_candidates_are_inside_and_look_like_addresses(text: str) -> None:
    where = reading(text)
    found = emails.find(where)
    assert_inside(found, where)
    for candidate in found:
        user, _, host = candidate.value.partition("@")
        assert user
        assert "." in host
        assert " " not in candidate.value
        assert candidate.value == candidate.value.lower()


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit: str) -> None:
    assert_linear(emails.find, unit, reading)
