"""What reading costs: measured in fresh processes, so that nothing is warm by accident."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from annonce_nlp.evaluation.report import Cost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

COLD_STARTS = 3
_COLD = "import sys, annonce_nlp; annonce_nlp.parse(sys.stdin.read())"
_TIMEOUT_S = 600


def measure_cost(texts: Sequence[str], model: str | Path | None = None) -> Cost:
    """Measure cold start, throughput on one process and peak memory.

    Raises
    ------
    RuntimeError
        When the measuring process fails; the message ends with what it said.
    """
    starts = []
    for _ in range(COLD_STARTS):
        begin = time.perf_counter()
        _run(["-c", _COLD], texts[0])
        starts.append(time.perf_counter() - begin)
    job = json.dumps({"texts": list(texts), "model": str(model) if model is not None else None})
    found = json.loads(_run(["-m", "annonce_nlp.evaluation.cost_probe"], job))
    return Cost(cold_start_s=statistics.median(starts), **found)


def _run(arguments: list[str], given: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
        [sys.executable, *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=_TIMEOUT_S,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RuntimeError(
            f"the cost could not be measured ({last}); run with --no-cost to leave it out"
        )
    return done.stdout
