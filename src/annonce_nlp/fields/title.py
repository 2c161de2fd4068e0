"""The job title: a line of its own, a label's value, or what follows « recrute »."""

from __future__ import annotations

import re
from itertools import islice

from annonce_nlp.choice import Candidate, Reading, context
from annonce_nlp.fields.employer.forms import title_slot_end
from annonce_nlp.words import word_list

_GENDER = re.compile(
    r"\(?\b(?:h\s?/\s?f|f\s?/\s?h|hf|fh|h\.f|m/f|f/m|h/f/x|h/f/nb|homme/femme)\b(?:/(?:x|nb|d))?\)?"
)
_RECRUITS = re.compile(
    r"\b(?:recrute|recherche|recherchons|recrutons|cherche|cherchons|embauche|propose|recrutement d.|poste d[e'])(?:\s(?:pour|dans|a|au|en|des|actuellement|activement)\s[^,:.\n]{0,60}?)?\s*(?:,|:|-)?\s*(?:des maintenant |actuellement |aujourd'hui )?(?:\d{1,2}|deux|trois|un\s?\(?e?\)?|une|un\.e|un·e|un/une|une/un|un ou une|des|son|sa|ses|son/sa|notre|leur|:)[ \n]+(?:nouveau |nouvelle |futur\S* |stage (?:de |d.)?)?"
)
_PREFIX = re.compile(
    r"^(?:(?:offre pour|offre (?:de |d.)?(?:stage|emploi|these|cdd|cdi|alternance|mission)|offre|annonce|recrutement|recherche|we are hiring|on recrute|poste (?:de|d.)|poste|emploi|intitule(?: du poste)?|fiche de poste|avis de recrutement|appel a candidatures?|job|urgent|stages?|alternance|apprentissage|cdi|cdd|interim|these|doctorat|post-doc|contrat d.apprentissage|service civique)\s*(?:\([^)]{1,25}\)|\d{1,2} mois|[hf]/[hf])?\s*(?:[-–—:|/•]+|\s(?=un\b))\s*)+"
)
_ARTICLE = re.compile(
    r"^(?:un\(e\)|un\.e|un·e|un/une|un ou une|une ou un|une|un|le|la|les|l'|des)\s+"
)
_TAIL = re.compile(
    r"\s*(?:[-–—|•(,]|\s/)\s*(?:(?:cdi|cdd|stage|alternance|interim|temps (?:plein|partiel|complet)|\d{5}|\d{2}\b|ref\b|reference|n°|remote|teletravail|a pourvoir|poste a|\d{1,2} mois|\d{2}h|cat(?:egorie|\.)? ?[abc]\b|freelance|contrat|urgent|basee? a|duree|publie|saison|des que|\d{3,}|\d+ ?(?:jours?|heures?)|mi-temps|poste en|a partir|rentree|urgent|recrutement|nouveau|(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre) 20).*)$"
)
_CONTRACT_WORD = re.compile(
    r"(?:stage|alternance|apprentissage|cdi|cdd|interim|vacations?)\s+(?=\S)"
)
_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|madame|monsieur|merci|cher|chere|salut|fwd|tr\s?:|re\s?:|objet|pourquoi|ce que|vous|tu\b|nous|on\b|il\b|que\b|qui\b|fr\b|\[)"
)
_NAMED_AS = re.compile(
    r"\b(?:en tant qu(?:e |')|en qualite d(?:e |')|comme |(?:poste|emploi|fonctions?|metier|mission) d(?:e |')|deven(?:ez|ir|ons) |devenez notre )(?:un\.?e? |une |un\(e\) |notre |nos )?"
)
_STOP = re.compile(
    r"\s(?:pour (?:rejoindre|un[e]? |le |la |son|sa|notre|renforcer|accompagner|completer|integrer|assurer)|afin de|qui (?:aura|sera)|a temps|en cdi|en cdd|en contrat|dans le cadre|dont |au sein|basee? |sur (?:le|la|l.)|chez |capable|motive|passionne|dynamique|experimente|\(?des que|pour une duree|a compter|a partir|disponible|pour diffuser|pour aider)"
)
_SEEKS = re.compile(
    r"\b(?:recrut|recherch|cherch|embauch|besoin d|propos|accueill|complet|devenez|devenir|offre|poste d|emploi d)\w*"
)
_JOB_WORDS = 6
"""Jobs named in prose that are proposed at most."""
_WORD = re.compile(r"(?<![a-z'-])[a-z]{3,}")
_NOUN_END = re.compile(
    r"[.;:!?()|•\n]|, |\s[-–—]\s|\s(?:qui|que|pour|sur|a|au|aux|avec|chez|dont|afin|en|est|sera|sont|ont|n'a|dans|vous|nous|des que|cherche|recherche|recrute|motive\w*|experimente\w*|souhait\w+|dispos\w+|titulaires?|statut|par|sous|ou (?:vous|un|une)|et (?:vous|nous|un|une|de (?:la|l'|notre)))\b"
)
_BEFORE_PLACE = re.compile(r"(?:[\s(,|–—-]|\b(?:a|au|aux|en|sur|de|pour|dans|la|le|les|l'))+$")


