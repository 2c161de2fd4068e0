"""The French of job postings, as a spaCy `Language` with a tokenizer of its own.

spaCy's French compiles one giant case-insensitive expression of hyphenated words (3.7 s of CPU
at import) and cannot represent `1800€`, `35k€/an`, `Lyon(69003)` or `CDD-6 mois`. Here a token
is a word, a number or a mark: any span of text that begins and ends with one of them exists.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Config

from annonce_nlp.words import lost_break

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from spacy.vocab import Vocab

_LETTER = r"[^\W\d_]"
_MARK = "\u0300-\u036f"
_WORD = rf"(?:{_LETTER}[{_MARK}]*)+"
_INCLUSIVE = (
    r"(?:(?!(?-i:(?<=[a-zà-ÿ])\.[A-ZÀ-Ý]))[·•.\-/](?:e|es|s|ne|nes|se|ses|ve|ves|le|les|te|tes|re|res|ere|ère|eres|ères|euse|euses|"
    r"rice|rices|trice|trices|ice|ices)(?!\w)){1,2}"
    r"|\((?:e|es|s|ne|nes|se|ses|ve|ves|le|les|te|tes|re|ère|euse|rice|trice|ice)\)s?(?!\w)"
)
_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['\u2019]"
_TOKEN = re.compile(
    r"\s+|(?:"
    rf"https?://[^\s<>()\[\]]+|www\.[^\s<>()\[\]]+"
    rf"|[\w.+-]{{1,64}}+@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}"
    rf"|{_ELIDED}(?=\w)"
    rf"|(?-i:(?<!\w)(?:du|des?|la|les?|au|aux|et|à)(?=[A-ZÀ-Ý][a-zà-ÿ]))"
    rf"|{_WORD}(?:{_INCLUSIVE})?"
    rf"|\d+(?:[.,]\d+)*"
    rf"|(?P<same>[^\w\s])(?P=same)*|_+|."
    r") ?",
    re.IGNORECASE | re.DOTALL,
)
"""White space, address, elided word, word glued to a name, word, number, mark; and a blank after it."""


TEXT = "text"
"""Key in `doc.user_data` of the text, until the structure is read."""
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
_CASE_CHANGES = re.compile(
    r"[A-ZÀ-Ý](?:(?<=[a-zà-ÿ].)(?=[A-Za-zÀ-ÿ])|(?<=[A-ZÀ-Ý]{5})(?=[a-zà-ÿ]{2}))"
)


def _parts(word: str) -> list[str]:
    """Part a word where a blank was lost: `EntrepriseMairie`, but not `PowerPoint`."""
    if not word[0].isalpha() or word[1:].islower() or word.isupper():
        return [word]
    edges = [m.start() for m in _CASE_CHANGES.finditer(word) if lost_break(word, m.start())]
    return [word[a:b] for a, b in pairwise([0, *edges, len(word)])]


class PostingTokenizer:
    """Splits text into words, numbers and marks with one linear expression.

    It has no state: saving and loading it writes nothing.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize `text`; `doc.text == text`, but for halves of surrogate pairs: `\ufffd`."""
        # spaCy's strings are UTF-8, which cannot hold them.
        text = _HALF_PAIRS.sub("\ufffd", text)
        words = [match[0] for match in _TOKEN.finditer(text)]
        if _CASE_CHANGES.search(text):
            words = [part for word in words for part in _parts(word)]
        spaces = [word[-1] == " " and not word.isspace() for word in words]
        words = [word[:-1] if blank else word for word, blank in zip(words, spaces, strict=True)]
        # `doc.text` is put together from the tokens each time it is asked for.
        return Doc(self.vocab, words=words, spaces=spaces, user_data={TEXT: text})

    def pipe(self, texts: Iterable[str], **_: object) -> Iterable[Doc]:
        """Tokenize a stream of texts."""
        return map(self, texts)

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Write nothing: there is no state."""

    def from_disk(self, path: str | Path, **_: object) -> PostingTokenizer:  # noqa: ARG002
        """Read nothing: there is no state."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Return no bytes: there is no state."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> PostingTokenizer:  # noqa: ARG002
        """Read nothing: there is no state."""
        return self


@registry.tokenizers("annonce_nlp.PostingTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], PostingTokenizer]:
    """Create the tokenizer named in a pipeline's config."""
    return lambda nlp: PostingTokenizer(nlp.vocab)


class AnnonceFrenchDefaults(BaseDefaults):
    """Defaults of the language: its tokenizer, and nothing that costs time at import."""

    config = Config({"nlp": {"tokenizer": {"@tokenizers": "annonce_nlp.PostingTokenizer.v1"}}})


class AnnonceFrench(Language):  # type: ignore[no-untyped-call]
    """The language class of saved pipelines, registered under `fr_annonce`."""

    lang = "fr_annonce"
    Defaults = AnnonceFrenchDefaults
