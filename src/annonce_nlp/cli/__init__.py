"""The command line: `annonce-nlp parse | show | train | generate | evaluate`.

Results go to the standard output, everything else to the standard error. Exit status: 0 when all
was read, 1 when something was not, 2 for a wrong command line, 130 after Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from annonce_nlp.bulk import BulkError
from annonce_nlp.choice import ModelsError
from annonce_nlp.cli.options import make_parser
from annonce_nlp.cli.output import INTERRUPTED, say
from annonce_nlp.files import MissingExtraError
from annonce_nlp.processes import ProcessEndedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIPE_CLOSED = 141
"""What the shell reports of any program that ends because its reader left."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = make_parser(words).parse_args(words)
        status: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        status = _PIPE_CLOSED
    except KeyboardInterrupt:
        status = INTERRUPTED
    except (MissingExtraError, BulkError, ProcessEndedError, ModelsError) as error:
        say(str(error))
        status = 1
    except OSError as error:
        say(_sentence(error))
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
