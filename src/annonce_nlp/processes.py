"""Reading in several processes: each loads the pipeline once, texts and postings travel in batches."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from annonce_nlp.posting import Posting

_AHEAD = 3
"""Batches kept under way for each process: enough to keep it busy, few enough to bound memory."""


def _read_batch(texts: list[str], reference_date: dt.date | None, max_length: int) -> list[Posting]:
    from annonce_nlp.api import pipe  # noqa: PLC0415

    return list(
        pipe(texts, batch_size=len(texts), reference_date=reference_date, max_length=max_length)
    )


def read_in_processes(
    texts: Iterable[str],
    batch_size: int,
    n_process: int,
    reference_date: dt.date | None,
    max_length: int,
) -> Iterator[Posting]:
    """Yield postings in the order of their texts; an error is raised at its place in the order."""
    stream = iter(texts)
    waiting: deque[Future[list[Posting]]] = deque()
    with ProcessPoolExecutor(n_process, mp_context=get_context("spawn")) as pool:
        while True:
            while len(waiting) < n_process * _AHEAD and (batch := list(islice(stream, batch_size))):
                waiting.append(pool.submit(_read_batch, batch, reference_date, max_length))
            if not waiting:
                return
            yield from waiting.popleft().result()
