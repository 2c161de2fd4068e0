"""Mentions of contract types."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice

from annonce_nlp.choice import Candidate, Features, Reading, context
from annonce_nlp.grammar.expressions import quick

_NEGATED = re.compile(
    r"(?:pas|ni|non|hors|sauf|sans|experiences?|y compris|ancien(?:ne)?|apres (?:un|une)|suite a (?:un|une)|alternance de|encadre[mr]\w*|tuteur|accueil\w*|premiere|issue|debouch\w+|possibilite|perspective|evol\w+|transform\w+|pouvant|suivi\w*|possible)\b[^.;\n]{0,25}$"
)
_STATED = re.compile(
    r"(?:ouvert|propos|recrut|recherch|cherch|poste|contrat|statut|en tant qu|comme|embauch|type|offre|nature)\w*\W+(?:\w+\W+){0,4}$"
)
_OFFERED_TO = re.compile(
    r"\b(?:poste|mission|offre|opportunite)s?\s(?:est\s)?(?:ouverte?s?|proposee?s?|accessible|destinee?s?|reservee?s?)\s"
    r"(?:a|aux|pour|en)\s(?:(?:un|une|des|les)\b\S*\s)?(?:profils?\s)?(?:en\s)?$"
    r"|\b(?:recrut|recherch|cherch)\w*\s[^.;:!?\n]{3,55}\sen\s$"
    r"|(?<!\bou )\b(?:demarrage|mission|poste|collaboration|intervention)s?\sen\s$"
)
"""What comes before whom a post is for: `poste ouvert pour un·e [indépendant·e]`, `démarrage en [freelance]`."""
_OFFER = re.compile(r"\s/\s|\sou\s|,\s")


_ACRONYMS = frozenset({"vie", "v.i.e", "vsi", "vta", "cee", "vi.e"})
"""Acronyms that are ordinary words, or nothing, in lower case."""
_OPENS_VIE = re.compile(r"(?:\b(?:contrats?|type|en|offre|mission|poste)|[:/|(–-])\s?$")
"""What comes before the volunteering abroad in a line of capitals, where any word is written so."""
_TRADES = frozenset({"interim", "independant", "stage", "alternance", "vacation", "benevolat"})
_OTHERS_WORK = re.compile(
    r"(?:formation|gestion|encadre\w*|encadrement|recrutement|delegation|planning|suivi|accueil|integration|tutorat|agences?|reseau|cabinet|services?|solutions?|secteur|leader|"
    r"specialiste|acteur|expert|credits?|forme[rz]?|anime[rz]?|accompagne[rz]?|recrute[rz]|communaute|engagement|aupres|matiere|autour|vie|dont|avec|assur\w+|management|manager|equipes?)\s(?:\w+\s){0,2}(?:d'|de l'|l'|de |des |du |en |les |et ){0,2}$"
)
"""What comes before these words when they name a trade, a duty or people managed, not the job's contract."""
_EXCLUDED = re.compile(r"\s(?:exclue?s?\b|non accepte|d[eu] (?:la |l')?(?:chef|direct|respons))")
"""What comes after them then: `alternance exclue`, `intérim de la cheffe`."""
_BOILERPLATE = re.compile(
    r"art\. ?l\.? ?332-(?:8|10|14|2)\b|ne peut exceder|travailleurs? handicape|code general de la fonction publique|a titre derogatoire|lorsqu.aucune candidature"
)
"""What the law makes every public posting say tells nothing of this one."""


_MOST = 26
"""Mentions of one type read at most: more say nothing new."""
_TELLING_ROLES = frozenset(
    [
        "contract",
        "title",
        "duration",
        "remuneration",
        "place",
        "employer",
        "start",
        "reference",
        "service",
    ]
)


@cache
def contract_forms() -> dict[str, list[str]]:
    """Return, by contract type, the forms of the words that state it (`data/contracts.toml`)."""
    path = files("annonce_nlp").joinpath("data/contracts.toml")
    forms: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))
    return forms


