"""What a pay phrase means: kind, figures, currency, period, tax."""

from __future__ import annotations

from dataclasses import dataclass

from annonce_nlp.grammar.money import MoneySpan, in_euros
from annonce_nlp.posting import Period, Remuneration, RemunerationKind, Tax

_USUAL: dict[str, tuple[float, float]] = {
    "hour": (3.0, 150.0),
    "day": (20.0, 2500.0),
    "month": (150.0, 20000.0),
    "year": (4000.0, 250000.0),
}
"""Between which sums base pay lies, by period: what lies outside is an allowance, a refund or a budget."""


@dataclass(frozen=True, slots=True)
class Pay:
    """A pay value before it is chosen."""

    kind: str
    low: float | None = None
    high: float | None = None
    currency: str | None = None
    period: str | None = None
    tax: str | None = None

    @classmethod
    def of(cls, span: MoneySpan) -> Pay:
        """Make the value of a sum."""
        return cls("amount", span.low, span.high, span.currency, span.period, span.tax)

    def normalised(self) -> Remuneration:
        """Return the typed value."""
        return Remuneration(
            kind=RemunerationKind(self.kind),
            min=self.low,
            max=self.high,
            currency=self.currency,
            period=Period(self.period) if self.period else None,
            tax=Tax(self.tax) if self.tax else None,
        )


def scaled(span: MoneySpan) -> bool:
    """Whether a sum lies where base pay of its period lies."""
    low, high = _USUAL[span.period or "month"]
    amount = span.low if span.low is not None else span.high
    return amount is not None and low <= in_euros(amount, span.currency) <= high
