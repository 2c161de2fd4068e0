"""From inputs to postings: what breaks on the way, and what is told of it."""

from __future__ import annotations

import pytest

from annonce_nlp import api
from annonce_nlp.files import Problem, Source, Text
from annonce_nlp.stream import Reporter, read_postings


def test_a_posting_that_breaks_the_reader_does_not_take_the_others_with_it(monkeypatch):
    read = api._read

    def fragile(text, reference_date):
        if "casse" in text:
            raise ArithmeticError("casse")
        return read(text, reference_date)

    monkeypatch.setattr(api, "_read", fragile)
    texts = ["CDI"] * 9 + ["casse"] + ["CDD"] * 9
    inputs = [Text(Source("a.jsonl", line=n), text) for n, text in enumerate(texts, 1)]
    told: list[str] = []
    reporter = Reporter(told.append)
    found = [read.source.line for read in read_postings(inputs, reporter)]
    assert found == [*range(1, 10), *range(11, 20)]
    assert len(told) == 1
    assert told[0].startswith("a.jsonl:10: reading it failed (ArithmeticError('casse'))")
    assert reporter.finish() == 1


def test_an_error_that_is_no_posting_s_fault_is_raised():
    def inputs():
        yield Text(Source("a.txt"), "CDI")
        raise ArithmeticError("not a posting")

    with pytest.raises(ArithmeticError, match="not a posting"):
        list(read_postings(inputs(), Reporter(print)))


def test_reporter_counts_only_what_is_serious():
    reporter = Reporter(lambda _: None)
    reporter.tell(Problem(Source("a"), "passed over", serious=False))
    assert reporter.finish() == 0
    reporter.tell(Problem(Source("a"), "broken"))
    assert reporter.finish() == 1
