"""Other employers and other communes, the same wherever the posting names them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.generator.draft import Draft, Edit, Span, addresses
from annonce_nlp.corpus.generator.names import (
    Name,
    Wanted,
    begins_with_vowel,
    communes,
    group_of,
    has_article,
    invent,
    is_acronym,
    wanted,
)
from annonce_nlp.fields.places.gazetteer import Entry, gazetteer, key
from annonce_nlp.view import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_DRAWS = 30
"""Names tried before a swap is given up."""
_TERRITORY = re.compile(
    r"(?:ville|mairie|commune|municipalite|departement|region|conseil|prefecture|metropole|"
    r"rectorat|academie|ministere|chambre|tribunal|direction)\b"
)
"""Bodies named by their territory: another commune renames them, another name would not fit."""
_WITH_QUARTERS = {"paris", "lyon", "marseille"}
_NEAR = 15
"""Characters around a commune in which a département's number is looked for."""
_WORD_BREAK = re.compile(r"-\s*\n\s*")


def _plain(form: str) -> str:
    """Return the form that all spellings of a name share."""
    return re.sub(r"[\W_]+", "", fold(_WORD_BREAK.sub("", form)))


# -- employers ---------------------------------------------------------------------------------


def swap_employer(draft: Draft, rng: Random) -> bool:
    """Give the employer another name, of the same kind and gender, in all its forms."""
    forms: list[str] = draft.fields["employer"] or []
    if not forms or any(_TERRITORY.match(fold(form)) for form in forms):
        return False
    if _named_by_place(draft, forms):
        return False
    mentions: dict[str, list[Span]] = {_plain(form): [] for form in forms}
    for span in draft.spans:
        plain = _plain(draft.words(span))
        if span.label == "ORG" and plain in mentions:
            mentions[plain].append(span)
        elif span.role == "employer":
            return False
    wants: dict[str, Wanted] = {}
    for plain, spans in mentions.items():
        found = [wanted(draft.text[: span.start]) for span in spans]
        asked = {want for want in found if want is not None and want != Wanted()}
        if None in found or len(asked) > 1:
            return False
        wants[plain] = asked.pop() if asked else Wanted()
    new = _fitting(forms, wants, rng)
    if new is None:
        return False
    draft.apply(
        Edit(span.start, span.end, _in_case(new[plain], draft.words(span)))
        for plain, spans in mentions.items()
        for span in spans
    )
    renamed = [_in_case(new[_plain(form)], form) for form in forms]
    draft.fields["employer"] = list(dict.fromkeys(renamed))
    return True


def _named_by_place(draft: Draft, forms: list[str]) -> bool:
    """Whether the employer's name may be all that tells the workplace."""
    places = {_plain(name) for names in draft.fields["places"] for name in names}
    return any(place in _plain(form) for place in places for form in forms)


def _fitting(forms: list[str], wants: dict[str, Wanted], rng: Random) -> dict[str, str] | None:
    """Return a new form for each old one, by its plain form, that fits where it stands."""
    full = max((form for form in forms if not is_acronym(form)), key=len, default=forms[0])
    group = group_of(full)
    want = wants[_plain(full)]
    if group is None and want.gender:
        # A coined word alone takes no article; what it names is not known either.
        group = "association" if want.gender == "f" else "company"
    for _ in range(_DRAWS):
        name = invent(rng, group, want)
        new = {_plain(form): _renamed(form, full, name) for form in forms}
        several = len({_plain(form) for form in new.values()}) == len(new)
        if several and all(wants[plain].admits(form) for plain, form in new.items()):
            return new
    return None


def _renamed(form: str, full: str, name: Name) -> str:
    if form == full:
        return name.acronym if is_acronym(full) else name.full
    if is_acronym(form):
        return name.acronym
    head = form.split(maxsplit=1)[0]
    if is_acronym(head) and len(form.split()) > 1:
        return f"{head} {name.short}"
    return name.short


