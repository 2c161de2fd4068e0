"""Where the work is done, among seats, journeys, customers and names; organisations invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import annonce_nlp
from annonce_nlp.evaluation.match import among
from annonce_nlp.fields.places import grammar as places
from tests.fields.readings import reading
from tests.fields.tables import Case, Table

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

CARD = """Technicien de maintenance (H/F)
Entreprise : Ateliers Brunavel
{}
Contrat : CDI
Vous réparez les machines de deux lignes d'emballage."""

PROSE = """Conseillère en énergie
L'association Watt Commun aide les foyers à mieux se chauffer. {} CDI, 35 h, véhicule
de service. Écrire à equipe@watt-commun.example.org."""

IN_FRAMES = [
    # commune with number, code or address
    (CARD, "Lieu : 35000 Rennes", ["Rennes"]),
    (CARD, "Lieu de travail : 12 rue des Lilas, 63000 Clermont-Ferrand", ["Clermont-Ferrand"]),
    (CARD, "69 - Villeurbanne", ["Villeurbanne"]),
    (CARD, "Localisation : Marseille (13008)", ["Marseille"]),
    (CARD, "Localisation : 44 - ST NAZAIRE", ["Saint-Nazaire|ST NAZAIRE"]),
    (CARD, "Lieu du poste : 38021 Grenoble Cedex 1", ["Grenoble"]),
    (CARD, "LIEU : CAHORS", ["Cahors"]),
    (CARD, "Ville\nIvry sur Seine", ["Ivry-sur-Seine"]),
    (CARD, "Lieu : Aix-en-Provence (13), quartier de la Duranne", ["Aix-en-Provence"]),
    (CARD, "Résidence administrative : Mende", ["Mende"]),
    (CARD, "**Où ?** Biarritz (64)", ["Biarritz"]),
    (CARD, "📍 Annonay, Ardèche", ["Annonay"]),
    (CARD, "Occitanie – Rodez", ["Rodez"]),
    (CARD, "Lieu : 24000 Périgueux\nLa maison a aussi ouvert un atelier à Bergerac en 2012.",
     ["Périgueux"]),
    # arrondissements
    (CARD, "Lieu : 75011 Paris", ["Paris|Paris 11|Paris 11e"]),
    (CARD, "Lieu : Lyon 7e", ["Lyon|Lyon 7e|Lyon 7"]),
    (CARD, "Lieu : Marseille 2ème arrondissement",
     ["Marseille|Marseille 2ème|Marseille 2ème arrondissement"]),
    # in a sentence
    (PROSE, "Le bureau est à La Rochelle, près de la gare.", ["La Rochelle"]),
    (PROSE, "Poste basé au Mans.", ["Le Mans|Mans"]),
    (PROSE, "Vous travaillerez aux Sables-d'Olonne.", ["Les Sables-d'Olonne|Sables-d'Olonne"]),
    (PROSE, "Vous travaillerez à Tours.", ["Tours"]),
    (PROSE, "Poste à pourvoir à L'Isle-d'Abeau.", ["L'Isle-d'Abeau|Isle-d'Abeau"]),
    (PROSE, "Poste basé à Bourg-en-Bresse, deux jours de télétravail.", ["Bourg-en-Bresse"]),
    # several sites
    (CARD, "Lieu : Paris ou Nantes", ["Paris", "Nantes"]),
    (CARD, "Sites : Lille, Arras et Lens", ["Lille", "Arras", "Lens"]),
    (CARD, "Lieux de travail : Metz / Nancy", ["Metz", "Nancy"]),
    (CARD, "Lieux de travail\nGuéret (Creuse (23))\nAubusson (Creuse (23))", ["Guéret", "Aubusson"]),
    (CARD, "Lieux d'exercice\nTulle\nUssel", ["Tulle", "Ussel"]),
    # the kind of a street is no commune
    (CARD, "Lieu de travail\n1237, Rue des tilleuls, Grasse (Alpes-Maritimes (06))", ["Grasse"]),
    (CARD, "Lieu : 4, Place des Arts, Condom (32)", ["Condom"]),
    (CARD, "Lieu : Rue (80)", ["Rue"]),
    (PROSE, "Le temps est partagé entre Quimper et Concarneau.", ["Quimper", "Concarneau"]),
    (CARD, "Lieu : campus nord et campus sud, Dijon", ["Dijon"]),
    # no commune
    (CARD, "Lieu : Morbihan", ["Morbihan"]),
    (CARD, "Département : Haute-Loire (43)", ["Haute-Loire"]),
    (CARD, "Région : Bretagne", ["Bretagne"]),
    (CARD, "Poste en télétravail complet, partout en France", []),
    (PROSE, "Poste entièrement à distance.", []),
    (PROSE, "Horaires souples et bonne ambiance.", []),
    # the seat, journeys, customers and schools are elsewhere
    (PROSE, "Notre siège est à Lyon ; le poste est basé à Valence.", ["Valence"]),
    (PROSE, "Poste basé à Niort, avec des déplacements à Paris et Bordeaux.", ["Niort"]),
    (PROSE, "Nos locaux sont à Gap ; nous avons déjà équipé Briançon et Embrun.", ["Gap"]),
    (PROSE, "Née à Roubaix en 2009, elle vous accueille dans son agence d'Amiens.", ["Amiens"]),
    (CARD, "Lieu : Pau\nDiplômé de l'école de Metz bienvenu", ["Pau"]),
    (PROSE, "Le siège est à Niort, votre bureau à Cognac.", ["Cognac"]),
    (PROSE, "Les cours ont lieu à Blois ; l'atelier est à Vierzon.", ["Vierzon"]),
    # several sites in a list go together
    (PROSE, "Vous interviendrez à Lunéville, Baccarat et Saint-Dié.",
     ["Lunéville", "Baccarat", "Saint-Dié|Saint-Dié-des-Vosges"]),
    (PROSE, "Deux postes sont ouverts, à Morlaix comme à Landerneau.", ["Morlaix", "Landerneau"]),
    (CARD, "Lieu : Cluses (3 jours) et Sallanches (2 jours)", ["Cluses", "Sallanches"]),
    (CARD, "Lieu : Auch / Condom / Mirande", ["Auch", "Condom", "Mirande"]),
    # short names, districts, a département's number
    (CARD, "Lieu : Cherbourg", ["Cherbourg"]),
    (CARD, "Lieu : Paris La Défense", ["Paris La Défense|La Défense"]),
    (CARD, "65 - Vic-Adour", ["Vic-Adour"]),
    # overseas and abroad
    (CARD, "Lieu : Saint-Denis (La Réunion)", ["Saint-Denis"]),
    (CARD, "Lieu : Cayenne (973)", ["Cayenne"]),
    (CARD, "Lieu : Mamoudzou, Mayotte", ["Mamoudzou"]),
    (CARD, "Lieu : Nouméa", ["Nouméa"]),
    (CARD, "Lieu : Lausanne (Suisse)", ["Lausanne"]),
    (CARD, "Lieu : Bruxelles, Belgique", ["Bruxelles"]),
    (CARD, "Lieu : Luxembourg", ["Luxembourg"]),
    (CARD, "Lieu : Montréal", ["Montréal"]),
    # homonyms
    (CARD, "Lieu : Saint-Denis (93)", ["Saint-Denis"]),
    (CARD, "Lieu : Vienne (38)", ["Vienne"]),
    (CARD, "Lieu : Die (26)", ["Die"]),
]  # fmt: skip

