"""Tables that turn one brightness into another."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.types import Image

Table = NDArray[np.uint8]
"""(256,) uint8, for cv2.LUT."""


def frozen(values: NDArray[np.floating]) -> Table:
    """The values rounded and clipped to uint8, and never changed after."""
    table = np.clip(np.round(values), 0, 255).astype(np.uint8)
    table.flags.writeable = False
    return table


def toned(gray: NDArray[np.uint8], table: NDArray[np.uint8]) -> Image:
    """A grey picture (h, w) in colours, by a table (256, 3) such as `gradient` makes."""
    return np.asarray(cv2.merge([cv2.LUT(gray, table[:, i].copy()) for i in range(3)]), np.uint8)


def times(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The product of two pictures of one shape, 255 taken as 1."""
    return np.asarray(cv2.multiply(one, other, scale=1 / 255), np.uint8)


def thrice(gray: NDArray[np.uint8]) -> Image:
    """A grey picture (h, w) as (h, w, 3)."""
    return np.asarray(cv2.merge((gray, gray, gray)), np.uint8)


@cache
def steps(levels: int, softness: float, gamma: float = 1.0) -> Table:
    """Brightness in flat levels with soft steps between (Winnemöller et al. 2006, eq. 4).

    Args:
        levels: how many, at least 2.
        softness: how much of a level its step takes, 0 to 1: a hard step flickers with the
            camera's noise.
        gamma: below 1 lifts the middle.
    """
    at = (np.arange(256) / 255) ** gamma * (levels - 1)
    low = np.floor(at)
    rise = smooth((at - low - 0.5) / max(softness, 1e-3) + 0.5)
    return frozen((low + rise) / (levels - 1) * 255)


@cache
def ramp(start: float, stop: float, low: float = 0.0, high: float = 255.0) -> Table:
    """A soft rise, or fall, from `low` at brightness `start` to `high` at `stop`."""
    return frozen(low + (high - low) * smooth((np.arange(256) - start) / (stop - start)))


def smooth(share: NDArray[np.floating]) -> NDArray[np.float64]:
    """3 s^2 - 2 s^3 of the share clipped to [0, 1]."""
    clipped = np.clip(share, 0, 1)
    return np.asarray(clipped * clipped * (3 - 2 * clipped), np.float64)


@cache
def gradient(stops: tuple[tuple[float, str], ...]) -> NDArray[np.uint8]:
    """A colour for every brightness.

    Args:
        stops: (brightness 0 to 255, "#rrggbb"), rising; between them colours are mixed.
    Returns:
        (256, 3) uint8 RGB, never changed after.
    """
    at = np.array([position for position, _ in stops])
    colours = np.array([[int(text[i : i + 2], 16) for i in (1, 3, 5)] for _, text in stops])
    table = np.stack([np.interp(np.arange(256), at, colours[:, i]) for i in range(3)], axis=1)
    return frozen(table)
