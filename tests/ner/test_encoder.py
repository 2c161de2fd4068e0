"""The encoder for reading alone: thinc's figures, whatever the shape of the network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.ml.models.tok2vec import MaxoutWindowEncoder

from annonce_nlp.ner.encoder import _BLOCK, Encoder, Gate

SHAPES = [(1, 3, 4), (1, 2, 1), (2, 3, 2), (1, 1, 3)]
"""Window, maxout pieces, layers."""


def network(window: int, pieces: int, layers: int) -> Any:
    """Return an encoder of thinc with weights by chance, biases and norms included."""
    width = 8
    model = MaxoutWindowEncoder(width, window, pieces, layers)
    model.initialize(X=[np.zeros((3, width), "f")])
    chance = np.random.default_rng(7)
    for node in model.walk():
        for name in node.param_names:
            node.set_param(name, chance.normal(size=node.get_param(name).shape).astype("f"))
    return model


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("words", [1, 2, 40, _BLOCK, _BLOCK + 1, 2 * _BLOCK + 7])
def test_the_same_figures_as_the_network_it_is_made_from(
    shape: tuple[int, int, int], words: int
) -> None:
    model = network(*shape)
    rows = np.random.default_rng(words).normal(size=(words, 8)).astype("f")
    numbers, read = Encoder(model).read(rows)
    assert numbers.tolist() == list(range(words))
    assert np.allclose(read, model.predict([rows])[0], atol=1e-4)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("words", [1, 40, _BLOCK + 1, 2 * _BLOCK + 7])
def test_words_that_the_gate_lets_through_have_the_figures_of_a_whole_reading(
    shape: tuple[int, int, int], words: int
) -> None:
    model = network(*shape)
    chance = np.random.default_rng(words)
    rows = chance.normal(size=(words, 8)).astype("f")
    gate = Gate(chance.normal(size=8).astype("f"), 0.0)
    open_ = gate.lets_through(Encoder(model).halfway(rows))
    numbers, read = Encoder(model, gate).read(rows)
    assert numbers.tolist() == np.flatnonzero(open_).tolist()
    assert np.allclose(read, model.predict([rows])[0][open_], atol=1e-4)


def test_a_closed_gate_lets_nothing_through() -> None:
    encoder = Encoder(network(1, 3, 4), Gate(np.zeros(8, "f"), -1.0))
    numbers, read = encoder.read(np.ones((40, 8), "f"))
    assert numbers.shape == (0,)
    assert read.shape == (0, 8)


def test_no_words_give_no_rows() -> None:
    numbers, read = Encoder(network(1, 3, 2)).read(np.zeros((0, 8), "f"))
    assert numbers.shape == (0,)
    assert read.shape == (0, 8)


def test_what_it_reads_is_left_as_it_was() -> None:
    rows = np.ones((3, 8), "f")
    Encoder(network(1, 3, 2)).read(rows)
    assert (rows == 1).all()
