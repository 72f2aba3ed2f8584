# Every command a developer needs; `make help` lists them.
# Paths are relative to this file, so that the repository may lie in a folder with spaces in its name.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test check fix screens watch module migration openapi settings bench lock clean

help: ## Show this list
	@echo "make …"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14

setup: $(INSTALLED) ## Make .venv and install everything (the other commands do so by themselves)

$(INSTALLED): requirements.lock pyproject.toml scripts/setup
	@scripts/setup "$(PYTHON)"

run: screens ## Run Bottega with a demo studio; ARGS="--port 9000" is passed on
	@$(BIN)/python -m bottega serve --demo $(ARGS)

test: screens ## Run the tests; ARGS="-k secrets" is passed on
	@$(BIN)/python -m pytest -n auto $(ARGS)

check: $(INSTALLED) ## Check format, lint rules, types, layers, screens and the API snapshot
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m basedpyright
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/lint-imports --no-logo --no-cache kernel.importlinter
	$(BIN)/python scripts/build_ui.py --check
	$(BIN)/python -m bottega openapi --check

fix: $(INSTALLED) ## Format, and repair what the lint rules can repair
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python scripts/build_ui.py --fix

screens: $(INSTALLED) ## Build the web application, if its sources have changed
	@$(BIN)/python scripts/build_ui.py

watch: $(INSTALLED) ## Work on the web application: changes show at once; beside `make run`
	@$(BIN)/python scripts/build_ui.py --watch

module: $(INSTALLED) ## Begin a module: make module name=catalogs
	@$(BIN)/python scripts/make_module.py "$(name)"

migration: $(INSTALLED) ## Write the migration from the last one to the tables of today: make migration name="add prices"
	@$(BIN)/python scripts/make_migration.py "$(name)"

openapi: $(INSTALLED) ## Write docs/openapi.json anew
	@$(BIN)/python -m bottega openapi

settings: $(INSTALLED) ## Write docs/settings.md anew
	@$(BIN)/python scripts/write_settings.py

bench: $(INSTALLED) ## Measure against a bare yardstick
	@$(BIN)/python -m bench $(ARGS)

lock: ## Pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade --generate-hashes \
	  --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

clean: ## Remove .venv and what tools leave behind; your data stays
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist ui/node_modules src/bottega/platform/ui/dist
