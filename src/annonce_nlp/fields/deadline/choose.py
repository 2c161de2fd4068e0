"""Which day is the last day to apply."""

from __future__ import annotations

from annonce_nlp.choice import Candidate

_SURE = 0.5
_SHARE = 0.05
"""How probable a day must be that stands in a form's field beside another in such a field."""


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best dated candidate over the threshold."""
    labelled = [
        c
        for c in ranked
        if c.score >= _SHARE and c.value is not None and "role_first=deadline" in c.features
    ]
    if labelled and sum({c.value: c.score for c in labelled}.values()) >= _SURE:
        # A form above and a letter below may name two days: the form wins.
        return [min(labelled, key=lambda c: c.start)]
    for candidate in ranked:
        if candidate.score < threshold:
            return []
        if candidate.value is not None:
            return [candidate]
    return []
