"""What stands around a name and inside it: the features the rankers judge it by."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from annonce_nlp.choice import Candidate, Features, Reading, context
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.grammar.expressions import quick
from annonce_nlp.grammar.names import CONNECTORS
from annonce_nlp.words import word_list

if TYPE_CHECKING:
    from annonce_nlp.structure import Line

_LEFT_CHARS, _RIGHT_CHARS = 70, 110
_DOMAINS_IN = re.compile(r"@([\w-]+(?:\.[\w-]+)*)|(?:https?://|www\.)([\w-]+(?:\.[\w-]+)*)")
_ARTICLE = re.compile(r"\b(?:la|le|les|l'|du|des|au|aux)\s?$")
_DIGIT = re.compile(r"\d")
_MIXED = re.compile(r"[a-zà-ÿ][A-Z]")
_QUOTES = " \"'«»"
_FORMS = ("title_slot", "second_line")
_NAME_ARTICLES = frozenset(["le", "la", "les", "l", "au", "aux", "chez"])
_CAPITAL_ARTICLES = _NAME_ARTICLES | {"un", "une"}
"""`Entreprise : UN PAIN DE PLUS` is a name, `une équipe de douze personnes` a description."""
_PARTICIPLES = frozenset({
    "fondee", "fonde", "cree", "creee", "creees", "base", "basee", "situe", "situee", "implante",
    "implantee", "depuis", "vous", "temps", "cycle", "specialise", "specialisee",
})  # fmt: skip
"""First words of a description below an employer label, not of a name."""


@cache
def cues(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the expressions of `data/employer_cues.toml`: `before` and `after` a name, in a `name`."""
    path = files("annonce_nlp").joinpath("data/employer_cues.toml")
    table = tomllib.loads(path.read_text("utf-8"))[group]
    return tuple(
        (name, re.compile(quick(form.replace("\\x27", "'")))) for name, form in table.items()
    )


@cache
def name_cue(kind: str) -> re.Pattern[str]:
    """Return the expression of this kind for what a name holds."""
    return dict(cues("name"))[kind]


def hosts(folded: str) -> tuple[str, ...]:
    """Return the words of e-mail domains and site names: a hint of who hires."""
    found: list[str] = []
    common = word_list("mail_domains")
    for match in _DOMAINS_IN.finditer(folded):
        parts = re.split(r"[.-]", match[1] or match[2])[:-1]
        found.extend(part for part in parts if len(part) >= 3 and part not in common)
    return tuple(dict.fromkeys(found))[:20]


def compact(name: str) -> str:
    """Return the letters and digits of a name's key."""
    return key(name).replace(" ", "")


@lru_cache(maxsize=1024)
def like_host(name: str, domains: tuple[str, ...]) -> bool:
    """Whether a name, or its initials, is what an e-mail address or a site is called."""
    if not domains:
        return False
    letters = compact(name)
    initials = "".join(w[0] for w in key(name).split() if w not in CONNECTORS)
    return any(
        h == letters
        or (len(letters) >= 4 and letters in h)
        or (len(h) >= 4 and h in letters)
        or (len(initials) >= 3 and h == initials)
        for h in domains
    )


def describe(
    reading: Reading, start: int, end: int, shape: str, domains: tuple[str, ...]
) -> Candidate:
    """Return the candidate of a proposed name with all its features."""
    name = " ".join(reading.view.text[start:end].split())
    features, line = context(reading, start, end)
    features["shape=" + shape] = 1.0
    features.update(_describe_name(name, reading.folded[start:end]))
    features["like_host"] = float(like_host(name, domains))
    if line is not None:
        _describe_around(features, reading, line, start, end)
        labelled = shape == "value" and _is_label_value(reading, line, start, end)
        agency = labelled and bool(name_cue("agency").search(reading.folded, start, end))
        features["firm"] = float(shape in _FORMS or (labelled and not agency))
        features["labelled_agency"] = float(agency)
    return Candidate(start, end, name, features, source="label" if shape == "value" else "prose")


@lru_cache(maxsize=4096)
def _describe_name(name: str, folded: str) -> Features:
    """Return the features of a name by itself, the same wherever it stands."""
    features: Features = {}
    tokens = key(name).split()
    if tokens:
        features["head:" + tokens[0]] = 1.0
        features["tail:" + tokens[-1]] = 1.0
    common = word_list("common_words")
    known = sum(t in common for t in tokens)
    caps = name.isupper()
    places = gazetteer().places
    flags = {
        "all_common": known == len(tokens),
        "first_common": bool(tokens) and tokens[0] in common,
        "all_caps": caps,
        "acronym": caps and len(tokens) == 1 and len(tokens[0]) <= 6,
        "lower": name == name.lower(),
        "mixed_case": bool(_MIXED.search(name)),
        "digit": bool(_DIGIT.search(name)),
        "person": len(tokens) == 2 and tokens[0] in word_list("first_names"),
        "is_place": key(name) in places,
        "job_word": any(t in word_list("job_heads") for t in tokens),
        "has_place": len(tokens) > 1 and tokens[-1] in places,
    }
    features.update({flag: 1.0 for flag, holds in flags.items() if holds})
    features["common_words"] = known / max(1, len(tokens))
    technical = sum(t in word_list("technology_words") for t in tokens)
    features["technical"] = technical / max(1, len(tokens))
    features["all_technical"] = float(technical == len(tokens))
    features["words"] = min(6.0, len(tokens)) / 3
    for cue, pattern in cues("name"):
        if pattern.search(f" {folded} "):
            features["name=" + cue] = 1.0
    return features


