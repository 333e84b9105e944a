# Everything runs in a virtual environment of its own, from pyproject.toml and the pins in constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# An editable install leaves bytecode to the first start, which some machines forbid; every cold start would compile.
COMPILE = $(BIN)/python -m compileall -q bot knowledge

.PHONY: demo test lint types imports eval bench golden faults clean

demo: $(VENV)/.runs
	$(BIN)/python -m bot.demo

test: lint types imports
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tests
	$(BIN)/mypy

imports: $(VENV)/.tests
	$(BIN)/lint-imports

eval: $(VENV)/.tests
	$(BIN)/python -m bench.quality

bench: $(VENV)/.bench
	$(BIN)/python -m bench
	$(BIN)/python -m bench.telegram

golden: $(VENV)/.tests
	$(BIN)/python -m tests.golden

faults: $(VENV)/.tests
	$(BIN)/python -m pytest -m faults

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	$(COMPILE)
	touch $@

$(VENV)/.tests: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	$(COMPILE)
	touch $@ $(VENV)/.runs

$(VENV)/.bench: bench/requirements.txt $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --requirement bench/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