CASES = [
    Case("a postal code glued to its town", "Tourneur (H/F)\nDomaine de la Borie, 15110Chaudes-Aigues\nCDI, 39 h", ["Chaudes-Aigues"]),
    *(Case(_words, _frame.format(_words), _want) for _frame, _words, _want in IN_FRAMES),
    Case("only in the employer's name",
         "Directrice de crèche\nVille de Roanne\nEmploi permanent, catégorie A", ["Roanne"]),
    Case("only in the name of a State's service",
         "Secrétaire de direction (H/F)\nLa Sous-préfecture de Corte recrute.\nEmploi permanent, catégorie B",
         ["Corte"]),
    Case("only in a hospital's name",
         "Ambulancier (H/F)\nL'Hôpital de Loches recrute.\nCDI, 35 heures", ["Loches"]),
    Case("in the title",
         "Serveur – Biarritz (64)\nCDD saisonnier\nBrasserie du Phare Vieux", ["Biarritz"]),
    Case("an address to write to, no other place",
         "Jardinier, CDD de 8 mois\nCandidature à : Domaine de Chantemerle, 2 allée des Ifs, 60300 Senlis",
         ["Senlis"]),
    Case("a site without its commune",
         "Tutrice d'anglais\nCampus des Grandes Brosses\nVacations, 6 h par semaine",
         ["Campus des Grandes Brosses|Grandes Brosses"]),
    Case("none in an e-mail address",
         "Graphiste à distance\nCDD de 2 mois\nportfolio@agence-limoges.example.fr", []),
]  # fmt: skip


def names_of(posting: Posting) -> list[str]:
    return [place.name for place in posting.places]


