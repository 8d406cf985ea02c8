"""What the figures are taken from, and over."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
"""(..., H, W) float32 in [0, 1]."""
Mask = NDArray[np.bool_]
SOLID = 0.5
"""Alpha above this counts as face where a figure needs a yes or no."""
SURE = 0.95
"""Alpha above this is surely visible, an occluder above it surely hides."""
_VISIBLE = 3 / 255
_BAND = 15 / 512
"""Half the band's width as a share of the side: 15 px at 512."""


def visible_region(alpha: Plane) -> Mask:
    """All of the visible face with its rim, which FaceMat's figures seem to be taken over.

    The first author's evaluation builds its trimap by arithmetic that wraps around, so that
    "unknown" comes out as the visible face; this is that, without the random kernels.
    """
    return np.asarray(alpha >= _VISIBLE)


def band_region(alpha: Plane) -> Mask:
    """The true unknown band: within 15 px at 512 of where alpha is neither 0 nor 1, or jumps.

    Args:
        alpha: (H, W) or (T, H, W).
    """
    if alpha.ndim == 3:
        return np.stack([band_region(frame) for frame in alpha])
    reach = max(1, round(_BAND * alpha.shape[-1]))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    solid = cv2.erode((alpha > 1 - _VISIBLE).astype(np.uint8), disc)
    empty = cv2.erode((alpha < _VISIBLE).astype(np.uint8), disc)
    return np.asarray((solid == 0) & (empty == 0))


def whole_region(alpha: Plane) -> Mask:
    """Every pixel."""
    return np.ones(alpha.shape, np.bool_)
