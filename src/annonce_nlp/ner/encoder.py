"""The layers over words and their neighbours, computed for reading alone.

The same figures as thinc's `MaxoutWindowEncoder`, without what learning needs: seven tenths of
its time, most of it matrix products. With a gate half-way, the upper layers read only the words
that may belong to a span.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]
"""Numbers of words in a text."""

_BLOCK = 1024
"""Words read at once: what they need fits the processor's cache."""
_LEAST_VARIANCE = 1e-8
"""What thinc's layer norm adds to the variance."""


class Layer(NamedTuple):
    """The weights of a maxout with its layer norm."""

    weights: Floats
    """Input × (pieces × width)."""
    bias: Floats
    scale: Floats
    shift: Floats


class Gate(NamedTuple):
    """Which words are worth reading on, told from their rows half-way by a weighted sum."""

    weights: Floats
    bias: float

    def lets_through(self, rows: Floats) -> NDArray[np.bool_]:
        """Return for each row whether the upper layers read it."""
        return np.asarray(rows @ self.weights + self.bias > 0)


class Encoder:
    """Window, maxout, layer norm and residual, layer after layer."""

    def __init__(self, encode: Model[Any, Any], gate: Gate | None = None) -> None:
        nodes = list(encode.walk())
        self.window = next(n.attrs["window_size"] for n in nodes if n.name == "expand_window")
        maxouts = [node for node in nodes if node.name == "maxout"]
        norms = [node for node in nodes if node.name == "layernorm"]
        layers = [layer_of(*pair) for pair in zip(maxouts, norms, strict=True)]
        half = len(layers) // 2
        self.lower, self.upper = layers[:half], layers[half:]
        self.gate = gate
        # As thinc does, the layers also run over blank rows before and after the text.
        self.pad = self.window * len(layers)

    def read(self, rows: Floats) -> tuple[Numbers, Floats]:
        """Return which words are read to the end, and their rows with what stands around them.

        Without a gate all are. A long text is read in blocks that overlap by what a row depends
        on: the same figures, and memory that does not grow.
        """
        numbers, read = [np.zeros(0, np.intp)], [np.zeros((0, rows.shape[1]), "f")]
        for start, state in self._blocks(rows):
            around = self._through_lower(state)
            within = self._through_upper(state, around)
            numbers.append(within + (start - self.pad))
            read.append(state[within])
        return np.concatenate(numbers), np.concatenate(read)

    def halfway(self, rows: Floats) -> Floats:
        """Return the rows that a gate is asked about (words × width)."""
        read = np.empty_like(rows)
        for start, state in self._blocks(rows):
            self._through_lower(state)
            block = state[self.pad : -self.pad]
            read[start : start + len(block)] = block
        return read

    def _blocks(self, rows: Floats) -> Iterator[tuple[int, Floats]]:
        """Yield the first word of each block, and its rows between those they depend on."""
        words, width = rows.shape
        padded = np.zeros((words + 2 * self.pad, width), "f")
        padded[self.pad : self.pad + words] = rows
        for start in range(0, words, _BLOCK):
            yield start, padded[start : min(words, start + _BLOCK) + 2 * self.pad].copy()

    def _through_lower(self, state: Floats) -> Floats:
        """Run the lower layers, in place; return the room for neighbours."""
        around = np.zeros((len(state), (2 * self.window + 1) * state.shape[1]), "f")
        for layer in self.lower:
            self._look_around(state, around)
            state += through(layer, around)
        return around

    def _through_upper(self, state: Floats, around: Floats) -> Numbers:
        """Run the upper layers, in place; return the rows that were read to the end."""
        inner = np.zeros(len(state), bool)
        inner[self.pad : -self.pad] = True
        if self.gate is None:
            for layer in self.upper:
                self._look_around(state, around)
                state += through(layer, around)
            return np.flatnonzero(inner)
        worth = inner & self.gate.lets_through(state)
        for above, layer in zip(range(len(self.upper) - 1, -1, -1), self.upper, strict=True):
            needed = np.flatnonzero(_widened(worth, above * self.window))
            steps = range(-self.window, self.window + 1)
            state[needed] += through(layer, np.hstack([state[needed + step] for step in steps]))
        return np.flatnonzero(worth)

    def _look_around(self, state: Floats, around: Floats) -> None:
        """Write each row's neighbours beside it; beyond the first and last row they stay zero."""
        width = state.shape[1]
        for k in range(2 * self.window + 1):
            column = around[:, k * width : (k + 1) * width]
            step = k - self.window
            if step < 0:
                column[-step:] = state[:step]
            elif step > 0:
                column[:-step] = state[step:]
            else:
                column[:] = state


def _widened(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """Return a mask that reaches `by` rows further on both sides."""
    wide = mask.copy()
    for step in range(1, by + 1):
        wide[step:] |= mask[:-step]
        wide[:-step] |= mask[step:]
    return wide


def layer_of(maxout: Model[Any, Any], norm: Model[Any, Any]) -> Layer:
    """Return the weights of a maxout and the norm after it."""
    weights, bias = np.asarray(maxout.get_param("W")), np.asarray(maxout.get_param("b"))
    window = weights.shape[2]
    return Layer(
        # Pieces beside each other, so that their maximum is that of whole blocks.
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(window, -1)),
        np.ascontiguousarray(bias.T.reshape(-1)),
        np.asarray(norm.get_param("G")),
        np.asarray(norm.get_param("b")),
    )


def through(layer: Layer, rows: Floats) -> Floats:
    """Return the greatest of each unit's pieces, normed (rows × width)."""
    width = len(layer.scale)
    sums = rows @ layer.weights
    sums += layer.bias
    # In rows of their own, which lie closer together than the sums'.
    best: Floats = sums[:, :width].copy()
    for piece in range(width, sums.shape[1], width):
        np.maximum(best, sums[:, piece : piece + width], out=best)
    return _normed(best, layer)


def _normed(rows: Floats, layer: Layer) -> Floats:
    """Centre and scale each row, in place."""
    width = rows.shape[1]
    rows -= (rows @ np.full(width, 1.0 / width, "f"))[:, None]
    variance = np.einsum("ij,ij->i", rows, rows) / width + _LEAST_VARIANCE
    rows *= (1.0 / np.sqrt(variance))[:, None]
    rows *= layer.scale
    rows += layer.shift
    return rows
