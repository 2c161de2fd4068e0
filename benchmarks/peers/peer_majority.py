# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""The majority class: the one answer that a reader who never opens the posting would give.

Unlike the other peers it looks at the gold fields, on the very data it is measured on, so its
figure is the highest that any single class reaches.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from common import Values, run

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = "contract: always the contract type most frequent in the gold of the same data"


def start() -> Callable[[str], Values]:
    """Return what gives every posting the most frequent class."""
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines()
    classes = Counter(json.loads(line)["contract"] for line in lines if line.strip())
    answer = classes.most_common(1)[0][0]

    def read(_text: str) -> Values:
        return {"contract": answer}

    return read


if __name__ == "__main__":
    run(["contract"], NOTE, [], start)
