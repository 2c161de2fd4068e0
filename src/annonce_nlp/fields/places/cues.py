"""Words before a place that say one works there, or that something else is there; in folded text."""

from __future__ import annotations

import re

from annonce_nlp.grammar.expressions import quick
from annonce_nlp.words import last_end

CUE_CHARS = 70
"""How far before a place its cue is looked for, on its line and in its sentence."""
WORKS_AT = re.compile(
    quick(
        r"\bbase[es]*\b|situe|se trouve|se deroul|se passe|localis|bureaux?\b|locaux\b|\blocal de"
        r"|poste|residence administrative|affect|\blieux?\b|\bsites? de|antenne|agence de|atelier"
        r"|campus|etablissement|boutique|magasin|restaurant|cabinet|salon|laboratoire|service de"
        r"|centre d|chez nous|exerc|interv|permanence|secteurs?\b|recrut|cherche|recherch|pourvoir"
        r"|stage|contrat|cd[id]\b|mission|jours? a|jours? par semaine|semaine a|presence|sur place"
        r"|travail|accueil|rejoi|implant|\bou\s\?|maison de|mairie|equipe de|zone d|bassins?\b"
    )
)
ELSEWHERE = re.compile(
    quick(
        r"siege|holding|maison mere|filiale|\bcours\b|\bcfa\b|lycee|formation|ecole|train\b|\btgv\b"
        r"|\bgare\b|aeroport|deplace|client|partenari|entretien|audition|\bjury|concours|envoy|adress"
        r"|courrier|originaire|venu|pret[ée]|visite|ancien|depuis|jusqu'a|\bcree|fonde|\bnee?\b|comme a"
        r"|rembours|logement|logi|reunion|salon|festival|exposition|colloque|congres|comptoir|chantiers? "
        r"|aussi a|egalement|ailleurs|groupe|reseau|agences? (?:a|dans)|cour d'appel|prefecture"
    )
)
_SENTENCE = re.compile(r"[.;!?•]\s(?=\S)")
JOINS = re.compile(
    r"\s?(?:\([^()\n]{1,40}\)|arrondissement|cedex)?\s?(?:\d jours?)?"
    r"(?:[,/&;+–-]|\bet\b|\bou\b|,? ?comme\b|,? ?puis\b|\n[-–•*✔🔸▪\s]{0,4})\s?(?:et |ou )?"
    r"(?:(?:celle|celui|ceux)\s)?(?:a la |a l'|a |au |aux |de la |de l'|de |du |d'|en |dans (?:la |le |l')?|sur )?"
)
"""What stands between two places of one list: `à Lens comme à Liévin`, `Nice (2 jours) et Antibes`."""


def words_before(folded: str, line_start: int, start: int) -> str:
    """Return what stands before a place in its sentence."""
    before = folded[max(line_start, start - CUE_CHARS) : start]
    return before[last_end(_SENTENCE, before) :]
