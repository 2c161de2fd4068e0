"""Names of organisations: proposed generously, judged by the ranker.

Words that begin an organisation's name (`Mairie de …`, `CHU …`), runs of capitalised words, the
value of an employer label, what the trained NER finds, and what a verb, a preposition or the
mail domain points at. What a name is – organisation or not, the employer or another – is decided
by where it stands and what surrounds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.employer.any_case import names_by_context, names_by_host
from annonce_nlp.fields.employer.cues import describe, hosts, like_host, name_cue
from annonce_nlp.fields.employer.forms import second_line, title_slot, value_span
from annonce_nlp.fields.employer.headed import headed_names, is_seat, shorter_ends
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.grammar.expressions import near
from annonce_nlp.grammar.names import BREAKERS, Word, capital_runs
from annonce_nlp.words import job_words, word_list

_ENDS_DOMAIN = re.compile(r"\.(?:org|com|fr|io|net|eu|tech|ai|coop)(?![\w/@-])")
_BEGINS_DOMAIN = re.compile(r"(?<![@\w./-])[\w-]{2,40}(?:\.[\w-]{2,40}){0,2}$")
_LONGEST_DOMAIN = 124
_SITE = re.compile(r"https?://[^\s\])>]+|www\.[^\s\])>]+")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]+")
_AT = re.compile("@")
_LONGEST_HOST = 253
_LONGEST_RUN = 90
_VERB_INSIDE = re.compile(rf"\s(?:{'|'.join(sorted(BREAKERS - {'est'}))})\b|(?<!\bgrand)\sest\b")
"""A verb that ends a name; not the `est` of the Grand Est."""
_LOOSE_END = re.compile(
    r"(?:[\s,;:(–-]+|\s(?:(?:bas|situ|implant|install|spécialis)ée?s?|de|du|des|d|la|le|les|l|et|en|à|au|aux|pour)['’]?)+$"
)

_FIGURES_BELOW = re.compile(r"\n(?=\s*\d)")
"""Where a postal code or a date begins the line below a name; a name may go on over a broken line."""

Spans = dict[tuple[int, int], str]
"""Proposed spans of the view and how each was proposed."""


def find(reading: Reading) -> list[Candidate]:
    """Propose every name that may be an organisation."""
    domains = hosts(reading.folded)
    spans = _by_words(reading, domains)
    for start, end in _domains(reading):
        spans.pop((start, reading.view.text.index(".", start)), None)
        spans.setdefault((start, end), "domain")
    for role in ("employer", "client", "agency"):
        for line in reading.structure.labelled(role):
            if not _is_prose(reading, line.value_start, line.end):
                _replace(spans, value_span(reading, line.value_start, line.end), "value")
    slot = title_slot(reading)
    _replace(spans, slot, "title_slot")
    _replace(spans, second_line(reading), "second_line")
    for start, end, label, _ in reading.proposals:
        if label in ("ORG", "LIEU") and not (slot and start < slot[1] and slot[0] < end):
            spans.setdefault(_trimmed(reading, start, end), "model")
    for span, shape in list(spans.items()):
        for part in _joined_parts(reading, *span):
            spans.setdefault(part, shape)
    addresses = _Covered(_addresses(reading))
    found = [
        describe(reading, start, end, shape, domains)
        for start, end, shape in _worth_judging(reading, _without_seats(reading, spans), domains)
    ]
    for candidate in found:
        candidate.features["in_address"] = float(addresses.overlaps(candidate.start, candidate.end))
    _mark_nested(found)
    return found


def _domains(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the sites named in the text: `valtrio.example.fr`, not those in an address."""
    text = reading.view.text
    for ending in _ENDS_DOMAIN.finditer(text):
        begin = max(0, ending.start() - _LONGEST_DOMAIN)
        if name := _BEGINS_DOMAIN.search(text, begin, ending.start()):
            yield name.start(), ending.end()


def _addresses(reading: Reading) -> list[tuple[int, int]]:
    """Return where web and e-mail addresses stand, in text order."""
    folded = reading.folded
    mailboxes = near(_MAILBOX, _AT, folded, before=64, after=_LONGEST_HOST)
    return sorted(match.span() for match in (*_SITE.finditer(folded), *mailboxes))


_AND = re.compile(
    r"\s(?:et|ou|/|&)\s(?:(?:de |d['’])?(?:la |le |les |l['’])|du |des |de |d['’])?(?=[A-ZÀ-Ý])"
)


