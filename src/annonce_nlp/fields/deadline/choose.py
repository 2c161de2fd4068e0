"""Which day is the last day to apply."""

from __future__ import annotations

from annonce_nlp.choice import Candidate


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best dated candidate over the threshold."""
    for candidate in ranked:
        if candidate.score < threshold:
            return []
        if candidate.value is not None:
            return [candidate]
    return []
