"""The layout of a posting: lines, labels and their values, headings and sections.

A French posting is half form, half letter. This module reads the form: `label : value` on one
line, a label on its own line with the value below (a job-board card), headings, bullets. The
field modules ask it which role a line plays and never look at layout themselves.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from annonce_nlp.furniture import is_menu

if TYPE_CHECKING:
    from annonce_nlp.view import View

_BULLET = re.compile(
    r"\s*(?:(?:[-–—•●▪■□◦‣⁃∙·*>|+✓✔✅➢➤→➡⭐👉📍💰📅🕒⏰📌🔹🔸▶►❖◆♦✨💼🎯\uf0b7\uf0a7ü]"
    r"|[\U0001F300-\U0001FAFF])\ufe0f?\s*"
    r"|o\s+|\(?\d{1,2}(?:[.)°]|\s[-–](?!\s\d))\s+|[a-zA-Z]\)\s+|#{1,6}\s+)*"
)
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s")
_LABEL_COLON = re.compile(
    r"(?P<label>[^\s:;.!?,][^:;!?\n]{1,58}?)\s{0,3}(?::(?!//)|\s[–—]\s|\t|\s\|\s)\s*(?P<value>.*)"
)
_HOLDS_VALUE = re.compile(r"\d\d")
"""`date limite 01/03/2023` is a label with its value, not a label alone."""
_ARTICLE = re.compile(r"^(?:l'|la |le |les |votre |notre |vos |nos |ton |ta |son |sa |mon )")
_DIGIT = re.compile(r"\d")
_POSSESSIVE = re.compile(r"(?:notre|nos|votre|vos|leurs?|sa|ses|son)\b")
_SPACES = re.compile(r"\s+")
_LISTS = re.compile(r"(?:lieux|sites|communes|villes|localisations)\b")
"""How a label begins below which each short line is a value: `Lieux de travail`."""
_LISTED_CHARS = 60
_SECTION_CHARS = 120
_LABEL_CHARS = 40
_EDGE = " \t*_#:.-–—•|?!()[]\"'«»"
HEADING_WORDS = re.compile(
    r"^(?:\d{1,2}[ .)-]*)?(?:l[ea]s? |vos |votre |nos |notre |ton |tes |description|descriptif"
    r"|contexte|presentation|missions?|activites?|taches?|"
    r"profils?|competences?|qualites?|savoirs?|conditions?|modalites?|avantages?|candidature"
    r"|pour postuler|"
    r"postuler|comment|contacts?|qui sommes|a propos|l.entreprise|l.equipe|le poste|formation"
    r"|experience|"
    r"informations?|environnement|remuneration|prerequis|pre-requis|nous|ce que|pourquoi|objectifs?"
    r"|resultats|"
    r"details?|synthese|localisation|travailleurs|process|about|our|your|the|rejoign|calendrier"
    r"|cadre)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its content without bullet and edge blanks, its role and section."""

    start: int
    end: int
    index: int
    """Rank among the non-blank lines."""
    text: str
    folded: str
    upper: bool
    """All its letters are capitals."""
    bullet: bool
    heading: bool
    section: str
    """Folded text of the heading it stands under; empty before the first."""
    label: str
    """Folded label announcing its value; empty for prose."""
    role: str
    """Field the label announces (`data/labels.toml`), `other` for an unknown label, else empty."""
    value_start: int
    """Where the value begins: after the label, or at `start` below a label line."""
    has_value: bool
    inline: bool
    """The label stands on this very line."""
    blank_before: bool


@dataclass(frozen=True, slots=True)
class Structure:
    """All non-blank lines of a posting, in order."""

    lines: tuple[Line, ...]
    starts: tuple[int, ...]

    def line_at(self, offset: int) -> Line:
        """Return the line that holds `offset`, or the last one that begins before it."""
        return self.lines[max(0, bisect_right(self.starts, offset) - 1)]

    def labelled(self, role: str) -> list[Line]:
        """Return the lines that carry a value for `role`."""
        return [line for line in self.lines if line.role == role and line.has_value]

    def announced(self, label: re.Pattern[str]) -> list[tuple[Line, int]]:
        """Return the lines that carry a value whose folded label matches, and where the value begins.

        A short line that is nothing but such a label announces the line below it.
        """
        found: list[tuple[Line, int]] = []
        above = ""
        for line in self.lines:
            if line.label and line.has_value:
                if label.match(line.label):
                    found.append((line, line.value_start))
            elif above and (match := label.match(above)) and match.end() >= len(above) - 2:
                found.append((line, line.start))
            above = line.folded if len(line.folded) <= _LABEL_CHARS and not line.has_value else ""
        return found


@cache
def label_patterns() -> dict[str, re.Pattern[str]]:
    """Return, by role, the expression its labels match whole."""
    table = tomllib.loads(files("annonce_nlp").joinpath("data/labels.toml").read_text("utf-8"))
    return {role: re.compile("|".join(f"(?:{p})" for p in forms)) for role, forms in table.items()}


# Roles are tried in this order: the first whose labels match wins.
_ORDER = (
    "reference", "deadline", "published", "interview", "end", "worktime", "duration", "start",
    "remuneration", "contract", "telework", "client", "agency", "employer", "place", "address", "title",
    "contact", "service",
)  # fmt: skip


