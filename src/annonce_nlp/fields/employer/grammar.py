"""Names of organisations: proposed generously, judged by the ranker.

Three ways to propose: words that begin an organisation's name (`Mairie de …`, `CHU …`), runs of
capitalised words, and the value of an employer label. What a name is – organisation or not, the
employer or another – is decided by where it stands and what surrounds it.
"""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.employer.forms import second_line, title_slot, value_span
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.grammar.names import (
    BREAKERS,
    CONNECTORS,
    WEAK,
    Word,
    capital_runs,
    word_list,
    words_of,
)

_LEGAL = re.compile(
    r"\s(?:sas|sarl|sasu|sa|scop|scic|eurl|gie|sci|scp|selarl|snc|gmbh|ltd|inc|asbl|ag|s\.a\.s?|s\.a\.r\.l\.?)(?:\s|$)"
)
_CUES_BEFORE = (
    ("chez", re.compile(r"\bchez\s$")),
    ("join", re.compile(r"\b(?:rejoignez|rejoindre|rejoins|integrez|integrer|au sein (?:de|du|de la|des|d')|pour le compte (?:de|du|d'))\s?(?:la |le |les |l'|notre )?$")),
    ("kind", re.compile(r"\b(?:societe|entreprise|association|groupe|cabinet|agence|start-?up|structure|cooperative|scop|ong|fondation|laboratoire|magasin|enseigne|marque|filiale|client)\s?(?:,|«)?\s?$")),
    ("for", re.compile(r"\b(?:pour|par)\s(?:son client\s|notre client\s|la |le |l')?$")),
    ("about", re.compile(r"\b(?:a propos d[eu']|qui (?:est|sommes-nous)|presentation d[eu']|decouvrez|bienvenue (?:chez|a))\s?(?:la |l'|le )?$")),
    ("partner", re.compile(r"\b(?:avec|partenariat avec|soutien d[eu']|aupres d[eu']|clients?|partenaires?|tels? que|comme|notamment|dont)\s?(?:la |l'|le |les )?$")),
)  # fmt: skip
_CUES_AFTER = (
    ("recruits", re.compile(r"\s?(?:\([^)\n]{1,40}\)\s?)?,?\s?(?:[^.\n]{0,80}?\s)?(?:recrute|recherche|embauche|propose|recrutent|recherchent|offre un|is hiring|is looking|cherche)\b")),
    ("is", re.compile(r"\s?(?:\([^)\n]{1,40}\)\s?)?,?\s?(?:est|sont|c'est|,\s(?:association|entreprise|societe|filiale|leader|etablissement|collectivite|specialiste|acteur|cabinet|groupe|start))\b")),
    ("does", re.compile(r"\s(?:accompagne|intervient|gere|regroupe|compte|emploie|developpe|concoit|accueille|oeuvre|œuvre|dispose|met|s'engage|agit|exerce|rassemble|represente|assure|a pour)\b")),
    ("acronym", re.compile(r"\s?\(\s?[A-Za-z][\w.&-]{1,12}\s?\)")),
)  # fmt: skip
_AGENCY = re.compile(
    r"\binterim|travail temporaire|\bemplois?\b|\brh\b|recrut|\bcfa\b|\bportage\b|\btalents?\b|\bjobs?\b|ressources humaines"
)
_COMMUNITY = re.compile(r"\s(?:de communes?|d'agglo|urbaine|d'universite|d'emmaus)")
_RULES = frozenset(
    ["loi", "decret", "code", "arrete", "charte", "label", "certification", "reglement", "article"]
)
"""First words of laws and labels, which hire nobody."""
_NAME_ARTICLES = frozenset(["le", "la", "les", "l", "au", "aux", "chez"])
_PARTICIPLES = frozenset(
    [
        "fondee",
        "fonde",
        "cree",
        "creee",
        "creees",
        "base",
        "basee",
        "situe",
        "situee",
        "implante",
        "implantee",
        "depuis",
        "vous",
        "temps",
        "cycle",
        "specialise",
        "specialisee",
    ]
)
_DOMAIN = re.compile(
    r"(?<![@\w./-])[\w-]{2,40}(?:\.[\w-]{2,40}){0,2}\.(?:org|com|fr|io|net|eu|tech|ai|coop)(?![\w/@-])"
)
_DOMAINS_IN = re.compile(r"@([\w-]+(?:\.[\w-]+)*)|(?:https?://|www\.)([\w-]+(?:\.[\w-]+)*)")
_COMMON_DOMAINS = frozenset(
    [
        "gmail",
        "orange",
        "wanadoo",
        "free",
        "hotmail",
        "outlook",
        "yahoo",
        "laposte",
        "sfr",
        "beetween",
        "example",
        "www",
        "http",
        "https",
        "indeed",
        "emploi",
        "job",
        "jobs",
        "linkedin",
        "facebook",
        "twitter",
        "instagram",
    ]
)


