"""The command line: `annonce-nlp parse | show | train | generate | evaluate`.

Results go to the standard output, everything else to the standard error. Exit status: 0 when all
was read, 1 when something was not, 2 for a wrong command line, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import re
import shutil
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from annonce_nlp import __version__
from annonce_nlp.bulk import BulkError
from annonce_nlp.choice import ModelsError
from annonce_nlp.files import KINDS, MAX_LENGTH, MissingExtraError, read_inputs
from annonce_nlp.processes import ProcessEndedError
from annonce_nlp.stream import ReadPosting, Reporter, read_postings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from tqdm import tqdm

    from annonce_nlp.posting import Posting

_FORMATS = ("json", "jsonl", "csv", "table", "parquet")
_INTERRUPTED = 128 + signal.SIGINT
_PIPE_CLOSED = 141
"""What the shell reports of any program that ends because its reader left."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(words).parse_args(words)
        status: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        status = _PIPE_CLOSED
    except KeyboardInterrupt:
        status = _INTERRUPTED
    except (MissingExtraError, BulkError, ProcessEndedError, ModelsError) as error:
        _say(str(error))
        status = 1
    except OSError as error:
        _say(_sentence(error))
        status = 1
    _end_output()
    return status


def _sentence(error: OSError) -> str:
    """Say what the system refused; the library's own errors are sentences already."""
    if error.strerror is None:
        return str(error)
    what = "the results" if error.filename is None else error.filename
    return f"{what} cannot be read or written ({error.strerror})"


def _end_output() -> None:
    """Write what is left; to a reader that has gone, or a full disk, let it go without a word."""
    try:
        sys.stdout.flush()
    except OSError:
        output = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), output)


def _say(line: str) -> None:
    print(f"annonce-nlp: {line}", file=sys.stderr, flush=True)


# -- the options -------------------------------------------------------------------------------


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annonce-nlp",
        description="Read French job postings: employer, place, pay, deadline, duration and "
        "contract, each with the characters it was read from.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"annonce-nlp {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_parse(commands)
    _add_show(commands)
    _add_train(commands)
    _add_generate(commands)
    evaluate = commands.add_parser(
        "evaluate", help="measure what is read against annotated postings", allow_abbrev=False
    )
    if next((word for word in words if not word.startswith("-")), None) == "evaluate":
        command = _evaluation()
        command.add_arguments(evaluate)
        evaluate.set_defaults(run=command.run)
    return parser


def _evaluation() -> ModuleType:
    try:
        return import_module("annonce_nlp.evaluation.command")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("annonce_nlp"):
            raise
        raise MissingExtraError("evaluate", error.name, extra="train") from error


def _add_parse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "parse",
        help="read postings and print them as JSON, CSV or a table",
        description="Read postings and print them, or write them to --output. "
        "Reads .txt, .md, .html, .htm, and .jsonl, .csv and .parquet with one posting a row.",
        epilog="A folder given to --output gets finished shards: after an interruption the same "
        "command goes on. Offsets count the characters of the text read: of an HTML file, "
        "those of its text without tags.",
        allow_abbrev=False,
    )
    command.add_argument(
        "inputs",
        nargs="*",
        metavar="FILE|DIR|-",
        help="files, folders with their subfolders, or - for the standard input",
    )
    command.add_argument(
        "--format",
        choices=_FORMATS,
        help="default: table on a terminal, else jsonl; parquet for --output DIR/ alone",
    )
    command.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="read in N processes (default: 1)"
    )
    _add_output(command)
    command.add_argument(
        "--ray",
        action="store_true",
        help="read .parquet or .jsonl files with Ray in --jobs processes, here or on the cluster "
        "of RAY_ADDRESS, and write files of that kind with all columns into the folder --output",
    )
    command.add_argument(
        "--prefix", metavar="NAME", help="with --ray: put before the names of the new columns"
    )
    _add_reading(command)
    command.set_defaults(run=_parse, usage_error=command.error)


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--output",
        metavar="FILE|DIR/",
        help="write a .jsonl, .json or .csv file, or shards part-00000.jsonl … into a folder",
    )
    command.add_argument(
        "--shard-size", type=_positive, metavar="N", help="rows of a shard (default: 10000)"
    )
    command.add_argument(
        "--restart", action="store_true", help="delete the shards of --output DIR/ and begin again"
    )
    command.add_argument(
        "--progress",
        action="store_true",
        help="tell progress and rate every ten seconds where the standard error is no terminal",
    )


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "show",
        help="print a posting in the terminal, its spans coloured, its fields with their evidence",
        description="Print the text with the spans coloured by label, and the fields with "
        "the characters each was read from.",
        allow_abbrev=False,
    )
    command.add_argument(
        "inputs",
        nargs=1,
        metavar="FILE",
        help="a file as for « parse », or - for the standard input",
    )
    _add_reading(command)
    command.set_defaults(run=_show, jobs=1)


