from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.frames import Frame, RenderedFrame, Scene
from app.outputs import recording, splitting
from app.outputs.recorder import Recorder
from app.outputs.recording import Recording
from app.outputs.splitting import How, Split

FULL = FaultError("a.mp4 can't be written", "No space left on device", "Free some space")


def finished(time: float) -> RenderedFrame:
    image = np.zeros((32, 32, 3), np.uint8)
    return RenderedFrame(image, Scene(Frame(0, time, image)))


def test_a_recording_that_failed_is_told_once_whatever_it_is_still_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(Recorder):
        def write(self, picture: RenderedFrame) -> None:
            raise FULL

    monkeypatch.setattr(splitting, "Recorder", FullDisk)
    told: list[Fault] = []
    failed = threading.Event()

    def note(fault: Fault) -> None:
        told.append(fault)
        failed.set()

    running = Recording(tmp_path / "a.mp4", 30, note)
    running.put(finished(0.0))
    assert failed.wait(10)
    for index in range(100):
        running.put(finished(index / 30))
    assert running.finish()
    assert told == [FULL.fault]


def test_pictures_that_come_too_fast_are_told_as_gaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Recorder):
        def write(self, picture: RenderedFrame) -> None:
            begun.set()
            assert go_on.wait(10)

    monkeypatch.setattr(splitting, "Recorder", Slow)
    told: list[Fault] = []
    running = Recording(tmp_path / "a.mp4", 30, told.append)
    running.put(finished(0.0))
    assert begun.wait(10)
    for index in range(40):
        running.put(finished(index / 30))
    go_on.set()
    assert running.finish()
    assert [fault.what for fault in told] == ["a.mp4 has gaps"]
    assert told[0].why.startswith("10 pictures")


def test_the_part_being_written_is_synced_until_it_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    class FakeSyncing:
        def __init__(self, path: Callable[[], Path]) -> None:
            self._path = path

        def start(self) -> None:
            done.append(f"start {self._path().name}")

        def ask_to_stop(self) -> None:
            assert self._path().stat().st_size > 0
            done.append(f"stop {self._path().name}")

    monkeypatch.setattr(recording, "Syncing", FakeSyncing)
    running = Recording(tmp_path / "a.mp4", 30, lambda fault: None, How(split=Split(seconds=0.5)))
    for time in (0.0, 0.3, 0.6):
        running.put(finished(time))
    assert running.finish(10)
    assert done == ["start a.mp4", "stop a_2.mp4"]
