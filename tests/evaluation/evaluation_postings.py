"""Invented postings with their gold, and the `Posting` dump that reads them right."""

from __future__ import annotations

import copy
from typing import Any

SILENT: dict[str, Any] = {
    "title": None,
    "employer": None,
    "places": [],
    "contract": None,
    "contract_also": [],
    "remuneration": None,
    "deadline": None,
    "duration": None,
    "start": None,
    "weekly_hours": None,
    "telework": None,
    "emails": [],
}


def gold(**values: Any) -> dict[str, Any]:
    """A gold record that says nothing but these values."""
    return {**copy.deepcopy(SILENT), **values}


def posting_text(i: int) -> str:
    return (
        f"Chargé·e d'études n° {i}\nEmployeur : Mairie de Valbrune\nLieu : Lyon\n"
        f"Type de contrat : CDD\nDurée : 6 mois\nDate limite : 15/03/2024\n"
        f"écrire à rh{i}@example.org\n"
    )


def record(i: int, **changes: Any) -> dict[str, Any]:
    """Posting i, with spans and fields."""
    text = posting_text(i)
    spans = [
        ("ORG", "Mairie de Valbrune"),
        ("LIEU", "Lyon"),
        ("DUREE", "6 mois"),
        ("DATE_LIMITE", "15/03/2024"),
    ]
    return {
        "id": f"posting-{i}",
        "source": "board" if i % 2 else "letter",
        "text": text,
        "entities": [
            {"start": text.index(w), "end": text.index(w) + len(w), "label": label}
            for label, w in spans
        ],
        "fields": gold(
            employer=["Mairie de Valbrune"],
            places=[["Lyon"]],
            contract="cdd",
            deadline="2024-03-15",
            duration={"min": 6, "max": 6},
            title="Chargé·e d'études",
            emails=[f"rh{i}@example.org"],
        )
        | changes,
    }


def right_posting(entry: dict[str, Any]) -> dict[str, Any]:
    """A `Posting` dump that reads a record as its gold says."""
    fields, text = entry["fields"], entry["text"]
    entities = [
        {
            "label": e["label"],
            "start": e["start"],
            "end": e["end"],
            "text": text[e["start"] : e["end"]],
        }
        for e in entry["entities"] or []
    ]
    evidence = {
        name: [
            {
                "start": e["start"],
                "end": e["end"],
                "text": e["text"],
                "source": "label",
                "score": 0.9,
            }
        ]
        for name, label in (
            ("employer", "ORG"),
            ("places", "LIEU"),
            ("duration", "DUREE"),
            ("deadline", "DATE_LIMITE"),
        )
        for e in entities
        if e["label"] == label
    }
    return {
        "title": fields["title"],
        "employer": {"name": fields["employer"][0], "aliases": []} if fields["employer"] else None,
        "places": [{"name": forms[0]} for forms in fields["places"]],
        "contract": {"type": fields["contract"], "probability": 0.8}
        if fields["contract"]
        else None,
        "deadline": fields["deadline"],
        "duration": fields["duration"],
        "emails": fields["emails"],
        "evidence": evidence,
        "entities": entities,
        "start_char": 0,
        "end_char": len(text),
    }
