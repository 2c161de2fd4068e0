"""The annotated postings keep the promises of the schema and the field guide."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from spacy.vocab import Vocab

from annonce_nlp.corpus.schema import GoldEntity, Record, Slice, read_records
from annonce_nlp.language import PostingTokenizer
from annonce_nlp.view import clean, fold

DATA = Path(__file__).parents[1] / "data"
GOLD = DATA / "annotated/postings.jsonl"
SOURCES = DATA / "annotated/source"
AUTHORED = sorted([*(DATA / "authored").glob("*.jsonl"), *(DATA / "challenge").glob("*.jsonl")])
FILES = [GOLD, *AUTHORED]

TOKENIZER = PostingTokenizer(Vocab())


class Span(NamedTuple):
    """An entity with the record it stands in."""

    record: Record
    entity: GoldEntity

    @property
    def words(self) -> str:
        return self.record.text[self.entity.start : self.entity.end]

    def __str__(self) -> str:
        entity = self.entity
        where = f"{entity.label} {entity.start}–{entity.end}"
        return f"{self.record.id}: {where} {self.words!r}"


@cache
def records(path: Path) -> list[Record]:
    return list(read_records(path))


def spans(path: Path) -> list[Span]:
    return [Span(record, entity) for record in records(path) for entity in record.entities or []]


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def test_there_is_something_to_check() -> None:
    assert len(records(GOLD)) == 28
    assert AUTHORED
    assert all(record.entities is not None for path in FILES for record in records(path))
    assert {entity.label for _, entity in spans(GOLD)} == {
        "ORG", "LIEU", "REMUNERATION", "DATE_LIMITE", "DUREE",
    }  # fmt: skip


def test_ids_differ_over_all_files() -> None:
    ids = [record.id for path in FILES for record in records(path)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("record", records(GOLD), ids=lambda record: record.id)
def test_a_posting_is_an_exact_slice_of_its_source(record: Record) -> None:
    assert isinstance(record.source, Slice)
    source = (SOURCES / record.source.file).read_bytes().decode("utf-8")
    assert source[record.source.start : record.source.end] == record.text


def test_slices_of_a_page_do_not_overlap() -> None:
    by_file: dict[str, list[Slice]] = {}
    for record in records(GOLD):
        assert isinstance(record.source, Slice)
        by_file.setdefault(record.source.file, []).append(record.source)
    assert sorted(by_file) == sorted(path.name for path in SOURCES.glob("*.txt"))
    for slices in by_file.values():
        slices.sort(key=lambda piece: piece.start)
        for before, after in pairwise(slices):
            assert before.end <= after.start


@each_file
def test_spans_are_in_order_and_apart(path: Path) -> None:
    for record in records(path):
        ordered = sorted(record.entities or [], key=lambda e: e.start)
        for before, after in pairwise(ordered):
            assert before.end <= after.start, f"{record.id}: {before} overlaps {after}"
        for entity in ordered:
            assert 0 <= entity.start < entity.end <= len(record.text), f"{record.id}: {entity}"


_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}")
_EDGE = re.compile(r"^[\s.,;:!?«»\"“”)\]*_]|[\s,;:!?«»\"“”(\[*_]$")


@each_file
def test_spans_have_no_blank_or_punctuation_at_their_edges(path: Path) -> None:
    assert [str(span) for span in spans(path) if _EDGE.search(span.words)] == []


@each_file
def test_spans_are_runs_of_tokens(path: Path) -> None:
    docs = {record.id: TOKENIZER(record.text) for record in records(path)}
    broken = [
        str(span)
        for span in spans(path)
        if docs[span.record.id].char_span(span.entity.start, span.entity.end) is None
    ]
    assert broken == []


def test_a_name_glued_to_its_article_by_a_pdf_is_a_span() -> None:
    """`duParc naturel` of seed-004-18, which no word boundary parts."""
    glued = [
        span
        for span in spans(GOLD)
        if span.entity.start and span.record.text[span.entity.start - 1].isalnum()
    ]
    assert [span.words for span in glued] == ["Parc naturel régional du marais poitevin"]


@each_file
def test_roles_belong_to_their_labels(path: Path) -> None:
    roles = {"ORG": {None, "employer"}, "LIEU": {None, "workplace"}}
    wrong = [str(s) for s in spans(path) if s.entity.role not in roles.get(s.entity.label, {None})]
    assert wrong == []


@each_file
def test_fields_keep_to_the_guide(path: Path) -> None:
    for record in records(path):
        fields = record.fields
        pay, length = fields.remuneration, fields.duration
        if pay is not None:
            parts = (pay.min, pay.max, pay.period, pay.tax)
            if pay.kind == "amount":
                assert pay.period is not None, record.id
                assert pay.min is not None or pay.max is not None, record.id
            else:
                assert parts == (None, None, None, None), record.id
        pairs = [(part.min, part.max) for part in (pay, length) if part is not None]
        for least, most in pairs:
            if least is not None and most is not None:
                assert 0 < least <= most, record.id
        if length is not None:
            assert length.min is not None or length.max is not None, record.id
        assert fields.contract not in fields.contract_also, record.id
        assert all(forms and all(forms) for forms in fields.places), record.id
        assert fields.weekly_hours is None or 1 <= fields.weekly_hours <= 60, record.id
        assert all(_MAIL.fullmatch(mail) for mail in fields.emails), record.id
        assert [mail.lower() for mail in fields.emails] == fields.emails, record.id
        named = {*fields.optional, *fields.alternatives}
        assert named <= set(type(fields).model_fields), record.id


@each_file
def test_what_a_field_states_is_marked_in_the_text(path: Path) -> None:
    label_of = {"remuneration": "REMUNERATION", "deadline": "DATE_LIMITE"}
    for record in records(path):
        labels = {entity.label for entity in record.entities or []}
        for name, label in label_of.items():
            if getattr(record.fields, name) is not None and name not in record.fields.optional:
                assert label in labels, f"{record.id}: {name} is stated but no {label} is marked"
        length = record.fields.duration
        if length is not None and not length.derived and "duration" not in record.fields.optional:
            assert "DUREE" in labels, f"{record.id}: duration is stated but no DUREE is marked"
        if record.fields.title is not None:
            words = fold(record.fields.title).split()
            text = clean(record.text).folded
            assert any(word in text for word in words), f"{record.id}: {record.fields.title}"


@pytest.mark.parametrize("path", AUTHORED, ids=lambda path: path.name)
def test_authored_postings_write_to_example_addresses_only(path: Path) -> None:
    found = [
        (record.id, address)
        for record in records(path)
        for address in re.findall(r"[\w.+-]+@[\w.-]+\.\w+", record.text)
        if not re.search(r"[@.]example\.(?:org|fr|com)$", address.lower())
    ]
    assert found == []
