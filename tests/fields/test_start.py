"""When the work begins, among publication, deadline, interview and other dates."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.fields.tables import Case, Table

CARD = """Éducatrice de jeunes enfants
Association Petits Pas et Compagnie
Lieu : Chartres
{}
Vous accueillez vingt enfants avec trois collègues."""

IN_FRAME = [
    ("Prise de poste : 01/09/2025", "2025-09-01"),
    ("Date de début : 3 mars 2025", "2025-03-03"),
    ("Poste à pourvoir le 1er juin 2025", "2025-06-01"),
    ("À pourvoir à compter du lundi 12 mai 2025", "2025-05-12"),
    ("CDD du 02/06/2025 au 31/08/2025", "2025-06-02"),
    ("CDD du 1er avril au 30 septembre 2025", "2025-04-01"),
    ("Embauche souhaitée le 15 avril 2025", "2025-04-15"),
    ("Entrée en fonction\n05/05/25", "2025-05-05"),
    ("Date prévue de recrutement : 2025-06-16", "2025-06-16"),
    ("Début : septembre 2025", "2025-09"),
    ("À partir de mars / avril 2025", "2025-03"),
    ("Stage de février à juillet 2025", "2025-02"),
    ("Démarrage en janvier 2026", "2026-01"),
    ("Rentrée 2025", "2025-09"),
    ("Publié le 12/11/2024\nDébut du contrat : 6 janvier", "2025-01-06"),
    ("Poste à pourvoir dès que possible", "asap"),
    ("Début : immédiat", "asap"),
    ("Prise de poste : ASAP", "asap"),
    ("Disponibilité : le plus tôt possible", "asap"),
    ("Nous vous attendons dès le 22 avril 2025.", "2025-04-22"),
    # beside dates of something else
    ("Candidatures jusqu'au 14 mars 2025 ; début du contrat le 1er avril 2025", "2025-04-01"),
    ("Entretiens les 3 et 4 juin ; prise de poste en septembre 2025", "2025-09"),
    ("Dossiers reçus avant le 10 janvier 2025 · Début : 3 février 2025", "2025-02-03"),
    ("Entretiens le 11 mai 2026, début des missions lundi 22 juin 2026", "2026-06-22"),
    ("Candidature avant le 15 janvier, pour un démarrage le 12 février 2024", "2024-02-12"),
    # other dates
    ("Date limite de candidature : 14/03/2025", None),
    ("Contrat du 5 mai au 5 décembre 2025", "2025-05-05"),
    ("Saison du 3 au 28 juillet 2025", "2025-07-03"),
    ("Stage de 6 mois, du 1er septembre au 28 février 2026", "2025-09-01"),
    ("Arrivée souhaitée le 12 mai 2025", "2025-05-12"),
    ("Poste libre aussitôt que possible", "asap"),
    ("Début : le plus vite possible", "asap"),
    ("Prise de poste le 14 avril 2025.", "2025-04-14"),
    ("Premier jour : le mardi 13 mai 2025", "2025-05-13"),
    ("Le poste doit être pourvu pour le 5 janvier 2026.", "2026-01-05"),
    ("Début : le plus tôt sera le mieux", "asap"),
    ("Publié le 03/02/2025", None),
    ("Entretiens le 22 mai 2025", None),
    ("Candidature à envoyer dès que possible", None),
    ("L'association a été créée le 4 mars 1998.", None),
    ("Candidatures avant le 14 mars 2025 pour une embauche le 1er avril 2025", "2025-04-01"),
    ("Publié le 03/02/2025\nPrise de fonctions le 03/04/2025", "2025-04-03"),
    ("Contrat jusqu'au 31/12/2025", None),
]

CASES = [
    *(Case(_words, CARD.format(_words), _want) for _words, _want in IN_FRAME),
    Case("no year, a reference date", CARD.format("Poste à pourvoir le 1er octobre"), "2025-10-01",
         reference=dt.date(2025, 6, 20)),
    Case("a month without year, a reference date", CARD.format("Début : janvier"), "2026-01",
         reference=dt.date(2025, 10, 20)),
    Case("no year, nothing to date it from", CARD.format("Poste à pourvoir le 1er octobre"), None),
]  # fmt: skip

TABLE = Table("start", CASES, lambda posting: posting.start)


@pytest.mark.parametrize("case", TABLE.params())
def test_start(case: Case) -> None:
    TABLE.check(case)