def _add_reading(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--all", action="store_true", help="part each page into the postings it holds"
    )
    command.add_argument(
        "--text-column",
        default="text",
        metavar="NAME",
        help="where .jsonl, .csv and .parquet rows hold the posting (default: text)",
    )
    command.add_argument(
        "--reference-date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="when the postings were seen; dates without a year are dated from it",
    )
    command.add_argument(
        "--max-length",
        type=_positive,
        default=MAX_LENGTH,
        metavar="N",
        help=f"longest text read, in characters (default: {MAX_LENGTH})",
    )
    command.add_argument(
        "--input-format",
        choices=sorted(set(KINDS.values())),
        help="what - and files whose ending is not known are "
        "(default: text for - and for files without ending)",
    )


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "train",
        help="train the models from annotated postings",
        description="Train the models from annotated postings. Ctrl-C stops at any time: the "
        "models in --output change only when all is done.",
        epilog="All settings, with what they mean: src/annonce_nlp/data/train.toml.",
        allow_abbrev=False,
    )
    command.add_argument(
        "--data",
        type=Path,
        nargs="+",
        default=[Path("data/authored")],
        metavar="PATH",
        help="annotated postings: JSONL files, or folders of them (default: data/authored)",
    )
    command.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="TOML file with the settings that differ from the defaults",
    )
    command.add_argument(
        "--output",
        type=Path,
        default=Path("models"),
        metavar="DIR",
        help="where the models go (default: models)",
    )
    command.set_defaults(run=_train)


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "generate",
        help="make new annotated postings out of written ones",
        description="Write variants of annotated postings as JSONL: other employers, places, "
        "amounts and dates, other looks; spans and fields follow.",
        allow_abbrev=False,
    )
    command.add_argument("data", type=Path, metavar="FILE|DIR", help="annotated *.jsonl")
    command.add_argument("--count", type=_positive, required=True, metavar="N", help="how many")
    command.add_argument(
        "--seed", type=int, default=0, metavar="S", help="another gives others (default: 0)"
    )
    command.add_argument("--output", type=Path, required=True, metavar="FILE", help="*.jsonl")
    command.set_defaults(run=_generate)


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"give a whole number of at least 1, not « {word} »")
    return int(word)


def _date(word: str) -> dt.date:
    error = argparse.ArgumentTypeError(f"give a date as YYYY-MM-DD, not « {word} »")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
        raise error
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        raise error from None


# -- the commands ------------------------------------------------------------------------------


def _parse(args: argparse.Namespace) -> int:
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
    out = _utf8_output()
    form = args.format or ("table" if out.isatty() else "jsonl")
    # where the results themselves scroll by, a bar would only be in their way
    return _print(args, form, out, bar=sys.stderr.isatty() and not out.isatty())


