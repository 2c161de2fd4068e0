"""Numbers in French words of figures, shared by the formats that hold text."""

from __future__ import annotations


def decimal_words(number: float) -> str:
    """Return a number with a decimal comma and without idle decimals: `35`, `37,5`."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")
