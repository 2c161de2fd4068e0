"""Pay phrases: sums, and the words that state pay without one."""

from __future__ import annotations

import re

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.remuneration.value import Pay, scaled
from annonce_nlp.grammar.money import find_money

_PAY = r"(?:remuneration|salaire|gratification|indemnites?|indemnisation|paie|paye|traitement|bourse|allocation)"
_ADJ = r"(?:\s(?:mensuelle?|annuelle?|brute?|nette?|horaire|de stage|du stage|de base|de depart|prevue|proposee?)){0,3}"
_VERB = r"(?:\s(?:est|sera|seront|sont|fixee?s?|calculee?s?|determinee?s?|versee?s?|basee?s?|etablie?s?|definie?s?)){0,3}"

WORDINGS: dict[str, tuple[str, ...]] = {
    "unpaid": (
        r"non[ -](?:remuneree?s?|indemnisee?s?|gratifiee?s?|paye)", r"(?:pas|sans) (?:de )?(?:remuneration|gratification|indemnite|indemnisation|salaire)",
        r"benevolat non remunere", r"a titre benevole", r"aucune (?:remuneration|gratification|indemnite)", r"ne (?:sera|seront|donne|fait) pas (?:remunere|indemnise|gratifie|lieu a)\w*",
    ),
    "legal": (
        r"(?:gratification|indemnite|indemnites|indemnisation|remuneration|salaire)" + _ADJ + _VERB + r"\s(?:legale?s?|reglementaires?|minimale?s?(?: legale)?|obligatoire|conventionnelle? de stage)",
        r"(?:minimum|taux|montant|tarif|bareme|seuil|plancher)\s(?:horaire\s)?(?:legal|reglementaire)(?:\sen vigueur)?", r"minimum de stage",
        r"(?:selon|suivant|conformement a|conforme a|en fonction de|dans le cadre de|au regard de|par|fixee? par|prevue? par)\s(?:la|les|le)\s(?:loi|legislation|dispositions? (?:reglementaires?|legales?)|reglementation|textes|reglementation nationale|bareme legal|decret|conditions? legales?|taux legal|cadre legal|montant legal|baremes?)(?:\s(?:en vigueur|applicables?|des? \w+))?",
        r"selon (?:la )?(?:reglementation|legislation|loi)(?:\sen vigueur)?", r"(?:reglementation|legislation|bareme|taux|tarif|grille|conditions) (?:legale? )?en vigueur",
        r"\bsmic\b(?:\s(?:horaire|mensuel|brut|net|hotelier|en vigueur|legal))*(?:\s?\+\s?\d{1,2}\s?%)?", r"\d{2,3}\s?% (?:du|de) (?:smic|minimum)", r"\d\s?%\s?(?:du\s)?smic",
        r"selon (?:l.)?age(?: et .{1,40})?", r"(?:grilles?|baremes?)[^.;,\n]{0,40}(?:apprenti|alternan|contrats? pro)\w*", r"(?:bareme|grille|remuneration|salaire) (?:de l.|des |d.)?(?:apprentissage|apprentis?|alternance|alternants?)", r"(?:convention|contrat) de stage (?:legale?|reglementaire)", r"tarif legal",
    ),
    "scale": (
        r"grilles? (?:indiciaires?|de remuneration|salariales?|des? \w+|statutaires?|fonction publique|fph|fpt|fpe|ccn\w*|nationale|interne|conventionnelles?|du [a-z' ]{3,30})(?: (?:de la |de l.|des |du |d.)[a-z' ]{2,40})?",
        r"(?:remuneration|salaire|traitement)" + _ADJ + r"\s?:?\s?(?:statutaire|indiciaire|conventionnelle?|reglementaire et statutaire)(?:\s?\+[^.;\n]{2,60})?",
        r"\bstatutaire\b(?:\s?(?:\+|et|,)\s?[^.;\n]{2,60})?", r"traitement (?:indiciaire|de base)", r"(?:selon|suivant|sur la base de|par referencea?|conformement a|en application de|application de)\s(?:la|le|l.)?\s?(?:convention(?: collective)?(?: nationale)?|ccn\w*|cc\s?\d+|cc\s?66|grille|statut|bareme|baremes|accord|echelle|echelon|grade|referentiel|cadre de gestion|classification|decret)(?:\s[^.;,\n]{2,60})?",
        r"convention collective(?: nationale)?(?: (?:de |du |des |d.|eclat|alisfa|syntec|\d+)[^.;,\n]{0,50})?", r"(?:ccn|cc|convention)\s?(?:51|66|eclat|alisfa|65|syntec)\b", r"rifseep|\bifse\b", r"indice(?:s)? (?:majore|brut|de base|nouveau majore)?\s?:?\s?\d{3,4}(?:\s?(?:a|-|et)\s?\d{3,4})?", r"\binm\s?:?\s?\d{3}|\bim\s?:?\s?\d{3}", r"coef(?:ficient|\.)?\s?:?\s?\d{2,4}", r"groupe [a-k1-8]\b.{0,25}(?:convention|ccn|eclat|alisfa|coef)", r"regime indemnitaire", r"bareme (?:syntec|des vacations|cnrs|de l'universite|[a-z]+)", r"remuneration (?:selon|suivant) (?:le )?(?:statut|grade|cadre d.emplois?|classification|corps)",
    ),
    "negotiable": (
        r"(?:a|en fonction de|en|selon|suivant)\s?(?:votre |le |la |l.|les )?(?:profils?|experiences?|competences?|qualifications?|diplomes?|anciennete|niveaux?|parcours|seniorite)(?:\s?(?:et|,|/|ou|&)\s?(?:votre |le |la |l.|les |de |du |d.)*(?:profils?|experiences?|competences?|qualifications?|diplomes?|anciennete|niveaux?|formation|parcours|expertise|talents?|grade|motivation|potentiel)s?)*",
        r"a (?:negocier|voir|debattre|definir|convenir|discuter|determiner|etudier)(?:\s(?:ensemble|selon [^.;\n]{2,40}))?", r"negociables?(?:\s(?:selon|suivant) [^.;\n]{2,40})?",
        r"(?:salaire|remuneration|package|conditions?(?: salariales?)?|fixe|paie)" + _ADJ + r"\s(?:tres |plus qu')?(?:attracti(?:f|ve)s?|motivante?s?|competiti(?:f|ve)s?|interessante?s?|evoluti(?:f|ve)s?|avantageuse?s?|a la hauteur[^.;\n]{0,40})", r"attracti(?:f|ve) (?:salaire|remuneration)", r"package (?:attractif|competitif)", r"selon (?:vos )?pretentions?", r"attractive salary|competitive salary|depending on experience", r"fixe\s?\+\s?(?:variable|primes?|commissions?)(?:\s[a-z]+)?",
    ),
    "paid": (
        r"stages? (?:remuneree?s?|indemnisee?s?|gratifiee?s?|payes?)", r"(?:mission|formation|poste|these|doctorat|contrat) (?:remuneree?|indemnisee?|financee?)", r"(?:remuneree?|indemnisee?|gratifiee?)s?\b(?! par la)", r"indemnite(?:s)? de stage", r"gratification(?:s)?(?: de stage)?(?: prevue)?", r"financements? (?:acquis|assure|obtenu|prevu)", r"these financee",
    ),
}  # fmt: skip
_PATTERNS = [
    (kind, re.compile("(?<![a-z0-9])(?:" + "|".join(f"(?:{p})" for p in forms) + ")"))
    for kind, forms in WORDINGS.items()
]
_CLAUSE_END = re.compile(
    r"[.;(•|]|\s[-–]\s|,\s(?!ifse|rifseep|regime|cia\b|nbi)|\s\+\s(?!ifse|rifseep|regime|cia\b|nbi|prime|indemn)|$"
)
_PAY_WORD = re.compile(
    r"remunerat|salaire|salarial|gratifi|indemnisation|indemnite|\bpaie\b|\bpaye\b|traitement (?:indiciaire|de base|mensuel|brut)|allocation|\bsalary|\bbourse\b|remunere|indemnise"
)
_PLAINLY_PAY = re.compile(
    r"rifseep|ifse|indiciaire|indice|grille|bareme|convention|coef|\bccn|remunere|indemnise|gratifi|financ|benevole|smic|fixe|salary"
)
_PAY_NEAR = re.compile(
    rf"{_PAY}|remunere|salarial|renumeration|smic|grille|indice|statutaire|convention|\bpay\b|package|\bfixe\b|salary|financ|indemnis|gratifi|benevol"
)
_NOT_BASE = re.compile(
    r"ticket|titre|restau|panier|repas|prime|bonus|variable|chiffre d.affaires|\bca\b|million|milliard|budget|rembours|mutuelle|transport|navigo|capital|subvention|"
    r"kilom|/km|interessement|participation|cheque|frais|forfait mobilite|aide|cooptation|13e|treizieme|commission|logement|loyer|hebergement|franchise|droit|investi|apport|cotisation|adhesion|avantages?"
)  # fmt: skip


