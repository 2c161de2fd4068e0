"""From a stream of inputs to a stream of postings, telling on the way what cannot be read."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annonce_nlp.files import Input, Problem, Source, Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from annonce_nlp.posting import Posting

BATCH = 8
"""Few enough to show results as they come and to stop soon, enough to be worth a batch."""
_REPEATS_SHOWN = 10
_NO_LIMIT = 2**31
"""Lengths were checked when the inputs were read."""


class Reporter:
    """Tells what could not be read, and counts it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.failures = 0
        self.told: Counter[str] = Counter()

    def tell(self, problem: Problem) -> None:
        """Say the problem, unless its like was said often already; `finish` counts the others."""
        self.failures += problem.serious
        source = problem.source
        alike = source.file if (source.line or source.row) else problem.message
        self.told[alike] += 1
        if self.told[alike] <= _REPEATS_SHOWN:
            self.say(str(problem))

    def finish(self) -> int:
        """Say how many problems were not shown and return the exit status."""
        for alike, count in self.told.items():
            if count > _REPEATS_SHOWN:
                self.say(f"{alike}: {count - _REPEATS_SHOWN} more like these, {count} in all")
        return int(self.failures > 0)


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """A posting, where it was read, and the text its offsets count in."""

    source: Source
    text: str
    posting: Posting


@dataclass(frozen=True, slots=True)
class ReadInput:
    """What became of one input: the postings it held, and what could not be read, in order."""

    source: Source
    text: str
    parts: tuple[Posting | Problem, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A slice of an input under way, or in its place a problem that is known already."""

    found: Input
    begin: int = 0
    last: bool = True
    """Nothing more of this input comes after it."""
    problem: Problem | None = None


def read_each(
    inputs: Iterable[Input],
    *,
    split_pages: bool = False,
    jobs: int = 1,
    reference_date: dt.date | None = None,
    batch_size: int = BATCH,
) -> Iterator[ReadInput]:
    """Yield what became of each input, in order, holding no more than the batches of `pipe`.

    Parameters
    ----------
    inputs
        What `annonce_nlp.files.read_inputs` yields.
    split_pages
        Part each text into the postings it holds.
    jobs, batch_size
        Number of processes, and texts that travel together.
    reference_date
        As for `annonce_nlp.parse`.
    """
    from annonce_nlp.api import load, pipe, shifted  # noqa: PLC0415
    from annonce_nlp.batch import Failure  # noqa: PLC0415

    if jobs == 1:
        load()
    waiting: deque[_Piece] = deque()
    parts: list[Posting | Problem] = []
    results = pipe(
        _texts(inputs, waiting, split_pages),
        batch_size=batch_size,
        n_process=jobs,
        reference_date=reference_date,
        max_length=_NO_LIMIT,
        on_error="yield",
    )
    for result in results:
        piece = waiting.popleft()
        if piece.problem is not None:
            parts.append(piece.problem)
        elif isinstance(result, Failure):
            parts.append(Problem(piece.found.source, _failed(result.error)))
        else:
            parts.append(shifted(result, piece.begin) if piece.begin else result)
        if piece.last:
            text = piece.found.text if isinstance(piece.found, Text) else ""
            yield ReadInput(piece.found.source, text, tuple(parts))
            parts = []


def _failed(error: Exception) -> str:
    from annonce_nlp.processes import ProcessEndedError  # noqa: PLC0415

    if isinstance(error, ProcessEndedError):
        return str(error)
    return f"reading it failed ({error!r}); please report it with the text"


def read_postings(
    inputs: Iterable[Input],
    reporter: Reporter,
    *,
    split_pages: bool = False,
    jobs: int = 1,
    reference_date: dt.date | None = None,
) -> Iterator[ReadPosting]:
    """Yield the postings of all inputs that can be read, in order; tell `reporter` of the others.

    The other parameters are those of `read_each`.
    """
    for read in read_each(
        inputs, split_pages=split_pages, jobs=jobs, reference_date=reference_date
    ):
        for part in read.parts:
            if isinstance(part, Problem):
                reporter.tell(part)
            else:
                yield ReadPosting(read.source, read.text, part)


def _texts(inputs: Iterable[Input], waiting: deque[_Piece], split_pages: bool) -> Iterator[str]:
    """Yield a text for each piece that waits: a blank one in the place of a problem."""
    for found in inputs:
        if isinstance(found, Problem):
            waiting.append(_Piece(found, problem=found))
            yield ""
            continue
        slices = _slices(found.text) if split_pages else [(0, len(found.text))]
        if not slices:
            blank = Problem(found.source, "it is blank, no posting is in it", serious=False)
            waiting.append(_Piece(found, problem=blank))
            yield ""
        for begin, end in slices:
            waiting.append(_Piece(found, begin, last=end == slices[-1][1]))
            yield found.text[begin:end]


def _slices(page: str) -> list[tuple[int, int]]:
    from annonce_nlp.choice import load_rankers  # noqa: PLC0415
    from annonce_nlp.pages import split  # noqa: PLC0415

    return split(page, load_rankers()["page"])
