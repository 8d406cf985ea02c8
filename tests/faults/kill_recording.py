"""How much of a recording `kill -9` costs: python -m tests.faults.kill_recording --kills 20.

A child records moving pictures at a camera's pace, is killed at a moment of chance, and the file
is played. The loss is the time from the last picture that plays to the kill.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from app.faults import Fault
from app.frames import Frame, RenderedFrame, Scene
from app.outputs.encoding import Format
from app.outputs.recording import Recording
from app.outputs.splitting import How

RATES = (30.0, 15.0)
"""A camera's, and what it falls back to in the dark."""
MOST_LOST = 1.0
FIRST, LAST = 1.5, 3.5
"""Seconds of recording after which the kill may come."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kill.

    Attributes:
        recorded: seconds from the first picture to the kill.
        played: seconds of the file that play.
        pictures: how many were handed to the recording, and how many play.
    """

    recorded: float
    played: float
    pictures: tuple[int, int]

    @property
    def lost(self) -> float:
        """Seconds before the kill that do not play."""
        return self.recorded - self.played


def kill_one(
    path: Path, rate: float, after: float, video: Format = "h264", width: int = 1280
) -> Outcome:
    """Records to `path` in a child, kills it `after` seconds, and plays the file."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.kill_recording",
        "--record",
        str(path),
        str(rate),
        video,
        str(width),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = float(child.stdout.readline())
        times = [first]
        while times[-1] - first < after:
            times.append(float(child.stdout.readline()))
        child.kill()
        killed = time.monotonic()
        times += [float(line) for line in child.stdout.read().split("\n")[:-1]]
    shown = _played(path)
    return Outcome(killed - first, shown[-1] if shown else 0.0, (len(times), len(shown)))


def record(path: Path, rate: float, video: Format, width: int) -> None:
    """Records for ever, and says when each picture was taken."""

    def complain(fault: Fault) -> None:
        sys.exit(str(fault))

    noise = np.random.default_rng(0).integers(0, 255, (45, 80, 3), np.uint8)
    still = cv2.resize(noise, (width, width * 9 // 16), interpolation=cv2.INTER_CUBIC)
    recording = Recording(path, 30, complain, How(video=video))
    pause, began = threading.Event(), time.monotonic()
    for index in range(10_000):
        pause.wait(max(0.0, began + index / rate - time.monotonic()))
        image = np.ascontiguousarray(np.roll(still, 5 * index, axis=1))
        now = time.monotonic()
        recording.put(RenderedFrame(image, Scene(Frame(index, now, image))))
        print(now, flush=True)


def main() -> int:
    """Prints a line for each kill; 1 if one lost more than a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--video", choices=("h264", "h265", "vp9"), default="h264")
    parser.add_argument("--record", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.record:
        path, rate, video, width = asked.record
        record(Path(path), float(rate), video, int(width))
    chance, worst = random.Random(0), 0.0
    print(f"{'kill':>4} {'file':5} {'rate':>4} {'recorded':>9} {'played':>8} {'lost':>7}  pictures")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.kills):
            suffix, rate = (".mp4", ".mkv")[number % 2], RATES[number // 2 % 2]
            path = Path(folder) / f"{number}{suffix}"
            one = kill_one(path, rate, chance.uniform(FIRST, LAST), asked.video)
            worst = max(worst, one.lost)
            print(
                f"{number + 1:4} {suffix:5} {rate:4.0f} {one.recorded:7.2f} s {one.played:6.2f} s"
                f" {one.lost:5.2f} s  {one.pictures[1]} of {one.pictures[0]}"
            )
    print(f"worst: {worst:.2f} s lost, allowed: {MOST_LOST:.2f} s")
    return int(worst > MOST_LOST)


def _played(path: Path) -> list[float]:
    """The times of all pictures; none if the file has a fault anywhere."""
    try:
        with av.open(str(path)) as container:
            return [float(frame.time or 0.0) for frame in container.decode(video=0)]
    except av.error.FFmpegError:
        return []


if __name__ == "__main__":
    sys.exit(main())
