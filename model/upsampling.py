"""Bring the network's matte to frame pixels along the picture's own edges.

A guided filter (He, Sun and Tang, PAMI 2013), its linear coefficients found at the network's size
and applied at the frame's (He and Sun, "Fast Guided Filter", 2015): within each small window the
matte is a line over the picture's grey, alpha = a I + b, so that an edge which is a ramp of several
pixels after plain enlargement becomes as steep as the picture's. Where grey explains the matte
badly, a hand of the face's colour, that line would only blur; so each window is trusted by the
share of the matte's variance that it explains (R squared), and the plain matte kept for the rest.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from model.crop import scaled

LARGEST = 1024
"""Tiles are not filled in more pixels than this a side, but enlarged from there: it is a matte of
256, and what filling costs grows with the square."""
_WINDOW = (5, 5)
_EPSILON = 1e-3
"""Grey varying less than its root, 3 % of white, is no edge."""
_FLAT = 1e-4
"""Alpha varying less than its root is no edge."""

Plane = NDArray[np.float32]


def enlarge(alpha: Plane, crop: NDArray[np.uint8], tile: NDArray[np.uint8]) -> Plane:
    """The matte of a crop at the size of the picture it was cut from.

    Args:
        alpha: (S, S) in [0, 1], of `crop`.
        crop: (S, S, 3) RGB, what the network saw.
        tile: (side, side, 3) RGB, the same square of the frame in its own pixels.
    Returns:
        (side, side) float32 in [0, 1].
    """
    side, size = tile.shape[0], alpha.shape[0]
    if side <= size:
        return scaled(alpha, side)
    at = min(side, LARGEST)
    slope, offset = _lines(_grey(crop) * np.float32(1 / 255), alpha)
    # edges are all that is wanted of it: averaging, which is slow here, would add nothing
    grey = cv2.resize(_grey(tile), (at, at), interpolation=cv2.INTER_LINEAR)
    found = cv2.multiply(scaled(slope, at), grey, scale=1 / 255, dtype=cv2.CV_32F)
    cv2.add(found, scaled(offset, at), found)
    np.clip(found, 0, 1, out=found)
    return scaled(np.asarray(found, np.float32), side)


def _lines(grey: Plane, alpha: Plane) -> tuple[Plane, Plane]:
    """Slope a and offset b of every window as far as they are trusted, else 0 and alpha itself."""
    mean_grey, mean_alpha = _mean(grey), _mean(alpha)
    varies = _mean(grey * grey) - mean_grey * mean_grey
    alpha_varies = _mean(alpha * alpha) - mean_alpha * mean_alpha
    together = _mean(grey * alpha) - mean_grey * mean_alpha
    slope = together / (varies + _EPSILON)
    trust = np.clip(slope * together / (alpha_varies + _FLAT), 0, 1)
    slope_trusted = slope * trust
    offset = (mean_alpha - slope * mean_grey) * trust + alpha * (1 - trust)
    return np.asarray(slope_trusted, np.float32), np.asarray(offset, np.float32)


def _mean(plane: Plane) -> Plane:
    return np.asarray(cv2.boxFilter(plane, -1, _WINDOW, borderType=cv2.BORDER_REFLECT), np.float32)


def _grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
