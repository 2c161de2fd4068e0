"""Parquet and JSONL files read by many processes or machines with Ray, into a folder of files.

`pip install 'annonce_nlp[ray]'`. Behind `annonce-nlp parse --ray`; for other sources and sinks use
`annonce_nlp.ray.ParsePostings` with Ray Data directly.
"""

from __future__ import annotations

import importlib
import json
import logging
import math
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp.files import MissingExtraError
from annonce_nlp.ray import ParsePostings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

KINDS = (".parquet", ".jsonl")
"""What is read, and what is written of it."""
ROWS_PER_TASK = 1000
"""What is read anew when a process is lost: some seconds' work."""
ROWS_PER_FILE = 10_000
BATCH = 64
_PIECE = 2_000_000
"""Bytes of a JSONL file that one task reads, about a thousand postings."""
_SHARE = 0.5
"""Of a processor, for tasks that read or write files: two of them beside the actors."""
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were written, and how many of them could not be read."""

    rows: int
    errors: int


class UsageError(ValueError):
    """Inputs or an output that do not fit; the message says what to do."""


def parse_files(
    inputs: Sequence[str | Path],
    output: str | Path,
    *,
    workers: int = 2,
    **options: Any,  # noqa: ANN401 - those of ParsePostings
) -> Outcome:
    """Read the postings of all files and write them, with the other columns, into a new folder.

    The folder holds `part-00000.parquet` or `.jsonl`, and so on, of the kind that was read, with
    the rows in their order. It appears when all is written. A lost process is started again and
    its rows are read again. Uses the cluster of `RAY_ADDRESS`, or starts Ray on this machine.

    Parameters
    ----------
    inputs
        Files of one kind, Parquet or JSONL; with several machines, on a disk that all see.
    output
        A folder that does not exist yet, on the same disk.
    workers
        Processes that read; each loads the pipeline once.
    options
        As for `ParsePostings`.

    Raises
    ------
    MissingExtraError
        When Ray is not installed.
    UsageError
        When the inputs are of unlike kinds or lack the column of texts, when their columns bear
        names of new ones, or when the output is there already.
    FileNotFoundError
        When an input does not exist.
    """
    paths = [Path(given).absolute() for given in inputs]
    output = Path(output).absolute()
    kind = _kind(paths)
    if output.exists():
        raise UsageError(f"{output} is there already; name a folder that does not exist yet")
    try:
        reader = ParsePostings(**options)
        for path in paths:
            reader.check_columns(_columns(path))
    except ValueError as error:
        raise UsageError(str(error)) from error
    ray = start(workers)
    scratch = output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}.partial")
    scratch.mkdir(parents=True)
    try:
        found = read_all(ray, paths, workers, options)
        sink = found.map_batches(
            _write_part,
            fn_args=(str(scratch), kind, reader.prefix + reader.error_column),
            batch_format="pyarrow",
            batch_size=ROWS_PER_FILE,
            num_cpus=_SHARE,
        )
        outcome = _gather(sink.iter_rows(), scratch, kind)
        scratch.rename(output)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return outcome


def read_all(
    ray: ModuleType, paths: Sequence[Path], workers: int, options: Mapping[str, Any]
) -> Any:  # noqa: ANN401 - a ray.data.Dataset
    """Return the dataset of what is read in the files, in their order; nothing runs yet.

    Of Parquet files the rows with their new columns; of JSONL files a column of lines and a
    column that says which of them could not be read.
    """
    data = ray.data
    if _kind(paths) == ".parquet":
        read: type = ParsePostings
        # Ray's own reader and repartition do not keep the order of a large file.
        pieces = [piece for path in paths for piece in _row_pieces(path, ROWS_PER_TASK)]
        rows = data.from_items(pieces, override_num_blocks=len(pieces))
        rows = rows.map_batches(_read_rows, batch_format="pyarrow", batch_size=1, num_cpus=_SHARE)
    else:
        read = ParseLines
        pieces = [piece for path in paths for piece in _pieces(path)]
        rows = data.from_items(pieces, override_num_blocks=len(pieces))
        rows = rows.map_batches(_read_lines, batch_format="pyarrow", batch_size=1, num_cpus=_SHARE)
    return rows.map_batches(
        read,
        fn_constructor_kwargs=dict(options),
        batch_format="pyarrow",
        batch_size=BATCH,
        compute=data.ActorPoolStrategy(size=workers),
        num_cpus=1,
    )


def start(workers: int) -> ModuleType:
    """Connect to the cluster of `RAY_ADDRESS`, or start Ray on this machine, and return `ray`.

    Raises
    ------
    MissingExtraError
        When Ray is not installed.
    """
    # Nothing is sent anywhere unless asked for.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = importlib.import_module("ray")
        importlib.import_module("ray.data")
    except ImportError as error:
        raise MissingExtraError("--ray", error.name or "ray", extra="ray") from error
    if not ray.is_initialized():
        # What goes wrong is raised; the plan of the work is no news to the user.
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        alone = "RAY_ADDRESS" not in os.environ
        ray.init(
            # One more than the actors take, for the tasks that read and write.
            num_cpus=workers + 1 if alone else None,
            include_dashboard=False if alone else None,
            log_to_driver=False,
            logging_level="ERROR",
            runtime_env={"env_vars": _ENVIRONMENT},
        )
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    return ray


class ParseLines:
    """Read the postings of JSON lines; what a line holds comes back with the new keys behind.

    Options and errors as for `ParsePostings`. A line that is no JSON object comes back as
    `{"line": …, "error": …}`.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of ParsePostings
        self.read = ParsePostings(**options)

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - a pyarrow.Table
        """Return a table with a column `line` and a column `failed`."""
        import pyarrow as pa  # noqa: PLC0415

        lines: list[bytes] = batch.column("line").to_pylist()
        rows = [_json_object(line) for line in lines]
        column = self.read.text_column
        for row in rows:
            if isinstance(row, dict):
                self.read.check_columns([column, *row])
        texts = [row.get(column) if isinstance(row, dict) else "" for row in rows]
        new = self.read({column: texts})
        names = self.read.new_columns()
        error_name = self.read.prefix + self.read.error_column
        done: list[bytes] = []
        failed: list[bool] = []
        for number, row in enumerate(rows):
            if isinstance(row, str):
                line = lines[number].decode("utf-8", errors="backslashreplace").strip()
                out: dict[str, Any] = {"line": line, error_name: row}
            else:
                out = {**row, **{name: new[name][number] for name in names}}
                if column not in row:
                    out[error_name] = f"no column {column!r}; name it with --text-column"
            failed.append(out[error_name] is not None)
            done.append(_json_line(out))
        return pa.table({"line": pa.array(done, pa.binary()), "failed": pa.array(failed)})


