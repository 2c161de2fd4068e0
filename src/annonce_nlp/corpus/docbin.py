"""Records as spaCy's `DocBin`, the training data of `spacy train`, and back.

Tokens are those of the library's own tokenizer. `doc.ents` are the spans, `ent.id_` the role; id,
fields, source and meta are in `doc.user_data`. Spans come back in text order.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from annonce_nlp.corpus.exchange import CARRIED, carried, parse_carried, rebuild
from annonce_nlp.corpus.schema import CorpusError, GoldEntity, Record, with_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab


def to_docbin(records: Iterable[Record]) -> DocBin:
    """Return the records as a `DocBin`; `.to_disk(path)` writes it.

    Raises
    ------
    CorpusError
        For a span that does not begin and end with a token, naming record and span: such a span
        cannot be learnt.
    """
    from spacy.tokens import DocBin  # noqa: PLC0415 - costs a second

    from annonce_nlp.language import AnnonceFrench  # noqa: PLC0415

    nlp = AnnonceFrench()
    binned = DocBin(store_user_data=True)
    for record in records:
        nlp.max_length = max(nlp.max_length, len(record.text))
        binned.add(_doc(nlp.make_doc(record.text), record))
    return binned


def _doc(doc: Doc, record: Record) -> Doc:
    spans = []
    for entity in record.entities or []:
        span = doc.char_span(
            entity.start, entity.end, label=entity.label, span_id=entity.role or ""
        )
        if span is None:
            near = doc.char_span(entity.start, entity.end, alignment_mode="expand")
            raise CorpusError(
                f"{record.id}: {entity.label} {entity.start}–{entity.end} "
                f"{record.text[entity.start : entity.end]!r} cuts a token of {str(near)!r}; "
                "move its ends to the edges of words"
            )
        spans.append(span)
    if record.entities is not None:
        doc.set_ents(spans)
    doc.user_data[CARRIED] = json.dumps(carried(record), ensure_ascii=False)
    return doc


def from_docbin(
    binned: DocBin, vocab: Vocab | None = None, own_labels: Sequence[str] = ()
) -> Iterator[Record]:
    """Yield the records of a `DocBin` that `to_docbin` made.

    Parameters
    ----------
    binned
        As loaded by `DocBin().from_disk(path)`.
    vocab
        A pipeline's vocabulary, to share its strings; a new one when not given.
    own_labels
        Labels accepted beside the five.

    Raises
    ------
    CorpusError
        For a document without a record's id and fields, or one that breaks the schema.
    """
    if vocab is None:
        from spacy.vocab import Vocab  # noqa: PLC0415

        vocab = Vocab()
    for number, doc in enumerate(binned.get_docs(vocab), 1):
        where = f"document {number}"
        rest = parse_carried(doc.user_data.get(CARRIED), where)
        entities = [
            GoldEntity.model_validate(
                {
                    "start": ent.start_char,
                    "end": ent.end_char,
                    "label": ent.label_,
                    "role": ent.id_ or None,
                },
                context=with_labels(own_labels),
            )
            for ent in doc.ents
        ]
        yield rebuild(doc.text, entities, rest, where)
