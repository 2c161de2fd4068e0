"""Pay, read from whole invented postings: every wording, and the sums that are not pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fields.tables import Case, Table

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

CARD = """Magasinier cariste (H/F)
Transports Velmory
Lieu : 51100 Reims
Contrat : CDI
Salaire : {}
Expérience : 2 ans souhaités
Vos missions : réceptionner, ranger et expédier 300 palettes par jour."""

PROSE = """Poseur de menuiseries
L'entreprise Taravel et Fils, fondée à Aurillac en 1987, recrute un poseur en CDI. Vous montez
fenêtres et vérandas chez nos clients du Cantal, à deux par camion. {} Nous vous attendons dès
le mois de mai ; écrivez à atelier@taravel.example.fr."""

PUBLIC = """Agent d'entretien des espaces verts
La commune de Vaucreuse (4 100 habitants) recrute par voie statutaire
Cadre d'emplois : adjoints techniques (catégorie C)
Temps complet
Rémunération : {}
Poste à pourvoir le 1er juin 2025"""

STAGE = """Offre de stage – Assistant de conservation
Écomusée du Val d'Ancre, Vierzon
Durée : 4 mois à partir d'avril 2025
{}
Vous recensez les outils de la collection et préparez l'exposition d'été."""

MISSION = """Mission freelance : administrateur de bases de données
Début : dès que possible – durée : 6 mois
{}
Client final : assurance, Niort, deux jours sur site par semaine."""


def pay(
    low: float | None, high: float | None, period: str, tax: str | None = None, money: str = "EUR"
) -> tuple[Any, ...]:
    return (low, high, period, tax, money)


IN_FRAMES = [
    # figures behind a label
    (CARD, "35-40 K€", pay(35000, 40000, "year")),
    (CARD, "entre 2 040 € et 2 310 €", pay(2040, 2310, "month")),
    (CARD, "13,2 €/h", pay(13.2, 13.2, "hour")),
    (CARD, "12.45 Euros de l'heure", pay(12.45, 12.45, "hour")),
    (CARD, "Mensuel de 1980.0 Euros à 2140.0 Euros sur 13.0 mois", pay(1980, 2140, "month")),
    (CARD, "Annuel de 31300.0 Euros à 36700.0 Euros sur 12.0 mois", pay(31300, 36700, "year")),
    (CARD, "Horaire de 12.60 Euros à 14.10 Euros sur 12 mois", pay(12.6, 14.1, "hour")),
    (CARD, "2 418,55 € brut (coef 482)", pay(2418.55, 2418.55, "month", "gross")),
    (CARD, "2 100 € bruts x 13 mois", pay(2100, 2100, "month", "gross")),
    (CARD, "1 870 € net par mois", pay(1870, 1870, "month", "net")),
    (CARD, "24k - 27k", pay(24000, 27000, "year")),
    (CARD, "28.000 à 31.500 € brut annuel", pay(28000, 31500, "year", "gross")),
    (CARD, "1 950,00 EUR / mois", pay(1950, 1950, "month")),
    (CARD, "2\u202f250\u00a0€ brut", pay(2250, 2250, "month", "gross")),
    (CARD, "de 26 à 29 K€ selon expérience", pay(26000, 29000, "year")),
    (CARD, "30 000 € fixe + 6 000 € de variable", pay(30000, 30000, "year")),
    (CARD, "2 000 € brut/mois (SMIC + 13 %)", pay(2000, 2000, "month", "gross")),
    (CARD, "débutant 2 100 € brut, confirmé 2 400 € brut", pay(2100, 2400, "month", "gross")),
    # open on one side
    (CARD, "à partir de 2 150 € brut mensuel", pay(2150, None, "month", "gross")),
    (CARD, "jusqu'à 47 k€ bruts annuels", pay(None, 47000, "year", "gross")),
    (CARD, "minimum 29 K€", pay(29000, None, "year")),
    (CARD, "coefficient 398, soit 1 744,20 € (temps plein, sans reprise) prime Ségur : 206 € brut",
     pay(1744.2, 1744.2, "month")),
    (CARD, "package de 88 à 96 K€, composé d'un fixe de 64 à 70 K€ et d'un variable",
     pay(64000, 70000, "year")),
    # without figures
    (CARD, "selon profil", "negotiable"),
    (CARD, "selon profil et expérience, tickets restaurant de 9 €", "negotiable"),
    (CARD, "À négocier", "negotiable"),
    (CARD, "package attractif", "negotiable"),
    (CARD, "SMIC", "legal"),
    (CARD, "SMIC horaire + heures supplémentaires", "legal"),
    (CARD, "convention collective du transport routier", "scale"),
    (CARD, "non communiqué", None),
    # said in a sentence
    (PROSE, "Nous proposons deux mille deux cents euros bruts par mois.",
     pay(2200, 2200, "month", "gross")),
    (PROSE, "Le salaire va de 1 900 à 2 050 € nets selon le diplôme.",
     pay(1900, 2050, "month", "net")),
    (PROSE, "Votre salaire : 31 K€ pour un chiffre d'affaires d'atelier de 2,4 M€.",
     pay(31000, 31000, "year")),
    (PROSE, "Salaire de 2 300 € brut, prime de cooptation de 800 €.",
     pay(2300, 2300, "month", "gross")),
    (PROSE, "La rémunération dépendra de votre expérience.", "negotiable"),
    # public service
    (PUBLIC, "grille indiciaire + RIFSEEP", "scale"),
    (PUBLIC, "rémunération statutaire, IFSE et CIA", "scale"),
    (PUBLIC, "indice majoré 412", "scale"),
    (PUBLIC, "IM 416, soit 2 050 € brut mensuel", pay(2050, 2050, "month", "gross")),
    (PUBLIC, "selon la grille des adjoints techniques, NBI, CNAS", "scale"),
    (PUBLIC, "traitement indiciaire, régime indemnitaire, participation mutuelle de 25 €", "scale"),
    # internships
    (STAGE, "Gratification légale", "legal"),
    (STAGE, "Gratification : selon la réglementation en vigueur", "legal"),
    (STAGE, "Gratification : 4,50 € par heure de présence", pay(4.5, 4.5, "hour")),
    (STAGE, "Indemnité : 700 €", pay(700, 700, "month")),
    (STAGE, "Gratification au minimum légal (610 euros par mois)", pay(610, 610, "month")),
    (STAGE, "Stage non rémunéré", "unpaid"),
    (STAGE, "Stage indemnisé", "paid"),
    (STAGE, "Rémunération : 1 350 CHF", pay(1350, 1350, "month", money="CHF")),
    # freelance, abroad
    (MISSION, "TJM 480 € HT", pay(480, 480, "day")),
    (MISSION, "Taux journalier moyen de 520 euros.", pay(520, 520, "day")),
    (MISSION, "TJM moyen de 510 €", pay(510, 510, "day")),
    (MISSION, "TJM : 420-520 €", pay(420, 520, "day")),
    (MISSION, "Tarif : entre 400 et 450 € par jour", pay(400, 450, "day")),
    (MISSION, "Rémunération selon profil, entre 320 et 410 euros jour", pay(320, 410, "day")),
    (MISSION, "Tarif : 380 € jour", pay(380, 380, "day")),
    (MISSION, "TJM : 390 max", pay(None, 390, "day")),
    (MISSION, "Taux journalier selon le parcours, entre 340 et 395 €, 12 jours par mois",
     pay(340, 395, "day")),
    (MISSION, "Indemnité : 4 050 € pour les 9 mois", pay(450, 450, "month")),
    (CARD, "barème conventionnel en vigueur dans la branche pour les alternants", "legal"),
    (CARD, "78'000 - 84'000 CHF par an", pay(78000, 84000, "year", money="CHF")),
    # sums that are not pay
    (PROSE, "Vous suivez un budget de 250 000 € par an.", None),
    (PROSE, "Tickets restaurant à 10 €, mutuelle payée à 60 %.", None),
    (PROSE, "Nous finançons votre permis BE jusqu'à 1 500 €.", None),
    (PROSE, "Prime de fin d'année de 600 € et chèques vacances de 200 €.", None),
    (PROSE, "SARL au capital de 40 000 €, 3,1 M€ de ventes en 2024.", None),
    (STAGE, "Remboursement des trajets plafonné à 300 € sur la durée du stage", None),
]  # fmt: skip

APPRENTICE = """Contrat d'apprentissage – BTS Maintenance des véhicules
Garage Ostrevent, Cambrai
Rémunération : pourcentage du SMIC selon l'âge et l'année de formation"""

HOME_CARE = """Auxiliaire de vie (H/F)
Structure : Les Beaux Jours à Domicile
CDI, 28 h par semaine, secteur de Sablé-sur-Sarthe
Ce que nous offrons
- 12,40 € à 13,10 € brut de l'heure
- 0,45 € par kilomètre
- une prime de 150 € à Noël"""

TWO_LINES = """Chef de chantier
Entreprise : Routes du Morvan
Contrat : CDI
Rémunération
De 2 900 € à 3 300 € brut par mois
Avantages
Panier de 12,50 € par jour, véhicule"""

CASES = [
    *(Case(words, frame.format(words), want) for frame, words, want in IN_FRAMES),
    Case("a share of the SMIC for an apprentice", APPRENTICE, "legal"),
    Case("hourly pay among other sums", HOME_CARE, pay(12.4, 13.1, "hour", "gross")),
    Case("label and sum on two lines", TWO_LINES, pay(2900, 3300, "month", "gross")),
]


def pay_of(posting: Posting) -> str | tuple[Any, ...] | None:
    found = posting.remuneration
    if found is None:
        return None
    if found.kind != "amount":
        return str(found.kind)
    period, tax = (str(part) if part else None for part in (found.period, found.tax))
    return (found.min, found.max, period, tax, found.currency)


TABLE = Table("remuneration", CASES, pay_of)


@pytest.mark.parametrize("case", TABLE.params())
def test_pay(case: Case) -> None:
    TABLE.check(case)


def test_only_an_amount_has_figures() -> None:
    for name, posting in TABLE.read().items():
        found = posting.remuneration
        if found is not None and found.kind != "amount":
            parts = (found.min, found.max, found.currency, found.period, found.tax)
            assert parts == (None,) * 5, name