@cache
def contract_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return, by contract type, the expression of the words that state it."""
    return tuple(
        (name, re.compile(quick("|".join(forms), unless_after="[a-z]")))
        for name, forms in contract_forms().items()
    )


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of a contract type."""
    found: list[Candidate] = []
    for name, pattern in contract_patterns():
        for match in islice(pattern.finditer(reading.folded), _MOST):
            start, end = match.span()
            if start < end and not _says_nothing(reading, name, start, end):
                found.append(Candidate(start, end, name, _describe(reading, name, start, end)))
    _describe_together(found, len(reading.structure.lines))
    return sorted(found, key=lambda c: c.start)


def _says_nothing(reading: Reading, name: str, start: int, end: int) -> bool:
    """Whether the words at `start`–`end` mean something else than the job's contract."""
    word = reading.folded[start:end].strip(" .,")
    if word in _ACRONYMS and not reading.view.text[start:end].strip(" .,").isupper():
        return True
    line = reading.structure.line_at(start)
    before = reading.folded[max(line.start, start - 45) : start]
    if word == "vie" and line.upper and before.strip() and not _OPENS_VIE.search(before):
        return True
    if name in _TRADES and _OTHERS_WORK.search(before):
        return True
    if _EXCLUDED.match(reading.folded, end):
        return True
    if name == "cdd" and _BOILERPLATE.search(line.folded):
        return True
    return word == "emploi permanent" and "remplacement" in reading.folded[line.start : start]


def _describe(reading: Reading, name: str, start: int, end: int) -> Features:
    """Describe a mention: its words for its type alone, its place in the form for all types."""
    around, _ = context(reading, start, end)
    line = reading.structure.line_at(start)
    features: Features = {
        k if k in ("depth", "bias_len") else f"{name}|{k}": v
        for k, v in around.items()
        if _general(k)
    }
    features["type=" + name] = 1.0
    features[f"{name}|word:{reading.folded[start:end].strip()[:18]}"] = 1.0
    if _NEGATED.search(reading.folded[max(line.start, start - 45) : start]):
        features["negated"] = features[f"{name}|negated"] = 1.0
    if _STATED.search(reading.folded[max(line.start, start - 60) : start]):
        features["stated"] = features[f"{name}|stated"] = 1.0
    if name in _TRADES and _OFFERED_TO.search(reading.folded[max(line.start, start - 60) : start]):
        features["offered_to"] = 1.0
    if line.role in _TELLING_ROLES and start >= line.value_start:
        features["in=" + line.role] = 1.0
    if line.index < 2:
        features["in_first_lines"] = features[f"{name}|in_first_lines"] = 1.0
    features["in_heading"] = float(line.heading)
    features["short_line"] = float(len(line.folded) < 40)
    return features


def _general(name: str) -> bool:
    return name.startswith(
        (
            "role=",
            "l:",
            "l1:",
            "r1:",
            "ll:",
            "line_start",
            "line_end",
            "sec:",
            "depth",
            "bias_len",
            "first_line",
            "bullet",
        )
    )


def _describe_together(found: list[Candidate], lines: int) -> None:
    """Let each mention know how often its type and the others are said."""
    counts: dict[str, int] = {}
    for candidate in found:
        counts[candidate.value] = counts.get(candidate.value, 0) + 1
    labelled = {c.value for c in found if c.features.get("in=contract")}
    for candidate in found:
        features: Features = candidate.features
        features["times"] = min(6, counts[candidate.value]) / 3
        features["only_type"] = float(len(counts) == 1)
        for other in counts:
            if other != candidate.value:
                features[f"{candidate.value}&{other}"] = 1.0
        features["elsewhere_labelled"] = float(bool(labelled) and candidate.value not in labelled)
        features["labelled_type"] = float(candidate.value in labelled)
        features["few_lines"] = float(lines < 8)
