"""The reference of the offer, and the numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import reference
from tests.fields.readings import assert_inside, assert_rule_field, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

FOUND = [
    ("Réf. : 2031-44", "2031-44"),
    ("Réf : VZ/118", "VZ/118"),
    ("réf. KLM-2207", "KLM-2207"),
    ("REF 6120", "6120"),
    ("Ref: abx77k", "abx77k"),
    ("Référence : 44_DRH_09", "44_DRH_09"),
    ("Référence n° 3381", "3381"),
    ("Référence de l'offre : TX-90-A", "TX-90-A"),
    ("Référence CSP: INT_QW033PNA-55110", "INT_QW033PNA-55110"),
    ("Référence à rappeler dans votre candidature : 3102 BX", "3102 BX"),
    ("Référence\n2029-81234\nPays", "2029-81234"),
    ("Réf.\nM00977120-QUAI\nEmployeur\nMairie", "M00977120-QUAI"),
    ("Ref. code\n88121-fr_BE\nPosted on", "88121-fr_BE"),
    ("Offre n°\nO099310102000777\nPubliée le\n02/01/2031", "O099310102000777"),
    ("Offre n° 204BXKL", "204BXKL"),
    ("Offre n°: 204BXKL", "204BXKL"),
    ("offre n 311WQRT", "311WQRT"),
    ("Annonce n° 77-4410", "77-4410"),
    ("Avis n° 2031-LAB-07", "2031-LAB-07"),
    ("Poste n°A-7719", "A-7719"),
    ("Fiche n° PEN-33-0187", "PEN-33-0187"),
    ("Mission n° M440099120", "M440099120"),
    ("Numéro d'offre : 55012", "55012"),
    ("Soudeur (H/F) - Offre 7731\nDax", "7731"),
    ("Soudeur (N°90417)\nDax", "90417"),
    ("Chef de projet F/H - REF 318", "318"),
    ("Requisition ID: 7719230", "7719230"),
    ("Job ID 4471-XA", "4471-XA"),
    ("Job-ID 2031-GE-44", "2031-GE-44"),
    ("Job Reference: QZPSB00417", "QZPSB00417"),
    ("Job ref. LAB-2031-EAU-9", "LAB-2031-EAU-9"),
    ("Postulez en mentionnant la référence Q5521 avant le 3 mai.", "Q5521"),
    ("CV et lettre sous la référence GH/07-31 à rh@example.org", "GH/07-31"),
    ("sous la référence 31.207-DIR.", "31.207-DIR"),
    ("Dossier à envoyer sous le numéro URB/31-09.", "URB/31-09"),
    ("Merci d'indiquer la référence de l'annonce : XA-12", "XA-12"),
    ("CDI · Réf. AB-31-0099 · Postée le 4 juin 2031", "AB-31-0099"),
    ("rh@example.org (réf. 31-MOD)", "31-MOD"),
    ("<p>Référence:zrk4mmq</p>", "zrk4mmq"),
    ("Réf : 59-3109-0178 Agence de Lens", "59-3109-0178"),
    ("REF : PERLIVO", "PERLIVO"),
    ("Référence O075310312000999 à rappeler", "O075310312000999"),
    ("Maçon\nRéférence : 88-A\nOffre n° 12345", "88-A"),
]
NOT = [
    "Salaire de référence : 1800 euros",
    "Grade de référence : 413",
    "votre référent technique",
    "plus de 150 références 2031 en rayon",
    "en référence à l'article L.332-8 du code",
    "Réf. : article 3",
    "référence : L332-23",
    "loi n° 84-53 du 26 janvier",
    "décret n° 2031-14 du 8 janvier",
    "arrêté n°2030-118",
    "norme de référence ISO 9001",
    "certification ISO 9001, référence ISO9001",
    "Réf. : 05 55 00 14 27",
    "SIRET n° 12345678900012",
    "Référence : 12345678900012",
    "RNA n° W751234567",
    "Référence : 12/05/2031",
    "Référence : 2031",
    "un acteur de référence depuis 2003",
    "en tant que référence N3 / lead",
    "référencement SEO de 300 pages",
    "rue de la Paix n° 1250",
    "Code ROME : M1805",
    "href=\"https://example.org/12345\"",
    "le lot n° 4471",
    "Offre 35h",
    "offre 1 500 € brut",
    "Identifiant 12",
    "CACES R489 catégories 1, 3 et 5",
    "expérience de 10 ans, bac+5",
    "Préférence 2031",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), FOUND, ids=[f[0] for f in FOUND])
def test_a_reference_is_read(text: str, value: str) -> None:
    assert said(reference, text) == [value]


@pytest.mark.parametrize("text", NOT)
def test_other_numbers_are_no_reference(text: str) -> None:
    assert said(reference, text) == []


@given(
    st.from_regex(r"\A[A-Z]{1,4}[-/_]?[0-9]{3,6}([-/][A-Z0-9]{1,4})?\Z"),
    st.sampled_from(["Réf. : {}", "Référence : {}", "Offre n° {}", "sous la référence {}."]),
)
def test_references_come_back(code: str, form: str) -> None:
    # `L332-8` is an article of law, `EN 1090` a standard.
    if not code.startswith("EN") and (code[0] not in "LRD" or "-" not in code):
        assert said(reference, "Maçon\n" + form.format(code)) == [code]


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(reference, text))


@pytest.mark.parametrize("unit", [*HOSTILE.values(), "ref ", "ref : ", "n° 1", "offre n° a1 "])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(reference, text), unit)
