"""How the demo moves: one loop of head motion, and the paths of what passes in front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LOOP = 12.0
"""Seconds; every motion has this period."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where something is, in design pixels (1280 x 720) and degrees.

    Attributes:
        yaw, pitch: how far the middle of the face slides over the head; a turn seen from afar.
    """

    x: float = 0.0
    y: float = 0.0
    degrees: float = 0.0
    scale: float = 1.0
    yaw: float = 0.0
    pitch: float = 0.0


@dataclass(frozen=True, slots=True)
class Key:
    """A place on a path and when it is reached, in seconds of the loop."""

    time: float
    x: float
    y: float
    degrees: float


def head(time: float) -> Pose:
    """The head at `time` seconds: a sum of whole harmonics, so the loop has no seam."""
    turn = 2.0 * math.pi * time / LOOP
    return Pose(
        x=24.0 * math.sin(turn) + 9.0 * math.sin(2.0 * turn + 1.1) + 4.0 * math.sin(4.0 * turn),
        y=6.0 * math.sin(2.0 * turn + 0.4) + 3.0 * math.sin(3.0 * turn + 2.0),
        degrees=4.2 * math.sin(turn + 0.5) + 1.6 * math.sin(3.0 * turn + 0.9),
        scale=1.0 + 0.025 * math.sin(turn + 2.4) + 0.008 * math.sin(2.0 * turn),
        yaw=7.0 * math.sin(turn + 0.9) + 3.0 * math.sin(3.0 * turn),
        pitch=3.0 * math.sin(2.0 * turn + 1.6),
    )


def body(time: float) -> Pose:
    """The shoulders: they follow the head less, and a little later."""
    lead = head(time - 0.12)
    return Pose(
        x=0.50 * lead.x,
        y=0.45 * lead.y,
        degrees=0.16 * lead.degrees,
        scale=1.0 + 0.8 * (lead.scale - 1.0),
    )


def along(path: Sequence[Key], time: float) -> Pose | None:
    """The pose on a path, easing from key to key; None before its first and after its last."""
    time = time % LOOP
    if not path[0].time <= time < path[-1].time:
        return None
    after = next(i for i, key in enumerate(path) if time < key.time)
    a, b = path[after - 1], path[after]
    part = _ease((time - a.time) / (b.time - a.time))
    return Pose(
        x=a.x + (b.x - a.x) * part,
        y=a.y + (b.y - a.y) * part,
        degrees=a.degrees + (b.degrees - a.degrees) * part,
    )


# Half of the face stays free: with both eyes and the mouth covered nobody could follow it.
HAND = (
    Key(0.6, 1230.0, 930.0, 8.0),
    Key(1.5, 790.0, 500.0, -30.0),
    Key(2.3, 672.0, 452.0, -38.0),  # over the mouth
    Key(3.1, 716.0, 430.0, -24.0),
    Key(3.9, 722.0, 345.0, -22.0),  # over an eye
    Key(4.5, 800.0, 360.0, -6.0),
    Key(5.0, 706.0, 378.0, -26.0),  # a quick wipe
    Key(5.5, 830.0, 390.0, -4.0),
    Key(6.3, 1290.0, 960.0, 14.0),
)
MUG = (
    Key(6.0, 190.0, 930.0, 10.0),
    Key(6.9, 560.0, 470.0, 4.0),
    Key(7.5, 622.0, 376.0, 26.0),  # a sip
    Key(8.3, 628.0, 366.0, 36.0),
    Key(8.9, 560.0, 490.0, 2.0),
    Key(9.6, 170.0, 950.0, 8.0),
)
MICROPHONE = (
    Key(9.2, 930.0, 1010.0, 14.0),
    Key(10.0, 664.0, 442.0, -9.0),  # at the mouth
    Key(10.6, 634.0, 408.0, -20.0),
    Key(11.2, 666.0, 446.0, -8.0),
    Key(11.9, 960.0, 1030.0, 14.0),
)


def _ease(part: float) -> float:
    """0 to 1 with no speed at the ends (smootherstep would linger; smoothstep does not)."""
    return part * part * (3.0 - 2.0 * part)
