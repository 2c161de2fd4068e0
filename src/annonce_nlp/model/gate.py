"""The gate half-way through the NER's layers: which words the upper layers need to read.

Most words of a posting belong to no span, and most of these can be told so half-way.
`benchmarks/gate_choice.py` measures what gates of several widths save, and what they cost.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from annonce_nlp.ner.embedding import Embedding
from annonce_nlp.ner.encoder import Encoder, Floats
from annonce_nlp.ner.kept import KeptVectors
from annonce_nlp.ner.tagger import OUTSIDE, SpanTagger

POSTINGS = 400
"""Postings that the gate learns from; more change it no more."""
SHARE_KEPT = 0.995
"""How many of the words that probably belong to a span the gate lets through, where it learns."""
_TELLING = 0.02
"""Chance of belonging to a span from which a word is one to let through, in learning."""
_PROBABLE = 0.3
"""The same, in setting how wide the gate stands open."""


_FEWEST = 200
"""Probable words without which nothing is learnt, and all words are read to the end."""


def fit_gate(ner: SpanTagger, docs: Iterable[Doc], kept_share: float = SHARE_KEPT) -> float:
    """Put a gate into the settings of a trained NER; return the share of words it lets through.

    A NER that finds too little to learn from gets none.
    """
    tok2vec, softmax = ner.model.get_ref("tok2vec"), ner.model.get_ref("softmax")
    kept = KeptVectors(Embedding(tok2vec.get_ref("embed")))
    encoder = Encoder(tok2vec.get_ref("encode"))
    halfway: list[Floats] = []
    inside: list[Floats] = []
    for doc in docs:
        rows = kept.of(doc)
        halfway.append(encoder.halfway(rows))
        inside.append(1.0 - softmax.predict(encoder.read(rows)[1])[:, OUTSIDE])
    states, chances = np.concatenate(halfway), np.concatenate(inside)
    if np.count_nonzero(chances > _PROBABLE) < _FEWEST:
        return 1.0
    model = LogisticRegression(max_iter=300).fit(states, chances > _TELLING)
    sums = model.decision_function(states)
    least = float(np.quantile(sums[chances > _PROBABLE], 1.0 - kept_share))
    ner.cfg["gate"] = {
        "weights": [round(weight, 5) for weight in model.coef_[0].tolist()],
        "bias": round(float(model.intercept_[0]) - least, 5),
    }
    return float((sums >= least).mean())
