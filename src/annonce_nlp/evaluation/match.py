"""When a predicted value is right: the rules of the field guide, one function a field.

`docs/fields.md` says what each field means; case, accents, punctuation, postal codes and a
leading article do not count when names are compared, a few per cent do not when numbers are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Value = Any
"""A field's value as plain JSON."""

SIX = ("employer", "places", "contract", "remuneration", "deadline", "duration")
FIELDS = (*SIX, "title", "start", "weekly_hours", "telework", "emails")

_CODE = re.compile(r"\b\d{5}\b|\bcedex(?:\s+\d+)?\b")
_ARTICLE = re.compile(r"^(?:l|la|le|les|the|un|une)\s+")
_AT = re.compile(r"\s*(?:@|\[at\]|\(at\)|\(arobase\)|\bat\b|\barobase\b)\s*")


def comparable(name: str) -> str:
    """Return the form in which names are compared."""
    text = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("’", "'"))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"[^a-z0-9]+", " ", _CODE.sub(" ", text)).strip()
    return _ARTICLE.sub("", text)


def among(name: str, forms: Iterable[str]) -> bool:
    """Whether a name is one of the accepted forms."""
    return comparable(name) in {comparable(form) for form in forms}


def near(one: float | None, other: float | None, tolerance: float = 0.01) -> bool:
    """Whether two numbers are equal up to a share of the second; null equals null alone."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance * max(1.0, abs(other))


def word_overlap(one: str, other: str) -> float:
    """Return the F1 of shared words."""
    a, b = comparable(one).split(), comparable(other).split()
    if not a or not b:
        return 0.0
    return 2 * sum(word in b for word in a) / (len(a) + len(b))


def stated(value: Value) -> bool:
    """Whether a field says something."""
    return value not in (None, [], {}, "")


def _both_silent(gold: Value, guess: Value) -> bool:
    return not stated(gold) and not stated(guess)


def _employer(gold: dict[str, Any], guess: Value) -> bool:
    forms = gold.get("employer") or []
    return among(guess, forms) if guess else not forms


def _places(gold: dict[str, Any], guess: Value) -> bool:
    left = list(gold.get("places") or [])
    for name in guess or []:
        hit = next((forms for forms in left if among(name, forms)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _contract(gold: dict[str, Any], guess: Value) -> bool:
    return bool(
        guess == gold.get("contract")
        or (guess is not None and guess in gold.get("contract_also", []))
    )


def _remuneration(gold: dict[str, Any], guess: Value) -> bool:
    want = gold.get("remuneration")
    if not want or not guess:
        return not want and not guess
    if want["kind"] != guess["kind"]:
        return False
    return bool(want["kind"] != "amount") or (
        near(guess["min"], want["min"])
        and near(guess["max"], want["max"])
        and guess["period"] == want["period"]
    )


def _duration(gold: dict[str, Any], guess: Value) -> bool:
    want = gold.get("duration")
    if not want or not guess:
        return not guess and (not want or bool(want.get("derived")))
    return near(guess["min"], want["min"], 0.05) and near(guess["max"], want["max"], 0.05)


def _title(gold: dict[str, Any], guess: Value) -> bool:
    want = gold.get("title")
    if not want or not guess:
        return not want and not guess
    return comparable(guess) == comparable(want) or word_overlap(guess, want) >= 0.8


def _emails(gold: dict[str, Any], guess: Value) -> bool:
    def plain(addresses: Value) -> set[str]:
        return {_AT.sub("@", a.lower()).strip() for a in addresses or []}

    return plain(guess) == plain(gold.get("emails"))


def _weekly_hours(gold: dict[str, Any], guess: Value) -> bool:
    return near(guess, gold.get("weekly_hours"))


def _equal(field: str) -> Callable[[dict[str, Any], Any], bool]:
    return lambda gold, guess: bool((guess or None) == (gold.get(field) or None))


_RULES: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "employer": _employer, "places": _places, "contract": _contract,
    "remuneration": _remuneration, "duration": _duration,
    "title": _title, "emails": _emails, "weekly_hours": _weekly_hours,
    "deadline": _equal("deadline"), "start": _equal("start"), "telework": _equal("telework"),
}  # fmt: skip


def is_right(field: str, gold: dict[str, Any], guess: Value) -> bool:
    """Whether a value is right: the gold one, an alternative, or silence where allowed."""
    if _RULES[field](gold, guess) or (field in gold.get("optional", []) and not stated(guess)):
        return True
    others = gold.get("alternatives", {}).get(field, [])
    return any(
        _RULES[field]({**gold, field: other, "contract_also": []}, guess) for other in others
    )


def comparable_record(posting: dict[str, Any]) -> dict[str, Any]:
    """Reduce `Posting.model_dump(mode="json")` to the values that are compared."""
    employer, contract = posting.get("employer"), posting.get("contract")
    return {
        **{
            name: posting.get(name)
            for name in ("title", "deadline", "start", "weekly_hours", "telework")
        },
        "employer": employer["name"] if employer else None,
        "places": [place["name"] for place in posting.get("places") or []],
        "contract": contract["type"] if contract else None,
        "remuneration": posting.get("remuneration") or None,
        "duration": posting.get("duration") or None,
        "emails": posting.get("emails") or [],
    }
