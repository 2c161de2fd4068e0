"""Print how often rules of employer, place and pay fire on the authored postings, and how often rightly.

    python scripts/rule_figures.py

A form rule is right when the name it holds for the employer's is one of its forms. A rule that cuts
a name is judged where the posting's annotated names hold the name before or after the cut, and is
right when they hold it after. A rule that refuses something is right when the posting does not
state it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from annonce_nlp.choice import Reading, load_rankers
from annonce_nlp.corpus.schema import Record
from annonce_nlp.evaluation.match import among
from annonce_nlp.fields.contract.classifier import load_classifier
from annonce_nlp.fields.deadline import grammar as deadline
from annonce_nlp.fields.employer import any_case, cues, grammar, headed
from annonce_nlp.fields.employer.choose import INTRODUCED, RECRUITS
from annonce_nlp.fields.places import grammar as places
from annonce_nlp.fields.places.gazetteer import gazetteer
from annonce_nlp.fields.places.patterns import IS_STREET
from annonce_nlp.fields.remuneration.grades import join_grades
from annonce_nlp.fields.remuneration.value import scaled
from annonce_nlp.fields.remuneration.whole import told_by_month
from annonce_nlp.furniture import posting_bounds
from annonce_nlp.grammar.money import find_money
from annonce_nlp.grammar.names import capital_runs
from annonce_nlp.model.train import find_unseen, read_corpus
from annonce_nlp.reader import EVIDENCE_SPANS, SPAN_LABELS, decide, propose
from annonce_nlp.view import clean
from annonce_nlp.words import fold, word_list

ROOT = Path(__file__).parents[1]
FORMS = {
    "shape=value": "value of an employer label that is a name",
    "shape=title_slot": "« Employer (Place) – Title » in the first line",
    "shape=second_line": "company alone between title and first label",
}
Firing = tuple[str, bool]
"""Name of a rule, and whether it was right."""


def by_form(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the form rules that fire."""
    for candidate in reading.candidates.get("employer", []):
        if candidate.features.get("firm"):
            shape = next(name for name in candidate.features if name.startswith("shape="))
            yield FORMS[shape], among(candidate.value, record.fields.employer or [])
        if candidate.features.get("labelled_agency"):
            right = among(candidate.value, record.fields.employer or [])
            yield "agency as value of an employer label", right
    for mention in reading.candidates.get("contract", []):
        if "offered_to" in mention.features:
            yield (
                "status of one's own that a post is open to, or begins in",
                mention.value == record.fields.contract,
            )


