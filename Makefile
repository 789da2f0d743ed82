# Needs make and Python 3.11 or newer, nothing else. PYTHON=python3.12 chooses another one.
PYTHON ?= python3
EXAMPLE ?= data/releases/raw/imagined-096.txt
DATA ?= data/releases
MODEL ?= models/default
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-browser test-engines notebooks pages docs train evaluate datasheet bench clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.installed  ## set up .venv and score an example release
	.venv/bin/fls score $(EXAMPLE)

test: .venv/.dev  ## set up .venv and run every check and test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/python -m pytest -q

test-browser:  ## look at pages with a headless browser (Debian's chromium, axe-core by npm)
	@PYTHON=$(PYTHON) tools/test_browser.sh

test-engines: .venv-engines/.installed  ## set up .venv-engines and run Parquet, Dask, Spark and Ray for real
	.venv-engines/bin/python -m pytest -q -rs -m engine tests/engines

notebooks: .venv/.dev  ## run the notebooks anew and write their outputs
	.venv/bin/python tools/notebooks.py

pages: .venv/.dev  ## write into README and docs what their code prints
	.venv/bin/python -m tools.pages

docs: .venv/.dev  ## build the documentation, warnings are errors: build/docs/index.html
	.venv/bin/python -m sphinx --fail-on-warning --keep-going --quiet docs build/docs

train: .venv/.installed  ## fit the open model anew on DATA
	.venv/bin/fls train $(DATA) -o models/open

evaluate: .venv/.installed  ## measure MODEL on DATA (by default the data that it was fitted on)
	.venv/bin/fls evaluate $(DATA) --model $(MODEL)

datasheet: .venv/.installed  ## count the data anew: data/manifest.json, tables of data/README.md
	.venv/bin/python -m tools.datasheet

bench: .venv-bench/.installed  ## set up .venv-bench with the peers and compare speed
	.venv-bench/bin/python benchmarks/run.py

clean:  ## remove environments, caches and builds
	rm -rf .venv .venv-bench .venv-browser .venv-engines build dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find fls tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The set-up is repeated only when what it installs from has changed.
.venv/.installed: pyproject.toml | .venv/bin/python
	.venv/bin/python $(PIP_INSTALL) --editable .
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	.venv/bin/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $@ .venv/.installed

.venv-bench/.installed: pyproject.toml benchmarks/requirements.txt | .venv-bench/bin/python
	.venv-bench/bin/python $(PIP_INSTALL) --editable . --requirement benchmarks/requirements.txt
	@touch $@

.venv-engines/.installed: pyproject.toml | .venv-engines/bin/python
	.venv-engines/bin/python $(PIP_INSTALL) --editable '.[engines]' hypothesis pytest
	@touch $@

.venv/bin/python .venv-bench/bin/python .venv-engines/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "fls needs Python 3.11 or newer, but there is\
	 no '$(PYTHON)'; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "fls needs Python\
	 3.11 or newer, but $(PYTHON) is `$(PYTHON) -V`; name another: make PYTHON=python3.12" >&2;\
	 exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual\
	 environments; install its venv module (on Debian and Ubuntu: apt install python3-venv)" >&2;\
	 exit 1; }
	$(PYTHON) -m venv $(firstword $(subst /, ,$@))
