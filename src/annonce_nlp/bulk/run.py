"""One bulk run: what is still to read, into shards, with a state after each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annonce_nlp.bulk import BulkError
from annonce_nlp.bulk.identity import identify, reader_identity
from annonce_nlp.bulk.shards import writing
from annonce_nlp.bulk.state import State, alone_in, check_same, clear, load_state
from annonce_nlp.files import Problem, read_inputs
from annonce_nlp.stream import ReadInput, Reporter, read_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annonce_nlp.bulk.progress import Progress
    from annonce_nlp.bulk.shards import Form
    from annonce_nlp.files import Kind
    from annonce_nlp.posting import Posting

SHARD_SIZE = 10_000
"""Rows of a shard: some minutes of work, the most that an interruption loses."""
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Job:
    """What to read, how, and where to."""

    paths: tuple[str, ...]
    output: Path
    form: Form = "jsonl"
    shard_size: int = SHARD_SIZE
    split_pages: bool = False
    text_column: str = "text"
    reference_date: dt.date | None = None
    max_length: int = 1_000_000
    input_format: Kind | None = None
    jobs: int = 1

    def options(self) -> dict[str, str | int | bool | None]:
        """Return the options that change the rows, by their names on the command line."""
        return {
            "format": self.form,
            "shard-size": self.shard_size,
            "all": self.split_pages,
            "text-column": self.text_column,
            "reference-date": self.reference_date.isoformat() if self.reference_date else None,
            "max-length": self.max_length,
            "input-format": self.input_format,
        }


def run(job: Job, say: Callable[[str], None], progress: Progress, *, restart: bool) -> State:
    """Write the shards that are not yet there and return the state at the end.

    Raises
    ------
    BulkError
        When the folder belongs to something else, or to a run over other inputs or options.
    OSError
        When an input is not there, or the folder cannot be written.
    """
    _check_apart(job)
    job.output.mkdir(parents=True, exist_ok=True)
    with alone_in(job.output):
        kept = load_state(job.output)
        identity = identify(job.paths, job.input_format)
        state = State(reader_identity(), identity.as_list(), job.options())
        clear(job.output, all_shards=restart and kept is not None)
        if kept is not None and not restart:
            check_same(kept, state, job.output)
            _check_whole(kept, job)
            state = kept
            if state.finished:
                say(f"{job.output} is finished, there is nothing to do: {told(state)}")
                return state
            say(f"going on in {job.output} after {told(state)}")
        state.save(job.output)
        progress.begin(state, identity.texts)
        try:
            _write_shards(job, state, say, progress)
        except KeyboardInterrupt:
            progress.end()
            say(f"interrupted; {told(state)} in {job.output}, the same command goes on from there")
            raise
        finally:
            progress.end()
        say(f"{job.output} is finished: {told(state)}{progress.rate()}")
    return state


def told(state: State) -> str:
    """Say how much is done."""
    unread = f", {state.unread:,} of them with an error" if state.unread else ""
    rows, shards = "s" * (state.rows != 1), "s" * (state.shards != 1)
    return f"{state.rows:,} row{rows}{unread}, {state.shards:,} shard{shards}"


def _check_apart(job: Job) -> None:
    output = job.output.resolve()
    for given in job.paths:
        if given == "-":
            raise BulkError(
                "the standard input cannot be read again after an interruption: "
                "save it to a file, or leave out --output"
            )
        path = Path(given).resolve(strict=True)
        if path.is_dir() and (output == path or path in output.parents):
            raise BulkError(
                f"{job.output} is inside {given}, its shards would be read as postings: "
                "give a folder outside it to --output"
            )
        if path.parent == output and path.name.startswith("part-"):
            raise BulkError(f"{given} is where shards are written: give another folder to --output")


def _check_whole(kept: State, job: Job) -> None:
    for number in range(kept.shards):
        path = _shard(job, number)
        if not path.is_file():
            raise BulkError(f"{path} is missing: put it back, or begin again with --restart")


def _shard(job: Job, number: int) -> Path:
    return job.output / f"part-{number:05}.{job.form}"


def _write_shards(job: Job, state: State, say: Callable[[str], None], progress: Progress) -> None:
    reporter = Reporter(say)
    inputs = read_inputs(
        job.paths,
        text_column=job.text_column,
        max_length=job.max_length,
        other=job.input_format,
        skip=state.read,
    )
    stream = read_each(
        inputs,
        split_pages=job.split_pages,
        jobs=job.jobs,
        reference_date=job.reference_date,
        batch_size=_BATCH,
    )
    for first in stream:
        if not any(_is_row(part) for part in first.parts):
            # a shard begins with a row: none is empty
            _tell(first, reporter)
            state.read += 1
            progress.advance()
            continue
        _write_shard(job, state, chain([first], stream), reporter, progress)
    state.finished = True
    state.save(job.output)
    reporter.finish()


def _write_shard(
    job: Job, state: State, stream: Iterator[ReadInput], reporter: Reporter, progress: Progress
) -> None:
    """Write one shard, and only then say in the state that it is there."""
    read = rows = unread = 0
    with writing(_shard(job, state.shards), job.form) as write:
        for found in stream:
            read += 1
            _tell(found, reporter)
            for part in found.parts:
                if _is_row(part):
                    told_of = part.message if isinstance(part, Problem) else part
                    write((found.source.as_dict(), told_of))
                    rows += 1
                    unread += isinstance(part, Problem)
            progress.advance()
            if rows >= job.shard_size:
                break
    state.shards += 1
    state.read += read
    state.rows += rows
    state.unread += unread
    state.save(job.output)


def _tell(found: ReadInput, reporter: Reporter) -> None:
    for part in found.parts:
        if isinstance(part, Problem):
            reporter.tell(part)


def _is_row(part: Posting | Problem) -> bool:
    return part.serious if isinstance(part, Problem) else True
