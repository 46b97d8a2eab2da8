# Two commands for a fresh machine: `make demo` and `make test`. Everything runs from .venv, made from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test proofs coverage check readme lock format bench clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rota needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

# Requests go out side by side: what asks them is tested a second time with the last one answered first.
# With COVER=1 what is run is added up for `coverage report`.
COVERED := $(if $(COVER),--cov --cov-append --cov-report= --cov-fail-under=0)

test: $(READY)
	@$(BIN)/python -m pytest -n auto -m "not proof" $(COVERED)
	@ROTA_JOBS=last-first $(BIN)/python -m pytest -n auto tests/remote $(COVERED)

proofs: $(READY)
	@$(BIN)/python -m pytest -n auto -m proof $(COVERED)

coverage: $(READY)
	@$(BIN)/coverage erase
	@$(MAKE) --no-print-directory test COVER=1
	@$(MAKE) --no-print-directory proofs COVER=1
	@$(BIN)/coverage report

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/zizmor --offline --no-online-audits --no-progress --quiet .github action.yml
	@tools/actionlint/run

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY)
	@$(BIN)/python bench/run.py
	@$(BIN)/python docs/refresh_scale.py

readme: $(READY)
	@$(BIN)/python docs/refresh_readme.py
	@$(BIN)/python docs/refresh_starting.py
	@$(BIN)/python docs/refresh_shapes.py
	@$(BIN)/python -m docs.refresh_terminal

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --group dev --no-header --no-annotate pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .rota
