"""The rows of single words for reading alone: spaCy's figures, with vectors and without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.ml.models.tok2vec import MultiHashEmbed
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annonce_nlp.ner.embedding import Embedding

WORDS = ["Zorglubine", "Mairie", "de", "Dax", "recrute", "un", "·", "1", "200", "€", "\n"]


def vocab() -> Vocab:
    """Return a vocabulary in which some of the words have vectors."""
    made = Vocab()
    chance = np.random.default_rng(3)
    for word in ("Mairie", "de", "recrute", "€"):
        made.set_vector(word, chance.normal(size=5).astype("f"))
    return made


def network(doc: Doc, *, vectors: bool) -> Any:
    """Return spaCy's network with weights by chance, biases and norms included."""
    model = MultiHashEmbed(
        width=8,
        attrs=["NORM", "PREFIX", "SHAPE"],
        rows=[50, 20, 30],
        include_static_vectors=vectors,
    )
    model.initialize(X=[doc])
    chance = np.random.default_rng(7)
    for node in model.walk():
        for name in node.param_names:
            node.set_param(name, chance.normal(size=node.get_param(name).shape).astype("f"))
    return model


@pytest.mark.parametrize("vectors", [True, False], ids=["vectors", "no vectors"])
@pytest.mark.parametrize("count", [1, 2, len(WORDS)])
def test_the_same_figures_as_the_network_it_is_made_from(count: int, *, vectors: bool) -> None:
    doc = Doc(vocab(), words=WORDS[:count])
    model = network(doc, vectors=vectors)
    rows = Embedding(model).predict(doc)
    assert rows.shape == (count, 8)
    assert np.allclose(rows, model.predict([doc])[0], atol=1e-4)
