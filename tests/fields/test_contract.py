"""The contract: all its forms, labelled, said late or only implied; organisations invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annonce_nlp.posting import ContractType
from tests.fields.tables import Case, Table

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

COMPANY = """{title}
Ateliers Brunavel, Tarbes
{line}
Vous rejoignez une équipe de neuf personnes, en horaires de journée."""

PUBLIC = """{title}
Communauté de communes Sauldre et Bruyères
{line}
Sous l'autorité de la directrice générale des services."""

IN_FRAMES = [
    # stage
    (COMPANY, "Stage – Étude de marché", "Durée : 6 mois", "stage"),
    (COMPANY, "Assistant marketing", "Stage de fin d'études de 5 mois, M2", "stage"),
    (COMPANY, "Assistante communication", "Convention de stage et gratification légale", "stage"),
    (COMPANY, "Analyste", "Année de césure : stage de 6 mois", "stage"),
    # alternance
    (COMPANY, "Alternance – Assistante RH", "Rythme : 3 semaines / 1 semaine", "alternance"),
    (COMPANY, "Apprenti menuisier", "CAP en deux ans", "alternance"),
    (COMPANY, "Vendeur (H/F)", "Contrat de professionnalisation de 12 mois", "alternance"),
    # cdi
    (COMPANY, "Soudeur", "Type de contrat : CDI", "cdi"),
    (COMPANY, "Comptable", "Contrat à durée indéterminée, temps plein", "cdi"),
    (COMPANY, "Comptable", "C.D.I. – 39 h", "cdi"),
    (COMPANY, "Tuteur d'apprentis", "CDI. Vous encadrez deux alternants et un stagiaire.", "cdi"),
    (COMPANY, "Commercial", "CDI, une expérience en CDD ou en intérim est acceptée", "cdi"),
    # cdd
    (COMPANY, "Réceptionniste", "Contrat : CDD de 4 mois", "cdd"),
    (COMPANY, "Réceptionniste", "Contrat à durée déterminée - 5 Mois", "cdd"),
    (COMPANY, "Infirmière", "Remplacement d'un congé maternité de mai à septembre", "cdd"),
    (COMPANY, "Cueilleur de pommes", "Emploi saisonnier, d'août à octobre", "cdd"),
    (COMPANY, "Post-doctorant en optique", "18 mois, financement acquis", "cdd"),
    (COMPANY, "Comédienne", "CDDU, régime des intermittents", "cdd"),
    (COMPANY, "Opérateur", "CDD de 6 mois, possibilité de CDI à l'issue", "cdd"),
    (PUBLIC, "Juriste", "Contractuel de catégorie A, un an renouvelable", "cdd"),
    (PUBLIC, "Agent d'accueil", "Accroissement temporaire d'activité (L.332-23), 6 mois", "cdd"),
    # contrat de projet
    (PUBLIC, "Chargée de projet alimentaire", "Contrat de projet de 3 ans", "contrat_de_projet"),
    (PUBLIC, "Animateur Natura", "CDD de projet (article L.332-24), 24 mois", "contrat_de_projet"),
    # titulaire
    (PUBLIC, "Responsable des achats", "Emploi permanent à temps complet", "titulaire"),
    (PUBLIC, "Technicien", "Vacance d'emploi à compter du 1er mai 2025", "titulaire"),
    (PUBLIC, "Technicienne", "Recrutement par voie de mutation ou de détachement", "titulaire"),
    (PUBLIC, "Adjoint administratif", "Catégorie C – poste vacant", "titulaire"),
    (PUBLIC, "Gardien de musée", "Concours externe, deux postes ouverts", "titulaire"),
    (PUBLIC, "Attachée territoriale", "Recrutement statutaire, à défaut contractuel", "titulaire"),
    (PUBLIC, "Ingénieur eau",
     "Emploi permanent ; à défaut de fonctionnaire, article L.332-8", "titulaire"),
    # doctorat
    (COMPANY, "Thèse CIFRE – alliages légers", "Trois ans, avec le laboratoire MATEK",
     "doctorat"),
    (COMPANY, "Doctorante en hydrologie", "Contrat doctoral de 36 mois", "doctorat"),
    (COMPANY, "Sujet de thèse : bois et feu", "CDD de 3 ans, inscription en doctorat", "doctorat"),
    # service civique and volunteering abroad
    (COMPANY, "Ambassadeur du tri", "Mission de service civique, 8 mois, 24 h", "service_civique"),
    (COMPANY, "Attaché export à Oslo", "V.I.E de 18 mois", "service_civique"),
    (COMPANY, "ATTACHÉE EXPORT À OSLO", "CONTRAT VIE DE 18 MOIS", "service_civique"),
    (COMPANY, "AIDE À DOMICILE EN CDI", "ACCOMPAGNER LES PROJETS DE VIE DES RÉSIDENTS", "cdi"),
    (COMPANY, "Volontaire territorial", "VTA de 12 mois", "service_civique"),
    # interim
    (COMPANY, "Cariste", "Mission d'intérim de 3 mois", "interim"),
    (COMPANY, "Manutentionnaire", "Contrat de travail temporaire, deux semaines", "interim"),
    # vacation
    (PUBLIC, "Maître-nageur", "Vacataire, payé à l'heure, mercredis et samedis", "vacation"),
    (COMPANY, "Enseignant en droit", "Vacations : 40 h au second semestre", "vacation"),
    # independant
    (COMPANY, "Consultante SAP", "Mission freelance, TJM 550 €", "independant"),
    (COMPANY, "Rédacteur", "Statut auto-entrepreneur demandé", "independant"),
    (COMPANY, "Formatrice", "Portage salarial ou indépendant", "independant"),
    (COMPANY, "Architecte réseau", "TJM : 520 €, facturation au mois", "independant"),
    # benevolat
    (COMPANY, "Trésorier de l'association", "Mission bénévole, deux soirées par mois",
     "benevolat"),
    (COMPANY, "Bénévole à l'accueil des familles", "Frais de route remboursés", "benevolat"),
    # autre
    (COMPANY, "Médecin généraliste", "Recherche associé, partage des parts", "autre"),
    (COMPANY, "Ouvrez votre boulangerie", "Contrat de franchise, droit d'entrée offert", "autre"),
    # unsaid
    (COMPANY, "Soudeur", "Salaire selon profil", None),
    (COMPANY, "Vendeuse en librairie", "Du mardi au samedi", None),
]  # fmt: skip

