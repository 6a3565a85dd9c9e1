# Everything a developer types. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
JOBS ?= 10000
# Where the slow half looks for PostgreSQL and Redis; what is not there is skipped, and said.
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/nexus
TEST_CACHE_URL ?= redis://127.0.0.1:6379/15
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q
# In the order of the files: the longest would else come last, with one core idle.
PARALLEL ?= -n 2 --dist loadfile --no-loadscope-reorder

# What asks nothing of a database that another would answer otherwise is not run on both.
SAME_ANYWHERE := $(foreach name,demo contract_roles contract_shapes contract_costs gate languages \
  media catalogue german_pages keeper documents backoffice_costs,--ignore=nexus/tests/test_$(name).py) \
  $(foreach name,files html export_guard export_formats,--ignore=nexus/core/tests/test_$(name).py)

##@ Use it
.PHONY: run
run: .venv/.runtime ## Start everything on http://127.0.0.1:8000 (PORT= overrides), with a demo market
	@$(BIN)/python -m nexus.devserver --port $(PORT)

.PHONY: demo
demo: .venv/.runtime ## Load the demo market into an empty database
	@$(BIN)/python -m nexus.devserver --prepare-only

##@ Check it
.PHONY: test
test: .venv/.dev ## The fast suite (SQLite, or the database that DATABASE_URL names)
	$(PYTEST) $(PARALLEL) -m "not slow"

.PHONY: test-all
test-all: test-slow test-services ## The two that follow

.PHONY: test-slow
test-slow: .venv/.dev ## The slow half: processes and browsers
	$(PYTEST) $(PARALLEL) -m slow -rs --durations=10

.PHONY: test-services
test-services: .venv/.dev ## On PostgreSQL and Redis what of the fast suite may differ there
	@if $(BIN)/python -m nexus.tests.reachable "$(TEST_DATABASE_URL)" "$(TEST_CACHE_URL)"; then \
	  SECURE=on DATABASE_URL="$(TEST_DATABASE_URL)" CACHE_URL="$(TEST_CACHE_URL)" $(PYTEST) $(PARALLEL) -m "not slow" -rs $(SAME_ANYWHERE); \
	fi

.PHONY: test-looks
test-looks: .venv/.dev ## The slow half with each browser test in every width and scheme
	EVERY_LOOK=1 $(PYTEST) $(PARALLEL) -m slow -rs --durations=10

.PHONY: coverage
coverage: .venv/.dev ## The fast suite with coverage; fails below 90 %
	$(PYTEST) $(PARALLEL) -m "not slow" --cov --cov-report=term --cov-fail-under=90

.PHONY: lint
lint: .venv/.dev ## Style, import contracts, migrations, deployment checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=nexus.settings_test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m nexus.tests.deploy_check

.PHONY: types
types: .venv/.dev ## mypy, strict
	$(BIN)/mypy

.PHONY: bench
bench: .venv/.dev ## Measure with JOBS=10000 jobs, STATUS_CHANGES= behind them, ONLY="list,apply" (PostgreSQL: DATABASE_URL)
	JOBS=$(JOBS) $(BIN)/python -m nexus.bench

.PHONY: bench-operations
bench-operations: .venv/.dev ## Measure each operation of the API over the demo market (PostgreSQL: set DATABASE_URL)
	$(BIN)/python -m nexus.bench.operations

.PHONY: bench-processes
bench-processes: .venv/.dev ## Measure requests a second by web processes and threads (needs DATABASE_URL and CACHE_URL)
	JOBS=$(JOBS) $(BIN)/python -m nexus.bench.processes

.PHONY: bench-mail
bench-mail: .venv/.dev ## Measure how fast the worker sends MAILS=10000 mails (PostgreSQL: set DATABASE_URL)
	$(BIN)/python -m nexus.bench.drain

.PHONY: bench-alerts
bench-alerts: .venv/.dev ## Measure a pass of ALERTS=10000 job alerts over NEW=1000 new jobs (PostgreSQL: set DATABASE_URL)
	$(BIN)/python -m nexus.bench.alerts

.PHONY: soak
soak: .venv/.dev ## MINUTES=10 of mixed load on all that a deployment has; OUTAGES=1 takes PostgreSQL and Redis away
	$(BIN)/python -m nexus.bench.soak

.PHONY: bench-migrations
bench-migrations: .venv/.dev ## Measure which locks each migration holds, and how long, with JOBS=100000 jobs (PostgreSQL: DATABASE_URL)
	JOBS=$(if $(filter file,$(origin JOBS)),100000,$(JOBS)) $(BIN)/python -m nexus.bench.migrations

.PHONY: fuzz
fuzz: .venv/.dev ## Throw generated requests at a running server, as every role
	$(BIN)/python -m nexus.tests.fuzz

.PHONY: prove-image
prove-image: .venv/.dev ## Build and run what the Dockerfile says, without a container engine (needs root, debootstrap)
	$(BIN)/python -m nexus.tests.image_proof --database "$(TEST_DATABASE_URL)" --cache "$(TEST_CACHE_URL)"

.PHONY: screenshots
screenshots: .venv/.dev ## Every kind of page, in three widths and states, into var/screenshots (STATES=demo)
	$(BIN)/python -m nexus.screenshots --fresh $(STATES)

##@ Maintain it
.PHONY: openapi
openapi: .venv/.dev ## Write the snapshot of the API's document anew
	DJANGO_SETTINGS_MODULE=nexus.settings_test $(BIN)/python -m nexus.tests.openapi_snapshot

.PHONY: licences
licences: .venv/.dev ## List the licences of what is installed in docs/licences.md
	$(BIN)/python -m nexus.licences

.PHONY: messages
messages: .venv/.dev ## Bring the catalogues up to date and compile them (needs gettext's tools)
	DJANGO_SETTINGS_MODULE=nexus.settings_test $(BIN)/python manage.py makemessages
	DJANGO_SETTINGS_MODULE=nexus.settings_test $(BIN)/python manage.py compilemessages -v 0 -i .venv

.PHONY: lock
lock: .venv/bin/pip-compile ## Pin every dependency anew, with hashes and without addresses
	$(BIN)/pip-compile $(LOCK_FLAGS) --extra s3 --extra sentry -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK_FLAGS) --extra s3 --extra sentry --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(EXTRAS) | $(BIN)/pip-compile $(LOCK_FLAGS) -c requirements.lock -o requirements-extras.lock -
# What few need and is large, without what the others pin already.
EXTRAS := $(BIN)/python -c 'import tomllib; \
  extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
  print(*extras["cjk"], *extras["places"], sep="\n")'
LOCK_FLAGS := -q --generate-hashes --strip-extras --allow-unsafe \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: format
format: .venv/.dev ## Let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- The virtual environment ------------------------------------------------------------------
# The locks name everything, so nothing is resolved: an older pip would take the newest release for
# what a package asks for with an extra (`coverage[toml]`), and then find no hash for it.
INSTALL := $(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps

.venv/bin/python:
	@sh scripts/make_venv.sh .venv

.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	@test -e .venv/.dev || { echo "Installing what Nexus needs …"; \
	  $(INSTALL) -r requirements.lock; }
	@touch $@

# Not all of `.venv/.dev`, whose locks do not hold yet what was just added to pyproject.toml.
.venv/bin/pip-compile: | .venv/bin/python
	@$(INSTALL) -r requirements-dev.lock

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(INSTALL) -r requirements-dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/pip check -q --disable-pip-version-check
	@touch $@ .venv/.runtime
