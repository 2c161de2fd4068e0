"""The command line: `annonce-nlp parse | show | train | evaluate`.

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
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from annonce_nlp import __version__
from annonce_nlp.files import KINDS, MAX_LENGTH, Input, MissingExtraError, Problem, Source, Text, read_inputs

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

_FORMATS = ("json", "jsonl", "csv", "table")
_BATCH = 8
"""Few enough to show results as they come, enough to spare most of the cost of a batch."""
_BATCH_OF_PROCESS = 32
_REPEATS_SHOWN = 10
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
        _forget_output()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        _forget_output()
        return _INTERRUPTED
    except (OSError, MissingExtraError) as error:
        _say(f"annonce-nlp: {error}")
        _forget_output()
        return 1
    return status


def _forget_output() -> None:
    """Keep Python from writing what is left to a reader that has gone, or a full disk, at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - where messages go


# -- the options -------------------------------------------------------------------------------


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="annonce-nlp",
        description="Read French job postings: employer, place, pay, deadline, duration and contract, each with the characters it was read from.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"annonce-nlp {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_parse(commands)
    _add_show(commands)
    _add_train(commands)
    evaluate = commands.add_parser("evaluate", help="measure what is read against annotated postings", allow_abbrev=False)
    if next((word for word in words if not word.startswith("-")), None) == "evaluate":
        command = import_module("annonce_nlp.evaluation.command")
        command.add_arguments(evaluate)
        evaluate.set_defaults(run=command.run)
    return parser


_Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add_parse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "parse",
        help="read postings and print them as JSON, CSV or a table",
        description="Read postings and print them. Reads .txt, .md, .html, .htm, and .jsonl and .csv with one posting a row.",
        epilog="Offsets count the characters of the text read: of an HTML file, its text without tags.",
        allow_abbrev=False,
    )
    command.add_argument("inputs", nargs="*", metavar="FILE|DIR|-", help="files, folders with their subfolders, or - for the standard input")
    command.add_argument("--format", choices=_FORMATS, help="default: table on a terminal, else jsonl")
    command.add_argument("--jobs", type=_positive, default=1, metavar="N", help="read in N processes (default: 1)")
    _add_reading(command)
    command.set_defaults(run=_parse, usage_error=command.error)


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "show",
        help="print a posting in the terminal, its spans coloured, its fields with their evidence",
        description="Print the text with the spans coloured by label, and the fields with the characters each was read from.",
        allow_abbrev=False,
    )
    command.add_argument("inputs", nargs=1, metavar="FILE", help="a file as for « parse », or - for the standard input")
    _add_reading(command)
    command.set_defaults(run=_show, jobs=1)


def _add_reading(command: argparse.ArgumentParser) -> None:
    command.add_argument("--all", action="store_true", help="part each page into the postings it holds")
    command.add_argument("--text-column", default="text", metavar="NAME", help="where .jsonl and .csv rows hold the posting (default: text)")
    command.add_argument("--reference-date", type=_date, metavar="YYYY-MM-DD", help="when the postings were seen; dates without a year are dated from it")
    command.add_argument(
        "--max-length", type=_positive, default=MAX_LENGTH, metavar="N", help=f"longest text read, in characters (default: {MAX_LENGTH})"
    )
    command.add_argument("--input-format", choices=sorted(set(KINDS.values())), help="what - and files without a known ending are (default: text)")


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "train",
        help="train the models from annotated postings",
        description="Train all models from the *.jsonl files of a folder of annotated postings.",
        allow_abbrev=False,
    )
    command.add_argument("--data", type=Path, default=Path("data/authored"), metavar="DIR", help="annotated postings (default: data/authored)")
    command.add_argument("--output", type=Path, default=Path("models"), metavar="DIR", help="where the models go (default: models)")
    command.set_defaults(run=_train)


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"give a whole number of at least 1, not « {word} »")
    return int(word)


def _date(word: str) -> dt.date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII):
            raise ValueError
        return dt.date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"give a date as YYYY-MM-DD, not « {word} »") from None


# -- the commands ------------------------------------------------------------------------------


def _parse(args: argparse.Namespace) -> int:
    if not args.inputs and sys.stdin.isatty():
        args.usage_error("give files, folders, or - to read the standard input")
    out = _utf8_output()
    reporter = _Reporter()
    postings = ((source, posting) for source, _, posting in _read(args, reporter))
    _write(_with_progress(postings), args.format or ("table" if out.isatty() else "jsonl"), out)
    return reporter.finish()


def _show(args: argparse.Namespace) -> int:
    from annonce_nlp.show import make_viewer  # noqa: PLC0415

    view = make_viewer()
    reporter = _Reporter()
    for source, text, posting in _read(args, reporter):
        view(str(source), text, posting)
    return reporter.finish()


def _train(args: argparse.Namespace) -> int:
    from annonce_nlp.corpus.schema import CorpusError  # noqa: PLC0415
    from annonce_nlp.model.train import train  # noqa: PLC0415

    try:
        train(args.data, args.output, _say)
    except CorpusError as error:
        _say(f"annonce-nlp: {error}")
        return 1
    return 0


class _Reporter:
    """Tells the standard error what could not be read, and remembers whether anything could not."""

    def __init__(self) -> None:
        self.failed = False
        self.told: Counter[str] = Counter()

    def tell(self, problem: Problem) -> None:
        """Say the problem, unless its like was said often already; `finish` counts the others."""
        self.failed |= problem.serious
        source = problem.source
        alike = source.file if (source.line or source.row) else problem.message
        self.told[alike] += 1
        if self.told[alike] <= _REPEATS_SHOWN:
            _say(f"annonce-nlp: {problem}")

    def finish(self) -> int:
        """Say how many problems were not shown and return the exit status."""
        for alike, count in self.told.items():
            if count > _REPEATS_SHOWN:
                _say(f"annonce-nlp: {alike}: {count - _REPEATS_SHOWN} more like these, {count} in all, were not read")
        return int(self.failed)


_Read = tuple[Source, str, "Posting"]


def _read(args: argparse.Namespace, reporter: _Reporter) -> Iterator[_Read]:
    """Yield the source, the text and the posting of all that can be read, in order."""
    from annonce_nlp.api import load, pipe, shifted  # noqa: PLC0415

    load()
    waiting: deque[tuple[Source, str, int, str]] = deque()
    texts = _texts(args, reporter, waiting)
    batch = _BATCH if args.jobs == 1 else _BATCH_OF_PROCESS
    postings = pipe(texts, batch_size=batch, n_process=args.jobs, reference_date=args.reference_date, max_length=args.max_length)
    for posting in postings:
        source, page, begin, _ = waiting.popleft()
        yield source, page, shifted(posting, begin) if begin else posting


def _texts(args: argparse.Namespace, reporter: _Reporter, waiting: deque[tuple[Source, str, int, str]]) -> Iterator[str]:
    """Yield the texts to read, noting of each where it comes from; tell what cannot be read."""
    for found in read_inputs(args.inputs or ["-"], text_column=args.text_column, max_length=args.max_length, other=args.input_format):
        if isinstance(found, Problem):
            reporter.tell(found)
            continue
        for begin, end in _slices(found, reporter) if args.all else [(0, len(found.text))]:
            piece = found.text[begin:end]
            waiting.append((found.source, found.text, begin, piece))
            yield piece
