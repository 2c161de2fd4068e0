"""Which organisation hires: mentions are gathered into organisations, and organisations ranked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import nlargest

from annonce_nlp.choice import Candidate, Features, Ranker, Reading
from annonce_nlp.fields.employer.cues import compact
from annonce_nlp.fields.places.gazetteer import gazetteer, key
from annonce_nlp.posting import Employer
from annonce_nlp.words import word_list

_INHERITED = frozenset({
    "role=employer", "role=client", "role=agency", "role=place", "role=service", "role=contact", "role=address", "role_first=employer", "shape=value", "shape=head", "shape=domain", "first_line",
    "top", "like_host", "after_title", "whole_line", "line_recruits", "acronym", "mixed_case", "is_place", "in_parens", "heading",
    "before=chez", "before=join", "before=kind", "before=for", "before=client", "before=about", "before=partner", "before=member", "before=inside", "before=trained", "before=our", "before=based", "before=unit", "before=we_are", "after=recruits", "after=recruits_now", "after=is", "after=does", "after=we", "after=acronym", "after=agency", "after=possessive", "name=legal", "name=agency", "name=school", "name=generic", "shape=context", "shape=host", "shape=short_line", "shape=second_line", "lower", "quoted", "technical", "all_technical", "all_caps", "ner=ORG", "ner~ORG", "ner=LIEU", "ner~LIEU", "shape=model", "all_common", "first_common", "firm", "has_place", "job_word", "client_section", "card", "below_job", "above_place",
})  # fmt: skip
_SIGNALS = (
    "shape=value",
    "role=employer",
    "after=recruits",
    "like_host",
    "before=chez",
    "after=is",
    "first_line",
    "before=client",
    "name=agency",
    "after=agency",
    "name=school",
    "firm",
    "role=client",
    "client_section",
    "card",
)
"""Where another organisation has one of these, this one is less likely the employer."""
FIRM = 0.94
"""How sure the value of an employer label is that is a name and not an agency's: 141 of 150 on the postings written for the project (`scripts/rule_figures.py`)."""
LABELLED_AGENCY = 0.85
"""How sure an agency is that stands below an employer label and names no client: 5 of 5 on the authored postings, by the rule of succession."""
INTRODUCED = 0.75
"""How sure a name is that a sentence opens with to say what kind of house it is (`Valtrio est une entreprise …`),
where none is sure otherwise. Too rare in the postings written for the project to be measured there."""
RECRUITS = 0.6
"""The same of one that recruits: `La Ferme du Tilleul cherche …`."""
BESIDE_TITLE = 0.6
"""How sure a name must be that stands in what was taken for the job's title."""
_ARTICLES = re.compile(r"^(?:l|la|le|les|the|un|une) ")
_BODIES = frozenset({
    "mairie", "ville", "commune", "metropole", "departement", "region", "communaute", "agglomeration", "conseil",
    "universite", "prefecture", "ministere", "rectorat", "direction", "chambre",
})  # fmt: skip
"""First words of public bodies, whose names take no article; a trade's may (`La Ferme`)."""


_HOUSES = frozenset({
    "hopital", "hospitalier", "ccas", "cias", "lycee", "college", "tribunal", "sivom", "syndicat",
})  # fmt: skip
"""First words of other public houses, which stand in the town they are named after."""


@dataclass
class Organisation:
    """All mentions of one name."""

    padded: str
    """The name's identity between blanks: a part of it is found by words."""
    mentions: list[Candidate] = field(default_factory=list)
    features: Features = field(default_factory=dict)
    score: float = 0.0

    @cached_property
    def name(self) -> str:
        """The name as first written: a mention in mixed case before one in capitals.

        Asked for once all mentions are gathered.

        A public body's goes without the article before it: `Mairie de Dax`, not `La Mairie`.
        """
        names = [str(m.value) for m in self.mentions]
        names = [n for n in names if key(n).split()[0] in _BODIES] or names
        return next((n for n in names if not n.isupper()), names[0])


def is_body(name: str) -> bool:
    """Whether a name begins as a public body's: `Ville de Dax`, `Sous-préfecture de Corte`, `Hôpital de Loches`."""
    return not (_BODIES | _HOUSES).isdisjoint(key(name).split()[:2])


@lru_cache(maxsize=4096)
def identity(name: str) -> str:
    """Return what makes two mentions the same name."""
    return _ARTICLES.sub("", key(name))


