"""Which grades a post is open to: those that a label lists, or that the prose names for it."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.grade.names import Found, find_names
from annonce_nlp.structure import Line

_LABEL = re.compile(
    r"(?:filiere.{0,12})?(?:grades?|cadres? d.emplois?|cadres? d.emploi|cadre\(s\) d.emplois?|corps)(?:\b|\()(?! (?:de metier|humain|et ame|d.armee))"
)
_HINTS = (
    "grade", "d'emploi", "corps", "territori", "hospitali", "principal", "classe", "administrati",
    "adjoint", "attache", "conservation", "categorie", "filiere", "socio-educ", "l'etat", "redact",
    "artistique", "physiques", "municipale", "concours", "d'etudes", "sapeur", "inspect",
    "controleur", "conferences", "universites", "agrege", "certifie", "lycee", "penitent", "greff",
    "judiciaire", "scientifique", "gardien", "champetre", "recherche et de form", "durable",
    "ministere charge", "des bibliotheques", "assistant specialise", "civil", "des ponts",
    "soins generaux", "intervenant familial", "et des mines", "education nationale", "constatation",
    "conservateur en", "ecoles maternelles", "de la recherche", "de l'industrie", "l'agriculture",
    "service social", "services techniques",
)  # fmt: skip
"""A line without any of these names no grade."""
_SPOKEN = re.compile(
    r"(?:\bgrades?\b|cadres? d.emplois?|\bcorps (?:des\b|d'|de\b(?! metier))|concours (?:externe |interne )?(?:de |d.)|filiere|grille (?:indiciaire )?d|au grade d|fonctionnaires?|titulaires? du grade|agents? titulaires?)[^.;\n]{0,70}$"
)
_CATEGORY_AFTER = re.compile(
    r"(?:\((?:h/f|f/h)\)|\s)?\s?[-,(–]{0,2}\s?\(?(?:de )?cat(?:egorie|\.)?\s?[abc]\b"
)
_OTHERS = re.compile(
    r"(?:\b\d{1,3}|\bdeux|\btrois|\bquatre|\bcinq|\bsix|\bsept|\bhuit|\bdix|\bdouze)\s(?:[a-z-]+\s){0,2}$"
    r"|(?:equipe de|encadr\w*|manag\w*|compose\w* d\S*|sous l.autorite d\S*|aupres d\S*|place\w* sous|responsable hierarchique|rattach\w*|equipe|effectif\w*|assist\w* (?:le|la|l.)|lien avec|en binome avec)"
    r"[^.;:\n]{0,50}$"
)
_GAP = re.compile(
    r"[\s,/()&|;•]{0,6}(?:et/ou|et|ou|a|au|des?|les?|d')?[\s,/(']{0,3}(?:cadres? d.emplois? (?:des? |d')|grades? (?:des? |d')|des? )?"
)
_PEOPLE = re.compile(r"\b(?:les|des|nos|vos|aux|avec l[ea]s?)\s(?:[a-z]+\s\()?$")
"""What stands before the grades of other people: « les CPIP (conseillers pénitentiaires … »."""
_LONGER = re.compile(r"\s(?:superieur|forestier|de l.office|d.etudes? et)")
"""What follows a short name that is only the beginning of one the table has not."""
_LISTED = 14
"""Most lines that a list of grades under its label may have."""


def find(reading: Reading) -> list[Candidate]:
    """Propose the grades of labels; without any, those the prose names for the post."""
    lines = reading.structure.lines
    folded = reading.folded
    found: list[Candidate] = []
    below = 0
    for line in lines:
        if line.label and line.has_value and _LABEL.match(line.label):
            names = _names(reading, line.value_start, line.end)
            if names and line.label.startswith("corps") and not _is_list(folded, names, line):
                names = []
            found.extend(_candidate(found_name, "label") for found_name in names)
            below = _LISTED if names and not line.inline else 0
        elif below:
            names = _names(reading, line.start, line.end)
            below = below - 1 if names and _is_list(folded, names, line) else 0
            if below:
                found.extend(_candidate(found_name, "label") for found_name in names)
    if found:
        return found
    for index in sorted(_hinted(reading)):
        found.extend(_in_prose(reading, lines[index]))
    return found


def _hinted(reading: Reading) -> set[int]:
    """Return the lines that have a word of some grade's name."""
    folded = reading.folded
    found: set[int] = set()
    for hint in _HINTS:
        at = folded.find(hint)
        while at >= 0:
            line = reading.structure.line_at(at)
            found.add(line.index)
            at = folded.find(hint, max(line.end, at + 1))
    return found


def _names(reading: Reading, start: int, end: int) -> list[Found]:
    return [
        Found(start + f.start, start + f.end, f.name) for f in find_names(reading.folded[start:end])
    ]


def _is_list(folded: str, names: list[Found], line: Line) -> bool:
    """Tell whether a line is made of names of grades and little else."""
    said = sum(f.end - f.start for f in names)
    return said * 2 >= len(
        folded[max(line.start, line.value_start if line.has_value else 0) : line.end]
    )


def _in_prose(reading: Reading, line: Line) -> list[Candidate]:
    folded = reading.folded
    found: list[Candidate] = []
    last: Found | None = None
    for name in _names(reading, line.start, line.end):
        left = folded[max(line.start, name.start - 90) : name.start]
        joined = last is not None and bool(_GAP.fullmatch(folded, last.end, name.start))
        spoken = (
            joined or bool(_SPOKEN.search(left)) or bool(_CATEGORY_AFTER.match(folded, name.end))
        )
        if name.name.also_job and _LONGER.match(folded, name.end):
            continue
        if not spoken and _PEOPLE.search(left):
            continue
        if (name.name.also_job and not spoken) or (_OTHERS.search(left) and not spoken):
            continue
        found.append(_candidate(name, "prose"))
        last = name
    return found


def _candidate(found: Found, source: str) -> Candidate:
    return Candidate(found.start, found.end, found.name.grade, {}, source=source)


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first mention of each grade."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.value.name, candidate)
    return list(first.values())
