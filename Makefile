# daicho: everything runs from here. Needs Python 3.11+ and make, nothing else. All paths are relative: the folder may
# have spaces in its name and may lie deep.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.ready

.PHONY: setup demo test test-full lint types contracts bench lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup
	$(RUN) -m daicho demo $(DEMO)

test: setup lint types contracts
	$(RUN) -m pytest -q -n 2 --dist worksteal --durations=20 -m "not full"

test-full: setup lint types contracts
	$(RUN) -m pytest -q

lint: setup
	$(RUN) -m ruff check src tests bench
	$(RUN) -m ruff format --check src tests bench

types: setup
	$(RUN) -m mypy

contracts: setup
	$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()" --no-cache

bench: setup
	$(RUN) -m bench $(BENCH)

# Renew the pinned, hashed list after a change of dependencies in pyproject.toml; no registry address is written.
lock: setup
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet pip-tools
	$(VENV)/lock/bin/python -m piptools compile --quiet --generate-hashes --no-header --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-find-links --extra dev --output-file requirements.lock pyproject.toml

clean:
	-$(RUN) -m daicho db stop --delete-data
	rm -rf $(VENV) .daicho build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf src/*.egg-info