def gather(reading: Reading, mentions: list[Candidate]) -> list[Organisation]:
    """Group mentions by name and describe each group."""
    groups: dict[str, Organisation] = {}
    for mention in mentions:
        name = identity(mention.value)
        if name:
            groups.setdefault(name, Organisation(f" {name} ")).mentions.append(mention)
    length = max(1, len(reading.folded))
    total = sum(len(g.mentions) for g in groups.values())
    best = max((len(g.mentions) for g in groups.values()), default=1)
    first_sure = min(
        (g.mentions[0].start for g in groups.values() if g.mentions[0].score > 0.5), default=0
    )
    for name, group in groups.items():
        features: Features = {}
        for mention in group.mentions:
            for feature in _INHERITED & mention.features.keys():
                if mention.features[feature]:
                    features[feature] = 1.0
        if "job_word" in features:
            # `The data steward is …`: what a job is or does tells nothing of who hires.
            features.pop("after=is", None)
            features.pop("after=does", None)
        first = group.mentions[0]
        features["head:" + name.split()[0]] = 1.0
        features["count"] = min(6.0, len(group.mentions)) / 3
        features["share"] = len(group.mentions) / total
        features["most"] = float(len(group.mentions) == best and best > 1)
        features["first_at"] = first.start / length
        features["best_mention"] = max(m.score for m in group.mentions)
        features["sum_mentions"] = min(3.0, sum(m.score for m in group.mentions))
        features["role_order"] = max(m.features.get("role_order", 0.0) for m in group.mentions)
        features["words"] = min(6.0, len(name.split())) / 3
        features["at_place"], features["of_place"] = _placed(name)
        features["always_nested"] = float(
            all(m.features.get("nested", 0.0) for m in group.mentions)
        )
        features["always_tail"] = float(
            all(m.features.get("nested_tail", 0.0) for m in group.mentions)
        )
        features["first_org"] = float(first.start <= first_sure)
        group.features = features
    _describe_cores(groups)
    described = list(groups.values())
    holders = Counter(s for group in described for s in _SIGNALS if s in group.features)
    for group in described:
        for signal, count in holders.items():
            if count > (signal in group.features):
                group.features["others:" + signal] = 1.0
    _describe_role(described)
    _describe_go_between(described)
    return described


def _describe_role(groups: list[Organisation]) -> None:
    """Tell how much more, or less, the NER takes a name for the employer's than any other name."""
    surest = nlargest(_MOST_RIVALS, groups, key=lambda g: g.features["role_order"])
    for group in groups:
        rival = next((g.features["role_order"] for g in surest if not _is_form(g, group)), 0.0)
        group.features["role_ahead"] = max(0.0, group.features["role_order"] - rival)
        group.features["role_behind"] = max(0.0, rival - group.features["role_order"])


_MOST_RIVALS = 6
"""Names, the surest by role, among which a name's rival is looked for."""
_GO_BETWEEN = ("name=agency", "after=agency", "name=school", "role=agency")
_WRITES = frozenset({"like_host", "after=recruits", "after=recruits_now", "after=we", "first_line"})
"""What speaks for whoever writes the posting: the employer, unless it hires for a client."""
_CLIENT = ("before=client", "role=client", "client_section")


def _describe_go_between(groups: list[Organisation]) -> None:
    """Tell an agency or school that hires for another from whom it hires for.

    What speaks for whoever writes the posting weighs otherwise where a client is named: an agency
    signs and recruits in its own name.
    """
    between = [any(f in g.features for f in _GO_BETWEEN) for g in groups]
    client = [any(f in g.features for f in _CLIENT) for g in groups]
    for group, is_between, is_client in zip(groups, between, client, strict=True):
        if is_client and not is_between and any(between):
            group.features["served"] = 1.0
        elif is_between and any(client):
            group.features["serves"] = 1.0
        if not is_client and any(client):
            place = "serves" if is_between else "beside_client"
            for name in _WRITES & group.features.keys():
                group.features[f"{place}:{name}"] = group.features.pop(name)


def _placed(name: str) -> tuple[float, float]:
    """Whether a name ends with `à` or with `de` and a place: `Camping des Pins à Arcachon`."""
    places = gazetteer().places
    words = name.split()
    for i in range(max(1, len(words) - 5), len(words) - 1):
        if words[i] in _LINKS and " ".join(words[i + 1 :]) in places:
            public = words[0] in word_list("org_heads") and words[0] not in word_list("org_kinds")
            return float(words[i] == "a"), float(words[i] != "a" and not public)
    return 0.0, 0.0


_LINKS = frozenset(["a", "de", "d", "du"])


def _describe_cores(groups: dict[str, Organisation]) -> None:
    """Tell names that are others with words around them: `Data Factory Valtrio`, beside `Valtrio`."""
    alone = {
        name: sum(1 for m in group.mentions if not m.features.get("nested"))
        for name, group in groups.items()
    }
    for name, group in groups.items():
        group.features["alone"] = min(4.0, alone[name]) / 2
        for inner in _parts(name):
            if alone.get(inner, 0) >= max(1, alone[name]):
                group.features["extends"] = 1.0
                groups[inner].features["extended"] = 1.0
                if name.endswith(inner):
                    group.features["extends_tail"] = 1.0
                if alone[inner] >= 2:
                    group.features["extends_repeated"] = 1.0
                    groups[inner].features["extended_repeated"] = 1.0


