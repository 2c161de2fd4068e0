"""Reading in several processes: each loads the pipeline once, texts and postings travel in batches.

The processes are started anew (`python -c …`), not forked and not by `multiprocessing`: they import
this library and nothing of the caller's, so that a script needs no `if __name__ == "__main__"`, no
lock or thread is copied in the middle of its work, and no model is ever pickled. They stand in a
session of their own: Ctrl-C reaches the parent alone, which ends them.

Measured on two cores, 22 ms to read a posting: there and back costs 0.12 ms a posting as pickles
(64 µs to make, 53 µs to read, 2.0 kB), 0.07 as JSON (24 and 49 µs). Pickles are kept: the gain is
0.2 %, and they give back what was sent, floats, unset fields and errors included. Of 1,500 postings
the parent spends 0.25 ms each, the processes 5 % more processor time than one process alone; that is
1.88 times its rate on two free cores, 1.75 with loading counted on both sides. By the clock, on a
machine with one other job, 1,000 postings once started: 1.79 times in batches of 16, 1.25 of 32 and
1.5 of 64 (600 postings), whose last ones leave a process idle. Batches of 4 to 128 cost the same.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO, cast

from annonce_nlp.batch import Batch, Failure
from annonce_nlp.worker import receive, send

if TYPE_CHECKING:
    from annonce_nlp.posting import Posting

_AHEAD = 4
"""Batches under way for each process: the one it reads, and some to go on with while another
process is busy with a long text whose turn comes first."""
_MAIN = "from annonce_nlp.worker import main; main()"
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Threads of one process that wait for the core of another make both many times slower."""


class ProcessEndedError(RuntimeError):
    """A reading process ended before its work was done."""


class _Ended(Exception):  # noqa: N818 - never leaves this file
    """A process ended while it was reading; says how."""


class _Closed(Exception):  # noqa: N818 - never leaves this file
    """The caller wants no more."""


class _Process:
    """A process that reads batches, and the two pipes to it."""

    def __init__(self) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; {_MAIN}"
        self.popen = subprocess.Popen(  # noqa: S603 - this interpreter, our code
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**dict.fromkeys(_ONE_THREAD, "1"), **os.environ},
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        # not None: the process was started with pipes
        self.questions = cast("BinaryIO", self.popen.stdin)
        self.answers = cast("BinaryIO", self.popen.stdout)

    def await_ready(self) -> None:
        """Wait until the pipeline is loaded; raise what kept it from loading."""
        try:
            error = pickle.loads(receive(self.answers))  # noqa: S301 - our own child
        except EOFError:
            raise ProcessEndedError(
                f"a reading process ended at its start ({self.ending()}): see what it said on the "
                "standard error, and whether memory is short; n_process=1 reads without processes"
            ) from None
        if error is not None:
            raise error

    def ask(self, question: bytes) -> bytes:
        """Send a batch and wait for the answer; raise `_Ended` if none comes."""
        try:
            send(self.questions, question)
            return receive(self.answers)
        except (EOFError, BrokenPipeError):
            raise _Ended(self.ending()) from None

    def ending(self) -> str:
        """Say how it ended."""
        status = self.popen.wait()
        return f"killed by signal {-status}" if status < 0 else f"exit status {status}"

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.popen.kill()
        self.popen.wait()
        self.answers.close()
        with suppress(BrokenPipeError):
            self.questions.close()


class _Crew:
    """The processes, each served by a thread that does nothing but wait for it."""

    def __init__(self, n_process: int, reference_date: dt.date | None) -> None:
        self.reference_date = reference_date
        self.threads = ThreadPoolExecutor(n_process, thread_name_prefix="annonce_nlp")
        self.own = threading.local()
        self.lock = threading.Lock()
        self.processes: set[_Process] = set()
        self.closed = False

    def submit(self, batch: Batch) -> Future[list[bytes | Failure]]:
        """Have a batch read by the first process that is free."""
        return self.threads.submit(self._read, batch)

    def close(self) -> None:
        """End all processes; what they were reading is lost."""
        with self.lock:
            self.closed = True
            for process in self.processes:
                process.popen.kill()
        self.threads.shutdown(cancel_futures=True)
        for process in self.processes:
            process.end()

    def _read(self, batch: Batch) -> list[bytes | Failure]:
        """Return pickled answers; if the process ends, its texts are read again one by one."""
        try:
            return [self._ask(batch)]
        except _Ended:
            return [self._read_alone(one) for one in batch.single()]

    def _read_alone(self, batch: Batch) -> bytes | Failure:
        """Read one text of a batch that ended its process: it may be the one that does."""
        try:
            return self._ask(batch)
        except _Ended as error:
            message = f"the process that read this text alone ended ({error}); memory may be short"
            return Failure(batch.first, ProcessEndedError(message))

    def _ask(self, batch: Batch) -> bytes:
        process = self._process()
        try:
            return process.ask(pickle.dumps((batch, self.reference_date), pickle.HIGHEST_PROTOCOL))
        except _Ended:
            self.own.process = None
            with self.lock:
                self.processes.discard(process)
            process.end()
            raise

    def _process(self) -> _Process:
        """Return this thread's process, started if need be."""
        process: _Process | None = getattr(self.own, "process", None)
        if process is None:
            with self.lock:
                if self.closed:
                    raise _Closed
                process = _Process()
                self.processes.add(process)
            process.await_ready()
            self.own.process = process
        return process


def read_in_processes(
    batches: Iterator[Batch], n_process: int, reference_date: dt.date | None
) -> Iterator[list[Posting | Failure]]:
    """Yield what was read of each batch, in order; hold four batches a process, and no more.

    A process that is killed is replaced and its texts are read again, one by one; a text that ends
    its process then too is a `Failure` in its place.

    Raises
    ------
    ProcessEndedError
        When a process cannot be started.
    """
    waiting: deque[Future[list[bytes | Failure]]] = deque()
    crew = _Crew(n_process, reference_date)
    broken: Exception | None = None
    going = True
    try:
        while True:
            while going and len(waiting) < n_process * _AHEAD:
                try:
                    waiting.append(crew.submit(next(batches)))
                except StopIteration:
                    going = False
                except Exception as error:
                    broken, going = error, False
            if not waiting:
                break
            found: list[Posting | Failure] = []
            for part in waiting.popleft().result():
                found.extend([part] if isinstance(part, Failure) else pickle.loads(part))  # noqa: S301 - our own child
            yield found
    finally:
        crew.close()
    if broken is not None:
        raise broken