Spans = dict[tuple[int, int], str]
"""Proposed spans of the view and how each was proposed."""


def find(reading: Reading) -> list[Candidate]:
    """Propose every name that may be an organisation."""
    words = words_of(reading.view)
    spans: Spans = {}
    covered = _Covered(_headed(reading, words, spans))
    for first, last in capital_runs(words, word_list("opening_words")):
        start, end = words[first].start, words[last].end
        if end - start <= 90 and not covered.overlaps(start, end):
            spans.setdefault((start, end), "capitals")
            for shorter in _shorter(words, first, last):
                spans.setdefault((start, words[shorter].end), "capitals")
    for match in _DOMAIN.finditer(reading.view.text):
        spans.setdefault(match.span(), "domain")
    for role in ("employer", "agency"):
        for line in reading.structure.labelled(role):
            _replace(spans, value_span(reading, line.value_start, line.end), "value")
    slot = title_slot(reading)
    _replace(spans, slot, "title_slot")
    _replace(spans, second_line(reading), "second_line")
    for start, end, label in reading.proposals:
        if label in ("ORG", "LIEU") and not (slot and start < slot[1] and slot[0] < end):
            spans.setdefault((start, end), "model")
    hosts = _hosts(reading.folded)
    found = [
        _candidate(reading, start, end, shape, hosts)
        for (start, end), shape in sorted(spans.items())
    ]
    _mark_nested(found)
    return found


def _headed(reading: Reading, words: list[Word], spans: Spans) -> list[tuple[int, int]]:
    """Propose names after their first word (`Mairie de …`); return what they cover, in order."""
    heads, fillers = word_list("org_heads"), word_list("org_fillers")
    taken: list[tuple[int, int]] = []
    for i, word in enumerate(words):
        if (
            word.folded not in heads
            or (taken and word.start < taken[-1][1])
            or _no_head(reading, word)
        ):
            continue
        last = _extend(words, i, fillers)
        if last is None:
            continue
        taken.append((word.start, words[last].end))
        kind = word.folded in _KINDS and last > i and words[i + 1].upper
        if kind:
            spans.setdefault((words[i + 1].start, words[last].end), "after_kind")
        if not kind or word.upper:
            spans[word.start, words[last].end] = "head"
            for shorter in _shorter(words, i, last):
                spans.setdefault((word.start, words[shorter].end), "head")
    return taken


def _no_head(reading: Reading, word: Word) -> bool:
    """Whether a first word begins no organisation here: a law, or « la communauté » of anything."""
    if word.folded in _RULES:
        return True
    return (
        word.folded == "communaute"
        and not word.upper
        and not _COMMUNITY.match(reading.folded, word.end)
    )


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


_KINDS = frozenset(
    [
        "groupe",
        "societe",
        "entreprise",
        "association",
        "asso",
        "cabinet",
        "agence",
        "collectif",
        "compagnie",
        "restaurant",
        "hotel",
        "camping",
        "garage",
        "pharmacie",
        "collectivite",
        "laboratoire",
        "reseau",
        "departement",
        "magasin",
        "enseigne",
        "filiale",
        "fondation",
        "structure",
        "clinique",
        "centre",
        "residence",
        "pole",
        "maison",
        "ecole",
        "institut",
    ]
)


def _shorter(words: list[Word], first: int, last: int) -> list[int]:
    """Return the words before weak connectors, at which the name may end already."""
    return [
        j - 1
        for j in range(first + 1, last)
        if words[j].folded in WEAK and (words[j - 1].upper or j - 1 > first)
    ][:3]


