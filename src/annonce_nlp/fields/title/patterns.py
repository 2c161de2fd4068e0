"""Words that announce, open, close and mark a job title; all read folded text."""

from __future__ import annotations

import re

GENDER = re.compile(
    r"\(?\b(?:h\s?/\s?f|f\s?/\s?h|hf|fh|h\.f|m/f|f/m|h/f/x|h/f/nb|homme/femme)\b(?:/(?:x|nb|d))?\)?"
)
DOUBLED = re.compile(rf"{GENDER.pattern}\s?(?P<again>{GENDER.pattern})$")
"""`H/F (H/F)`, as forms write that add it to titles that have it."""
RECRUITS = re.compile(
    r"\b(?:recrute|recherche|recherchons|recrutons|cherche|cherchons|embauche|propose|recrutement d.|poste d[e'])(?:\s(?:pour|dans|a|au|en|des|actuellement|activement)\s[^,:.\n]{0,60}?)?\s*(?:,|:|-)?\s*(?:des maintenant |actuellement |aujourd'hui )?(?:\d{1,2}|deux|trois|un\s?\(?e?\)?|une|un\.e|un·e|un/une|une/un|un ou une|des|son|sa|ses|son/sa|notre|leur|:)[ \n]+(?:nouveau |nouvelle |futur\S* |stage (?:de |d.)?)?"
)
PREFIX = re.compile(
    r"^(?:(?:offre pour|offre (?:de |d.)?(?:stage|emploi|these|cdd|cdi|alternance|mission)|offre|annonce|recrutement|recherche|we are hiring|on recrute|poste (?:de|d.)|poste|emploi|intitule(?: du poste)?|fiche de poste|avis de recrutement|appel a candidatures?|job|urgent|stages?|alternance|apprentissage|cdi|cdd|interim|these|doctorat|post-doc|contrat d.apprentissage|service civique)\s*(?:\([^)]{1,25}\)|\d{1,2} mois|[hf]/[hf])?\s*(?:[-–—:|/•]+|\s(?=un\b))\s*)+"
)
ARTICLE = re.compile(
    r"^(?:un\(e\)|un\.e|un·e|un/une|un ou une|une ou un|une|un|le|la|les|l'|des)\s+"
)
TAIL = re.compile(
    r"\s*(?:[-–—|•(,]|\s/)\s*(?:(?:cdi|cdd|stage|alternance|interim|temps (?:plein|partiel|complet)|\d{5}|\d{2}\b|ref\b|reference|n°|remote|teletravail|a pourvoir|poste a|\d{1,2} mois|\d{2}h|cat(?:egorie|\.)? ?[abc]\b|freelance|contrat|urgent|basee? a|duree|publie|saison|des que|\d{3,}|\d+ ?(?:jours?|heures?)|mi-temps|poste en|a partir|rentree|urgent|recrutement|nouveau|(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre) 20).*)$"
)
CONTRACT_WORD = re.compile(
    r"(?:stage|alternance|apprentissage|cdi|cdd|interim|vacations?)\s+(?=\S)"
)
GREETING = re.compile(
    r"^(?:bonjour|bonsoir|madame|monsieur|merci|contactez|ecrivez|appelez|envoyez|postulez|cher|chere|salut|fwd|tr\s?:|re\s?:|objet|pourquoi|ce que|vous|tu\b|nous|on\b|il\b|que\b|qui\b|fr\b|\[)"
)
NAMED_AS = re.compile(
    r"\b(?:en tant qu(?:e |')|en qualite d(?:e |')|comme |(?:poste|emploi|fonctions?|metier|mission) d(?:e |')|deven(?:ez|ir|ons) |devenez notre )(?:un\.?e? |une |un\(e\) |notre |nos )?"
)
STOP = re.compile(
    r"\s(?:pour (?:un[e]? |le |la |son|sa|notre|[a-z]{3,}(?:er|ir|indre|uire)\b)|afin d|prete?(?:\(e\)|[·.]e)?s? a |qui (?:aura|sera)|a temps|en cdi|en cdd|en contrat|dans le cadre|dont |au sein|basee? |sur (?:le|la|l.)|chez |capable|motive|passionne|dynamique|experimente|\(?des que|pour une duree|a compter|a partir|disponible|pour diffuser|pour aider)"
)
DASH = re.compile(r"\s[-–—|:•]\s?|[-–—|:]\s|\)\s?[-–—]?\s?")
OPEN_QUOTE = re.compile(r'\s(?:"(?=\S)[^"]*|«[^»]*)$')
"""A quotation that a title only begins: `déploiement du produit "Vergers`."""
SENTENCE = re.compile(r"\s(?:est|sont)\s(?:une?|l[ea]s?|des|l')\b")
"""What says something is no title: `Verso est une jeune association`."""
SENTENCE_END = re.compile(r"[;!?\n]|\.(?!\w)|,\s")
SEEKS = re.compile(
    r"\b(?:recrut|recherch|cherch|embauch|besoin d|propos|accueill|complet|devenez|devenir|offre|poste d|emploi d)\w*"
)
JOB_WORDS = 6
"""Jobs named in prose that are proposed at most."""
WORD = re.compile(r"(?<![a-z'-])[a-z]{3,}")
GENDER_AFTER = re.compile(rf"[ ,–-]{{0,3}}(?:{GENDER.pattern})")
NOUN_END = re.compile(
    r"[;:!?|•\n]|(?<!\([a-z])(?<!\([a-z]{2})(?<!\([a-z]{3})(?<!\([a-z]{4})(?<!\([a-z]{5})\)|\.(?!\w)|\((?![a-z]{1,5}\))|, |\s[-–—]\s|\s(?:qui|que|pour|sur|a|au|aux|avec|chez|dont|afin|en|est|sera|sont|ont|n'a|dans|vous|nous|des que|cherche|recherche|recrute|motive\w*|experimente\w*|souhait\w+|dispos\w+|dynamiques?|autonomes?|enthousiastes?|passionne\w*|engage\w*|investie?\w*|implique\w*|accueillant\w*|souriant\w*|ponctuel\w*|(?:rigour|curi|seri|conscienci|soign)eu(?:x|ses?)\b|titulaires?|statut|par|sous|ou (?:vous|un|une)|et (?:vous|nous|un|une|de (?:la|l'|notre)))\b"
)
BEFORE_PLACE = re.compile(r"(?:[\s(,|–—-]|\b(?:a|au|aux|en|sur|de|pour|dans|la|le|les|l'))+$")
