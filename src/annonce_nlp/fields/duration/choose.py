"""Which length is the contract's."""

from __future__ import annotations

from annonce_nlp.choice import Candidate

OPEN_ENDED = frozenset({"cdi", "titulaire"})
"""Contracts without an end have no duration, whatever length the posting mentions."""


def choose(ranked: list[Candidate], threshold: float, contract: str | None) -> list[Candidate]:
    """Choose the best candidate over the threshold, a stated length before a derived one."""
    if contract in OPEN_ENDED:
        return []
    credible = [c for c in ranked if c.score >= threshold]
    stated = [c for c in credible if not c.value.derived]
    return (stated or credible)[:1]
