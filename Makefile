# Two commands do all the set-up: `make run` and `make test`. `make check` is the fast loop.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export UV_LINK_MODE ?= copy
export UV_SYSTEM_CERTS ?= 1

.PHONY: run setup test check format e2e real fast bench wheel lock docs clean

run: $(VENV)/.run
	@exec $(BIN)/quantboard run

setup: $(VENV)/.dev

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "QuantBoard needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)."; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/run.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q quantboard
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

# Other engines, which tests ask for the same runs: in an environment of their own, never beside the product.
$(VENV)/.oracles: $(VENV)/.dev requirements/oracles.txt
	$(UV) venv --quiet --allow-existing --python $(BIN)/python $(VENV)/oracles
	$(UV) pip install --quiet --python $(VENV)/oracles/bin/python --require-hashes -r requirements/oracles.txt
	@touch $@

# Everything: style, types, house rules, the fast lanes, then real servers and a real browser.
test: setup $(VENV)/.oracles
	@$(BIN)/python tests/provision.py
	@$(MAKE) --no-print-directory check
	QUANTBOARD_ORACLES_TEST=must QUANTBOARD_ORACLES_PYTHON_TEST=$(CURDIR)/$(VENV)/oracles/bin/python $(BIN)/pytest -n 2 -m "slow and not real and not e2e"
	$(BIN)/pytest tests/real -m real -n 2 --dist worksteal --durations=12
	$(BIN)/quantboard build
	$(BIN)/pytest tests/e2e -m e2e

check: setup
	$(BIN)/ruff format --check quantboard tests
	$(BIN)/ruff check quantboard tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not real and not e2e and not slow" --durations=40

format: setup
	$(BIN)/ruff format quantboard tests
	$(BIN)/ruff check --fix quantboard tests

real: setup
	@$(BIN)/python tests/provision.py
	$(BIN)/pytest tests/real -m real

e2e: setup
	@$(BIN)/python tests/provision.py
	$(BIN)/quantboard build
	$(BIN)/pytest tests/e2e -m e2e

# The release: a wheel with the built front end inside; who installs it needs no Node.
wheel: $(VENV)/.run
	$(BIN)/quantboard build
	$(UV) build --quiet --wheel --out-dir dist .
	@ls -l dist/*.whl

bench: setup
	$(BIN)/quantboard bench

# Generated documents: error codes and metrics, from the code.
docs: setup
	$(BIN)/python docs/generate.py

# Lock files name packages, versions and hashes, no index.
lock: $(VENV)/.python
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header requirements/installer.in -o requirements/installer.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --group build pyproject.toml -o requirements/run.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --group build --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --group oracles pyproject.toml -c requirements/run.txt -o requirements/oracles.txt

clean:
	rm -rf $(VENV) .web .pytest_cache .mypy_cache .ruff_cache