class _Covered:
    """Spans in text order, asked in text order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self.at = 0

    def overlaps(self, start: int, end: int) -> bool:
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        return self.at < len(self.spans) and self.spans[self.at][0] < end


def _extend(words: list[Word], i: int, fillers: frozenset[str]) -> int | None:
    """Return the last word of the name whose first word is `words[i]`, or None when it is no name."""
    last, named = i, False
    j = i + 1
    while j < len(words) and j - i < 16:
        word = words[j]
        if (
            not word.joined and not (word.folded == "&" or words[j - 1].folded == "&")
        ) or word.folded in BREAKERS:
            break
        if (
            word.upper
            and word.folded not in CONNECTORS
            and not (word.folded.isdigit() and len(word.folded) == 5)
        ):
            last, named = j, True
        elif word.folded in fillers:
            if words[i].upper:
                last = j
        elif (
            word.folded not in CONNECTORS
            or j - last > 3
            or (
                word.folded == "et"
                and j + 1 < len(words)
                and words[j + 1].folded in ("du", "des", "de", "la", "le", "les", "d")
            )
        ):
            break
        j += 1
    if not named and not (
        words[i].upper
        and last > i + 1
        and words[i].folded in ("ministere", "rectorat", "prefecture", "universite", "conseil")
    ):
        return (
            i
            if words[i].upper
            and words[i].end - words[i].start <= 6
            and words[i].folded
            not in (
                "ville",
                "pole",
                "pays",
                "parc",
                "groupe",
                "centre",
                "maison",
                "club",
                "ecole",
                "lycee",
                "haute",
                "hauts",
                "haut",
                "region",
                "cour",
                "agence",
                "agglo",
                "musee",
                "foyer",
                "office",
                "scene",
                "studio",
                "cinema",
                "ferme",
                "garage",
                "reseau",
                "syndic",
                "caisse",
                "comite",
                "etude",
                "banque",
                "credit",
                "hotel",
                "opera",
                "campus",
                "residence",
            )
            else None
        )
    return last


def _hosts(folded: str) -> list[str]:
    """Return the words of e-mail domains and site names: a hint of who hires."""
    found: list[str] = []
    for match in _DOMAINS_IN.finditer(folded):
        parts = re.split(r"[.-]", match[1] or match[2])[:-1]
        found.extend(part for part in parts if len(part) >= 3 and part not in _COMMON_DOMAINS)
    return found[:20]


def compact(name: str) -> str:
    """Return the letters and digits of a name's key."""
    return key(name).replace(" ", "")


def _like_host(name: str, hosts: list[str]) -> bool:
    letters = compact(name)
    initials = "".join(w[0] for w in key(name).split() if w not in CONNECTORS)
    return any(
        h == letters
        or (len(letters) >= 4 and letters in h)
        or (len(h) >= 4 and h in letters)
        or (len(initials) >= 3 and h == initials)
        for h in hosts
    )


def _candidate(reading: Reading, start: int, end: int, shape: str, hosts: list[str]) -> Candidate:
    text, folded = reading.view.text, reading.folded
    features, line = context(reading, start, end)
    name = text[start:end]
    low = folded[start:end]
    features["shape=" + shape] = 1.0
    tokens = key(name).split()
    if tokens:
        features["head:" + tokens[0]] = 1.0
        features["tail:" + tokens[-1]] = 1.0
    common = word_list("common_words")
    known = sum(t in common for t in tokens)
    features["common_words"] = known / max(1, len(tokens))
    features["all_common"] = float(known == len(tokens))
    features["first_common"] = float(bool(tokens) and tokens[0] in common)
    features["words"] = min(6.0, len(tokens)) / 3
    letters = [c for c in name if c.isalpha()]
    features["all_caps"] = float(bool(letters) and all(c.isupper() for c in letters))
    features["acronym"] = float(
        features["all_caps"] == 1.0 and len(tokens) == 1 and len(letters) <= 6
    )
    features["mixed_case"] = float(bool(re.search(r"[a-zà-ÿ][A-Z]", name)))
    features["digit"] = float(any(c.isdigit() for c in name))
    features["legal"] = float(bool(_LEGAL.search(f" {low} ")))
    places = gazetteer().places
    whole = key(name)
    features["is_place"] = float(whole in places)
    features["has_place"] = float(len(tokens) > 1 and tokens[-1] in places)
    features["like_host"] = float(_like_host(name, hosts))
    if line is not None:
        features["line_caps"] = float(line.text.isupper())
        before = folded[max(line.start, start - 40) : start]
        after = folded[end : min(line.end, end + 110)]
        for cue, pattern in _CUES_BEFORE:
            if pattern.search(before):
                features["before=" + cue] = 1.0
        for cue, pattern in _CUES_AFTER:
            if pattern.match(after):
                features["after=" + cue] = 1.0
        features["in_parens"] = float(text[max(0, start - 1)] == "(" and text[end : end + 1] == ")")
        features["before_paren"] = float(after.lstrip().startswith("("))
        features["quoted"] = float(text[max(0, start - 2) : start].strip() in ("«", '"', "“"))
        features["article"] = float(
            bool(re.search(r"\b(?:la|le|les|l'|du|des|au|aux)\s?$", before))
        )
        features["whole_line"] = float(end - start >= 0.85 * (line.end - line.start))
        features["sentence_start"] = float(
            start == line.start or text[max(0, start - 2) : start] in (". ", "! ", "? ")
        )
        features["firm"] = float(
            shape in ("title_slot", "second_line")
            or (
                shape == "value"
                and line.role == "employer"
                and end - start >= 0.7 * (line.end - line.value_start)
                and low.split()[0].strip("'") not in word_list("opening_words") - _NAME_ARTICLES
                and tokens[0] not in _PARTICIPLES
                and not _AGENCY.search(low)
                and len(tokens) <= 12
            )
        )
        features["line_recruits"] = float("recrut" in line.folded or "recherch" in line.folded)
        features["after_title"] = float(1 <= line.index <= 3)
    return Candidate(start, end, name, features, source="label" if shape == "value" else "prose")
