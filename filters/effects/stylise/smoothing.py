"""Smoothing that stops at edges, at the price of a quarter of the picture."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from filters.effects.stylise.tones import Table, frozen, smooth
from filters.types import Image


def flattened(image: Image, rounds: int = 2, kept: float = 14.0) -> Image:
    """The picture without grain and fine shading, its edges sharp.

    A bilateral filter (Tomasi and Manduchi 1998) runs at half the size; of the difference to the
    picture, which is grain where it is small and an edge where it is large, the large part is put
    back.

    Args:
        image: (h, w, 3) uint8.
        kept: a difference of this many grey levels is an edge.
    """
    height, width = image.shape[:2]
    half = (max(1, width // 2), max(1, height // 2))
    coarse = cv2.resize(image, half, interpolation=cv2.INTER_AREA)
    for _ in range(rounds):
        coarse = cv2.bilateralFilter(coarse, 5, 30, 3)
    base = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    # halved, as differences reach from -255 to 255
    difference = cv2.addWeighted(image, 0.5, base, -0.5, 128)
    edges = cv2.LUT(difference, _cored(kept))
    return np.asarray(cv2.addWeighted(base, 1, edges, 2, -256), np.uint8)


@cache
def _cored(kept: float) -> Table:
    """Halved differences around 128, without the small ones."""
    difference = np.arange(256) - 128.0
    share = smooth((2 * np.abs(difference) / kept - 0.5) / 0.8)
    return frozen(128 + difference * share)


def evened(gray: Image, reach: float, share: float) -> Image:
    """The picture with less of its large lights and shadows: what a draughtsman leaves out.

    Args:
        gray: (h, w) uint8.
        reach: what is large, in pixels.
        share: how far to go, 0 to 1; at 1 everything is about middle grey.
    """
    height, width = gray.shape
    step = max(1, min(8, width, height))
    coarse = cv2.resize(gray, (width // step, height // step), interpolation=cv2.INTER_AREA)
    coarse = cv2.GaussianBlur(coarse, (0, 0), max(0.5, reach / step))
    wide = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    ratio = cv2.divide(gray, cv2.max(wide, 12), scale=140)
    return np.asarray(cv2.addWeighted(gray, 1 - share, ratio, share, 0), np.uint8)
