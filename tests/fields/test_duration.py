"""The length of the contract, in months, among other lengths of invented postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annonce_nlp.evaluation.match import near
from tests.fields.tables import Case, Table

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

Length = tuple[float | None, float | None]

CARD = """Chargé de clientèle (H/F)
Assurances Brunavel
Lieu : Limoges
{}
Vous conseillez les adhérents au téléphone et en agence, dans une équipe de neuf personnes."""

PROSE = """Animateur nature
L'association Les Sentiers du Lac cherche un animateur pour accueillir les classes. {} Logement
possible sur place. Écrire à bureau@sentiers-du-lac.example.org."""

STAGE = """Stage – Étude des haies bocagères
Syndicat mixte de l'Ourvière
{}
Gratification légale. Bureau à Vire."""

PERMANENT = """Ingénieur voirie
Ville de Montrevel-sur-Save – emploi permanent ouvert aux titulaires
{}
Rémunération statutaire et RIFSEEP."""

IN_FRAMES = [
    # a number and its unit
    (CARD, "Contrat : CDD de 6 mois", (6, 6)),
    (CARD, "Contrat à durée déterminée - 7 Mois", (7, 7)),
    (CARD, "Contrat : CDD-10 mois", (10, 10)),
    (CARD, "CDD 12 mois (1 an)", (12, 12)),
    (CARD, "CDD 35h – 4 mois", (4, 4)),
    (CARD, "Durée du contrat\n9 mois", (9, 9)),
    (CARD, "Durée : 11\u00a0mois", (11, 11)),
    (CARD, "CDD d'une durée de dix-huit mois", (18, 18)),
    (CARD, "CDD d'un an", (12, 12)),
    (CARD, "Contrat de deux ans", (24, 24)),
    (CARD, "CDD de 2 ans et 6 mois", (30, 30)),
    (STAGE, "Durée : 8 semaines", (1.84, 1.84)),
    (STAGE, "Stage de dix semaines en juin et juillet", (2.3, 2.3)),
    (CARD, "Mission d'intérim de 3 semaines", (0.69, 0.69)),
    # ranges and open ends
    (CARD, "Contrat : CDD de 4 à 6 mois", (4, 6)),
    (STAGE, "Durée : 5-6 mois", (5, 6)),
    (STAGE, "Stage de 4/6 mois", (4, 6)),
    (STAGE, "Entre 4 et 5 mois, à votre convenance", (4, 5)),
    (STAGE, "Durée : quatre à six mois", (4, 6)),
    (CARD, "Alternance de 12 ou 24 mois", (12, 24)),
    (STAGE, "Durée : 3 mois minimum", (3, None)),
    (STAGE, "Stage d'au moins 5 mois", (5, None)),
    (STAGE, "Durée : 6 mois maximum", (None, 6)),
    # renewals do not lengthen it
    (CARD, "CDD d'un an renouvelable", (12, 12)),
    (CARD, "Contrat de 3 ans renouvelable une fois", (36, 36)),
    (CARD, "CDD de 18 mois (renouvellement possible de 6 mois)", (18, 18)),
    (PROSE, "CDD de 8 mois, avec possibilité de prolongation de trois mois.", (8, 8)),
    # in a sentence
    (PROSE, "Le contrat, un CDD, durera cinq mois.", (5, 5)),
    (PROSE, "Il s'agit de remplacer une collègue pendant son congé maternité (5 mois).", (5, 5)),
    (PROSE, "La mission de service civique dure 8 mois, 24 h par semaine.", (8, 8)),
    (PROSE, "VIE de 24 mois au départ de Nantes.", (24, 24)),
    (PROSE, "CDD saisonnier de 7 mois. L'association a 30 ans.", (7, 7)),
    (PROSE, "CDD de 14 mois sur un projet européen de 48 mois.", (14, 14)),
    (PROSE, "CDD de 6 mois après une formation de trois semaines.", (6, 6)),
    (CARD, "Contrat d'apprentissage de 24 mois", (24, 24)),
    (CARD, "Thèse de trois ans (contrat doctoral)", (36, 36)),
    (CARD, "Contrat de projet de 2 ans", (24, 24)),
    (CARD, "CDD 3 mois – durée hebdomadaire : 28 h", (3, 3)),
    # lengths that are not the contract's
    (CARD, "CDI – période d'essai de 2 mois", None),
    (CARD, "CDI – expérience de 3 ans exigée", None),
    (CARD, "Expérience : 2 à 5 ans", None),
    (CARD, "Temps de travail : 37 h sur 4,5 jours", None),
    (STAGE, "Vous préparez un master en deux ans (bac + 5).", None),
    (PROSE, "Vous avez suivi une formation de six mois à l'animation.", None),
    (PROSE, "Depuis 25 ans, nous accueillons 3 000 enfants chaque année.", None),
    (PROSE, "Le séjour des classes est de 5 jours.", None),
    (PERMANENT, "À défaut, contrat de trois ans maximum, renouvelable dans la limite de six ans "
     "(article L.332-8).", None),
    (PERMANENT, "Trois ans d'expérience sur un poste semblable seraient appréciés.", None),
    (CARD, "CDI – première mission de 6 mois chez un client à Tulle", None),
]  # fmt: skip

DERIVED = [
    (STAGE, "Stage de février à juillet 2025", (6, 6)),
    (STAGE, "Du 3 mars au 29 août 2025", (6, 6)),
    (CARD, "CDD du 1er avril au 30 septembre 2025", (6, 6)),
    (CARD, "CDD du 02/06/2025 au 31/08/2025", (3, 3)),
    (CARD, "CDD à pourvoir le 1er juillet 2025, jusqu'au 31/12/2025", (6, 6)),
]

CASES = [
    *(Case(_words, _frame.format(_words), _want) for _frame, _words, _want in IN_FRAMES),
    *(Case(_words, _frame.format(_words), _want, silent_too=True)
      for _frame, _words, _want in DERIVED),
]  # fmt: skip


def length_of(posting: Posting) -> Length | None:
    found = posting.duration
    return (found.min, found.max) if found else None


def same_length(want: Length | None, got: Length | None) -> bool:
    if want is None or got is None:
        return want is got
    return near(got[0], want[0], 0.05) and near(got[1], want[1], 0.05)


TABLE = Table("duration", CASES, length_of, same_length)


@pytest.mark.parametrize("case", TABLE.params())
def test_duration(case: Case) -> None:
    TABLE.check(case)


def test_contracts_without_an_end_have_no_duration() -> None:
    for name, posting in TABLE.read().items():
        if posting.contract and posting.contract.type in ("cdi", "titulaire"):
            assert posting.duration is None, name
