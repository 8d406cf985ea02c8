# make run      the app, with everything it needs installed first
# make test     every check; the last line is the tests' summary
# make run ARGS="--source demo"     options for the app

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint train-env system clean
.DEFAULT_GOAL := run

run: $(VENV)/app.stamp | system
	@$(BIN)/python main.py $(ARGS)

test: lint
	QT_QPA_PLATFORM=offscreen PYTHONHASHSEED=0 $(BIN)/python -m pytest

lint: $(VENV)/dev.stamp | system
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What training needs is what the checks need.
train-env: $(VENV)/dev.stamp

# Qt, MediaPipe and OpenCV load these at run time; pip can't bring them.
system:
	@PYTHON="$(PYTHON)" sh .ci/system.sh

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written when its installation is complete, so a broken one is done again.
$(VENV)/python.stamp: | system
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/app.stamp: requirements.txt $(VENV)/python.stamp
	$(BIN)/python -m pip install -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements-train.txt requirements.txt $(VENV)/python.stamp
	$(BIN)/python -m pip install -r requirements-dev.txt
	@touch $@ $(VENV)/app.stamp
