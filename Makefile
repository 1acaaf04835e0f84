# One verb for everything: make run, test, check, bench, docs. Needs Python 3.11 or newer and make.
# Written for GNU make 4.3 and for 3.81, which macOS has.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first Python that is new enough; `make run PYTHON=/path/to/python` takes another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$name; break; fi; done)

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt

# Where a department's exports and builds are: data/ unless DASHBOARD_HOME names another folder.
HOME_FOLDER := $(if $(DASHBOARD_HOME),$(DASHBOARD_HOME),data)

.PHONY: help run first-build test browser check format bench docs pictures pins clean

help:
	@echo 'make run     install, make the demonstration if there is no data yet, open the dashboard'
	@echo 'make test    run every test (ARGS="tests/exports -k csv" chooses some)'
	@echo 'make check   formatting, lint, types, layers, SQL, generated documents'
	@echo 'make bench   measure against the bars, into bench.json'
	@echo 'make docs    write the generated documents anew'
	@echo 'make pictures take the pictures of 使用说明 anew, from a demonstration'
	@echo 'make format  format the Python files'
	@echo 'make pins    write constraints.txt anew from the ranges in requirements*.txt'
	@echo 'make clean   remove the virtual environment and the caches (never the data)'

run: .venv/run.stamp first-build
	$(BIN)/python -m dashboard serve $(ARGS)

# Does nothing where a build is published. Exports that are there are never added to or overwritten.
first-build: .venv/run.stamp
	@if [ ! -f "$(HOME_FOLDER)/builds/CURRENT" ]; then \
		if [ -z "$$(find "$(HOME_FOLDER)/exports" -name '*.parquet' 2>/dev/null | head -n 1)" ]; then \
			echo 'No exports yet: writing the demonstration ...'; \
			$(BIN)/python -m dashboard demo || exit 1; \
		fi; \
		echo 'No build yet: making the first ...'; \
		$(BIN)/python -m dashboard build || exit 1; \
	fi

test: .venv/test.stamp browser
	$(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

# Installs Chromium where it may; elsewhere says what to do, and what is left out until then.
browser: .venv/test.stamp
	@$(BIN)/python tests/browser/chromium.py

check: .venv/test.stamp
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m pyright
	$(BIN)/lint-imports
	$(BIN)/python -m sqlfluff lint --processes 2 queries
	$(BIN)/python -m dashboard docs --check

format: .venv/test.stamp
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

bench: .venv/test.stamp first-build
	$(BIN)/python -m bench $(ARGS)

docs: .venv/test.stamp
	$(BIN)/python -m dashboard docs

pictures: .venv/test.stamp browser
	$(BIN)/python -m tests.browser.help_pictures

# From a fresh environment, so that what happens to be installed here doesn't get in.
pins: .venv/run.stamp
	rm -rf .venv/pins
	$(BIN)/python -m venv .venv/pins
	$(subst .venv,.venv/pins,$(BIN))/python -m pip install --quiet -r requirements-dev.txt
	{ sed -n '/^#/p' constraints.txt; \
		$(subst .venv,.venv/pins,$(BIN))/python -m pip freeze; } > .venv/constraints.txt
	mv .venv/constraints.txt constraints.txt
	rm -rf .venv/pins

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# The stamps: nothing is installed again until a list of packages changes.
.venv/run.stamp: requirements.txt constraints.txt
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Python 3.11 or newer is needed; name it with: make run PYTHON=/path/to/python3' >&2; exit 1; \
	fi
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv || { \
		echo 'No virtual environment could be made. On Debian and Ubuntu: apt-get install python3-venv' >&2; \
		exit 1; }
	$(INSTALL) --requirement requirements.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.txt
	$(INSTALL) --requirement requirements-dev.txt
	@touch $@
