"""Word lists of `data/`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded entries of `data/<name>.txt`; `#` begins a comment."""
    text = files("annonce_nlp").joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(
        entry for line in text.splitlines() for entry in line.split("#", 1)[0].split() if entry
    )
