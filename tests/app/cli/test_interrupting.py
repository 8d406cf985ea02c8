"""Real processes: a render is stopped in the middle."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).resolve().parents[3]


def frames_of(path: Path) -> int:
    with av.open(str(path)) as container:
        return len(list(container.decode(video=0)))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_an_interrupted_render_is_playable_and_says_how_much_there_is(
    tmp_path: Path, number: signal.Signals, suffix: str
) -> None:
    out = tmp_path / f"out{suffix}"
    words = ("render", "demo", str(out), "--size", "320x180", "--filter", "pixelate")
    with subprocess.Popen(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(number)
        _, complaints = process.communicate()
    assert first == "render: frame 1 of 360\n"
    assert process.returncode == 130
    (line,) = complaints.splitlines()
    told = re.search(r"Stopped: (\d+) frames? (was|were) written", line)
    assert told is not None
    assert 0 < int(told[1]) < 360
    assert frames_of(out) == int(told[1])
