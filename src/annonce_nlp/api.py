"""The calls most users need: `parse`, `parse_all`, `pipe` and `load`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from annonce_nlp.batch import Batch, Failure, batches_of, checked, read_batch
from annonce_nlp.choice import load_rankers
from annonce_nlp.pages import split
from annonce_nlp.posting import Posting

if TYPE_CHECKING:
    from spacy.language import Language

MAX_LENGTH = 1_000_000
"""Longest text read, in characters, unless the caller's `max_length` says otherwise."""
WORDS_KEPT = 40_000
"""Words that spaCy's store keeps for good, some 10 MB: nine in ten of a new posting are among them."""


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
    return _read(checked(text, max_length), reference_date)


def parse_all(
    page: str, *, reference_date: dt.date | None = None, max_length: int = MAX_LENGTH
) -> list[Posting]:
    """Read every posting of a page; a page of one posting gives a list of one, a blank page none.

    Offsets in evidence and entities count from the beginning of the page; `start_char` and
    `end_char` tell each posting's slice. Raises what `parse` raises.
    """
    page = checked(page, max_length)
    return [
        shifted(_read(page[start:end], reference_date), start)
        for start, end in split(page, load_rankers()["page"])
    ]


@overload
def pipe(
    texts: Iterable[str],
    *,
    batch_size: int = ...,
    n_process: int = ...,
    reference_date: dt.date | None = ...,
    max_length: int = ...,
    on_error: Literal["raise"] = ...,
) -> Iterator[Posting]: ...


@overload
def pipe(
    texts: Iterable[str],
    *,
    batch_size: int = ...,
    n_process: int = ...,
    reference_date: dt.date | None = ...,
    max_length: int = ...,
    on_error: Literal["yield"],
) -> Iterator[Posting | Failure]: ...


def pipe(
    texts: Iterable[str],
    *,
    batch_size: int = 16,
    n_process: int = 1,
    reference_date: dt.date | None = None,
    max_length: int = MAX_LENGTH,
    on_error: Literal["raise", "yield"] = "raise",
) -> Iterator[Posting | Failure]:
    """Read a stream of postings, in order, lazily, holding no more than its batches.

    Parameters
    ----------
    texts
        Any iterable, endless ones too.
    batch_size
        Texts read before their postings are yielded, and sent to a process at a time. From 4 to
        128 a text costs the same; small batches leave no process idle at the end.
    n_process
        Read in that many processes, each with four batches under way. They take some seconds to
        start, side by side; a killed one is replaced and its texts are read again.
    reference_date, max_length
        As for `parse`.
    on_error
        `"raise"` what `parse` raises, when its turn comes, with a note that names the text;
        `"yield"` puts a `Failure` in the place of the text and goes on.

    Raises
    ------
    TypeError, ValueError
        As `parse`, at the text in question; `ValueError` at once for wrong parameters.
    ProcessEndedError
        When a process cannot be started, or a text ends the process that reads it alone.
    """
    if batch_size < 1 or n_process < 1:
        raise ValueError(
            f"batch_size and n_process are at least 1, not {batch_size} and {n_process}"
        )
    if on_error not in ("raise", "yield"):
        raise ValueError(f'on_error is "raise" or "yield", not {on_error!r}')
    batches = batches_of(texts, batch_size, max_length)
    return _piped(batches, n_process, reference_date, raising=on_error == "raise")


def _piped(
    batches: Iterator[Batch], n_process: int, reference_date: dt.date | None, *, raising: bool
) -> Iterator[Posting | Failure]:
    # closed at once: the traceback of an error would keep the processes alive
    with closing(_batches_read(batches, n_process, reference_date)) as results:
        for result in results:
            for found in result:
                if raising and isinstance(found, Failure):
                    raise found.named()
                yield found


def _batches_read(
    batches: Iterator[Batch], n_process: int, reference_date: dt.date | None
) -> Generator[list[Posting | Failure]]:
    if n_process == 1:
        for batch in batches:
            yield read_here(batch, reference_date)
        return
    from annonce_nlp.processes import read_in_processes  # noqa: PLC0415

    yield from read_in_processes(batches, n_process, reference_date)


def read_here(batch: Batch, reference_date: dt.date | None) -> list[Posting | Failure]:
    """Read a batch in this process.

    The words of the first batches are kept, those of later ones forgotten: memory stays flat.
    """
    nlp = load()
    with nlp.memory_zone() if len(nlp.vocab) > WORDS_KEPT else nullcontext():
        return read_batch(batch, reference_date, _read)


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
