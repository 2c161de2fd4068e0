"""Who hires, among agencies, clients, partners, services and job boards; all names invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import annonce_nlp
from annonce_nlp.choice import Proposal, load_rankers
from annonce_nlp.evaluation.match import among
from annonce_nlp.fields.contract.classifier import load_classifier
from annonce_nlp.fields.employer import grammar
from annonce_nlp.fields.employer.any_case import names_by_host
from annonce_nlp.fields.employer.choose import INTRODUCED, Organisation, _describe_go_between
from annonce_nlp.reader import decide, propose
from tests.fields.readings import reading
from tests.fields.tables import Case, Table

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

CASES = [
    # title line, first lines
    Case("title line, company recruits",
         "Kelmarin SAS recrute un comptable (H/F)\nCDI à Angers\nVous tenez la comptabilité de trois "
         "magasins et préparez les bilans.", ["Kelmarin SAS"]),
    Case("title line in capitals",
         "LA SOCIETE DARVOLEX RECRUTE UN CHAUFFEUR PL\nSecteur d'Albi, CDI\nLivraison de matériaux "
         "sur les chantiers.", ["DARVOLEX", "SOCIETE DARVOLEX"]),
    Case("second line with its town",
         "Développeuse web\nStudio Parhélie – Nantes\nCDI\nVous écrivez les sites de théâtres et de "
         "festivals.", ["Studio Parhélie"]),
    Case("company before the title",
         "Fonderies du Haut-Serein\nRégleur de machines (F/H)\nAvallon (89)\nCDI, équipe du matin",
         ["Fonderies du Haut-Serein"]),
    Case("title, company and town on a line",
         "Vendeuse – Maison Bertelune – Colmar\nCDD de 3 mois\nVous accueillez, conseillez et "
         "emballez.", ["Maison Bertelune"]),
    Case("company in brackets after the title",
         "Cuisinier de collectivité (Tablées de Garance)\nCDI, Lunéville\nDeux cents couverts le midi, "
         "du lundi au vendredi.", ["Tablées de Garance"]),
    # a label
    Case("label",
         "Aide-comptable\nEmployeur : Coopérative Les Vergers d'Albon\nLieu : Valence\nContrat : CDI",
         ["Coopérative Les Vergers d'Albon", "Les Vergers d'Albon"]),
    Case("label on a line of its own",
         "Soudeur TIG\nEntreprise\nAteliers Brunavel\nLieu de travail\nTarbes\nType de contrat\nCDI",
         ["Ateliers Brunavel"]),
    Case("label of the registered name",
         "Électromécanicien\nRaison sociale : HEXAVOLT SAS\nAdresse : 8 rue du Port, 37000 Tours\nCDI",
         ["HEXAVOLT SAS", "HEXAVOLT"]),
    Case("label of the host body",
         "Stage – archives photographiques\nOrganisme d'accueil : Cinémathèque des Alpilles\nDurée : 4 mois",
         ["Cinémathèque des Alpilles"]),
    Case("label in Markdown",
         "# Commis de cuisine\n**Établissement :** Auberge du Tilleul Vert\n**Ville :** Autun\n**Contrat :** CDD "
         "de 5 mois", ["Auberge du Tilleul Vert"]),
    Case("label of the collectivity",
         "Agent d'accueil\nCollectivité : Communauté de communes Sauldre et Bruyères\nGrade : adjoint "
         "administratif", ["Communauté de communes Sauldre et Bruyères"]),
    Case("offered by",
         "Animatrice de séjours\nOffre proposée par : Colonies du Grand Large\nPériode : juillet 2025",
         ["Colonies du Grand Large"]),
    # prose
    Case("chez",
         "Technicien de maintenance\nChez Orvalis, nous réparons des ascenseurs depuis 1979. Vous "
         "rejoignez l'agence de Brest en CDI.", ["Orvalis"]),
    Case("join",
         "Assistant RH en alternance\nRejoignez Pharmalude, répartiteur en pharmacie, pour préparer "
         "la paie de 140 salariés à Évreux.", ["Pharmalude"]),
    Case("about",
         "Acheteur industriel\nCDI – Cholet\nVos missions\nNégocier les tarifs, suivre les litiges.\n"
         "À propos de Nautivelle\nNautivelle construit des voiliers de croisière.", ["Nautivelle"]),
    Case("the association is named late",
         "Moniteur éducateur\nCDI, internat, Saint-Brieuc\nVous accompagnez huit adolescents.\nL'association "
         "Horizons Partagés gère quatre maisons d'enfants. Elle recrute pour l'ouverture de "
         "la cinquième.", ["association Horizons Partagés", "Horizons Partagés"]),
    Case("a company seeks",
         "Nous sommes Croquelune, biscuiterie familiale de Pontivy. Nous cherchons une conductrice "
         "de ligne en CDI.", ["Croquelune"]),
    Case("within the company",
         "Au sein de la société Géotrame, vous levez des plans topographiques. Poste basé à Gap. "
         "CDI, 38 h.", ["Géotrame", "société Géotrame"]),
    Case("trade name with its legal form",
         "Boulanger\nAux Trois Levains (SARL Mitron et Cie)\nDinan\nCDI, du mardi au samedi",
         ["Aux Trois Levains", "SARL Mitron et Cie"]),
    Case("subsidiary of a group",
         "Contrôleur qualité\nVerrerie de l'Ardanne, filiale du groupe Caldéron, recrute un contrôleur "
         "en CDI à Fourmies.", ["Verrerie de l'Ardanne", "groupe Caldéron", "Caldéron"]),
    # signature, address, domain
    Case("signature",
         "Nous cherchons un fromager en CDI à Pontarlier, dès juin.\nDébutant accepté, formation "
         "assurée par notre maître fromager.\nCordialement,\nLa direction de la Fruitière du Mont-Perdrix",
         ["Fruitière du Mont-Perdrix"]),
    Case("postal address to apply to",
         "Jardinier (H/F), CDD de 8 mois à Senlis\nCandidature à adresser à :\nDomaine de Chantemerle\n"
         "2 allée des Ifs\n60300 Senlis", ["Domaine de Chantemerle"]),
    Case("domain as a hint",
         "Vendeur de matériel agricole\nLumivert, concessionnaire à Langres, cherche un vendeur "
         "itinérant. Nos marques : Taurin, Agrilux, Fendor.\nrh@lumivert.example.fr", ["Lumivert"]),
    # acronyms
    Case("long form and acronym",
         "Technicienne rivière\nLe Syndicat mixte du bassin de l'Ourvière (SMBO) recrute une technicienne.\n"
         "Le SMBO entretient 240 km de berges.", ["Syndicat mixte du bassin de l'Ourvière", "SMBO"]),
    Case("acronym, then long form",
         "CDVR – Comité départemental de voile et d'aviron\nAgent de développement\nCDI à mi-temps, Annecy",
         ["Comité départemental de voile et d'aviron", "CDVR"]),
    # agencies
    Case("agency for a named client",
         "Péristyle Talents, cabinet de recrutement, recherche pour son client, la société Novatrame, un "
         "tisseur en CDI à Roanne.", ["Novatrame", "société Novatrame"]),
    Case("agency mandated by a named client",
         "Cabinet Hautefeuille\nDirectrice d'exploitation\nHautefeuille est mandaté par la Fonderie Ravel pour "
         "recruter sa directrice à Thiers. CDI.", ["Fonderie Ravel"]),
    Case("a client in the form", "Cariste\nAgence : Tempalis Intérim\nEntreprise utilisatrice : Conserverie Malo\n"
         "Lieu : Douarnenez", ["Conserverie Malo"]),
    Case("ordinary words after « client »",
         "Conductrice de ligne\nInteralpha Intérim recrute pour son client Propreté Service, leader du nettoyage, "
         "une conductrice à Vire.", ["Propreté Service"]),
    Case("school for a partner", "Vendeur en alternance\nLe CFA Montjoie recherche pour l'une de ses entreprises "
         "partenaires, la Maison Courtil, un apprenti vendeur à Bourges.", ["Maison Courtil"]),
    Case("initials in a name", "Chauffeur\nCDI, Privas\nEntreprise\nSARL R. MARTOUL", ["SARL R. MARTOUL", "R. MARTOUL"]),
    Case("line of a card", "Pâtissière (H/F)\nBelle Brioche\n35400 Saint-Malo\nCDI, du mardi au samedi",
         ["Belle Brioche"]),
    Case("agency for an unnamed client",
         "Interalpha Intérim recrute pour l'un de ses clients, acteur de la logistique, un préparateur "
         "de commandes à Cavaillon.", ["Interalpha Intérim", "Interalpha"]),
    Case("agency labelled, client unnamed",
         "Monteur câbleur\nAgence : Missia Emploi Chalon\nNotre client, spécialiste des armoires "
         "électriques, cherche un monteur pour 4 mois.", ["Missia Emploi Chalon", "Missia Emploi"]),
    # inside larger bodies
    Case("service inside an authority",
         "Chargée de mission vélo\nDirection des mobilités\nCommunauté d'agglomération du Val d'Ancre\n"
         "Emploi permanent", ["Communauté d'agglomération du Val d'Ancre"]),
    Case("laboratory in a university",
         "Stage M2 – mécanique des sols\nLaboratoire d'accueil : Laboratoire Sols et Ouvrages (LSO), "
         "Université de Haute-Brenne\nDurée : 6 mois",
         ["Laboratoire Sols et Ouvrages", "LSO", "Université de Haute-Brenne"]),
    Case("home run by a foundation",
         "Infirmier de nuit\nRésidence Les Tamaris Bleus, gérée par la Fondation Orgemont\nCDI à Royan",
         ["Résidence Les Tamaris Bleus", "Fondation Orgemont"]),
    Case("hospital department",
         "Manipulateur radio\nPôle imagerie\nCentre hospitalier de Montrevel-sur-Save\nTitulaire ou CDI",
         ["Centre hospitalier de Montrevel-sur-Save"]),
    # public bodies
    Case("mairie",
         "La mairie de Saint-Aubrin recherche un agent polyvalent des services techniques.\nTemps "
         "complet, catégorie C.", ["mairie de Saint-Aubrin", "Saint-Aubrin"]),
    Case("commune with its inhabitants",
         "Commune de Vaucreuse (2 300 habitants)\nSecrétaire générale de mairie\nEmploi permanent",
         ["Commune de Vaucreuse", "Vaucreuse"]),
    Case("city in capitals",
         "VILLE DE BRIVELONNE\nDirecteur des sports\nRecrutement statutaire\nSous l'autorité de la directrice "
         "générale des services", ["VILLE DE BRIVELONNE", "BRIVELONNE"]),
    Case("school",
         "Professeure de musique, 12 h par semaine\nLe Conservatoire du Pays d'Orcel cherche une "
         "professeure de hautbois.", ["Conservatoire du Pays d'Orcel"]),
    # names that do not hire
    Case("partners are not the employer",
         "Médiateur scientifique\nLa Galerie des Marées, avec l'Institut des Estuaires et le "
         "Planétarium de Kerloc'h, monte une exposition. Elle recrute un médiateur en CDD.",
         ["Galerie des Marées"]),
    Case("customers are not the employer",
         "Consultant logiciel\nTessaline édite un logiciel de paie. Parmi nos clients : Banque "
         "Montferrand, Mutuelle du Levant, Hôtels Azuréa.\nCDI, Lille", ["Tessaline"]),
    Case("a school of the applicant is not the employer",
         "Chimiste\nPeintures Ocrelis\nVous sortez de l'École supérieure des couleurs ou de l'Institut "
         "Berthold.\nCDI à Apt", ["Peintures Ocrelis", "Ocrelis"]),
    Case("a job board is not the employer",
         "Couvreur\nToitures Malvezy\nLorient\nPublié sur Jobalpa\nPostuler sur Jobalpa",
         ["Toitures Malvezy"]),
    # what stands below a label
    Case("label's value with a verb's form in it",
         "Chargée de mission lycées\nEmployeur\nagence des parcs du grand est\nSite web de l'employeur\n"
         "https://parcs-est.example.fr\nLieu\nÉpinal\nVous suivez les projets des établissements.",
         ["agence des parcs du grand est"]),
    Case("label's value between quotes",
         "Hôte de caisse (H/F)\n26 - DIE\nVous encaissez les clients.\n\nType de contrat\nCDI\n\nEntreprise\n"
         "\" PRIMEUR K \"", ["PRIMEUR K"]),
    Case("an exclamation below the label, then the name",
         "Gestionnaire de paie F/H\n\nEntreprise\n\nOuvrez la porte avec Solvéane !\n\nSolvéane accompagne les "
         "artisans depuis trente ans et recrute à Niort.", ["Solvéane"]),
    Case("a job named in the text as in the title",
         "Office Data Planner H/F\nObjectifs du poste\nL'Office Data Planner joue un rôle central chez Norvelis "
         "et anime le comité de planification.", ["Norvelis"]),
    Case("a product after the job of a title",
         "DevOps pour Atlas Solidaire\n\nVous tenez les serveurs de la plateforme. CDI, Rennes.\n"
         "Écrire à jobs@atlas-solidaire.example.org", ["Atlas Solidaire"]),
    Case("a business unit is not who hires",
         "Ingénieur IA (H/F)\n\n69 - Lyon\n\nRejoindre la Business Unit Cloud, c'est intégrer une "
         "équipe de trente consultants passionnés.\nCDI", None),
    Case("a registered name in capitals that begins with an article",
         "Boulanger (H/F)\n88 - Lusse\nType de contrat\nCDI\nSalaire\nSalaire : à voir\nEntreprise\nUN ZESTE DE SOLEIL",
         ["UN ZESTE DE SOLEIL"]),
    Case("a description below the label",
         "Boulanger (H/F)\n88 - Lusse\nType de contrat\nCDI\nEntreprise\nUne équipe de douze personnes", None),
    # nobody is named
    Case("no name at all",
         "Restaurant de bord de mer cherche serveur (H/F) pour la saison, logé, nourri.\nEnvoyer CV "
         "et photo.", None),
    Case("a practice without a name",
         "Notre cabinet dentaire recrute une assistante. CDI, 32 h sur quatre jours, centre-ville.",
         None),
    Case("confidential company",
         "Entreprise : confidentiel\nPoste : responsable logistique\nLieu : Beauvais\nContrat : CDI", None),
]  # fmt: skip


def name_of(posting: Posting) -> str | None:
    return posting.employer.name if posting.employer else None


def accepted(want: list[str] | None, got: str | None) -> bool:
    return among(got, want or []) if got else want is None


TABLE = Table("employer", CASES, name_of, accepted)


@pytest.mark.parametrize("case", TABLE.params())
def test_employer(case: Case) -> None:
    TABLE.check(case)


def test_the_acronym_is_an_alias() -> None:
    employer = TABLE.read()["long form and acronym"].employer
    assert employer is not None
    assert {employer.name, *employer.aliases} >= {"SMBO"}


def test_aliases_are_other_names_of_the_text() -> None:
    texts = {case.name: case.text for case in CASES}
    for name, posting in TABLE.read().items():
        if posting.employer is not None:
            aliases = posting.employer.aliases
            assert posting.employer.name not in aliases, name
            assert all(alias in texts[name] for alias in aliases), name


def names_in(text: str, proposals: list[str] | None = None) -> set[str]:
    """Return the names proposed in a text, in which the NER found `proposals`."""
    where = reading(text)
    for name in proposals or []:
        start = text.index(name)
        where.proposals.append(Proposal(start, start + len(name), "ORG", 0.9))
    return {candidate.value for candidate in grammar.find(where)}


PROPOSED = [
    ("both of two names joined", "Ce poste relève de Besneval Métropole et Ville de Besneval.",
     ["Besneval Métropole et Ville de Besneval"], {"Besneval Métropole", "Ville de Besneval"}),
    ("both sides of a slash", "Parc naturel régional du Vercombe / Tormac Université recrute.",
     ["Parc naturel régional du Vercombe / Tormac Université"],
     {"Parc naturel régional du Vercombe", "Tormac Université"}),
    ("a chair that lists what it works on", "Au sein de la chaire Forêts, Sols et Paysages, à Corte.",
     [], {"chaire Forêts, Sols et Paysages"}),
    ("an adjective in lower case after a name", "Au sein de la chaire Villes Habitées durables, à Corte.",
     [], {"chaire Villes Habitées durables", "chaire Villes Habitées"}),
    ("the unit in lower case that the NER took with it", "Vous rejoignez la mission participation de Besneval Métropole.",
     ["mission participation de Besneval Métropole"], {"Besneval Métropole"}),
    ("above a line of figures", "Belle Brioche\n35400 Saint-Malo\nCDI", ["Belle Brioche\n35400"], {"Belle Brioche"}),
    ("a laboratory that lists them over connectors", "Le laboratoire Langues, Récits et Mémoires d'Asie recrute.",
     [], {"laboratoire Langues, Récits et Mémoires d'Asie"}),
    ("a ministry of several things, each with its article",
     "Au ministère des Forêts, de la Pêche et de l'Eau, à Dax.", [],
     {"ministère des Forêts, de la Pêche et de l'Eau"}),
    ("before a dash and a job", "Sous-préfecture de Corte - Chef de cabinet",
     ["Sous-préfecture de Corte - Chef"], {"Sous-préfecture de Corte"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "proposals", "names"), [p[1:] for p in PROPOSED], ids=[p[0] for p in PROPOSED]
)
def test_names_joined_and_names_that_list(text: str, proposals: list[str], names: set[str]) -> None:
    assert names <= names_in(text, proposals)


def test_a_site_named_by_its_address_is_named_by_its_host() -> None:
    text = "Écrivez à la coopérative https://www.orvalis.example.fr/ à Dax."
    address = "https://www.orvalis.example.fr/"
    assert "orvalis.example.fr" in names_in(text, [address])
    assert address not in names_in(text, [address])


def test_a_word_with_its_article_is_none_though_a_site_is_called_so() -> None:
    text = "Tout un monde autour de la prunelaie ; prunelaie vous attend."
    found = names_by_host(reading(text).words, ("prunelaie",))
    assert [start for start, _, _ in found] == [text.rindex("prunelaie")]


@pytest.mark.parametrize("opening", ["Au sein de l'", "au sein du ", "Chez "])
def test_what_leads_to_a_labelled_name_is_no_part_of_it(opening: str) -> None:
    names = names_in(f"Jardinier\nÉtablissement : {opening}Orvalis Composants\nCDI")
    assert "Orvalis Composants" in names
    assert not any(name.startswith(opening.strip()) for name in names)


def test_an_address_is_no_name() -> None:
    address = "44 620 La Montagne"
    assert address not in names_in(f"Courrier : {address}", [address])


@pytest.mark.parametrize("seat", ["l'hôtel de", "l'Hôtel de"])
def test_a_seat_of_government_names_who_sits_there(seat: str) -> None:
    assert "Besneval Métropole" in names_in(f"Rendez-vous à {seat} Besneval Métropole.")


def test_a_list_of_towns_is_not_one_name() -> None:
    assert "Mairie de Dax, Tarnos" not in names_in("Mairie de Dax, Tarnos, Soustons.")


ORDINARY = "Le Travail d'équipe et le Suivi des Dossiers. Bon niveau d'Excel."


def test_ordinary_words_are_not_judged() -> None:
    assert names_in(ORDINARY) == set()


def test_ordinary_words_that_the_ner_sees_are_judged() -> None:
    assert "Suivi des Dossiers" in names_in(ORDINARY, ["Suivi des Dossiers"])


BELOW = "Comptable (H/F)\nCDI, 35 h\nSalaire : 2 100 €\nVous tenez les comptes.\n{}\n"


@pytest.mark.parametrize(
    ("line", "judged"),
    [
        ("Vous utilisez Orvalis Gestion chaque jour.", False),
        ("Orvalis Gestion recherche une personne rigoureuse.", True),
        ("Orvalis Gestion est une entreprise familiale.", True),
        ("Vous rejoindrez notre client Orvalis Gestion à Dax.", True),
        ("Orvalis Gestion, contact@orvalis.example.org", True),
    ],
)
def test_a_name_that_the_ner_does_not_see_needs_something_that_speaks_for_it(
    line: str,
    judged: bool,
) -> None:
    assert ("Orvalis Gestion" in names_in(BELOW.format(line))) is judged


def test_a_name_at_the_top_is_judged_whatever_the_ner_sees() -> None:
    assert "Orvalis Gestion" in names_in("Comptable (H/F)\nOrvalis Gestion – Dax\nCDI\n")


@pytest.mark.parametrize(
    "unit",
    ["DRH", "DSI", "UFR", "Codir", "Groupe", "Direction des Ressources Humaines", "Service Achats",
     "la Direction du Numérique", "Pôle Communication"],
)  # fmt: skip
def test_a_unit_without_a_name_hires_nobody(unit: str) -> None:
    assert unit not in names_in(f"Rattaché au {unit}, vous gérez la paie.", [unit])


def test_a_direction_of_the_state_is_no_inner_one() -> None:
    name = "Direction départementale des Territoires du Vercors"
    assert name in names_in(f"La {name} recrute.", [name])


AMONG_TOOLS = """Business Analyst Jaggaer – Senior (H/F)

