# make run   a dashboard with a demo on http://127.0.0.1:8050
# make test  everything that must hold
# The others are described in CONTRIBUTING.md.

PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif

COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-header

.PHONY: run test lint fmt lock clean

run: .venv/.installed
	@$(BIN)/python -m dashboard serve --demo

test: lint
	@$(BIN)/python -m scripts.install_browser
	@$(BIN)/python -m scripts.run_tests

lint: .venv/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fmt: .venv/.installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: .venv/.installed-dev
	$(COMPILE) requirements.txt --output-file requirements.lock
	$(COMPILE) requirements-dev.txt --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp each: installed once, and again when a lock changes. The second lock holds the first.
.venv/.installed: requirements.lock scripts/install.py
	@$(PYTHON) scripts/install.py requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock scripts/install.py
	@$(PYTHON) scripts/install.py requirements-dev.lock
	@touch $@ .venv/.installed
