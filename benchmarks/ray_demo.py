"""Show Ray at work: many generated postings through two processes, one killed on the way.

    python benchmarks/ray_demo.py [--count N] [--alone M] [--output FILE] [--docs [FILE]]

Generates postings, reads the first M with one process and with two, then all N with two, while
memory is sampled and one of the two is killed (SIGKILL) half-way; checks that every row is there
once, in order. Needs Linux and `annonce_nlp[ray]`. Writes JSON and prints a paragraph; `--docs`
writes it into docs/cluster.md too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from annonce_nlp import cluster
from annonce_nlp.corpus.generator import variants
from annonce_nlp.corpus.schema import read_records

HERE = Path(__file__).parent
DATA = HERE.parent / "data/authored"
BEGIN = "<!-- written by benchmarks/ray_demo.py: begin -->"
END = "<!-- written by benchmarks/ray_demo.py: end -->"
PROCESSES = 2
VCPU_HOUR = 0.05
"""Assumed price in US dollars of one virtual processor for an hour, on demand, with 4 GB."""
OFFERS = 10_000_000
_TICKS = os.sysconf("SC_CLK_TCK")
_ROWS_PER_GROUP = 1000


def generate(count: int, path: Path) -> dict[str, float]:
    """Write a Parquet file of generated postings, numbered from 0."""
    records = [r for file in sorted(DATA.glob("*.jsonl")) for r in read_records(file)]
    schema = pa.schema([("n", pa.int64()), ("id", pa.string()), ("text", pa.string())])
    began = time.perf_counter()
    words = 0
    with pq.ParquetWriter(path, schema) as writer:
        group: list[dict[str, object]] = []
        for number, record in enumerate(variants(records, count, seed=1)):
            group.append({"n": number, "id": record.id, "text": record.text})
            words += len(record.text.split())
            if len(group) == _ROWS_PER_GROUP or number == count - 1:
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
                group = []
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "postings_per_s": count / seconds, "words": words}


class Watch(threading.Thread):
    """Samples the reading processes that this program started; kills one when told to."""

    def __init__(self, folder: Path, kill_after_files: int | None) -> None:
        super().__init__(daemon=True)
        self.folder = folder
        self.kill_after_files = kill_after_files
        self.killed: dict[str, Any] | None = None
        self.samples: list[dict[str, float]] = []
        self.cpu: dict[int, float] = {}
        self.over = threading.Event()
        self.began = time.perf_counter()

    def run(self) -> None:
        """Sample every half second until told to stop."""
        while not self.over.wait(0.5):
            workers = reading_processes()
            self.cpu |= {pid: found["cpu"] for pid, found in workers.items()}
            files = sum(1 for _ in self.folder.glob(".out.*.partial/*.parquet"))
            now = time.perf_counter() - self.began
            memory = [found["mb"] for found in workers.values()]
            driver = memory_mb(os.getpid())
            self.samples.append(
                {
                    "seconds": round(now, 1),
                    "files": files,
                    "worker_mb": max(memory, default=0.0),
                    "driver_mb": driver,
                    "cpu_seconds": sum(self.cpu.values()),
                }
            )
            due = self.kill_after_files is not None and files >= self.kill_after_files
            busy = {pid: found["cpu"] for pid, found in workers.items() if found["busy"]}
            if due and self.killed is None and len(busy) == PROCESSES:
                victim = max(busy, key=lambda pid: busy[pid])
                os.kill(victim, signal.SIGKILL)
                self.killed = {"pid": victim, "after_s": round(now, 1), "after_files": files}


def reading_processes() -> dict[int, dict[str, float]]:
    """Return processor seconds and memory of this program's own reading processes."""
    found: dict[int, dict[str, float]] = {}
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (
                    (folder / "stat")
                    .read_text("utf-8", errors="replace")
                    .rpartition(")")[2]
                    .split()
                )
                names[int(folder.name)] = (folder / "cmdline").read_text("utf-8", errors="replace")
            except OSError:
                continue
            parents[int(folder.name)] = int(stat[1])
    for pid, name in names.items():
        if not name.startswith("ray::") or "ParsePostings" not in name:
            continue
        above = pid
        while above in parents and above != os.getpid():
            above = parents[above]
        if above != os.getpid():
            continue
        try:
            stat = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            found[pid] = {
                "cpu": (int(stat[11]) + int(stat[12])) / _TICKS,
                "mb": memory_mb(pid),
                "busy": ".submit" in name,
            }
        except OSError:
            continue
    return found


