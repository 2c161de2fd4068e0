"""The other end of `annonce_nlp.processes`: a process that reads the batches it is sent.

Batches come in on the standard input and answers leave on the standard output, each a length of
eight bytes and a pickle. It ends when its input does, that is also when its parent is killed.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import traceback
from contextlib import suppress
from typing import BinaryIO, cast

from annonce_nlp.batch import Failure

_LENGTH = struct.Struct("<Q")


def main() -> None:
    """Load the pipeline, say so, and read until there is no more to read."""
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # what some library prints must not come between the answers
    os.dup2(2, 1)
    with suppress(BrokenPipeError, EOFError, KeyboardInterrupt):
        serve(questions, answers)
    # nothing to tidy up: the operating system is faster
    os._exit(0)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer `ready` or the error that kept the pipeline from loading, then each batch."""
    try:
        from annonce_nlp.api import load, read_here  # noqa: PLC0415

        load()
    except Exception as error:
        send(answers, pickle.dumps(_portable(error)))
        return
    send(answers, pickle.dumps(None))
    while True:
        batch, reference_date = pickle.loads(receive(questions))  # noqa: S301 - from our own parent
        found = [
            Failure(one.index, _portable(one.error)) if isinstance(one, Failure) else one
            for one in read_here(batch, reference_date)
        ]
        send(answers, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def _portable(error: Exception) -> Exception:
    """Return the error, or one that says the same if it cannot travel; with where it was raised."""
    where = "".join(traceback.format_exception(error)).strip() if error.__traceback__ else ""
    try:
        moved = cast("Exception", pickle.loads(pickle.dumps(error)))  # noqa: S301 - made on this line
    except Exception:
        moved = RuntimeError(repr(error))
    if where:
        moved.add_note(where)
    return moved


def send(stream: BinaryIO, data: bytes) -> None:
    """Write a message and its length before it."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """Read a message that `send` wrote; raise `EOFError` when the other end is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    length = _LENGTH.unpack(head)[0]
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
