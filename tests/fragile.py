"""A reader with texts it cannot read, for this process and for those of `annonce_nlp.processes`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from annonce_nlp import api, worker

_read = api._read


class Unportable(Exception):  # noqa: N818
    """Pickles, and cannot be unpickled."""

    def __init__(self, first, second):
        super().__init__(f"{first} {second}")


def read(text, reference_date):
    """Break at « casse » and « intransportable », die at « tue » and, once a file, at « tue-une-fois:FILE »."""
    if text == "casse":
        raise ArithmeticError("casse")
    if text == "intransportable":
        raise Unportable("not", "portable")
    if text == "parle":
        print("a library prints this")
    if text == "tue":
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith("tue-une-fois:"):
        trace = Path(text.partition(":")[2])
        if not trace.exists():
            trace.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return _read(text, reference_date)


def main():
    """Stand for `annonce_nlp.worker.main`."""
    api._read = read
    worker.main()


def main_without_models():
    """A worker whose pipeline cannot be loaded."""

    def load():
        raise FileNotFoundError("no models in nowhere: reinstall annonce_nlp")

    api.load = load
    worker.main()


def main_that_ends():
    """A worker that ends before it is ready."""
    sys.exit(3)
