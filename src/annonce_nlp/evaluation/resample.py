"""Bootstrap over postings: every figure of the report is a ratio of sums over postings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annonce_nlp.evaluation.report import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDS = 2000
"""Resamples drawn: enough for the second decimal of a 95 % interval."""

Array = NDArray[np.float64]


class Resampler:
    """Draws postings with replacement, the same draws for every figure of one report.

    Parameters
    ----------
    n
        Number of postings.
    seed
        Seed of the generator: the same seed gives the same intervals.
    rounds
        Number of resamples.
    """

    def __init__(self, n: int, seed: int = 0, rounds: int = ROUNDS) -> None:
        if n < 1:
            raise ValueError("nothing to resample: give at least one posting")
        generator = np.random.default_rng(seed)
        draws = generator.multinomial(n, np.full(n, 1 / n), size=rounds)
        self.weights: Array = draws.astype(np.float64)
        """How often each resample (row) holds each posting (column)."""

    def subset(self, keep: Sequence[int]) -> Resampler:
        """Return the resampler of some of the postings, by rank, on the same draws."""
        part = object.__new__(Resampler)
        part.weights = self.weights[:, list(keep)]
        return part

    def ratio(self, above: ArrayLike, below: ArrayLike) -> Figure:
        """Return sum(above) / sum(below) over postings with its 95 % interval; null for 0 / 0."""
        top, bottom = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
        total = float(bottom.sum())
        value = float(top.sum()) / total if total else None
        return figure(value, divided(self.weights @ top, self.weights @ bottom))

    def mean(self, values: Sequence[Any]) -> Figure:
        """Return the mean over postings with its 95 % interval."""
        return self.ratio([float(value) for value in values], np.ones(len(values)))


def divided(above: Array, below: Array) -> Array:
    """Divide element by element; NaN where the divisor is 0."""
    quotient: Array = np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
    return quotient


def figure(value: float | None, draws: Array) -> Figure:
    """Make a figure from its value and its resampled values (NaN where undefined)."""
    known = draws[~np.isnan(draws)]
    if value is None or not known.size:
        return Figure(value=value)
    low, high = np.quantile(known, [0.025, 0.975])
    return Figure(value=value, low=float(low), high=float(high))
