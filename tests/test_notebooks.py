"""The notebooks run from top to bottom, and are stored without what they print."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SOURCE = Path(__file__).parents[1] / "src"

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def test_there_are_five_in_order() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01_look", "02_annotate", "03_retrain", "04_evaluate", "05_datasets",
    ]  # fmt: skip


@each
def test_it_is_stored_without_outputs(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], f"{cell.id}: clear all outputs before you commit"
            assert cell.execution_count is None, f"{cell.id}: clear all outputs before you commit"


@each
def test_it_explains_itself_and_checks_itself(path: Path) -> None:
    cells = read(path).cells
    assert cells[0].cell_type == "markdown"
    told = [cell for cell in cells if cell.cell_type == "markdown"]
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert len(told) * 2 >= len(code)
    assert any(re.search(r"^assert ", source, re.MULTILINE) for source in code)
    assert all(len(source.splitlines()) <= 30 for source in code)


@each
def test_its_addresses_are_invented(path: Path) -> None:
    text = path.read_text("utf-8") + (FOLDER / "own_postings.txt").read_text("utf-8")
    for address in re.findall(r"[\w.+-]+@([\w.-]+\w)", text):
        assert address.endswith(("example.org", "example.fr", "example.com")), address


@each
def test_it_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{SOURCE}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    notebook = read(path)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )
    client.execute()
    assert not [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
