# What people and CI run. `make` alone lists the targets.
PYTHON ?= python3
PORT ?=
# Half of the tests wait for something; each worker takes about 700 MB.
WORKERS ?= 4
UV ?= $(BIN)/uv

VENV := .venv
BIN := $(VENV)/bin
DEMO := data/demo
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Only wheels whose hashes are in the locks: nothing is built but this project itself, and that
# with the locked build tools.
INSTALL := $(PIP) install --require-hashes --only-binary :all:
# pip tells a hundred lines; one that counts is enough of a sign of life. On a terminal it stays
# in its line, elsewhere every twentieth package gets one. What goes wrong comes over stderr as
# it is, and the marker tells of success, since a pipe ends as its last command does.
define install
	@rm -f $@.whole; total=$$(cat $(1) | grep -c '^[a-zA-Z0-9]'); \
	{ $(INSTALL) --progress-bar off $(addprefix --requirement ,$(1)) \
		&& touch $@.whole; } | { \
		count=0; [ -t 1 ] && line='\r\033[2K  ' end='' every=1 || { line='  ' end='\n' every=20; }; \
		while read -r does what rest; do \
			case "$$does" in \
			Collecting|Processing|Requirement|Ignoring) count=$$((count + 1)); \
				[ $$((count % every)) = 0 ] && printf "$$line%s of %s packages fetched$$end" $$count $$total;; \
			Installing) printf "$$line%s packages are here; installing them …$$end" $$count;; \
			esac; \
		done; [ -t 1 ] && printf '\r\033[2K'; true; }; \
	test -f $@.whole && rm $@.whole
endef
EDITABLE := $(PIP) install --quiet --no-build-isolation --no-deps --editable .

.DELETE_ON_ERROR:
.PHONY: help demo demo-slack test check bench chaos messages goldens docs lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

demo: $(VENV)/.runtime $(DEMO)/truth.json  ## build the demo shop and start the browser chat (PORT=8787)
	@$(BIN)/tidebell serve --data $(DEMO) $(if $(PORT),--port $(PORT))

demo-slack: $(VENV)/.dev $(DEMO)/truth.json  ## the bot in a Slack workspace on this machine (SLACK_PORT=8790)
	@$(BIN)/python -m tests.doubles.slack.demo --data $(DEMO) $(if $(PORT),--chat-port $(PORT)) $(if $(SLACK_PORT),--port $(SLACK_PORT))

test: $(VENV)/.dev  ## run the tests that need no browser and little time
	@$(BIN)/pytest -q -m "not slow and not browser"

check: $(VENV)/.dev  ## everything CI checks: style, types, layers, translations, all tests (WORKERS=4)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.messages check
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder

bench: $(VENV)/.dev  ## measure; writes build/bench/<name>.json (docs/benchmarks.md)
	@$(BIN)/python -m tests.bench

chaos: $(VENV)/.dev  ## the fault run: 2,000 questions, faults, kill -9; docs/chaos.md (SEED=1)
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED))

messages: $(VENV)/.dev  ## collect sentences to translate into bot/locale/zh_CN.po
	@$(BIN)/python -m bot.messages extract

goldens: $(VENV)/.dev  ## write the golden files anew; read the diff before committing
	@$(BIN)/pytest -q --goldens

docs: $(VENV)/.dev  ## write docs/metrics.md and docs/commands.md from the code
	@$(BIN)/python -m bot.docs write

lock: $(VENV)/.dev  ## resolve the dependencies anew (needs uv: make lock UV=uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv; install it and say where: make lock UV=uv"; exit 1; }
	$(UV) pip compile --universal --generate-hashes --no-header --no-annotate --quiet --upgrade \
		pyproject.toml --extra dev --output-file requirements-dev.lock
	$(UV) pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
		pyproject.toml --constraint requirements-dev.lock --output-file requirements.lock
	$(UV) pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
		--group build --constraint requirements-dev.lock --output-file requirements-build.lock

clean:  ## remove the environment, the demo shop and everything built
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(DEMO)/truth.json: | $(VENV)/.runtime
	@$(BIN)/tidebell demo-data --data $(DEMO)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON). Install Python 3.11 or newer, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Tidebell needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv, then make $(MAKECMDGOALS) again."; exit 1; }
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Tidebell runs on (a minute or so the first time) …"
	$(call install,requirements-build.lock requirements.lock)
	@$(EDITABLE)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Tidebell and its tests run on (a minute or so the first time) …"
	$(call install,requirements-dev.lock)
	@$(EDITABLE)
	@touch $@
