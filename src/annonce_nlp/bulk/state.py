"""How far a bulk run has come: one small file beside its shards."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from annonce_nlp.bulk import BulkError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STATE = "_state.json"
"""Tools that read a folder of tables pass over names that begin with `_` or `.`."""
_FORMAT = 1


@dataclass(slots=True)
class State:
    """What was read, by what, how, and how much of it is in finished shards."""

    reader: dict[str, str]
    inputs: list[dict[str, Any]]
    options: dict[str, Any]
    shards: int = 0
    read: int = 0
    """Texts and broken rows of the input that are in the shards."""
    rows: int = 0
    """Rows in the shards: with --all a text may give several."""
    unread: int = 0
    """Rows among them that hold an error in place of a posting."""
    finished: bool = False
    format: int = field(default=_FORMAT)

    def save(self, folder: Path) -> None:
        """Put the state beside the shards, whole or not at all."""
        scratch = folder / f".{STATE}.{os.getpid()}.partial"
        with scratch.open("w", encoding="utf-8") as out:
            json.dump(asdict(self), out, ensure_ascii=True, indent=1)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(folder / STATE)


def load_state(folder: Path) -> State | None:
    """Return the state of the run whose shards are in `folder`, None when there is none.

    Raises
    ------
    BulkError
        When there are shards without a state, or a state that cannot be read.
    """
    path = folder / STATE
    if not path.exists():
        if any(folder.glob("part-*")):
            raise BulkError(
                f"{folder} holds part-… files that this command did not write: "
                "give another folder to --output"
            )
        return None
    try:
        kept = json.loads(path.read_text("utf-8"))
        state = State(**{one.name: kept[one.name] for one in fields(State)})
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, repr(error)) from None
    if state.format != _FORMAT:
        raise _unreadable(path, f"format {state.format}, not {_FORMAT}")
    return state


def _unreadable(path: Path, reason: str) -> BulkError:
    return BulkError(
        f"{path} cannot be read ({reason}): give another folder to --output, "
        "or delete this one if it is no longer needed"
    )


def check_same(kept: State, now: State, folder: Path) -> None:
    """Raise `BulkError` when going on would mix what does not belong together."""
    again = "--restart begins again, another --output keeps both"
    if kept.inputs != now.inputs:
        before = {one["path"]: one for one in kept.inputs}
        changed = [one["path"] for one in now.inputs if before.get(one["path"]) != one]
        if changed and all(path in before for path in changed):
            what = f"{', '.join(changed)[:200]} changed"
        else:
            what = f"the inputs were {', '.join(before)[:200]}"
        raise BulkError(f"{folder} was begun with another input ({what}): {again}")
    if kept.options != now.options:
        names = sorted(
            name
            for name in kept.options | now.options
            if kept.options.get(name) != now.options.get(name)
        )
        were = ", ".join(f"--{name} was {_word(kept.options.get(name))}" for name in names)
        raise BulkError(f"{folder} was begun with other options ({were}): {again}")
    if kept.reader != now.reader:
        version = kept.reader.get("annonce_nlp")
        raise BulkError(
            f"{folder} was begun by annonce_nlp {version} with other models or rules: {again}"
        )


def _word(value: object) -> str:
    if value is None or value is False:
        return "not given"
    return "given" if value is True else str(value)


def clear(folder: Path, *, all_shards: bool) -> None:
    """Delete what an interruption left, and all shards and their state when a run begins again."""
    if all_shards:
        # the state last: without it the shards would be somebody else's
        for path in folder.glob("part-*"):
            path.unlink()
        (folder / STATE).unlink(missing_ok=True)
    for path in folder.glob(".*.partial"):
        if path.name.startswith((".part-", f".{STATE}")):
            path.unlink()


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep a second run out of the folder, where the system can.

    Raises
    ------
    BulkError
        When another run is writing there.
    """
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise BulkError(
            f"another run is writing to {folder}: wait for its end, or give another --output"
        ) from None
    except OSError:
        pass  # some network disks cannot lock
    try:
        yield
    finally:
        os.close(held)
