"""What stands around a posting: a site's menus, a forwarder's note, other offers, a site's last lines."""

from __future__ import annotations

import re

from annonce_nlp.words import word_list

_WORD = re.compile(r"[^\W_]+")
_LONGEST_MENU = 150
_FEWEST_WORDS = 40
"""Words of a posting: a heading of other offers above fewer is a tab of the page's menu."""
_LONGEST_NOTE = 80
"""Words of a note before a forwarded posting; longer ones are a mail with an older one below."""
_FORWARDED = re.compile(
    r"(?m)^[^\w\n]*(?:debut du )?(?:(?:message|courriel|mail) (?:transfere|reexpedie|d'origine|original)"
    r"|(?:forwarded|original) message)[^\w\n]*$"
)
_OFFERS = r"(?:offres?|annonces?|emplois|postes|jobs)(?: d'emplois?)?"
_OTHERS = re.compile(
    r"(?m)^[^\w\n]*(?:"
    rf"(?:(?:voir|decouvr\w+|consult\w+) )?(?:les |nos |d'|\d+ )*(?:autres )?{_OFFERS} "
    r"(?:similaires?|semblables?|associees?|sugger\w+|recommand\w+|connexes?|sponsoris\w+|a la une)"
    rf"|(?:ces|d'autres|les) {_OFFERS} (?:pourraient|peuvent|devraient)(?: aussi| egalement)? (?:vous |t'|te )"
    r"(?:interesser|plaire|correspondre|convenir)"
    r"|(?:vous|tu) (?:pourriez|pourrais)(?: aussi| egalement)? (?:aimer|etre interesse\w*)"
    r"|(?:vous|tu) aimer(?:ez|as) aussi"
    rf"|(?:voir )?(?:les |d')?(?:\d+ )?autres {_OFFERS}(?: (?:de|du|des|chez|a|au|en|dans) [^.:\n]{{1,50}})?"
    r"|(?:autres )?recherches (?:similaires|associees|populaires|frequentes)"
    r"|(?:similar|recommended|related) jobs|people also viewed"
    r")[^\w\n]*(?:$|\(\d+\)|:|\s{2,})"
)
_LAST_LINES = re.compile(
    r"(?m)^[^\w\n]*(?:©|\(c\) ?\d{4}|copyright|[^\n]{0,40}tous droits reserves|mentions legales\W)"
)
_COOKIES = re.compile(
    r"(?=.*\bcookies?\b).*\b(?:utilis|accept|refus|consent|navigation|parametr|preference|gerer|politique|audience)"
)


def is_menu(low: str) -> bool:
    """Whether a folded line above a posting is the site's: `accueil > offres`, `se connecter | aide`."""
    if _COOKIES.match(low):
        return True
    if len(low) > _LONGEST_MENU or low.rstrip().endswith(":"):
        return False
    words = _WORD.findall(low)
    return bool(words) and word_list("furniture_words").issuperset(words)


def posting_bounds(folded: str) -> tuple[int, int]:
    """Return where a posting begins, after a forwarder's note, and ends, before other offers and a site's last lines.

    The text is folded; the offsets are those of the text before.
    """
    start, end = 0, len(folded)
    for match in _FORWARDED.finditer(folded):
        note = _words(folded, 0, match.start())
        if note <= _LONGEST_NOTE and _is_posting(folded, match.end(), end):
            start = match.end()
    for pattern in (_OTHERS, _LAST_LINES):
        for match in pattern.finditer(folded, start, end):
            if _is_posting(folded, start, match.start()):
                end = match.start()
                break
    return start, end


def _is_posting(folded: str, start: int, end: int) -> bool:
    return _words(folded, start, end) > _FEWEST_WORDS


def _words(folded: str, start: int, end: int) -> int:
    """Return how many words stand there; many are as good as more."""
    return len(folded[start : min(end, start + _ENOUGH_CHARS)].split(None, _LONGEST_NOTE + 1))


_ENOUGH_CHARS = 5_000
