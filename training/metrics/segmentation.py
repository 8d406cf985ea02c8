"""The figures of segmentation: alpha above one half is face, the rest is not."""

from __future__ import annotations

import cv2
import numpy as np

from training.metrics.planes import SOLID, Mask, Plane


def iou(predicted: Plane, alpha: Plane) -> float:
    """Intersection over union at 0.5; 1 where both are empty."""
    p, a = predicted > SOLID, alpha > SOLID
    union = float((p | a).sum())
    return float((p & a).sum()) / union if union else 1.0


def accuracy(predicted: Plane, alpha: Plane) -> float:
    """Share of pixels on the right side of 0.5."""
    return float(((predicted > SOLID) == (alpha > SOLID)).mean())


def precision(predicted: Plane, alpha: Plane) -> float:
    """Share of what is called face that is; 1 where nothing is."""
    return _share(predicted > SOLID, alpha > SOLID)


def recall(predicted: Plane, alpha: Plane) -> float:
    """Share of the face that is found; 1 where there is none."""
    return _share(alpha > SOLID, predicted > SOLID)


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


def _share(those: Mask, that: Mask) -> float:
    count = int(those.sum())
    return float((those & that).sum()) / count if count else 1.0


def _outline(mask: Mask) -> Mask:
    """Face pixels with a neighbour that is not; the picture's edge is no outline."""
    solid = mask.astype(np.uint8)
    eroded = cv2.erode(solid, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(mask & (eroded == 0))


def _grown(mask: Mask, disc: cv2.typing.MatLike) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc) > 0)
