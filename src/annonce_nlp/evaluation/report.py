"""The typed result of an evaluation. `Report.model_dump(mode="json")` is `report.json`.

Shares are between 0 and 1; intervals are 95 % bootstrap intervals over postings; a figure that
cannot be computed (nothing stated, nothing predicted) is null.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Outcome = Literal["right", "silent", "wrong", "missing", "spurious"]
"""right: stated and right; silent: rightly says nothing; wrong: another value than the gold one;
missing: says nothing where gold does; spurious: says something where gold does not."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """A measured share with its 95 % interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Header(_Part):
    """What was measured, with what, on what."""

    created: str
    """UTC, ISO 8601."""
    commit: str | None
    """Git commit of the code; ends in `+` when the tree held changes. Null outside a checkout."""
    data: list[str]
    data_sha256: str
    model: str
    model_sha256: str | None
    postings: int
    words: int
    seed: int
    versions: dict[str, str]
    machine: str


class SpanScore(_Part):
    """One label (or `overall`) under one scheme of nervaluate."""

    label: str
    scheme: Literal["strict", "exact", "partial", "type"]
    precision: Figure
    recall: Figure
    f1: Figure
    support: int
    """Gold spans."""
    predicted: int
    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int


class FieldScore(_Part):
    """One field over all postings."""

    field: str
    n: int
    accuracy: Figure
    precision: Figure
    """Over the values stated by the prediction."""
    recall: Figure
    """Over the values stated by gold."""
    stated: int
    """Postings where gold states a value."""
    right: int
    wrong: int
    missing: int
    spurious: int
    silent: int
    """Says nothing, rightly."""
    abstention: float
    """Share of postings on which the prediction says nothing."""


class VariantScore(_Part):
    """The fields as read by one predictor: the pipeline, a baseline or an ablation."""

    name: str
    six: Figure
    """Share of postings whose six main fields are all right."""
    fields: list[FieldScore]


class PeerField(_Part):
    """A field as read by another library."""

    accuracy: float
    precision: float | None = None
    recall: float | None = None


class PeerScore(_Part):
    """Another library on the same data, from `benchmarks/peers/results/`."""

    name: str
    version: str
    n: int
    fields: dict[str, PeerField]
    note: str = ""


class Bin(_Part):
    """Predictions whose score lies in [low, high): how sure, how often right."""

    low: float
    high: float
    n: int
    mean_score: float
    accuracy: float


class CoveragePoint(_Part):
    """Accuracy over the share of postings on which the classifier is most sure."""

    coverage: float
    accuracy: float
    threshold: float


class ClassScore(_Part):
    """One contract type."""

    type: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


class ContractScore(_Part):
    """The contract classifier. `unsaid` stands for no contract."""

    types: list[str]
    confusion: list[list[int]]
    """Rows are gold, columns are predicted, in the order of `types`."""
    per_type: list[ClassScore]
    macro_f1: Figure
    """Mean F1 over the types that gold holds."""
    brier: Figure
    """Mean squared distance between the probabilities and the truth, from 0 to 2; null without
    probabilities."""
    reliability: list[Bin]
    coverage: list[CoveragePoint]


class SliceScore(_Part):
    """A part of the postings."""

    by: str
    value: str
    n: int
    six: Figure
    fields: dict[str, float]
    """Accuracy by field."""


class Threshold(_Part):
    """The lowest score from which values are right often enough."""

    score: float
    kept: int
    precision: float
    coverage: float
    """Share of the stated values at or over the score."""


class Calibration(_Part):
    """How far the evidence scores of a field are probabilities."""

    field: str
    n: int
    """Stated values with a score."""
    brier: float | None
    expected_error: float | None
    """Mean distance between score and accuracy over the bins, weighed by their size."""
    bins: list[Bin]
    at_95: Threshold | None
    at_99: Threshold | None


class ErrorCase(_Part):
    """A wrong value in its context."""

    rank: int
    posting: str
    field: str
    outcome: Outcome
    wanted: str
    got: str
    score: float | None
    before: str
    text: str
    after: str
    start: int | None
    """Offset in the posting; null when no place in the text shows the error."""
    end: int | None


class Highlight(_Part):
    """A span to show in a posting: of gold, of the prediction, or the evidence of a field."""

    kind: Literal["gold", "predicted", "evidence"]
    name: str
    """The label, or the field."""
    start: int
    end: int


class PostingView(_Part):
    """One posting of the report."""

    id: str
    where: str
    source: str
    outcomes: dict[str, Outcome]
    wanted: dict[str, str]
    got: dict[str, str]
    text: str
    highlights: list[Highlight]
    gold_sha256: str
    """First 16 digits of the hash of the gold record."""
    strict: dict[str, tuple[int, int, int]] | None
    """By label and `overall`: right, predicted and gold spans; null when gold has no spans."""
    contract: tuple[str, str]
    """Gold and predicted contract type, as the confusion matrix counts them."""


class Cost(_Part):
    """What reading costs, measured in processes of its own."""

    cold_start_s: float
    """Wall time of a process that starts, reads one posting and ends; median of three."""
    import_s: float
    first_parse_s: float
    """Loading the models and reading one posting, once imported."""
    postings_per_s: float
    words_per_s: float
    peak_memory_mb: float | None
    """Null where the system does not tell."""


class Comparison(_Part):
    """A protected figure against the baseline, paired over postings."""

    figure: str
    before: float
    now: float
    change: float
    low: float
    """95 % interval of the change."""
    high: float
    loss_probability: float
    """Share of resamples in which the figure is lower than before."""
    tolerance: float
    fell: bool
    """Whether it fell by more than the tolerance."""


class Report(_Part):
    """Everything an evaluation measured."""

    header: Header
    fields: list[FieldScore]
    six: Figure
    variants: list[VariantScore]
    peers: list[PeerScore]
    spans: list[SpanScore]
    span_postings: int
    """Postings whose gold holds spans; the others are left out of `spans`."""
    contract: ContractScore
    training: dict[str, Any] | None = None
    """What `meta.json` of the models records, by part: data, settings found, figures of parts held
    out. Null when something else than models is evaluated, or they do not tell."""
    slices: list[SliceScore]
    calibration: list[Calibration]
    errors: list[ErrorCase]
    cost: Cost | None
    postings: list[PostingView]
    comparison: list[Comparison] | None = None
    """Against a baseline, when one was given."""
    baseline: str | None = None

    @property
    def fallen(self) -> list[Comparison]:
        """The protected figures that fell past their tolerance."""
        return [c for c in self.comparison or [] if c.fell]