def memory_mb(pid: int) -> float:
    """Return the memory a process holds of its own: pages shared with Ray's store left out."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def run(offers: Path, count: int, processes: int, folder: Path, *, kill: bool) -> dict[str, Any]:
    """Read the postings in so many processes; return times, memory and what was checked."""
    cluster.ROWS_PER_TASK = max(10, min(1000, count // 20))
    cluster.ROWS_PER_FILE = cluster.ROWS_PER_TASK
    files = -(-count // cluster.ROWS_PER_FILE)
    ray = cluster.start(processes)
    folder.mkdir()
    watch = Watch(folder, files // 2 if kill else None)
    watch.start()
    began = time.perf_counter()
    outcome = cluster.parse_files([offers], folder / "out", workers=processes)
    seconds = time.perf_counter() - began
    watch.over.set()
    watch.join()
    ray.shutdown()
    parts = sorted((folder / "out").iterdir())
    numbers = [n for part in parts for n in pq.read_table(part, columns=["n"])["n"].to_pylist()]
    nothing = {"seconds": 0.0, "files": 0, "cpu_seconds": 0.0}
    first = next((s for s in watch.samples if s["files"]), nothing)
    # Loading the pipeline is counted in the seconds, but in no figure of what a posting takes.
    rows_after = max(1, count - int(first["files"]) * cluster.ROWS_PER_FILE)
    spent = sum(watch.cpu.values()) - first["cpu_seconds"]
    result = {
        "postings": count,
        "processes": processes,
        "seconds": round(seconds, 1),
        "postings_per_s": round(count / seconds, 1),
        "postings_per_s_once_started": round(rows_after / (seconds - first["seconds"]), 1),
        "cpu_seconds_per_posting": round(spent / rows_after, 5),
        "rows_written": outcome.rows,
        "rows_with_error": outcome.errors,
        "every_row_once_in_order": numbers == list(range(count)),
        "files": len(parts),
        "killed": watch.killed,
        "reading_processes_seen": len(watch.cpu),
        "worker_peak_mb": round(max((s["worker_mb"] for s in watch.samples), default=0), 1),
        "driver_peak_mb": round(max((s["driver_mb"] for s in watch.samples), default=0), 1),
        "samples": _thinned(watch.samples),
    }
    shutil.rmtree(folder)
    return result


def _thinned(samples: list[dict[str, float]]) -> list[dict[str, float]]:
    step = max(1, len(samples) // 40)
    return [{name: round(value, 1) for name, value in sample.items()} for sample in samples[::step]]


def cost(cpu_seconds_per_posting: float) -> dict[str, float]:
    """Calculate what ten million postings take."""
    hours = cpu_seconds_per_posting * OFFERS / 3600
    return {
        "postings": OFFERS,
        "vcpu_hours": round(hours, 1),
        "assumed_usd_per_vcpu_hour": VCPU_HOUR,
        "usd": round(hours * VCPU_HOUR, 2),
        "hours_on_16_vcpu": round(hours / 16, 2),
    }


def paragraph(report: dict[str, Any]) -> str:
    """Say the figures in words."""
    whole, price = report["whole"], report["ten_million"]
    killed = whole["killed"]
    steady = [s["worker_mb"] for s in whole["samples"] if s["worker_mb"]]
    death = (
        f"One process was killed (SIGKILL) after {killed['after_s']:.0f} s; "
        f"{whole['reading_processes_seen']} processes read in all."
        if killed
        else "No process was killed."
    )
    right = (
        "every row was there once, in order" if whole["every_row_once_in_order"] else "ROWS LOST"
    )
    return (
        f"Run of {report['created']} on {report['machine']}, load before {report['load_before']:.1f}; "
        f"{report['versions']}.\n\n"
        f"{whole['postings']:,} generated postings ({report['generated']['words']:,} words) through "
        f"two processes: {whole['seconds']:,.0f} s, {whole['postings_per_s']:.0f} postings a second, "
        f"{whole['postings_per_s_once_started']:.0f} once started. {death} In the output "
        f"{right}, {whole['rows_with_error']} with an error. The largest reading process held "
        f"{whole['worker_peak_mb']:.0f} MB of its own at most ({steady[len(steady) // 4] if steady else 0:.0f} MB "
        f"a quarter of the way, {steady[-1] if steady else 0:.0f} MB at the end), the driver "
        f"{whole['driver_peak_mb']:.0f} MB.\n\n"
        f"{_compared(report)}"
        f"Ten million such postings, by calculation: {whole['cpu_seconds_per_posting'] * 1000:.1f} ms "
        f"of a processor each are {price['vcpu_hours']:,.0f} processor hours. At "
        f"{price['assumed_usd_per_vcpu_hour']:.2f} USD for an hour of one virtual processor, an "
        "assumed price of general-purpose machines on demand, that is "
        f"{price['usd']:,.2f} USD; sixteen virtual processors take {price['hours_on_16_vcpu']:.1f} "
        "hours. Storage, transfer and idle time are not counted."
    )


def _compared(report: dict[str, Any]) -> str:
    if "one" not in report:
        return ""
    one, two = report["one"], report["two"]
    return (
        f"The first {one['postings']:,} postings, start included: {one['seconds']:,.0f} s with one "
        f"process, {two['seconds']:,.0f} s with two, {one['seconds'] / two['seconds']:.2f} times as "
        f"fast; once started {one['postings_per_s_once_started']:.0f} and "
        f"{two['postings_per_s_once_started']:.0f} postings a second.\n\n"
    )


def main() -> None:
    """Run the demonstration."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000, help="postings in all")
    parser.add_argument(
        "--alone", type=int, help="of these, for one against two; 0: none (default: a tenth)"
    )
    parser.add_argument("--output", type=Path, default=HERE / "results/ray.json")
    parser.add_argument(
        "--docs",
        type=Path,
        nargs="?",
        const=HERE.parent / "docs/cluster.md",
        help="page to write into",
    )
    args = parser.parse_args()
    alone = max(1, args.count // 10) if args.alone is None else args.alone
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"generating {args.count} postings", file=sys.stderr, flush=True)
        made = generate(args.count, folder / "offers.parquet")
        some = pq.read_table(folder / "offers.parquet").slice(0, alone)
        pq.write_table(some, folder / "some.parquet", row_group_size=_ROWS_PER_GROUP)
        report: dict[str, Any] = {
            "created": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "versions": ", ".join(
                f"{name} {metadata.version(name)}" for name in ("ray", "pyarrow", "spacy")
            ),
            "load_before": load,
            "generated": made,
        }
        for key, offers, count, processes in (
            ("one", "some", alone, 1),
            ("two", "some", alone, PROCESSES),
            ("whole", "offers", args.count, PROCESSES),
        ):
            if not count:
                continue
            print(f"{count} postings, {processes} processes", file=sys.stderr, flush=True)
            source = folder / f"{offers}.parquet"
            report[key] = run(source, count, processes, folder / key, kill=key == "whole")
    report["ten_million"] = cost(report["whole"]["cpu_seconds_per_posting"])
    args.output.parent.mkdir(parents=True, exist_ok=True)
    args.output.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    words = paragraph(report)
    print(words)
    if args.docs:
        old = args.docs.read_text("utf-8")
        if BEGIN not in old or END not in old:
            raise SystemExit(
                f"{args.docs} has no line « {BEGIN} » followed by « {END} »; put them in"
            )
        head, rest = old.split(BEGIN, 1)
        args.docs.write_text(f"{head}{BEGIN}\n\n{words}\n\n{END}{rest.split(END, 1)[1]}", "utf-8")
    if not report["whole"]["every_row_once_in_order"]:
        raise SystemExit("rows were lost or doubled")


if __name__ == "__main__":
    main()
