"""Parting a page into the postings it holds.

Every line that stands after a blank line or a rule may begin a posting. A ranker judges it by its
own shape (title-like, a place in brackets, a number), by what ends above it (an address to apply
to, a deadline) and by what begins anew below it (labels already seen). A page is one posting
until there is good reason to cut.
"""

from __future__ import annotations

import re
from collections import Counter

from annonce_nlp.choice import Features, Ranker
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.structure import HEADING_WORDS, Line, Structure, read_structure
from annonce_nlp.view import View, clean
from annonce_nlp.words import word_list

_RULE = re.compile(r"\s*(?:[-=_*~–—•#+]\s?){3,}\s*$")
_PLACE_MARK = re.compile(
    r"\(.{0,40}\b\d{2,5}\s?\)|\b\d{5}\b|\(\s?[A-ZÀ-Ý][\w' -]{2,40}\)|^\d{2} - "
)
_GENDER = re.compile(r"\b[hf]\s?/\s?[fh]\b|[·.(/]e\b")
_CLOSING = re.compile(
    r"candidat|postul|@|contact|cv\b|lettre de motivation|date limite|avant le|renseignement|envoy|adress|entretien|salaire :|entreprise$|publie"
)
_NUMBERED = re.compile(
    r"^(?:offre|annonce|poste|fiche|n°|no|ref|#)?\s?(?:n°|no\.?|#)?\s?\d{1,3}\s?[.):/–-]"
)
_CONTRACT = re.compile(
    r"\b(?:stage|stagiaire|cdi|cdd|alternance|apprenti|interim|service civique|these|benevol|freelance|recrut|recherch|poste|emploi|contrat)\w*"
)
_TITLE_FORMAT = re.compile(r"[^:;!?]{2,110}\((?P<place>[^()]{2,60})\)\s{0,3}(?:[-–—|]|[A-Z])")
_SHARED_FORMAT = 3
_CLOSE = 120
"""Of beginnings less than so many characters apart one alone is believed."""
_SHORTEST = 60
"""A posting has at least this many characters."""


def find_breaks(view: View, structure: Structure) -> list[tuple[int, Features]]:
    """Describe each line that may begin a posting: `(index of the line, features)`."""
    lines, text = structure.lines, view.text
    jobs = word_list("job_heads")
    shapes = Counter(_shape(line, jobs) for line in lines if line.blank_before or line.index == 0)
    found: list[tuple[int, Features]] = []
    labels_before: Counter[str] = Counter()
    headings_before: set[str] = set()
    subjects = [_subject(line) for line in lines]
    for line in lines:
        previous = lines[line.index - 1] if line.index else None
        gap = text[previous.end : line.start] if previous else ""
        rule = (
            previous is not None
            and _is_rule(text, previous)
            and not _underlines(text, lines, previous)
        )
        if (
            line.index
            and (line.blank_before or rule)
            and not (_is_rule(text, line) or _is_item(text, line))
        ):
            features = _describe(line, lines, (gap, rule), shapes, labels_before)
            _describe_turn(features, line.index, lines, subjects, headings_before)
            found.append((line.index, features))
        if line.heading:
            headings_before.add(_heading_kind(line))
        if (line.role and line.inline) or (line.role and line.role != "other"):
            labels_before[line.role] += 1
    kinships = [features["kinship"] for _, features in found]
    usual = sum(kinships) / max(1, len(kinships))
    for _, features in found:
        features["kinship_below_usual"] = usual - features["kinship"]
        features["turns"] = float(features["kinship"] < _TURNED)
        for end in _ENDS:
            for begin in _BEGINS:
                features[f"{end}&{begin}"] = features[end] * features[begin]
    return found


_ITEM = re.compile(r"\s*(?:[-–—•●▪■□◦‣⁃∙·*>+✓✔✅➢➤]|o\s|[a-z]\))")


def _is_item(text: str, line: Line) -> bool:
    """Whether a line is an item of a list; a number or an emoji may head a posting too."""
    return line.bullet and _ITEM.match(text, _line_begin(text, line.start)) is not None


def _underlines(text: str, lines: tuple[Line, ...], line: Line) -> bool:
    """Whether a drawn line underlines the heading right above it, as Markdown does."""
    if not line.index:
        return False
    above = lines[line.index - 1]
    drawn = text[_line_begin(text, line.start) :].split("\n", 1)[0].strip()
    return (
        set(drawn) <= set("-=")
        and text.count("\n", above.end, line.start) == 1
        and abs(len(drawn) - len(above.text)) <= _UNDERLINE_SLACK
    )


_UNDERLINE_SLACK = 2


def _is_rule(text: str, line: Line) -> bool:
    """Whether a line is drawn: `---`, `* * *`, `____`."""
    stop = text.find("\n", line.start)
    whole = text[_line_begin(text, line.start) : stop if stop >= 0 else len(text)]
    return _RULE.match(whole) is not None


