"""Programs that read the virtual camera come and go, one after the other.

`python -m tests.faults.consumers --times 100` needs a v4l2loopback device. It prints how long each
waited for its first picture and the longest gap between two; the exit code is 1 if one got no
picture, or another's.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer

from app.faults import Fault
from app.outputs.virtual_camera import VirtualCamera

SIZE = (320, 180)
_READS = 8
_PATIENCE = 60.0


def main(
    device: Annotated[Path, typer.Option()] = Path("/dev/video0"),
    times: Annotated[int, typer.Option(min=1)] = 100,
) -> None:
    """Open, read a few pictures, close, again."""
    faults: list[Fault] = []
    camera = VirtualCamera(SIZE, 30, str(device), on_fault=faults.append)
    camera.show(np.full((SIZE[1], SIZE[0], 3), (30, 160, 90), np.uint8))
    camera.start()
    end, pause = time.monotonic() + _PATIENCE, threading.Event()
    while not camera.running and time.monotonic() < end and not faults:
        pause.wait(0.05)
    waits, gaps, failed = [], [], 0
    for _ in range(times):
        last = time.monotonic()
        capture = cv2.VideoCapture(str(device), cv2.CAP_V4L2)
        seen = []
        for _ in range(_READS):
            ok, bgr = capture.read()
            now = time.monotonic()
            if not ok:
                break
            seen.append(now - last)
            last = now
            right = np.abs(bgr[90, 160].astype(int) - (90, 160, 30)).max() < 12
        capture.release()
        if len(seen) < _READS or not right:
            failed += 1
            continue
        waits.append(seen[0])
        gaps.append(max(seen[1:]))
    camera.stop()
    if waits:
        typer.echo(
            f"{times} readers, {failed} without its picture; first picture after"
            f" {np.median(waits):.2f} s, {max(waits):.2f} s at most; longest gap"
            f" {1e3 * np.median(gaps):.0f} ms, {1e3 * max(gaps):.0f} ms at most"
        )
    for fault in faults:
        typer.echo(str(fault), err=True)
    raise typer.Exit(1 if failed or faults or not waits else 0)


if __name__ == "__main__":
    typer.run(main)
