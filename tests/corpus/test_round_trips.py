"""What goes through a format comes back: every value, role and character."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from annonce_nlp.corpus import docbin, doccano, hf, label_studio, prodigy
from annonce_nlp.corpus.exchange import read_jsonl, write_jsonl, write_records
from annonce_nlp.corpus.schema import GoldFields, read_records
from tests.corpus.synthetic_records import records

pytestmark = pytest.mark.filterwarnings("error")
often = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
batches = st.lists(records(), max_size=3)


def through_json(rows):
    return json.loads(json.dumps(list(rows), ensure_ascii=False))


@often
@given(batches)
def test_docbin(batch):
    stored = DocBin().from_bytes(docbin.to_docbin(batch).to_bytes())
    assert list(docbin.from_docbin(stored)) == batch


@often
@given(batches)
def test_datasets(batch):
    dataset = hf.to_dataset(batch)
    assert list(dataset.features) == list(hf.COLUMNS)
    assert list(hf.from_dataset(dataset)) == batch


def test_datasets_know_every_field():
    assert list(hf._FIELDS) == list(GoldFields.model_fields), "add the new field to hf._FIELDS"


@often
@given(batches, st.sampled_from(["predictions", "annotations"]))
def test_label_studio(batch, kind):
    tasks = through_json(label_studio.to_tasks(batch, kind=kind))
    assert list(label_studio.from_tasks(tasks, predictions=kind == "predictions")) == batch


@often
@given(batches, st.sampled_from(["utf16", "code_points"]))
def test_doccano(batch, offsets):
    rows = through_json(doccano.to_rows(batch, offsets=offsets))
    assert list(doccano.from_rows(rows, offsets=offsets)) == batch


@often
@given(batches)
def test_prodigy(batch):
    assert list(prodigy.from_tasks(through_json(prodigy.to_tasks(batch)))) == batch


@often
@given(batches)
def test_prodigy_tokens_make_up_the_text(batch):
    for task in prodigy.to_tasks(batch):
        tokens = task["tokens"]
        assert "".join(t["text"] + " " * t["ws"] for t in tokens) == task["text"]
        for span in task["spans"]:
            ends = tokens[span["token_start"]]["start"], tokens[span["token_end"]]["end"]
            assert ends == (span["start"], span["end"]), span


@given(records())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_records_in_a_file(tmp_path, record):
    path = tmp_path / "records.jsonl"
    assert write_records(path, [record]) == 1
    assert list(read_records(path)) == [record]


def test_a_file_is_whole_or_as_it_was(tmp_path):
    path = tmp_path / "rows.jsonl"
    write_jsonl(path, [{"a": "été 🌊"}])

    def broken():
        yield {"a": 1}
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        write_jsonl(path, broken())
    assert list(read_jsonl(path)) == [{"a": "été 🌊"}]
    assert [p.name for p in tmp_path.iterdir()] == ["rows.jsonl"]
