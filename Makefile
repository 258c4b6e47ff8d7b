# Everything here works on a machine that has only Python 3.11+, make and a C compiler; the stories of
# tests/browser also want a Chromium (`make browser`), and are skipped where there is none.
PYTHON ?= python3
VENV ?= .venv
JOBS ?= auto

BIN := $(VENV)/bin
# uv lives beside the environment it fills: `uv pip sync` removes what the lock file does not name.
TOOLS := $(VENV)/uv/bin
UV := $(TOOLS)/uv
PIP := $(TOOLS)/python -m pip --python $(BIN)/python --disable-pip-version-check
READY := $(VENV)/.ready

# Certificates that the machine trusts (a company's own, too) count for uv and Node as they do for pip.
export UV_SYSTEM_CERTS ?= 1
TRUSTED := $(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem)
ifneq ($(TRUSTED),)
export NODE_EXTRA_CA_CERTS ?= $(firstword $(TRUSTED))
endif

# The console is built by Node: the system's from 20 on, else the one that PyPI ships.
NODE_FITS := node -e 'process.exit(+process.versions.node.split(".")[0] < 20)' 2>/dev/null && npm --version >/dev/null 2>&1
NODE_PATH := PATH="$$($(NODE_FITS) || echo $(CURDIR)/$(BIN):)$$PATH"
MODULES := console/node_modules/.ready
BUILT := console/.built
CONSOLE := $(shell find console/src console/tools -type f 2>/dev/null) $(wildcard console/*.*)

.PHONY: help setup console browser run test check static bench lock clean

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

$(MODULES): console/package.json console/package-lock.json | $(READY)
	@echo "fetching what the console is made of"
	@cd console && $(NODE_PATH) npm ci --no-audit --no-fund --loglevel=error >/dev/null
	@touch $(MODULES)

$(BUILT): $(MODULES) $(CONSOLE)
	@echo "building the console"
	@cd console && $(NODE_PATH) npm run --silent build
	@touch $(BUILT)

console: setup $(BUILT)  ## build the web console
	@:

browser:         ## a Chromium for the tests, where there is none (Debian; as root)
	@test -n "$$GROUPKEEPER_CHROMIUM" && exit 0; \
	for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	echo "installing Chromium"; \
	{ apt-get update -qq && apt-get install -qq --yes --no-install-recommends chromium fonts-noto-cjk fonts-noto-color-emoji; } >/dev/null \
	  || { echo "install Chromium, or name one: GROUPKEEPER_CHROMIUM=/path/to/chrome"; exit 1; }

run: setup       ## the demo community, on SQLite and the simulator
	@$(MAKE) --no-print-directory console || echo "the console could not be built; everything else works"
	@$(BIN)/groupkeeper demo

test: setup console  ## every test
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

static: setup $(MODULES)  ## format, lint, imports, types
	@cd console && $(NODE_PATH) npm run --silent check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

check: static test  ## everything CI runs

bench: setup console browser  ## the budget of speed and size, as a table and as JSON
	$(BIN)/python -m bench

lock: setup      ## resolve the versions anew
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --all-extras --group dev pyproject.toml -o requirements.lock

clean:           ## remove what the other targets made
	rm -rf $(VENV) console/node_modules $(BUILT) bot/web/console .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
