"""What addresses, codes and districts look like, and what stands before a place; in folded text unless said."""

from __future__ import annotations

import re

from annonce_nlp.grammar.expressions import quick

STREET = (
    r"(?:rue|avenue|av\.?|boulevard|bd\.?|blvd|place|pl\.|allees?|chemin|route|rte|quai|impasse|cours|square|esplanade|voie|faubourg|fg|"
    r"ruelle|passage|rond-point|parvis|promenade|mail|villa|zone (?:d'activites?|industrielle|artisanale)|z\.?[aic]\.?|zac|zone|lotissement|lieu-dit|rocade|montee|residence|sentier|hameau)"
)
IS_STREET = re.compile(STREET)
_BOX = r"(?:bp|cs|b\.p\.|c\.s\.|tsa)"
ADDRESS_BEFORE = re.compile(
    rf"(?:(?:\d{{1,4}}(?:\s?[-/]\s?\d{{1,4}})?(?:\s?(?:bis|ter|quater|[a-d])\b)?,?\s(?:et \d+ )?)?\b{STREET}\s[^,;:\n()•|]{{2,60}}?(?:\s?[,–-]\s?|\s)"
    rf"(?:{_BOX}\s?\d[\d ]{{0,8}}(?:\s?[,–-]\s?|\s))?(?:[^,;:\n()\d]{{2,30}},\s)?)$"
)
CODE_BEFORE = re.compile(r"(?:\b(?:f|ch|b|l)\s?-\s?)?\b(?P<code>\d{2}\s?\d{3}|\d{4})\s?[-–,]?\s?$")
BOX_BEFORE = re.compile(rf"\b{_BOX}\s?(?:n°\s?)?$")
"""What makes a number that of a box, not a postal code: `CS [30054], Yutz`."""
CODE_AFTER = re.compile(r" ?[-–,]? ?(?P<code>\d{2} ?\d{3})(?![\d€])")
DEPARTMENT_BEFORE = re.compile(r"(?:^|[\s(])(?P<dep>\d{2}|2[ab]|97\d)\s?[-–]\s?$")
PAREN_AFTER = re.compile(
    r" ?[-–,]? ?\(\s?(?:(?P<code>\d{2} ?\d{3})|(?P<dep>\d{2,3}|2[ab])|(?P<name>[a-z' -]{3,40}?)(?:\s?[(,–-]?\s?(?P<dep2>\d{2,3})\)?)?)\s?\)"
)
DEPARTMENT_LINE = re.compile(
    r"(?m)^(?P<dep>\d{2}|2[AB]|97\d) [-–] (?P<name>[A-ZÀ-Ý][\w' -]{2,40}?)\s*$"
)
"""A line of a job board: `71 - Louhans`."""
DASH_DEPARTMENT = re.compile(r"\s?[-–,/]\s?(?P<dep>\d{2}|2[ab]|97\d)(?![\d%€a-z.,h/])")
CEDEX = re.compile(r"\s?cedex(?:\s\d{1,2})?")
DISTRICT = re.compile(
    r" (?:(?P<n>\d{1,2})(?:\s?(?:er|eme|e|nde?)\b)?(?:\s?arr(?:ondissement|t|\.)?)?|(?P<w>centre|intra-muros|sud|nord|est|ouest))(?![\w€%])"
    r"(?!\s?(?:mois|jours?|h\b|heures?|ans?\b|semaines?|k\b|k?€|%|minutes?|min\b|km\b|personnes?|postes?|salaries))"
)
ARRONDISSEMENT = re.compile(
    r"(?:\d{1,2}\s?(?:er|e|eme)|premier|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme)\s?arrondissement(?:\sde\s(?P<city>paris|lyon|marseille))?"
)
FIRST_NUMBER = re.compile(r"(?<![\d/,.])\d{1,3}\s?[/-]\s?$")
"""The first of an address's two numbers: `[30/]32 rue …`."""
_KINDS_OF_AREA = (
    "region", "agglomeration", "metropole", "bassin", "littoral", "campagne", "banlieue", "cote",
    "pays", "vallee",
)  # fmt: skip
_KINDS_OF_NAMED_AREA = (
    "pays", "massif", "baie", "golfe", "vallée", "presqu'île", "monts", "cap", "pointe", "lac",
    "marais", "porte", "estuaire", "canal", "île", "ile", "plaine", "val", "bois", "forêt",
)  # fmt: skip
AREA = re.compile(
    quick(
        "|".join(
            rf"\b{kind}\s[a-z]{{3,}}(?:aise?|ienne?|oise?|aine?|ine|ale|asque|ique|arde|ole)\b"
            for kind in _KINDS_OF_AREA
        )
    )
)
"""Areas named after a town or a people: `région nantaise`, `agglomération paloise`."""
NAMED_AREA = re.compile(
    "(?:"
    + quick(
        "|".join(rf"\b{grand}rand " for grand in "Gg")
        + "".join(
            rf"|\b{kind} (?:de la |de l'|du |des |de |d')"
            for name in _KINDS_OF_NAMED_AREA
            for kind in (name, name.capitalize())
        )
    )
    + r")[A-ZÀ-Ý][\w-]{2,}"
)
"""Areas with a name of their own: `Pays d'Arles`, `Grand Paris`, `baie de Somme`, `porte de Bagnolet`."""
ADDRESS_CHARS = 140
"""How far before a commune its street is looked for."""
CITIES_WITH_DISTRICTS = {"paris", "lyon", "marseille", "toulouse", "bruxelles"}
DISTRICT_CODES = {"paris": "750", "lyon": "690", "marseille": "130"}
BARE_CODE = re.compile(
    r"(?<![\w.,/€-])\(?(?P<code>(?:0[1-9]|[1-8]\d|9[0-8])\d{3})(?:\s+(?P<name>[A-ZÀ-Ý][\w'-]+(?:[ -][\w'-]+){0,5}))?(?![\d€%])"
)
CANADA = r"[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d(?![\w-])"
"""A postal code of Canada (Canada Post)."""
CANADA_AFTER = re.compile(rf",? ?\(?(?:Québec|Quebec|QC)\)?,? {CANADA}")
CANADA_CODE = re.compile(rf"(?<![\w-]){CANADA}")
NEAR = re.compile(
    r"(?:\b(?:nord|sud|est|ouest|pres|proche|proximite|minutes?|min|mn|km|kilometres|heures?|h\d*|cote|non loin|environs|autour|alentours|bassin|entre|axe|vers|gare)\s(?:de|du|d'|des|le|la|les|au|aux|a)?\s?(?:la |le |les |l')?)$"
)
DIRECTION = re.compile(r"\b(?:nord|sud|est|ouest)(?:[ -](?:est|ouest))? (?:de |d'|du )(?:la )?$")
AT = re.compile(r"\b(?:a|sur|vers|secteur|lieu :?) (?:la |le |les )?$")
PREPOSITION = re.compile(
    r"(?:\b(?:a|au|aux|en|sur|de|du|des|d'|vers|pres de|proche|proximite|secteur|ville de|commune de|base[e]?s? (?:a|en|sur)|situee? (?:a|en|sur)|region|departement|gare)\s?(?:la |le |les |l')?)$"
)
STREET_OPEN = re.compile(rf"\b{STREET}\s[^,;:()|\n]*$")
WORK_AT = re.compile(
    r"\b(?:poste|emploi|mission|travail|agence|site|magasin|atelier|bureaux?|locaux|cd[id]|stage|base[es]*|situe[es]*|pourvoir)\b"
    r"[^.;:\n]{0,30}\ba\s$"
)
"""What comes before a town that is an ordinary word too: `poste à pourvoir en CDI, à [Croix]`."""
