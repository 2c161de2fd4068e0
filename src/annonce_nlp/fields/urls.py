"""Where to apply on line: the addresses that the text gives for applying.

Other links – the employer's home page, its accounts, the product – are not returned. An address
counts when the words before it, the label or line above it, or the address itself say so.
"""

from __future__ import annotations

import html
import re

from annonce_nlp.choice import Candidate, Reading
from annonce_nlp.structure import Line

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`|{}\\^]{3,600}", re.IGNORECASE)
_TRAILING = ".,;:!?*_'»…"
_APPLY = re.compile(
    r"postul(?:er|ez|e\b|ant|ation)|candidat(?:er|ez|e sur|e ici|e via|e directement|ures?)\b|candidate\b"
    r"|formulaire|apply\b|application (?:form|link)|envo(?:yer|yez|ie) (?:votre|vos|ton|un|ta|nous|le|la)? ?(?:cv|dossier|candidature)"
    r"|depos(?:er|ez) (?:votre|vos|un|son|ton|une) (?:cv|candidature|dossier)|repond(?:re|ez|s) a (?:cette|l.|notre)"
    r"|s.inscrire|inscri(?:vez|ption)|remplir|remplissant|rempliss?ez|consulter l.offre|voir l.offre|lien (?:de|vers) l.offre"
    r"|offre (?:complete|detaillee|en ligne)|saisi(?:r|ssez) (?:votre|vos)"
)
_APPLY_LABEL = re.compile(
    r"(?:lien|url|adresse|site|page)s? (?:de|pour|d.|vers|internet de)?\s?(?:la |votre |l.)?(?:candidatures?|candidater|postuler|postulation|depot|offre|annonce)"
    r"|(?:pour )?(?:postuler|candidater)|candidatures?(?: a)?$|comment (?:postuler|candidater)|formulaire|apply|je postule|postulez|candidatez|depot"
    r"|modalites? de candidature|deposer (?:ma|votre|une) candidature"
)
_OWN = re.compile(
    r"(?:^|[/.?=_-])(?:postul\w*|candidat\w*|apply\w*|application-form|jobaffinity\w*|nous-rejoindre/offre)"
    r"|talent-?soft\.com|taleez\.com|welcomekit\.co|flatchr\.io|jobs\.lever\.co|greenhouse\.io|smartrecruiters\.com/\S+/|teamtailor\.com/jobs"
    r"|workable\.com|recruitee\.com|beetween\.|softy\.pro|digitalrecruiters\.|gestmax\.|profilculture\.com/\S+|choisirleservicepublic\.gouv\.fr/offre|emploi-territorial\.fr/offre|candidat\.francetravail\.fr/offres|apec\.fr/candidat"
)
_NEVER = re.compile(
    r"(?:linkedin\.com/(?:in|company|school)|facebook\.com|twitter\.com|x\.com/|instagram\.com|youtu\.?be|tiktok\.com|github\.com|legifrance\.|cnil\.fr|wikipedia\.org|service-public\.fr)"
)
_MORE = re.compile(
    r"(?:en savoir plus|plus d.info\w*|decouvr\w+|site (?:web|internet) de l.employeur|notre site|presentation|rgpd|donnees personnelles|confidentialite|mentions legales|politique|demo|code source|retrouve\w*|documentation|suivez)"
    r"[^.\n]{0,60}$"
)
_NOT_APPLYING = re.compile(
    r"(?:utiles?|prepar\w*) [^.\n]{0,40}$|confidentialite|donnees (?:a caractere )?personnel|rgpd|privacy|cookies|mentions? legales?"
)
_EMPLOYER_SITE = re.compile(
    r"(?:notre )?site (?:web|internet)(?: de l.employeur| de la collectivite|$)"
)
_FOR_APPLYING = re.compile(r"[)\s]{0,3}pour (?:postuler|candidater|deposer)")
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_MARKDOWN_GAP = 3
"""Between an address shown and the target of its link, in the view: ` (`."""
_REACH = 140
"""How far before an address the word that speaks of applying may stand, in characters."""


def find(reading: Reading) -> list[Candidate]:
    """Propose every address by which to apply."""
    text = reading.view.text
    folded = reading.folded
    if "http" not in folded and "www." not in folded:
        return []
    found: list[Candidate] = []
    for match in _URL.finditer(text):
        start, end = match.start(), _end(text, match.start(), match.end())
        if end - start < 8 or "." not in text[start:end]:
            continue
        why = _why(reading, start, folded[start:end])
        if why:
            found.append(Candidate(start, end, _value(reading, start, end), {}, source=why))
    return found


def _end(text: str, start: int, end: int) -> int:
    """Return where an address ends: before the punctuation of the sentence around it."""
    while end > start and (text[end - 1] in _TRAILING or _unpaired(text, start, end)):
        end -= 1
    return end


def _unpaired(text: str, start: int, end: int) -> bool:
    """Tell whether an address ends in a bracket that was opened before it."""
    opening = {")": "(", "]": "["}.get(text[end - 1])
    return opening is not None and text.count(opening, start, end) < text.count(
        text[end - 1], start, end
    )


def _why(reading: Reading, start: int, url: str) -> str:
    """Return what tells that an address is for applying: its label, the prose, itself; or nothing."""
    folded = reading.folded
    line = reading.structure.line_at(start)
    left = folded[max(line.start, start - _REACH) : start]
    ends = [m.end() for m in _SENTENCE.finditer(left)]
    sentence = left[ends[-1] :] if ends else left
    after = folded[start + len(url) : min(line.end, start + len(url) + 60)]
    labelled = line.label and _APPLY_LABEL.match(line.label)
    why = ""
    if _NEVER.search(url) or (_NOT_APPLYING.search(sentence) and not labelled):
        pass
    elif labelled:
        why = "label"
    elif _APPLY.search(sentence) or _FOR_APPLYING.match(after):
        why = "prose"
    elif start - line.start <= _REACH and not ends and _above(reading, line, start):
        why = "label"
    elif _OWN.search(url) and not _MORE.search(sentence) and not _under_employer(reading, line):
        why = "address"
    return why


def _under_employer(reading: Reading, line: Line) -> bool:
    """Tell whether an address is announced as the employer's own site."""
    if line.index == 0:
        return False
    above = reading.structure.lines[line.index - 1].folded
    return bool(_EMPLOYER_SITE.match(above) or _EMPLOYER_SITE.match(line.label))


def _above(reading: Reading, line: Line, start: int) -> bool:
    """Tell whether the line above, short or ending in a colon, speaks of applying."""
    first = start - line.start <= 3
    for back in (1, 2):
        if line.index < back:
            return False
        above = reading.structure.lines[line.index - back]
        if _URL.match(above.text):
            continue
        if _NOT_APPLYING.search(above.folded) or _EMPLOYER_SITE.match(above.folded):
            return False
        ends = above.folded.endswith(":")
        short = len(above.folded) <= 60
        return bool(
            (first and short and _APPLY_LABEL.match(above.folded))
            or (ends and _APPLY.search(above.folded[-_REACH:]))
        )
    return False


def _value(reading: Reading, start: int, end: int) -> str:
    begin, stop = reading.view.to_original(start, end)
    raw = html.unescape(reading.view.original[begin:stop])
    raw = re.sub(r"\\(?=[-*_.#()\[\]+!])|[\u00ad\u200b-\u200d\u2060\ufeff]|\s", "", raw)
    return raw if raw[:4].lower() == "http" else "https://" + raw


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the first mention of each address; of a Markdown link that shows one, its target."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        key = candidate.value.rstrip("/").lower()
        known = first.get(key)
        if known is None or candidate.start - known.end <= _MARKDOWN_GAP:
            first[key] = candidate
    return list(first.values())
