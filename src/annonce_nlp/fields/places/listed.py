"""Names that the tables hold, with the address and the codes around them."""

from __future__ import annotations

import math
import re
from itertools import islice

from annonce_nlp.choice import Reading
from annonce_nlp.fields.places import patterns
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.fields.places.mentions import Mentions
from annonce_nlp.fields.places.value import Location
from annonce_nlp.grammar.names import Word
from annonce_nlp.structure import Line
from annonce_nlp.words import word_list


def find_listed(reading: Reading, found: Mentions) -> None:
    """Propose the names that the tables hold: written as names, or where a place is expected."""
    words, labelled = reading.words, _labelled(reading)
    small = _lacks_capitals(reading.view.text)
    stop = 0
    for i, word in enumerate(words):
        if word.start < stop or word.folded[0].isdigit():
            continue
        if word.upper:
            stop = _match_at(reading, words, i, found) or stop
        elif (
            labelled[word.start]
            or (i and words[i - 1].folded[-1].isdigit() and _after_code(reading, word.start))
            or (small and _stands_as_place(reading, word))
        ) and not (patterns.IS_STREET.fullmatch(word.folded)):
            stop = _match_at(reading, words, i, found, expected=True) or stop


def _labelled(reading: Reading) -> bytearray:
    """Mark the characters of the values that place and address labels announce."""
    marked = bytearray(len(reading.view.text) + 1)
    for line in reading.structure.lines:
        if line.role in ("place", "address"):
            marked[line.value_start : line.end] = b"\x01" * (line.end - line.value_start)
    return marked


def _lacks_capitals(text: str) -> bool:
    """Whether a text is written in small letters throughout: case tells nothing of names."""
    fewest = math.ceil(_FEWEST_CAPITALS * len(text))
    return sum(1 for _ in islice(filter(str.isupper, text), fewest)) < fewest


_FEWEST_CAPITALS = 0.002


def _stands_as_place(reading: Reading, word: Word) -> bool:
    """Whether a word in small letters follows `à`, `sur` or the like and is no ordinary one."""
    return word.folded not in word_list("common_words") and bool(
        patterns.AT.search(reading.folded, max(0, word.start - 8), word.start)
    )


def _after_code(reading: Reading, start: int) -> bool:
    """Whether a postal code stands before `start`."""
    return bool(patterns.CODE_BEFORE.search(reading.folded[max(0, start - 8) : start]))


def _match_at(
    reading: Reading, words: list[Word], i: int, found: Mentions, *, expected: bool = False
) -> int:
    """Propose the longest place beginning at word `i`; return where it ends, 0 when there is none.

    A word in lower case is looked up where a place is `expected` alone: after a label or code.
    """
    word = words[i]
    stop_words = word_list("not_places")
    line = reading.structure.line_at(word.start) if expected else None
    table = gazetteer()
    places = table.places
    longest = table.openings.get(key(word.folded).partition(" ")[0], 0)
    if not longest:
        return 0
    run = 1
    while run < longest + 2 and i + run < len(words) and words[i + run].joined:
        run += 1
    for n in range(run, 0, -1):
        last = words[i + n - 1]
        if not last.upper and n > 1 and word.upper and line is None and not _linked(words, i, n):
            continue
        name = reading.view.text[word.start : last.end]
        folded_name = key(name)
        if folded_name not in places or (n == 1 and len(folded_name) < 3):
            continue
        if _inside_longer_name(reading, words, i, n) or (n == 1 and _is_street(words, i)):
            continue
        doubtful = (
            folded_name in stop_words
            or folded_name in word_list("job_heads")
            or (line is not None and not word.upper and _ordinary(folded_name, word, line))
        )
        doubtful = doubtful and n == 1
        if (doubtful or _is_the_house(words, i, n)) and not _coded(reading, word.start, last.end):
            continue
        if (
            not last.upper
            and not (line is not None and line.role == "place")
            and n > 1
            and len(folded_name) < 5
        ):
            continue
        _propose(reading, word.start, last.end, found)
        return last.end
    return 0


def _is_street(words: list[Word], i: int) -> bool:
    """Whether a word is but the kind of a street that is named: `4, Rue [des Lilas]`, not `Rue (80)`."""
    named = i + 1 < len(words) and words[i + 1].joined
    return named and patterns.IS_STREET.fullmatch(words[i].folded) is not None


def _is_the_house(words: list[Word], i: int, n: int) -> bool:
    """Whether the name of a commune only begins an organisation's: `L'Hôpital [de Loches]`, not `L'Union`."""
    return (
        n == 2
        and words[i].folded in ("l", "la", "le", "les")
        and words[i + 1].folded in word_list("org_heads")
        and i + 2 < len(words)
        and words[i + 2].folded in ("de", "du", "des", "d")
    )


def _ordinary(name: str, word: Word, line: Line) -> bool:
    """Whether a word in small letters, amid a label's value, is no town: `Lieu : Dax, près de la gare`."""
    return word.start > line.value_start and name in word_list("common_words")


def _linked(words: list[Word], i: int, n: int) -> bool:
    """Whether a name goes on in lower case after a link: `Villeneuve de berg`."""
    return n >= 3 and words[i + n - 2].folded in _LINKS and len(words[i + n - 1].folded) >= 4


_LINKS = frozenset(["de", "du", "des", "d", "sur", "sous", "les", "lez", "en", "la"])


