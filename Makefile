# make run    opens the chat at http://localhost:8501 (PORT and MGI_* are honoured)
# make test   runs the test suite on all cores (PYTEST_ARGS="-n 0" for one)
# make check  runs the linters and the type checker
# make bench  compares speed and memory with llama-index's defaults (BENCH_ARGS=--short for a quick look)
# make bench-app  measures the app: first paint, answers, twenty sessions (APP_ARGS=--short for a quick look)
# make wheel, make lock [UPGRADE=--upgrade], make bench-lock, make reports, make clean

PORT ?= 8501
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check $(if $(CI),--quiet)

# python3.11 comes first because the lock is tested with it.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

# The locks hold for Linux; elsewhere pip resolves the ranges of pyproject.toml.
# With pip's own settings pointing to a CPU build of torch, pip prefers that one over the CUDA build.
LOCKED := $(filter Linux,$(shell uname -s))
INSTALL_run := $(if $(LOCKED),$(PIP) -r requirements/run.lock,$(PIP) -e .)
INSTALL_dev := $(if $(LOCKED),$(PIP) -r requirements/dev.lock,$(PIP) -e '.[test,dev]')

.PHONY: run test check lint format types imports bench bench-app bench-lock wheel lock reports clean chromium

run: .venv/run.stamp
	@$(BIN)/mgi-ingest
	@exec $(BIN)/mgi serve --port $(PORT)

# The hundreds of processes that the tests start would otherwise compile the program anew where this is set.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev.stamp chromium
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: lint format types imports

lint: .venv/dev.stamp
	$(BIN)/ruff check .

format: .venv/dev.stamp
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy --strict

imports: .venv/dev.stamp
	$(BIN)/lint-imports

wheel: .venv/dev.stamp
	$(BIN)/python -m build --wheel --no-isolation

reports: .venv/dev.stamp
	$(BIN)/python corpus/make_reports.py

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet --no-annotate \
	--custom-compile-command 'make lock' $(UPGRADE)

lock: .venv/dev.stamp
	$(COMPILE) --output-file requirements/run.lock
	$(COMPILE) --extra test --extra dev --constraint requirements/run.lock --output-file requirements/dev.lock

bench: .venv/run.stamp
	@$(BIN)/python benchmarks/compare.py $(BENCH_ARGS)

bench-app: .venv/dev.stamp chromium
	@$(BIN)/python benchmarks/app.py $(APP_ARGS)

# The copy makes uv keep the versions that the project itself is locked to.
bench-lock: .venv/dev.stamp
	cp requirements/run.lock benchmarks/baseline.lock
	$(BIN)/uv pip compile benchmarks/baseline.in --universal --python-version 3.11 --quiet --no-annotate \
		--custom-compile-command 'make bench-lock' --output-file benchmarks/baseline.lock

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The stamps say which lock the environment holds; pip is only called when one is older than its lock.
# The constraint keeps the build backend, which pip fetches on its own, at the locked version.
.venv/%.stamp: requirements/%.lock pyproject.toml | .venv/bin/python
	@echo "Installing the dependencies into .venv (a few minutes the first time)"
	@$(INSTALL_$*)
	@PIP_CONSTRAINT=requirements/dev.lock $(PIP) --quiet --no-deps -e .
	@touch $@ $(if $(filter dev,$*),.venv/run.stamp)

.venv/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "make: Python 3.11 or newer is needed and none was found; install it, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) has no venv module; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		echo "Installing Debian's chromium for the browser test" && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null; } || \
		echo "make: Debian package 'chromium' is missing and cannot be installed here; the tests marked browser are skipped"
