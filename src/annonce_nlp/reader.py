"""From a text to its fields: candidates of every field, ranked, chosen.

This is the one place where fields meet: the contract is chosen before the duration, because an
open-ended contract has none, and names of places inside an organisation's name are no places.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from annonce_nlp.choice import (
    ROLES,
    Candidate,
    Proposal,
    Ranker,
    Reading,
    mark_proposed,
    mark_roles,
    rank,
)
from annonce_nlp.fields import (
    category,
    emails,
    hours,
    phones,
    published,
    reference,
    start,
    study_level,
    telework,
    urls,
)
from annonce_nlp.fields.contract import choose as contract_choice
from annonce_nlp.fields.contract import grammar as contract_grammar
from annonce_nlp.fields.contract.classifier import Classifier
from annonce_nlp.fields.deadline import choose as deadline_choice
from annonce_nlp.fields.deadline import grammar as deadline_grammar
from annonce_nlp.fields.deadline.value import read_anchors
from annonce_nlp.fields.duration import choose as duration_choice
from annonce_nlp.fields.duration import grammar as duration_grammar
from annonce_nlp.fields.employer import choose as employer_choice
from annonce_nlp.fields.employer import grammar as employer_grammar
from annonce_nlp.fields.employer.cues import tell_each_other
from annonce_nlp.fields.grade import grammar as grade
from annonce_nlp.fields.places import choose as places_choice
from annonce_nlp.fields.places import grammar as places_grammar
from annonce_nlp.fields.remuneration import choose as remuneration_choice
from annonce_nlp.fields.remuneration import grammar as remuneration_grammar
from annonce_nlp.fields.title import grammar as title
from annonce_nlp.furniture import posting_bounds
from annonce_nlp.structure import read_structure
from annonce_nlp.view import clean

SPAN_LABELS = {
    "ORG": "employer",
    "LIEU": "places",
    "REMUNERATION": "remuneration",
    "DATE_LIMITE": "deadline",
    "DUREE": "duration",
}
"""Which field's candidates may become spans of each label."""

ROLE_OF = {SPAN_LABELS[label]: role for role, label in ROLES.items()}
"""The role, among those the NER tells of, that the value of a field has."""
EVIDENCE_SPANS = ("remuneration", "deadline", "duration")
ScoredSpan = tuple[float, int, int, str]
"""Probability, start and end in the view, label."""


@dataclass
class Result:
    """What was chosen: values by field, evidence by field, spans by label; offsets in the view."""

    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, list[Candidate]] = field(default_factory=dict)
    spans: list[tuple[int, int, str]] = field(default_factory=list)


class RuleField(Protocol):
    """A field read by rules alone: what proposes its candidates, and which of them are kept."""

    def find(self, reading: Reading, /) -> list[Candidate]:
        """Propose the candidates."""

    def choose(self, candidates: list[Candidate], /) -> list[Candidate]:
        """Keep the right ones."""


BY_RULES: dict[str, RuleField] = {
    "emails": emails,
    "reference": reference,
    "category": category,
    "grade": grade,
    "study_level": study_level,
    "phones": phones,
    "application_urls": urls,
    "published": published,
}
"""Fields without ranker; their evidence has no score, as none was ever measured."""
SEVERAL = frozenset({"emails", "category", "grade", "phones", "application_urls"})
"""Which of them hold a list."""


FINDERS: dict[str, Callable[[Reading], list[Candidate]]] = {
    "employer": employer_grammar.find,
    "places": places_grammar.find,
    "contract": contract_grammar.find,
    "remuneration": remuneration_grammar.find,
    "deadline": deadline_grammar.find,
    "duration": duration_grammar.find,
    "start": start.find,
    "weekly_hours": hours.find,
    "telework": telework.find,
    **{name: field.find for name, field in BY_RULES.items()},
    "title": title.find,
}
"""What proposes the candidates of each field."""


def begin(
    text: str,
    reference_date: dt.date | None = None,
    model_spans: Iterable[Proposal] = (),
) -> Reading:
    """Read the view, the structure and the dated anchors of a text; no candidate yet.

    `model_spans` are what the trained NER found, in offsets of `text`: spans, and words with a role.
    """
    view = clean(text)
    view = view.part(*posting_bounds(view.folded))
    reading = Reading(view, read_structure(view), {name: [] for name in FINDERS})
    found = [Proposal(*view.from_original(s.start, s.end), s.label, s.score) for s in model_spans]
    # A span of marks alone (`**`) has nothing left in the view.
    found = sorted(span for span in found if span.start < span.end)
    reading.proposals = [span for span in found if span.label not in ROLES]
    reading.role_words = {role: [word for word in found if word.label == role] for role in ROLES}
    if reading.structure.lines:
        reading.anchors = read_anchors(reading, reference_date)
    return reading


