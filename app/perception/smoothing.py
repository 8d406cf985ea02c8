"""The One Euro filter: steady when a face is still, without lag when it moves.

Casiez, Roussel and Vogel, "1 Euro Filter", CHI 2012. A first-order low-pass whose cutoff
rises with speed. Speed is measured in face sizes a second, so a near and a far face are
smoothed alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.types import Points

RESTART_SECONDS = 0.5
"""After a longer gap the past says nothing about the present."""

_REST_HZ = 0.8  # cutoff of a face at rest
_SHAKING = 0.05  # face sizes a second by which points of a still face seem to move
_HZ_PER_SPEED = 40.0  # at most 1 / (2 pi 40) = 0.4 % of the face's size behind when moving
_SPEED_HZ = 3.0  # cutoff of the speed itself


@dataclass(frozen=True, slots=True)
class Smoothed:
    """What is remembered of one face.

    Attributes:
        points: the smoothed points.
        speed: (n, 3) smoothed change, pixels a second.
        time: of the frame they belong to, seconds.
    """

    points: Points
    speed: Points
    time: float


def smoothed(points: Points, time: float, before: Smoothed | None) -> Smoothed:
    """The next frame's points, smoothed.

    Args:
        points: as measured in the frame at `time`.
        before: the result for the frame before; None begins anew, as does a clock that
            stands still or runs back, or a gap of more than `RESTART_SECONDS`.
    """
    step = time - before.time if before is not None else 0.0
    if before is None or not 0 < step <= RESTART_SECONDS:
        return Smoothed(points, np.zeros_like(points), time)
    change = (points - before.points) / step
    speed = before.speed + _weight(_SPEED_HZ, step) * (change - before.speed)
    pace = _pace((speed / face_size(points)).astype(np.float32))
    cutoff = _REST_HZ + _HZ_PER_SPEED * pace
    weight = (1 / (1 + 1 / (2 * math.pi * cutoff * step)))[:, None]
    after = before.points + weight * (points - before.points)
    return Smoothed(after.astype(np.float32), speed.astype(np.float32), time)


def _pace(speed: Points) -> NDArray[np.float32]:
    """How fast each point moves, face sizes a second, without what is only noise.

    All points share the head's motion, whose mean hardly shakes; a point's own motion counts from
    where it is more than the shaking of a landmark on a still face.
    """
    common = speed.mean(axis=0)
    own = np.hypot(speed[:, 0] - common[0], speed[:, 1] - common[1])
    head = float(np.hypot(common[0], common[1]))
    return np.asarray(head + np.maximum(own - _SHAKING, 0), np.float32)


def face_size(points: Points) -> float:
    """The longer side of the points' box, at least a pixel."""
    return max(float(np.ptp(points[:, 0])), float(np.ptp(points[:, 1])), 1.0)


def _weight(cutoff: float, step: float) -> float:
    """A low-pass filter's share of the new value, for a cutoff in Hz and a step in seconds."""
    return 1 / (1 + 1 / (2 * math.pi * cutoff * step))
