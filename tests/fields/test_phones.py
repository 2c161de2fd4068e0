"""Telephone numbers, and the digits that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import phones
from tests.fields.readings import assert_inside, assert_rule_field, read, reading, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

FOUND = [
    ("Tél. 05 55 00 14 27", "+33555001427"),
    ("Tel : 01.23.45.67.89", "+33123456789"),
    ("04-76-00-12-34", "+33476001234"),
    ("04/75/00/12/34", "+33475001234"),
    ("Contact\n0561000036\nInformations", "+33561000036"),
    ("appelez le 06 12 34 56 78.", "+33612345678"),
    ("au 07 00 00 00 12 !", "+33700000012"),
    ("(02 41 00 36 52)", "+33241003652"),
    ("☎ 09 70 00 00 12", "+33970000012"),
    ("tél.06.89.00.36.27 /Courriel", "+33689003627"),
    ("rh@example.org/05 00 75 26 10", None),
    ("rh@example.org / 05 00 75 26 10", "+33500752610"),
    ("+33 5 55 00 14 27", "+33555001427"),
    ("+33 (0)5 55 00 14 27", "+33555001427"),
    ("+33(0)612345678", "+33612345678"),
    ("+33612345678", "+33612345678"),
    ("+33.6.12.34.56.78", "+33612345678"),
    ("0033 6 12 34 56 78", "+33612345678"),
    ("0 800 123 456", "+33800123456"),
    ("0806 000 092", "+33806000092"),
    ("08 00 12 34 56", "+33800123456"),
    ("0262 99 00 31", "+262262990031"),
    ("0692 00 00 41", "+262692000041"),
    ("0594 00 00 12", "+594594000012"),
    ("0590 12 34 56", "+590590123456"),
    ("0696 12 34 56", "+596696123456"),
    ("+262 692 12 34 56", "+262692123456"),
    ("02 511 23 45", "+3225112345"),
    ("02/511.23.45", "+3225112345"),
    ("081 12 34 56", "+3281123456"),
    ("081/12.34.56", "+3281123456"),
    ("0475 12 34 56", "+32475123456"),
    ("0475/12.34.56", "+32475123456"),
    ("0475 123 456", "+32475123456"),
    ("+32 2 511 23 45", "+3225112345"),
    ("+32 (0)475 12 34 56", "+32475123456"),
    ("0032 475 12 34 56", "+32475123456"),
    ("022 345 67 89", "+41223456789"),
    ("079 345 67 89", "+41793456789"),
    ("+41 22 345 67 89", "+41223456789"),
    ("+41 (0)79 345 67 89", "+41793456789"),
    ("+352 26 12 34", "+352261234"),
    ("+352 621 123 456", "+352621123456"),
    ("00352 26 12 34 56", "+35226123456"),
    ("514 555-0123", "+15145550123"),
    ("(418) 555-0199", "+14185550199"),
    ("514-555-0123", "+15145550123"),
    ("450.555.0123", "+14505550123"),
    ("1-800-555-0199", "+18005550199"),
    ("+1 514 555 0123", "+15145550123"),
    ("Portable : 06 12 34 56 78 (après 18 h)", "+33612345678"),
    ("01 30 00 58 58 – REF. 78/2211/A", "+33130005858"),
]
NOT = [
    "Fax : 05 55 00 14 28",
    "Télécopie 05.55.00.14.28",
    "SIRET 123 456 789 00012",
    "SIRET 12345678900012",
    "SIREN 812 345 678",
    "Offre n° 0561000036",
    "Réf. 0561000036",
    "FINESS 0750000123",
    "O075250312000456",
    "07/03/2022 - 37 h",
    "du 01/02/2025 au 03/04/2025",
    "12/05/2031",
    "1 900 2 200 €",
    "de 2 100 à 2 350 euros",
    "75011 Paris 2031",
    "IBAN FR76 3000 4000 0312 3456 7890 143",
    "2031-0123-4567",
    "https://example.org/0561000036",
    "https://example.org/?id=0612345678",
    "0003005156",
    "version 1.2.3.4.5.6",
    "514 555 01234",
    "+20 pays et +15 % par an",
    "3949",
    "06 12 34",
    "0612345678901",
    "9 h 12 h 14 h 18 h",
    "capital de 01 00 00 00 00 euros",
]


@pytest.mark.parametrize(("text", "number"), FOUND, ids=[f[0] for f in FOUND])
def test_a_number_is_read(text: str, number: str | None) -> None:
    assert said(phones, text) == ([number] if number else [])


@pytest.mark.parametrize("text", NOT)
def test_other_digits_are_no_number(text: str) -> None:
    assert said(phones, text) == []


def test_several_numbers_in_order_each_once() -> None:
    text = "05 55 00 14 27 / 06 12 34 56 78 ou 05.55.00.14.27"
    assert said(phones, text) == ["+33555001427", "+33612345678"]


def test_the_words_are_the_number_alone() -> None:
    where = reading("Tél. : 05 55 00 14 27, poste 12")
    assert read(phones.find(where), where) == [("05 55 00 14 27", "+33555001427")]


@given(
    st.from_regex(r"\A0[1-7][0-9]{8}\Z"),
    st.sampled_from([" ", ".", "-", "", " - "]),
)
def test_french_numbers_come_back(digits: str, mark: str) -> None:
    pairs = [digits[i : i + 2] for i in range(0, 10, 2)]
    (found,) = said(phones, "Tél. " + mark.join(pairs))
    assert found.endswith(digits[1:])


@given(POSTING_LIKE)
def test_candidates_are_inside_and_e164(text: str) -> None:
    found, where = assert_rule_field(phones, text)
    assert_inside(found, where)
    for candidate in found:
        assert candidate.value[0] == "+"
        assert candidate.value[1:].isdigit()
        assert 7 <= len(candidate.value) <= 16


@pytest.mark.parametrize("unit", [*HOSTILE.values(), "0 ", "06 ", "+33 ", "06 12 34 56 78 ", "+ "])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(phones, text), unit)
