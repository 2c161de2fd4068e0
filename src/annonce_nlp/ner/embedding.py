"""The rows of single words, computed for reading alone.

The same figures as spaCy's `MultiHashEmbed`, without what learning needs: of the few new words of
a posting, thinc's dozen layers took longer to call than to compute.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.tokens import Doc
from thinc.api import Model

from annonce_nlp.ner.encoder import Floats, layer_of, through


class Embedding:
    """A word's form, prefix, suffix and shape by hash, and its vector, mixed by one maxout."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        nodes: dict[str, list[Model[Any, Any]]] = {}
        for node in embed.walk():
            nodes.setdefault(node.name, []).append(node)
        self.ops: Any = embed.ops
        self.columns: list[int | str] = nodes["extract_features"][0].attrs["columns"]
        self.tables = [
            (node.attrs["column"], node.attrs["seed"], np.asarray(node.get_param("E")))
            for node in nodes["hashembed"]
        ]
        self.projections = [
            np.ascontiguousarray(np.asarray(node.get_param("W")).T)
            for node in nodes.get("static_vectors", [])
        ]
        self.mix = layer_of(nodes["maxout"][0], nodes["layernorm"][0])

    def predict(self, doc: Doc) -> Floats:
        """Return a row for each token of a Doc (words × width)."""
        keys = doc.to_array(self.columns).reshape(len(doc), -1)
        parts: list[Floats] = [
            self.ops.gather_add(
                table, self.ops.hash(np.ascontiguousarray(keys[:, column]), seed) % len(table)
            )
            for column, seed, table in self.tables
        ]
        parts += [_vectors(doc) @ projection for projection in self.projections]
        return through(self.mix, np.hstack(parts))


def _vectors(doc: Doc) -> Floats:
    """Return the vectors of a Doc's words, zeros for those without (words × length)."""
    vectors = doc.vocab.vectors
    rows = vectors.find(keys=doc.to_array(vectors.attr))
    found: Floats = np.where((rows < 0)[:, None], np.float32(0), vectors.data[rows])
    return found
