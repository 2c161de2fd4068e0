"""Build `src/annonce_nlp/data/common_words.txt`: words that authored postings write in lower case.

    python scripts/build_lexicon.py

A capitalised word that is also an ordinary word (`Aide`, `Lire`, `Celles`) is rarely a name. A
word counts when three postings or more write it in lower case, inside a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from annonce_nlp.model.train import read_corpus
from annonce_nlp.view import fold

ROOT = Path(__file__).parents[1]
_LOWER = re.compile(r"(?<=[a-zà-ÿ,;'’] )[a-zà-ÿœ]{2,}(?![\w@.·-])|(?<=['’])[a-zà-ÿœ]{3,}")
_MIN_POSTINGS = 3


def main() -> int:
    seen: Counter[str] = Counter()
    for record in read_corpus(ROOT / "data/authored"):
        spans = [(e.start, e.end) for e in record.entities or [] if e.label in ("ORG", "LIEU")]
        words = {
            fold(m[0])
            for m in _LOWER.finditer(record.text)
            if not any(s <= m.start() < e for s, e in spans)
        }
        seen.update(words)
    common = sorted(word for word, count in seen.items() if count >= _MIN_POSTINGS)
    header = "# Folded words written in lower case in three authored postings or more (scripts/build_lexicon.py). Licence: MIT.\n"
    out = ROOT / "src/annonce_nlp/data/common_words.txt"
    out.write_text(header + "\n".join(common) + "\n", "utf-8")
    print(out.name, len(common), "words")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
