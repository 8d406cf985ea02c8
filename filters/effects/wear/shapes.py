"""Shapes in head coordinates (cm): things turned on a lathe, tubes, and the skull they sit on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.grids import Places

Vector3 = tuple[float, float, float]


def turned(
    profile: Sequence[tuple[float, float]],
    wide: float = 1.0,
    deep: float = 1.0,
    columns: int = 33,
) -> Places:
    """A body of revolution around the y axis, its seam at the back.

    Args:
        profile: (radius, height) from the first row to the last; seen from outside, rows go down,
            so it runs from the top to the bottom of an outer side.
        wide: stretches x.
        deep: stretches z.
    Returns:
        (len(profile), columns, 3).
    """
    turn = np.linspace(-np.pi, np.pi, columns)
    radius, height = (np.array(part, np.float64)[:, None] for part in zip(*profile, strict=True))
    x, z = radius * np.sin(turn) * wide, radius * np.cos(turn) * deep
    return np.asarray(np.stack((x, np.broadcast_to(height, x.shape), z), -1), np.float32)


def curve(points: Sequence[tuple[float, ...]], count: int) -> NDArray[np.float64]:
    """`count` places along a smooth line through the points (Catmull-Rom), evenly spaced.

    Args:
        points: (n, d), n at least 2.
    Returns:
        (count, d).
    """
    p = np.array(points, np.float64)
    p = np.concatenate((2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]))
    t = np.linspace(0, 1, 17)[:-1, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
               + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True)
    ]  # fmt: skip
    line = np.concatenate((*pieces, p[-2:-1]))
    length = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, part) for part in line.T], axis=1)


def tube(
    path: NDArray[np.floating], radii: NDArray[np.floating], around: int = 17, flat: float = 1.0
) -> Places:
    """A round body along a line, its rows from the line's end (the tip) to its start.

    Args:
        path: (n, 3).
        radii: (n,).
        flat: its thickness from front to back against its width.
    Returns:
        (n, around, 3), the seam at the back.
    """
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    front = np.zeros_like(along)
    last = np.array([0.0, 0.0, 1.0])
    for number, way in enumerate(along):  # carried along, so that it does not twist
        last = last - (last @ way) * way
        last /= np.linalg.norm(last)
        front[number] = last
    side = np.cross(along, front)
    turn = np.linspace(-np.pi, np.pi, around)[None, :, None]
    ring = np.sin(turn) * side[:, None] + flat * np.cos(turn) * front[:, None]
    grid = path[:, None] + radii[:, None, None] * ring
    return np.asarray(grid[::-1], np.float32)


def tilted(places: Places, degrees: float, about: Vector3, roll: float = 0.0) -> Places:
    """Turned about a place: first to the picture's right by `roll`, then its front down."""
    a, b = np.radians(degrees), np.radians(roll)
    pitch = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    lean = np.array([[np.cos(b), np.sin(b), 0], [-np.sin(b), np.cos(b), 0], [0, 0, 1]])
    middle = np.array(about)
    return np.asarray((places - middle) @ (pitch @ lean).T + middle, np.float32)


def moved(places: Places, by: Vector3) -> Places:
    """The same, elsewhere."""
    return np.asarray(places + np.array(by), np.float32)


def scaled(places: Places, size: float, about: Vector3) -> Places:
    """The same, larger or smaller about a place."""
    middle = np.array(about, np.float32)
    return np.asarray((places - middle) * np.float32(size) + middle, np.float32)


def mirrored(places: Places) -> Places:
    """The same on the other side of the head."""
    return np.ascontiguousarray(places[:, ::-1] * np.array([-1, 1, 1], np.float32))


@cache
def skull(grown: float = 1.0) -> Places:
    """What of a head hides things behind it: an egg from the jaw to the crown, (rows, columns, 3).

    Half-axes after the head of an average adult: 15.4 cm wide, 19.5 cm deep, 23 cm tall.
    """
    rise = np.linspace(np.pi / 2, -np.pi / 2, 11)
    profile = [(float(np.cos(a)), float(np.sin(a))) for a in rise]
    egg = turned(profile, columns=21) * np.array([7.5, 11.2, 9.3]) * grown
    return moved(np.asarray(egg, np.float32), (0.0, -0.9, -9.3))
