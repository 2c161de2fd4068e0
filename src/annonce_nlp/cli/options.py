"""What can be given on the command line."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from annonce_nlp import __version__
from annonce_nlp.cli.commands import run_generate, run_parse, run_show, run_train
from annonce_nlp.files import KINDS, MAX_LENGTH, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

_FORMATS = ("json", "jsonl", "csv", "table", "parquet")


def make_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; the arguments of `evaluate` are added when `words` ask for it."""
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
    command.set_defaults(run=run_parse, usage_error=command.error)


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
    command.set_defaults(run=run_show, jobs=1)


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
    command.set_defaults(run=run_train)


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
    command.set_defaults(run=run_generate)


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
