"""Variants of annotated postings keep the promises of the annotated data."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from annonce_nlp.cli import main
from annonce_nlp.corpus.generator import CHANGES, variants
from annonce_nlp.corpus.schema import CorpusError, Record, read_records
from annonce_nlp.evaluation.match import comparable
from annonce_nlp.language import PostingTokenizer
from annonce_nlp.view import fold
from tests.corpus.synthetic_records import SILENT, spans_of

AUTHORED = Path(__file__).parents[2] / "data/authored"
COUNT = 1700
TOKENIZER = PostingTokenizer(Vocab())
_EDGE = re.compile(r"^[\s.,;:!?«»\"“”)\]*_]|[\s,;:!?«»\"“”(\[*_]$")


@pytest.fixture(scope="module")
def authored() -> list[Record]:
    return [r for path in sorted(AUTHORED.glob("*.jsonl")) for r in read_records(path)]


@pytest.fixture(scope="module")
def some(authored: list[Record]) -> list[Record]:
    return list(variants(authored, COUNT, seed=7))


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


# -- all variants ------------------------------------------------------------------------------


def test_there_are_as_many_as_asked_for_and_no_two_alike(authored, some):
    assert len(some) == COUNT
    assert len({r.text for r in some} | {r.text for r in authored}) == COUNT + len(authored)
    assert len({r.id for r in some}) == COUNT
    assert {r.meta["variant_of"] for r in some} == {r.id for r in authored}


def test_every_change_occurs_and_says_so(some):
    done = Counter(change for record in some for change in record.meta["changes"])
    assert set(done) == {name for name, _, _ in CHANGES}
    assert min(done.values()) >= COUNT // 20, done
    assert all(record.meta["changes"] for record in some)


def test_spans_have_the_labels_and_roles_of_the_source(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        assert [(e.label, e.role) for e in record.entities] == [
            (e.label, e.role) for e in sorted(source.entities, key=lambda e: e.start)
        ], record.id


def test_spans_have_clean_edges(some):
    assert [
        (record.id, words)
        for record in some
        for words in (record.text[e.start : e.end] for e in record.entities)
        if _EDGE.search(words)
    ] == []


def test_spans_are_runs_of_tokens(some):
    broken = []
    for record in some:
        doc = TOKENIZER(record.text)
        broken += [
            (record.id, record.meta["changes"], record.text[e.start : e.end])
            for e in record.entities
            if doc.char_span(e.start, e.end) is None
        ]
    assert broken == []


def test_what_no_change_concerns_stays(authored, some):
    by_id = {record.id: record for record in authored}
    kept = ("contract", "contract_also", "duration", "weekly_hours", "telework", "emails")
    for record in some:
        source = by_id[record.meta["variant_of"]]
        for name in kept:
            assert getattr(record.fields, name) == getattr(source.fields, name), record.id
        for name, change in [("remuneration", "amounts"), ("start", "year")]:
            if change not in record.meta["changes"]:
                assert getattr(record.fields, name) == getattr(source.fields, name), record.id


def test_emails_stand_in_the_text_as_before(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]].text.lower()
        for mail in record.fields.emails:
            assert (mail in record.text.lower()) == (mail in source), record.id


def test_the_employer_is_marked_under_its_new_name(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        if "employer" in record.meta["changes"]:
            forms = {squeezed(form) for form in record.fields.employer}
            marked = {
                squeezed(re.sub(r"-\n", "", record.text[e.start : e.end]))
                for e in record.entities
                if e.role == "employer"
            }
            assert marked <= forms, f"{record.id}: {marked - forms} not in {forms}"
            old = by_id[record.meta["variant_of"]].fields.employer
            assert not {comparable(f) for f in old} & {
                comparable(f) for f in record.fields.employer
            }


def test_a_place_of_the_fields_stands_in_the_text_if_it_did(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        before = [
            any(squeezed(f) in squeezed(source.text) for f in p) for p in source.fields.places
        ]
        after = [any(squeezed(f) in squeezed(record.text) for f in p) for p in record.fields.places]
        assert after == before, f"{record.id}: {record.fields.places}"


def test_new_pay_and_dates_are_written_in_their_spans(some):
    checked = Counter()
    for record in some:
        changes, fields = record.meta["changes"], record.fields
        if "amounts" in changes:
            figures = re.sub(
                r"(?<=\d)[\s.'’](?=\d{3})", "", " ".join(spans_of(record, "REMUNERATION"))
            )
            numbers = {
                float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d{1,2})?", figures)
            }
            for side in (fields.remuneration.min, fields.remuneration.max):
                assert side is None or {side, side / 1000} & numbers, (record.id, side, numbers)
                checked["amounts"] += 1
        if {"deadline", "year"} & set(changes) and fields.deadline:
            words = " ".join(spans_of(record, "DATE_LIMITE")).lower()
            assert re.search(rf"\b0?{fields.deadline.day}(?:er|st|nd|rd|th)?\b", words), (
                record.id,
                words,
            )
            said = re.search(r"20\d\d", words)
            assert said is None or said[0] == str(fields.deadline.year), (record.id, words)
            checked["deadline"] += 1
    assert min(checked["amounts"], checked["deadline"]) > 200


def test_the_title_stands_in_the_text(authored, some):
    by_id = {record.id: record for record in authored}
    for record in some:
        source = by_id[record.meta["variant_of"]]
        if source.fields.title and " ".join(source.fields.title.split()) in source.text:
            assert record.fields.title in " ".join(record.text.split()), record.id


# -- the same again ----------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(), count=st.integers(0, 40))
def test_the_same_seed_gives_the_same_and_is_a_beginning_of_more(seed, count):
    records = _seeds()
    first = list(variants(records, count, seed))
    assert first == list(variants(records, count, seed))
    assert first == list(islice(variants(records, count + 5, seed), count))


def test_another_seed_gives_others(authored):
    one = {record.text for record in variants(authored[:50], 60, 1)}
    assert len(one & {record.text for record in variants(authored[:50], 60, 2)}) < 20


def test_given_records_are_not_changed(authored):
    before = [record.model_dump() for record in authored[:30]]
    list(variants(authored[:30], 90, 3))
    assert [record.model_dump() for record in authored[:30]] == before


def _seeds() -> list[Record]:
    path = min(AUTHORED.glob("*.jsonl"))
    return list(islice(read_records(path), 20))


def test_it_yields_one_by_one():
    assert next(variants(_seeds(), 10**9)).text


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([], "give annotated postings"),
        ([Record(id="a", text="Un poste.", fields=SILENT)], "no record has entities"),
    ],
)
def test_nothing_to_vary_is_said(records, sentence):
    with pytest.raises(CorpusError, match=sentence):
        next(variants(records, 1))


def test_no_further_variants_is_said():
    bare = Record(id="a", text="Oui", fields=SILENT, entities=[])
    with pytest.raises(CorpusError, match=r"no more than \d+ differing variants"):
        list(variants([bare], 10**6))


# -- edits -------------------------------------------------------------------------------------


def test_the_command_writes_records(tmp_path, capsys):
    out = tmp_path / "made.jsonl"
    words = ["generate", str(AUTHORED), "--count", "25", "--seed", "3", "--output", str(out)]
    assert main(words) == 0
    assert capsys.readouterr() == ("", "")
    written = list(read_records(out))
    assert len(written) == 25
    assert json.loads(out.read_text("utf-8").splitlines()[0])["meta"]["changes"]
    first = out.read_bytes()
    assert main(words) == 0
    assert out.read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["made.jsonl"]


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    out = tmp_path / "made.jsonl"
    assert main(["generate", str(tmp_path), "--count", "2", "--output", str(out)]) == 1
    assert "holds no *.jsonl file" in capsys.readouterr().err
    assert not out.exists()
