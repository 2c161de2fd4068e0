"""The level of studies asked for: `Bac +5`, `BTS/DUT`, `niveau 6`, « de Bac+3 à Bac+5 ».

Levels are those of the national framework of certifications (decree 2019-14). The 1969 levels in
Roman numerals are read by the table of that decree: V is 3, IV is 4, III is 5, II is 6, I is 7.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.posting import StudyLevel

_BAC = re.compile(
    r"bac(?:calaureat)?s?\s{0,2}(?:\+|plus)\s{0,2}(?P<low>[1-8])(?!\d)"
    r"(?:\s?(?P<to>/|a|ou|-|–|et)\s?(?:bac(?:calaureat)?\s{0,2})?(?:\+\s{0,2})?(?P<high>[1-8])(?![\d%])(?!\s?(?:ans?|annees?|mois|jours?|h\b)))?"
)
_BAC_TO = re.compile(r"bac\s?(?:a|/|-|ou)\s?(?:bac\s?)?\+\s?(?P<high>[1-8])")
_BAC_LOOSE = re.compile(r"bac\s{0,2}(?P<low>[2358])(?=\s(?:minimum|en |ou |avec|dans|et )|[,.;)])")
_MASTERS = re.compile(r"m(?:asters?\s)?1\s?(?:/|ou|et|-)\s?(?:m(?:aster\s)?)?2\b")
"""`Master 1 ou 2`, `M1/M2`."""
_NUMBERED = re.compile(
    r"niveaux?\s(?:d'etudes?\s|de (?:qualification|diplome|formation)\s|rncp\s|europeen\s)?:?\s?(?:n°\s?)?"
    r"(?P<low>[3-8]|iii|ii|iv|i|v)\b(?!\s?(?:/\s?\d\d|%|eme|e\b|\.\d|[-–]\s?\d{2}))"
    r"(?:\s?(?:/|a|ou|-|et|,)\s?(?:niveau\s)?(?P<high>[3-8]|iii|ii|iv|i|v)\b(?:\s?(?:,|ou|et)\s?(?P<third>[3-8])\b)?)?"
)
_ROMAN = {"v": 3, "iv": 4, "iii": 5, "ii": 6, "i": 7}
_YEARS_OF = {3: None, 4: 0, 5: 2, 6: 3, 7: 5, 8: 8}
_LEVEL_OF = {0: 4, 1: 4, 2: 5, 3: 6, 4: 6, 5: 7, 6: 7, 7: 8, 8: 8}

_LABEL = re.compile(
    r"(?:niveau(?:x)? (?:d.|de |des )?(?:etudes?|formation|diplome|qualification|requis|minimum|souhaite|scolaire|academique)"
    r"|diplomes?|formations?(?!s? (?:assur|propos|intern|oblig|a prevoir|continu))|etudes|cursus|qualifications?|titres?|niveau|education)\b"
)
_SECTION = re.compile(
    r"profil|formation|competence|prerequis|pre-requis|qualification|diplome|requis|recherch|etudes|candidat|vous etes|votre parcours|qui etes|savoir"
)
_ASKED = re.compile(
    r"(?:diplom\w*|titulaire\w*|formations?|issu\w*|niveau|cursus|etudiant\w*|etudes?|prepar\w*|minimum|minima|requis\w*|exig\w*|de type|type|justifi\w*|possed\w*|dispos\w*|valid\w*|obtenu|scolarite|eleve|inscrit\w*|universite|parcours|annee|candidat\w*|profil|idealement|(?:vous|tu) (?:etes|avez|es|as)|alternant\w*|stagiaire|recherch\w*|integr\w*|souhait\w*|bac ?\+ ?\d|ecole|ou equivalent|acces)"
    r"(?:[^.;\n]|\.(?=\S)){0,70}$"
)
_AFTER = re.compile(
    r"[^.;\n]{0,40}?(?:minimum|requis|exige|souhaite|ou equivalent|obligatoire|apprecie|en (?:informatique|droit|gestion|comptabilite|cours)|specialis|dans le domaine|vous |degree)"
)
_NOT_ASKED = re.compile(
    r"(?:obten\w*|visera|vis(?:e|ant)|delivr\w*|debouch\w*|nos (?:formations|programmes|ecoles|etudiants|cursus)|proposons|ecole propos\w*|centre de formation|organisme de formation|formons|\d programmes?|gestionnaires? de scolarite|recrutements? de profils|agences?|cabinet|specialise\w* dans|encadr\w* (?:des|les|de)|accompagn\w*|enseign\w*|promotion|campus|etudiants? (?:de nos|du|en fin)|frais|remuneration|salaire|gratification|au dessus|coordination|responsable d\w* (?:master|licence)|rentree des|annuel|issu\w* des|nos (?:consultants|equipes|collaborateurs))"
    r"(?:[^.;\n]|\.(?=\S)){0,50}$"
)
_NOT_LICENCE = re.compile(
    r"licences? (?:iv|4|etalab|creative|mit\b|gpl|apache|ouverte|adobe|office|microsoft|logiciel|de (?:conduite|pilote|logiciel|taxi)|libres?|open|d'utilisation|sap|saas)|(?:gestion|suivi|achats?|couts?|renouvellement|affectation|inventaire|logiciels?|nombre|contrats?|sous|parc|cles?) (?:de |des |et |les |d'|aux? )?(?:\w+ )?licences?"
)
_NOT_MASTER = re.compile(
    r"(?:scrum|web|quiz|toast|game|black belt|data) ?master|master ?(?:data|class|chef|plan|card|agreement|builder|of none)|mastercard"
)
_OPEN_SIDE = re.compile(
    r"\)?[^.,;:()\n\d]{0,24}?\b(?:minimum|min\b|a minima|et plus|ou plus|et au[- ]dela|(?:ou|et) superieur)(?! (?:de )?\d)"
    r"|\s?\+(?! ?\d)"
)
_OPEN_BEFORE = re.compile(
    r"(?:minimum|minima|au moins|a partir d[e']|au minimum|superieur ou egal)[^.;,\n]{0,30}$"
)
_UPPER_ONLY = re.compile(r"(?:cap[a]?|but|m1|m2|lp|l3|dea|dei|bac)\b")
_OTHER_SCALE = re.compile(
    r"support|capacite|\bias\b|assistance|langue|anglais|technicien|incident|helpdesk|ticket|habilitation|coefficient|echelon"
    r"|convention|classification|\bn[123]\b"
)
_DIPLOMA = re.compile(r"diplom|formation|titre|certifi|etudes|titulaire|qualification|rncp")
_CREDIBLE = 2.0
"""Least weight of a level that is asked for."""
_NEAR = 70
"""Farthest two names of one requirement stand apart, in characters."""


@dataclass(slots=True)
class _Mention:
    start: int
    end: int
    low: int
    high: int
    years_low: int | None
    years_high: int | None
    weight: float
    numbered: bool = False
    """A level of the framework by its number: it tells more than the diplomas listed beside it."""
    labelled: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    starts: tuple[str, ...]
    pattern: re.Pattern[str]
    level: int
    years: int | None
    weak: bool


@cache
def _names() -> tuple[_Name, ...]:
    table = tomllib.loads(
        files("annonce_nlp").joinpath("data/study_levels.toml").read_text("utf-8")
    )
    return tuple(
        _Name(
            tuple(entry["starts"]),
            re.compile(entry["pattern"]),
            entry["level"],
            entry["years"] if entry["years"] >= 0 else None,
            entry["weak"],
        )
        for entry in table["name"]
    )


def find(reading: Reading) -> list[Candidate]:
    """Propose the levels of studies that the text asks for, one candidate a requirement."""
    found: list[_Mention] = []
    for mention in sorted(_written(reading), key=lambda m: (m.start, -m.end)):
        if found and mention.start < found[-1].end:
            continue
        found.append(mention)
    asked = [m for m in found if _weigh(reading, m) >= _CREDIBLE]
    return [_candidate(group) for group in _groups(asked, reading.folded)]


def _written(reading: Reading) -> Iterator[_Mention]:
    """Yield every level that is written, asked for or not."""
    folded = reading.folded
    if "bac" in folded:
        for match in _BAC.finditer(folded):
            low, high = int(match["low"]), int(match["high"] or match["low"])
            yield _mention(match, (low, high), (_LEVEL_OF[low], _LEVEL_OF[high]), 2.0)
        for match in _BAC_TO.finditer(folded):
            high = int(match["high"])
            yield _mention(match, (0, high), (4, _LEVEL_OF[high]), 2.0)
        for match in _BAC_LOOSE.finditer(folded):
            low = int(match["low"])
            yield _mention(match, (low, low), (_LEVEL_OF[low], _LEVEL_OF[low]), 1.0)
    for match in _MASTERS.finditer(folded) if "master" in folded or "m1" in folded else ():
        if _begins(folded, match.start()):
            yield _mention(match, (4, 5), (6, 7), 0.0)
    if "niveau" in folded:
        for match in _NUMBERED.finditer(folded):
            if (numbered := _numbered(reading, match)) is not None:
                yield numbered
    for name in _names():
        years = None if name.years is None else (name.years, name.years)
        for start in name.starts:
            at = folded.find(start)
            while at >= 0:
                named = name.pattern.match(folded, at) if _begins(folded, at) else None
                if named is not None and not _is_other(reading, named):
                    yield _mention(named, years, (name.level, name.level), 1.0 - name.weak)
                at = folded.find(start, at + len(start))


def _begins(folded: str, at: int) -> bool:
    """Tell whether a word begins here."""
    return at == 0 or not (folded[at - 1].isalnum() or folded[at - 1] in "+-")


def _mention(
    match: re.Match[str], years: tuple[int, int] | None, levels: tuple[int, int], weight: float
) -> _Mention:
    low, high = (min(years), max(years)) if years else (None, None)
    return _Mention(match.start(), match.end(), min(levels), max(levels), low, high, weight)


def _numbered(reading: Reading, match: re.Match[str]) -> _Mention | None:
    """Read `niveau 6` or « Niveau III »; None for a level of support, of language, of a scale."""
    words = [w for w in (match["low"], match["high"], match["third"]) if w]
    roman = words[0] in _ROMAN
    before = reading.folded[max(0, match.start() - 60) : match.start()]
    if roman and not reading.view.text[match.start("low")].isupper():
        return None
    if _OTHER_SCALE.search(before) or not (roman or _DIPLOMA.search(before + match[0])):
        return None
    levels = [_ROMAN[w] if w in _ROMAN else int(w) for w in words]
    years = [y for y in (_YEARS_OF[level] for level in levels) if y is not None]
    both = (min(years), max(years)) if len(years) == len(levels) else None
    mention = _mention(match, both, (min(levels), max(levels)), 2.0)
    mention.numbered = True
    return mention


def _weigh(reading: Reading, mention: _Mention) -> float:
    """Add up why a level is one that is asked for; note whether its upper side is open."""
    folded = reading.folded
    line = reading.structure.line_at(mention.start)
    end = max(line.end, mention.end)
    left = folded[max(line.start, mention.start - 90) : mention.start]
    if line.label and line.has_value and _LABEL.match(line.label):
        mention.weight += 3.0
        mention.labelled = True
    if line.section and _SECTION.search(line.section):
        mention.weight += 1.0
    if _NOT_ASKED.search(left):
        mention.weight -= 3.0
    elif _ASKED.search(left):
        mention.weight += 2.0
    else:
        mention.weight += mention.start - line.start <= 3
        mention.weight += bool(_AFTER.match(folded, mention.end, min(end, mention.end + 70)))
    mention.open = bool(
        _OPEN_SIDE.match(folded, mention.end, min(end, mention.end + 40))
        or _OPEN_BEFORE.search(left)
    )
    return mention.weight


def _is_other(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a name means something else: a software licence, `but`, `cap`, a Scrum master."""
    folded = reading.folded
    word = match[0]
    start, end = match.span()
    text = reading.view.text
    if end < len(folded) and folded[end].isalnum() and folded[end - 1].isalnum():
        return True
    if _UPPER_ONLY.fullmatch(word):
        written = text[start:end]
        if word != "bac" and not written.isupper():
            return True
        line = reading.structure.line_at(start)
        if (
            word in ("cap", "but")
            and line.upper
            and not re.search(
                r"cap[ /,]|bep|bac|diplome|dut|bts",
                folded[max(0, start - 30) : end + 30].replace(word, "", 1),
            )
        ):
            return True
    around = folded[max(0, start - 30) : end + 20]
    if "licence" in word and _NOT_LICENCE.search(around):
        return True
    return "master" in word and bool(_NOT_MASTER.search(around))


def _groups(mentions: list[_Mention], folded: str) -> list[list[_Mention]]:
    groups: list[list[_Mention]] = []
    for mention in mentions:
        if groups:
            last = groups[-1][-1]
            gap = folded[last.end : mention.start]
            if len(gap) <= _NEAR and "\n" not in gap and ". " not in gap:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _candidate(group: list[_Mention]) -> Candidate:
    said = [m for m in group if m.numbered] or group
    low = min(said, key=lambda m: (m.low, -1 if m.years_low is None else m.years_low))
    high = max(said, key=lambda m: (m.high, m.years_high or 0))
    open_side = any(m.open for m in group)
    level = StudyLevel(
        min=low.low,
        max=None if open_side else high.high,
        years_min=low.years_low,
        years_max=None if open_side else high.years_high,
    )
    source = "label" if any(m.labelled for m in group) else "prose"
    weight = max(m.weight for m in group) + 0.1 * (len(group) > 1)
    return Candidate(group[0].start, group[-1].end, level, {"weight": weight}, source=source)


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the requirement that is said most plainly, the first of equals."""
    return sorted(candidates, key=lambda c: (-c.features["weight"], c.start))[:1]