CASES = [
    *(Case(f"{_title}, {_line}", _frame.format(title=_title, line=_line), _want)
      for _frame, _title, _line, _want in IN_FRAMES),
    Case("said on the last line",
         "Cheffe d'atelier\nVerrerie de l'Ardanne\nVous planifiez les fours et formez les nouveaux.\n"
         "Salaire selon expérience.\nPoste en CDI à pourvoir en mai.", "cdi"),
    Case("a mandate", "Négociatrice immobilière\nContrat de mandat, non salarié\nAgence Tournebride, Saintes", "autre"),
    Case("an au pair", "Jeune fille au pair\nFamille de deux enfants, Annecy, de septembre à juin", "autre"),
    Case("a subcontractor", "Transporteur\nMission de sous-traitance, prestation facturée au colis\nCoulisse Express, Creil", "independant"),
    Case("volunteers of the civic service",
         "Mission n° M250000911\nAider les habitants à trier leurs déchets\n8 mois, 24 h par semaine\n2 volontaires", "service_civique"),
    Case("a short word for professionalisation",
         "Opticien\nContrat à durée déterminée - 12 Mois\nContrat prof.\nMaison Bellœil, Laval", "alternance"),
    Case("a permanent post of Québec", "Analyste\nStatut : poste régulier, temps plein\nVille de Saint-Aubert-sur-Mer", "cdi"),
    Case("an internship that a form calls CDD",
         "Type de contrat : CDD\nStage en géomatique\nConvention avec votre école, gratification "
         "légale, 4 mois", "stage"),
    Case("a boilerplate of fixed term beside a permanent post",
         "Directeur de l'urbanisme\nVille de Brivelonne\nEmploi permanent\nPar dérogation, le recrutement d'un "
         "contractuel se fait pour trois ans au plus (article L.332-8).", "titulaire"),
    *(Case(f"open to: {line}",
           f"Refonte d'un portail de santé\n## Modalités\n- {line}\n- Télétravail partiel", "independant")
      for line in ("Poste ouvert pour un·e indépendant·e pour un contrat de 5 mois", "Mission ouverte aux freelances",
                   "Poste proposé à un indépendant ou une indépendante", "Offre destinée à des freelances confirmés",
                   "On recherche une rédactrice web en freelance !", "Démarrage en freelance, salariat possible ensuite")),
    Case("not open to them alone: a permanent post all the same",
         "Type de contrat : CDI\nChef de projet SIG\nPoste ouvert aux freelances souhaitant devenir salariés",
         "cdi"),
    Case("the employer's own interim is not the contract",
         "Interalpha Intérim agrandit son agence de Laval !\nChargé de recrutement\nType de "
         "contrat : CDI", "cdi"),
]  # fmt: skip


def type_of(posting: Posting) -> str | None:
    return posting.contract.type.value if posting.contract else None


TABLE = Table("contract", CASES, type_of)


@pytest.mark.parametrize("case", TABLE.params())
def test_contract(case: Case) -> None:
    TABLE.check(case)


def test_the_table_has_every_type() -> None:
    assert {case.want for case in CASES} == {*(t.value for t in ContractType), None}


SEVERAL = Table(
    "contract_also",
    [
        Case(
            _line,
            COMPANY.format(title="Développeur (H/F)", line=_line),
            _want,
        )
        for _line, _want in [
            ("Contrat : CDI ou CDD", ["cdi", "cdd"]),
            ("Contrat : CDD / CDI", ["cdd", "cdi"]),
            ("Contrat : CDI ou freelance", ["cdi", "independant"]),
            ("Contrat : stage ou alternance", ["stage", "alternance"]),
            ("Contrat : intérim puis CDI", ["interim", "cdi"]),
            ("Contrat : CDI", ["cdi"]),
        ]
    ],
    lambda posting: (
        [posting.contract.type.value, *(t.value for t in posting.contract.also)]
        if posting.contract
        else []
    ),
)


@pytest.mark.parametrize("case", SEVERAL.params())
def test_several_types_offered(case: Case) -> None:
    SEVERAL.check(case)
