"""Pay said in words: how far the phrase goes."""

import pytest

from annonce_nlp.fields.remuneration.wordings import find_wordings
from annonce_nlp.reader import propose
from annonce_nlp.view import fold

PHRASES = [
    ("Indemnité de stage selon la réglementation en vigueur.", "Indemnité de stage selon la réglementation en vigueur", "legal"),
    ("Gratification supérieure au minimum légal, tickets", "Gratification supérieure au minimum légal", "legal"),
    ("Traitement indiciaire de la catégorie B, IFSE groupe B2", "Traitement indiciaire", "scale"),
    ("Le stage est indemnisé.", "indemnisé", "paid"),
    ("Salaire à débattre selon profil et parcours", "Salaire à débattre selon profil et parcours", "negotiable"),
    ("Paie selon ton diplôme et tes compétences, mutuelle", "selon ton diplôme et tes compétences", "negotiable"),
    ("Salaire : fonction formation et expérience", "fonction formation et expérience", "negotiable"),
    ("Rémunération : TJM adapté à l'expérience", "adapté à l'expérience", "negotiable"),
    ("Salaire adapté au profil", "Salaire adapté au profil", "negotiable"),
    ("Fixe en fonction de ton ancienneté", "en fonction de ton ancienneté", "negotiable"),
    ("Package suivant vos qualifications", "suivant vos qualifications", "negotiable"),
    ("Vous percevrez le traitement de votre grade", "traitement de votre grade", "scale"),
    ("Rémunération du corps d'origine, logement", "Rémunération du corps d'origine", "scale"),
    ("Paie : groupe D, 325 points", "groupe D, 325 points", "scale"),
    ("Grille ASH de la FPH, prime de nuit", "Grille ASH de la FPH", "scale"),
    ("Selon bordereau de salaire et ancienneté", "bordereau de salaire", "scale"),
    ("grille indiciaire (groupe C1)", "grille indiciaire (groupe C1)", "scale"),
    ("La gratification réglementaire est versée chaque mois", "gratification réglementaire", "legal"),
    ("Indemnisation fixée par décret, repas compris", "Indemnisation fixée par décret", "legal"),
    ("rétribué suivant l'âge et le diplôme", "suivant l'âge et le diplôme", "legal"),
    ("Statutaire + IFSE, chèques-déjeuner", "Statutaire + IFSE", "scale"),
    ("Convention du 31 octobre 1951, ancienneté reprise", "Convention du 31 octobre 1951", "scale"),
    ("Échelles barémiques du secteur public, pécule", "Échelles barémiques du secteur public", "scale"),
    ("Barème de la commission paritaire 319", "Barème de la commission paritaire 319", "scale"),
    ("Rétribution en rapport avec vos compétences", "Rétribution en rapport avec vos compétences", "negotiable"),
    ("Package très motivant, voiture", "Package très motivant", "negotiable"),
    ("Mission entièrement bénévole", "entièrement bénévole", "unpaid"),
    ("Aucune contrepartie financière", "Aucune contrepartie financière", "unpaid"),
    ("Payé à la part, minimum garanti", "Payé à la part", "paid"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrase", "kind"), PHRASES)
def test_a_phrase_goes_from_its_noun_to_the_end_of_its_rule(text, phrase, kind):
    found = [
        (text[w.start : w.end], w.kind)
        for w in find_wordings(fold(text), 0, len(text), value=False)
    ]
    assert (phrase, kind) in found


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Gratification légale (610 euros par mois)", "Gratification légale (610 euros par mois)"),
        ("Indemnité : minimum légal, soit environ 615 € par mois", "minimum légal, soit environ 615 € par mois"),
        ("Salaire : 2 050 € brut mensuel, primes", "2 050 € brut mensuel"),
    ],
)  # fmt: skip
def test_a_sum_takes_the_words_it_spells_out(text, phrase):
    sums = [c for c in propose(text).candidates["remuneration"] if c.value.kind == "amount"]
    assert [text[c.start : c.end] for c in sums] == [phrase]


@pytest.mark.parametrize(
    "text",
    [
        "Montée en compétences garantie, niveau de service",
        "Vous évoluez en compétences au fil des projets",
    ],
)
def test_learning_is_no_pay(text):
    assert propose(text).candidates["remuneration"] == []


def test_a_wording_ends_before_the_clause_of_another_sum():
    text = "Rémunération : statutaire + RIFSEEP et NBI, titres-restaurant de 8 €"
    kinds = [
        (text[c.start : c.end], c.value.kind) for c in propose(text).candidates["remuneration"]
    ]
    assert ("statutaire + RIFSEEP et NBI", "scale") in kinds


def test_papers_to_send_say_nothing_of_pay():
    text = "Joindre vos deux dernières fiches de paie (traitement de base et primes)"
    assert propose(text).candidates["remuneration"] == []
