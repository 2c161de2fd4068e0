"""The gate: a protected figure may not fall past its tolerance.

A baseline keeps each posting's marks, so that the comparison is paired: before and now are
resampled together, and the interval is that of the change. The point change decides; the interval
and the share of resamples that lose tell how far it may be chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from annonce_nlp.corpus.schema import LABELS, CorpusError
from annonce_nlp.evaluation.fields import is_ok, six_right
from annonce_nlp.evaluation.match import FIELDS, SIX
from annonce_nlp.evaluation.report import Comparison, Header, Outcome, Report
from annonce_nlp.evaluation.resample import Array, Resampler, divided

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMAT = 1
_AGAIN = "write the baseline again with --write-baseline once the change is wanted"
_SMALLEST = 1e-9


class Marked(BaseModel):
    """What one posting scored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gold_sha256: str
    fields: dict[str, Outcome]
    strict: dict[str, tuple[int, int, int]] | None
    contract: tuple[str, str]


class Baseline(BaseModel):
    """The file `--write-baseline` writes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    header: Header
    tolerances: dict[str, float]
    """How far each protected figure may fall; a figure that is not named here is not protected."""
    figures: dict[str, float]
    """For readers: what the marks below amount to."""
    postings: dict[str, Marked]


def default_tolerances() -> dict[str, float]:
    """Return the protected figures: fields may lose one posting in 25, spans two points of F1."""
    return {
        "six": 0.04,
        **{f"accuracy {field}": 0.04 for field in SIX},
        **{f"accuracy {field}": 0.08 for field in FIELDS if field not in SIX},
        **{f"strict F1 {label}": 0.04 for label in LABELS},
        "strict F1 overall": 0.02,
        "contract macro-F1": 0.05,
    }


def make_baseline(report: Report, tolerances: dict[str, float] | None = None) -> Baseline:
    """Make the baseline of a report."""
    postings = _marked(report)
    tolerances = tolerances if tolerances is not None else default_tolerances()
    once = np.ones((1, len(postings)))
    values = {
        name: float(draw(once)[0])
        for name in tolerances
        if (draw := _drawer(name, list(postings.values()))) is not None
    }
    return Baseline(
        format=FORMAT,
        header=report.header,
        tolerances=tolerances,
        figures={name: round(value, 4) for name, value in values.items() if not np.isnan(value)},
        postings=postings,
    )


def write_baseline(report: Report, path: Path) -> Baseline:
    """Write the baseline of a report; the tolerances of the file it replaces are kept."""
    tolerances = read_baseline(path).tolerances if path.is_file() else None
    baseline = make_baseline(report, tolerances)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(baseline.model_dump_json(indent=1) + "\n", "utf-8")
    return baseline


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises
    ------
    CorpusError
        When it is missing, broken, or of another format.
    """
    if not path.is_file():
        raise CorpusError(f"{path}: no such baseline; make it with --write-baseline {path}")
    try:
        baseline = Baseline.model_validate_json(path.read_text("utf-8"))
    except ValidationError as error:
        first = error.errors()[0]
        spot = ".".join(map(str, first["loc"])) or "file"
        raise CorpusError(f"{path}: {spot}: {first['msg']}; delete it and {_AGAIN}") from error
    if baseline.format != FORMAT:
        raise CorpusError(
            f"{path}: format {baseline.format}, this version reads {FORMAT}; delete it and {_AGAIN}"
        )
    unknown = [name for name in baseline.tolerances if name not in default_tolerances()]
    if unknown:
        raise CorpusError(
            f"{path}: unknown figure {unknown[0]!r}; "
            f"the figures are {', '.join(default_tolerances())}"
        )
    return baseline


def _marked(report: Report) -> dict[str, Marked]:
    return {
        view.id: Marked(
            gold_sha256=view.gold_sha256,
            fields=view.outcomes,
            strict=view.strict,
            contract=view.contract,
        )
        for view in report.postings
    }


def compare(report: Report, baseline: Baseline, path: Path) -> list[Comparison]:
    """Compare every protected figure with the baseline, paired over postings.

    Raises
    ------
    CorpusError
        When gold changed since, or the postings are not the baseline's.
    """
    for view in report.postings:
        before = baseline.postings.get(view.id)
        if before is None:
            raise CorpusError(
                f"{view.where}: posting {view.id!r} is not in the baseline {path}; {_AGAIN}"
            )
        if before.gold_sha256 != view.gold_sha256:
            raise CorpusError(
                f"{view.where}: the gold record of {view.id!r} changed since the baseline "
                f"{path}; {_AGAIN}"
            )
    ids = {view.id for view in report.postings}
    lost = next((key for key in baseline.postings if key not in ids), None)
    if lost is not None:
        raise CorpusError(
            f"{', '.join(report.header.data)}: posting {lost!r} of the baseline {path} is "
            f"missing; {_AGAIN}"
        )
    now = _marked(report)
    then = [baseline.postings[key] for key in now]
    weights = Resampler(len(now), report.header.seed).weights
    found = [
        _compare(name, tol, then, list(now.values()), weights)
        for name, tol in baseline.tolerances.items()
    ]
    return [comparison for comparison in found if comparison is not None]


def _compare(
    name: str, tolerance: float, then: list[Marked], now: list[Marked], weights: Array
) -> Comparison | None:
    old, new = _drawer(name, then), _drawer(name, now)
    if old is None or new is None:
        return None
    once = np.ones((1, len(now)))
    before, after = float(old(once)[0]), float(new(once)[0])
    if np.isnan(before) or np.isnan(after):
        return None
    changes = new(weights) - old(weights)
    changes = changes[~np.isnan(changes)]
    low, high = np.quantile(changes, [0.025, 0.975])
    return Comparison(
        figure=name,
        before=before,
        now=after,
        change=after - before,
        low=float(low),
        high=float(high),
        loss_probability=float(np.mean(changes < -_SMALLEST)),
        tolerance=tolerance,
        fell=before - after > tolerance + _SMALLEST,
    )


def _drawer(name: str, marked: list[Marked]) -> Callable[[Array], Array] | None:
    """Return the function from weights (resamples by postings) to the figure in each resample."""
    ones = np.ones(len(marked))
    if name == "six":
        return _ratio(np.array([float(six_right(m.fields)) for m in marked]), ones)
    if name == "contract macro-F1":
        return _macro_f1([m.contract for m in marked])
    kind, _, what = name.rpartition(" ")
    if kind == "accuracy":
        return _ratio(np.array([float(is_ok(m.fields[what])) for m in marked]), ones)
    counts = np.array([m.strict[what] if m.strict else (0, 0, 0) for m in marked], dtype=np.float64)
    if not counts.any():
        return None
    return _ratio(2 * counts[:, 0], counts[:, 1] + counts[:, 2])


def _ratio(above: Array, below: Array) -> Callable[[Array], Array]:
    return lambda weights: divided(weights @ above, weights @ below)


def _macro_f1(pairs: list[tuple[str, str]]) -> Callable[[Array], Array]:
    types = sorted({truth for truth, _ in pairs})
    gold = np.array([[truth == name for name in types] for truth, _ in pairs], dtype=np.float64)
    said = np.array([[guess == name for name in types] for _, guess in pairs], dtype=np.float64)

    def draw(weights: Array) -> Array:
        scores = divided(weights @ (2 * gold * said), weights @ (gold + said))
        known = ~np.isnan(scores)
        return divided(
            np.where(known, scores, 0.0).sum(axis=1), known.sum(axis=1).astype(np.float64)
        )

    return draw