def same_places(want: list[str], got: list[str]) -> bool:
    """Each name read is a form of one place wanted, and none is left over."""
    left = [forms.split("|") for forms in want]
    for name in got:
        hit = next((forms for forms in left if among(name, forms)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


CASES += [
    Case("an employer named like a town",
         "Chef de projet voirie (H/F)\nChez Roanne, nous concevons des chaussées.\nType de contrat\nCDI\n\nEntreprise\nROANNE",
         []),
    Case("an employer named like the town it lies in",
         "Chef de projet voirie (H/F)\n\n42 - Roanne\n\nType de contrat\nCDI\n\nEntreprise\nROANNE", ["Roanne"]),
    Case("a town that is an ordinary word, where one works",
         "Magasinier (H/F)\nVous préparez les commandes.\nPoste en CDD, à Croix.", ["Croix"]),
]  # fmt: skip
TABLE = Table("places", CASES, names_of, same_places)


@pytest.mark.parametrize("case", TABLE.params())
def test_places(case: Case) -> None:
    TABLE.check(case)


NORMALISED = [
    ("Lieu : 35000 Rennes", "35000", "Ille-et-Vilaine", "Bretagne", "FR"),
    ("Lieu : Vienne (38)", None, "Isère", "Auvergne-Rhône-Alpes", "FR"),
    ("Lieu : Saint-Denis (93)", None, "Seine-Saint-Denis", "Île-de-France", "FR"),
    ("Lieu : Saint-Denis (974)", None, "La Réunion", "La Réunion", None),
    ("Lieu : Lausanne (Suisse)", None, None, None, "CH"),
    ("Lieu : Bruxelles, Belgique", None, None, None, "BE"),
]


@pytest.mark.parametrize(
    ("line", "code", "department", "region", "country"), NORMALISED, ids=[n[0] for n in NORMALISED]
)
def test_what_the_tables_add(
    line: str, code: str | None, department: str | None, region: str | None, country: str | None
) -> None:
    (place,) = annonce_nlp.parse(CARD.format(line)).places
    assert (place.department, place.region) == (department, region)
    assert code is None or place.postal_code == code
    assert country is None or place.country == country
    if place.latitude is not None:
        assert place.longitude is not None


DISTRICTS = [
    ("69 - LYON 03\n\nNotre équipe conçoit des ponts.", "LYON 03"),
    ("Poste à Paris 11e, métro Voltaire", "Paris 11e"),
    ("Poste à Marseille 8ème\n35 h", "Marseille 8ème"),
    ("à Lyon 3e arrondissement", "Lyon 3e arrondissement"),
    ("dans le 3e arrondissement de Lyon", "3e arrondissement de Lyon"),
    ("Stage Paris 12 mois", "Paris"),
    ("84, rue des Pins, Rimouski (Québec) G5L 1X7", "84, rue des Pins, Rimouski (Québec) G5L 1X7"),
    ("à Montréal (QC) H2T 1S1, près du parc", "Montréal (QC) H2T 1S1"),
    ("Laboratoire du fleuve (G5L 3A1)", "G5L 3A1"),
    ("Lyon 2 postes", "Lyon"),
]


@pytest.mark.parametrize(("text", "span"), DISTRICTS, ids=[d[1] for d in DISTRICTS])
def test_a_town_with_its_district_or_code_ends_with_it(text: str, span: str) -> None:
    found = places.find(reading(text))
    assert span in [text[c.start : c.end] for c in found]


AREAS = [
    ("Le tour du Pays d'Ornes à vélo", "Pays d'Ornes"),
    ("les dunes de la baie d'Authie", "baie d'Authie"),
    ("une métropole, le Grand Besneval", "Grand Besneval"),
    ("au pied du massif des Bauges", "massif des Bauges"),
    ("un salon à la porte de Versailles", "porte de Versailles"),
    ("un relevé dans l'estuaire de la Loire", "estuaire de la Loire"),
]


@pytest.mark.parametrize(("text", "area"), AREAS, ids=[a[1] for a in AREAS])
def test_an_area_with_a_name_of_its_own_is_one_place(text: str, area: str) -> None:
    assert [text[c.start : c.end] for c in places.find(reading(text))] == [area]


def test_a_commune_that_is_called_like_an_area_stays_one() -> None:
    (found,) = places.find(reading("Poste basé au Grand Bourg"))
    assert found.value.entry is not None


BROKEN = [
    ("Le poste est basé à Clermont-\nFerrand.", "Clermont-Ferrand"),
    ("Le poste est basé à La\nRochelle.", "La Rochelle"),
    ("Adresse : 4 place du Marché – CS 40012 – 72 000 Le\nMans", "Le Mans"),
    ("poste basé à saint-malo, deux jours sur place", "saint-malo"),
]


@pytest.mark.parametrize(("text", "name"), BROKEN, ids=[b[1] for b in BROKEN])
def test_a_towns_name_is_read_over_a_lines_end_and_in_small_letters(text: str, name: str) -> None:
    (found,) = [c.value for c in places.find(reading(text)) if c.value.entry is not None]
    assert found.normalised().name == name


BOXES = [
    "Mairie - 4 avenue Gambetta - CS 30054, Yutz",
    "12 rue des Lilas, BP 10234, Roanne",
    "Hôtel de ville, TSA 40011, Rennes",
]


@pytest.mark.parametrize("text", BOXES)
def test_the_number_of_a_box_is_no_postal_code(text: str) -> None:
    found = [c for c in places.find(reading(text)) if c.value.entry is not None]
    assert [c.value.postal_code for c in found] == [None]


def test_a_postal_code_after_a_box_is_one() -> None:
    (found,) = places.find(reading("12 rue des Lilas, BP 20, 42300 Roanne cedex"))
    assert found.value.postal_code == "42300"
