"""Where a job title may stand: a line of its own, a label's value, what follows « recrute »."""

from __future__ import annotations

from itertools import islice

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.fields.employer.forms import title_slot_end
from annonce_nlp.fields.title import patterns
from annonce_nlp.fields.title.describe import describe
from annonce_nlp.structure import Line
from annonce_nlp.words import job_words

_LONGEST_LINE = 170
"""Characters of a line that may be a title."""


def find(reading: Reading) -> list[Candidate]:
    """Propose the opening lines, the values of title labels and the objects of « recrute »."""
    found: list[Candidate] = []
    if (slot := title_slot_end(reading)) is not None:
        _add(reading, found, slot, reading.structure.lines[0].end, "after_slot")
    for line in reading.structure.lines[:14]:
        if line.end - line.start <= _LONGEST_LINE and not (
            line.label and line.role not in ("title", "other") and line.inline
        ):
            begin = line.value_start if line.role == "title" and line.has_value else line.start
            _add(reading, found, begin, line.end, "line")
            if cut := patterns.STOP.search(reading.folded, begin + 4, line.end):
                _add(reading, found, begin, cut.start(), "cut")
            for part in patterns.DASH.finditer(reading.view.text[begin : line.end]):
                after = begin + part.end()
                _add(reading, found, after, line.end, "after_dash")
                if cut := patterns.STOP.search(reading.folded, after + 4, line.end):
                    _add(reading, found, after, cut.start(), "after_dash_cut")
                _add(reading, found, begin, begin + part.start(), "before_dash")
    for line in reading.structure.labelled("title")[:4]:
        if line.index >= 14:
            _add(reading, found, line.value_start, min(line.end, line.value_start + 150), "label")
    _add_up_to_gender(reading, found)
    _add_before_places(reading, found)
    _add_job_words(reading, found)
    matches = [(m, "recruits") for m in islice(patterns.RECRUITS.finditer(reading.folded), 5)]
    matches += [(m, "named_as") for m in islice(patterns.NAMED_AS.finditer(reading.folded), 4)]
    for match, shape in matches:
        line = reading.structure.line_at(match.start())
        stop = reading.structure.line_at(match.end()).end if match.end() > line.end else line.end
        tail = patterns.SENTENCE_END.search(reading.folded, match.end(), stop)
        end = tail.start() if tail else stop
        cut = patterns.STOP.search(reading.folded, match.end(), end)
        _add(
            reading,
            found,
            match.end(),
            cut.start() if cut else min(end, match.end() + 110),
            shape,
        )
    _tell_of_opening(found)
    return found


def _tell_of_opening(found: list[Candidate]) -> None:
    """Tell the other candidates that the first line looks like a title by itself."""
    opened = any(
        c.features["from_first_line"]
        and (c.features["gender"] or c.features["job_first"])
        and len(c.value.split()) <= _LONGEST_OPENING
        for c in found
    )
    for candidate in found:
        first = candidate.features["from_first_line"]
        candidate.features["opens"] = float(opened and bool(first))
        candidate.features["below_opening"] = float(opened and not first)


_LONGEST_OPENING = 10
"""Words of a first line that may be the title and nothing else."""


def _add_up_to_gender(reading: Reading, found: list[Candidate]) -> None:
    """Propose how a long first line begins, up to its `(H/F)`: a page whose line ends were lost."""
    line = reading.structure.lines[0]
    if line.end - line.start > _LONGEST_LINE and (
        gender := patterns.GENDER.search(reading.folded, line.start, line.start + _LONGEST_LINE)
    ):
        _add(reading, found, line.start, gender.end(), "to_gender")


