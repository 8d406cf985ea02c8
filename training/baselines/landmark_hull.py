"""The row to beat: the outline of the landmarks, filled. Filters without occlusion handling use it.

The landmarks are taken from the clean picture, so the hull is never misled by the occluder.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.landmarks import LandmarkFinder


def hull_of(finder: LandmarkFinder, image: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """(n, 2) float32 corners of the face's convex hull in pixels; None if no face is found."""
    points = finder.find(image)
    if points is None:
        return None
    return np.asarray(cv2.convexHull(np.ascontiguousarray(points[:, :2]))[:, 0], np.float32)


def fill(
    outline: NDArray[np.float32], affine: NDArray[np.float32], size: int
) -> NDArray[np.float32]:
    """The hull as a mask after an affine map, anti-aliased.

    Args:
        outline: (n, 2) in the picture's pixels.
        affine: (2, 3), the picture's pixels to the crop's.
        size: side of the crop.
    """
    corners = outline @ affine[:, :2].T + affine[:, 2]
    mask = np.zeros((size, size), np.uint8)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(mask / 255, np.float32)