@lru_cache(maxsize=1024)
def _cues_before(before: str) -> tuple[str, ...]:
    """Return the features of the words before a name; longer and shorter forms of it share them."""
    return tuple("before=" + cue for cue, pattern in cues("before") if pattern.search(before))


@lru_cache(maxsize=1024)
def _cues_after(after: str) -> tuple[str, ...]:
    return tuple("after=" + cue for cue, pattern in cues("after") if pattern.match(after))


@lru_cache(maxsize=8)
def _of_hiring(line: str) -> bool:
    """Whether a line speaks of hiring; its names ask one after the other."""
    return "recrut" in line or "recherch" in line


def _describe_around(
    features: Features, reading: Reading, line: Line, start: int, end: int
) -> None:
    text, folded = reading.view.text, reading.folded
    before = folded[max(line.start, start - _LEFT_CHARS) : start]
    after = folded[end : min(line.end, end + _RIGHT_CHARS)]
    features.update(dict.fromkeys(_cues_before(before), 1.0))
    features.update(dict.fromkeys(_cues_after(after), 1.0))
    flags = {
        "line_caps": line.upper,
        "in_parens": text[max(0, start - 1)] == "(" and text[end : end + 1] == ")",
        "before_paren": after.lstrip().startswith("("),
        "quoted": text[max(0, start - 2) : start].strip() in ("«", '"', "“"),
        "article": bool(_ARTICLE.search(before)),
        "whole_line": end - start >= 0.85 * (line.end - line.start),
        "sentence_start": start == line.start
        or text[max(0, start - 2) : start] in (". ", "! ", "? "),
        "line_recruits": _of_hiring(line.folded),
        "after_title": 1 <= line.index <= 3,
        "client_section": bool(_CLIENT_SECTION.match(line.section)),
    }
    if 1 <= line.index <= 3 and flags["sentence_start"] and line.end - line.start <= _CARD_CHARS:
        flags |= _card(reading, line, end)
    features.update({flag: 1.0 for flag, holds in flags.items() if holds})


_CLIENT_SECTION = re.compile(
    r"(?:le |notre |votre )?(?:client|entreprise d'accueil|entreprise cliente)\b"
)
_CARD_CHARS = 90
_JOB_LINE = re.compile(r"\b[hf]\s?/\s?[fhx]\b|\([hf]")
_PLACE_LINE = re.compile(r"\d{5}\b|\(\d{2,3}\)|(?:^|\s)\d{2} - ")
_CARD_END = re.compile(r"\s*(?:$|[-–—|•·★⭐,(]|\d)")


def _card(reading: Reading, line: Line, end: int) -> dict[str, bool]:
    """Tell a name that opens a line of a card: below the job, above or beside the place."""
    lines = reading.structure.lines
    above = lines[line.index - 1].folded
    below = lines[line.index + 1].folded if line.index + 1 < len(lines) else ""
    rest = reading.folded[end : line.end]
    job = bool(_JOB_LINE.search(above)) or not word_list("job_heads").isdisjoint(above.split()[:4])
    place = any(
        _PLACE_LINE.search(text) or key(text.strip(" ,-–(")) in gazetteer().places
        for text in (rest[:40], below[:50])
        if text
    )
    alone = bool(_CARD_END.match(rest))
    return {
        "below_job": job and alone,
        "above_place": place and alone,
        "card": job and place and alone,
    }


def tell_each_other(mentions: list[Candidate]) -> None:
    """Let the mentions of one name know what the others stand beside, and how often they are found.

    A name means one thing in one posting: an organisation everywhere, or a plan everywhere.
    """
    groups: dict[str, list[Candidate]] = {}
    for mention in mentions:
        groups.setdefault(key(mention.value), []).append(mention)
    for group in groups.values():
        sure = [mention.features.get("sure:ner=ORG", 0.0) for mention in group]
        shared: Features = {
            "doc:ner": sum(chance > 0 for chance in sure) / len(sure),
            "doc:sure": max(sure),
            "doc:count": min(6.0, len(group)) / 6,
        }
        for mention in group:
            for name in mention.features:
                if name.startswith(_SHARED_CUES):
                    shared["doc:" + name] = 1.0
        for mention in group:
            mention.features.update(shared)


_SHARED_CUES = ("before=", "after=", "in_parens", "l1:")


def _is_label_value(reading: Reading, line: Line, start: int, end: int) -> bool:
    """Whether an employer label's value is a name, whole."""
    tokens = key(reading.view.text[start:end]).split()
    low = reading.folded[start:end]
    articles = _CAPITAL_ARTICLES if reading.view.text[start:end].isupper() else _NAME_ARTICLES
    return (
        line.role == "employer"
        and end - start >= 0.7 * len(reading.view.text[line.value_start : line.end].strip(_QUOTES))
        and low.split()[0].strip("'") not in word_list("opening_words") - articles
        and tokens[0] not in _PARTICIPLES
        and not name_cue("generic").search(f" {low} ")
        and len(tokens) <= 12
    )
