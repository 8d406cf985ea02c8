"""Faces to hide behind: a ball that turns with the head and shows none of its expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.head import Head
from filters.tiles import Tile
from filters.types import Image

Loop = NDArray[np.float64]
"""(n, 2) on the ball seen from the front: x to the picture's right, y up, its rim at 1."""
STYLES = ("smiley", "cool")
_LIGHT, _BASE, _DEEP = (255, 232, 120), (255, 205, 60), (232, 150, 24)
_INK = (74, 40, 14)
_COARSE = 96
"""Pixels across the ball at which its shading is computed."""


@dataclass(frozen=True, slots=True)
class Ball:
    """Where the ball is.

    Attributes:
        centre: (x, y) in frame pixels.
        radius: pixels.
    """

    centre: NDArray[np.float32]
    radius: float

    def mask(self, tile: Tile) -> NDArray[np.uint8]:
        """255 on the ball, anti-aliased."""
        mask = np.zeros(tile.shape, np.uint8)
        x, y = np.round(tile.local(self.centre[None])[0] * 16).astype(int)
        radius = max(1, round(self.radius * 16))
        cv2.circle(mask, (int(x), int(y)), radius, 255, -1, cv2.LINE_AA, 4)
        return mask


def paint(ball: Ball, head: Head, style: str, exposure: float, tile: Tile) -> Image:
    """The ball over a tile, (h, w, 3), its face turned as the head is.

    Args:
        style: one of `STYLES`.
        exposure: the scene's light; 1 for a well-lit one.
    """
    picture = _ball(ball, tile)
    turn = head.axes / max(head.scale, 1e-6)
    for loop, ink in _features(style):
        out = np.sqrt(np.maximum(1 - (loop**2).sum(axis=1), 0))
        seen = np.column_stack((loop, out)) @ turn.T
        if seen[:, 2].mean() > -0.12:  # on the far side of the ball, or just about to be
            continue
        places = seen[:, :2] * ball.radius + ball.centre
        fixed = np.round(tile.local(places) * 16).astype(np.int32)
        cv2.fillPoly(picture, [fixed], ink, lineType=cv2.LINE_AA, shift=4)
    return np.asarray(cv2.convertScaleAbs(picture, alpha=exposure), np.uint8)


def _ball(ball: Ball, tile: Tile) -> Image:
    """A matt ball under a light from the upper left, without a face."""
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(2, round(tile.width / shrink)), max(2, round(tile.height / shrink)))
    x = (np.arange(size[0]) + 0.5) * tile.width / size[0] + tile.x - ball.centre[0]
    y = (np.arange(size[1]) + 0.5) * tile.height / size[1] + tile.y - ball.centre[1]
    x, y = x[None, :] / ball.radius, y[:, None] / ball.radius
    out = np.sqrt(np.maximum(1 - x**2 - y**2, 0))
    light = np.clip(-0.36 * x - 0.52 * y + 0.77 * out, 0, 1)
    base, bright, deep = (np.array(c, np.float64) for c in (_BASE, _LIGHT, _DEEP))
    dark = np.clip((0.62 - light) / 0.62, 0, 1)[..., None] ** 1.3
    shine = np.clip((light - 0.72) / 0.28, 0, 1)[..., None] ** 1.5
    small = base + dark * (deep - base) + shine * (bright - base)
    return np.asarray(cv2.resize(small.astype(np.uint8), tile.size, interpolation=cv2.INTER_LINEAR))


def _features(style: str) -> Iterator[tuple[Loop, tuple[int, int, int]]]:
    """What is painted on the ball, back to front."""
    if style == "smiley":
        mouth = _between(_arc(0.56, -0.10, -0.16), _arc(0.56, -0.10, -0.62))
        yield mouth, (104, 40, 20)
        yield _between(_arc(0.30, -0.43, -0.40), _arc(0.30, -0.43, -0.575)), (226, 84, 76)
        yield _between(_arc(0.525, -0.125, -0.172), _arc(0.505, -0.14, -0.30)), (255, 252, 244)
        for side in (-1, 1):
            yield _ellipse(side * 0.27, 0.27, 0.105, 0.185), _INK
            yield _ellipse(side * 0.27 - 0.035, 0.345, 0.036, 0.055), (255, 250, 240)
    else:
        yield _between(_arc(0.42, -0.30, -0.46), _arc(0.44, -0.28, -0.58)), _INK
        for side in (-1, 1):
            yield _lens(side, 0.0), (24, 26, 32)
            yield _lens(side, 0.3), (44, 50, 62)
            yield _glint(side), (120, 134, 158)
        yield _between(_arc(0.82, 0.40, 0.44), _arc(0.82, 0.31, 0.30)), (24, 26, 32)


def _ellipse(x: float, y: float, rx: float, ry: float) -> Loop:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.stack((x + rx * np.cos(turn), y + ry * np.sin(turn)), axis=1)


def _arc(half: float, ends: float, middle: float) -> Loop:
    """A parabola from (-half, ends) over (0, middle) to (half, ends)."""
    x = np.linspace(-half, half, 32)
    return np.stack((x, middle + (ends - middle) * (x / half) ** 2), axis=1)


def _between(top: Loop, bottom: Loop) -> Loop:
    return np.concatenate((top, bottom[::-1]))


def _lens(side: int, lower: float) -> Loop:
    """One lens of the sunglasses; `lower` cuts away so much of its top."""
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    x = 0.29 * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.6
    y = np.sin(turn)
    y = np.where(y > 0, 0.16 * np.abs(y) ** 0.4, -0.27 * np.abs(y) ** 0.85)
    y = np.minimum(y, 0.16 - lower * 0.43)
    return np.stack((side * 0.36 + 0.96 * x, 0.24 + y), axis=1)


def _glint(side: int) -> Loop:
    """A slanting reflection on a lens."""
    x, y = side * 0.36, 0.24
    return np.array(
        [[x - 0.14, y + 0.10], [x - 0.06, y + 0.10], [x - 0.16, y - 0.10], [x - 0.205, y - 0.04]]
    )
