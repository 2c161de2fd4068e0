"""Which pay phrase is the job's base pay."""

from __future__ import annotations

from dataclasses import replace

from annonce_nlp.choice import Candidate

_FIGURES_MARGIN = 0.6
"""A sum is preferred to a wording that scores up to this much higher: `minimum légal (600 euros)`."""
_NEAR = 120
"""Sums for several grades or years stand this close, in characters."""
_DOUBTFUL = 0.05
"""A figure right after a credible wording needs no more than this."""
_SPECIFIC = 0.2
"""A wording that says how pay is set needs no more than this beside one that only says it is paid."""
_SPREAD = 2.0
"""The highest of them is at most this many times the lowest: beyond, the second is something else."""


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best candidate, a sum before a wording when both are credible.

    Several credible sums side by side, one a grade or year (`2 200 € la première année, 2 300 €
    la deuxième`), are one range.
    """
    credible = [c for c in ranked if c.score >= threshold]
    if not credible:
        return []
    best = credible[0]
    sums = [c for c in credible if c.value.kind == "amount"]
    if not sums:
        # A figure in brackets after the wording says how much: `minimum légal (600 euros)`.
        sums = [
            c
            for c in ranked
            if c.value.kind == "amount"
            and c.score >= _DOUBTFUL
            and 0 <= c.start - best.end <= _NEAR / 4
        ]
    if best.value.kind == "paid":
        best = next((c for c in ranked if c.value.kind != "paid" and c.score >= _SPECIFIC), best)
    if sums and best.score - sums[0].score <= _FIGURES_MARGIN:
        return _joined(sums)
    return [best]


def _joined(sums: list[Candidate]) -> list[Candidate]:
    """Return the best sum with the others of its kind beside it, its value their range."""
    best = sums[0]
    low, high = best.value.low, best.value.high
    chosen = [best]
    if low is None or high is None:
        return chosen
    for other in sums[1:]:
        pay = other.value
        if (
            pay.low is not None
            and pay.high is not None
            and (pay.period, pay.currency) == (best.value.period, best.value.currency)
            and min(
                abs(other.start - c.end) if other.start >= c.end else abs(c.start - other.end)
                for c in chosen
            )
            <= _NEAR
            and max(high, pay.high) <= _SPREAD * min(low, pay.low)
        ):
            low, high = min(low, pay.low), max(high, pay.high)
            chosen.append(other)
    if len(chosen) > 1:
        best.value = replace(best.value, low=low, high=high)
    return chosen