def _add_job_words(reading: Reading, found: list[Candidate]) -> None:
    """Propose what begins with a word for a job in prose: `cherche agent technique polyvalent`."""
    jobs, folded = job_words(), reading.folded
    seen: set[str] = set()
    for match in patterns.WORD.finditer(folded):
        if match[0] not in jobs:
            continue
        line = reading.structure.line_at(match.start())
        if _goes_on_a_name(reading, line, match.start()):
            continue
        end = patterns.NOUN_END.search(folded, match.end(), line.end)
        stop = min(end.start() if end else line.end, match.start() + 90)
        if gender := patterns.GENDER_AFTER.match(folded, stop, line.end):
            stop = gender.end()
        name = folded[match.start() : stop]
        if name not in seen:
            seen.add(name)
            _add(reading, found, match.start(), stop, "job_word")
        if len(seen) == patterns.JOB_WORDS:
            return


def _goes_on_a_name(reading: Reading, line: Line, start: int) -> bool:
    """Whether a word with a capital follows another: `Lead` of `Tech Lead Kotlin`."""
    text = reading.view.text
    before = text[line.start : start].rsplit(None, 1)[-1:]
    return text[start].isupper() and not line.upper and bool(before) and before[0][0].isupper()


def _add_before_places(reading: Reading, found: list[Candidate]) -> None:
    """Propose opening lines up to the first place they name: `Cariste à Vierzon (H/F)`."""
    opening = reading.structure.lines[:6]
    end = opening[-1].end
    for place in reading.candidates.get("places", []):
        if place.start >= end:
            break
        line = reading.structure.line_at(place.start)
        before = patterns.BEFORE_PLACE.search(reading.folded, line.start, place.start)
        if before and before.start() - line.start >= 4 and line.end - line.start <= _LONGEST_LINE:
            begin = line.value_start if line.role == "title" and line.has_value else line.start
            _add(reading, found, begin, before.start(), "before_place")


def _add(reading: Reading, found: list[Candidate], start: int, end: int, shape: str) -> None:
    """Append a candidate, trimmed, unless it is no title or there already."""
    start, end, stripped = _trimmed(reading, start, end)
    text = reading.view.text[start:end]
    if not 1 <= len(text.split()) <= _MOST_WORDS or not any(c.isalpha() for c in text):
        return
    if patterns.SENTENCE.search(reading.folded, start, end):
        return
    if not any(c.start == start and c.end == end for c in reversed(found)):
        features = describe(reading, start, end, shape)
        features["stripped"] = float(stripped)
        found.append(Candidate(start, end, text, features, source=shape))


_MOST_WORDS = 22


def _trimmed(reading: Reading, start: int, end: int) -> tuple[int, int, bool]:
    """Leave out what announces the title and what follows it; say whether something announced it."""
    text, folded = reading.view.text, reading.folded
    prefix = patterns.PREFIX.match(folded[start:end])
    stripped = prefix is not None and end - start - prefix.end() >= 4
    if prefix is not None and stripped:
        start += prefix.end()
    kind = patterns.CONTRACT_WORD.match(folded, start, end)
    if kind and text[kind.end()].isupper() and not text[start:end].isupper():
        start = kind.end()
    if article := patterns.ARTICLE.match(folded[start:end]):
        start += article.end()
    tail = patterns.TAIL.search(folded[start:end])
    if tail and tail.start() >= 4 and not patterns.GENDER.search(tail[0]):
        end = start + tail.start()
    if doubled := patterns.DOUBLED.search(folded[start:end]):
        end = start + doubled.start("again")
    while start < end and text[start] in ' \t-–—:|•*#"«»>/,.':
        start += 1
    if quote := patterns.OPEN_QUOTE.search(text, start, end):
        end = quote.start()
    while end > start and text[end - 1] in ' \t-–—:|•*#"«»>/,.!':
        if text[end - 1] == "»" and "«" in text[start:end]:
            break
        end -= 1
    open_brackets = text.count("(", start, end) - text.count(")", start, end)
    if open_brackets < 0 and text[end - 1] == ")":
        end -= 1
    elif open_brackets > 0 and text[end : end + 1] == ")":
        end += 1
    return start, end, stripped


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best candidate over the threshold."""
    return [c for c in ranked[:1] if c.score >= threshold]