def _parts(name: str) -> Iterator[str]:
    """Yield the runs of a name's words that are shorter than it."""
    words = name.split()[:_MOST_WORDS]
    for length in range(1, len(words)):
        for i in range(len(words) - length + 1):
            yield " ".join(words[i : i + length])


_MOST_WORDS = 10


def choose(
    reading: Reading, mentions: list[Candidate], ranker: Ranker, title: Candidate | None = None
) -> tuple[Employer, list[Candidate], float] | None:
    """Choose the organisation that hires; return it with the mentions it was read from and its score.

    What is the job's `title`, or a part of it, must be surer than other names.
    """
    groups = gather(reading, mentions)
    for group, score in zip(groups, ranker.scores([g.features for g in groups]), strict=True):
        group.score = score
    if title is not None:
        groups = [g for g in groups if not _in_title(g, title) or g.score >= _sure_beside(title, g)]
    groups.sort(key=lambda g: (-g.score, g.mentions[0].start))
    if not groups:
        return None
    best = groups[0]
    firm = next((g for g in groups if any(m.features.get("firm") for m in g.mentions)), None)
    if firm is not None:
        best = firm
        best.score = max(best.score, FIRM)
    # Forms of one name share its probability: `Mairie de X`, `X`, `Mairie de X recrute`.
    score = min(1.0, sum(g.score for g in groups if _is_form(best, g)))
    if score < ranker.threshold:
        fallback = _labelled_agency(groups) or _introduced(groups)
        if fallback is None:
            return None
        best, score = fallback
    aliases = [
        g
        for g in groups
        if g is not best and g.score > 0.05 and same_organisation(best, g, reading)
    ]
    employer = Employer(name=best.name, aliases=[g.name for g in aliases])
    return employer, best.mentions, score


def _labelled_agency(groups: list[Organisation]) -> tuple[Organisation, float] | None:
    """Return the agency below an employer label, and how sure it is."""
    return next(
        (
            (group, LABELLED_AGENCY)
            for group in groups
            if any(mention.features.get("labelled_agency") for mention in group.mentions)
        ),
        None,
    )


def _introduced(groups: list[Organisation]) -> tuple[Organisation, float] | None:
    """Return the house that a sentence introduces or says to recruit, unless it hires for others, and how sure it is."""
    for group in groups:
        if group.features.keys().isdisjoint(_NOT_A_HOUSE):
            if any(_is_introduced(mention) for mention in group.mentions):
                return group, INTRODUCED
            if group.score >= _LEAST_RECRUITING and any(_recruits(m) for m in group.mentions):
                return group, RECRUITS
    return None


_NOT_A_HOUSE = frozenset({*_GO_BETWEEN, "is_place", "all_technical"})
"""`Brest est un port de pêche` introduces the town, `Ansible est un acteur clé` a tool."""
_LEAST_RECRUITING = 0.1
"""`L'Isère, cherche` is none: what recruits must look like a name."""


def _is_introduced(mention: Candidate) -> bool:
    return "sentence_start" in mention.features and "after=kind" in mention.features


def _recruits(mention: Candidate) -> bool:
    opens = "sentence_start" in mention.features or "article" in mention.features
    return opens and "after=recruits_now" in mention.features


def _sure_beside(title: Candidate, group: Organisation) -> float:
    """Return how sure a name in the job's title must be: surer than it where the title begins so."""
    begins = f"{identity(str(title.value))} ".startswith(f"{identity(group.name)} ")
    return title.score if begins else min(BESIDE_TITLE, title.score)


def _in_title(group: Organisation, title: Candidate) -> bool:
    if any(m.features.get("firm") for m in group.mentions):
        return False
    if f" {identity(group.name)} " in f" {identity(str(title.value))} ":
        return True
    return all(title.start <= m.start and m.end <= title.end for m in group.mentions)


def _is_form(one: Organisation, other: Organisation) -> bool:
    """Whether one name is the other, or a part of it."""
    return one is other or _contains(one, other) or _contains(other, one)


def _contains(one: Organisation, other: Organisation) -> bool:
    return other.padded in one.padded


def same_organisation(one: Organisation, other: Organisation, reading: Reading) -> bool:
    """Whether two names are forms of one: an acronym in brackets after it, initials, or a part."""
    a, b = identity(one.name), identity(other.name)
    if a in b.split(" / ") or f" {b} " in f" {a} " or f" {a} " in f" {b} ":
        return True
    short, long = sorted((a, b), key=len)
    initials = "".join(
        w[0]
        for w in re.split(r"[ '-]", long)
        if w and w not in ("de", "du", "des", "la", "le", "les", "l", "d", "et", "en")
    )
    if compact(short) == initials and len(initials) >= 2:
        return True
    for m in one.mentions:
        for n in other.mentions:
            first, second = sorted((m, n), key=lambda c: c.start)
            between = reading.view.text[first.end : second.start]
            if between.strip() == "(" and reading.view.text[second.end : second.end + 1] == ")":
                return True
    return False
