"""Checks that the networks load, and that they see the face of the demo."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np

from app.cli.checkup.finding import Report, ok, problem, warning
from model import shipped
from model.contract import SIZE, ModelError
from model.matting import Matting

_RUNS = 5
_RESTORE = "Restore model/weights from the repository: git checkout -- model/weights"


def weights() -> Iterator[Report]:
    """The shipped weights against their sha256."""
    try:
        digest = shipped.verify(shipped.STUDENT)
    except (ModelError, OSError) as error:
        yield problem(str(error), _RESTORE)
    else:
        yield ok(f"{shipped.STUDENT.name}, sha256 {digest[:16]}… as listed")


def matting() -> Iterator[Report]:
    """The matting network on what it really runs on, with its time a frame."""
    began = time.perf_counter()
    try:
        network = Matting()
    except (ModelError, OSError) as error:
        yield problem(str(error), _RESTORE)
        return
    crop = np.zeros((1, SIZE, SIZE, 3), np.uint8)
    _, memories = network.step(crop, [None])
    ready = time.perf_counter() - began
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        _, memories = network.step(crop, memories)
        times.append(time.perf_counter() - start)
    spent = float(np.median(times)) * 1e3
    found = f"runs on {network.provider}, ready after {ready:.1f} s, {spent:.0f} ms a face"
    yield ok(f"tried, fastest first: {'; '.join(map(str, network.trials))}")
    if spent > 1000.0 / 15.0:
        yield warning(found, "Close other programs, or expect fewer pictures a second")
    else:
        yield ok(found)


def landmarks() -> Iterator[Report]:
    """The landmark model on a picture of the demo."""
    from app.perception.landmarks import Landmarker
    from app.sources.demo import Demo

    picture = Demo((640, 360)).picture(0)
    with Landmarker(max_faces=1) as landmarker:
        faces = landmarker.track(picture, 0.0)
    if len(faces) == 1:
        yield ok(f"MediaPipe finds the face of the demo, {len(faces[0].points)} points")
    else:
        yield problem(
            "MediaPipe loads but finds no face in the demo's picture",
            "Restore assets/ from the repository: git checkout -- assets",
        )
