"""Ctrl-C in the middle of training: the old models stay, nothing is left behind, a word says so."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from annonce_nlp.choice import models_folder
from annonce_nlp.evaluation.header import folder_hash
from annonce_nlp.pipeline import check_format

AUTHORED = Path(__file__).parents[2] / "data/authored"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_while_the_ner_learns_leaves_the_old_models(tmp_path: Path) -> None:
    data, models = tmp_path / "data", tmp_path / "models"
    data.mkdir()
    for file in islice(sorted(AUTHORED.glob("*.jsonl")), 6):
        with file.open(encoding="utf-8") as lines:
            (data / file.name).write_text("".join(islice(lines, 10)), "utf-8")
    shutil.copytree(models_folder(), models)
    before = folder_hash(models)
    command = [sys.executable, "-m", "annonce_nlp.cli", "train", "--data", str(data)]
    with subprocess.Popen(  # noqa: S603 - this interpreter, our code
        [*command, "--output", str(models)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "epoch 1 of" in line:
                break
        else:
            pytest.fail("training never began: " + "".join(said))
        assert any(path.name.startswith(".training-") for path in tmp_path.iterdir())
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert process.returncode == 130
    assert f"stopped: nothing was written, {models} is as it was" in rest
    assert "Traceback" not in rest
    assert folder_hash(models) == before
    check_format(models)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "models"]
