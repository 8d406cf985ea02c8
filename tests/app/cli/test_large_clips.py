"""A minute of 4K is rendered in the memory that its first frames need."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import pytest

from app.sources.demo import Demo

ROOT = Path(__file__).parents[3]
FRAME_MB = 3840 * 2160 * 3 / 1e6
SECONDS = 60


@pytest.fixture
def minute(tmp_path: Path) -> Path:
    """A 4K clip of 60 seconds, a frame a second, with a face in it."""
    path, demo = tmp_path / "minute.mp4", Demo((1280, 720))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(1), options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 3840, 2160, "yuv420p"
        for index in range(SECONDS):
            image = cv2.resize(demo.picture(index), (3840, 2160), interpolation=cv2.INTER_LINEAR)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, "rgb24")))
        container.mux(stream.encode(None))
    return path


def peak(*words: object) -> float:
    """Megabytes that `main.py` had in memory at most."""
    command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell the peak")
def test_a_minute_of_4k_takes_no_more_memory_than_its_first_seconds(
    minute: Path, tmp_path: Path
) -> None:
    wear = ("--look", "shades")
    first = peak("render", minute, tmp_path / "a.mp4", *wear, "--max-frames", 15)
    whole = peak("render", minute, tmp_path / "b.mp4", *wear)
    with av.open(str(tmp_path / "b.mp4")) as written:
        assert sum(1 for _ in written.decode(video=0)) == SECONDS
    assert whole - first < 8 * FRAME_MB, "45 frames more came by"
