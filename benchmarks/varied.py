"""Postings to measure with: those of `data/authored`, again and again with other numbers.

Standard library only, so that a process that measures memory holds nothing else.
"""

from __future__ import annotations

import json
import random
import re
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AUTHORED = Path(__file__).parents[1] / "data" / "authored"
_NUMBER = re.compile(r"(?<!\w)\d{2,}(?!\w)")


def authored(folder: Path = AUTHORED) -> list[str]:
    """Return the texts of the authored postings.

    Raises
    ------
    FileNotFoundError
        When the folder holds none.
    """
    lines = [
        line
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    if not lines:
        raise FileNotFoundError(f"no posting in {folder}; run from a checkout that has its data")
    return [json.loads(line)["text"] for line in lines]


def varied(n: int, seed: int = 0) -> Iterator[str]:
    """Yield `n` distinct postings, one at a time.

    Years stay years, days and months stay possible, postal codes keep their département; each
    posting ends with a reference and an address of its own, so that new words never cease.
    """
    texts = authored()
    draw = random.Random(seed)
    draw.shuffle(texts)
    for rank in islice(count(), n):
        text = _NUMBER.sub(lambda found: _other(found[0], draw), texts[rank % len(texts)])
        code = f"{draw.getrandbits(40):010x}"
        yield f"{text}\nRéf. AN-{code}\ncandidature-{code}@exemple.example.org\n"


def _other(number: str, draw: random.Random) -> str:
    value = int(number)
    if len(number) == 2:
        # Up to 12 it may be a month, up to 28 a day of any month.
        low, high = (1, 12) if value <= 12 else (13, 28) if value <= 28 else (value, value)
        return f"{draw.randint(low, high):02}"
    if len(number) == 4 and 1990 <= value < 2040:
        return str(draw.randint(2018, 2029))
    if len(number) == 3:
        return f"{number[0]}{draw.randrange(100):02}"
    return number[:2] + "".join(str(draw.randrange(10)) for _ in number[2:])


def _repeated(unit: str) -> Callable[[int, int], str]:
    return lambda length, _seed: (unit * (length // len(unit) + 1))[:length]


def _postings(length: int, seed: int) -> str:
    parts: list[str] = []
    total = 0
    for text in varied(length, seed):
        parts.append(text)
        total += len(text) + 1
        if total >= length:
            break
    return "\n".join(parts)[:length]


LONG: dict[str, Callable[[int, int], str]] = {
    "postings": _postings,
    "one line": lambda length, seed: " ".join(_postings(length * 2, seed).split())[:length],
    "((((": _repeated("("),
    "digits": _repeated("1234567890"),
    "spaced digits": _repeated("12 345 "),
    "letters": _repeated("a"),
    "blanks": _repeated(" "),
    "line ends": _repeated("\n"),
    "euros": _repeated("1 300 € à "),
    "dates": _repeated("le 3 mars au "),
    "dots": _repeated("a.b@c."),
    "capitals": _repeated("SAINT-JEAN-DE "),
    "labels": _repeated("Lieu : x\n"),
}
"""Texts of any length and seed, by kind: postings one after the other, and hostile pages."""