@lru_cache(maxsize=8192)
def role_of(label: str) -> str:
    """Return the role of a folded label, or an empty string."""
    name = _ARTICLE.sub("", _SPACES.sub(" ", label).strip(_EDGE))
    name = name.strip(_EDGE)
    if not 2 <= len(name) <= 60:
        return ""
    patterns = label_patterns()
    for role in _ORDER:
        if patterns[role].fullmatch(name):
            # « Notre mission » tells of the house, not the title of the job.
            return "" if role == "title" and _POSSESSIVE.match(label) else role
    return ""


def read_structure(view: View) -> Structure:
    """Read the lines of a view."""
    text, folded = view.text, view.folded
    lines: list[Line] = []
    section = ""
    pending: tuple[str, str] | None = None
    listed: tuple[str, str] | None = None
    blank = True
    position = 0
    for raw in text.split("\n"):
        begin, position = position, position + len(raw) + 1
        stripped = raw.rstrip()
        if not stripped.strip():
            blank = True
            continue
        if not lines and is_menu(folded[begin:position]):
            continue
        indent = len(stripped) - len(stripped.lstrip())
        mark = _BULLET.match(stripped, indent)
        lead = mark.end() if mark and mark.end() < len(stripped) else indent
        start, end = begin + lead, begin + len(stripped)
        while end > start and text[end - 1] in "*_# |":
            end -= 1
        content, low = text[start:end], folded[start:end]
        label, role, value_start, inline = _read_label(low, start)
        if not label and not _bare_label(low):
            label, role, value_start, inline = _flat_label(content, low, start)
        goes_on = not blank and len(content) <= _LISTED_CHARS and content[-1:] not in ".!?"
        if listed is not None and goes_on:
            pending = listed
        listed = None
        if pending is not None and not label and not _bare_label(low):
            label, role = pending
            value_start, inline = start, False
            listed = pending if _LISTS.match(label) else None
        markdown = bool(_MARKDOWN_HEADING.match(raw))
        alone = "" if label else _bare_label(low)
        heading = (
            markdown
            or (bool(alone) and pending is None)
            or _is_heading(content, low, lead - indent, blank)
        )
        has_value = bool(label) and value_start < end
        pending = None
        if label and not has_value:
            pending, heading = (label, role), True
        elif alone:
            pending = (low, alone)
        if heading and not has_value:
            section = low[:_SECTION_CHARS].strip(_EDGE)
        lines.append(
            Line(
                start=start,
                end=end,
                index=len(lines),
                text=content,
                folded=low,
                upper=content.isupper(),
                bullet=lead > indent and not markdown,
                heading=heading and not has_value,
                section=section,
                label=label,
                role=role,
                value_start=value_start,
                has_value=has_value,
                inline=inline,
                blank_before=blank,
            )
        )
        blank = False
    return Structure(tuple(lines), tuple(line.start for line in lines))


def _read_label(low: str, start: int) -> tuple[str, str, int, bool]:
    match = _LABEL_COLON.match(low)
    if match is None:
        return "", "", start, False
    name = match["label"]
    role = role_of(name)
    colon = ":" in low[match.end("label") : match.start("value")]
    if not role and not (colon and len(name.split()) <= 7):
        return "", "", start, False
    return name, role or "other", start + match.start("value"), True


_FLAT_ROLES = frozenset({
    "deadline", "start", "employer", "contract", "place", "remuneration", "duration", "published",
    "worktime", "title",
})  # fmt: skip
_FLAT_SHORT = frozenset({
    "employeur", "collectivite", "entreprise", "salaire", "remuneration", "duree", "localisation",
    "structure", "organisme", "etablissement",
})  # fmt: skip
"""The labels of one word that are believed without a colon."""


def _flat_label(content: str, low: str, start: int) -> tuple[str, str, int, bool]:
    """Read a row of a flattened table, parted by a blank: `Date limite 01/03/2023`."""
    words = content.split(" ")
    if not 2 <= len(words) <= 14 or not content[:1].isupper() or content.isupper():
        return "", "", start, False
    length = 0
    best: tuple[str, str, int, bool] = ("", "", start, False)
    for count, word in enumerate(words[:7], 1):
        length += len(word) + 1
        if length >= len(content) or not (content[length].isupper() or content[length].isdigit()):
            continue
        name = low[: length - 1]
        if _HOLDS_VALUE.search(name) or name.endswith(" de"):
            continue
        if count == 1 and name not in _FLAT_SHORT:
            continue
        role = role_of(name)
        if role in _FLAT_ROLES and not (count < 3 and role in ("title", "place")):
            best = (name, role, start + length, True)
    return best


def _bare_label(low: str) -> str:
    """Return the role of a line that is nothing but a known label."""
    if len(low) > 60 or low[-1:] in ".,;" or _HOLDS_VALUE.search(low):
        return ""
    return role_of(low)


def _is_heading(content: str, low: str, lead: int, blank_before: bool) -> bool:
    if len(content) > 70 or lead > 4 or content[-1:] in ".,;":
        return False
    if content.endswith(":"):
        return True
    words = content.split()
    if not 1 <= len(words) <= 9:
        return False
    if content.isupper() and len(content) > 4:
        return True
    return blank_before and bool(HEADING_WORDS.match(low))