_WORD = re.compile(r"[a-zœ]{5,}")
_ENDS = (
    "closing_above",
    "mail_above",
    "closed_line_above",
    "turns",
    "headings_again",
    "labels_again",
    "blanks",
)
_BEGINS = (
    "job",
    "gender",
    "contract_word",
    "place_mark",
    "caps",
    "next_blank",
    "labels_below",
    "numbered",
)
"""What ends above a line and what begins with it say more together than each alone."""
_TURNED = 0.12
"""Share of words in common under which the subject has turned."""
_REACH = 24
"""Lines on each side whose words are compared: most of a posting."""
_FEW_WORDS = 12


def _subject(line: Line) -> frozenset[str]:
    """Return the stems of the words that tell what a line is about."""
    common = word_list("common_words")
    return frozenset(word[:7] for word in _WORD.findall(line.folded) if word not in common)


def _heading_kind(line: Line) -> str:
    """Return the word by which headings of one kind are told: `missions` of « Vos missions »."""
    words = _WORD.findall(line.folded)
    return words[-1][:7] if words else line.folded


def _describe_turn(
    features: Features,
    index: int,
    lines: tuple[Line, ...],
    subjects: list[frozenset[str]],
    headings_before: set[str],
) -> None:
    """Tell how far the words below are those above, and whether headings come back.

    Postings speak of one job each: where the subject turns, another may begin (text tiling,
    Hearst 1997).
    """
    above = frozenset[str]().union(*subjects[max(0, index - _REACH) : index])
    below = frozenset[str]().union(*subjects[index : index + _REACH])
    fewer = min(len(above), len(below))
    features["kinship"] = len(above & below) / fewer if fewer >= _FEW_WORDS else 0.15
    features["few_words"] = float(fewer < _FEW_WORDS)
    ahead = lines[index : index + _REACH]
    again = {_heading_kind(line) for line in ahead if line.heading} & headings_before
    features["headings_again"] = min(4.0, len(again)) / 2


def _shape(line: Line, jobs: frozenset[str]) -> tuple[bool, ...]:
    tokens = re.findall(r"[a-z]+", line.folded)
    return (
        bool(_PLACE_MARK.search(line.text)), " – " in line.text or " - " in line.text, line.upper,
        bool(_GENDER.search(line.folded)), any(t in jobs for t in tokens[:6]), line.heading, len(line.text) > 140,
    )  # fmt: skip


