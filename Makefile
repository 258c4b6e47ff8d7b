# Everything here works on a machine that has only Python 3.11+, make and a C compiler.
PYTHON ?= python3
VENV ?= .venv
JOBS ?= auto

BIN := $(VENV)/bin
# uv lives beside the environment it fills: `uv pip sync` removes what the lock file does not name.
TOOLS := $(VENV)/uv/bin
UV := $(TOOLS)/uv
PIP := $(TOOLS)/python -m pip --python $(BIN)/python --disable-pip-version-check
READY := $(VENV)/.ready

# Certificates that the machine trusts (a company's own, too) count for uv as they do for pip.
export UV_SYSTEM_CERTS ?= 1

.PHONY: help setup run test check static bench lock clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## */\t/' | expand -t 12

setup: $(READY)  ## a virtual environment with the locked versions of everything

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "groupkeeper needs Python 3.11 or later: make PYTHON=... names one")'
	@echo "setting up $(VENV): the locked versions of everything, about a minute the first time"
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	@test -x $(TOOLS)/pip || $(PYTHON) -m venv $(VENV)/uv
	@test -x $(UV) || $(TOOLS)/python -m pip install --quiet --disable-pip-version-check uv || true
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock \
	  || { echo "uv could not; trying pip, which is slower but knows your mirror and proxy"; \
	       $(PIP) install --quiet --require-hashes --requirement requirements.lock; }
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable . 2>/dev/null \
	  || $(PIP) install --quiet --no-deps --editable .
	@touch $(READY)

run: setup       ## the demo community, on SQLite and the simulator
	@$(BIN)/groupkeeper demo

test: setup      ## every test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

static: setup    ## format, lint, imports, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

check: static test  ## everything CI runs

bench: setup     ## the budget of design.md, as a table and as JSON
	$(BIN)/python -m bench

lock: setup      ## resolve the versions anew
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --all-extras --group dev pyproject.toml -o requirements.lock

clean:           ## remove what the other targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