def find(reading: Reading, name: str) -> None:
    """Propose the candidates of one field."""
    if not reading.structure.lines:
        return
    reading.candidates[name] = FINDERS[name](reading)
    if name in SPAN_LABELS.values():
        mark_proposed(reading.candidates[name], reading.proposals)
    if name in ROLE_OF:
        mark_roles(reading.candidates[name], reading.role_words[ROLE_OF[name]])
    if name == "employer":
        tell_each_other(reading.candidates[name])


def propose(
    text: str,
    reference_date: dt.date | None = None,
    model_spans: Iterable[Proposal] = (),
) -> Reading:
    """Read a text and propose the candidates of every field."""
    reading = begin(text, reference_date, model_spans)
    for name in FINDERS:
        find(reading, name)
    return reading


def score_mentions(reading: Reading, rankers: dict[str, Ranker]) -> None:
    """Score organisation and place mentions as such, before they are gathered."""
    rank(reading.candidates.get("employer", []), rankers["ORG"])
    _share_scores(reading.candidates.get("employer", []))
    places = reading.candidates.get("places", [])
    _mark_places_in_names(places, reading.candidates.get("employer", []))
    rank(places, rankers["LIEU"])


def _share_scores(mentions: list[Candidate]) -> None:
    """Let every mention of a name profit from the surest one: a name means one thing in one posting."""
    best: dict[str, float] = {}
    for mention in mentions:
        best[mention.value] = max(best.get(mention.value, 0.0), mention.score)
    for mention in mentions:
        mention.score = max(mention.score, _SHARED * best[mention.value])


_SHARED = 0.85


def _mark_places_in_names(places: list[Candidate], names: list[Candidate]) -> None:
    longer = [(n.start, n.end, n.score) for n in names if n.end - n.start > 3]
    at = 0
    for place in sorted(places, key=lambda c: c.start):
        while at < len(longer) and longer[at][1] <= place.start:
            at += 1
        if at < len(longer):
            begin, end, score = longer[at]
            if (
                begin <= place.start
                and place.end <= end + 1
                and (begin, end) != (place.start, place.end)
            ):
                place.features["in_org"] = 1.0
                place.features["org_around"] = score


def decide(reading: Reading, rankers: dict[str, Ranker], classifier: Classifier) -> Result:
    """Choose one value a field among the candidates."""
    result = Result()
    if not reading.structure.lines:
        return result
    found = reading.candidates
    score_mentions(reading, rankers)
    spans = _probable_spans(found, rankers)

    titles = rank(found["title"], rankers["title"])
    headline = title.choose(titles, rankers["title"].threshold)
    organisation = employer_choice.choose(
        reading, found["employer"], rankers["employer"], headline[0] if headline else None
    )
    bodies: list[Candidate] = []
    if organisation is not None:
        employer, mentions, score = organisation
        names = {employer_choice.identity(name) for name in (employer.name, *employer.aliases)}
        others = (c for c in titles if employer_choice.identity(c.value) not in names)
        headline = title.choose(list(islice(others, 1)), rankers["title"].threshold)
        bodies = [
            c
            for c in found["employer"]
            if employer_choice.identity(c.value) in names and employer_choice.is_body(c.value)
        ]
        for mention in mentions:
            mention.score = score
        _state(result, "employer", employer, mentions)
    places = places_choice.choose(reading, found["places"], rankers["places"], bodies)
    if organisation is not None:
        places = _without_employer(places, found["places"], organisation[0].name)
    _state(result, "places", [c.value.normalised() for c in places], places)

    mentions = rank(found["contract"], rankers["contract"])
    contract = contract_choice.choose(reading, mentions, rankers["contract"].threshold, classifier)
    if contract is not None:
        value, evidence = contract
        _state(result, "contract", value, evidence)
    kind = contract[0].type.value if contract else None

    def best(name: str) -> tuple[list[Candidate], float]:
        ranker = rankers[name]
        return rank(found[name], ranker), ranker.threshold

    pay = remuneration_choice.choose(*best("remuneration"))
    length = duration_choice.choose(*best("duration"), kind)
    for name, chosen in (("remuneration", pay), ("duration", length)):
        if chosen:
            _state(result, name, chosen[0].value.normalised(), chosen)
    for name, chosen in (
        ("deadline", deadline_choice.choose(*best("deadline"))),
        ("title", headline),
        ("start", start.choose(*best("start"))),
        ("weekly_hours", hours.choose(*best("weekly_hours"))),
        ("telework", telework.choose(*best("telework"))),
    ):
        if chosen:
            _state(result, name, chosen[0].value, chosen)
    for name, rules in BY_RULES.items():
        if chosen := rules.choose(found[name]):
            values = [c.value for c in chosen]
            _state(result, name, values if name in SEVERAL else values[0], chosen)
    _settle_spans(reading, spans, result)
    return result


