# Two commands: `make demo` and `make test`. Both set everything up first. `make help` lists the others.
PYTHON ?= python3
FOLDER ?= /tmp/nianbao-nation
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# A third of the time that tests with servers take is waiting.
WORKERS = $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo help fmt case fuzz test test-slow test-matrix wayback axe replay plugins alpha extras lint modules types setup system office kills failures release audit mutants benchmark nation clean

demo: setup ## play a season against sample sites, and print what the archive then knows
	$(BIN)/nianbao demo

help: ## list these targets
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { sub(/:.*/, "", $$1); printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

fmt: setup ## format the code, and correct what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# NAME=… names the folder of the case.
case: setup ## FILE=report.html becomes a case with its present reading, for review
	$(BIN)/python -m tests.support.documents.case $(FILE) $(NAME)

test: setup lint types ## style, types, and all tests that are neither slow nor matrices
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q -m "not slow and not matrix"

# These tests start many processes. What fails beside others is tried once more, alone; what fails twice fails.
test-slow: setup ## seasons over HTTP, rebuilding, kills, replay
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -q -m "slow and not matrix" || \
	$(BIN)/pytest -n 0 --last-failed --last-failed-no-failures none -q -m "slow and not matrix"

test-matrix: setup ## every fault on every site, every seed of the kill test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -q -m matrix

# pywb, which replays the exported WARC in a test: a program of its own, in an environment of its own.
wayback: .venv.wayback/.installed ## install pywb, which replays the exported WARC in a test

.venv.wayback/.installed:
	deploy/make-venv $(PYTHON) .venv.wayback 'pywb>=2.9,<3'
	@touch $@

# Plugins that people use, and the newest 1.0 alpha: laid beside the environment, found by PYTHONPATH.
plugins: .venv.plugins/.installed ## install plugins of Datasette, which a slow test tries beside ours

.venv.plugins/.installed: | setup
	$(BIN)/python -m pip install -q --no-deps --target .venv.plugins datasette-vega datasette-cluster-map datasette-leaflet datasette-block-robots
	@touch $@

alpha: .venv.alpha/.installed ## install the newest alpha of Datasette, by hand; docs/public.md says what differs

.venv.alpha/.installed: | setup
	$(BIN)/python -m pip install -q --pre --target .venv.alpha 'datasette>=1.0a1'
	@touch $@

extras: wayback axe replay plugins alpha ## fetch everything that slow tests try beside the program

# axe-core, by which a test with Chromium looks for barriers: a script of its own, under another licence.
axe: .axe/package/axe.min.js ## fetch axe-core, by which a test looks for barriers in the pages

.axe/package/axe.min.js:
	mkdir -p .axe && cd .axe && npm pack --silent axe-core@4.10.3 && tar xzf axe-core-4.10.3.tgz
	echo "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb  $@" | sha256sum -c - || { rm -r .axe; exit 1; }

# ReplayWeb.page, which opens the exported WACZ in a test with Chromium: a program of its own, under the AGPL.
replay: .replay/package/ui.js ## fetch ReplayWeb.page, which opens the exported WACZ in a test

.replay/package/ui.js:
	mkdir -p .replay && cd .replay && npm pack --silent replaywebpage@2.5.3 && tar xzf replaywebpage-2.5.3.tgz
	printf '%s  %s\n' ad95b260fa467a6c4799e669ad76ac8e7d5abefa71d1a2970ae6b63dc454a3c3 $@ 29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0 .replay/package/sw.js | sha256sum -c - || { rm -r .replay; exit 1; }

lint: setup ## style, layers, and whether what is generated in docs is up to date
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/list_modules.py --check
	PYTHONPATH=. $(BIN)/python docs/list_configuration.py --check

modules: setup ## write the list of modules in docs/design.md from the docstrings, and the reference of the configuration
	$(BIN)/python docs/list_modules.py
	PYTHONPATH=. $(BIN)/python docs/list_configuration.py

types: setup ## types
	$(BIN)/mypy

setup: system $(STAMP) ## make .venv with everything in it

system: ## install system packages that optional parts use, where this may install
	@deploy/install-system-packages

office: ## install LibreOffice (570 MB), for old Word and WPS files that the own reader cannot take
	@deploy/install-system-packages office

$(STAMP): pyproject.toml uv.lock deploy/make-venv deploy/nianbao
	@deploy/make-venv $(PYTHON) $(VENV)
	@touch $@

# MODULES="archive/deadlines/judge.py" takes some.
mutants: setup ## break one module in one place at a time; prints what its tests do not notice
	$(BIN)/python -m tests.mutants $(MODULES)

# KILLS=100 are fewer; a journal lets the command go on where it was stopped.
kills: setup ## kill everything at random instants, 1,000 times; prints what was lost
	$(BIN)/python -m tests.support.kills --kills $(or $(KILLS),1000) --write

# atheris wants a Python of its own age, so it is installed only here; without it documents are changed blindly.
# SECONDS=3600 is a long run.
SECONDS ?= 60
fuzz: setup ## hunt for documents that a reader does not survive; SECONDS=… each target
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(VENV).uv/bin/uv pip install -q --python $(BIN)/python atheris || true
	$(BIN)/python benchmarks/fuzz.py --seconds $(SECONDS) --corpus tests/archive/extract/sandbox/corpus

failures: setup ## a night on a full disk, without descriptors, memory, names, and two at once; prints what was lost
	$(BIN)/python -m tests.support.kills.machine

release: setup ## wheel, sources, bill of materials and hashes of all dependencies, in dist/
	@deploy/release

audit: setup ## ask a database of known vulnerabilities about the dependencies; needs the network
	@deploy/release audit

benchmark: setup ## time a crawl beside a bare spider
	$(BIN)/python benchmarks/crawl.py

# FOLDER=… is where the archives lie, and stay: 10 GB. An hour of one core. What is there is not made anew, so that
# a run that was stopped goes on; PARTS="64 32 16" is a rehearsal. A page is replaced once it is whole.
PARTS ?= 16 4 1
COUNTIES ?= 20 187
NIGHTS ?= 3650
ARCHIVES = $(foreach part,$(PARTS),$(FOLDER)/nation-$(part).db)
nation: setup ## measure archives of a part and of the whole of the country, and write docs/scale.md, pages.md and years.md
	mkdir -p $(FOLDER)
	for part in $(PARTS); do $(BIN)/python -m benchmarks.nation $(FOLDER)/nation-$$part.db --part $$part || exit 1; done
	$(BIN)/python -m benchmarks.nation $(FOLDER)/nation-payloads.db --part 64 --payloads
	$(BIN)/python -m benchmarks.scale $(ARCHIVES) > $(FOLDER)/scale.md
	$(BIN)/python -m benchmarks.verbs $(ARCHIVES) >> $(FOLDER)/scale.md
	$(BIN)/python -m benchmarks.growth $(wordlist 1,2,$(ARCHIVES)) >> $(FOLDER)/scale.md
	$(BIN)/python -m benchmarks.merging $(FOLDER)/nation-payloads.db >> $(FOLDER)/scale.md
	$(BIN)/python -m benchmarks.alerts $(word 2,$(ARCHIVES)) >> $(FOLDER)/scale.md
	cp $(FOLDER)/scale.md docs/scale.md
	$(BIN)/python -m benchmarks.pages $(ARCHIVES) > $(FOLDER)/pages.md
	cp $(FOLDER)/pages.md docs/pages.md
	$(BIN)/python -m benchmarks.years $(FOLDER) --nights $(NIGHTS) --counties $(COUNTIES) > $(FOLDER)/years.md
	cp $(FOLDER)/years.md docs/years.md

clean: ## remove all that make and the tools made
	rm -rf $(VENV) .venv.wayback .axe .replay .venv.plugins .venv.alpha demo .mypy_cache .ruff_cache .pytest_cache
