"""Small plots as inline SVG: no library, no network, colours from the page's CSS."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annonce_nlp.evaluation.report import Bin, CoveragePoint, Figure

WIDTH, HEIGHT = 260, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 10, 10, 36
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_BAR = 120


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _frame(title: str, below: str, beside: str, inside: str) -> str:
    grid = "".join(
        f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(t)}" y2="{_y(t)}"/>'
        f'<text x="{_LEFT - 5}" y="{_y(t) + 3}" text-anchor="end">{100 * t:.0f}</text>'
        f'<text x="{_x(t)}" y="{HEIGHT - _BOTTOM + 13}" text-anchor="middle">{100 * t:.0f}</text>'
        for t in _TICKS
    )
    middle = (_y(0) + _y(1)) / 2
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{grid}'
        f'<text x="{(_x(0) + _x(1)) / 2}" y="{HEIGHT - 5}" '
        f'text-anchor="middle">{escape(below)}</text>'
        f'<text transform="translate(10 {middle}) rotate(-90)" '
        f'text-anchor="middle">{escape(beside)}</text>{inside}</svg>'
    )


def reliability_plot(title: str, bins: Sequence[Bin]) -> str:
    """Plot how often predictions are right against how sure they were; dots grow with number."""
    most = max((b.n for b in bins), default=1)
    dots = "".join(
        f'<circle class="dot" cx="{_x(b.mean_score)}" cy="{_y(b.accuracy)}" '
        f'r="{3 + 6 * (b.n / most) ** 0.5:.1f}">'
        f"<title>{b.n} values, score {b.mean_score:.2f}, right {100 * b.accuracy:.0f} "
        "%</title></circle>"
        for b in bins
    )
    line = " ".join(f"{_x(b.mean_score)},{_y(b.accuracy)}" for b in bins)
    ideal = f'<line class="ideal" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    return _frame(
        title, "score (%)", "right (%)", f'{ideal}<polyline class="curve" points="{line}"/>{dots}'
    )


def coverage_plot(title: str, points: Sequence[CoveragePoint]) -> str:
    """Plot the accuracy over the surest share of postings."""
    line = " ".join(f"{_x(p.coverage)},{_y(p.accuracy)}" for p in points)
    dots = "".join(
        f'<circle class="dot" cx="{_x(p.coverage)}" cy="{_y(p.accuracy)}" r="2">'
        f"<title>{100 * p.coverage:.0f} % of postings, score ≥ {p.threshold:.2f}: "
        f"{100 * p.accuracy:.0f} % right</title></circle>"
        for p in points
    )
    return _frame(
        title,
        "coverage, surest first (%)",
        "right (%)",
        f'<polyline class="curve" points="{line}"/>{dots}',
    )


def interval_bar(figure: Figure) -> str:
    """Draw a share as a bar with its interval as a line."""
    if figure.value is None:
        return ""
    line = ""
    if figure.low is not None and figure.high is not None:
        ends = f'x1="{figure.low * _BAR:.1f}" x2="{figure.high * _BAR:.1f}"'
        line = f'<line class="whisker" {ends} y1="6" y2="6"/>'
    return (
        f'<svg class="bar" viewBox="0 0 {_BAR} 12" aria-hidden="true"><rect class="track" '
        f'width="{_BAR}" height="12" rx="2"/>'
        f'<rect class="fill" width="{figure.value * _BAR:.1f}" height="12" rx="2"/>{line}</svg>'
    )
