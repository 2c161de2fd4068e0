"""The settings of training: every key has a default, and a slip is answered with the known keys."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from annonce_nlp.cli import main
from annonce_nlp.model.config import ConfigError, default_table, make_config, read_config


def test_the_defaults_are_complete() -> None:
    config = make_config()
    assert config.model_dump() == default_table()
    assert config.parts == ["ner", "rankers", "contract", "own"]


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('seed = 7\nparts = ["ner"]\n[ner]\nepochs = 3\n[own]\nlabels = ["OUTIL"]\n')
    config = read_config(file)
    want = default_table()
    want["seed"], want["parts"] = 7, ["ner"]
    want["ner"]["epochs"] = 3
    want["own"]["labels"] = ["OUTIL"]
    assert config.model_dump() == want


TEACH = Path(__file__).parents[2] / "docs/teach.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", TEACH.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_the_guide_are_accepted(text: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    assert read_config(tmp_path / "mine.toml") != make_config()


def test_every_default_says_what_it_means() -> None:
    text = files("annonce_nlp").joinpath("data/train.toml").read_text("utf-8")
    bare = [
        line
        for before, line in pairwise(["", *text.splitlines()])
        if " = " in line
        and not line.startswith("#")
        and "#" not in line
        and not before.startswith("#")
    ]
    assert bare == []


REFUSED: list[tuple[str, str]] = [
    (
        "sed = 1",
        r"unknown key « sed »; the keys are seed, parts, ner, rankers, contract, own, limits$",
    ),
    (
        "[ner]\nepocs = 3",
        r"in \[ner\]: unknown key « epocs »; the keys are epochs, patience, folds,",
    ),
    ("[limit]\nmodel_mb = 3", "unknown key « limit »; the keys are"),
    ("ner = 3", r"« ner » is a table; write \[ner\] above its keys"),
    ("[ner]\nepochs = 0", r"ner\.epochs = 0: .*greater than or equal to 1; what each key takes"),
    ("[ner]\nepochs = '3'", r"ner\.epochs = '3': .*valid integer"),
    ("[ner]\ndropout = 1.0", r"ner\.dropout = 1\.0: .*less than 1"),
    ("[contract]\nfolds = 1", r"contract\.folds = 1"),
    ("parts = []", "parts = "),
    ("parts = ['nre']", "'nre'"),
    ("[own]\nlabels = ['savoir faire']", r"own\.labels\.0 = 'savoir faire'"),
    ("seed 1", "not TOML"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[text for text, _ in REFUSED])
def test_slips_are_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=message) as caught:
        read_config(file)
    assert str(caught.value).startswith(str(file))


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; give --config a TOML file"):
        read_config(tmp_path / "none.toml")


def test_the_command_answers_a_slip_in_one_line(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("epochs = 3\n")
    assert main(["train", "--config", str(file), "--output", str(tmp_path / "m")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "unknown key « epochs »; the keys are seed," in said
    assert not (tmp_path / "m").exists()
