"""What a disk leaves of a recording when it is full, with and without a real one."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.frames import Frame, RenderedFrame, Scene
from app.outputs.disk_file import DiskFile
from app.outputs.recorder import Recorder
from app.outputs.recording import Recording
from app.outputs.space import KEPT_FREE, check_space
from filters.types import Image

CHANCE = np.random.default_rng(0)


def noise() -> Image:
    return CHANCE.integers(0, 255, (120, 160, 3), np.uint8)


def finished(time: float) -> RenderedFrame:
    image = noise()
    return RenderedFrame(image, Scene(Frame(0, time, image)))


def decoded(path: Path) -> int:
    """How many pictures play, without an error to the file's end."""
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


class SmallDisk(DiskFile):
    """A file on a disk of 300 kB."""

    def _write(self, data: memoryview) -> int:
        room = 300_000 - self._file.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._write(data[:room])


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_what_fitted_on_the_disk_plays_to_its_end(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    recorder = Recorder(path, (160, 120), 30, opens=SmallDisk)

    def record() -> None:
        for index in range(300):
            recorder.add(noise(), index / 30)

    with pytest.raises(FaultError, match=r"No space left on device\. Free some space"):
        record()
    recorder.close()
    assert path.stat().st_size > 200_000
    # Up to five pictures wait in the encoder, one before the container, and six in a fragment.
    assert decoded(path) >= recorder.written - 2 * 6 - 6 - 1


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_disk_without_room_for_the_files_end_leaves_the_pictures(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / f"a{suffix}", (160, 120), 30)
    for index in range(60):
        recorder.add(noise(), index / 30)

    def full(file: DiskFile, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(DiskFile, "_write", full)
    with pytest.raises(FaultError, match="No space left on device"):
        recorder.close()
    recorder.close()
    assert decoded(tmp_path / f"a{suffix}") >= 60 - 12 - 6 - 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not sys.platform.startswith("linux") or shutil.which("mount") is None:
        pytest.skip("a small disk is only made on Linux")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no right to make a small disk: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_disk_that_runs_full_is_told_once_and_the_recording_plays(
    small_disk: Path, suffix: str
) -> None:
    told: list[Fault] = []
    failed = threading.Event()

    def note(fault: Fault) -> None:
        told.append(fault)
        failed.set()

    path = small_disk / f"a{suffix}"
    running = Recording(path, 30, note, free=lambda folder: 10**12)
    for index in range(2000):
        running.put(finished(index / 30))
        if failed.wait(0.002):
            break
    assert running.finish()
    assert [fault.why for fault in told if "gaps" not in fault.what] == ["No space left on device"]
    assert path.stat().st_size > 1_500_000
    assert decoded(path) > 30


def test_a_disk_that_is_nearly_full_is_not_recorded_to(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="nearly full, 150 MB are free and 200 MB are kept so"):
        Recording(tmp_path / "a.mp4", 30, lambda fault: None, free=lambda folder: 150_000_000)
    assert list(tmp_path.iterdir()) == []


def test_a_recording_ends_well_before_the_disk_is_full(tmp_path: Path) -> None:
    asked: list[Path] = []
    told: list[Fault] = []
    failed = threading.Event()

    def free(folder: Path) -> int:
        asked.append(folder)
        return KEPT_FREE + 3 - len(asked)  # Too little at the fourth time.

    def note(fault: Fault) -> None:
        told.append(fault)
        failed.set()

    running = Recording(tmp_path / "a.mp4", 10, note, free=free)
    for index in range(30):
        running.put(finished(index / 10))
    assert failed.wait(10)
    running.finish()
    assert not running.running
    assert [fault.what for fault in told] == ["The recording was stopped"]
    assert "a.mp4 plays up to here" in told[0].why
    # Asked before it began, with the first picture, and once a second after that.
    assert asked == [tmp_path] * 4
    assert decoded(tmp_path / "a.mp4") == 20
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert container.streams.video[0].frames == 20  # Finished as an ordinary file.


def test_a_disk_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="can't be written: No such file"):
        check_space(tmp_path / "none" / "a.mp4")
