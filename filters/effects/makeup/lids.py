"""The eyes as make-up sees them: rows of landmarks from the lashes out, and sheets between rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from filters.regions import LEFT_EYE, RIGHT_EYE
from filters.tiles import Tile
from filters.types import Points
from filters.warping import Surface, surface

Curve = NDArray[np.float32]
"""(n, 2) frame pixels, from the outer corner of the eye to the inner one."""
_STEPS = 3
"""Pieces of a smooth curve between two landmarks."""


@dataclass(frozen=True, slots=True)
class Eye:
    """Landmarks of one eye; every row runs from the outer corner to the inner one.

    Attributes:
        upper: the upper lid's edge, and rows above it, the last one below the brow.
        lower: the lower lid's edge, and rows below it.
        loop: the opening.
        tail: outside of the outer corner, towards the temple and the brow's tail.
        brow: the lower and the upper edge of the brow.
    """

    upper: tuple[tuple[int, ...], ...]
    lower: tuple[tuple[int, ...], ...]
    loop: tuple[int, ...]
    tail: tuple[int, int]
    brow: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def corners(self) -> tuple[int, int]:
        """The outer and the inner corner."""
        return self.upper[0][0], self.upper[0][-1]


# fmt: off
RIGHT = Eye(
    upper=(
        (33, 246, 161, 160, 159, 158, 157, 173, 133),
        (130, 247, 30, 29, 27, 28, 56, 190, 243),
        (226, 113, 225, 224, 223, 222, 221, 189, 244),
        (124, 46, 53, 52, 65, 55, 193),
    ),
    lower=(
        (33, 7, 163, 144, 145, 153, 154, 155, 133),
        (130, 25, 110, 24, 23, 22, 26, 112, 243),
        (226, 31, 228, 229, 230, 231, 232, 233, 244),
    ),
    loop=RIGHT_EYE,
    tail=(156, 70),
    brow=((46, 53, 52, 65, 55), (70, 63, 105, 66, 107)),
)
LEFT = Eye(
    upper=(
        (263, 466, 388, 387, 386, 385, 384, 398, 362),
        (359, 467, 260, 259, 257, 258, 286, 414, 463),
        (446, 342, 445, 444, 443, 442, 441, 413, 464),
        (353, 276, 283, 282, 295, 285, 417),
    ),
    lower=(
        (263, 249, 390, 373, 374, 380, 381, 382, 362),
        (359, 255, 339, 254, 253, 252, 256, 341, 463),
        (446, 261, 448, 449, 450, 451, 452, 453, 464),
    ),
    loop=LEFT_EYE,
    tail=(383, 300),
    brow=((276, 283, 282, 295, 285), (300, 293, 334, 296, 336)),
)
# fmt: on
BOTH = (RIGHT, LEFT)


def eye_width(points: Points, eye: Eye) -> float:
    """From corner to corner in pixels, in depth too, so that turning the head leaves it alone."""
    outer, inner = eye.corners
    return max(1.0, float(np.linalg.norm(points[outer] - points[inner])))


def shown(points: Points, eye: Eye) -> float:
    """1 for an eye that looks at the camera, falling to 0 as the head turns it away."""
    outer, inner = eye.corners
    across = np.linalg.norm(points[outer, :2] - points[inner, :2]) / eye_width(points, eye)
    # past the profile the outer corner lies on the nose's side of the inner one
    right = points[RIGHT.corners[1], :2] - points[RIGHT.corners[0], :2]
    left = points[LEFT.corners[0], :2] - points[LEFT.corners[1], :2]
    own, other = (right, left) if eye is RIGHT else (left, right)
    ahead = float(own @ other) > 0 or np.linalg.norm(own) > np.linalg.norm(other)
    return float(np.clip((across - 0.3) / 0.25, 0, 1)) if ahead else 0.0


def openness(points: Points, eye: Eye) -> float:
    """How far the lids are apart, of the eye's width: about 0.3 open, below 0.1 shut."""
    above, below = points[eye.upper[0][4]], points[eye.lower[0][4]]
    return float(np.linalg.norm(above - below)) / eye_width(points, eye)


def curve(places: NDArray[np.floating], steps: int = _STEPS) -> Curve:
    """A smooth line through places (n, 2 or more), `steps` pieces each (Catmull-Rom spline)."""
    p = np.asarray(places[:, :2], np.float32)
    p = np.concatenate((2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]))
    a, b, c, d = (part[:, None] for part in (p[:-3], p[1:-2], p[2:-1], p[3:]))
    t = (np.arange(steps, dtype=np.float32) / steps)[None, :, None]
    line = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
    line = 0.5 * (line + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(np.concatenate((line.reshape(-1, 2), p[-2:-1])), np.float32)


def resampled(line: Curve, count: int) -> Curve:
    """The same line with `count` points, evenly by number."""
    old, new = np.linspace(0, 1, len(line)), np.linspace(0, 1, count)
    return np.asarray(np.stack([np.interp(new, old, line[:, k]) for k in (0, 1)], 1), np.float32)


def sheet(rows: list[Curve], heights: tuple[float, ...], tile: Tile) -> Surface | None:
    """What is between rows, over a tile: u runs along them, v is `heights` at each.

    Args:
        rows: curves of one length.
        heights: 0 to 1, one a row.
    """
    flat = np.zeros((len(rows) * len(rows[0]), 3), np.float32)
    flat[:, :2] = np.concatenate(rows)
    return surface(flat, *_weave(len(rows[0]), heights), tile, two_sided=True)


@cache
def _weave(
    across: int, heights: tuple[float, ...]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Where the points of a sheet's rows lie in its texture, and the triangles between them."""
    count = len(heights)
    u, v = np.meshgrid(np.linspace(0, 1, across), np.array(heights))
    uv = np.asarray(np.stack((u.ravel(), v.ravel()), axis=1), np.float32)
    corner = (np.arange(count - 1)[:, None] * across + np.arange(across - 1)[None]).ravel()
    first = np.stack((corner, corner + 1, corner + across), axis=1)
    second = np.stack((corner + 1, corner + across + 1, corner + across), axis=1)
    triangles = np.asarray(np.concatenate((first, second)), np.int32)
    uv.flags.writeable = triangles.flags.writeable = False
    return uv, triangles
