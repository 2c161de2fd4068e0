"""Blanks that were lost between words, and names that are written so."""

import pytest

from annonce_nlp.language import AnnonceFrench
from annonce_nlp.view import clean

LOST = [
    ("Description de l'entrepriseNovatim conçoit des vannes", "Description de l'entreprise\nNovatim conçoit des vannes"),
    ("CONTEXTE ET ENJEUXDans le cadre du projet", "CONTEXTE ET ENJEUX\nDans le cadre du projet"),
    ("EmployeurMairie de Dax", "Employeur\nMairie de Dax"),
    ("EmployeurVILLE DE DAX", "Employeur\nVILLE DE DAX"),
    ("un poste basé à LunelSecteur du bâtiment", "un poste basé à Lunel\nSecteur du bâtiment"),
    ("Certifications exigéesRémunération selon grille", "Certifications exigées\nRémunération selon grille"),
    ("au contact de TréfilorAnalyser les écarts", "au contact de Tréfilor\nAnalyser les écarts"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), LOST)
def test_a_lost_break_is_put_back(text, read):
    view = clean(text)
    assert view.text == read
    at = view.text.index("\n")
    start, end = view.to_original(at + 1, len(view.text))
    assert text[start:end] == read[at + 1 :]
    assert view.text[slice(*view.from_original(start, end))] == read[at + 1 :]


@pytest.mark.parametrize(
    "name",
    [
        "PowerPoint",
        "JavaScript",
        "LinkedIn",
        "GitLab",
        "PostgreSQL",
        "LeBonTuteur",
        "iPhone",
        "MySQL",
        "JavaEE",
    ],
)
def test_names_written_in_one_word_stay_whole(name):
    assert (
        clean(f"Vous maîtrisez {name} et son usage").text == f"Vous maîtrisez {name} et son usage"
    )
    assert name in [token.text for token in AnnonceFrench().make_doc(f"Vous maîtrisez {name}.")]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("EmployeurMairie de Dax", ["Employeur", "Mairie", "de", "Dax"]),
        ("EmployeurVILLE DE DAX", ["Employeur", "VILLE", "DE", "DAX"]),
        ("sous MySQL", ["sous", "MySQL"]),
        ("et Tréfilor.Le poste", ["et", "Tréfilor", ".", "Le", "poste"]),
        ("CHARGÉ.E d'accueil", ["CHARGÉ.E", "d'", "accueil"]),
        ("chargé.e d'accueil", ["chargé.e", "d'", "accueil"]),
    ],
)
def test_tokens_part_where_a_blank_was_lost(text, tokens):
    doc = AnnonceFrench().make_doc(text)
    assert [token.text for token in doc] == tokens
    assert doc.text == text
