# Two commands do everything: `make demo` and `make test`. Needs Python 3.11, git and make.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SEED := data/annotated/source/002_c5c892a31a503685.txt

.PHONY: demo test lint types coverage train evaluate cards lock clean

demo: $(VENV)/runtime
	$(BIN)/annonce-nlp show $(SEED)

test: $(VENV)/dev
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

coverage: $(VENV)/dev
	$(BIN)/python -m pytest --cov --cov-report=term

train: $(VENV)/dev
	$(BIN)/annonce-nlp train --data data/authored --output models

evaluate: $(VENV)/dev
	$(BIN)/annonce-nlp evaluate --report reports --baseline evaluation/baseline.json

# The model card and the figures of the data cards, from the report of « make evaluate ».
cards: evaluate
	$(BIN)/python scripts/cards.py --report reports/report.json

$(VENV)/python:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/runtime: $(VENV)/python pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable ".[files]"
	touch $@

$(VENV)/dev: $(VENV)/runtime
	$(PIP) install --constraint constraints.txt --editable ".[dev]"
	touch $@

# Pins every dependency of every extra, for Python 3.11.
lock: $(VENV)/dev
	$(PIP) install pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --all-extras --no-annotate --no-header --output-file constraints.txt pyproject.toml

clean:
	rm -rf $(VENV) reports build dist
