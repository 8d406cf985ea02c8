"""How good a matte is. Each function is one figure; formulas and units in docs/training.md."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
"""(..., H, W) float32 in [0, 1]."""
SOLID = 0.5
"""Alpha above this counts as face where a figure needs a yes or no."""
SURE = 0.95
"""Alpha above this is surely visible, an occluder above it surely hides."""


def mad(predicted: Plane, alpha: Plane) -> float:
    """Mean absolute difference."""
    return float(np.abs(predicted - alpha).mean())


def iou(predicted: Plane, alpha: Plane) -> float:
    """Intersection over union at 0.5; 1 where both are empty."""
    p, a = predicted > SOLID, alpha > SOLID
    union = float((p | a).sum())
    return float((p & a).sum()) / union if union else 1.0


def accuracy(predicted: Plane, alpha: Plane) -> float:
    """Share of pixels on the right side of 0.5."""
    return float(((predicted > SOLID) == (alpha > SOLID)).mean())


def boundary_f(predicted: Plane, alpha: Plane, tolerance: int = 2) -> float:
    """F-measure of the outline at 0.5, matches within `tolerance` pixels (Perazzi et al. 2016).

    Args:
        predicted, alpha: (H, W).
    Returns:
        Harmonic mean of precision and recall; 1 where neither has an outline.
    """
    found, wanted = _outline(predicted > SOLID), _outline(alpha > SOLID)
    if not found.any() and not wanted.any():
        return 1.0
    if not found.any() or not wanted.any():
        return 0.0
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * tolerance + 1,) * 2)
    precision = (found & _grown(wanted, disc)).sum() / found.sum()
    recall = (wanted & _grown(found, disc)).sum() / wanted.sum()
    total = precision + recall
    return float(2 * precision * recall / total) if total else 0.0


def dtssd(predicted: Plane, alpha: Plane) -> float:
    """100 · mean over time of the root mean square error of frame differences (RVM's scale).

    Args:
        predicted, alpha: (T, H, W) with T >= 2; the first frame, which has no difference, is
            not counted.
    """
    error = (predicted[1:] - predicted[:-1]) - (alpha[1:] - alpha[:-1])
    return 100 * float(np.sqrt((error**2).mean((1, 2))).mean())


def leak(predicted: Plane, occluder: Plane, hull: Plane, covered: float = SURE) -> float | None:
    """Mean predicted alpha over occluder pixels inside the face's hull; 0 is perfect.

    Args:
        covered: pixels count where the occluder's own alpha is above this. Where it is half
            transparent some face shows through, and no leak at all would be wrong.
    Returns:
        None where nothing lies before the face.
    """
    region = (occluder > covered) & (hull > SOLID)
    return float(predicted[region].mean()) if region.any() else None


def hole(predicted: Plane, alpha: Plane) -> float | None:
    """Mean of 1 - predicted over surely visible face; 0 is perfect."""
    region = alpha > SURE
    return float(1 - predicted[region].mean()) if region.any() else None


def _outline(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Face pixels with a neighbour that is not; the picture's edge is no outline."""
    solid = mask.astype(np.uint8)
    eroded = cv2.erode(solid, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(mask & (eroded == 0))


def _grown(mask: NDArray[np.bool_], disc: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc) > 0)
