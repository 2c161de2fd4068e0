"""Which pay phrase is the job's base pay."""

from __future__ import annotations

from annonce_nlp.choice import Candidate

_FIGURES_MARGIN = 0.6
"""A sum is preferred to a wording that scores up to this much higher: `minimum légal (600 euros)`."""


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best candidate, a sum before a wording when both are credible."""
    credible = [c for c in ranked if c.score >= threshold]
    if not credible:
        return []
    sums = [c for c in credible if c.value.kind == "amount"]
    best = credible[0]
    if sums and best.score - sums[0].score <= _FIGURES_MARGIN:
        return [sums[0]]
    return [best]
