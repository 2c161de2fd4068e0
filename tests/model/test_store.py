"""Putting models in place whole, and the size of those shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annonce_nlp.choice import models_folder
from annonce_nlp.corpus.schema import CorpusError
from annonce_nlp.model.config import make_config
from annonce_nlp.model.store import check_size, replacing

if TYPE_CHECKING:
    from pathlib import Path


def test_the_shipped_models_are_small_and_hold_no_pickle() -> None:
    folder = models_folder()
    assert 1 < check_size(folder, make_config().limits.model_mb) <= 15
    assert not [f for f in folder.rglob("*") if f.suffix in (".pkl", ".pickle", ".joblib")]


def test_models_over_the_limit_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"0" * 2_000_000)
    assert check_size(tmp_path, 2.5) == 2.0
    with pytest.raises(CorpusError, match=r"take 2\.0 MB, more than model_mb = 1\.5: nothing was"):
        check_size(tmp_path, 1.5)


def test_old_parts_go_and_other_files_stay(tmp_path: Path) -> None:
    models = tmp_path / "models"
    (models / "ner").mkdir(parents=True)
    (models / "ner/model").write_text("old")
    (models / "own").mkdir()
    (models / "README.md").write_text("the card")
    with replacing(models) as scratch:
        (scratch / "ner").mkdir()
        (scratch / "ner/model").write_text("new")
        (scratch / "meta.json").write_text("{}")
        assert (models / "ner/model").read_text() == "old"
    assert sorted(path.name for path in models.iterdir()) == ["README.md", "meta.json", "ner"]
    assert (models / "ner/model").read_text() == "new"
    assert (models / "README.md").read_text() == "the card"
    assert [path.name for path in tmp_path.iterdir()] == ["models"]


def test_a_swap_that_fails_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / "meta.json").write_text("old")
    rename = type(models).rename

    def breaks(self: Path, target: Path) -> Path:
        if target == models and self.name.startswith(".training-") and "-old" not in self.name:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(type(models), "rename", breaks)
    with pytest.raises(KeyboardInterrupt), replacing(models) as scratch:
        (scratch / "meta.json").write_text("new")
    assert (models / "meta.json").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["models"]
