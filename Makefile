# Huiyin: `make demo` shows it, `make sure` proves it. Only Python 3.11+ and make are needed.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN  := $(VENV)/bin
PORT ?= 8000

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

install: $(VENV)/.installed ## the set-up alone: .venv with the pinned dependencies

$(VENV)/.installed: requirements.lock pyproject.toml
	@python="$$(for p in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)"; \
	if [ -z "$$python" ]; then echo "Huiyin needs Python 3.11 or newer with its venv module; none was found on PATH." >&2; exit 1; fi; \
	[ -x $(BIN)/python ] || "$$python" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

lock: ## renew requirements.lock (needs uv; no registry's host may appear in it)
	uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --extra postgres --group dev --group build \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml --output-file requirements.lock
	@if grep -n '://' requirements.lock; then echo "requirements.lock names a host." >&2; exit 1; fi
