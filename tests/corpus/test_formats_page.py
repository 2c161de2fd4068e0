"""The examples of docs/formats.md run in order."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_examples_run(tmp_path, monkeypatch):
    examples = re.findall(
        r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(examples) >= 8
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    assert names["records"][0].entities, "the example's posting shows no span"
    assert names["node"]["title"] == names["posting"].title
    assert names["offer"]["intitule"] == names["posting"].title
    assert names["frame"]["id"].tolist() == ["offre-1"]
    assert {"tasks.json", "postings.parquet", "train.spacy"} <= {p.name for p in tmp_path.iterdir()}
