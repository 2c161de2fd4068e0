"""The length of a contract in months."""

from __future__ import annotations

from dataclasses import dataclass

from annonce_nlp.posting import Duration


@dataclass(frozen=True, slots=True)
class Length:
    """A length before it is chosen; `high` is None when open-ended."""

    low: float
    high: float | None
    derived: bool = False
    """Computed from two dates rather than stated."""

    def normalised(self) -> Duration:
        """Return the typed value."""
        return Duration(min=self.low, max=self.high)