def _describe(
    line: Line,
    lines: tuple[Line, ...],
    above_it: tuple[str, bool],
    shapes: Counter[tuple[bool, ...]],
    labels: Counter[str],
) -> Features:
    """Describe a line; `above_it` is the text between it and the line above, and whether that is a rule."""
    gap, rule = above_it
    jobs = word_list("job_heads")
    features: Features = {"rule": float(rule), "blanks": min(4.0, gap.count("\n") - 1) / 2}
    shape = _shape(line, jobs)
    names = ("place_mark", "dash", "caps", "gender", "job", "heading", "long")
    features.update({name: float(value) for name, value in zip(names, shape, strict=True)})
    features["like_first"] = float(shape == _shape(lines[0], jobs))
    features["like_first_rare"] = features["like_first"] * float(
        shapes[shape] <= max(3, len(lines) // 25)
    )
    features["same_text_as_first"] = float(line.folded == lines[0].folded)
    features["numbered"] = float(bool(_NUMBERED.match(line.folded)))
    features["label"] = float(bool(line.label) and line.inline)
    features["bullet"] = float(line.bullet)
    features["role=" + (line.role if line.inline else "none")] = 1.0
    features["heading_word"] = float(bool(HEADING_WORDS.match(line.folded.lstrip("/ "))))
    features["decorated"] = float(
        line.text[:2] in ("//", "##", "==") or line.text[-2:] in ("//", "==")
    )
    features["sentence"] = float(line.text[-1:] in ".;,")
    features["question"] = float(line.text[-1:] in "?:!")
    features["length"] = min(1.5, len(line.text) / 100)
    features["lower"] = float(line.text[:1].islower())
    features["contract_word"] = float(bool(_CONTRACT.search(line.folded)))
    first = re.findall(r"[a-z]+", line.folded)[:2]
    above = lines[max(0, line.index - 3) : line.index]
    for i, word in enumerate(first, 1):
        features[f"w{i}:{word}"] = 1.0
    for word in above[-1].folded.split()[:1] if above else ():
        features["above:" + word] = 1.0
    features["opening_word"] = float(bool(first) and first[0] in word_list("opening_words"))
    features["job_first"] = float(bool(first) and first[0] in jobs)
    features["closing_above"] = sum(bool(_CLOSING.search(x.folded)) for x in above) / 3
    features["mail_above"] = float(any("@" in x.text or "http" in x.text for x in above))
    features["closed_line_above"] = float(above[-1].text[-1:] in ".!") if above else 0.0
    features["colon_above"] = float(above[-1].text[-1:] == ":") if above else 0.0
    below = lines[line.index : line.index + 14]
    again = {x.role for x in below if x.role and x.role != "other" and labels[x.role]}
    features["labels_again"] = min(4.0, len(again)) / 2
    features["labels_below"] = (
        min(4.0, len({x.role for x in below if x.role and x.role != "other"})) / 2
    )
    features["contract_below"] = float(any(_CONTRACT.search(x.folded) for x in below[:4]))
    features["few_left"] = float(len(lines) - line.index < 4)
    features["early"] = float(line.index < 5)
    features["next_blank"] = float(len(below) > 1 and below[1].blank_before)
    return features


def choose_breaks(
    structure: Structure, breaks: list[tuple[int, Features]], ranker: Ranker
) -> list[int]:
    """Return the lines that begin a posting.

    Where the page's first line and several sure beginnings share a title format (`Employer
    (12345 Place) – Title`), every line of that format begins one, and another line only if it is
    title-like.
    """
    lines = structure.lines
    scored = [(index, features, ranker.score(features)) for index, features in breaks]
    chosen = _apart(
        lines, {index: score for index, _, score in scored if score >= ranker.threshold}
    )
    if _titled(lines[0]) and sum(_titled(lines[i]) for i in chosen) >= _SHARED_FORMAT:
        chosen = {
            i
            for i, features, _ in scored
            if _titled(lines[i]) or (i in chosen and _title_like(lines[i], features))
        }
    return sorted(chosen)


def _apart(lines: tuple[Line, ...], scores: dict[int, float]) -> set[int]:
    """Return the surest of beginnings that stand close: a footer or banner and the title beside it."""
    kept: list[int] = []
    for index in sorted(scores):
        close = kept and lines[index].start - lines[kept[-1]].start < _CLOSE
        if not close:
            kept.append(index)
        elif scores[index] > scores[kept[-1]]:
            kept[-1] = index
    return set(kept)


def _title_like(line: Line, features: Features) -> bool:
    """Whether a line could be a title beside titles of a shared format: a job or contract, no sentence."""
    first = re.findall(r"[a-zœ]+", line.folded)[:1]
    opens = any(
        word in word_list("opening_words") and word not in word_list("job_heads") for word in first
    )
    return (
        not opens
        and 20 <= len(line.text) <= 140
        and line.text[-1] not in ".;:!?"
        and bool(features["job"] or features["contract_word"])
        and not (features["decorated"] or features["heading_word"])
    )


def _titled(line: Line) -> bool:
    match = _TITLE_FORMAT.match(line.text)
    if match is None or line.bullet:
        return False
    place = match["place"]
    return (
        bool(re.search(r"\d{2}|[A-Z]\d[A-Z]", place))
        or key(re.split(r"[-–,]", place)[0]) in gazetteer().places
    )


def split(text: str, ranker: Ranker) -> list[tuple[int, int]]:
    """Return the slices of `text` that hold one posting each, without blank edges.

    Slices are in order and do not overlap; a blank text has none.
    """
    view = clean(text)
    structure = read_structure(view)
    if not structure.lines:
        return []
    lines = structure.lines
    starts = [0]
    for index in choose_breaks(structure, find_breaks(view, structure), ranker):
        here = lines[index].start
        if here - lines[starts[-1]].start >= _SHORTEST and len(view.text) - here >= _SHORTEST:
            starts.append(index)
    slices: list[tuple[int, int]] = []
    for first, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        begin = (
            0
            if first == 0
            else view.to_original(_line_begin(view.text, lines[first].start), lines[first].end)[0]
        )
        end = view.to_original(lines[following - 1].start, lines[following - 1].end)[1]
        last = following - 1
        while last > first and _is_rule(view.text, lines[last]):
            last -= 1
            end = view.to_original(lines[last].start, lines[last].end)[1]
        stop = len(text) if following == len(lines) else end
        if tags := _OPENING_TAGS.search(text, max(0, begin - _TAGS_CHARS), begin):
            begin = tags.start()
        piece = text[begin:stop]
        slices.append((begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())))
    return slices


_TAGS_CHARS = 300
_OPENING_TAGS = re.compile(r"(?:(?<=\n)|\A)[ \t]*(?:(?:<[^<>/\n]{1,200}>|\*{2,3}|_{2,3})[ \t]*)+\Z")
"""Tags and Markdown that open on the line where a posting begins; `endpos` makes `\\Z` mean the posting's begin."""


def _line_begin(text: str, offset: int) -> int:
    """Return where the line begins whose content, after bullet and marks, begins at `offset`."""
    return text.rfind("\n", 0, offset) + 1
