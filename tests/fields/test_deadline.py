"""The last day to apply, among all the other dates of invented postings."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.fields.tables import Case, Table

PLAIN = """Assistante de gestion
Coopérative Les Vergers d'Albon, Valence
CDD de 8 mois
Vous tenez la caisse, l'accueil et les dossiers des adhérents.
{}
Contact : embauche@vergers-albon.example.fr"""

DATED = """Responsable de médiathèque
Publié le {published}
Communauté de communes du Pays d'Orcel
Vous animez une équipe de six agents et un réseau de onze points de lecture.
{{}}
Dossier à envoyer à Madame la présidente."""

FEBRUARY = DATED.format(published="3 février 2025")
DECEMBER = DATED.format(published="12/12/2024")

START = """Éducateur de jeunes enfants
Association Petits Pas et Compagnie
Prise de poste le 1er septembre 2025
{}
CV et lettre de motivation indispensables."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


IN_FRAMES = [
    # label, same line or next
    (PLAIN, "Date limite de candidature : 14/03/2025", "2025-03-14"),
    (PLAIN, "Date limite de candidature\n14/03/2025", "2025-03-14"),
    (PLAIN, "Date limite de dépôt des dossiers :\nvendredi 21 mars 2025", "2025-03-21"),
    (PLAIN, "DATE LIMITE DE CANDIDATURE : 23/05/2025", "2025-05-23"),
    (PLAIN, "**Date limite :** 19 mai 2025", "2025-05-19"),
    (PLAIN, "Clôture des candidatures : 17.03.2025", "2025-03-17"),
    (PLAIN, "Date de clôture : 2025-04-18", "2025-04-18"),
    (PLAIN, "Date butoir : 18 avril 2025", "2025-04-18"),
    (PLAIN, "Dernier délai : 27 juin 2025", "2025-06-27"),
    (PLAIN, "Candidater avant: 7/4/2025", "2025-04-07"),
    (PLAIN, "Fin de publication : 31 janvier 2025", "2025-01-31"),
    (PLAIN, "Annonce expirant le 08/06/2025", "2025-06-08"),
    (PLAIN, "Offre valable jusqu'au 30 mai 2025", "2025-05-30"),
    # in a sentence, with weekday, hour, two-digit year
    (PLAIN, "Merci de candidater avant le 4 avril 2025.", "2025-04-04"),
    (PLAIN, "Les dossiers sont à remettre au plus tard le 30/04/2025 à 17h.", "2025-04-30"),
    (PLAIN, "Votre dossier nous parvient avant le mardi 6 mai 2025 à minuit.", "2025-05-06"),
    (PLAIN, "Vous pouvez postuler jusqu'au 15 juin 2025 inclus.", "2025-06-15"),
    (PLAIN, "CV et lettre à adresser avant le 09/05/25.", "2025-05-09"),
    (PLAIN, "Envoyez CV et lettre pour le 16 mai 2025.", "2025-05-16"),
    (PLAIN, "Réponse souhaitée pour le vendredi 11 avril 2025", "2025-04-11"),
    (PLAIN, "Candidature le 1er juillet 2025 au plus tard.", "2025-07-01"),
    (PLAIN, "Les plis seront reçus jusqu'au 1er mars 2025 (minuit, heure de Paris).",
     "2025-03-01"),
    (PLAIN, "À envoyer avant le 5\u00a0mai\u00a02025", "2025-05-05"),
    (PLAIN, "La date limite est prolongée au 26 mars 2025.", "2025-03-26"),
    (PLAIN, "Période de candidature : du 10/02/2025 au 10/03/2025", "2025-03-10"),
    (PLAIN, "Les inscriptions sont ouvertes du 3 mars au 4 avril 2025.", "2025-04-04"),
    # no year: dated from publication or start
    (FEBRUARY, "Candidature avant le 28 février", "2025-02-28"),
    (FEBRUARY, "Date limite : lundi 17 mars", "2025-03-17"),
    (FEBRUARY, "Candidatures ouvertes jusqu'au 12/03", "2025-03-12"),
    (DECEMBER, "Réponse attendue avant le 10 janvier", "2025-01-10"),
    (START, "Candidatures à envoyer avant le 20 juin.", "2025-06-20"),
    (PLAIN, "Candidatures à envoyer avant le 20 juin.", None),
    # no day that can be dated
    (FEBRUARY, "Merci de répondre sous quinzaine.", None),
    (PLAIN, "Candidatures étudiées au fil de l'eau.", None),
    (PLAIN, "Adressez votre candidature dès que possible.", None),
    (PLAIN, "Date limite de candidature : 31/02/2025", None),
    # beside other dates
    (PLAIN, "Candidatures jusqu'au 12 mai 2025 ; entretiens le 22 mai 2025.", "2025-05-12"),
    (PLAIN, "Mise en ligne le 02/01/2025 – fin de publication le 31/01/2025", "2025-01-31"),
    (PLAIN, "Candidatures avant le 14 mars 2025 pour une embauche le 1er avril 2025",
     "2025-03-14"),
    (PLAIN, "Poste créé par délibération du 9 décembre 2024.\nDossiers avant le 24/01/2025",
     "2025-01-24"),
    (PLAIN, "Entretiens prévus le 3 juin 2025 ; réponse avant le 20 mai 2025", "2025-05-20"),
    (PLAIN, "Les entretiens auront lieu le 22 mai 2025.", None),
    (PLAIN, "Date de publication : 06/02/2025", None),
    (PLAIN, "Poste à pourvoir au plus tard le 2 juin 2025.", None),
    (PLAIN, "Contrat jusqu'au 31/12/2025.", None),
    (PLAIN, "Poste à pourvoir dès que possible jusqu'au 30 juin 2025.", None),
    (PLAIN, "CDD dès maintenant jusqu'au 30/06/2025, renouvelable.", None),
    (PLAIN, "Disponible de suite, et jusqu'au 12 juillet 2025", None),
    (PLAIN, "Poste à pourvoir dès que possible, candidatures jusqu'au 30 mai 2025.", "2025-05-30"),
    (PLAIN, "Mission du 3 mars au 29 août 2025.", None),
    (PLAIN, "Équipe Orvalis (3 mars 2025). Offre de thèse sur les tourbières. Consulté le 9 juin 2025.", None),
    (PLAIN, "Vos données sont conservées jusqu'au 31/12/2026.", None),
]  # fmt: skip

