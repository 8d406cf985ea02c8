"""Which way the picture's edges run, and drawing along them (Kang, Lee and Chui 2007)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""(h, w) uint8."""

_STILL = 60.0
"""Gradients squared that are noise: among them strokes keep their own direction."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The direction along the edges at every pixel, of length 1.

    Attributes:
        x: (h, w) float32.
        y: (h, w) float32.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]

    def along(self, values: Gray, *distances: float) -> Gray:
        """The values averaged along the flow: over each distance, in pixels, to both sides.

        Each further distance doubles how much comes together: 1, 2, 4 average over about 15.
        """
        columns, rows = _places(values.shape[1], values.shape[0])
        border = cv2.BORDER_REPLICATE
        for distance in distances:
            sides = []
            for step in (distance, -distance):
                x, y = cv2.scaleAdd(self.x, step, columns), cv2.scaleAdd(self.y, step, rows)
                sides.append(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=border))
            both = cv2.addWeighted(sides[0], 0.5, sides[1], 0.5, 0)
            values = np.asarray(cv2.addWeighted(values, 1 / 3, both, 2 / 3, 0), np.uint8)
        return values


def flow_of(gray: Gray, reach: float, lean: tuple[float, float] = (0.0, 1.0)) -> Flow:
    """The flow of a picture, from its smoothed structure tensor at half the size.

    Args:
        reach: over how many pixels the direction is averaged (standard deviation).
        lean: the direction where there are no edges, of length 1.
    """
    height, width = gray.shape
    half = (max(1, width // 2), max(1, height // 2))
    small = cv2.resize(gray, half, interpolation=cv2.INTER_AREA)
    dx = cv2.Sobel(small, cv2.CV_32F, 1, 0, scale=0.25)
    dy = cv2.Sobel(small, cv2.CV_32F, 0, 1, scale=0.25)
    tensor = cv2.merge((cv2.multiply(dx, dx), cv2.multiply(dx, dy), cv2.multiply(dy, dy)))
    tensor = cv2.GaussianBlur(tensor, (0, 0), max(0.5, reach / 2))
    xx, xy, yy = cv2.split(tensor)
    # across the wanted direction there is always a little of an edge
    more = xx - yy + np.float32(_STILL * (lean[1] ** 2 - lean[0] ** 2))
    twice = 2 * xy - np.float32(2 * _STILL * lean[0] * lean[1])
    # the larger eigenvector lies across the edge, at half the angle of (xx - yy, 2 xy)
    across = cv2.phase(more, twice) * np.float32(0.5)
    x, y = cv2.polarToCart(np.ones_like(across), across)
    # not interpolated: a direction and its opposite are the same, but their middle is nothing
    x, y = (cv2.resize(one, (width, height), interpolation=cv2.INTER_NEAREST) for one in (-y, x))
    return Flow(np.asarray(x, np.float32), np.asarray(y, np.float32))


@lru_cache(maxsize=4)
def _places(width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Each pixel's x and y, (height, width) each."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    for one in (x, y):
        one.flags.writeable = False
    return x, y
