# Either `make demo` or `make test` may be the first command in a fresh clone: each makes .venv and installs what it needs.

PYTHON ?= python3
DEMO_ARGS ?=
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq

# Stamps: an install is done again only when one of the files that decide it has changed.
MADE := $(VENV)/.made
RUNS := $(VENV)/.runs
DEVELOPS := $(VENV)/.develops
DECIDES := pyproject.toml constraints.txt

UNINSTALLED = { echo "The install did not finish: pip says above what it met. Is this machine online?" >&2; exit 1; }
step = @printf '\n== %s\n'

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test format lint types arrows unit soak pictures bench constraints clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(RUNS) ## the whole product on this machine, no Slack account needed (DEMO_ARGS="--port 8080")
	@$(BIN)/leadbot demo $(DEMO_ARGS)

test: lint types arrows unit ## everything that must hold: format, lint, types, import arrows, migrations and tests

format: $(DEVELOPS) ## put the code in its usual form
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

lint: $(DEVELOPS) ## format and lint, changing nothing
	$(step) format
	@$(BIN)/ruff format --check .
	$(step) lint
	@$(BIN)/ruff check .

types: $(DEVELOPS) ## mypy, strict
	$(step) types
	@$(BIN)/mypy

arrows: $(DEVELOPS) ## which folder may import which
	$(step) 'import arrows'
	@$(BIN)/lint-imports --no-logo

unit: $(DEVELOPS) ## migrations and tests, on SQLite and PostgreSQL (PYTEST_ARGS="-k offer -x")
	$(step) 'migrations and tests'
	@$(BIN)/pytest -n 3 -m 'not soak' $(PYTEST_ARGS)

soak: $(DEVELOPS) ## the long runs
	@$(BIN)/pytest -m soak $(PYTEST_ARGS)

pictures: $(DEVELOPS) ## the pictures in the README, taken anew by the browser story
	@LEADBOT_REQUIRE_ALL=1 $(BIN)/pytest tests/browser/test_story.py -k from_an_empty
	@cp tests/artifacts/desktop-light-5-the-offer.png docs/pictures/offer.png
	@cp tests/artifacts/phone-dark-8-the-introduction.png docs/pictures/introduction.png
	@cp tests/artifacts/desktop-light-13-the-next-monday.png docs/pictures/summary.png

bench: $(DEVELOPS) ## speed, as ratios within one run
	@$(BIN)/python -m benchmarks

# Resolved as if nothing were installed yet, so that nothing added by hand leaks into the list.
constraints: $(MADE) ## choose every dependency's version anew
	@$(PIP) install --dry-run --ignore-installed --report $(VENV)/report.json '.[dev]'
	@$(BIN)/python -c "import json, sys; \
	    found = (part['metadata'] for part in json.load(sys.stdin)['install']); \
	    print('# The exact versions that are tested. Written by \`make constraints\`, with the oldest Python that we support.'); \
	    print(*sorted((f\"{part['name'].lower()}=={part['version']}\" for part in found if part['name'] != 'leadbot')), sep='\n')" \
	    < $(VENV)/report.json > $(VENV)/constraints.txt
	@mv $(VENV)/constraints.txt constraints.txt

clean: ## forget .venv and every cache
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that is half made has no stamp, so the next run finishes it; one made by hand is kept.
$(MADE):
	@command -v $(PYTHON) >/dev/null || \
	    { echo "Leadbot needs Python 3.11 or newer, and there is no $(PYTHON) here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Leadbot needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1); name another with PYTHON=python3.12." >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || \
	    { echo "$(PYTHON) could not make a virtual environment here; on Debian and Ubuntu, 'apt install python3-venv' mends that." >&2; exit 1; }
	@touch $@

$(RUNS): $(MADE) $(DECIDES)
	@echo "Installing Leadbot (about a minute, the first time)"
	@$(PIP) install -c constraints.txt -e . || $(UNINSTALLED)
	@touch $@

$(DEVELOPS): $(MADE) $(DECIDES)
	@echo "Installing Leadbot and its test tools (a minute or two, the first time)"
	@$(PIP) install -c constraints.txt -e '.[dev]' || $(UNINSTALLED)
	@touch $(RUNS) $@
