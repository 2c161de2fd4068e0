"""Which contract is offered: the best mention, else what the whole text implies."""

from __future__ import annotations

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.contract.classifier import Classifier
from annonce_nlp.posting import Contract, ContractType

_LABELLED = 0.7
"""A type said in a form's contract field outweighs a classifier less sure than this."""
_OFFERED = 0.9
"""So does a type that follows `poste ouvert aux` or `démarrage en`: 6 of 6 on the authored postings (`scripts/rule_figures.py`)."""
_STATED = 0.2
_ALSO = 0.5
"""Another type is offered too when its best mention is at least this probable."""


_KINDS_OF_CDD = frozenset({"alternance", "contrat_de_projet"})
"""Forms name the general type before them: `CDD, contrat d'apprentissage`."""


def _first_offered(reading: Reading, mention: Candidate, best: dict[str, Candidate]) -> Candidate:
    """Return the type that a form's contract field names first: `CDI` of `CDI ou CDD`."""
    if "in=contract" not in mention.features:
        return mention
    line = reading.structure.line_at(mention.start)
    offered = [
        other
        for other in best.values()
        if other.score >= _ALSO
        and line.start <= other.start
        and other.end <= mention.start
        and not (other.value == "cdd" and mention.value in _KINDS_OF_CDD)
    ]
    return min([mention, *offered], key=lambda candidate: candidate.start)


def choose(
    reading: Reading, ranked: list[Candidate], threshold: float, classifier: Classifier
) -> tuple[Contract, list[Candidate]] | None:
    """Combine the mentions with the text classifier; None under both thresholds."""
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.value, candidate)
    probabilities = classifier.probabilities(reading, ranked)
    name, probability = max(probabilities.items(), key=lambda item: item[1])
    labelled = next(
        (c for c in ranked if "in=contract" in c.features and c.score >= _LABELLED), None
    )
    offered = next((c for c in ranked if "offered_to" in c.features), None)
    for mention, bar in ((labelled, _LABELLED), (offered, _OFFERED)):
        if mention is not None and probability < bar:
            agreed = probability if mention.value == name else 0.0
            name, probability = mention.value, max(agreed, mention.score)
            break
    if probability < max(classifier.threshold, threshold) or name == classifier.unsaid:
        return None
    project = best.get("contrat_de_projet")
    if name == "titulaire" and project is not None and project.score >= _STATED:
        # A contrat de projet is never a permanent post (code général de la fonction publique, L.332-24).
        name, probability = "contrat_de_projet", project.score
    apprentice = best.get("alternance")
    if name == "cdd" and apprentice is not None and apprentice.score >= _ALSO:
        # Forms call an apprenticeship of limited length a CDD (Code du travail, L.6222-7).
        name, probability = "alternance", apprentice.score
    mention = best.get(name)
    if mention is not None:
        mention = _first_offered(reading, mention, best)
        name, probability = mention.value, max(probability, mention.score)
    also = [
        ContractType(c.value)
        for c in ranked
        if c is best[c.value] and c.value != name and c.score >= _ALSO
    ]
    contract = Contract(type=ContractType(name), also=also, probability=round(probability, 4))
    return contract, [mention] if mention is not None else []
