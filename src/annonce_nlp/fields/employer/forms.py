"""Where a form names the employer: a label's value, the first line, the line below the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from annonce_nlp.choice import Reading
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.structure import Line
from annonce_nlp.words import word_list

_VALUE_END = re.compile(
    r"\s[-–—|•]\s|[,;:(|•]|(?<!\b[A-ZÀ-Ý])\.\s|\s{3,}|\s(?:recherche|recrute|située?|basée?)\s"
)
_INSIDE = re.compile(r"(?:au sein d(?:e la |e l['’]|es |u |e |['’])|chez )", re.IGNORECASE)
"""What may lead to the name in a label's value: `Établissement : au sein du lycée Auguste-Maraval`."""
_TRIM = " \t\n,;:.-–—•|/'\"«»()*"


def value_span(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """Return the name at the beginning of an employer label's value, or None."""
    value = reading.view.text[start:end]
    cut = _VALUE_END.search(value, 2)
    value = value[: cut.start()] if cut else value
    lead = len(value) - len(value.lstrip(_TRIM))
    if inside := _INSIDE.match(value, lead):
        lead = inside.end()
    value = value[lead:].rstrip(_TRIM)
    if (
        not 2 <= len(value) <= 110
        or "@" in value
        or value[:4] == "http"
        or not re.search(r"[^\W\d_]{2}", value)
    ):
        return None
    return start + lead, start + lead + len(value)


_CODE = re.compile(r"(?<!\w)(?:\d{5}|\d{2}|2[AB]|97\d)(?!\w)")
_TITLE_LINE = re.compile(
    r"(?P<name>[^():;|]{2,100}?)\s?\((?P<place>[^()]{2,50})\)\s{0,3}(?:[-–—]|(?=[A-Z]))"
)


def title_slot(reading: Reading) -> tuple[int, int] | None:
    """Return the employer's name in a first line of the form `Employer (Place) – Title`."""
    line = reading.structure.lines[0]
    match = _TITLE_LINE.match(line.text)
    if match is None:
        return None
    name = match["name"].strip(_TRIM)
    words = re.findall(r"[a-zœ]+", key(name))
    place = re.split(r"[-–,]", match["place"])[0].strip()
    placed = bool(_CODE.search(match["place"])) or key(place) in gazetteer().places
    jobs = word_list("job_heads")
    if (
        not words
        or len(words) > 14
        or not placed
        or words[0] in jobs
        or re.search(r"\b[hf]\s?/\s?[hf]\b", line.folded[: match.end("name")])
    ):
        return None
    start = line.start + match.start("name") + match["name"].index(name)
    return start, start + len(name)


def title_slot_end(reading: Reading) -> int | None:
    """Return where the title begins in a first line of the form `Employer (Place) – Title`."""
    match = _TITLE_LINE.match(reading.structure.lines[0].text) if title_slot(reading) else None
    return reading.structure.lines[0].start + match.end() if match else None


_DETAILS = re.compile(
    r"details (?:de l'emploi|du poste|de l'offre)|lieu|localisation|type de (?:poste|contrat)|contrat|description du poste"
)


def _spaced_out(lines: Sequence[Line]) -> bool:
    """Whether an empty line stands before every line: it parts nothing then."""
    return all(line.blank_before for line in lines[1:_FIRST_LINES])


_FIRST_LINES = 12


def second_line(reading: Reading) -> tuple[int, int] | None:
    """Return the company's line of a job-board card: alone between the title and the first label."""
    lines = reading.structure.lines
    if len(lines) < 4:
        return None
    line, following = lines[1], lines[2]
    if (
        (line.blank_before and not _spaced_out(lines))
        or line.label
        or line.bullet
        or not _DETAILS.fullmatch(following.folded.strip(" :"))
        or not 2 <= len(line.text) <= 60
        or not (line.text[0].isupper() or len(line.text.split()) <= 2)
        or line.text[-1] in ".:;!?"
        or _DETAILS.fullmatch(line.folded)
    ):
        return None
    name = line.text.strip(_TRIM)
    start = line.start + line.text.index(name)
    return start, start + len(name)
