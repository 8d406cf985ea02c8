"""What is remembered of a face from one frame to the next, and where it will be in the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.perception.carrying import Sight
from filters.types import Face, Points
from model.crop import Box, Crop
from model.memory import RESTS, Memory

FORGET_AFTER = 0.5
"""Seconds without a frame after which the network's memory no longer fits the face."""
_LEAP = 0.25
"""Share of its size that a face is expected to move at most from one frame to the next."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What is kept of a face from one frame to the next.

    Attributes:
        velocity: (x, y) of its middle in pixels a second.
        matted_at: time of the last frame with a matte.
        found_at: time of the last frame with landmarks.
        sure_at: time of the last frame in which it was found or carried.
    """

    face: Face
    crop: Crop
    memory: Memory
    sight: Sight
    velocity: tuple[float, float]
    matted_at: float
    found_at: float
    sure_at: float

    def is_fresh(self, now: float) -> bool:
        """Whether the memory still fits a frame at this time."""
        return 0 <= now - self.matted_at <= FORGET_AFTER

    def expected(self, now: float) -> Box:
        """Where the face will be at this time, if it goes on as it goes.

        A face that hardly moves (`RESTS`) is expected where it is: its landmarks shake.
        """
        x0, y0, x1, y1 = box_of(self.face.points)
        step = (now - self.matted_at) * np.array(self.velocity)
        size = max(x1 - x0, y1 - y0)
        if np.abs(step).max() < RESTS * size:
            return x0, y0, x1, y1
        x, y = np.clip(step, -_LEAP * size, _LEAP * size).tolist()
        return x0 + x, y0 + y, x1 + x, y1 + y


def box_of(points: Points) -> Box:
    """The box around landmarks."""
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)


def velocity(before: Followed | None, box: Box, now: float) -> tuple[float, float]:
    """Of a box's middle since the frame before, (x, y) in pixels a second; 0 for a new face."""
    if before is None or now <= before.matted_at:
        return 0.0, 0.0
    last = box_of(before.face.points)
    took = now - before.matted_at
    return (
        (box[0] + box[2] - last[0] - last[2]) / 2 / took,
        (box[1] + box[3] - last[1] - last[3]) / 2 / took,
    )


def share_a_place(one: Box, other: Box) -> bool:
    """Whether the middle of either lies in the other."""
    return _in_the_middle(one, other) or _in_the_middle(other, one)


def _in_the_middle(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