def _parse_to(args: argparse.Namespace) -> int:
    """Write to a folder or a file; a file gets its name when all is in it."""
    from annonce_nlp.bulk.command import FILES, is_folder, run_bulk  # noqa: PLC0415

    bar = sys.stderr.isatty()
    if is_folder(args.output):
        return run_bulk(args, _say_above_bar if bar else _say)
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
    reporter = Reporter(_say_above_bar if bar else _say)
    rows = ((read.source.as_dict(), read.posting) for read in _read(args, reporter))
    _write(_with_bar(rows) if bar else rows, form, out)
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
        _say(str(error))
        return 1
    _say(f"{done.rows} rows written to {args.output}, {done.errors} of them could not be read")
    return int(done.errors > 0)


def _show(args: argparse.Namespace) -> int:
    from annonce_nlp.show import make_viewer  # noqa: PLC0415

    view = make_viewer()
    reporter = Reporter(_say)
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


def _train(args: argparse.Namespace) -> int:
    from annonce_nlp.model.config import make_config, read_config  # noqa: PLC0415

    bar = _StepBar() if sys.stderr.isatty() else None
    try:
        config = read_config(args.config) if args.config else make_config()
        from annonce_nlp.model.train import train  # noqa: PLC0415 - takes seconds

        if bar is None:
            train(args.data, args.output, _say, config=config)
        else:
            train(args.data, args.output, _say_above_bar, config=config, step=bar)
    except ValueError as error:
        # the library's own: postings, settings or models that cannot be used
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say(
            f"stopped: nothing was written, {args.output} is as it was; "
            "give the same command again to begin anew"
        )
        return _INTERRUPTED
    finally:
        if bar is not None:
            bar.close()
    return 0


def _generate(args: argparse.Namespace) -> int:
    from annonce_nlp.corpus.generator.write import write_variants  # noqa: PLC0415
    from annonce_nlp.corpus.schema import CorpusError  # noqa: PLC0415

    try:
        write_variants(args.data, args.output, args.count, args.seed)
    except CorpusError as error:
        _say(str(error))
        return 1
    return 0


class _StepBar:
    """A bar for each training of the NER, made when its first batch is done."""

    def __init__(self) -> None:
        self.bar: tqdm[NoReturn] | None = None

    def __call__(self, done: int, total: int) -> None:
        from tqdm import tqdm  # noqa: PLC0415

        if done == 1 or self.bar is None:
            self.close()
            self.bar = tqdm(total=total, unit=" batches", file=sys.stderr, leave=False)
        self.bar.update(1)

    def close(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None


_Row = tuple[dict[str, str | int], "Posting"]


def _utf8_output() -> TextIO:
    """Return the standard output, set to UTF-8 whatever the locale: the formats ask for it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # file names that are no Unicode come out as JSON writes them
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def _with_bar(rows: Iterable[_Row]) -> Iterator[_Row]:
    from tqdm import tqdm  # noqa: PLC0415

    yield from tqdm(rows, unit=" postings", file=sys.stderr)


def _say_above_bar(line: str) -> None:
    from tqdm import tqdm  # noqa: PLC0415

    tqdm.write(f"annonce-nlp: {line}", file=sys.stderr)


def _write(rows: Iterable[_Row], form: str, out: TextIO) -> None:
    from annonce_nlp.export.table import write_csv, write_table  # noqa: PLC0415

    if form == "csv":
        write_csv(rows, out)
    elif form == "table":
        write_table(rows, out, shutil.get_terminal_size().columns)
    elif form == "jsonl":
        for row in rows:
            out.write(_json(row) + "\n")
            out.flush()
    else:
        before = "["
        for row in rows:
            out.write(f"{before}\n{_json(row)}")
            before = ","
        out.write("[]\n" if before == "[" else "\n]\n")


def _json(row: _Row) -> str:
    source, posting = row
    return json.dumps(
        {"source": source, "posting": posting.model_dump(mode="json")}, ensure_ascii=False
    )


if __name__ == "__main__":
    sys.exit(main())