def find(reading: Reading) -> list[Candidate]:
    """Propose every sum of money and every wording that may state pay."""
    folded = reading.folded
    found: list[Candidate] = []
    for line in reading.structure.lines:
        pay_line = line.role == "remuneration" and line.has_value
        begin = line.value_start if pay_line else line.start
        spans = list(find_money(folded, begin, line.end, bare=pay_line))
        near = float(bool(spans) and bool(_PAY_NEAR.search(line.folded)))
        for span in spans:
            if not scaled(span):
                continue
            features, _ = context(reading, span.start, span.end)
            text = folded[span.start : span.end]
            features["kind=amount"] = 1.0
            features["period=" + (span.period or "none")] = 1.0
            features["stated_period"] = float(span.stated_period)
            features["stated_tax"] = float(span.tax is not None)
            features["range"] = float(span.low != span.high)
            features["alone"] = float(len(spans) == 1)
            features["first_sum"] = float(span is spans[0])
            before = folded[max(line.start, span.start - 50) : span.start]
            after = folded[span.end : min(line.end, span.end + 35)]
            features["pay_before"] = float(bool(_PAY_NEAR.search(before)))
            features["pay_line"] = near
            features["other_before"] = float(bool(_NOT_BASE.search(before)))
            features["other_after"] = float(bool(_NOT_BASE.search(after)))
            features["small"] = float((span.high or span.low or 0) < 8)
            features["words_tax"] = float("brut" in text or "net" in text)
            found.append(Candidate(span.start, span.end, Pay.of(span), features))
        taken = [(c.start, c.end) for c in found if c.start >= line.start]
        found.extend(
            _wordings(reading, line.start if not pay_line else begin, line.end, taken, pay_line)
        )
    return found


