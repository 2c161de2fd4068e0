"""Inline markup, for annotating in any text editor: `chez [[ORG*:Kelvane]] à [[LIEU*:Dax]]`.

`[[LABEL:words]]` marks a span, `[[LABEL*:words]]` gives it its label's role: the employer for
ORG, the workplace for LIEU.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annonce_nlp.choice import ROLES
from annonce_nlp.corpus.schema import LABELS, CorpusError, GoldEntity, with_labels

ROLE_OF_LABEL = {label: role for role, label in ROLES.items()}
_MARK = re.compile(r"\[\[(?P<label>[A-Z_]+)(?P<role>\*?):(?P<words>.*?)\]\]", re.DOTALL)


def read_markup(marked: str, own_labels: Sequence[str] = ()) -> tuple[str, list[GoldEntity]]:
    """Part a marked text into the text and its entities.

    Labels of `own_labels` are accepted beside the five.

    Raises
    ------
    CorpusError
        For an unknown label, a span that is empty or begins or ends with a blank, or a stray `[[`.
    """
    parts: list[str] = []
    entities: list[GoldEntity] = []
    known = (*LABELS, *own_labels)
    length = last = 0
    for match in _MARK.finditer(marked):
        before = marked[last : match.start()]
        label, words = match["label"], match["words"]
        if label not in known:
            raise CorpusError(
                f"unknown label {label!r} in {match[0][:60]!r}; use one of {', '.join(known)}"
            )
        if not words or words != words.strip() or "[[" in words:
            raise CorpusError(
                f"{match[0][:60]!r} is empty, nested, or begins or ends with a blank; "
                "mark the words alone"
            )
        start = length + len(before)
        role = ROLE_OF_LABEL.get(label) if match["role"] else None
        span = {"start": start, "end": start + len(words), "label": label, "role": role}
        entities.append(GoldEntity.model_validate(span, context=with_labels(own_labels)))
        parts += [before, words]
        length = start + len(words)
        last = match.end()
    parts.append(marked[last:])
    text = "".join(parts)
    if "[[" in text or "]]" in text:
        at = max(text.find("[["), text.find("]]"))
        near = text[max(0, at - 20) : at + 20]
        raise CorpusError(f"stray brackets near {near!r}; write [[LABEL:words]]")
    return text, entities


def write_markup(text: str, entities: list[GoldEntity]) -> str:
    """Write entities into their text; the inverse of `read_markup`."""
    parts: list[str] = []
    last = 0
    for entity in sorted(entities, key=lambda e: e.start):
        star = "*" if entity.role else ""
        words = text[entity.start : entity.end]
        parts += [text[last : entity.start], f"[[{entity.label}{star}:{words}]]"]
        last = entity.end
    return "".join([*parts, text[last:]])
