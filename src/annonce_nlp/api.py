"""The calls most users need: `parse`, `parse_all`, `pipe` and `load`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annonce_nlp.choice import load_rankers
from annonce_nlp.pages import split
from annonce_nlp.posting import Posting

if TYPE_CHECKING:
    from spacy.language import Language

MAX_LENGTH = 1_000_000
"""Longest text read, in characters, unless the caller's `max_length` says otherwise."""


@cache
def _pipeline(path: str | None) -> Language:
    from annonce_nlp.pipeline import build  # noqa: PLC0415 - importing annonce_nlp must not import spaCy

    if path is None:
        return build()
    folder = Path(path)
    if not folder.exists():
        raise FileNotFoundError(
            f"no pipeline at {path}: give a folder written by nlp.to_disk() or « annonce-nlp train »"
        )
    if (folder / "choice.json").is_file():
        return build(folder)
    import spacy  # noqa: PLC0415

    return spacy.load(path)


def load(path: str | Path | None = None) -> Language:
    """Return the spaCy pipeline: the shipped one, or the one saved at `path`.

    The pipeline is loaded once per process and shared; `nlp(text)` gives a `Doc` whose
    `doc.ents` are the spans and whose `doc._.posting` is the `Posting`.

    Raises
    ------
    FileNotFoundError
        When nothing is at `path`.
    ModelsError
        When an incompatible version made what is there (a ValueError).
    """
    return _pipeline(str(path) if path is not None else None)


def _checked(text: object, max_length: int) -> str:
    if not isinstance(text, str):
        raise TypeError(
            f"a posting is a str, not {type(text).__name__}; decode bytes and read files first"
        )
    if len(text) > max_length:
        raise ValueError(
            f"the text has {len(text):,} characters, more than max_length={max_length:,}; "
            "split it, or raise the parameter max_length"
        )
    return text


def _read(text: str, reference_date: dt.date | None) -> Posting:
    nlp = load()
    nlp.max_length = max(nlp.max_length, len(text))
    doc = nlp.make_doc(text)
    doc.user_data["reference_date"] = reference_date
    posting: Posting = nlp(doc)._.posting
    return posting


def parse(
    text: str, *, reference_date: dt.date | None = None, max_length: int = MAX_LENGTH
) -> Posting:
    """Read one posting.

    Parameters
    ----------
    text
        The posting as found: HTML entities, Markdown, PDF line breaks and all.
    reference_date
        When the posting was seen; dates without a year are dated from it unless the text says
        when it was published.
    max_length
        Longest text accepted, in characters.

    Returns
    -------
    Posting
        Empty for a blank text.

    Raises
    ------
    TypeError
        When `text` is not a `str`.
    ValueError
        When it is longer than `max_length`.
    """
    return _read(_checked(text, max_length), reference_date)


def parse_all(
    page: str, *, reference_date: dt.date | None = None, max_length: int = MAX_LENGTH
) -> list[Posting]:
    """Read every posting of a page; a page of one posting gives a list of one, a blank page none.

    Offsets in evidence and entities count from the beginning of the page; `start_char` and
    `end_char` tell each posting's slice. Raises what `parse` raises.
    """
    page = _checked(page, max_length)
    return [
        shifted(_read(page[start:end], reference_date), start)
        for start, end in split(page, load_rankers()["page"])
    ]


def pipe(
    texts: Iterable[str],
    *,
    batch_size: int = 64,
    n_process: int = 1,
    reference_date: dt.date | None = None,
    max_length: int = MAX_LENGTH,
) -> Iterator[Posting]:
    """Read a stream of postings, in order, holding no more than a batch of them.

    `n_process` > 1 reads in that many processes. Raises what `parse` raises, at the text in
    question.
    """
    if batch_size < 1 or n_process < 1:
        raise ValueError(
            f"batch_size and n_process are at least 1, not {batch_size} and {n_process}"
        )
    nlp = load()
    nlp.max_length = max(nlp.max_length, max_length)
    if n_process == 1:
        yield from _pipe_here(nlp, texts, batch_size, reference_date, max_length)
        return
    from annonce_nlp.processes import read_in_processes  # noqa: PLC0415

    yield from read_in_processes(texts, batch_size, n_process, reference_date, max_length)


def _pipe_here(
    nlp: Language,
    texts: Iterable[str],
    batch_size: int,
    reference_date: dt.date | None,
    max_length: int,
) -> Iterator[Posting]:
    stream = iter(texts)
    while batch := list(islice(stream, batch_size)):
        postings: list[Posting] = []
        failure: Exception | None = None
        # New strings are forgotten at the end of each batch: memory stays flat over any stream.
        with nlp.memory_zone():
            for text in batch:
                try:
                    postings.append(_read(_checked(text, max_length), reference_date))
                except Exception as error:
                    failure = error
                    break
        yield from postings
        if failure is not None:
            raise failure


def shifted(posting: Posting, by: int) -> Posting:
    """Return a posting whose offsets count from `by` characters earlier."""
    return posting.model_copy(
        update={
            "evidence": {
                name: [
                    e.model_copy(update={"start": e.start + by, "end": e.end + by}) for e in found
                ]
                for name, found in posting.evidence.items()
            },
            "entities": [
                e.model_copy(update={"start": e.start + by, "end": e.end + by})
                for e in posting.entities
            ],
            "start_char": posting.start_char + by,
            "end_char": posting.end_char + by,
        }
    )
