"""Showing how far a bulk run is and how fast it goes, on a terminal or as lines of a log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from annonce_nlp.bulk.state import State

_EVERY = 10.0
"""Seconds between two lines."""


class Progress:
    """Counts the texts read; shows nothing."""

    def begin(self, state: State, texts: int | None) -> None:
        """Begin to count, after those that are done of all there are, if that is known."""
        self.began = time.monotonic()
        self.before = self.done = state.read
        self.texts = texts

    def advance(self) -> None:
        """Count a text."""
        self.done += 1

    def end(self) -> None:
        """Show no more."""

    def rate(self) -> str:
        """Say how many texts a second this run has read."""
        seconds = time.monotonic() - self.began
        read = self.done - self.before
        return f", {read / seconds:.1f} texts a second" if read and seconds > 0 else ""


class Bar(Progress):
    """A bar on a terminal."""

    def begin(self, state: State, texts: int | None) -> None:
        """Begin to count and to show."""
        from tqdm import tqdm  # noqa: PLC0415

        super().begin(state, texts)
        self.bar: Any = tqdm(total=texts, initial=state.read, unit=" texts", dynamic_ncols=True)

    def advance(self) -> None:
        """Count a text and show it."""
        super().advance()
        self.bar.update()

    def end(self) -> None:
        """Leave the bar as it is."""
        self.bar.close()


class Lines(Progress):
    """A line now and then."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def begin(self, state: State, texts: int | None) -> None:
        """Begin to count and to show."""
        super().begin(state, texts)
        self.next = self.began + _EVERY

    def advance(self) -> None:
        """Count a text and show it."""
        super().advance()
        now = time.monotonic()
        if now >= self.next:
            self.next = now + _EVERY
            self.say(self.line(now))

    def line(self, now: float) -> str:
        """Say how far it is, how fast, and how long it will take."""
        rate = (self.done - self.before) / (now - self.began)
        if self.texts is None:
            return f"{self.done:,} texts, {rate:.1f} a second"
        left = max(0, self.texts - self.done) / rate if rate else 0
        return (
            f"{self.done:,} of {self.texts:,} texts, {rate:.1f} a second, {left / 60:.0f} min left"
        )
