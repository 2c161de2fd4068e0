"""Named places: communes with their codes, addresses, districts, départements, regions, countries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.places import cues, patterns
from annonce_nlp.fields.places.gazetteer import Entry, gazetteer, key
from annonce_nlp.fields.places.value import Location
from annonce_nlp.grammar.names import Word
from annonce_nlp.words import fold, word_list


@dataclass
class _Mentions:
    """Mentions proposed so far, and which characters they take."""

    taken: bytearray
    candidates: list[Candidate] = field(default_factory=list)


def find(reading: Reading) -> list[Candidate]:
    """Propose every mention of a place, longest first at each point, without overlap."""
    found = _Mentions(bytearray(len(reading.view.text) + 1))
    districts: list[re.Match[str]] = []
    if "arrondissement" in reading.folded:
        districts.extend(patterns.ARRONDISSEMENT.finditer(reading.folded))
    for match in districts:
        if match["city"]:
            city = reading.view.text[slice(*match.span("city"))]
            _add(reading, found, match.span(), Location(city, gazetteer().lookup(city)), "district")
    for match in patterns.NAMED_AREA.finditer(reading.view.text):
        if key(match[0]) not in gazetteer().places:
            _add(reading, found, match.span(), Location(match[0], None), "area")
    _listed(reading, found)
    _below_departments(reading, found)
    _labelled_sites(reading, found)
    _found_by_model(reading, found)
    for shape, matches in (
        ("district", districts),
        ("area", patterns.AREA.finditer(reading.folded)),
    ):
        for match in matches:
            name = reading.view.text[match.start() : match.end()]
            _add(reading, found, match.span(), Location(name, None), shape)
    return sorted(found.candidates, key=lambda c: c.start)


def _listed(reading: Reading, found: _Mentions) -> None:
    """Propose the names that the tables hold: written as names, or where a place is expected."""
    words, labelled = reading.words, _labelled(reading)
    stop = 0
    for i, word in enumerate(words):
        if word.start < stop or word.folded[0].isdigit():
            continue
        if word.upper:
            stop = _match_at(reading, words, i, found) or stop
        elif (labelled[word.start] or _after_code(reading, word.start)) and not (
            patterns.IS_STREET.fullmatch(word.folded)
        ):
            stop = _match_at(reading, words, i, found, expected=True) or stop


def _found_by_model(reading: Reading, found: _Mentions) -> None:
    """Propose the places of the trained NER, with the first of an address's two numbers."""
    for start, end, label, _ in reading.proposals:
        if label != "LIEU":
            continue
        name = reading.view.text[start:end]
        if key(name) in word_list("technology_words"):
            continue
        number = patterns.FIRST_NUMBER.search(reading.folded, max(0, start - 8), start)
        span = (number.start() if number else start, end)
        _add(reading, found, span, Location(name, gazetteer().lookup(name)), "model")


def _labelled(reading: Reading) -> bytearray:
    """Mark the characters of the values that place and address labels announce."""
    marked = bytearray(len(reading.view.text) + 1)
    for line in reading.structure.lines:
        if line.role in ("place", "address"):
            marked[line.value_start : line.end] = b"\x01" * (line.end - line.value_start)
    return marked


def _after_code(reading: Reading, start: int) -> bool:
    """Whether a postal code stands before `start`."""
    folded = reading.folded
    if patterns.FIGURE.search(folded, max(0, start - 4), start) is None:
        return False
    return start > 3 and bool(patterns.CODE_BEFORE.search(folded[max(0, start - 8) : start]))


