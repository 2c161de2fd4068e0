"""From what was chosen to the typed `Posting`, offsets mapped back to the caller's text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from annonce_nlp.choice import Candidate
from annonce_nlp.posting import Entity, Evidence, Posting
from annonce_nlp.reader import BY_RULES

if TYPE_CHECKING:
    from spacy.tokens import Span

    from annonce_nlp.reader import Result
    from annonce_nlp.view import View


def build_posting(view: View, result: Result, entities: Iterable[Span]) -> Posting:
    """Make the `Posting` of one text."""
    evidence = {
        name: [_evidence(view, candidate, scored=name not in BY_RULES) for candidate in found]
        for name, found in result.evidence.items()
        if found
    }
    values = dict(result.values)
    if "title" in values:
        values["title"] = " ".join(values["title"].split())
    return Posting(
        **values,
        evidence=evidence,
        entities=[
            Entity(label=e.label_, start=e.start_char, end=e.end_char, text=e.text)
            for e in entities
        ],
        start_char=0,
        end_char=len(view.original),
    )


def _evidence(view: View, candidate: Candidate, *, scored: bool) -> Evidence:
    start, end = view.to_original(candidate.start, candidate.end)
    role = next((n.removeprefix("role=") for n in candidate.features if n.startswith("role=")), "")
    source = (
        "label" if role and role != "other" and candidate.source == "prose" else candidate.source
    )
    # What rules read alone has no probability: none was ever measured for it.
    score = round(candidate.score, 4) if scored else None
    return Evidence(
        start=start,
        end=end,
        text=view.original[start:end],
        source=source,
        score=score,
    )
