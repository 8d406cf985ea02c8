"""What is remembered of a face from one frame to the next, and where it will be in the next."""

from __future__ import annotations

from dataclasses import dataclass

from app.perception.carrying import Sight
from filters.types import Face, Points
from model.crop import Box, Crop, foreseen, step_between
from model.memory import Memory

FORGET_AFTER = 0.5
"""Seconds without a frame after which the network's memory no longer fits the face."""


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
        """Where the face will be at this time, if it goes on as it goes (`foreseen`)."""
        took = now - self.matted_at
        x, y = self.velocity
        return foreseen(box_of(self.face.points), (took * x, took * y))


def box_of(points: Points) -> Box:
    """The box around landmarks."""
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)


def velocity(before: Followed | None, box: Box, now: float) -> tuple[float, float]:
    """Of a box's middle since the frame before, (x, y) in pixels a second; 0 for a new face."""
    if before is None or now <= before.matted_at:
        return 0.0, 0.0
    x, y = step_between(box_of(before.face.points), box)
    took = now - before.matted_at
    return x / took, y / took


def share_a_place(one: Box, other: Box) -> bool:
    """Whether the middle of either lies in the other."""
    return _in_the_middle(one, other) or _in_the_middle(other, one)


def _in_the_middle(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
