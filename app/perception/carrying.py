"""Carry a face on while its landmarks are lost: its visible skin is followed from frame to frame.

A hand before the mouth makes the landmark model lose the face, though half of it is in full view.
Corners of the visible part are followed by Lucas and Kanade's optical flow, there and back; the
turn, zoom and shift that most of them agree on (RANSAC) moves all landmarks.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.types import Points
from model.crop import Crop

Grey = NDArray[np.uint8]
_VISIBLE = 0.6
_RIM = 3
"""Pixels of the crop by which the visible part is shrunk: its rim moves with what is in front."""
_CORNERS = 64
_FEWEST = 10
_AGREE = 0.5
"""Share of the corners that must move together, or it is another picture."""
_BACK = 1.0
"""Pixels of the crop within which a corner must come back to itself."""
_STEADY = 1.5
"""Pixels of the crop that a corner may miss the common motion by."""
_STEP = 0.35
"""A face moves less than this share of the crop in a frame, and zooms or turns less."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is kept of a frame to follow a face into the next.

    Attributes:
        crop: its square of the frame.
        grey: (S, S), what is in it.
        alpha: (S, S), the visible face.
    """

    crop: Crop
    grey: Grey
    alpha: NDArray[np.float32]


def look(crop: Crop, square: NDArray[np.uint8], alpha: NDArray[np.float32]) -> Sight:
    """What to keep of a crop (S, S, 3) RGB and its matte (S, S)."""
    return Sight(crop, np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY), np.uint8), alpha)


def carried(points: Points, before: Sight, image: NDArray[np.uint8]) -> Points | None:
    """The landmarks of the frame before where they are in this one.

    Args:
        points: (478, 3) in pixels of the frame before.
        before: the face's crop and matte there.
        image: (H, W, 3) RGB, this frame.
    Returns:
        None when too little of the face is visible, or it does not move as one.
    """
    size = before.grey.shape[0]
    cut = before.crop.extract(image, size)
    motion = _motion(before, np.asarray(cv2.cvtColor(cut, cv2.COLOR_RGB2GRAY), np.uint8))
    if motion is None:
        return None
    unit = before.crop.side / size
    corner = np.array((before.crop.left, before.crop.top), np.float64)
    in_crop = (points[:, :2] - corner + 0.5) / unit - 0.5
    moved = in_crop @ motion[:, :2].T + motion[:, 2]
    zoom = float(np.hypot(motion[0, 0], motion[1, 0]))
    flat = (moved + 0.5) * unit - 0.5 + corner
    return np.column_stack((flat, points[:, 2] * zoom)).astype(np.float32)


def _motion(before: Sight, now: Grey) -> NDArray[np.float64] | None:
    """(2, 3): pixels of the crop before to those of now."""
    visible = (before.alpha > _VISIBLE).astype(np.uint8)
    visible = cv2.erode(visible, np.ones((2 * _RIM + 1,) * 2, np.uint8))
    corners = cv2.goodFeaturesToTrack(before.grey, _CORNERS, 0.005, 5, mask=visible)
    if corners is None or len(corners) < _FEWEST:
        return None
    there, found, _ = cv2.calcOpticalFlowPyrLK(before.grey, now, corners, None)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(now, before.grey, there, None)
    miss = np.linalg.norm(back - corners, axis=2)[:, 0]
    sure = (found[:, 0] == 1) & (found_back[:, 0] == 1) & (miss < _BACK)
    if int(sure.sum()) < _FEWEST:
        return None
    motion, agree = cv2.estimateAffinePartial2D(
        corners[sure], there[sure], method=cv2.RANSAC, ransacReprojThreshold=_STEADY
    )
    if motion is None or agree.sum() < max(_FEWEST, _AGREE * len(corners)):
        return None
    centre = np.array((now.shape[1] / 2, now.shape[0] / 2, 1.0))
    shift = np.linalg.norm(motion @ centre - centre[:2]) / now.shape[0]
    change = np.abs(motion[:, :2] - np.eye(2)).max()
    return np.asarray(motion, np.float64) if max(shift, change) < _STEP else None
