"""Whole invented postings, each of another layout, for tests of pages and streams."""

from __future__ import annotations

LABELS = """Gestionnaire de paie (H/F)
Réf. GP-2025-07

Employeur : Coopérative Les Vergers d'Albon
Lieu de travail : 26000 Valence
Contrat : CDD de 8 mois
Temps de travail : 35 h par semaine
Salaire : 2 150 € à 2 350 € brut par mois
Début : 5 mai 2025

Missions
- établir 180 bulletins par mois
- déclarer les charges et suivre les arrêts

Profil
- BTS comptabilité ou deux ans d'expérience
- goût des chiffres et du terrain

Candidature avant le 18 avril 2025 à embauche@vergers-albon.example.fr"""

PROSE = """La biscuiterie Croquelune, à Pontivy, recrute une conductrice de ligne.

Depuis 1962, nous fabriquons des galettes au beurre. Vous surveillez le four, réglez le débit et
formez les nouveaux. L'équipe du matin commence à six heures et finit à treize heures trente.

Le contrat est un CDI. Nous proposons 1 980 € brut, un treizième mois et des paniers. Deux jours
d'essai sont prévus avant l'embauche.

Écrivez à Madame Le Floc'h : travail@croquelune.example.fr. Réponse sous dix jours."""

PUBLIC = """COMMUNAUTÉ DE COMMUNES SAULDRE ET BRUYÈRES
RECRUTE
UN TECHNICIEN RIVIÈRE (H/F)

Cadre d'emplois des techniciens territoriaux – catégorie B
Emploi permanent à temps complet

CONTEXTE
La communauté de communes exerce la compétence GEMAPI sur 19 communes et 140 km de cours d'eau.

MISSIONS
1. Programmer les travaux d'entretien
2. Suivre les chantiers et les marchés
3. Conseiller les riverains

RÉMUNÉRATION
Grille indiciaire, RIFSEEP, CNAS

Renseignements : M. Anselme, 02 00 00 00 00
Date limite de candidature : 30 mai 2025"""

INTERNSHIP = """**Offre de stage – Médiation numérique**

**Structure :** Cinémathèque des Alpilles
**Durée :** 4 à 6 mois
**Dates :** à partir de mars 2025
**Gratification :** légale

### La cinémathèque
Nous conservons 12 000 films de famille et d'entreprise, de 1922 à nos jours.

### Le stage
* Numériser des bobines
* Écrire des notices
* Animer trois ateliers

### Pour postuler
CV et lettre à stage@cinematheque-alpilles.example.org jusqu'au 31 janvier 2025"""

CARD = """Préparateur de commandes
Interalpha Intérim
Cavaillon (84)
Intérim · 3 mois · 12,10 € / h

Publié le 10/02/2025

Notre client, un grossiste en fruits, renforce son équipe de nuit.

Vous préparez les palettes, à pied ou au transpalette, et contrôlez les étiquettes.

CACES 1 souhaité. Logement non fourni.

Postuler"""

LETTER = """Madame, Monsieur,

L'association Horizons Partagés ouvre en septembre une cinquième maison d'enfants, à Saint-Brieuc.

Elle cherche un moniteur éducateur (CDI, 35 h annualisées, convention collective 66).

Vous accompagnez huit adolescents dans leur scolarité, leurs loisirs et leurs démarches. Vous
travaillez un week-end sur trois.

Adressez votre lettre avant le 15 juin 2025 à direction@horizons-partages.example.org.

Bien cordialement,

La directrice"""

SITES = """Vendeur conseil jardin (H/F) – plusieurs sites

Jardineries Malvezy

Poste à Lorient
Vous tenez la pépinière.

Poste à Vannes
Vous tenez la serre chaude.

Dans les deux magasins
CDD de 5 mois, 35 h, 1 850 € brut par mois.

Vendeur conseil jardin (H/F)
Une formation de deux semaines est prévue.

Pour postuler : magasins@malvezy.example.fr"""

FREELANCE = """Mission : architecte réseau

Client : Hexavolt, Tours
TJM : 520 € HT
Durée : 7 mois, prolongation possible
Démarrage : dès que possible

Environnement technique
----------------------
Routeurs, pare-feux, supervision libre

Livrables
---------
Schémas, procédures, formation de deux techniciens

Deux jours sur site par semaine, le reste à distance."""

POSTINGS = {
    "labels": LABELS, "prose": PROSE, "public": PUBLIC, "internship": INTERNSHIP,
    "card": CARD, "letter": LETTER, "sites": SITES, "freelance": FREELANCE,
}  # fmt: skip
