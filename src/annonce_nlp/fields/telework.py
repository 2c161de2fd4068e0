"""Whether the work can be done from home."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context

_MENTION = re.compile(r"tele-? ?travail\w*|travail a (?:distance|domicile)|a distance|distanciel|remote|home[ -]?office|en presentiel|presentiel|sur site|teletravailable|hybride")
_FULL = re.compile(r"100\s?%\s?(?:a distance|en teletravail|teletravail|remote|distanciel|en distanciel)|full[ -]?remote|entierement (?:a distance|en teletravail|teletravail|distanciel)|totalement (?:a distance|en teletravail)|integralement (?:a distance|en teletravail)|(?:teletravail|remote|distanciel)\s?:?\s(?:a )?(?:100\s?%|total|complet|integral)|exclusivement (?:a distance|en teletravail)")
_NONE = re.compile(
    r"(?:pas|non|aucun|sans|impossible|ne (?:peut|permet|se prete|sera)|exclu|incompatible|n'est pas|ni)\b[^.,;\n]{0,45}(?:tele-?travail|distance|remote)|"
    r"(?:tele-?travail|travail a distance|remote)[^.,;\n]{0,30}(?:impossible|non (?:possible|propose|autorise|eligible|prevu|compatible)|exclu|pas (?:possible|propose|prevu|envisage|de)|:\s?non\b|\bnon\b|incompatible|aucun)|"
    r"(?:100\s?%\s?(?:en )?presentiel|exclusivement (?:en presentiel|sur (?:site|place))|uniquement (?:en presentiel|sur (?:site|place))|en presentiel|presentiel (?:uniquement|obligatoire)|presence (?:requise|obligatoire) sur site)"
)
_REFUSED = re.compile(
    r"\s?(?:(?:non|aucun|impossible)\b|(?:sur site|(?:en )?presentiel)(?: uniquement| seulement)?\s*$)"
)
"""The value of a `Télétravail :` or `Mode de travail :` line that says no."""


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of where the work is done, with what it says."""
    found: list[Candidate] = []
    folded = reading.folded
    for match in _MENTION.finditer(folded):
        start, end = match.span()
        features, line = context(reading, start, end)
        begin, stop = (line.start, line.end) if line else (start, end)
        near = folded[max(begin, start - 60) : min(stop, end + 50)]
        if line is not None and line.role == "telework" and line.has_value and _REFUSED.match(folded[line.value_start : stop]):
            value = "none"
        elif _FULL.search(near):
            value = "full"
        elif _NONE.search(near) and not re.search(r"presentiel (?:et|ou|/)|(?:distanciel|teletravail|distance)\s?(?:et|ou|/)\s?(?:en )?presentiel|jours?", near):
            value = "none"
        else:
            value = "partial"
        features["value=" + value] = 1.0
        features["word:" + match[0].split()[0][:9]] = 1.0
        features["days"] = float(bool(re.search(r"\d|jour|partiel|possib|occasion|ponctuel", near)))
        found.append(Candidate(start, end, value, features))
    for line in reading.structure.labelled("telework"):
        if not any(line.start <= c.start < line.end for c in found) and len(line.folded) < 60:
            answer = folded[line.value_start : line.end].strip()
            value = "none" if re.match(r"non|aucun|impossible|pas", answer) else "full" if re.match(r"total|complet|100", answer) else "partial"
            features, _ = context(reading, line.value_start, line.end)
            features["value=" + value] = 1.0
            features["answer"] = 1.0
            found.append(Candidate(line.value_start, line.end, value, features, source="label"))
    return found


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best mention over the threshold; a refusal or « 100 % » before a mere mention."""
    credible = [c for c in ranked if c.score >= threshold]
    plain = [c for c in credible if c.value != "partial" and c.score > credible[0].score - 0.25]
    return (plain or credible)[:1]