def _clause_end(text: str, start: int) -> int:
    """Return where the clause under way at `start` ends."""
    found = _CLAUSE_END.search(text, start)
    return found.start() if found else len(text)


def _wordings(
    reading: Reading, begin: int, end: int, taken: list[tuple[int, int]], pay_line: bool
) -> list[Candidate]:
    text = reading.folded[begin:end]
    stated = (
        pay_line
        or bool(_PAY_WORD.search(text))
        or _PAY_WORD.search(reading.structure.line_at(begin).section) is not None
    )
    if not (stated or len(text) < 60 or _PAY_NEAR.search(text)):
        return []
    found: list[Candidate] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, stop = match.start() + begin, match.end() + begin
            if pay_line and start - begin <= 3 and kind in ("scale", "legal", "negotiable"):
                stop = max(stop, begin + _clause_end(text, match.end()))
            while stop > start and reading.folded[stop - 1] in " ,;:.(":
                stop -= 1
            if any(start < b and a < stop for a, b in taken):
                continue
            whole_line = stop - start >= 0.7 * (end - begin) and end - begin < 60
            if not stated and not whole_line and not _PLAINLY_PAY.search(match[0]):
                continue
            taken.append((start, stop))
            features, _ = context(reading, start, stop)
            features["kind=" + kind] = 1.0
            features["pay_stated"] = float(stated)
            features[f"{kind}_unstated"] = float(not stated)
            features["pay_before"] = float(
                bool(_PAY_NEAR.search(text[max(0, match.start() - 50) : match.start()]))
            )
            for word in match[0].split()[:4]:
                features["w:" + word] = 1.0
            found.append(Candidate(start, stop, Pay(kind), features))
    return found
