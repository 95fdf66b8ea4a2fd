# Two commands: `make demo` and `make test`. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# A third of the time that the slow tests take is waiting for servers that are slow on purpose.
SLOW_WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-slow test-matrix wayback lint types setup system mutants benchmark clean

demo: setup
	$(BIN)/nianbao demo

test: setup lint types
	$(BIN)/pytest -n auto --dist loadfile -q -m "not slow and not matrix"

test-slow: setup
	$(BIN)/pytest -n $(SLOW_WORKERS) --dist loadfile -q -m "slow and not matrix"

test-matrix: setup
	$(BIN)/pytest -n auto --dist loadfile -q -m matrix

# pywb, which replays the exported WARC in a test: a program of its own, in an environment of its own.
wayback: .venv.wayback/.installed

.venv.wayback/.installed:
	deploy/make-venv $(PYTHON) .venv.wayback 'pywb>=2.9,<3'
	@touch $@

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

setup: system $(STAMP)

system:
	@deploy/install-system-packages

$(STAMP): pyproject.toml uv.lock deploy/make-venv
	@deploy/make-venv $(PYTHON) $(VENV)
	@touch $@

# Break one module in one place at a time; prints what its tests do not notice. MODULES="archive/deadlines/judge.py" takes some.
mutants: setup
	$(BIN)/python -m tests.mutants $(MODULES)

benchmark: setup
	$(BIN)/python benchmarks/crawl.py

clean:
	rm -rf $(VENV) .venv.wayback demo .mypy_cache .ruff_cache .pytest_cache