def _match_at(
    reading: Reading, words: list[Word], i: int, found: _Mentions, *, expected: bool = False
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
        if _inside_longer_name(reading, words, i, n):
            continue
        doubtful = folded_name in stop_words or folded_name in word_list("job_heads")
        if n == 1 and doubtful and not _coded(reading, word.start, last.end):
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


_LANDSCAPE = frozenset(
    [
        "cote",
        "val",
        "pays",
        "monts",
        "mont",
        "bassin",
        "vallee",
        "golfe",
        "baie",
        "coeur",
        "terre",
        "terres",
        "haut",
        "haute",
        "hauts",
    ]
)
_STREET_OPEN = re.compile(rf"\b{patterns.STREET}\s[^,;:()|\n]*$")


def _in_street(reading: Reading, start: int) -> bool:
    """Whether a street's name is under way at `start`: `91 rue de Paris, Palaiseau` names Palaiseau alone."""
    line = reading.structure.line_at(start)
    before = reading.folded[max(line.start, start - 45) : start]
    if patterns.CODE_BEFORE.search(before) or re.search(r"\s[-–—]\s?$", before):
        return False
    return bool(_STREET_OPEN.search(before))


_WORK_AT = re.compile(
    r"\b(?:poste|emploi|mission|travail|agence|site|magasin|atelier|bureaux?|locaux|cd[id]|stage|base[es]*|situe[es]*|pourvoir)\b"
    r"[^.;:\n]{0,30}\ba\s$"
)
"""What comes before a town that is an ordinary word too: `poste à pourvoir en CDI, à [Croix]`."""


def _coded(reading: Reading, start: int, end: int) -> bool:
    """Whether a code, a département or the words before say that a doubtful name is a town's."""
    folded = reading.folded
    return bool(
        patterns.CODE_BEFORE.search(folded[max(0, start - 9) : start])
        or _WORK_AT.search(folded[max(0, start - 50) : start])
        or patterns.DEPARTMENT_BEFORE.search(folded[max(0, start - 6) : start])
        or patterns.PAREN_AFTER.match(folded, end)
    )


def _propose(reading: Reading, start: int, end: int, found: _Mentions) -> None:
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
    _add(reading, found, (begin, stop), Location(name, entry, code, department), shape, start)


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


def _below_departments(reading: Reading, found: _Mentions) -> None:
    """Propose the town of a line `71 - Louhans`, listed or not."""
    for match in patterns.DEPARTMENT_LINE.finditer(reading.view.text):
        if match["dep"] in gazetteer().departments:
            location = Location(match["name"], None, None, match["dep"])
            _add(reading, found, match.span("name"), location, "department")


_HOW = re.compile(
    r"(?:en |a |au )?(?:presentiel|distanciel|distance|teletravail|domicile|hybride|remote)"
)
"""How one works, below a label that announces where."""


def _labelled_sites(reading: Reading, found: _Mentions) -> None:
    """Propose the value of a place label that no table knows: a site, a campus, a district."""
    for line in reading.structure.labelled("place"):
        if any(found.taken[line.value_start : line.end]):
            continue
        value = reading.view.text[line.value_start : line.end]
        name = re.split(r"[,;:(•|]| - | – |\s{2,}", value, maxsplit=1)[0].strip(" .")
        if _HOW.match(fold(name)):
            continue
        if 2 <= len(name) <= 50 and any(c.isupper() for c in name) and len(name.split()) <= 7:
            start = line.value_start + value.index(name)
            _add(reading, found, (start, start + len(name)), Location(name, None), "site")
    for match in patterns.BARE_CODE.finditer(reading.view.text):
        start, end = match.start("code"), match.end("code")
        role = reading.structure.line_at(start).role
        if found.taken[start] or role in ("reference", "contact"):
            continue
        bracketed = (
            reading.view.text[start - 1 : start] == "(" and reading.folded[end : end + 1] == ")"
        )
        shape = "bracket_code" if bracketed else "bare_code"
        base = max(reading.structure.line_at(start).start, start - patterns.ADDRESS_CHARS)
        if street := patterns.ADDRESS_BEFORE.search(reading.folded, base, start):
            start, shape = street.start(), "address"
        _add(reading, found, (start, end), Location(match["code"], None, match["code"]), shape)
    for match in patterns.CANADA_CODE.finditer(reading.view.text):
        _add(reading, found, match.span(), Location(match[0], None), "bracket_code")


def _add(
    reading: Reading,
    found: _Mentions,
    span: tuple[int, int],
    location: Location,
    shape: str,
    name_at: int | None = None,
) -> None:
    """Append a candidate unless its span touches one already there."""
    start, end = span
    if any(found.taken[start:end]):
        return
    found.taken[start:end] = b"\x01" * (end - start)
    features, line = context(reading, start, end)
    entry: Entry | None = location.entry
    features["shape=" + shape] = 1.0
    features["kind=" + (entry.kind if entry else "unknown")] = 1.0
    if entry is not None:
        population = entry.population
        features[
            "pop="
            + (
                "0"
                if population < 500
                else "1"
                if population < 3000
                else "2"
                if population < 20000
                else "3"
                if population < 100000
                else "4"
            )
        ] = 1.0
    text = reading.view.text[start:end]
    features["words"] = min(4.0, float(len(text.split())))
    features["caps"] = float(text.isupper() and len(text) > 3)
    words = key(location.name).split()
    common = word_list("common_words")
    features["common_word"] = float(len(words) == 1 and words[0] in common)
    features["common_words"] = float(len(words) > 1 and all(w in common for w in words))
    if line is not None:
        features["line_caps"] = float(line.upper)
        before = reading.folded[
            max(line.start, start - 25) : name_at if name_at is not None else start
        ]
        features["direction"] = float(bool(patterns.DIRECTION.search(before)))
        features["near"] = float(bool(patterns.NEAR.search(before)))
        sentence = cues.words_before(reading.folded, line.start, start)
        features["works_at"] = float(bool(cues.WORKS_AT.search(sentence)))
        features["elsewhere"] = float(bool(cues.ELSEWHERE.search(sentence)))
        features["preposition"] = float(bool(patterns.PREPOSITION.search(before)))
        features["in_parens"] = float(reading.view.text[max(0, start - 1)] == "(")
        features["whole_line"] = float(end - start >= 0.8 * (line.end - line.start))
        features["whole_value"] = float(
            line.has_value and end - start >= 0.8 * (line.end - line.value_start)
        )
    found.candidates.append(Candidate(start, end, location, features))
