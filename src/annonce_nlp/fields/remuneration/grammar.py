"""Pay phrases: sums, and the words that state pay without one."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.remuneration.grades import join_grades
from annonce_nlp.fields.remuneration.value import Pay, scaled
from annonce_nlp.fields.remuneration.whole import told_by_month
from annonce_nlp.fields.remuneration.wordings import Wording, find_wordings
from annonce_nlp.grammar.expressions import quick
from annonce_nlp.grammar.money import MoneySpan, find_money
from annonce_nlp.structure import Line

_PAY_NEAR = re.compile(
    quick(
        r"remuneration|\btaux (?:journalier|jour|horaire)|\btjm\b|salaire|gratification|indemnit|\bpaie\b|\bpaye\b|traitement|bourse|allocation|remunere|salarial|renumeration|smic|grille|indice|statutaire|convention|\bpay\b|package|\bfixe\b|salary|financ|indemnis|gratif|benevol|retribu|compensation|\bremu\b|honoraires|\bcachet|\btarif|\bccn|bareme"
    )
)
_NOT_BASE = re.compile(
    quick(
        r"ticket|titre|restau|panier|repas|prime|bonus|variable|chiffre d.affaires|\bca\b|million|milliard|budget|rembours|mutuelle|transport|navigo|capital|subvention|"
        r"kilom|/km|interessement|participation|cheque|frais|forfait mobilite|aide|cooptation|13e|treizieme|commission|logement|loyer|hebergement|franchise|droit|investi|apport|cotisation|adhesion|avantages?"
    )
)  # fmt: skip

_PAY_WORD = re.compile(
    quick(
        r"remunerat|\btaux (?:journalier|jour|horaire)|\btjm\b|salaire|salarial|gratif|indemnisation|indemnite|\bpaie\b|\bpayee?s?\b|traitement (?:indiciaire|de base|mensuel|brut|selon|suivant|discute|a debattre)|retribu|compensation\b|\bremu\b|\bpackage\b|honoraires|\bcachet\b|\btarifs?\b|allocation|\bsalary|\bbourse\b|remunere|indemnise"
    )
)
_OPENS_SUM = re.compile(
    r"(?:\s?\(|,?\s(?=soit\b)|\s(?=de\b))\s?(?:soit\s)?(?:environ\s|de\s|pres de\s)?"
)
_CLOSES_SUM = re.compile(r"[^()\n]{0,30}\)")


def find(reading: Reading) -> list[Candidate]:
    """Propose every sum of money and every wording that may state pay."""
    found: list[Candidate] = []
    for line in reading.structure.lines:
        pay_line = line.role == "remuneration" and line.has_value
        begin = line.value_start if pay_line else line.start
        found_sums = find_money(reading.folded, begin, line.end, bare=pay_line)
        monthly = (told_by_month(reading.folded, span, line.end) for span in found_sums)
        likely = _without_package(reading.folded, [s for s in monthly if s and scaled(s)])
        sums = join_grades(reading.folded, likely)
        wordings = _wordings(reading, line, begin, sums, pay_line=pay_line)
        for span in sums:
            start, end = _with_wording(reading.folded, span, wordings)
            found.append(_sum(reading, line, span, (start, end), sums))
        found.extend(_worded(reading, line, begin, w) for w in wordings)
    return found


def _sum(
    reading: Reading, line: Line, span: MoneySpan, whole: tuple[int, int], sums: list[MoneySpan]
) -> Candidate:
    folded = reading.folded
    features, _ = context(reading, *whole)
    text = folded[span.start : span.end]
    features["kind=amount"] = 1.0
    features["period=" + (span.period or "none")] = 1.0
    features["stated_period"] = float(span.stated_period)
    features["stated_tax"] = float(span.tax is not None)
    features["range"] = float(span.low != span.high)
    features["alone"] = float(len(sums) == 1)
    features["first_sum"] = float(span is sums[0])
    before = folded[max(line.start, span.start - 50) : span.start]
    after = _own_words(folded[span.end : min(line.end, span.end + 35)], folded, span, sums)
    features["pay_before"] = float(bool(_PAY_NEAR.search(before)))
    features["pay_line"] = float(_near_pay(line.folded))
    features["other_before"] = float(bool(_NOT_BASE.search(before)))
    features["other_after"] = float(bool(_NOT_BASE.search(after)))
    features["small"] = float((span.high or span.low or 0) < 8)
    features["words_tax"] = float("brut" in text or "net" in text)
    return Candidate(*whole, Pay.of(span), features)


def _without_package(folded: str, sums: list[MoneySpan]) -> list[MoneySpan]:
    """Leave out a package whose fixed part is told beside it: base pay alone counts."""
    if not any(_FIXED.search(folded, max(0, s.start - 40), s.start) for s in sums):
        return sums
    return [s for s in sums if not _PACKAGE.search(folded, max(0, s.start - 40), s.start)]


_PACKAGE = re.compile(r"\bpackages?\b[^.;\n]{0,30}$")
_FIXED = re.compile(r"\bfixes?\b[^.;\n]{0,25}$")
_LAST_BREAK = re.compile(r"[,;.()+|](?!.*[,;.()+|])|\s(?:et|plus)\s(?!.*\s(?:et|plus)\s)")


def _own_words(after: str, folded: str, span: MoneySpan, sums: list[MoneySpan]) -> str:
    """Return what stands after a sum, without the words that announce the next: `1 830 € (prime : 90 €)`."""
    following = next((s.start for s in sums if s.start >= span.end), None)
    if following is None or following - span.end > _NEXT_SUM:
        return after
    between = folded[span.end : following]
    last = _LAST_BREAK.search(between)
    return between[: last.start()] if last else after


_NEXT_SUM = 60


def _wordings(
    reading: Reading, line: Line, begin: int, sums: list[MoneySpan], *, pay_line: bool
) -> list[Wording]:
    """Return the wordings of a line that may state pay; none where nothing speaks of pay."""
    text = reading.folded[begin : line.end]
    stated = pay_line or bool(_PAY_WORD.search(text)) or _of_pay(line.section)
    if not (stated or len(text) < 60 or _PAY_NEAR.search(text)):
        return []
    found = []
    for whole in find_wordings(reading.folded, begin, line.end, value=pay_line):
        wording = _before_sums(reading.folded, whole, sums)
        if wording is None:
            continue
        whole_line = wording.end - wording.start >= 0.7 * len(text) and len(text) < 60
        if stated or whole_line or wording.plain:
            found.append(wording)
    return found


def _before_sums(folded: str, wording: Wording, sums: list[MoneySpan]) -> Wording | None:
    """Return a wording up to the clause that holds a sum; None when a sum stands in its first."""
    if any(s.start <= wording.start < s.end for s in sums):
        return None
    inside = min((s.start for s in sums if wording.start < s.start < wording.end), default=None)
    if inside is None:
        return wording
    clause = folded.rfind(",", wording.start, inside)
    return replace(wording, end=clause) if clause >= 0 else None


@lru_cache(maxsize=8)
def _near_pay(line: str) -> bool:
    """Whether a line speaks of pay or what is near it; its sums ask one after the other."""
    return _PAY_NEAR.search(line) is not None


@lru_cache(maxsize=256)
def _of_pay(section: str) -> bool:
    """Whether a section's heading speaks of pay; its lines ask one after the other."""
    return _PAY_WORD.search(section) is not None