def _joined_parts(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield both sides where two names are joined: `Rennes Métropole et Ville de Rennes`."""
    text, heads = reading.view.text, word_list("org_heads")
    for link in _AND.finditer(text, start, end):
        words = key(text[link.end() : end]).split()
        if link.start() > start and words and (words[0] in heads or words[-1] in heads):
            yield start, link.start()
            yield link.end(), end


def _worth_judging(
    reading: Reading, spans: Spans, domains: tuple[str, ...]
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and shape of what may be a name, in text order.

    Where one mention of a name is worth it, all are: what the others stand beside tells of it too.
    Ordinary words are worth it only where the NER sees an organisation, or a word announces one.
    """
    text, plain = reading.view.text, _ordinary_words()
    named = [(p.start, p.end) for p in reading.proposals if p.label == "ORG"]
    known = {key(text[start:end]) for start, end in named}
    seen = _Covered(named)
    hiring = reading.role_words.get("employer", [])
    hires = _Covered([(p.start, p.end) for p in hiring if p.score >= _LEAST_HIRING])
    found: list[tuple[int, int, str, str, bool]] = []
    worth: set[str] = set()
    for (start, end), shape in sorted(spans.items()):
        if start >= end:
            continue
        name = key(text[start:end])
        sure = (
            not shape.startswith(_LOOSE)
            or seen.overlaps(start, end)
            or name in known
            or _is_announced(reading, start)
        )
        found.append((start, end, shape, name, sure))
        if not plain.issuperset(name.split()) and (
            sure or hires.overlaps(start, end) or _is_spoken_for(reading, start, end, domains)
        ):
            worth.add(name)
    for start, end, shape, name, sure in found:
        if (sure or name in worth) and not _names_nobody(reading, start, end):
            yield start, end, shape


def _names_nobody(reading: Reading, start: int, end: int) -> bool:
    """Whether words are a kind of body, a department of any, a country, or begin an address: never who hires."""
    name, padded = reading.view.text[start:end], f" {reading.folded[start:end]} "
    return (
        name_cue("generic").search(padded) is not None
        or name_cue("inner").search(padded) is not None
        or _is_country(name)
        or _POSTAL.match(name) is not None
    )


def _is_announced(reading: Reading, start: int) -> bool:
    """Whether the word right before a name says that it is one: `notre client MP Hygiène`."""
    before = reading.folded[max(0, start - 12) : start].split()
    return bool(before) and before[-1] in _ANNOUNCES


def _is_spoken_for(reading: Reading, start: int, end: int, domains: tuple[str, ...]) -> bool:
    """Whether something beside the NER speaks for a name: the top, a verb after it, the site."""
    return (
        reading.structure.line_at(start).index < _TOP_LINES
        or bool(_VERB_AFTER.match(reading.folded, end))
        or like_host(reading.view.text[start:end], domains)
    )


_ANNOUNCES = frozenset(["client", "chez", "partenaire", "adherent", "adherente", "rejoignez"])
_VERB_AFTER = re.compile(r"\s?(?:re(?:crut|cherch)|est\b|c'est\b|accompagn|propos|cherch)")
_TOP_LINES = 3
_LEAST_HIRING = 0.02
"""How probably a word must belong to who hires to speak for a name by itself."""


_POSTAL = re.compile(r"\d{2}\s?\d{3}\s")
"""How a place begins, never a name: `44 620 La Montagne`."""
_LOOSE = ("capitals", "after_", "short_line", "context", "model")
"""Shapes that prove little. Where the NER sees neither an organisation nor who hires, and nothing else
speaks for the name, 100 of 40,130 were the employer on the postings written for the project (`scripts/rule_figures.py`),
and describing them takes time."""


@cache
def _ordinary_words() -> frozenset[str]:
    return word_list("common_words") | word_list("technology_words") | word_list("job_heads")


def _by_words(reading: Reading, domains: tuple[str, ...]) -> Spans:
    """Propose names after their first word, runs of capitals, and names told by their context."""
    words = reading.words
    spans: Spans = {}
    covered = []
    for first, last, shape in headed_names(reading, words):
        start = _with_prefix(reading, words[first].start)
        spans.setdefault((start, words[last].end), shape)
        covered.append((words[first].start, words[last].end))
    headed = _Covered(sorted(covered))
    for opening, last in capital_runs(words, word_list("opening_words")):
        first = opening
        if is_seat(reading, words[first]):
            first = next((i for i in range(first + 1, last) if words[i].upper), last)
        start, end = words[first].start, words[last].end
        if end - start <= _LONGEST_RUN and not headed.overlaps(start, end):
            spans.setdefault((start, end), "capitals")
            for shorter in shorter_ends(words, first, last):
                spans.setdefault((start, words[shorter].end), "capitals")
            for i in range(first + 1, last):
                if words[i].folded == "pour" and _is_job(words[first:i]):
                    spans.pop((start, end), None)
                if words[i].folded in _JOINS:
                    spans.setdefault((words[i + 1].start, end), "after_" + words[i].folded)
    for start, end, shape in (*names_by_context(reading), *names_by_host(words, domains)):
        spans.setdefault(_from_capital(reading, start, end), shape)
    return spans


def _is_job(words: list[Word]) -> bool:
    """Whether words are but a job's, or a technology's: `Fullstack [pour Kelvane]`."""
    return all(word.folded in _job_terms() for word in words)


@cache
def _job_terms() -> frozenset[str]:
    return job_words() | word_list("technology_words")


_SEAT = re.compile(r"\s(?:à|À|A)\s(?P<place>\S.*)$")
_SEATED = frozenset(["universite", "consulat", "ambassade", "institut", "faculte", "ecole"])
"""First words of bodies whose names end with their seat: `Université du Québec à Rimouski`."""


def _without_seats(reading: Reading, spans: Spans) -> Spans:
    """Cut the town off that only says where an organisation is: `Aegide à Montreuil`."""
    kept: Spans = {}
    for (start, end), shape in spans.items():
        name = reading.view.text[start:end]
        seat = _SEAT.search(name)
        if (
            seat is not None
            and key(seat["place"]) in gazetteer().places
            and key(name).split()[0] not in _SEATED
        ):
            kept.setdefault((start, start + seat.start()), shape)
        else:
            kept.setdefault((start, end), shape)
    return kept


def _is_country(name: str) -> bool:
    """Whether a name is a country's, which hires nobody by itself."""
    return _ARTICLE.sub("", key(name)) in gazetteer().countries


_ARTICLE = re.compile(r"^(?:l|la|le|les) ")


_JOINS = ("pour", "et")
"""After these words another name may begin: `Fullstack pour Kelvane`, `Ville de Dax et Grand Dax`."""


_UNIT_OF = re.compile(r"^(?:[a-zà-ÿ'’-]+\s){1,5}(?:de la |de l['’]|du |des |de |d['’])(?=[A-ZÀ-Ý])")


def _from_capital(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Leave out the unit, in lower case, of what is named: `l'atelier peinture de la Carrosserie Jarl`."""
    unit = _UNIT_OF.match(reading.view.text[start:end])
    return (start + unit.end(), end) if unit else (start, end)


def _with_prefix(reading: Reading, start: int) -> int:
    """Return where a name begins whose first word is the end of a compound: `sous-préfecture`."""
    match = re.search(r"(?<![\w-])[^\W\d_]{3,}-$", reading.view.text[max(0, start - 16) : start])
    return start - len(match[0]) if match else start


def _trimmed(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Cut what the NER found before a line of figures or a verb, and loose words at its end."""
    if scheme := _SCHEME.match(reading.view.text, start, end):
        start, end = scheme.span("host")
    if figures := _FIGURES_BELOW.search(reading.view.text, start, end):
        end = figures.start()
    if verb := _VERB_INSIDE.search(reading.folded, start, end):
        end = verb.start()
    if (dash := _DASH.search(reading.view.text, start, end)) and _begins_job(
        reading.folded[dash.end() : end]
    ):
        end = dash.start()
    if loose := _LOOSE_END.search(reading.view.text[start:end]):
        end = start + loose.start()
    if _UNITS.match(reading.view.text, start, end):
        return _from_capital(reading, start, end)
    return start, end


_SCHEME = re.compile(r"(?:https?://)(?:www\.)?(?P<host>[\w.-]+)/?", re.IGNORECASE)
"""A site named by its address: `http://valtrio.example.fr/`."""
_DASH = re.compile(r"\s[-–—]\s")


def _begins_job(words: str) -> bool:
    """Whether folded words begin with a word for a job: `Chef de cabinet`."""
    return words.partition(" ")[0] in word_list("job_heads")


_UNITS = re.compile(r"(?:communauté|mission|équipe|service|antenne|bureau|unité|locaux|siège)s?\s")
"""What a name found by the NER may begin with, in lower case, that is no part of it."""


def _is_prose(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands below a label is a description: long, exclaimed, or with a verb in it."""
    value = reading.folded[start:end]
    return (
        len(value) > _LONGEST_VALUE
        or _VERB_INSIDE.search(value) is not None
        or (value.endswith(("!", "?")) and value.count(" ") >= 3)
    )


_LONGEST_VALUE = 140


def _replace(spans: Spans, span: tuple[int, int] | None, shape: str) -> None:
    """Propose a span that stands for every other one it touches."""
    if span is None:
        return
    for old in [s for s in spans if s[0] < span[1] and span[0] < s[1]]:
        del spans[old]
    spans[span] = shape


def _mark_nested(found: list[Candidate]) -> None:
    """Tell a name that it stands inside a longer one: `Pays d'Arles` in `Pôle … du Pays d'Arles`."""
    open_spans: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -c.end)):
        open_spans = [o for o in open_spans if o.end > candidate.start]
        for outer in open_spans:
            span = (candidate.start, candidate.end)
            if outer.end >= candidate.end and (outer.start, outer.end) != span:
                candidate.features["nested"] = 1.0
                if outer.end == candidate.end:
                    candidate.features["nested_tail"] = 1.0
                else:
                    candidate.features["nested_head"] = 1.0
        open_spans.append(candidate)


class _Covered:
    """Spans in text order, asked in text order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self.at = 0

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of the spans shares a character with `start`–`end`."""
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at][0] < end
