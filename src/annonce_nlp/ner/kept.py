"""What the network computes of a word alone, kept from one text to the next.

A word's row comes from its form and its vector, not from its neighbours: of the words of a new
text, nine in ten were met before.
"""

from __future__ import annotations

import numpy as np
from spacy.attrs import ORTH
from spacy.tokens import Doc

from annonce_nlp.ner.embedding import Embedding
from annonce_nlp.ner.encoder import Floats

_MOST_KEPT = 40_000
"""Words whose rows are kept: 16 MB and at most twice as much; then they are computed anew."""


def as_read(doc: Doc) -> Doc:
    """Return the words of a Doc as the network reads them."""
    return Doc(
        doc.vocab,
        words=[_line_end(token.text) for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
    )


def _line_end(word: str) -> str:
    """One line's end for any blanks that hold one: empty lines and indents are the layout's."""
    return "\n" if "\n" in word and word.isspace() else word


class KeptVectors:
    """The rows of words met before, so that each is computed once."""

    def __init__(self, embed: Embedding) -> None:
        self.embed = embed
        self.rows: dict[int, int] = {}
        self.table: Floats = np.zeros((0, 0), "f")

    def of(self, doc: Doc) -> Floats:
        """Return a row for each token of a Doc."""
        keys = doc.to_array(ORTH).tolist()
        known = self.rows
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if len(known) + len(new) > _MOST_KEPT:
            self.rows = known = {}
            new = list(dict.fromkeys(keys))
        if new:
            strings = doc.vocab.strings
            words = [_line_end(strings[key]) for key in new]
            made = self.embed.predict(Doc(doc.vocab, words=words))
            first = len(known)
            known.update(zip(new, range(first, first + len(new)), strict=True))
            if first + len(new) > len(self.table):
                table = np.zeros((2 * (first + len(new)), made.shape[1]), "f")
                if first:
                    table[:first] = self.table[:first]
                self.table = table
            self.table[first : first + len(new)] = made
        rows: Floats = self.table[[known[key] for key in keys]]
        return rows