def _json_line(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return json.dumps(row, default=str).encode()


def _json_object(line: bytes) -> dict[str, Any] | str:
    """Return the object, or what is wrong with the line."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "not UTF-8 text; save it as UTF-8"
    except ValueError as error:
        return f"not a JSON object ({error})"
    except RecursionError:
        return "its JSON is nested too deep"
    return row if isinstance(row, dict) else "not a JSON object"


def _kind(paths: Sequence[Path]) -> str:
    kinds = {path.suffix.lower() for path in paths}
    if len(kinds) != 1 or not kinds <= set(KINDS):
        named = ", ".join(path.name for path in paths[:3]) or "nothing"
        raise UsageError(f"give files all .parquet or all .jsonl, not {named}")
    return kinds.pop()


def _columns(path: Path) -> list[str]:
    """Return the names of a file's columns; of a JSONL file, those of its first row."""
    if path.suffix.lower() == ".parquet":
        names: list[str] = importlib.import_module("pyarrow.parquet").read_schema(path).names
        return names
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                row = _json_object(line)
                if isinstance(row, str):
                    raise UsageError(f"{path}:{number}: {row}; write one posting a line")
                return list(row)
    raise UsageError(f"{path} is empty; give a file with postings")


def _pieces(path: Path) -> Iterator[dict[str, Any]]:
    """Part a file into pieces of whole lines."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        begin = 0
        while begin < size:
            stream.seek(min(begin + _PIECE, size))
            stream.readline()
            end = stream.tell()
            yield {"path": str(path), "begin": begin, "end": end}
            begin = end


def _row_pieces(path: Path, size: int) -> Iterator[dict[str, Any]]:
    """Part a Parquet file into runs of about `size` rows, each of one row group.

    A run is read by skipping what stands before it in its group: a group has a limited number of them.
    """
    layout = importlib.import_module("pyarrow.parquet").ParquetFile(path).metadata
    for group in range(layout.num_row_groups):
        count = layout.row_group(group).num_rows
        step = max(size, math.ceil(count / _RUNS_PER_GROUP))
        for begin in range(0, count, step):
            yield {
                "path": str(path), "group": group, "begin": begin, "end": min(begin + step, count)
            }  # fmt: skip
    if not layout.num_rows:
        yield {"path": str(path), "group": -1, "begin": 0, "end": 0}


_RUNS_PER_GROUP = 20
"""Runs a row group is parted into at most."""


def _read_rows(pieces: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415

    parquet = importlib.import_module("pyarrow.parquet")
    tables: list[Any] = []
    for piece in pieces.to_pylist():
        file = parquet.ParquetFile(piece["path"])
        tables.append(file.schema_arrow.empty_table())
        size = piece["end"] - piece["begin"]
        if not size:
            continue
        # Batches may be shorter than asked for: rows are counted, not batches.
        at = 0
        for batch in file.iter_batches(size, row_groups=[piece["group"]]):
            first, last = max(0, piece["begin"] - at), min(len(batch), piece["end"] - at)
            if first < last:
                tables.append(pa.Table.from_batches([batch.slice(first, last - first)]))
            at += len(batch)
            if at >= piece["end"]:
                break
    return pa.concat_tables(tables)


def _read_lines(pieces: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow as pa  # noqa: PLC0415

    lines: list[bytes] = []
    for piece in pieces.to_pylist():
        with Path(piece["path"]).open("rb") as stream:
            stream.seek(piece["begin"])
            data = stream.read(piece["end"] - piece["begin"])
        lines += [line for line in data.split(b"\n") if line.strip()]
    return pa.table({"line": pa.array(lines, pa.binary())})


def _write_part(table: Any, folder: str, kind: str, error_column: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Write a file of its own name; return the name and the counts as a row."""
    import pyarrow as pa  # noqa: PLC0415

    part = Path(folder) / f"{uuid.uuid4().hex}{kind}"
    if kind == ".parquet":
        importlib.import_module("pyarrow.parquet").write_table(table, part)
        errors = len(table) - table.column(error_column).null_count
    else:
        with part.open("wb") as out:
            out.writelines(line + b"\n" for line in table.column("line").to_pylist())
        errors = sum(table.column("failed").to_pylist())
    return pa.table({"file": [part.name], "rows": [len(table)], "errors": [errors]})


def _gather(parts: Iterator[dict[str, Any]], folder: Path, kind: str) -> Outcome:
    """Give the files their numbers; drop those of tasks that were lost and done again."""
    rows = errors = count = 0
    for count, part in enumerate(parts, 1):
        (folder / part["file"]).rename(folder / f"part-{count - 1:05d}{kind}")
        rows += part["rows"]
        errors += part["errors"]
    kept = {f"part-{number:05d}{kind}" for number in range(count)}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()
    return Outcome(rows, errors)
