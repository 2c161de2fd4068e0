"""What a mention of a place means, and when two mentions mean one place."""

from __future__ import annotations

from dataclasses import dataclass

from annonce_nlp.fields.places.gazetteer import Entry, department_of, gazetteer, key
from annonce_nlp.posting import Place


@dataclass(frozen=True, slots=True)
class Location:
    """A place as read: its name in the text, and what the tables and codes beside it say."""

    name: str
    entry: Entry | None
    postal_code: str | None = None
    department: str | None = None

    @property
    def identity(self) -> str:
        """What makes two mentions the same place: the name's key."""
        return key(self.name)

    @property
    def level(self) -> int:
        """0 for a commune, town or site, 1 for a département, 2 for a region, 3 for a country."""
        kind = self.entry.kind if self.entry else "commune"
        return {"department": 1, "region": 2, "country": 3}.get(kind, 0)

    @property
    def names_an_area(self) -> bool:
        """Whether a département, region or country bears the name too: `Mayenne`, `Québec`."""
        homonyms = gazetteer().places.get(self.identity, [])
        return any(
            e.kind in ("department", "region", "country") and e.department != "75" for e in homonyms
        )

    def normalised(self) -> Place:
        """Return the typed value, with what the text and the tables give."""
        entry, table = self.entry, gazetteer()
        code = self.department or (department_of(self.postal_code) if self.postal_code else None)
        if code is None and entry is not None:
            code = entry.department or None
        department, region = table.departments.get(code or "", (None, None))
        country = entry.country if entry else ("FR" if department else None)
        postal = self.postal_code
        if postal is None and entry is not None and len(entry.postal_codes) == 1:
            postal = entry.postal_codes[0]
        if entry is not None and entry.kind == "region":
            department, region = None, entry.name
        return Place(
            name=" ".join(self.name.split()),
            postal_code=postal,
            department=department,
            region=region or None,
            country=country,
            latitude=entry.latitude if entry else None,
            longitude=entry.longitude if entry else None,
        )
