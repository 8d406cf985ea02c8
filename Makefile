# make run      the app, with everything it needs installed first
# make test     every check; the last line is the tests' summary
# make run ARGS="--source demo"     options for the app
# make weights DATA=PACK   train and release a student: most of a day on two cores
# make train-demo   from nothing to new weights in a few minutes, on faces drawn in code

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint train-env train-demo weights system clean
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

# The whole way in small. What comes out knows drawn faces only; docs/training.md has the real way.
DEMO := runs/demo
train-demo: train-env
	$(BIN)/python -m training.datasets.drawn --to $(DEMO)/pack --faces 120
	$(BIN)/python -m training.stage1 --data $(DEMO)/pack --out $(DEMO)/teacher \
		--settings training/recipes/demo_teacher.json
	$(BIN)/python -m training.stage2 --data $(DEMO)/pack --out $(DEMO)/student \
		--settings training/recipes/demo_student.json
	$(BIN)/python -m training.export --run $(DEMO)/student --to $(DEMO)/student.onnx
	$(BIN)/python -m training.evaluate --data $(DEMO)/pack --model $(DEMO)/student.onnx \
		--run $(DEMO)/teacher --clips 24
	$(BIN)/python -m training.compare --data $(DEMO)/pack --model $(DEMO)/student.onnx \
		--run $(DEMO)/teacher --clips 24 --worst 12 --out $(DEMO)/sheet.png
	@echo "See it: $(BIN)/python main.py render demo demo.mp4 --weights $(DEMO)/student.onnx --duration 8"

# Each step goes on where it was stopped. The last one writes weights, hash and card.
DATA ?= ../shared/data
weights: train-env
	$(BIN)/python -m training.stage2 --data $(DATA) --out runs/student \
		--settings training/recipes/student.json
	$(BIN)/python -m training.stage2 --data $(DATA) --out runs/student_varied \
		--settings training/recipes/student_varied.json --set 'initial="runs/student"'
	test -f runs/soup/checkpoint.pt || $(BIN)/python -m training.soup \
		--run runs/student --run runs/student_varied --share 1 --share 3 --to runs/soup
	$(BIN)/python -m training.stage2 --data $(DATA) --out runs/student_covered \
		--settings training/recipes/student_covered.json --set 'initial="runs/soup"'
	test -f runs/soup_of_three/checkpoint.pt || $(BIN)/python -m training.soup \
		--run runs/student --run runs/student_varied --run runs/student_covered \
		--share 2 --share 3 --share 5 --to runs/soup_of_three
	test -f runs/calibrated/checkpoint.pt || $(BIN)/python -m training.calibrate \
		--run runs/soup_of_three --data $(DATA) --to runs/calibrated
	$(BIN)/python -m training.release --run runs/calibrated --data $(DATA)

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
