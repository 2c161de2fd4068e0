"""What stands around a posting: a site's menus, a forwarder's note, other offers, a site's last lines."""

from __future__ import annotations

import pytest
from hypothesis import given

import annonce_nlp
from annonce_nlp.furniture import is_menu, posting_bounds
from annonce_nlp.view import clean, fold
from tests.texts import HOSTILE, POSTING_LIKE, assert_linear

POSTING = """Soudeuse ou soudeur (H/F)

Les Ateliers Kelvane recrutent à Dax une soudeuse ou un soudeur pour leur atelier de chaudronnerie.
Vous lisez les plans, préparez les pièces, soudez à l'arc et contrôlez votre travail ; vous tenez le
poste propre et rendez compte au chef d'atelier.
Contrat : CDI
Salaire : 2 100 € brut par mois
Candidatures avant le 12 mai 2026 : atelier@kelvane.example.org"""


def shown(text: str) -> str:
    start, end = posting_bounds(fold(text))
    return text[start:end].strip()


BELOW = [
    "Offres similaires\nComptable H/F – Orvalis – Pau – CDD\nAide-soignante – Tarbes",
    "Offres similaires : Comptable à Pau · Cariste à Tarbes",
    "OFFRES SIMILAIRES (12)    Créer une alerte",
    "Ces offres pourraient vous intéresser\nComptable – Pau",
    "Ces annonces peuvent aussi vous plaire :\n- Comptable, Pau",
    "Vous aimerez aussi\nCariste – Tarbes",
    "Voir les 14 autres offres",
    "D'autres offres pourraient vous correspondre\nComptable – Pau",
    "Autres offres d'emploi de la même agence\nComptable",
    "Recherches populaires\ncomptable Pau | cariste Tarbes",
    "Similar jobs\nAccountant – Pau",
    "© 2026 Jobs d'ici – Tous droits réservés – 4 rue Haute, 64000 Pau",
    "Mentions légales | Contact | Plan du site",
]


@pytest.mark.parametrize("below", BELOW, ids=[b.split("\n")[0] for b in BELOW])
def test_what_a_site_says_below_is_no_part_of_the_posting(below: str) -> None:
    assert shown(f"{POSTING}\n\n{below}") == POSTING


STAY = [
    "Vous avez occupé un poste similaire pendant deux ans.",
    "Expérience : un emploi similaire",
    "Profils recherchés",
    "Nous proposons d'autres offres sur notre site.",
    "Toutes nos offres sont ouvertes aux personnes en situation de handicap",
    "Autres avantages : mutuelle, restaurant",
]


@pytest.mark.parametrize("line", STAY)
def test_a_line_of_the_posting_ends_nothing(line: str) -> None:
    text = f"{POSTING}\n{line}\nCandidatures par courriel."
    assert shown(text) == text


def test_a_tab_of_the_menu_ends_nothing() -> None:
    page = f"Description\nOffres similaires\nMentions légales\n\n{POSTING}"
    assert shown(page) == page


NOTES = [
    "Bonjour,\nà diffuser autour de vous.\nLise\n\n---------- Message transféré ----------",
    "Merci de faire suivre.\n\n-------- Message d'origine --------",
    "FYI\n\n----- Forwarded message -----",
    "Pour info.\n\nDébut du message réexpédié :",
]


@pytest.mark.parametrize("note", NOTES, ids=[n.split("\n")[-1] for n in NOTES])
def test_a_forwarders_note_is_no_part_of_the_posting(note: str) -> None:
    assert shown(f"{note}\n\n{POSTING}") == POSTING


def test_of_a_posting_sent_with_an_older_mail_both_stay() -> None:
    mail = f"{POSTING}\n{POSTING}\n\n-------- Message d'origine --------\n{POSTING}"
    assert shown(mail) == mail


def test_other_offers_change_no_value() -> None:
    alone = annonce_nlp.parse(POSTING)
    page = annonce_nlp.parse(
        "Accueil > Offres > Industrie\nCe site utilise des cookies pour mesurer son audience.\n"
        f"Tout accepter\n\n{POSTING}\n\nOffres similaires\nCariste (H/F)\nOrvalis\nPau (64)\nCDD\n"
        "1 900 € par mois\n© 2026 Jobs d'ici"
    )
    for field in ("title", "employer", "places", "remuneration", "deadline", "emails"):
        assert getattr(page, field) == getattr(alone, field), field
    assert page.contract is not None
    assert alone.contract is not None
    assert page.contract.type == alone.contract.type


MENUS = [
    ("Accueil > Offres d'emploi > Détail de l'offre", True),
    ("Se connecter | Créer un compte", True),
    ("Nous utilisons des cookies pour améliorer votre expérience sur ce site.", True),
    ("Tout refuser", True),
    ("Gérer les cookies", True),
    ("Responsable de production – cookies et sablés (H/F)", False),
    ("Soudeuse à Dax", False),
    ("Accueil > Offres > Soudeuse", False),
    ("Inscrivez-vous sur le site :", False),
    ("— — —", False),
    ("", False),
]


@pytest.mark.parametrize(("line", "menu"), MENUS, ids=[m[0] for m in MENUS])
def test_menus(line: str, menu: bool) -> None:
    assert is_menu(fold(line)) is menu


@given(POSTING_LIKE)
def test_what_is_left_is_a_part_of_the_text(text: str) -> None:
    start, end = posting_bounds(fold(text))
    assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    "unit",
    [*HOSTILE.values(), "autres offres a ", "message transfere\n", "mentions legales "],
    ids=[*HOSTILE, "other offers", "forwarded", "last lines"],
)
def test_time_is_linear(unit: str) -> None:
    assert_linear(posting_bounds, unit)
    assert_linear(clean, unit)


@pytest.mark.parametrize("between", ["Autres offres", "---\n\nAutres offres d'emploi :"])
def test_of_a_page_nothing_is_lost(between: str) -> None:
    other = POSTING.replace("Kelvane", "Orvalis").replace("Dax", "Pau")
    other = other.replace("Soudeuse ou soudeur", "Comptable")
    first, second = annonce_nlp.parse_all(f"{POSTING}\n\n{between}\n\n{other}")
    assert (first.title, second.title) == ("Soudeuse ou soudeur (H/F)", "Comptable (H/F)")
    assert [place.name for place in second.places] == ["Pau"]
