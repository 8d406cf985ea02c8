"""Patterns that lie on the whole picture's grid: halftone screens, strokes, paper.

Each is made once for a size of picture and kept; a piece of the picture takes its part. All are
spread evenly from 0 to 255, so that a share s of the pattern lies below 255 s.
"""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.where import Piece, unit_of

Pattern = NDArray[np.uint8]
"""(h, w) uint8, never changed after."""

_CELL = 64
"""The pixels across which one dot of a screen is drawn before it is made smaller."""


def part(pattern: Pattern, piece: Piece) -> Pattern:
    """What of a whole picture's pattern lies on a piece, a view."""
    x, y = piece.origin
    width, height = piece.size
    return pattern[y : y + height, x : x + width]


@lru_cache(maxsize=8)
def dots(frame: tuple[int, int], pitch: float, angle: float) -> Pattern:
    """A halftone screen: round dots in the light, their negative in the dark.

    Args:
        frame: (width, height) in pixels.
        pitch: from dot to dot, in pixels.
        angle: in degrees.
    """
    phase = np.arange(_CELL) * (2 * math.pi / _CELL)
    cell = _evenly(np.cos(phase)[:, None] + np.cos(phase)[None, :])
    scale = _CELL / pitch
    c, s = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
    move = np.array([[c, s, 0], [-s, c, 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return _kept(cv2.warpAffine(cell, move, frame, flags=flags, borderMode=cv2.BORDER_WRAP))


@lru_cache(maxsize=8)
def strokes(frame: tuple[int, int], pitch: float, length: float, angle: float) -> Pattern:
    """Strokes of a pencil side by side, each a little different, in one direction.

    Args:
        frame: (width, height) in pixels.
        pitch: from stroke to stroke, in pixels of a 720p picture.
        length: of a stroke, in the same.
        angle: in degrees, counted from the horizontal.
    """
    rng = np.random.default_rng(5)
    width, height = _at_720(frame)
    side = math.ceil(math.hypot(width, height)) + 2

    def noise(across: float, along: float) -> NDArray[np.float32]:
        rows, columns = max(2, round(side / across)), max(2, round(side / along))
        grid = rng.random((rows, columns), np.float32)
        return np.asarray(cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC))

    rows = np.arange(side, dtype=np.float32)[:, None] + 2.2 * pitch * noise(12 * pitch, length)
    ridges = np.cos(rows * np.float32(2 * math.pi / pitch))
    drawn = ridges + 2.6 * noise(0.45 * pitch, 0.6 * length) + 1.2 * noise(1.5, 1.5)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, 1.0)
    turn[:, 2] -= (side - width) / 2, (side - height) / 2
    even = _evenly(cv2.warpAffine(drawn, turn, (width, height)))
    return _kept(_fitted(even, frame))


@lru_cache(maxsize=8)
def grain(frame: tuple[int, int]) -> Pattern:
    """Noise, each pixel for itself."""
    rng = np.random.default_rng(7)
    return _kept(rng.integers(0, 256, (frame[1], frame[0]), np.uint8))


@lru_cache(maxsize=4)
def paper(frame: tuple[int, int]) -> Pattern:
    """The tooth of rough paper."""
    rng = np.random.default_rng(6)
    width, height = _at_720(frame)
    fine = cv2.GaussianBlur(rng.random((height, width), np.float32), (0, 0), 0.9)
    coarse = cv2.GaussianBlur(rng.random((height, width), np.float32), (0, 0), 2.4)
    even = _evenly(fine + 1.5 * coarse)
    return _kept(_fitted(even, frame))


def _at_720(frame: tuple[int, int]) -> tuple[int, int]:
    """The size of a picture of the same shape whose unit is one pixel."""
    unit = unit_of(frame)
    return max(2, round(frame[0] / unit)), max(2, round(frame[1] / unit))


def _fitted(even: Pattern, frame: tuple[int, int]) -> Pattern:
    """An even pattern at another size."""
    if even.shape[0] > frame[1]:  # smaller, it is all grey, and must be spread again
        return _evenly(cv2.resize(even, frame, interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.resize(even, frame, interpolation=cv2.INTER_CUBIC), np.uint8)


def _evenly(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """The values by their rank: each of 256 levels as often as any other."""
    low, high = float(values.min()), float(values.max())
    fine = ((values - low) * (4095 / max(high - low, 1e-6))).astype(np.uint16)
    below = np.cumsum(np.bincount(fine.ravel(), minlength=4096))
    return np.asarray((below * (255 / below[-1])).astype(np.uint8)[fine])


def _kept(pattern: NDArray[np.uint8]) -> Pattern:
    pattern = np.ascontiguousarray(pattern)
    pattern.flags.writeable = False
    return pattern