def _inside_longer_name(reading: Reading, words: list[Word], i: int, n: int) -> bool:
    """Whether words `i` to `i + n` are a part of a hyphenated name, or a first name before a family name."""
    text = reading.view.text
    start, end = words[i].start, words[i + n - 1].end
    if (text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()) or (
        text[max(0, start - 1) : start] == "-" and text[max(0, start - 2) : start - 1].isalpha()
    ):
        return True
    previous = words[i - 1] if i and words[i].joined else None
    if (
        previous is not None
        and previous.upper
        and (
            previous.folded in word_list("first_names")
            or (n == 1 and previous.folded in _LANDSCAPE)
        )
    ):
        return True
    if _in_street(reading, start):
        return True
    if n > 1 or i + 1 >= len(words):
        return False
    following = words[i + 1]
    return (
        words[i].folded in word_list("first_names")
        and following.upper
        and following.start - end <= 2
    )


_LANDSCAPE = frozenset({
    "cote", "val", "pays", "monts", "mont", "bassin", "vallee", "golfe", "baie",
    "coeur", "terre", "terres", "haut", "haute", "hauts",
})  # fmt: skip


def _in_street(reading: Reading, start: int) -> bool:
    """Whether a street's name is under way at `start`: `91 rue de Paris, Palaiseau` names Palaiseau alone."""
    line = reading.structure.line_at(start)
    before = reading.folded[max(line.start, start - 45) : start]
    if patterns.CODE_BEFORE.search(before) or re.search(r"\s[-–—]\s?$", before):
        return False
    return bool(patterns.STREET_OPEN.search(before))


def _coded(reading: Reading, start: int, end: int) -> bool:
    """Whether a code, a département or the words before say that a doubtful name is a town's."""
    folded = reading.folded
    return bool(
        patterns.CODE_BEFORE.search(folded[max(0, start - 9) : start])
        or patterns.WORK_AT.search(folded[max(0, start - 50) : start])
        or patterns.DEPARTMENT_BEFORE.search(folded[max(0, start - 6) : start])
        or patterns.PAREN_AFTER.match(folded, end)
    )


def _propose(reading: Reading, start: int, end: int, found: Mentions) -> None:
    """Propose the place named at `start`–`end` with the address and codes around it."""
    name = reading.view.text[start:end]
    begin, code, department, shape = _read_before(reading, start)
    stop = end
    if match := patterns.CEDEX.match(reading.folded, stop):
        stop = match.end()
    city = key(name)
    if city in patterns.CITIES_WITH_DISTRICTS and (
        match := patterns.DISTRICT.match(reading.folded, stop)
    ):
        number = int(match["n"] or 0)
        if match["w"] or 1 <= number <= 20:
            stop = match.end()
            if number and not code and city in patterns.DISTRICT_CODES:
                code = f"{patterns.DISTRICT_CODES[city]}{number:02d}"
    if match := patterns.CANADA_AFTER.match(reading.view.text, stop):
        shape, stop = "code", match.end()
    elif not code and (match := patterns.CODE_AFTER.match(reading.folded, stop)):
        code, shape, stop = match["code"].replace(" ", ""), "code", match.end()
    elif found_after := _read_after(reading, stop, department):
        code, department, shape = (
            found_after[0] or code,
            found_after[1] or department,
            found_after[2],
        )
    if code is not None and len(code) == 4:
        code = None
    entry = gazetteer().lookup(name, code, department)
    if entry is None and department is None:
        # The code beside the name belongs to something else: it does not lie where the commune does.
        entry = gazetteer().lookup(name)
    found.add((begin, stop), Location(name, entry, code, department), shape, start)


def _read_before(reading: Reading, start: int) -> tuple[int, str | None, str | None, str]:
    """Return where the span begins, its postal code, its département and its shape, from what precedes."""
    # Not the line's start: a number before it (`07 - Les Vans`) counts as its bullet.
    base = max(reading.folded.rfind("\n", 0, start) + 1, start - patterns.ADDRESS_CHARS)
    before = reading.folded[base:start]
    begin, code, department, shape = start, None, None, "plain"
    match = patterns.CODE_BEFORE.search(before)
    if match and not patterns.BOX_BEFORE.search(before[: match.start("code")]):
        code, begin, shape = (
            match["code"].replace(" ", ""),
            base + match.start("code"),
            "code",
        )
        before = reading.folded[base:begin]
    elif match := patterns.DEPARTMENT_BEFORE.search(before):
        department, shape = match["dep"].upper(), "department"
    match = patterns.ADDRESS_BEFORE.search(before)
    if match and (code or before.rstrip().endswith((",", "-", "–"))):
        begin, shape = base + match.start(), "address"
    return begin, code, department, shape


def _read_after(
    reading: Reading, stop: int, department: str | None
) -> tuple[str | None, str | None, str] | None:
    """Return postal code, département and shape from brackets or a dash after the name."""
    if match := patterns.PAREN_AFTER.match(reading.folded, stop):
        if match["code"]:
            return match["code"].replace(" ", ""), None, "code"
        if match["dep"] or match["dep2"]:
            return None, (match["dep"] or match["dep2"]).upper(), "department"
        named = gazetteer().department_codes.get(key(match["name"] or ""))
        return (None, named, "department") if named else None
    if not department and (match := patterns.DASH_DEPARTMENT.match(reading.folded, stop)):
        return None, match["dep"].upper(), "department"
    return None
