"""Which of the places mentioned is where the work is done."""

from __future__ import annotations

from collections.abc import Sequence

from annonce_nlp.choice import Candidate, Features, Ranker, Reading
from annonce_nlp.fields.places import cues, patterns

_INHERITED = frozenset({
    "role=place", "role=address", "role=employer", "role=contact", "role=title", "role_first=place", "shape=code", "shape=address", "shape=department",
    "shape=site", "shape=plain", "shape=bare_code", "shape=district", "first_line", "top", "whole_line", "whole_value", "preposition", "in_parens", "heading", "bullet",
    "kind=commune", "kind=department", "kind=region", "kind=country", "kind=city", "kind=unknown", "pop=0", "pop=4", "sec:localisation", "sec:lieu", "sec:conditions", "sec:modalites",
    "l:base", "l:basee", "l:basé", "l:poste", "l:lieu", "l:situe", "l:situee", "l:travail", "l:site", "l:siege", "l:bureaux", "l:locaux", "l:stage", "l:entre", "l:deplacements", "l:adresser", "l:secteur", "l1:a", "l1:de", "l1:sur", "l1:en", "l:agence", "l:residence", "l:affectation", "l:region", "in_org", "common_word", "common_words", "near", "ner=LIEU", "ner~LIEU", "ner=ORG", "ner~ORG", "works_at",
})  # fmt: skip


ANOTHER = 0.55
"""A second work place must be this probable: most postings have one."""
APART = 0.8
"""The same of one on another line than the first: a firm's other offices, more often than not."""
UNLISTED = 0.5
"""A name in no table must be this probable."""
IN_NAME = 0.15
"""The town of a public body's name must be this probable where nothing else tells where one works."""
LISTED = 0.15
"""A place of a list of which another was kept needs no more than this."""
_SIGNALS = (
    "role=place",
    "shape=code",
    "shape=department",
    "shape=address",
    "first_line",
    "role_first=place",
    "l:base",
    "l:poste",
)
"""Where another place has one of these, this one is less likely the work place."""


def gather(reading: Reading, mentions: list[Candidate]) -> list[tuple[list[Candidate], Features]]:
    """Group mentions of one place and describe each group."""
    groups: dict[str, list[Candidate]] = {}
    for mention in mentions:
        groups.setdefault(mention.value.identity, []).append(mention)
    finest = min((m.value.level for m in mentions), default=0)
    length = max(1, len(reading.folded))
    described = []
    for group in groups.values():
        features: Features = {}
        for mention in group:
            for feature in _INHERITED & mention.features.keys():
                if mention.features[feature]:
                    features[feature] = 1.0
            for name, value in mention.features.items():
                if name.startswith(("l1:", "ll:", "label:")):
                    features[name] = value
        features["all_elsewhere"] = min(m.features.get("elsewhere", 0.0) for m in group)
        features["some_elsewhere"] = max(m.features.get("elsewhere", 0.0) for m in group)
        features["count"] = min(5.0, len(group)) / 3
        features["only"] = float(len(groups) == 1)
        features["first"] = float(all(group[0].start <= m.start for m in mentions))
        features["first_at"] = group[0].start / length
        features["best_mention"] = max(m.score for m in group)
        features["role_chance"] = max(m.features.get("role_chance", 0.0) for m in group)
        features["level"] = float(min(m.value.level for m in group))
        features["finest"] = float(min(m.value.level for m in group) == finest)
        features["rivals"] = min(5.0, len(groups) - 1) / 3
        described.append((group, features))
    for signal in _SIGNALS:
        holders = [signal in features for _, features in described]
        for (_, features), held in zip(described, holders, strict=True):
            if sum(holders) > held:
                features["others:" + signal] = 1.0
    for name, behind in (("best_mention", "behind"), ("role_chance", "role_behind")):
        best = max((f[name] for _, f in described), default=0.0)
        for _, features in described:
            features[behind] = best - features[name]
    return described


def choose(
    reading: Reading, mentions: list[Candidate], ranker: Ranker, bodies: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Choose every place over the threshold, communes before what contains them; one mention each.

    Where there is none, the town in the name of the public body that hires (`bodies`): `Ville de Dax`.
    """
    scored = []
    for group, features in gather(reading, mentions):
        score = ranker.score(features)
        best = max(
            group,
            key=lambda m: (
                m.value.postal_code is not None or m.value.department is not None,
                m.score,
                -m.start,
            ),
        )
        best.score = score
        scored.append(best)
    scored = [m for m in scored if not m.features.get("direction")]
    top = max((m.score for m in scored), default=0.0)
    lines = {reading.structure.line_at(m.start).index for m in scored if m.score == top}

    def is_enough(mention: Candidate) -> bool:
        beside = reading.structure.line_at(mention.start).index in lines
        return mention.score == top or mention.score >= (ANOTHER if beside else APART)

    kept = [
        m
        for m in scored
        if m.score >= (ranker.threshold if _is_told(m) else UNLISTED) and is_enough(m)
    ]
    if not kept:
        return [
            m
            for m in sorted(scored, key=lambda m: -m.score)
            if m.score >= IN_NAME
            and m.value.level == 0
            and any(body.start <= m.start and m.end <= body.end for body in bodies)
        ][:1]
    kept.extend(_listed_with(reading, mentions, kept, scored))
    if any(_in_divided_city(m) for m in kept):
        kept = [m for m in kept if "shape=district" not in m.features or _in_divided_city(m)]
    finest = min(m.value.level for m in kept)
    if any(m.value.level == 0 and not m.value.names_an_area for m in kept):
        kept = [m for m in kept if not m.value.names_an_area]
    return sorted((m for m in kept if m.value.level == finest), key=lambda m: (-m.score, m.start))[
        :12
    ]


def _listed_with(
    reading: Reading, mentions: list[Candidate], kept: list[Candidate], scored: list[Candidate]
) -> list[Candidate]:
    """Return the places of a list where one was kept: all of `Nice, Antibes et Grasse` or none."""
    chosen = {m.value.identity for m in kept}
    evidence = {m.start for m in kept}
    lists: list[list[Candidate]] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = lists[-1][-1] if lists else None
        if last is not None and cues.JOINS.fullmatch(reading.folded, last.end, mention.start):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    beside = {
        m.value.identity
        for members in lists
        if any(m.start in evidence for m in members)
        for m in members
    }
    return [
        m
        for m in scored
        if m.value.identity in beside - chosen and m.score >= LISTED and m.value.entry is not None
    ]


def _is_told(mention: Candidate) -> bool:
    """Whether a table knows a place, or a code beside its name says that it is one."""
    place = mention.value
    return bool(place.entry or place.postal_code or place.department)


def _in_divided_city(mention: Candidate) -> bool:
    """Whether a place is a city with arrondissements, or one of them by its postal code."""
    code = mention.value.postal_code or ""
    return (
        code.startswith(tuple(patterns.DISTRICT_CODES.values()))
        or mention.value.identity in patterns.DISTRICT_CODES
    )
