"""The pipeline frame by frame, as fast as it goes: what each stage costs."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.bench.figures import Times
from app.bench.pictures import MovingPictures
from app.frames import Span
from app.look import Look
from app.pipeline import Pipeline

_WARM = 8


@dataclass(frozen=True, slots=True)
class StageRow:
    """What frames of one kind cost.

    Attributes:
        size: its name, see `pictures.SIZES`.
        faces: in every picture.
        found: faces found, on average.
        look: its name.
        stages: by name, milliseconds.
        whole: from frame to finished picture, milliseconds.
        rate: pictures a second at that speed.
        megabytes: of one frame, three bytes a pixel.
    """

    size: str
    faces: int
    found: float
    look: str
    stages: Mapping[str, Times]
    whole: Times
    rate: float
    megabytes: float


def measure(
    pipeline: Pipeline,
    pictures: MovingPictures,
    look: Look,
    frames: int,
    *,
    labels: tuple[str, int, str],
) -> tuple[StageRow, list[Span]]:
    """Run `frames` frames, the first few of which are not counted.

    Args:
        labels: size, faces and look, for the row.
    """
    stages: dict[str, list[float]] = defaultdict(list)
    whole: list[float] = []
    events: list[Span] = []
    found = 0
    size = 0
    pipeline.reset()
    for index in range(frames + _WARM):
        frame = pictures.frame(index)
        size = frame.image.nbytes
        began = time.perf_counter()
        done = pipeline.process(frame, look)
        took = time.perf_counter() - began
        if index < _WARM:
            continue
        found += len(done.scene.faces)
        whole.append(1e3 * took)
        for name, spent in done.stages.items():
            stages[name].append(spent)
        events += [Span("frame", began, took), *done.spans]
    name, faces, worn = labels
    row = StageRow(
        name,
        faces,
        found / frames,
        worn,
        {stage: Times.of(spent) for stage, spent in stages.items()},
        Times.of(whole),
        1e3 * frames / sum(whole),
        size / 1e6,
    )
    return row, events
