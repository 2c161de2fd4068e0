"""Drafts to correct: what the library reads in a text, as a record for any annotation tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annonce_nlp import __version__
from annonce_nlp.corpus.markup import ROLE_OF_LABEL
from annonce_nlp.corpus.schema import CorpusError, Record

if TYPE_CHECKING:
    from annonce_nlp.posting import Entity, Posting

_EVIDENCE = {"ORG": "employer", "LIEU": "places"}


def draft_record(record_id: str, text: str, posting: Posting) -> Record:
    """Make a record of what was read in a text, to be corrected by hand.

    Spans that touch the evidence of the employer or of a work place get that role. `meta` says
    that the fields are a draft: `{"fields": "draft", "annonce_nlp": version}`. Take that out when
    someone has checked them; nothing does it for you.

    Parameters
    ----------
    record_id
        The record's name, different from all others.
    text
        What `parse` was given, or the whole page given to `parse_all`.
    posting
        What it returned.

    Raises
    ------
    CorpusError
        When the posting was not read from `text`.
    """
    for entity in posting.entities:
        if text[entity.start : entity.end] != entity.text:
            raise CorpusError(
                f"{record_id}: {entity.text!r} is not at {entity.start}–{entity.end}; "
                "give the text (or the page) that the posting was read from"
            )
    return Record.model_validate(
        {
            "id": record_id,
            "text": text[posting.start_char : posting.end_char],
            "entities": [_span(entity, posting) for entity in posting.entities],
            "fields": draft_fields(posting),
            "meta": {"fields": "draft", "annonce_nlp": __version__},
        }
    )


def _span(entity: Entity, posting: Posting) -> dict[str, Any]:
    proofs = posting.evidence.get(_EVIDENCE.get(entity.label, ""), [])
    touched = any(p.start < entity.end and entity.start < p.end for p in proofs)
    return {
        "start": entity.start - posting.start_char,
        "end": entity.end - posting.start_char,
        "label": entity.label,
        "role": ROLE_OF_LABEL[entity.label] if touched else None,
    }


def draft_fields(posting: Posting) -> dict[str, Any]:
    """Return a posting's values in the form of a gold record."""
    read = posting.model_dump(mode="json")
    employer, contract = posting.employer, posting.contract
    return {
        **{name: read[name] for name in ("title", "remuneration", "deadline", "duration", "start")},
        **{name: read[name] for name in ("weekly_hours", "telework", "emails")},
        "employer": [employer.name, *employer.aliases] if employer else None,
        "places": [
            [place.name, f"{place.postal_code} {place.name}"] if place.postal_code else [place.name]
            for place in posting.places
        ],
        "contract": contract.type.value if contract else None,
        "contract_also": [also.value for also in contract.also] if contract else [],
    }
