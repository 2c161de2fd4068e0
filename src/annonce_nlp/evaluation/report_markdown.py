"""The report as Markdown: for a CI summary or a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annonce_nlp.evaluation.match import SIX
from annonce_nlp.evaluation.report import Figure, PeerScore, Report, Threshold, VariantScore
from annonce_nlp.evaluation.run import PIPELINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def percent(value: float | None, digits: int = 1) -> str:
    """Write a share as a percentage; `–` when there is none."""
    return "–" if value is None else f"{100 * value:.{digits}f}"


def with_interval(figure: Figure) -> str:
    """Write a figure and its interval: `82.1 [67.9, 96.4]`."""
    if figure.low is None or figure.high is None:
        return percent(figure.value)
    return f"{percent(figure.value)} [{percent(figure.low)}, {percent(figure.high)}]"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table: the first column to the left, figures to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ⏎ ")


def markdown(report: Report) -> str:
    """Return the whole report as Markdown."""
    parts = [
        "# How right it is",
        f"**{with_interval(report.six)} %** of {report.header.postings} postings have their six "
        "main fields all right "
        f"({', '.join(SIX)}). Figures are percentages, with 95 % bootstrap intervals over "
        "postings.",
        _gate(report),
        "## Fields\n\n" + field_table(report),
        _comparison_table(report),
        _spans(report),
        _contract(report),
        _calibration(report),
        _slices(report),
        _errors(report),
        _cost(report),
        _header(report),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def field_table(report: Report) -> str:
    """Write the table of the fields."""
    return table(
        [
            "field", "accuracy", "precision", "recall", "stated", "right", "wrong", "missing",
            "spurious", "rightly silent", "abstention",
        ],
        [
            [
                f.field, with_interval(f.accuracy), percent(f.precision.value),
                percent(f.recall.value), f.stated, f.right, f.wrong, f.missing, f.spurious,
                f.silent, percent(f.abstention),
            ]
            for f in report.fields
        ],
    )  # fmt: skip


def _gate(report: Report) -> str:
    if report.comparison is None:
        return ""
    verdict = (
        f"**Fell past tolerance: {', '.join(c.figure for c in report.fallen)}.**"
        if report.fallen
        else "No protected figure fell past its tolerance."
    )
    rows = [
        [
            c.figure, percent(c.before), percent(c.now),
            f"{100 * c.change:+.1f} [{100 * c.low:+.1f}, {100 * c.high:+.1f}]",
            percent(c.loss_probability, 0), percent(c.tolerance), "**fell**" if c.fell else "held",
        ]
        for c in sorted(report.comparison, key=lambda c: not c.fell)
    ]  # fmt: skip
    head = [
        "protected figure",
        "before",
        "now",
        "change",
        "lower in % of resamples",
        "tolerance",
        "verdict",
    ]
    return f"## Against {report.baseline}\n\n{verdict}\n\n{table(head, rows)}"


def _peer_name(peer: PeerScore) -> str:
    return f"{peer.name} ({peer.version})" if peer.version else peer.name


def _comparison_table(report: Report) -> str:
    variants = [VariantScore(name=PIPELINE, six=report.six, fields=report.fields), *report.variants]
    head = [
        "accuracy",
        *(v.name for v in variants),
        *(_peer_name(p) for p in report.peers),
    ]
    rows: list[list[object]] = []
    for i, field in enumerate(report.fields):
        cells = [percent(v.fields[i].accuracy.value) for v in variants]
        cells += [
            percent(p.fields[field.field].accuracy if field.field in p.fields else None)
            for p in report.peers
        ]
        rows.append([field.field, *cells])
    six = [percent(p.fields["six"].accuracy if "six" in p.fields else None) for p in report.peers]
    rows.append(["**all six**", *(percent(v.six.value) for v in variants), *six])
    notes = [f"- {_peer_name(p)}: {p.note}" for p in report.peers if p.note]
    return "\n\n".join(
        ["## Beside others", table(head, rows), *(["\n".join(notes)] if notes else [])]
    )


def _spans(report: Report) -> str:
    if not report.spans:
        return "## Spans\n\nThe gold of these postings holds no spans."
    rows = [
        [
            s.label,
            s.scheme,
            percent(s.precision.value),
            percent(s.recall.value),
            with_interval(s.f1),
            s.support,
            s.predicted,
        ]
        for s in report.spans
    ]
    head = ["label", "scheme", "precision", "recall", "F1", "gold", "predicted"]
    return (
        f"## Spans\n\nOver {report.span_postings} postings with gold spans.\n\n{table(head, rows)}"
    )


def _contract(report: Report) -> str:
    score = report.contract
    rows = [[name, *row] for name, row in zip(score.types, score.confusion, strict=True)]
    brier = "–" if score.brier.value is None else f"{score.brier.value:.3f}"
    return (
        f"## Contract\n\nMacro-F1 {with_interval(score.macro_f1)}, Brier score {brier} (0 is "
        "best, 2 worst). "
        f"Rows are gold, columns predicted.\n\n{table(['gold', *score.types], rows)}"
        + "".join(f"\n\n{line[0].upper()}{line[1:]}." for line in training_lines(report))
    )


def training_lines(report: Report) -> list[str]:
    """Return what was measured while training, on parts of the training data held out."""
    lines, parts = [], report.training or {}
    if "ner" in parts:
        scores = parts["ner"]["held_out"]
        told = ", ".join(
            f"{label} {percent(scores[label]['f1'])}"
            for label in sorted(scores, key=_overall_first)
        )
        lines.append(f"in training, NER alone on briefs held out, strict F1: {told}")
    if "contract" in parts:
        figures = parts["contract"]["cross_validation"]
        lines.append(
            f"in training, contract by cross-validation over {parts['contract']['postings']} "
            f"postings: macro-F1 {percent(figures['macro_f1'])}, "
            f"accuracy {percent(figures['accuracy'])}"
        )
    return lines


def _overall_first(label: str) -> tuple[bool, str]:
    return label != "overall", label


def _calibration(report: Report) -> str:
    def score(threshold: Threshold | None) -> str:
        if threshold is None:
            return "–"
        return f"{threshold.score:.3f} (keeps {percent(threshold.coverage, 0)} %)"

    rows = [
        [
            c.field,
            c.n,
            "–" if c.brier is None else f"{c.brier:.3f}",
            percent(c.expected_error),
            score(c.at_95),
            score(c.at_99),
        ]
        for c in report.calibration
    ]
    head = [
        "field",
        "scored values",
        "Brier",
        "calibration error",
        "score for 95 % precision",
        "for 99 %",
    ]
    return "## Scores\n\n" + table(head, rows)


def _slices(report: Report) -> str:
    rows = [
        [f"{s.by}: {s.value}", s.n, with_interval(s.six), *(percent(s.fields[f], 0) for f in SIX)]
        for s in report.slices
    ]
    return "## Slices\n\n" + table(["slice", "postings", "all six", *SIX], rows)


def _errors(report: Report) -> str:
    if not report.errors:
        return "## Worst errors\n\nNone."
    rows = [
        [
            e.rank,
            e.posting,
            e.field,
            e.outcome,
            e.wanted,
            e.got,
            "–" if e.score is None else f"{e.score:.2f}",
            _context(e.before, e.text, e.after),
        ]
        for e in report.errors
    ]
    head = ["", "posting", "field", "kind", "wanted", "got", "score", "where"]
    return "## Worst errors\n\n" + table(head, rows)


def _context(before: str, text: str, after: str) -> str:
    if not text:
        return "–"
    plain = [
        " ".join(part.split()).replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")
        for part in (before, text, after)
    ]
    return f"…{plain[0]} **{plain[1]}** {plain[2]}…"


def _cost(report: Report) -> str:
    cost = report.cost
    if cost is None:
        return ""
    memory = "–" if cost.peak_memory_mb is None else f"{cost.peak_memory_mb:.0f} MB"
    return "## Cost\n\n" + table(
        ["cold start", "import", "first posting", "postings/s", "words/s", "peak memory"],
        [[
            f"{cost.cold_start_s:.2f} s", f"{cost.import_s:.2f} s", f"{cost.first_parse_s:.2f} s",
            f"{cost.postings_per_s:.0f}", f"{cost.words_per_s:,.0f}", memory,
        ]],
    )  # fmt: skip


def header_rows(report: Report) -> list[tuple[str, str]]:
    """Return what the report was made of, as named lines."""
    head = report.header
    return [
        ("made", head.created),
        ("commit", head.commit or "–"),
        ("data", f"{', '.join(head.data)} ({head.postings} postings, {head.words:,} words)"),
        ("data SHA-256", head.data_sha256),
        ("model", head.model),
        ("model SHA-256", head.model_sha256 or "–"),
        ("seed", str(head.seed)),
        ("versions", ", ".join(f"{name} {number}" for name, number in head.versions.items())),
        ("machine", head.machine),
    ]


def _header(report: Report) -> str:
    return "## Made from\n\n" + "\n".join(
        f"- {name}: {value}" for name, value in header_rows(report)
    )
