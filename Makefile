# Huiyin 回音. `make demo` shows it, `make sure` proves it; Python 3.11+ and make are all they need.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test sure lint format lock docs screenshots bench messages clean

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --quiet --disable-pip-version-check
PORT ?= 8000
ARGS ?=

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

install: $(VENV)/.installed ## set up .venv with the pinned dependencies
	@:

$(VENV)/.installed: requirements.lock pyproject.toml
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $(BIN)/python -m pip --version >/dev/null 2>&1 && exit; \
	    echo "Setting up $(VENV) with $$($$python -V) ..."; $$python -m venv --clear $(VENV); exit; \
	  fi; \
	done; \
	echo "Huiyin needs Python 3.11 or newer with its venv module, and found none on PATH." >&2; exit 1
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

demo: install ## six regimes, places, people and cases, served at PORT (8000)
	@exec $(BIN)/huiyin demo --port $(PORT)

test: install ## the tests; on PostgreSQL when HUIYIN_DATABASE_URL says so
	@$(BIN)/pytest $(ARGS)

sure: lint test ## everything that must hold before a change is handed in

lint: install ## format check, lint, templates, types, import rules, migrations, system checks
	@.ci/lint

format: install ## put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet . || true

lock: ## renew requirements.lock (needs uv); no registry's host may appear in it
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --extra postgres --group build --group dev \
	  pyproject.toml --output-file requirements.lock
	@! grep -n '://' requirements.lock

docs: install ## write docs/reference anew from the types and the table
	@$(BIN)/huiyin regime reference > docs/reference/regime.md
	@$(BIN)/huiyin regime graph starter --out docs/reference/lifecycle.svg

screenshots: install ## take the pictures in docs/screenshots anew (needs Debian's chromium)
	@HUIYIN_SCREENSHOTS=1 $(BIN)/pytest --quiet tests/web/test_screenshots.py

bench: install ## the door beside the bare cost of its SQL, as ratios; what pages weigh
	@$(BIN)/python bench/act.py
	@$(BIN)/python bench/pages.py

messages: install ## collect the sentences and compile their English (needs GNU gettext)
	@cd src/huiyin && ../../$(BIN)/huiyin makemessages --locale en --no-wrap --add-location file --no-obsolete
	@cd src/huiyin && ../../$(BIN)/huiyin compilemessages --locale en

clean: ## remove the environment and the caches; var/, your data, stays
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