def find(reading: Reading) -> list[Candidate]:
    """Propose the opening lines, the values of title labels and the objects of « recrute »."""
    found: list[Candidate] = []
    for line in reading.structure.lines[:14]:
        if line.end - line.start <= 170 and not (
            line.label and line.role not in ("title", "other") and line.inline
        ):
            begin = line.value_start if line.role == "title" and line.has_value else line.start
            _add(reading, found, begin, line.end, "line")
            if cut := _STOP.search(reading.folded, begin + 4, line.end):
                _add(reading, found, begin, cut.start(), "cut")
            for part in re.finditer(
                r"\s[-–—|:•]\s?|[-–—|:]\s|\)\s?[-–—]?\s?", reading.view.text[begin : line.end]
            ):
                after = begin + part.end()
                _add(reading, found, after, line.end, "after_dash")
                if cut := _STOP.search(reading.folded, after + 4, line.end):
                    _add(reading, found, after, cut.start(), "after_dash_cut")
                _add(reading, found, begin, begin + part.start(), "before_dash")
    for line in reading.structure.labelled("title")[:4]:
        if line.index >= 14:
            _add(reading, found, line.value_start, min(line.end, line.value_start + 150), "label")
    _add_before_places(reading, found)
    _add_job_words(reading, found)
    if (slot := title_slot_end(reading)) is not None:
        _add(reading, found, slot, reading.structure.lines[0].end, "after_slot")
    matches = [(m, "recruits") for m in islice(_RECRUITS.finditer(reading.folded), 5)]
    matches += [(m, "named_as") for m in islice(_NAMED_AS.finditer(reading.folded), 4)]
    for match, shape in matches:
        line = reading.structure.line_at(match.start())
        stop = reading.structure.line_at(match.end()).end if match.end() > line.end else line.end
        tail = re.search(r"[.;!?\n]|,\s", reading.folded[match.end() : stop])
        end = match.end() + tail.start() if tail else stop
        cut = _STOP.search(reading.folded, match.end(), end)
        _add(
            reading,
            found,
            match.end(),
            cut.start() if cut else min(end, match.end() + 110),
            shape,
        )
    return found


def _add_job_words(reading: Reading, found: list[Candidate]) -> None:
    """Propose what begins with a word for a job in prose: `cherche agent technique polyvalent`."""
    jobs, folded = word_list("job_heads"), reading.folded
    seen: set[str] = set()
    for match in _WORD.finditer(folded):
        if match[0] not in jobs:
            continue
        line = reading.structure.line_at(match.start())
        end = _NOUN_END.search(folded, match.end(), line.end)
        stop = min(end.start() if end else line.end, match.start() + 90)
        name = folded[match.start() : stop]
        if name not in seen:
            seen.add(name)
            _add(reading, found, match.start(), stop, "job_word")
        if len(seen) == _JOB_WORDS:
            return


def _add_before_places(reading: Reading, found: list[Candidate]) -> None:
    """Propose opening lines up to the first place they name: `Cariste à Vierzon (H/F)`."""
    opening = reading.structure.lines[:6]
    end = opening[-1].end
    for place in reading.candidates.get("places", []):
        if place.start >= end:
            break
        line = reading.structure.line_at(place.start)
        before = _BEFORE_PLACE.search(reading.folded, line.start, place.start)
        if before and before.start() - line.start >= 4 and line.end - line.start <= 170:
            begin = line.value_start if line.role == "title" and line.has_value else line.start
            _add(reading, found, begin, before.start(), "before_place")


