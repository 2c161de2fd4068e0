"""Whether the work can be done from home."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.grammar.expressions import quick

_AT_HOME = (
    r"chez (?:soi|vous|toi)\b|de chez (?:soi|vous|toi)\b|depuis chez (?:soi|vous|toi)\b"
    r"|depuis la maison\b|a la maison\b|de la maison\b"
    r"|a domicile\b|depuis (?:votre|ton|son|leur) domicile\b"
)
_MENTION = re.compile(
    quick(
        r"tele-? ?travail\w*|travail a (?:distance|domicile)|a distance|distanciel|remote"
        r"|home[ -]?office|en presentiel|presentiel|sur site|hybride"
        rf"|sur place (?=uniquement|exclusivement)|jours? sur place\b|{_AT_HOME}|"
        + "|".join(rf"{days} ?j(?:ours?)? (?:de )?tt\b" for days in range(10))
    )
)
_HOME = re.compile(_AT_HOME)
_HOME_WORK = re.compile(
    r"(?:\bjours?|journees?|travail\w*|moitie|redaction|rediger|redige\w*|une partie|vendredi|lundi|mercredi)"
    r"[^.;\n]{0,45}$"
)
_HOME_DAYS = re.compile(r"[^.;\n]{0,25}(?:\bjours?\b|par semaine|le (?:lundi|mercredi|vendredi))")
_AT_SOMEONES = re.compile(
    r"(?:visites?|soins?|services?|aides?|maintien|interventions?|livraisons?|garde)\b[^.;\n]{0,30}$"
)
"""Work done in other people's homes."""
_FULL = re.compile(
    r"100\s?%\s?(?:a distance|en teletravail|teletravail|remote|distanciel|en distanciel)"
    r"|full[ -]?remote|entierement (?:a distance|en teletravail|teletravail|distanciel)|totalement "
    r"(?:a distance|en teletravail)|integralement (?:a distance|en teletravail)"
    r"|(?:teletravail|remote|distanciel)\s?:?\s(?:a )?(?:100\s?%|total|complet|integral)"
    r"|exclusivement (?:a distance|en teletravail)"
)
_NONE = re.compile(
    r"(?:pas|non|aucune?|sans|zero|jamais|rien|impossible|ne (?:peut|permet|se prete|sera)|exclu(?:t|e)?"
    r"|incompatible|n'est pas|ni)\b[^.,;\n]{0,45}(?:tele-?travail|distance|remote|distanciel|domicile|chez soi)|"
    r"prete (?:mal|peu) au (?:tele-?travail|travail a distance|distanciel)|"
    r"(?:tele-?travail|travail a distance|remote)(?:\s?\.{2,})?[^.,;\n]{0,30}"
    r"(?:impossible|non (?:possible|propose|autorise|eligible|prevu|compatible)|exclu|pas "
    r"(?:possible|propose|prevu|envisage|compatible|adapte|offert|autorise|de)|s'y prete (?:pas|guere|mal)|:\s?non\b|\bnon\b|incompatible|aucun)|"
    r"(?:100\s?%\s?(?:en )?presentiel|exclusivement (?:en presentiel|sur (?:site|place))"
    r"|(?:uniquement|100\s?%) (?:en presentiel|sur (?:site|place))|sur (?:site|place) (?:uniquement|exclusivement)|en presentiel|presentiel "
    r"(?:uniquement|obligatoire)|presence (?:requise|obligatoire) sur site)"
)
_REFUSED = re.compile(
    r"\s?(?:(?:non|aucun|impossible)\b|(?:sur site|(?:en )?presentiel)"
    r"(?: uniquement| seulement)?\s*$)"
)
"""The value of a `Télétravail :` or `Mode de travail :` line that says no."""
_MIXED = re.compile(
    r"presentiel (?:et|ou|/)|(?:distanciel|teletravail|distance)\s?(?:et|ou|/)\s?(?:en )?presentiel"
    r"|jours?"
)
"""What tells a part of the time on site from all of it."""


_CLAUSE_ENDS = re.compile(r"\.\s|[;!?]")
_VAGUE = frozenset(
    {"a distance", "sur site", "distanciel", "presentiel", "en presentiel", "hybride", "remote"}
)
"""Words that describe a service or a task unless the line speaks of how one works."""
_WORK_MODE = re.compile(
    r"rythme|full|100 ?%|entierement|totalement|travail|poste|\bmode\b|jours?\b|possib|semaine|basee?|emploi|contrat|bureau|stage"
)


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of where the work is done, with what it says."""
    found: list[Candidate] = []
    folded = reading.folded
    said: set[int] = set()
    for match in _MENTION.finditer(folded):
        start, end = match.span()
        features, line = context(reading, start, end)
        if (
            line is not None
            and match[0] in _VAGUE
            and line.role != "telework"
            and not _WORK_MODE.search(line.label)
            and not _WORK_MODE.search(line.folded)
        ):
            continue
        begin, stop = (line.start, line.end) if line else (start, end)
        if _HOME.fullmatch(match[0]) and not _works_there(folded, begin, start, end):
            continue
        near = folded[max(begin, start - 60) : min(stop, end + 50)]
        if (
            line is not None
            and line.role == "telework"
            and line.has_value
            and _REFUSED.match(folded[line.value_start : stop])
        ):
            value = "none"
        elif _FULL.search(near):
            value = "full"
        elif _NONE.search(near) and not _MIXED.search(_clause(folded, begin, start, end, stop)):
            value = "none"
        else:
            value = "partial"
        features["value=" + value] = 1.0
        features["word:" + match[0].split()[0][:9]] = 1.0
        features["days"] = float(bool(re.search(r"\d|jour|partiel|possib|occasion|ponctuel", near)))
        found.append(Candidate(start, end, value, features))
        if line is not None:
            said.add(line.index)
    for line in reading.structure.labelled("telework"):
        if line.index not in said and len(line.folded) < 60:
            value = _answer(folded[line.value_start : line.end].strip())
            features, _ = context(reading, line.value_start, line.end)
            features["value=" + value] = 1.0
            features["answer"] = 1.0
            found.append(Candidate(line.value_start, line.end, value, features, source="label"))
    return found


def _clause(folded: str, begin: int, start: int, end: int, stop: int) -> str:
    """Return the words around a mention up to the ends of its clause."""
    before, after = folded[max(begin, start - 60) : start], folded[end : min(stop, end + 50)]
    return _CLAUSE_ENDS.split(before)[-1] + folded[start:end] + _CLAUSE_ENDS.split(after)[0]


def _works_there(folded: str, begin: int, start: int, end: int) -> bool:
    """Whether a line that names one's home says that one works there."""
    before = folded[max(begin, start - 50) : start]
    if _AT_SOMEONES.search(before):
        return False
    return bool(_HOME_WORK.search(before) or _HOME_DAYS.match(folded, end))


def _answer(words: str) -> str:
    """Return what the value of a telework label says when it does not name telework itself."""
    if re.match(r"non|aucun|impossible|pas", words):
        return "none"
    return "full" if re.match(r"total|complet|100", words) else "partial"


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best mention over the threshold; a refusal or « 100 % » before a mere mention."""
    credible = [c for c in ranked if c.score >= threshold]
    plain = [c for c in credible if c.value != "partial" and c.score > credible[0].score - 0.25]
    return (plain or credible)[:1]
