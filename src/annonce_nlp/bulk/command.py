"""`annonce-nlp parse … --output`: a file, or a folder of shards."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from annonce_nlp.bulk import BulkError
from annonce_nlp.bulk.progress import Bar, Lines, Progress
from annonce_nlp.bulk.run import SHARD_SIZE, Job, run
from annonce_nlp.bulk.shards import FORMS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

FILES = {".jsonl": "jsonl", ".json": "json", ".csv": "csv"}
"""The format of a file of results, by its ending; what has no ending is a folder."""


def is_folder(output: str) -> bool:
    """Tell whether results go into a folder of shards, not into a file.

    Raises
    ------
    BulkError
        When the ending is that of neither.
    """
    path = Path(output)
    if output.endswith(("/", os.sep)) or path.is_dir() or not path.suffix:
        return True
    if path.suffix.lower() in FILES:
        return False
    raise BulkError(
        f"--output {output} is neither a {', '.join(FILES)} file nor a folder: "
        f"{output}/ is a folder of shards"
    )


def run_bulk(args: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Run what the command line asks for; return the exit status."""
    form = next((form for form in FORMS if form == (args.format or FORMS[0])), None)
    if form is None:
        say(f"a folder of shards takes --format {' or '.join(FORMS)}, not {args.format}")
        return 2
    progress: Progress = Progress()
    if sys.stderr.isatty():
        progress = Bar()
    elif args.progress:
        progress = Lines(say)
    job = Job(
        paths=tuple(args.inputs),
        output=Path(args.output),
        form=form,
        shard_size=args.shard_size or SHARD_SIZE,
        split_pages=args.all,
        text_column=args.text_column,
        reference_date=args.reference_date,
        max_length=args.max_length,
        input_format=args.input_format,
        jobs=args.jobs,
    )
    return int(run(job, say, progress, restart=args.restart).unread > 0)