def by_cut(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the cuts of names for which the annotation tells whether they are right."""
    gold = _organisations(reading, record)
    for span, shape in grammar._by_words(reading, cues.hosts(reading.folded)).items():
        after = next(iter(grammar._without_seats(reading, {span: shape})))
        if after != span and {span, after} & gold:
            yield "« à Town » cut off a name", after in gold
    for start, end in [(p.start, p.end) for p in reading.proposals if p.label == "ORG"]:
        dash = grammar._DASH.search(reading.view.text, start, end)
        after = grammar._trimmed(reading, start, end)
        if dash and after == (start, dash.start()) and {(start, end), after} & gold:
            yield "a job after a dash cut off a name", after in gold
    for start, end, _ in any_case.names_by_context(reading):
        after = grammar._from_capital(reading, start, end)
        if after != (start, end) and {(start, end), after} & gold:
            yield "unit in lower case cut off a name", after in gold


def by_title(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the names left out because they begin with a job: `Fullstack pour Kelvane`."""
    gold, words = _organisations(reading, record), reading.words
    for first, last in capital_runs(words, word_list("opening_words")):
        for i in range(first + 1, last):
            if words[i].folded == "pour" and grammar._is_job(words[first:i]):
                yield (
                    "name that begins with a job",
                    (words[first].start, words[last].end) not in gold,
                )


def by_list(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the lines below a label of several places after the first, and streets' words as towns."""
    accepted = record.fields.places
    for above, line in pairwise(reading.structure.lines):
        if line.role == "place" and above.label == line.label and not (line.inline or above.inline):
            towns = [c for c in reading.candidates["places"] if line.start <= c.start < line.end]
            yield (
                "one more line below a label of several places",
                any(among(town.value.name, forms) for town in towns for forms in accepted),
            )
    for word in reading.words:
        name = reading.view.text[word.start : word.end]
        if word.upper and IS_STREET.fullmatch(word.folded) and word.folded in gazetteer().places:
            yield "a street's word as a town", not any(among(name, forms) for forms in accepted)


def by_length(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the names parted at a link or continued over commas that overlap an annotated one."""
    gold = _organisations(reading, record)
    for span in grammar._by_words(reading, cues.hosts(reading.folded)):
        parts = list(grammar._joined_parts(reading, *span))
        if parts and {span, *parts} & gold:
            yield "two names joined by « et », « ou », « / »", bool(gold.intersection(parts))
    words = reading.words
    for first, last, _ in headed.headed_names(reading, words):
        longer = headed._enumerated(reading.view.text, words, last)
        if longer is not None:
            start = words[first].start
            forms = {(start, words[last].end), (start, words[longer].end)}
            if forms & gold:
                yield "name that lists several things", (start, words[longer].end) in gold


def _organisations(reading: Reading, record: Record) -> set[tuple[int, int]]:
    """Return the annotated organisations, in offsets of the view."""
    return {
        reading.view.from_original(e.start, e.end)
        for e in record.entities or []
        if e.label == "ORG"
    }


def by_refusal(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield what is refused as an employer's or a place's name."""
    for line in reading.structure.labelled("place"):
        value = reading.view.text[line.value_start : line.end]
        if places._HOW.match(fold(value)):
            stated = any(among(value, accepted) for accepted in record.fields.places)
            yield "way of working below a place label", not stated
    domains = cues.hosts(reading.folded)
    spans = grammar._by_words(reading, domains)
    for start, end in spans:
        name = reading.view.text[start:end]
        if cues.name_cue("inner").search(f" {reading.folded[start:end]} "):
            yield (
                "department of any house as employer",
                not among(name, record.fields.employer or []),
            )
        if grammar._is_country(name):
            yield "country as employer", not among(name, record.fields.employer or [])
    kept = {(start, end) for start, end, _ in grammar._worth_judging(reading, spans, domains)}
    for start, end in sorted(spans.keys() - kept):
        name = reading.view.text[start:end]
        if not grammar._names_nobody(reading, start, end):
            stated = among(name, record.fields.employer or [])
            yield "names for which nothing speaks", not stated
    for day in reading.days:
        if deadline.is_citation(reading.structure.line_at(day.start).folded):
            yield "day in how a page wants to be cited", day.date() != record.fields.deadline


def by_place_in_the_page(_reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield what is left out around a posting; rightly when nothing annotated as a value of a field is."""
    view = clean(record.text)
    start, end = posting_bounds(view.folded)
    values = [
        view.from_original(e.start, e.end)
        for e in record.entities or []
        if e.role is not None or SPAN_LABELS.get(e.label) in EVIDENCE_SPANS
    ]
    if start > 0:
        yield "a forwarder's note left out", not any(a < start for a, _ in values)
    if end < len(view.text):
        yield "other offers or a site's last lines left out", not any(b > end for _, b in values)


def by_choice(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield what is chosen where nothing is sure by itself: a public body's town, a house introduced."""
    rankers = load_rankers()
    result = decide(reading, rankers, load_classifier())
    houses = result.evidence.get("employer", [])
    if houses and houses[0].score in (INTRODUCED, RECRUITS):
        right = among(houses[0].value, record.fields.employer or [])
        yield "house that a sentence introduces or says to recruit, no other sure", right
    chosen = result.evidence.get("places", [])
    if len(chosen) == 1 and chosen[0].score < rankers["places"].threshold:
        town = chosen[0].value.name
        stated = any(among(town, accepted) for accepted in record.fields.places)
        yield "town in the name of the public body that hires", stated


def by_value(reading: Reading, record: Record) -> Iterator[Firing]:
    """Yield the sums told by the month and the ranges made of several sums."""
    pay = record.fields.remuneration
    stated = (pay.min, pay.max) if pay is not None else None
    for line in reading.structure.lines:
        sums = []
        for found in find_money(reading.folded, line.start, line.end):
            monthly = told_by_month(reading.folded, found, line.end)
            if monthly is None:
                yield "a sum for all months, whose number nothing tells, left out", stated is None
                continue
            if monthly is not found:
                right = stated == (monthly.low, monthly.high)
                yield "a sum for all months told by the month", right
            if scaled(monthly):
                sums.append(monthly)
        for span in join_grades(reading.folded, sums):
            if span not in sums:
                yield "sums by grade, year or place made a range", stated == (span.low, span.high)


def main() -> int:
    """Count over all postings written for the project: those learnt from and the challenge."""
    fires: Counter[str] = Counter()
    rightly: Counter[str] = Counter()
    records = [*read_corpus(ROOT / "data/authored"), *read_corpus(ROOT / "data/challenge")]
    seen = find_unseen(records, ROOT / "models")
    for record in records:
        reading = propose(record.text, model_spans=seen.get(record.id, ()))
        if not reading.structure.lines:
            continue
        for rules in (
            by_form,
            by_cut,
            by_length,
            by_title,
            by_list,
            by_refusal,
            by_value,
            by_place_in_the_page,
            by_choice,
        ):
            for name, right in rules(reading, record):
                fires[name] += 1
                rightly[name] += right
    print("| rule | fires | rightly |\n|---|---:|---:|")
    for name, count in fires.items():
        print(f"| {name} | {count} | {rightly[name]} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
