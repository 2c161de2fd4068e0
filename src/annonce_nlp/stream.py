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

_BATCH = 8
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
class _Piece:
    """What of a page is under way, and where it begins in it."""

    page: Text
    begin: int
    text: str


def read_postings(
    inputs: Iterable[Input],
    reporter: Reporter,
    *,
    split_pages: bool = False,
    jobs: int = 1,
    reference_date: dt.date | None = None,
) -> Iterator[ReadPosting]:
    """Yield the postings of all inputs that can be read, in order.

    Parameters
    ----------
    inputs
        What `annonce_nlp.files.read_inputs` yields.
    reporter
        Is told what cannot be read.
    split_pages
        Part each text into the postings it holds.
    jobs
        Number of processes.
    reference_date
        As for `annonce_nlp.parse`.
    """
    from annonce_nlp.api import load, pipe  # noqa: PLC0415

    load()
    waiting: deque[_Piece] = deque()
    texts = _texts(inputs, reporter, waiting, split_pages)
    going = True
    while going:
        try:
            for posting in pipe(
                texts,
                batch_size=_BATCH,
                n_process=jobs,
                reference_date=reference_date,
                max_length=_NO_LIMIT,
            ):
                yield _placed(waiting.popleft(), posting)
            going = False
        except Exception:
            # one posting that breaks the reader must not take the others with it
            failed_before = reporter.failures
            yield from _read_singly(waiting, reporter, reference_date)
            if reporter.failures == failed_before:
                raise


def _placed(piece: _Piece, posting: Posting) -> ReadPosting:
    from annonce_nlp.api import shifted  # noqa: PLC0415

    return ReadPosting(piece.page.source, piece.page.text, shifted(posting, piece.begin))


def _read_singly(
    waiting: deque[_Piece], reporter: Reporter, reference_date: dt.date | None
) -> Iterator[ReadPosting]:
    from annonce_nlp.api import parse  # noqa: PLC0415

    while waiting:
        piece = waiting.popleft()
        try:
            posting = parse(piece.text, reference_date=reference_date, max_length=_NO_LIMIT)
        except Exception as error:
            message = f"reading it failed ({error!r}); please report it with the text"
            reporter.tell(Problem(piece.page.source, message))
        else:
            yield _placed(piece, posting)


def _texts(
    inputs: Iterable[Input], reporter: Reporter, waiting: deque[_Piece], split_pages: bool
) -> Iterator[str]:
    """Yield the texts to read, noting where each comes from; tell what cannot be read."""
    for found in inputs:
        if isinstance(found, Problem):
            reporter.tell(found)
            continue
        for begin, end in _slices(found, reporter) if split_pages else [(0, len(found.text))]:
            piece = _Piece(found, begin, found.text[begin:end])
            waiting.append(piece)
            yield piece.text


def _slices(page: Text, reporter: Reporter) -> list[tuple[int, int]]:
    from annonce_nlp.choice import load_rankers  # noqa: PLC0415
    from annonce_nlp.pages import split  # noqa: PLC0415

    slices = split(page.text, load_rankers()["page"])
    if not slices:
        reporter.tell(Problem(page.source, "it is blank, no posting is in it", serious=False))
    return slices
