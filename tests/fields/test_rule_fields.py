"""The fields read by rules alone, as they come out of the whole pipeline: typed, with evidence."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import annonce_nlp
from annonce_nlp.posting import Branch, Category, Grade, Posting, StudyLevel
from annonce_nlp.reader import BY_RULES, SEVERAL
from tests.fields import (
    test_category,
    test_grade,
    test_phones,
    test_published,
    test_reference,
    test_study_level,
    test_urls,
)
from tests.texts import POSTING_LIKE

TEXTS = {
    "reference": [text for text, _ in test_reference.FOUND],
    "category": [test_category.PUBLIC + text for text, _ in test_category.FOUND],
    "grade": [text for text, _ in test_grade.FOUND],
    "study_level": [text for text, _ in test_study_level.FOUND],
    "phones": [text for text, number in test_phones.FOUND if number],
    "application_urls": test_urls.FOUND,
    "published": test_published.FOUND,
}
NEW = sorted(TEXTS)


@cache
def postings(name: str) -> list[Posting]:
    return list(annonce_nlp.pipe(TEXTS[name]))


def test_every_field_by_rules_has_its_table() -> None:
    assert BY_RULES.keys() == TEXTS.keys() | {"emails"}
    assert all(len(set(texts)) >= 40 for texts in TEXTS.values())


@pytest.mark.parametrize("name", NEW)
def test_every_value_has_its_words_and_no_score(name: str) -> None:
    for text, posting in zip(TEXTS[name], postings(name), strict=True):
        value, evidence = getattr(posting, name), posting.evidence.get(name, [])
        assert value not in (None, []), text
        assert len(evidence) == (len(value) if name in SEVERAL else 1), text
        for found in evidence:
            assert text[found.start : found.end] == found.text != ""
            assert found.score is None
            assert found.source in ("label", "prose", "address")


FULL = """Offre n° O099310312000555
Publiée le 12/03/2031

Chargé·e d'urbanisme (F/H)
Mairie de Valbrune, 73000 Chambéry
Catégorie : A ou B
Grade(s) recherché(s)
Attaché
Technicien principal de 2ème classe
Métier(s)
Urbaniste

Profil recherché
- Diplôme de niveau Bac+3 minimum en urbanisme

Renseignements : Mme Perrin, 04 76 00 12 34 ou urba@valbrune.example.fr
Lien de candidature
https://emploi.valbrune.example.fr/urbanisme?o=555
"""
WANT: dict[str, Any] = {
    "reference": "O099310312000555",
    "published": dt.date(2031, 3, 12),
    "category": [Category.A, Category.B],
    "grade": [
        Grade(name="attaché", category=Category.A),
        Grade(
            name="technicien principal de 2e classe",
            category=Category.B,
            branch=Branch.TERRITORIALE,
        ),
    ],
    "study_level": StudyLevel(min=6, max=None, years_min=3, years_max=None),
    "phones": ["+33476001234"],
    "application_urls": ["https://emploi.valbrune.example.fr/urbanisme?o=555"],
}
DISGUISES = {
    "as it is": lambda t: t,
    "carriage returns": lambda t: t.replace("\n", "\r\n"),
    "no-break spaces": lambda t: t.replace(" :", "\u00a0:").replace("n° ", "n°\u00a0"),
    "decomposed accents": lambda t: t.replace("é", "e\u0301"),
    "HTML entities": lambda t: t.replace("é", "&eacute;").replace("?o=", "?a=&amp;o="),
    "typographic apostrophes": lambda t: t.replace("'", "\u2019"),
    "zero-width blanks": lambda t: t.replace("Bac+3", "Bac+\u200b3"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_whole_posting_however_it_is_written(disguise: Any) -> None:
    text = disguise(FULL)
    posting = annonce_nlp.parse(text)
    want = dict(WANT)
    if "&amp;" in text:
        want["application_urls"] = ["https://emploi.valbrune.example.fr/urbanisme?a=&o=555"]
    assert {name: getattr(posting, name) for name in want} == want
    for name in want:
        for found in posting.evidence[name]:
            assert text[found.start : found.end] == found.text


def test_a_posting_that_says_nothing_of_them_has_none() -> None:
    posting = annonce_nlp.parse("Soudeur à Dax (40100), CDI, 2 100 € brut par mois")
    for name in NEW:
        assert getattr(posting, name) in (None, [])
        assert name not in posting.evidence


def test_offsets_in_a_page_count_from_its_beginning() -> None:
    page = FULL + "\n---\n\n" + FULL.replace("000555", "000777").replace("urbanisme", "voirie")
    found = annonce_nlp.parse_all(page)
    for posting in found:
        for name in NEW:
            for evidence in posting.evidence.get(name, []):
                assert page[evidence.start : evidence.end] == evidence.text
    assert "O099310312000555" in [posting.reference for posting in found]


@settings(deadline=None, max_examples=60)
@given(POSTING_LIKE, st.sampled_from([text for texts in TEXTS.values() for text in texts]))
def test_evidence_is_the_caller_s_own_characters(noise: str, text: str) -> None:
    whole = f"{noise}\n{text}\n{noise}"
    posting = annonce_nlp.parse(whole, reference_date=dt.date(2031, 3, 20))
    for name in NEW:
        for evidence in posting.evidence.get(name, []):
            assert whole[evidence.start : evidence.end] == evidence.text != ""
    assert Posting.model_validate_json(posting.model_dump_json()) == posting