{} Nous proposons des missions dans divers secteurs.
Le poste :

Vous rejoindrez le département "Gouvernance des Achats" pour construire un écosystème d'outils.
- Déployer la solution Source-to-Contract (S2C) auprès des entités du groupe.
- Accompagner les modules liés à la suite Jaggaer.
Localisation : Paris
"""


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Moors est une entreprise spécialisée dans la gestion de talents.", "Moors"),
        ("Quanta est un acteur de la formation des acheteurs.", "Quanta"),
        ("Verso est une jeune association.", "Verso"),
        ("Loops, c'est une coopérative de conseil.", "Loops"),
        ("Loops recherche un analyste.", "Loops"),
        ("Travaux avec Moors, Quanta ou Verso.", None),
        ("Le poste est un défi.", None),
        ("Grenoble est un acteur majeur de la montagne.", None),
        ("Ansible est un leader de son domaine.", None),
        ("Moors est une agence de recrutement qui cherche pour son client.", None),
    ],
)
def test_a_name_that_nothing_else_speaks_for_is_told_by_its_sentence(
    sentence: str, name: str | None
) -> None:
    assert name_of(annonce_nlp.parse(AMONG_TOOLS.format(sentence))) == name


def test_a_house_that_a_sentence_introduces_is_less_sure_than_a_labelled_one() -> None:
    posting = annonce_nlp.parse(AMONG_TOOLS.format("Verso est une jeune association."))
    assert posting.evidence["employer"][0].score == INTRODUCED


ALIKE = (
    "Monteur-câbleur H/F\n"
    "Dans la zone du Prieuré, à Dax : Orvalis Composants, Kelvane Composants.\n"
    "Vous assemblez des faisceaux sur plan et contrôlez leur continuité. CDI, 35 h.\n"
)


@pytest.mark.parametrize("name", ["Orvalis Composants", "Kelvane Composants"])
def test_the_role_that_the_ner_tells_decides_between_names_that_stand_alike(name: str) -> None:
    spans = [
        Proposal(ALIKE.index(one), ALIKE.index(one) + len(one), "ORG", 0.9)
        for one in ("Orvalis Composants", "Kelvane Composants")
    ]
    at = ALIKE.index(name)
    words = [Proposal(at, at + 7, "employer", 0.8), Proposal(at + 8, at + 18, "employer", 0.8)]
    found = decide(propose(ALIKE, None, [*spans, *words]), load_rankers(), load_classifier())
    assert found.values["employer"].name == name


def test_who_writes_is_told_from_whom_it_hires_for() -> None:
    def organisation(**signals: float) -> Organisation:
        return Organisation("", features={"role_order": 0.0, **signals})

    agency = organisation(**{"name=agency": 1.0, "like_host": 1.0, "after=recruits": 1.0})
    client = organisation(**{"before=client": 1.0, "like_host": 1.0})
    other = organisation(first_line=1.0)
    _describe_go_between([agency, client, other])
    assert agency.features.keys() >= {"serves", "serves:like_host", "serves:after=recruits"}
    assert agency.features.keys().isdisjoint({"like_host", "after=recruits"})
    assert client.features.keys() >= {"served", "like_host"}
    assert "beside_client:first_line" in other.features
