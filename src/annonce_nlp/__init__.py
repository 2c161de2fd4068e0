"""Read French job postings: `parse`, `parse_all`, `pipe`, `load` and the typed `Posting`.

Importing the package is cheap: spaCy, scikit-learn and pydantic are loaded at first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annonce_nlp.api import load, parse, parse_all, pipe
    from annonce_nlp.batch import Failure
    from annonce_nlp.posting import Posting

__version__ = "0.1.0"
__all__ = ["Failure", "Posting", "__version__", "load", "parse", "parse_all", "pipe"]

_HOME = {
    "Failure": "annonce_nlp.batch",
    "Posting": "annonce_nlp.posting",
    "load": "annonce_nlp.api",
    "parse": "annonce_nlp.api",
    "parse_all": "annonce_nlp.api",
    "pipe": "annonce_nlp.api",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what it returns depends on the name
    if name not in _HOME:
        raise AttributeError(f"module 'annonce_nlp' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