def _add(reading: Reading, found: list[Candidate], start: int, end: int, shape: str) -> None:
    text, folded = reading.view.text, reading.folded
    prefix = _PREFIX.match(folded[start:end])
    stripped = prefix is not None and end - start - prefix.end() >= 4
    if prefix is not None and stripped:
        start += prefix.end()
    kind = _CONTRACT_WORD.match(folded, start, end)
    if kind and text[kind.end()].isupper() and not text[start:end].isupper():
        start = kind.end()
    if article := _ARTICLE.match(folded[start:end]):
        start += article.end()
    tail = _TAIL.search(folded[start:end])
    if tail and tail.start() >= 4 and not _GENDER.search(tail[0]):
        end = start + tail.start()
    while start < end and text[start] in ' \t-–—:|•*#"«»>/,.':
        start += 1
    while end > start and text[end - 1] in ' \t-–—:|•*#"«»>/,.!':
        end -= 1
    if end - start > 1 and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    words = text[start:end].split()
    if not 1 <= len(words) <= 22 or not any(c.isalpha() for c in text[start:end]):
        return
    if any(c.start == start and c.end == end for c in found):
        return
    features, line = context(reading, start, end)
    low = folded[start:end]
    jobs = word_list("job_heads")
    tokens = re.findall(r"[a-z]+", low)
    features = {k: v for k, v in features.items() if not k.startswith(("r:", "r1:", "ll:", "l:", "l2:"))}
    features["shape=" + shape] = 1.0
    features["stripped"] = float(stripped)
    features["after_paren"] = float(")" in text[max(0, start - 5) : start])
    features["before_cut"] = float(bool(_STOP.match(folded, end)))
    features["holds_stop"] = float(bool(_STOP.search(low)))
    features["from_first_line"] = float(line is not None and line.index == 0)
    features["gender"] = float(bool(_GENDER.search(low)))
    features["job_word"] = float(any(t in jobs for t in tokens))
    features["job_first"] = float(bool(tokens) and tokens[0] in jobs)
    features["job_second"] = float(len(tokens) > 1 and tokens[1] in jobs)
    features["inclusive"] = float(
        bool(re.search(r"[a-z](?:[·.•/(-]|\()(?:e|ne|se|trice|rice|euse|ere|ve|te)\b", low))
    )
    features["words"] = min(12, len(words)) / 6
    features["caps"] = float(text[start:end].isupper())
    features["verb"] = float(
        bool(
            re.search(
                r"\b(?:vous|nous|recrute|recherche|est|sont|sera|avez|votre|notre|publiee?|partager|retour|postuler|exporter|deposer|cliquez)\b",
                low,
            )
        )
    )
    before = folded[max(line.start if line else 0, start - 60) : start]
    features["after_recruits"] = float(bool(_SEEKS.search(before)))
    features["seeks_and_line_start"] = float(not before.strip())
    features["repeated"] = min(3.0, folded.count(low)) / 3
    features["near_top"] = float(start < 400)
    features["greeting"] = float(bool(_GREETING.search(low)))
    features["digits"] = float(any(c.isdigit() for c in low))
    features["whole_line"] = float(
        line is not None and end - start >= 0.9 * (line.end - line.start)
    )
    features["index"] = float(line.index if line else 20) / 10
    if tokens:
        features["w1:" + tokens[0]] = 1.0
    for t in tokens:
        if t in (
            "mairie",
            "communaute",
            "association",
            "universite",
            "groupe",
            "offre",
            "poste",
            "emploi",
            "stage",
            "stagiaire",
            "recrutement",
            "missions",
            "entreprise",
            "ville",
            "commune",
        ):
            features["has:" + t] = 1.0
    found.append(Candidate(start, end, text[start:end], features, source=shape))


def choose(ranked: list[Candidate], threshold: float) -> list[Candidate]:
    """Choose the best candidate over the threshold."""
    return [c for c in ranked[:1] if c.score >= threshold]
