"""Run other libraries over gold postings and keep what they reach.

    python benchmarks/peers/run.py [PEER…] [--data PATH…]

Each peer is a script `peer_NAME.py` whose first lines name the packages it needs; it runs in a
virtual environment of its own, kept in a cache folder, and writes raw predictions. They are scored
here by the rules of `annonce_nlp.evaluation.match` and written to `results/NAME.json`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.evaluation.dataset import Dataset, default_data, read_dataset
from annonce_nlp.evaluation.match import FIELDS, is_right, stated

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
_HEADER = re.compile(r"(?m)^# /// script\n((?:^#.*\n)+?)^# ///$")


class UnavailableError(Exception):
    """A peer that cannot be installed here."""


class BrokenError(Exception):
    """A peer that was installed and gave no usable answer."""


def default_cache() -> Path:
    """Return the folder that keeps the peers' environments, outside the checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "annonce_nlp" / "peers"


def peers() -> list[str]:
    """Return the names of the peers that have a script."""
    return sorted(path.stem.removeprefix("peer_") for path in HERE.glob("peer_*.py"))


def script(peer: str) -> Path:
    """Return the script of a peer."""
    return HERE / f"peer_{peer}.py"


def requirements(peer: str) -> list[str]:
    """Return the pinned packages that the head of a peer's script names."""
    header = _HEADER.search(script(peer).read_text("utf-8"))
    if header is None:
        raise BrokenError(f"{script(peer)}: no « # /// script » head that names its dependencies")
    lines = header[1].splitlines()
    found: list[str] = tomllib.loads("\n".join(line[1:] for line in lines))["dependencies"]
    return found


def environment(peer: str, cache: Path) -> Path:
    """Make a peer's environment, unless it is there, and return its interpreter.

    Raises
    ------
    UnavailableError
        When its packages cannot be installed.
    """
    needed = requirements(peer)
    if not needed:
        return Path(sys.executable)
    key = hashlib.sha256(f"{sys.version} {needed}".encode()).hexdigest()[:8]
    folder = cache / f"{peer}-{key}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if done.exists():
        return python
    print(f"{peer}: installing {', '.join(needed)} in {folder}", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *needed]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    if installed.returncode:
        errors = [line for line in installed.stderr.splitlines() if line.startswith("ERROR")]
        raise UnavailableError(errors[-1] if errors else installed.stderr.strip()[-200:])
    done.write_text("\n".join(needed))
    return python


def predict(peer: str, postings: Path, cache: Path, timeout: float) -> dict[str, Any]:
    """Run a peer over a file of postings and return what it wrote.

    Parameters
    ----------
    peer
        Its name.
    postings
        JSONL with `id` and `text`, and `contract` for the majority class.
    cache
        Folder of the environments.
    timeout
        Seconds it may take, installation apart.

    Raises
    ------
    UnavailableError
        When it cannot be installed.
    BrokenError
        When it fails, takes too long, or leaves postings without an answer.
    """
    python = environment(peer, cache)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "predictions.json"
        command = [str(python), str(script(peer)), str(postings), str(out)]
        one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                timeout=timeout,
                env={**os.environ, **one_thread},
            )
        except subprocess.TimeoutExpired:
            raise BrokenError(f"not done after {timeout:.0f} s; raise --timeout") from None
        if done.returncode:
            raise BrokenError(f"exit {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
        answer: dict[str, Any] = json.loads(out.read_text("utf-8"))
    if unknown := set(answer["fields"]) - set(FIELDS):
        raise BrokenError(f"answers unknown fields {sorted(unknown)}")
    return answer


def score(field: str, dataset: Dataset, predictions: dict[str, Any]) -> dict[str, float | None]:
    """Return accuracy over all postings, precision over stated answers, recall over stated gold."""
    right, said, found = [], [], []
    for item in dataset.items:
        guess = predictions[item.record.id].get(field)
        right.append(is_right(field, item.gold, guess))
        said.append(stated(guess))
        found.append(stated(item.gold.get(field)))

    def share(among: list[bool]) -> float | None:
        kept = [ok for ok, counts in zip(right, among, strict=True) if counts]
        return round(sum(kept) / len(kept), 4) if kept else None

    everything = [True] * len(right)
    return {"accuracy": share(everything), "precision": share(said), "recall": share(found)}


def measure(peer: str, datasets: Sequence[Dataset], cache: Path, timeout: float) -> dict[str, Any]:
    """Run one peer over every dataset and return its record. Raises what `predict` raises."""
    data: dict[str, Any] = {}
    answer: dict[str, Any] = {}
    for dataset in datasets:
        with tempfile.TemporaryDirectory() as folder:
            postings = Path(folder) / "postings.jsonl"
            lines = (
                {"id": i.record.id, "text": i.record.text, "contract": i.gold["contract"]}
                for i in dataset.items
            )
            postings.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
            answer = predict(peer, postings, cache, timeout)
        missing = [i.record.id for i in dataset.items if i.record.id not in answer["predictions"]]
        if missing:
            raise BrokenError(f"no answer for {len(missing)} postings, the first {missing[0]!r}")
        fields = {f: score(f, dataset, answer["predictions"]) for f in answer["fields"]}
        data[dataset.names[0]] = {"n": len(dataset.items), "fields": fields}
    return {"peer": peer, "version": answer["version"], "data": data, "note": answer["note"]}


def table(records: Sequence[dict[str, Any]]) -> str:
    """Return the records as a Markdown table."""
    lines = [
        "| peer | data | field | accuracy | precision | recall |",
        "|---|---|---|---:|---:|---:|",
    ]
    for record in records:
        for name, data in record["data"].items():
            for field, marks in data["fields"].items():
                cells = ["–" if marks[k] is None else f"{marks[k]:.2f}" for k in marks]
                who = f"{record['peer']} | {name} ({data['n']})"
                lines.append(f"| {who} | {field} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    known = peers()
    parser = argparse.ArgumentParser(
        description="Run other libraries over gold postings and keep what they reach."
    )
    parser.add_argument(
        "peers", nargs="*", metavar="PEER", help=f"from {', '.join(known)}; all when none is named"
    )
    parser.add_argument(
        "--data",
        nargs="+",
        type=Path,
        help="gold: files or folders, each a dataset of its own (default: data/annotated)",
    )
    parser.add_argument(
        "--results", type=Path, default=HERE / "results", help="folder of the result files"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=default_cache(),
        help="folder of the environments (default: %(default)s)",
    )
    parser.add_argument(
        "--timeout", type=float, default=600, help="seconds a peer may take over one dataset"
    )
    args = parser.parse_args(argv)
    if unknown := sorted(set(args.peers) - set(known)):
        parser.error(f"no peer named {unknown[0]!r}; the peers are {', '.join(known)}")
    try:
        args.datasets = [read_dataset([path]) for path in args.data or [default_data()]]
    except CorpusError as error:
        parser.error(str(error))
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Run the peers asked for; 0 unless one that was installed failed."""
    args = _arguments(argv)
    datasets = args.datasets
    args.results.mkdir(parents=True, exist_ok=True)
    records, failed = [], False
    for peer in args.peers or peers():
        try:
            record = measure(peer, datasets, args.cache, args.timeout)
        except UnavailableError as error:
            print(f"{peer}: skipped, it cannot be installed here ({error})", file=sys.stderr)
            continue
        except BrokenError as error:
            print(f"{peer}: failed, {error}", file=sys.stderr)
            failed = True
            continue
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (args.results / f"{peer}.json").write_text(f"{text}\n", "utf-8")
        records.append(record)
    print(table(records))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
