"""What the command line writes: results, sentences and bars."""

from __future__ import annotations

import io
import json
import shutil
import signal
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tqdm import tqdm

    from annonce_nlp.posting import Posting

INTERRUPTED = 128 + signal.SIGINT
"""The exit status after Ctrl-C."""


def say(line: str) -> None:
    """Write a line to the standard error."""
    print(f"annonce-nlp: {line}", file=sys.stderr, flush=True)


class StepBar:
    """A bar for each training of the NER, made when its first batch is done."""

    def __init__(self) -> None:
        self.bar: tqdm[NoReturn] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many batches are done of how many."""
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


Row = tuple[dict[str, str | int], "Posting"]


def utf8_output() -> TextIO:
    """Return the standard output, set to UTF-8 whatever the locale: the formats ask for it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # file names that are no Unicode come out as JSON writes them
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return sys.stdout


def with_bar(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows and show how many there were."""
    from tqdm import tqdm  # noqa: PLC0415

    yield from tqdm(rows, unit=" postings", file=sys.stderr)


def say_above_bar(line: str) -> None:
    """Write a line to the standard error without breaking a bar."""
    from tqdm import tqdm  # noqa: PLC0415

    tqdm.write(f"annonce-nlp: {line}", file=sys.stderr)


def write_rows(rows: Iterable[Row], form: str, out: TextIO) -> None:
    """Write the rows in one of the formats, each as it comes where the format allows."""
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


def _json(row: Row) -> str:
    source, posting = row
    return json.dumps(
        {"source": source, "posting": posting.model_dump(mode="json")}, ensure_ascii=False
    )
