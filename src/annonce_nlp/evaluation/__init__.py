"""Measuring what was read against gold: `evaluate(...)` gives a typed `Report`.

Importing the package is cheap; spaCy, numpy and nervaluate are loaded when something is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annonce_nlp.evaluation.report import Report
    from annonce_nlp.evaluation.run import evaluate

__all__ = ["Report", "evaluate"]

_HOME = {"Report": "annonce_nlp.evaluation.report", "evaluate": "annonce_nlp.evaluation.run"}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name not in _HOME:
        raise AttributeError(f"module 'annonce_nlp.evaluation' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
