"""Annotated records made at random, every kind of value and character in them."""

from __future__ import annotations

from hypothesis import strategies as st

from annonce_nlp.corpus.markup import ROLE_OF_LABEL
from annonce_nlp.corpus.schema import GoldFields, Record
from annonce_nlp.posting import ContractType, Period, RemunerationKind, Tax, Telework

_ROLES = {label: (None, role) for label, role in ROLE_OF_LABEL.items()}
_PHRASES = {
    "ORG": ["Kelvane", "Atelier du Phare", "SARL Ormeval & Fils", "l’Étal d’Azur", "CCVB"],
    "LIEU": ["Dax", "38000 Grenoble", "Saint-Pierre-d'Oléron", "Nouméa"],
    "REMUNERATION": ["1 850 € brut", "1\u00a0850\u202f€", "35-40 K€", "grille indiciaire"],
    "DATE_LIMITE": ["30/06/2025", "vendredi 3 mai 2024 à 12h", "1er mars"],
    "DUREE": ["6 mois", "de 5 à 6 mois", "trois ans"],
}
_FILLERS = [
    "Nous recherchons",
    "🚀",
    "👩🏽‍🔬 rejoignez-nous",
    "&amp;",
    "\r\n\r\n",
    "–",
    "chargé·e",
    "\t:",
    "e\u0301te\u0301",
    "(H/F)",
    "",
    "  ",
    "«\u00a0poste\u00a0»",
    "\u2028",
    "𝐂𝐃𝐈",
]


@st.composite
def spans_in_text(draw):
    """A text of phrases and fillers parted by blanks, with a span on some of the phrases."""
    text, entities = draw(st.sampled_from(["", " ", "\n", "🌊 "])), []
    for label in draw(st.lists(st.sampled_from([*_PHRASES, None]), max_size=12)):
        if label is None:
            text += draw(st.sampled_from(_FILLERS)) + " "
            continue
        phrase = draw(st.sampled_from(_PHRASES[label]))
        if draw(st.booleans()):
            role = draw(st.sampled_from(_ROLES.get(label, (None,))))
            start, end = len(text), len(text) + len(phrase)
            entities.append({"start": start, "end": end, "label": label, "role": role})
        text += phrase + draw(st.sampled_from([" ", ", ", "\n", "\u00a0: ", " 📍 "]))
    return text, entities


_words = st.sampled_from(["Sœur·e", "atelier@example.org", "Kelvane", 'a "b" \\n c', "🦀"])
_number = st.none() | st.floats(0, 1e6, allow_nan=False) | st.integers(0, 60)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | _words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_words, inner, max_size=2),
    max_leaves=4,
)
_pay = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(RemunerationKind),
        "min": _number,
        "max": _number,
        "period": st.none() | st.sampled_from(Period),
        "tax": st.none() | st.sampled_from(Tax),
        "currency": st.sampled_from([None, "EUR", "CHF"]),
        "derived": st.booleans(),
    }
)
_fields = st.fixed_dictionaries(
    {
        "title": st.none() | _words,
        "employer": st.none() | st.lists(_words, min_size=1, max_size=2),
        "places": st.lists(st.lists(_words, max_size=2), max_size=2),
        "contract": st.none() | st.sampled_from(ContractType),
        "contract_also": st.lists(st.sampled_from(ContractType), max_size=2),
        "remuneration": st.none() | _pay,
        "deadline": st.none() | st.dates(),
        "duration": st.none()
        | st.fixed_dictionaries({"min": _number, "max": _number, "derived": st.booleans()}),
        "start": st.sampled_from([None, "asap", "2025-01", "2025-01-31"]),
        "weekly_hours": _number,
        "telework": st.none() | st.sampled_from(Telework),
        "emails": st.lists(_words, max_size=2),
        "optional": st.lists(st.sampled_from(list(GoldFields.model_fields)), max_size=2),
        "alternatives": st.dictionaries(_words, st.lists(_json, max_size=2), max_size=2),
    }
)
_source = (
    st.none()
    | _words
    | st.builds(lambda n: {"file": "page.txt", "start": 0, "end": n}, st.integers(0, 9))
)


@st.composite
def records(draw):
    """A record of any kind: annotated, annotated as having no span, or with fields only."""
    text, entities = draw(spans_in_text())
    return Record.model_validate(
        {
            "id": draw(_words),
            "text": text,
            "entities": draw(st.sampled_from([entities, entities, None])),
            "fields": draw(_fields),
            "source": draw(_source),
            "meta": draw(st.dictionaries(_words, _json, max_size=3)),
        }
    )


def record(text="Chez Kelvane à Dax", entities=((5, 12, "ORG", "employer"),), **more):
    """A record for a table of cases."""
    nothing = dict.fromkeys(GoldFields.model_fields)
    lists = {"places": [], "contract_also": [], "emails": [], "optional": [], "alternatives": {}}
    keys = ("start", "end", "label", "role")
    spans = entities and [dict(zip(keys, e, strict=False)) for e in entities]
    return Record.model_validate(
        {"id": "r1", "text": text, "entities": spans, "fields": {**nothing, **lists}, **more}
    )


SILENT = {
    "title": None, "employer": None, "places": [], "contract": None, "contract_also": [],
    "remuneration": None, "deadline": None, "duration": None, "start": None,
    "weekly_hours": None, "telework": None, "emails": [],
}  # fmt: skip
"""The fields of a posting that states nothing."""


def spans_of(record: Record, *labels: str) -> list[str]:
    return [record.text[e.start : e.end] for e in record.entities or [] if e.label in labels]
