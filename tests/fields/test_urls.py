"""Addresses by which to apply, and the links that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annonce_nlp.fields import urls
from tests.fields.readings import assert_inside, assert_rule_field, said
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

JOB = "https://jobs.example.org/o/44"
FOUND = [
    f"Lien de candidature\n{JOB}\nTravailleurs handicapés",
    f"Lien de candidature : {JOB}",
    f"Lien pour postuler : {JOB}",
    f"Pour postuler : {JOB}",
    f"Pour postuler, rendez-vous sur {JOB}.",
    f"Postulez sur {JOB} avant le 3 mai.",
    f"Postulez en ligne ({JOB}).",
    f"Postulez ici : {JOB}",
    f"Postulez ici :\n{JOB}",
    f"Postulez ici :\n[jobs.example.org – Soudeur]({JOB})",
    f"[Postuler]({JOB})",
    f"👉 [Je dépose ma candidature]({JOB})",
    f"[Candidater en remplissant ce formulaire]({JOB})",
    f"### [Candidatez sur notre site]({JOB})",
    f"Candidater : <{JOB}>",
    f"Candidature en ligne : {JOB}",
    f"Candidatures sur {JOB}",
    f"Déposez votre candidature sur {JOB}",
    f"Merci de déposer votre CV à l'adresse suivante : {JOB}",
    f"Envoyez-nous votre CV via le formulaire ci-dessous : {JOB}",
    f"Formulaire de candidature : {JOB}",
    f"Remplissez le formulaire ci-après : {JOB}",
    f"Formulaire sur `{JOB}`, portfolio exigé",
    f"Répondez à cette annonce sur {JOB}",
    f"Répondre à l'annonce : {JOB}",
    f"Inscrivez-vous sur le site :\n{JOB}",
    f"Faire acte de candidature sur le portail {JOB}",
    f"Les candidatures se font via le portail {JOB}",
    f"Candidature à transmettre via {JOB}",
    f"Adressez votre candidature sur {JOB}",
    f"Lien vers l'offre : {JOB}",
    f"Voir l'offre complète : {JOB}",
    f"URL de l'offre : {JOB}",
    f"L'offre en ligne :\n{JOB}",
    f"Apply: {JOB}",
    f"Apply here {JOB}",
    f"Comment postuler\n{JOB}",
    f"COMMENT POSTULER ?\n{JOB}",
    f"{JOB} pour postuler",
    f"[{JOB}]({JOB}) : déposez-y votre dossier. Postuler : {JOB}",
    f"Retrouvez nos offres et postulez en ligne sur {JOB}",
    f"Modalités de candidature : {JOB}",
    f"Pour candidater\n{JOB}",
]
ITSELF = [
    "https://jobaffinity.example.org/apply/4kz",
    "https://recrutement.example.fr/candidat/postuler/33",
    "https://example.org/postuler",
    "https://example.fr/candidature?poste=3",
    "https://maville-career.talent-soft.com/offre-de-emploi/3.aspx",
]
NOT = [
    "Site web de l'employeur\nhttps://www.example.org",
    "Site web de l'employeur\nhttps://recrutement.example.org/candidat",
    "En savoir plus : https://www.example.org",
    "Découvrez-nous sur https://www.example.org/",
    "Notre produit : https://produit.example.org",
    "[Notre startup](https://example.org/startups/eau)",
    "Suivez-nous : https://www.linkedin.com/company/example",
    "Postulez via https://www.linkedin.com/company/example",
    "Code source : https://github.com/example/depot",
    "Nous encourageons toutes les candidatures.https://www.example.org/engagements",
    "Nous étudions les candidatures. Voir https://www.example.org/engagements",
    "Liens utiles pour préparer votre candidature :\nhttps://articles.example.org/pdf/1",
    "Politique de confidentialité des candidatures : https://example.org/rgpd",
    "rh@example.org",
    "postuler par courrier",
    "https://",
    "http://.",
    "La plateforme aide les candidats : https://produit.example.org",
    "www",
    "Rejoignez-nous ! https://www.example.org",
    "Rapport annuel : https://example.org/rapport.pdf",
]


@pytest.mark.parametrize("text", FOUND)
def test_an_address_to_apply_is_read(text: str) -> None:
    assert said(urls, text) == [JOB]


@pytest.mark.parametrize("address", ITSELF)
def test_an_address_may_say_itself_what_it_is_for(address: str) -> None:
    assert said(urls, f"Soudeur à Dax\n{address}\nCDI") == [address]


@pytest.mark.parametrize("text", NOT)
def test_other_links_are_none(text: str) -> None:
    assert said(urls, text) == []


VALUES = [
    ("Postuler : www.example.org/job", "https://www.example.org/job"),
    ("Postuler : http://example.org/a\\_b", "http://example.org/a_b"),
    ("Postuler : https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
    ("Postuler : https://example.org/a__b__c", "https://example.org/a__b__c"),
    ("Postuler : https://example.org/a_(b)", "https://example.org/a_(b)"),
    ("Postuler (https://example.org/a).", "https://example.org/a"),
    ("Postuler : HTTPS://EXAMPLE.ORG/A", "HTTPS://EXAMPLE.ORG/A"),
    ("Postuler « https://example.org/a »", "https://example.org/a"),
    ("POSTULER ([HTTPS://EXAMPLE.ORG/A](https://example.org/a))", "https://example.org/a"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[v[0] for v in VALUES])
def test_an_address_is_given_whole(text: str, value: str) -> None:
    assert said(urls, text) == [value]


@given(st.from_regex(r"\Ahttps://jobs\.example\.(org|fr)/[a-z0-9]{1,9}(/[a-z0-9-]{1,9}){0,3}\Z"))
def test_addresses_come_back(address: str) -> None:
    assert said(urls, f"Pour postuler : {address}, merci") == [address]


@given(POSTING_LIKE)
def test_candidates_are_inside(text: str) -> None:
    assert_inside(*assert_rule_field(urls, "Postuler : https://example.org/ " + text))


@pytest.mark.parametrize(
    "unit",
    [*HOSTILE.values(), "postuler https://e.org ", "https://", "http://a)", "www.", "candidature "],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: said(urls, text), unit)
