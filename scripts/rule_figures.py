"""Print how often the form rules of the employer fire on the authored postings, and how often rightly.

python scripts/rule_figures.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from annonce_nlp.evaluation.match import among
from annonce_nlp.model.train import read_corpus
from annonce_nlp.reader import propose

ROOT = Path(__file__).parents[1]


def main() -> int:
    fires: Counter[str] = Counter()
    rightly: Counter[str] = Counter()
    for record in read_corpus(ROOT / "data/authored"):
        for candidate in propose(record.text).candidates.get("employer", []):
            if not candidate.features.get("firm"):
                continue
            shape = next(name for name in candidate.features if name.startswith("shape="))
            fires[shape] += 1
            rightly[shape] += among(candidate.value, record.fields.employer or [])
    for shape in ("shape=value", "shape=title_slot", "shape=second_line"):
        print(
            f"{shape.removeprefix('shape='):<12} fires {fires[shape]:>3}, rightly {rightly[shape]:>3}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
