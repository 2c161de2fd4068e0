"""Which contract is offered: the best mention, else what the whole text implies."""

from __future__ import annotations

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.contract.classifier import Classifier
from annonce_nlp.posting import Contract, ContractType

_ALSO = 0.5
"""Another type is offered too when its best mention is at least this probable."""


def choose(
    reading: Reading, ranked: list[Candidate], threshold: float, classifier: Classifier
) -> tuple[Contract, list[Candidate]] | None:
    """Combine the mentions with the text classifier; None under both thresholds."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.value, candidate)
    probabilities = classifier.probabilities(reading, ranked)
    name, probability = max(probabilities.items(), key=lambda item: item[1])
    if probability < max(classifier.threshold, threshold) or name == classifier.unsaid:
        return None
    mention = best.get(name)
    also = [ContractType(c.value) for c in ranked if c is best[c.value] and c.value != name and c.score >= _ALSO]
    contract = Contract(type=ContractType(name), also=also, probability=round(probability, 4))
    return contract, [mention] if mention is not None else []
