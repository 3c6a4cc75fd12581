# make workshop   builds the demonstration workshop
# make test       passes the tests
# Both set themselves up. On Windows see README.md.
.POSIX:
.PHONY: workshop test check format lint types bench lock schema errors template clean

PYTHON ?= python3
BIN = .venv/bin
WORKSHOP ?= kufra-first-responders

workshop: .venv/ready
	$(BIN)/keyhub build $(WORKSHOP)

test: .venv/ready-dev
	$(BIN)/python -m pytest -n auto

check: .venv/ready
	$(BIN)/keyhub check

format: .venv/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready-dev
	$(BIN)/mypy

bench: .venv/ready-dev
	$(BIN)/python -m benchmarks

schema: .venv/ready
	$(BIN)/keyhub schema

errors: .venv/ready-dev
	$(BIN)/python -m pytest tests/test_error_catalogue.py --update-golden

template: .venv/ready
	$(BIN)/python -m builders.write_deck_template

# The locks pin every version with its hashes, for Linux, macOS and Windows alike.
lock: .venv/ready-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header \
	  --group install pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header \
	  --group dev pyproject.toml -c requirements.lock -o requirements-dev.lock

# Debian splits venv from Python; where it is missing and we may, it is installed.
.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else sudo apt-get update -qq && sudo apt-get install -y -qq python3-venv; fi; \
	  $(PYTHON) -m venv .venv; }

.venv/ready: .venv/bin/python requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf build .venv
