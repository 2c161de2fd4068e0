"""Mentions of contract types."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from annonce_nlp.choice import Candidate, Features, Reading, context

_NEGATED = re.compile(r"(?:pas|ni|non|hors|sauf|sans|experiences?|y compris|ancien(?:ne)?|apres (?:un|une)|suite a (?:un|une)|alternance de|encadre[mr]\w*|tuteur|accueil\w*|premiere|issue|debouch\w+|possibilite|perspective|evol\w+|transform\w+|pouvant|suivi\w*|possible)\b[^.;\n]{0,25}$")
_OFFER = re.compile(r"\s/\s|\sou\s|,\s")


_ACRONYMS = frozenset({"vie", "v.i.e", "vsi", "vta", "cee", "vi.e"})
"""Acronyms that are ordinary words, or nothing, in lower case."""
_TRADES = frozenset({"interim", "independant", "stage", "alternance"})
_OTHERS_WORK = re.compile(
    r"(?:formation|gestion|encadre\w*|encadrement|recrutement|delegation|planning|suivi|accueil|integration|tutorat|agences?|reseau|cabinet|services?|solutions?|secteur|leader|"
    r"specialiste|acteur|expert|assur\w+|management|manager|equipes?)\s(?:\w+\s){0,2}(?:d'|de l'|l'|de |des |du |en |les |et ){0,2}$"
)
"""What comes before these words when they name a trade, a duty or people managed, not the job's contract."""
_BOILERPLATE = re.compile(r"art\. ?l\.? ?332-(?:8|10|14|2)\b|ne peut exceder|travailleurs? handicape|code general de la fonction publique|a titre derogatoire|lorsqu.aucune candidature")
"""What the law makes every public posting say tells nothing of this one."""


@cache
def contract_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return, by contract type, the expression of the words that state it."""
    table = tomllib.loads(files("annonce_nlp").joinpath("data/contracts.toml").read_text("utf-8"))
    return tuple((name, re.compile("(?<![a-z])(?:" + "|".join(f"(?:{p})" for p in forms) + ")")) for name, forms in table.items())


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of a contract type."""
    folded = reading.folded
    found: list[Candidate] = []
    lines = reading.structure.lines
    for name, pattern in contract_patterns():
        for rank, match in enumerate(pattern.finditer(folded)):
            start, end = match.span()
            if start == end or rank > 25:
                continue
            if match[0].strip(" .,") in _ACRONYMS and not reading.view.text[start:end].strip(" .,").isupper():
                continue
            features, line = context(reading, start, end)
            if name in _TRADES and line is not None and _OTHERS_WORK.search(folded[max(line.start, start - 45) : start]):
                continue
            if name == "cdd" and line is not None and _BOILERPLATE.search(line.folded):
                continue
            if match[0] == "emploi permanent" and line is not None and "remplacement" in line.folded[: max(0, start - line.start)]:
                continue
            features = {f"{name}|{k}" if not k.startswith(("depth", "bias_len")) else k: v for k, v in features.items() if _general(k)}
            features["type=" + name] = 1.0
            features[f"{name}|word:{match[0].strip()[:18]}"] = 1.0
            if line is not None:
                before = folded[max(line.start, start - 45) : start]
                if _NEGATED.search(before):
                    features["negated"] = 1.0
                    features[f"{name}|negated"] = 1.0
                for role in ("contract", "title", "duration", "remuneration", "place", "employer", "start", "reference", "service"):
                    if line.role == role and start >= line.value_start:
                        features["in=" + role] = 1.0
                if line.index < 2:
                    features["in_first_lines"] = 1.0
                    features[f"{name}|in_first_lines"] = 1.0
                if line.heading:
                    features["in_heading"] = 1.0
                if len(line.folded) < 40:
                    features["short_line"] = 1.0
            found.append(Candidate(start, end, name, features))
    _describe_together(found, len(lines))
    return sorted(found, key=lambda c: c.start)


def _general(name: str) -> bool:
    return name.startswith(("role=", "l:", "l1:", "r1:", "ll:", "line_start", "line_end", "sec:", "depth", "bias_len", "first_line", "bullet"))


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
