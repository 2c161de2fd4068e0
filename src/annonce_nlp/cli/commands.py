"""What the commands do with their arguments; each returns the exit status."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from annonce_nlp.cli.output import (
    INTERRUPTED,
    StepBar,
    say,
    say_above_bar,
    utf8_output,
    with_bar,
    write_rows,
)
from annonce_nlp.files import read_inputs
from annonce_nlp.stream import ReadPosting, Reporter, read_postings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run_parse(args: argparse.Namespace) -> int:
    """Read postings and print or write what they say."""
    if args.ray:
        return _parse_with_ray(args)
    if args.prefix is not None:
        args.usage_error("--prefix can only go with --ray")
    if not args.inputs and sys.stdin.isatty():
        args.usage_error("give files, folders, or - to read the standard input")
    args.inputs = args.inputs or ["-"]
    if args.output is not None:
        return _parse_to(args)
    if args.restart or args.shard_size or args.progress or args.format == "parquet":
        args.usage_error("--format parquet, --shard-size, --restart and --progress need --output")
    out = utf8_output()
    form = args.format or ("table" if out.isatty() else "jsonl")
    # where the results themselves scroll by, a bar would only be in their way
    return _print(args, form, out, bar=sys.stderr.isatty() and not out.isatty())


def _parse_to(args: argparse.Namespace) -> int:
    """Write to a folder or a file; a file gets its name when all is in it."""
    from annonce_nlp.bulk.command import FILES, is_folder, run_bulk  # noqa: PLC0415

    bar = sys.stderr.isatty()
    if is_folder(args.output):
        return run_bulk(args, say_above_bar if bar else say)
    if args.restart or args.shard_size or args.progress or args.format == "parquet":
        args.usage_error(
            "--format parquet, --shard-size, --restart and --progress are for a folder: "
            f"give --output {args.output}/"
        )
    path = Path(args.output)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with scratch.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            status = _print(args, args.format or FILES[path.suffix.lower()], out, bar=bar)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return status


def _print(args: argparse.Namespace, form: str, out: TextIO, *, bar: bool) -> int:
    reporter = Reporter(say_above_bar if bar else say)
    rows = ((read.source.as_dict(), read.posting) for read in _read(args, reporter))
    write_rows(with_bar(rows) if bar else rows, form, out)
    return reporter.finish()


def _parse_with_ray(args: argparse.Namespace) -> int:
    if not args.inputs or args.output is None:
        args.usage_error("--ray needs .parquet or .jsonl files and --output DIR")
    if args.all or args.format or args.input_format:
        args.usage_error("--all, --format and --input-format do not go with --ray")
    from annonce_nlp.cluster import UsageError, parse_files  # noqa: PLC0415

    try:
        done = parse_files(
            args.inputs,
            Path(args.output),
            workers=args.jobs,
            text_column=args.text_column,
            prefix=args.prefix or "",
            reference_date=args.reference_date,
            max_length=args.max_length,
        )
    except UsageError as error:
        say(str(error))
        return 1
    say(f"{done.rows} rows written to {args.output}, {done.errors} of them could not be read")
    return int(done.errors > 0)


def run_show(args: argparse.Namespace) -> int:
    """Show postings with their values marked."""
    from annonce_nlp.show import make_viewer  # noqa: PLC0415

    view = make_viewer()
    reporter = Reporter(say)
    for read in _read(args, reporter):
        view(str(read.source), read.text, read.posting)
    return reporter.finish()


def _read(args: argparse.Namespace, reporter: Reporter) -> Iterator[ReadPosting]:
    inputs = read_inputs(
        args.inputs,
        text_column=args.text_column,
        max_length=args.max_length,
        other=args.input_format,
    )
    return read_postings(
        inputs,
        reporter,
        split_pages=args.all,
        jobs=args.jobs,
        reference_date=args.reference_date,
    )


def run_train(args: argparse.Namespace) -> int:
    """Train the models."""
    from annonce_nlp.model.config import make_config, read_config  # noqa: PLC0415

    bar = StepBar() if sys.stderr.isatty() else None
    try:
        config = read_config(args.config) if args.config else make_config()
        from annonce_nlp.model.train import train  # noqa: PLC0415 - takes seconds

        if bar is None:
            train(args.data, args.output, say, config=config)
        else:
            train(args.data, args.output, say_above_bar, config=config, step=bar)
    except ValueError as error:
        # the library's own: postings, settings or models that cannot be used
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say(
            f"stopped: nothing was written, {args.output} is as it was; "
            "give the same command again to begin anew"
        )
        return INTERRUPTED
    finally:
        if bar is not None:
            bar.close()
    return 0


def run_generate(args: argparse.Namespace) -> int:
    """Write variants of annotated postings."""
    from annonce_nlp.corpus.generator.write import write_variants  # noqa: PLC0415
    from annonce_nlp.corpus.schema import CorpusError  # noqa: PLC0415

    try:
        write_variants(args.data, args.output, args.count, args.seed)
    except CorpusError as error:
        say(str(error))
        return 1
    return 0
