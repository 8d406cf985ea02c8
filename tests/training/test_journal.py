from __future__ import annotations

import json
from pathlib import Path

import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from training.datasets.samples import Batch
from training.journal import CURVES_EVERY, LOG, PREVIEW_EVERY, Journal
from training.networks.catalog import build
from training.settings import RunSettings

SETTINGS = RunSettings(steps=50)
TERMS = {"l1": 0.25, "total": 0.5}


def _steps(journal: Journal, first: int, last: int) -> None:
    for step in range(first, last + 1):
        journal.step(step, TERMS, (), waited=1.0, worked=3.0, frames=8)


def test_the_curves_and_a_preview_can_be_read(tmp_path: Path) -> None:
    clip = torch.rand(2, 3, 3, 64, 64)
    nothing = torch.zeros(2, 3, 1, 64, 64)
    batch = Batch(clip, torch.rand(2, 3, 1, 64, 64), nothing, nothing)
    with Journal(tmp_path, "stage", SETTINGS, 0) as journal:
        _steps(journal, 1, CURVES_EVERY)
        assert journal.wants_preview(PREVIEW_EVERY)
        journal.preview(PREVIEW_EVERY, build("light", 1).eval(), batch)
    events = EventAccumulator(str(tmp_path / "tensorboard"), {"images": 0, "scalars": 0})
    events.Reload()
    assert [s.value for s in events.Scalars("l1")] == [0.25]
    assert [s.value for s in events.Scalars("share of time waiting")] == [0.25]
    (picture,) = events.Images("picture, truth, matte")
    assert (picture.width, picture.height) == (2 * 64, 3 * 64)


def test_the_share_of_waiting_and_the_speed_are_those_of_the_whole_run(tmp_path: Path) -> None:
    with Journal(tmp_path, "stage", SETTINGS, 0) as journal:
        _steps(journal, 1, 4)
    assert journal.waiting == 0.25
    assert journal.frames_a_second == 2


def test_steps_that_have_to_be_taken_again_are_forgotten(tmp_path: Path) -> None:
    with Journal(tmp_path, "stage", SETTINGS, 0) as journal:
        _steps(journal, 1, 5)
    with (tmp_path / LOG).open("a") as log:
        log.write('{"step": 6, "l1"')  # a kill in the middle of a line
    with Journal(tmp_path, "stage", SETTINGS, 3) as journal:
        _steps(journal, 4, 6)
    lines = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6]


def test_all_but_the_first_process_are_silent(tmp_path: Path) -> None:
    with Journal(None, "stage", SETTINGS, 0) as journal:
        _steps(journal, 1, 2)
        assert not journal.wants_preview(PREVIEW_EVERY)
    assert not list(tmp_path.iterdir())


def test_what_was_skipped_is_in_the_log(tmp_path: Path) -> None:
    with Journal(tmp_path, "stage", SETTINGS, 0) as journal:
        journal.step(1, TERMS, ("a.jpg can't be decoded",), 0.0, 1.0, 8)
    assert json.loads((tmp_path / LOG).read_text())["skipped"] == ["a.jpg can't be decoded"]
