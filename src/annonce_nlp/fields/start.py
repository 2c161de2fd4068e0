"""When the work begins: a day, a month, or as soon as possible."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.deadline.value import Anchors, read_anchors, resolve
from annonce_nlp.grammar.dates import DateSpan, first_after
from annonce_nlp.grammar.expressions import quick
from annonce_nlp.words import last_end

_ASAP = re.compile(
    quick(
        r"des que possible|le plus (?:rapidement|tot|vite) possible|au plus (?:vite|tot)|immediate?(?:ment|s)?\b|sans delai|\basap\b|des (?:maintenant|a present)|prise de poste rapide|rapidement|tout de suite|as soon as possible|de suite\b|aussitot que possible|le plus tot sera le mieux|sans attendre|\burgente?\b"
        r"|des que (?:vous (?:etes libre|pouvez|serez libre)|tu (?:es libre|peux)|la bonne personne)"
    )
)
_CALL = re.compile(
    r"(?:postul|candidat|contact|rejoi|envoy|transmet|adress|inscri|apprendre|appel)[a-z]*[^.;\n]{0,25}$"
)
_BEGINS = re.compile(
    quick(
        r"debut|demarr|commenc|prise de (?:poste|fonction|service)|arriv|\bdepart\b|entree|embauche"
        r"|integration|rentree|reprise|vacant|\blibre|pourvoir|dispo|a partir|a compter|\bdes l|install"
        r"|ouverture|start|from\b|periode|calendrier|quand|session|saison|mission|recrutement|nomination"
    )
)
_ELSE = re.compile(
    quick(
        r"avant l|jusqu|limite|clotur|publi|envoy|poste(?<!de poste) le|entretien|audition|jury|recevr|recu|dossier"
        r"|candidat|reunion|mis[e ]|rencontr|inscri|postul|depose|reponse|repond|plus tard|d'ici|decret"
        r"|arrete|fin d|\bdepuis|cree|fonde"
    )
)
_CUE_CHARS = 45
_CLAUSE_END = re.compile(r"[;!?·|•]|\.\s|\d\s?,\s")
"""What parts a date from words that speak of another: `entretiens le 28 mai ; début le 2 juin`."""
_RANGE_AFTER = re.compile(r"\s?(?:au|a|-|–|jusqu'au)\s(?:le\s|fin\s|mi-)?[a-z]{0,9}\s?\d{0,2}")
_RANGE_BEFORE = re.compile(r"(?:\bau|jusqu'au|\ba fin|\d\s[-–]|[a-z]\s[-–])\s$")
_YEARS = re.compile(r"(?<!\d)20[0-3]\d(?!\d)")
_SEASON = re.compile(r"rentree (?:de septembre )?(?P<year>20\d\d)")


def find(reading: Reading) -> list[Candidate]:
    """Propose every date, month and « dès que possible »."""
    anchors: Anchors = reading.anchors or read_anchors(reading, None)
    folded = reading.folded
    found: list[Candidate] = []
    for span in reading.days:
        value = resolve(span, anchors)
        found.append(
            _candidate(reading, span.start, span.end, value.isoformat() if value else None, "day")
        )
    taken = [(d.start, d.end) for d in reading.days]
    at = 0
    for span in sorted(reading.months, key=lambda s: s.start):
        while at < len(taken) and taken[at][1] <= span.start:
            at += 1
        if at < len(taken) and taken[at][0] < span.end:
            continue
        found.append(
            _candidate(reading, span.start, span.end, _month(span, anchors, folded), "month")
        )
    found.extend(
        _candidate(reading, m.start(), m.end(), "asap", "asap")
        for m in _ASAP.finditer(folded)
        if not _CALL.search(folded[max(0, m.start() - 40) : m.start()])
    )
    found.extend(
        _candidate(reading, m.start(), m.end(), m["year"] + "-09", "month")
        for m in _SEASON.finditer(folded)
    )
    latest = max((int(year) for year in _YEARS.findall(folded)), default=0)
    for candidate in found:
        year = str(candidate.value or "")[:4]
        candidate.features["stale"] = float(year.isdigit() and latest - int(year) >= 2)
    last_day = max((c.value for c in found if c.features.get("shape=day") and c.value), default="")
    for candidate in found:
        candidate.features["last_day"] = float(candidate.value == last_day != "")
    return found


def _month(span: DateSpan, anchors: Anchors, folded: str) -> str | None:
    year = span.year
    if year is None:
        # The second of two months may carry the year of both: `mars ou avril 2023`.
        after = re.match(
            r"\s?(?:\d{1,2}\s?)?(?:ou|et|a|/|-|–)\s?(?:\d{1,2}\s)?[a-z]{3,9}\s(20\d\d)",
            folded[span.end : span.end + 30],
        )
        base = anchors.published or anchors.reference
        if after:
            year = int(after[1])
        elif (
            base is not None
            and (found := first_after(1, span.month, base.replace(day=1))) is not None
        ):
            year = found.year
        else:
            return None
    return f"{year}-{span.month:02d}"


def _candidate(reading: Reading, start: int, end: int, value: str | None, shape: str) -> Candidate:
    features, _ = context(reading, start, end)
    features["shape=" + shape] = 1.0
    features["datable"] = float(value is not None)
    line = reading.structure.line_at(start)
    before = reading.folded[max(line.start, start - _CUE_CHARS) : start]
    after = reading.folded[end : min(line.end, end + 16)]
    clause = before[last_end(_CLAUSE_END, before) :]
    begins, elsewhere = last_end(_BEGINS, clause), last_end(_ELSE, clause)
    features["begins"] = float(begins > elsewhere)
    features["elsewhere"] = float(elsewhere > begins)
    features["begins_and_else"] = float(min(begins, elsewhere) > 0)
    features["begins_after"] = float(bool(_BEGINS.match(after.lstrip(" (:,"))))
    first, last = bool(_RANGE_AFTER.match(after)), bool(_RANGE_BEFORE.search(before))
    features["range_first"] = float(first and shape != "asap")
    features["range_last"] = float(last and not first)
    return Candidate(start, end, value, features)


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best datable candidate over the threshold, a date before « dès que possible »."""
    credible = [c for c in ranked if c.score >= threshold and c.value is not None]
    return credible[:1]
