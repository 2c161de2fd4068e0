"""The reference of the offer: the number the employer or the board gave it."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading

_CODE = r"(?P<code>(?=[a-z_/.\-]{0,30}\d)[a-z0-9][a-z0-9_/.\-]{0,38}[a-z0-9])"
_REF = re.compile(
    r"ref(?:erences?|s)?\b\.?"
    r"(?:[^\n:;.,()?!]{0,45}?\s{0,2}(?P<mark>[:#]|n°|n[oº]\b)\s{0,2}(?:n[°º]\s?)?|\s{1,2}(?:-\s)?)"
    + _CODE
)
_NUMBER = re.compile(r"(?:n[°º]|numero)\s?:?\s{0,2}" + _CODE)
_OFFER = re.compile(r"(?:offre|annonce)\s(?P<number>n\s)?" + _CODE + r"(?=\s?(?:\)|-|–|$|\n))")
_ID = re.compile(
    r"(?<![a-z])id(?:entifiant)?(?:\sde\s(?:l'offre|l'annonce|poste|publication))?\s?[:#]?\s{0,2}"
    + _CODE
)
_BEFORE_ID = re.compile(r"(?:job|req(?:uisition)?|posting|offre|annonce|poste)[ -]?$")
_BEFORE_NUMBER = re.compile(
    r"(?:offres?|annonce|poste|avis|emploi|recrutement|vacance|concours|appel|candidature|fiche|dossier|mission)"
    r"(?:\s(?:d'emploi|de (?:stage|poste|vacance|recrutement)|a candidatures?|vacant|interne|externe))?\s?[:(-]?\s{0,2}$"
    r"|(?:rappel|mention|indiqu|precis|cit)\w*\s(?:du |le )?$|sous le $"
)
_NOT_BEFORE = re.compile(
    r"(?:\bde|comme|d'une|une|plus de \d+|\d|tant que|niveau|prix|norme|iso|loi|decret|arrete|article|circulaire)\s?$"
)
_LABEL = re.compile(
    r"(?:(?:votre |la |notre )?(?:numero |n° |code )?(?:de )?ref(?:erence)?s?\b\.?(?: (?:code|de l.offre|de l.annonce|du poste|interne|offre|annonce|n°))?"
    r"|(?:offre|annonce|numero d.offre|numero de l.offre|n° d.offre|n° de l.offre|code offre"
    r"|id(?:entifiant)? de l.offre|job (?:id|ref|reference)|req(?:uisition)? id|reference number)\b)"
)
_OTHER_LABEL = re.compile(
    r"rome|naf|siret|siren|rna|salaire|produit|juridique|textes?|client$|cadre|metier"
)
_VALUE = re.compile(r"\s{0,2}(?:n[°º]\s?:?\s?)?" + _CODE)
_CAPITALS = re.compile(r"\s{0,2}(?P<code>[A-Z][A-Z0-9_/-]{3,30})")
_SPACED = re.compile(r"[A-Z0-9][A-Z0-9_/.\-]{0,15}(?: [A-Z0-9][A-Z0-9_/.\-]{0,15}){1,3}")
_NOT_CODE = re.compile(
    r"(?:19|20)\d\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d\d|20\d\d[/.-]\d{1,2}[/.-]\d{1,2}"
    r"|\d{1,4}(?:h\d{0,2}|k|m2|e|eme|er|ere|ans?|mois|km|kg|jours?|x)"
    r"|[lrd]\.?\d{2,4}(?:-\d+)+|bac\d?|[a-z]\d|iso.*|en\d+|rgpd|c\d|covid.*|https?.*|www.*"
)
_PHONE = re.compile(r"0\d(?:[ .]\d\d){4}|\d{14}$|\d{3} \d{3} \d{3}|w\d{9}$")


def find(reading: Reading) -> list[Candidate]:
    """Propose the values of reference labels, then numbers that the prose calls a reference."""
    found = _labelled(reading)
    folded = reading.folded
    if "ref" in folded:
        for match in _REF.finditer(folded):
            begin = match.start()
            if begin and (folded[begin - 1].isalnum() or folded[begin - 1] in "/-_."):
                continue
            if _NOT_BEFORE.search(folded, max(0, begin - 16), begin):
                continue
            bare = match["mark"] is None
            _add(reading, found, match.span("code"), "prose", least=3 if bare else 2)
    for pattern, before, word in (
        (_NUMBER, _BEFORE_NUMBER, "n°"),
        (_NUMBER, _BEFORE_NUMBER, "numero"),
        (_OFFER, None, "offre "),
        (_ID, _BEFORE_ID, "id"),
    ):
        if word not in folded or (word == "numero" and "n°" in folded):
            continue
        for match in pattern.finditer(folded):
            begin = match.start()
            if before is None:
                mark = folded[max(0, begin - 2) : begin].strip()
                fits = bool(match["number"]) or mark in ("-", "–", "(", "|")
            else:
                fits = bool(before.search(folded, max(0, begin - 40), begin))
                fits = fits or (word == "n°" and _in_title(reading, begin))
            if fits:
                _add(reading, found, match.span("code"), "prose", least=3)
    return found


def _in_title(reading: Reading, offset: int) -> bool:
    """Tell whether a number closes one of the first lines in brackets: `Comptable (n°13467)`."""
    line = reading.structure.line_at(offset)
    return line.index < 3 and offset > line.start + 5 and reading.folded[offset - 1] in "(-–"


def _labelled(reading: Reading) -> list[Candidate]:
    found: list[Candidate] = []
    folded = reading.folded
    for line, begin in reading.structure.announced(_LABEL):
        if _OTHER_LABEL.search(line.label):
            continue
        match = _VALUE.match(folded, begin, line.end)
        if match is None:
            match = _CAPITALS.fullmatch(reading.view.text, begin, line.end)
            if match is not None:
                found.append(Candidate(*match.span("code"), match["code"], {}, source="label"))
            continue
        start, end = match.span("code")
        rest = reading.view.text[start : line.end].rstrip(" .)")
        if _SPACED.fullmatch(rest) and any(c.isdigit() for c in rest):
            end = start + len(rest)
        _add(reading, found, (start, end), "label", least=2)
    return found


def _add(
    reading: Reading, found: list[Candidate], span: tuple[int, int], source: str, least: int
) -> None:
    start, end = span
    code = reading.folded[start:end]
    if end - start < least or not any(c.isdigit() for c in code) or _NOT_CODE.fullmatch(code):
        return
    if _PHONE.match(reading.folded[start : start + 15]) or reading.folded[end : end + 1] in (
        "@",
        "%",
        "€",
        "+",
    ):
        return
    found.append(Candidate(start, end, reading.view.text[start:end], {}, source=source))


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first labelled reference, else the first one."""
    labelled = [c for c in candidates if c.source == "label"]
    return sorted(labelled or candidates, key=lambda c: c.start)[:1]