def _with_wording(folded: str, span: MoneySpan, wordings: list[Wording]) -> tuple[int, int]:
    """Return the sum's span, with the wording it spells out: `gratification légale (600 €)`."""
    for wording in wordings:
        between = folded[wording.end : span.start]
        if len(between) < 24 and (opened := _OPENS_SUM.fullmatch(between)):
            closing = _CLOSES_SUM.match(folded, span.end)
            if "(" not in opened[0]:
                closing = None
            elif closing is None:
                continue
            wordings.remove(wording)
            return wording.start, closing.end() if closing else span.end
    return span.start, span.end


def _worded(reading: Reading, line: Line, begin: int, wording: Wording) -> Candidate:
    features, _ = context(reading, wording.start, wording.end)
    text = reading.folded[begin : line.end]
    stated = (
        line.role == "remuneration"
        or bool(_PAY_WORD.search(text))
        or bool(_PAY_WORD.search(line.section))
    )
    features["kind=" + wording.kind] = 1.0
    features["pay_stated"] = float(stated)
    features[f"{wording.kind}_unstated"] = float(not stated)
    features["pay_before"] = float(
        bool(_PAY_NEAR.search(reading.folded[max(begin, wording.start - 50) : wording.start]))
    )
    for word in wording.words.split()[:4]:
        features["w:" + word] = 1.0
    return Candidate(wording.start, wording.end, Pay(wording.kind), features)
