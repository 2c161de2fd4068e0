"""The layers over words and their neighbours, computed for reading alone.

The same figures as thinc's `MaxoutWindowEncoder`, without what learning needs: seven tenths of
its time, most of it matrix products.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from thinc.api import Model

Floats = NDArray[np.float32]

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


class Encoder:
    """Window, maxout, layer norm and residual, layer after layer."""

    def __init__(self, encode: Model[Any, Any]) -> None:
        nodes = list(encode.walk())
        self.window = next(n.attrs["window_size"] for n in nodes if n.name == "expand_window")
        maxouts = [node for node in nodes if node.name == "maxout"]
        norms = [node for node in nodes if node.name == "layernorm"]
        self.layers = [layer_of(*pair) for pair in zip(maxouts, norms, strict=True)]

    def predict(self, rows: Floats) -> Floats:
        """Return the rows of words, each with what stands around it (words × width).

        A long text is read in blocks that overlap by what a row depends on: the same figures,
        and memory that does not grow.
        """
        words, width = rows.shape
        # As thinc does, the layers also run over blank rows before and after the text.
        pad = self.window * len(self.layers)
        state = np.zeros((words + 2 * pad, width), "f")
        state[pad : pad + words] = rows
        read = np.empty((words, width), "f")
        for start in range(0, words, _BLOCK):
            stop = min(words, start + _BLOCK)
            read[start:stop] = self._layers_over(state[start : stop + 2 * pad].copy())[pad:-pad]
        return read

    def _layers_over(self, state: Floats) -> Floats:
        around = np.zeros((len(state), (2 * self.window + 1) * state.shape[1]), "f")
        for layer in self.layers:
            self._look_around(state, around)
            state += through(layer, around)
        return state

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