def _in_case(new: str, old: str) -> str:
    if is_acronym(new):
        return new
    if old.isupper() and not is_acronym(old):
        return new.upper()
    return new.lower() if old.islower() else new


# -- communes ----------------------------------------------------------------------------------


def swap_places(draft: Draft, rng: Random) -> bool:
    """Move the posting: each commune that spans name becomes another, codes included."""
    old = _named_communes(draft)
    changed = False
    for entry in old:
        new = _other(draft, entry, rng)
        if new is not None:
            _rename(draft, entry, new, rng.choice(new.postal_codes))
            changed = True
    return changed


def _named_communes(draft: Draft) -> list[Entry]:
    """Return the communes that are a span of their own, or stand behind a postal code in one."""
    found: dict[str, Entry] = {}
    for span in draft.spans:
        if span.label != "LIEU":
            continue
        words = _WORD_BREAK.sub("-", draft.words(span))
        match = re.search(r"(?:^|\b(\d{5})\s+)([^\d,()\n]+)$", words)
        if not match or key(match[2]) in _WITH_QUARTERS or has_article(match[2]):
            continue
        entry = gazetteer().lookup(match[2], match[1])
        after = fold(draft.text[span.end : span.end + _NEAR])
        if entry is None or not entry.department or not entry.postal_codes:
            continue
        if "cedex" not in after and not re.match(r"\s*\d", after):
            found[key(entry.name)] = entry
    return list(found.values())


def _other(draft: Draft, entry: Entry, rng: Random) -> Entry | None:
    known = communes()
    stock = known.everywhere
    if _anchored(draft, entry):
        stock = known.by_department.get(entry.department, [])
    folded = fold(draft.text)
    for _ in range(_DRAWS):
        if not stock:
            return None
        other = rng.choice(stock)
        if (
            begins_with_vowel(other.name) is begins_with_vowel(entry.name)
            and other.name != entry.name
            and fold(other.name) not in folded
        ):
            return other
    return None


def _anchored(draft: Draft, entry: Entry) -> bool:
    """Whether the text says where the commune lies: by number, département or region."""
    department, region = gazetteer().departments[entry.department]
    folded = fold(draft.text)
    if fold(department) in folded or (region and fold(region) in folded):
        return True
    number = re.compile(rf"(?<!\d){entry.department}(?!\d)")
    if len(entry.department) > 2 and number.search(draft.text):
        return True
    for match in _pattern(entry.name).finditer(draft.text):
        around = draft.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if number.search(around):
            return True
    return False


def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a commune's name in any spelling with or without hyphens."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", name)]
    return re.compile(r"(?<![\w-])" + r"[\s-]+".join(words) + r"(?![\w-])", re.IGNORECASE)


def _rename(draft: Draft, old: Entry, new: Entry, code: str) -> None:
    edits: set[Edit] = set()
    pattern = _pattern(old.name)
    inside = [span for span in draft.spans if span.label in ("LIEU", "ORG")]
    for match in pattern.finditer(draft.text):
        if any(span.start <= match.start() and match.end() <= span.end for span in inside):
            edits.add(Edit(*match.span(), _in_case(new.name, match[0])))
    old_code = re.compile(rf"(?<!\d)(?:{'|'.join(old.postal_codes)})(?!\d)")
    kept = addresses(draft.text)
    edits |= {
        Edit(*match.span(), code)
        for match in old_code.finditer(draft.text)
        if not any(begin <= match.start() < end for begin, end in kept)
    }
    draft.apply(edits)

    def renamed(form: str) -> str:
        moved = pattern.sub(lambda match: _in_case(new.name, match[0]), form)
        return old_code.sub(code, moved)

    for name in ("employer", "places"):
        draft.fields[name] = _mapped(draft.fields[name], renamed)


def _mapped(value: Any, renamed: Callable[[str], str]) -> Any:  # noqa: ANN401 - lists of lists
    if isinstance(value, str):
        return renamed(value)
    return [_mapped(part, renamed) for part in value] if value is not None else None