FORM = """Offre n° 2025-118
Date de publication
01/02/2025
Date limite
01/03/2025
Date prévue de recrutement
01/05/2025
Intitulé
Contrôleuse de travaux"""

CASES = [
    *(Case(_name, _frame.format(_words), day(_want) if _want else None)
      for _frame, _words, _want in IN_FRAMES
      for _name in [f"{_words} (start known)" if _frame is START else _words]),
    Case("a form of dates", FORM, day("2025-03-01")),
    Case(
        "no year, a reference date before it",
        PLAIN.format("Candidatures avant le 20 juin."),
        day("2025-06-20"),
        reference=day("2025-05-02"),
    ),
    Case(
        "no year, a reference date late in the year",
        PLAIN.format("Candidatures avant le 20 janvier."),
        day("2025-01-20"),
        reference=day("2024-11-28"),
    ),
    Case(
        "the publication date goes before the reference date",
        FEBRUARY.format("Candidatures avant le 20 mars."),
        day("2025-03-20"),
        reference=day("2026-01-15"),
    ),
]  # fmt: skip

TABLE = Table("deadline", CASES, lambda posting: posting.deadline)


@pytest.mark.parametrize("case", TABLE.params())
def test_deadline(case: Case) -> None:
    TABLE.check(case)


def test_what_is_read_is_the_date_alone() -> None:
    """`avant le` is no part of the evidence; the year may be known from elsewhere."""
    for name, posting in TABLE.read().items():
        for read in posting.evidence.get("deadline", []):
            assert any(c.isdigit() for c in read.text), name
            assert "avant" not in read.text, name
