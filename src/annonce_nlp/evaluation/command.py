"""The sub-command `annonce-nlp evaluate`: its options and what it does with them.

Nothing heavy is imported until `run` is called.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from annonce_nlp.evaluation.report import Report

HELP = "measure how right the library is on annotated postings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `evaluate` to a parser."""
    parser.add_argument(
        "--data",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="annotated JSONL files or folders (default: data/annotated)",
    )
    parser.add_argument(
        "--model",
        type=Path,
        metavar="PATH",
        help="models written by « annonce-nlp train », or a saved pipeline",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write report.md, report.html and report.json there",
    )
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="compare with this file; exit 1 when a protected figure fell",
    )
    parser.add_argument(
        "--write-baseline",
        type=Path,
        metavar="FILE",
        help="keep today's figures there (often evaluation/baseline.json)",
    )
    parser.add_argument(
        "--predictions",
        type=Path,
        metavar="FILE",
        help="score this JSONL of {id, posting} instead of running the models",
    )
    parser.add_argument(
        "--own-labels",
        nargs="+",
        default=[],
        metavar="NAME",
        help="labels of your own in the data, scored like the five",
    )
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="seed of the bootstrap (default: 0)"
    )
    parser.add_argument("--no-cost", action="store_true", help="do not measure speed and memory")


def run(args: argparse.Namespace) -> int:
    """Evaluate as the options say.

    Returns
    -------
    int
        0; 1 when a protected figure fell past its tolerance; 2 for data, a baseline or a model that
        cannot be used, told in one sentence on stderr.
    """
    from annonce_nlp.choice import ModelsError  # noqa: PLC0415
    from annonce_nlp.corpus.schema import CorpusError  # noqa: PLC0415

    try:
        return _run(args)
    except (CorpusError, ModelsError, OSError, RuntimeError, ModuleNotFoundError) as error:
        print(f"annonce-nlp evaluate: {error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    from annonce_nlp.evaluation.gate import write_baseline  # noqa: PLC0415
    from annonce_nlp.evaluation.predict import read_predictions  # noqa: PLC0415
    from annonce_nlp.evaluation.run import evaluate  # noqa: PLC0415
    from annonce_nlp.evaluation.write import write_report  # noqa: PLC0415

    report = evaluate(
        args.data,
        args.model,
        seed=args.seed,
        cost=not args.no_cost,
        baseline=args.baseline,
        predictor=read_predictions(args.predictions, args.own_labels) if args.predictions else None,
        own_labels=args.own_labels,
    )
    _say(summary(report))
    if args.report is not None:
        _say(f"written: {', '.join(str(path) for path in write_report(report, args.report))}")
    if args.write_baseline is not None:
        write_baseline(report, args.write_baseline)
        _say(f"baseline written: {args.write_baseline}")
    for lost in report.fallen:
        _say(
            f"fell past tolerance: {lost.figure} {100 * lost.before:.1f} → {100 * lost.now:.1f} "
            f"(change {100 * lost.change:+.1f} [{100 * lost.low:+.1f}, {100 * lost.high:+.1f}], "
            f"tolerance {100 * lost.tolerance:.1f})"
        )
    return 1 if report.fallen else 0


def summary(report: Report) -> str:
    """Return the short table for a terminal."""
    from annonce_nlp.evaluation.report_markdown import (  # noqa: PLC0415
        percent,
        training_lines,
        with_interval,
    )

    lines = [f"{report.header.postings} postings of {', '.join(report.header.data)}"]
    lines.append(
        f"{'field':<14}{'accuracy':<22}{'precision':>10}{'recall':>8}{'wrong':>7}{'missing':>9}{'spurious':>10}"
    )
    lines += [
        f"{f.field:<14}{with_interval(f.accuracy):<22}{percent(f.precision.value):>10}{percent(f.recall.value):>8}"
        f"{f.wrong:>7}{f.missing:>9}{f.spurious:>10}"
        for f in report.fields
    ]
    lines.append(f"{'all six':<14}{with_interval(report.six)}")
    lines += [
        f"spans {s.label:<14}strict F1 {with_interval(s.f1)}"
        for s in report.spans
        if s.scheme == "strict"
    ]
    lines.append(f"contract macro-F1 {with_interval(report.contract.macro_f1)}")
    lines += training_lines(report)
    cost = report.cost
    if cost is not None:
        memory = "–" if cost.peak_memory_mb is None else f"{cost.peak_memory_mb:.0f} MB"
        lines.append(
            f"cold start {cost.cold_start_s:.2f} s, {cost.postings_per_s:.0f} postings/s, "
            f"{cost.words_per_s:,.0f} words/s, peak {memory}"
        )
    return "\n".join(lines)


def _say(text: str) -> None:
    print(text)