def _without_employer(
    places: list[Candidate], found: list[Candidate], name: str
) -> list[Candidate]:
    """Leave out a place that is but the employer's name: `Orange`, never with a code, address or label."""
    identity = employer_choice.identity(name)
    same = [c for c in found if employer_choice.identity(c.value.name) == identity]
    if not same or any(_told(place) for place in same):
        return places
    return [c for c in places if employer_choice.identity(c.value.name) != identity]


def _told(place: Candidate) -> bool:
    bare = "shape=plain" in place.features or "shape=model" in place.features
    return not bare or "role=place" in place.features


def _state(result: Result, name: str, value: object, evidence: list[Candidate]) -> None:
    if value in (None, []):
        return
    result.values[name] = value
    result.evidence[name] = list(evidence)


def _probable_spans(
    found: dict[str, list[Candidate]], rankers: dict[str, Ranker]
) -> list[ScoredSpan]:
    """Return the spans over their label's threshold; names and places were scored as mentions.

    A part of a URL or e-mail address may tell who hires, but is no span.
    """
    kept: list[ScoredSpan] = []
    for label, name in SPAN_LABELS.items():
        ranker = rankers[label]
        for candidate in found[name]:
            scored = label in ("ORG", "LIEU")
            score = candidate.score if scored else ranker.score(candidate.features)
            if score >= ranker.threshold and not candidate.features.get("in_address"):
                kept.append((score, candidate.start, candidate.end, label))
    return kept


def _settle_spans(reading: Reading, spans: list[ScoredSpan], result: Result) -> None:
    """Add what the values were read from; where two spans overlap, keep the more probable one."""
    spans.extend(_repeats(reading, spans))
    spans = _parted(reading, spans)
    for label, name in SPAN_LABELS.items():
        if name in EVIDENCE_SPANS:
            spans.extend((1.0, c.start, c.end, label) for c in result.evidence.get(name, []))
    used = bytearray(len(reading.view.text) + 1)
    for _, begin, end, label in sorted(spans, key=lambda k: (-k[0], k[1] - k[2], k[1])):
        if not any(used[begin:end]):
            used[begin:end] = b"\x01" * (end - begin)
            result.spans.append((begin, end, label))
    result.spans.sort()


_AND = re.compile(r"\s(?:et|/|&)\s")


def _parted(reading: Reading, spans: list[ScoredSpan]) -> list[ScoredSpan]:
    """Leave out an organisation whose name is two others, joined: `Ville de Dax et Grand Dax`."""
    known = {(begin, end) for _, begin, end, label in spans if label == "ORG"}

    def joined(begin: int, end: int) -> bool:
        return any(
            (begin, match.start()) in known and (match.end(), end) in known
            for match in _AND.finditer(reading.view.text, begin, end)
        )

    return [s for s in spans if s[3] != "ORG" or not joined(s[1], s[2])]


def _repeats(reading: Reading, kept: list[ScoredSpan]) -> Iterable[ScoredSpan]:
    """Yield the other places where the name of a sure organisation is written the same way."""
    text = reading.view.text
    names: dict[str, float] = {}
    for score, begin, end, label in kept:
        name = text[begin:end]
        if label == "ORG" and score >= 0.6 and len(name) > 2 and name[0].isupper():
            names[name] = max(names.get(name, 0.0), score)
    if not names:
        return
    inside = bytearray(len(text) + 1)
    for name in sorted(names, key=len, reverse=True)[:_MOST_REPEATED]:
        begin = text.find(name)
        while begin >= 0:
            end = begin + len(name)
            if (
                not inside[begin]
                and _may_end(text[begin - 1 : begin], "_@./-")
                and _may_end(text[end : end + 1], "_@-")
            ):
                inside[begin:end] = b"\x01" * (end - begin)
                yield _SHARED * names[name], begin, end, "ORG"
            begin = text.find(name, end)


_MOST_REPEATED = 40
"""Names whose repeats are looked for, the longest first."""


def _may_end(beside: str, links: str) -> bool:
    """Whether a name may begin or end where this character, or none, stands `beside` it."""
    return not beside or not (beside.isalnum() or beside in links)
