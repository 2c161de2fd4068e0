"""The hierarchical category of a public-service post: A, B or C."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.posting import Category

_LETTER = r"(?<![\w'’])[abc]\+?(?![\w'’])"
_LETTERS = rf"(?P<letters>{_LETTER}(?:\s?(?:\([^()\n]{{0,40}}\)\s?)?(?:/|,|-|et/ou|et|ou|&)\s?(?:(?:de )?(?:la )?cat(?:egorie|\.)?\s)?{_LETTER}){{0,3}})(?!\s?[,/]\s?[a-e]\d)"
_MENTION = re.compile(
    r"cat(?:egories?|s)?\b\.?(?:\s?\(s\))?"
    r"(?:\s(?:d'emploi|hierarchique|statutaire|de l'emploi|du poste|fonction publique|fp))?"
    r"\s{0,2}:?\s{0,2}[\"«(]?\s?" + _LETTERS
)
_LABEL = re.compile(
    r"cat(?:egories?|\.)?(?: ?\(s\))?(?: (?:d.emploi|hierarchique|statutaire|de l.emploi|du poste|fonction publique|fp"
    r"|requise|de recrutement|souhaitee))?$"
)
_VALUE = re.compile(r"\s{0,2}(?:categorie\s)?" + _LETTERS)
_PUBLIC = re.compile(
    r"fonctions? publiques?|fonctionnaire|territorial|mairie|prefecture|ministere|hospitali"
    r"|statutaire|cadres? d.emploi|grade|contractuel|versant|rifseep|collectivite|concours"
    r"|commune\b|departement|titulaire d|agents? de (?:la )?categorie"
)
_ELSE = re.compile(
    r"(?:permis|caces|vehicul|engin|habilit|class|hotel|risque|produit|laboratoire|licence"
    r"|aeronef|r\.? ?4\d\d|monit|auto-?ecole|biocide|certiphyto|conduite|erp|etablissement de)"
    r"[^.\n]{0,40}$"
)
_STAFF = re.compile(
    r"(?:\b\d{1,3}|\b(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze))\s(?:[a-z'’-]+\s){0,5}\(?$"
    r"|(?:encadr|equipe|compos|manag|supervis|effectif|personnels|collaborat|responsable des"
    r"|grade d.entree|chef|animer|pilot|assiste)[^.;\n]{0,60}$"
)
_OPEN = re.compile(
    r"(?:ouvert|recrut|accessible|relev|reserve|candidat|poste|emploi\b|cadres? d.emploi)[^.;\n]{0,60}$"
)


def find(reading: Reading) -> list[Candidate]:
    """Propose every category that is the post's, not a driving licence's or the staff's."""
    folded = reading.folded
    if "cat" not in folded or not _PUBLIC.search(folded):
        return []
    found: list[Candidate] = []
    for line, begin in reading.structure.announced(_LABEL):
        match = _VALUE.match(folded, begin, line.end)
        if match is not None and not _goes_on(reading, match.end(), line.end):
            _add(found, reading, match.span("letters"), "label")
    if found:
        return found
    for match in _MENTION.finditer(folded):
        start, end = match.span("letters")
        before = match.start()
        if before and folded[before - 1].isalnum():
            continue
        if not reading.view.text[start].isupper():
            continue
        line = reading.structure.line_at(before)
        left = folded[max(line.start, before - 90) : before]
        if _ELSE.search(left) or (_STAFF.search(left) and not _OPEN.search(left[-60:])):
            continue
        _add(found, reading, (start, end), "prose")
    return found


def _goes_on(reading: Reading, at: int, end: int) -> bool:
    """Tell whether a lower-case word follows at once: `Catégorie : a définir`."""
    return reading.view.text[at:end].lstrip()[:1].islower() and reading.view.text[at - 1].islower()


def _add(found: list[Candidate], reading: Reading, span: tuple[int, int], source: str) -> None:
    for letter in re.finditer(_LETTER, reading.folded[span[0] : span[1]]):
        start = span[0] + letter.start()
        if start > span[0] and not reading.view.text[start].isupper():
            continue
        value = Category(letter[0][0].upper())
        found.append(Candidate(start, start + 1, value, {}, source=source))


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first mention of each category."""
    first: dict[Category, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.value, candidate)
    return list(first.values())
