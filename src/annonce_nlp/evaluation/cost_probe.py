"""What the measuring process runs: `python -m annonce_nlp.evaluation.cost_probe < job.json`.

The job is `{"texts": [str], "model": str | null}`; the answer on stdout is one JSON object.
"""

from __future__ import annotations

import json
import sys
import time

MIN_SECONDS, MAX_PASSES = 2.0, 20


def probe(texts: list[str], model: str | None) -> dict[str, float | None]:
    """Load, read one posting, then read all of them until the clock has run long enough."""
    begin = time.perf_counter()
    from annonce_nlp.api import load  # noqa: PLC0415

    imported = time.perf_counter()
    if model is None:
        nlp = load()
    else:
        from annonce_nlp.evaluation.predict import load_pipeline  # noqa: PLC0415

        nlp = load_pipeline(model)
    nlp.max_length = max(nlp.max_length, *map(len, texts))
    nlp(texts[0])
    warm = time.perf_counter()
    passes = 0
    while passes < MAX_PASSES and (passes == 0 or time.perf_counter() - warm < MIN_SECONDS):
        with nlp.memory_zone():
            for text in texts:
                nlp(text)
        passes += 1
    seconds = time.perf_counter() - warm
    return {
        "import_s": imported - begin,
        "first_parse_s": warm - imported,
        "postings_per_s": passes * len(texts) / seconds,
        "words_per_s": passes * sum(len(text.split()) for text in texts) / seconds,
        "peak_memory_mb": peak_memory_mb(),
    }


def peak_memory_mb() -> float | None:
    """Return the most memory this process has held, in MB; None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return None
    # Linux counts in kilobytes, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1e6 if sys.platform == "darwin" else 1e3
    )


if __name__ == "__main__":
    job = json.load(sys.stdin)
    json.dump(probe(job["texts"], job["model"]), sys.stdout)
