"""Make a pasted face as blurred as the camera makes everything else."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.types import Alpha, Image

_DETAIL = 1.6
"""Standard deviation of the blur that tells details from the rest, in pixels."""
_MOST = 0.85
"""How much of the details may be taken away."""
_ENOUGH = 100
"""Pixels that must be seen to measure it."""


def as_sharp(pasted: Image, live: Image, seen: Alpha) -> Image:
    """The pasted face with no more details than the live one has.

    Args:
        pasted: (h, w, 3), the face to wear, in place.
        live: (h, w, 3), the face that wears it.
        seen: (h, w) float32, where both are seen.
    Returns:
        (h, w, 3): the pasted face, mixed with its blurred self until the mean size of what a blur
        takes away is that of the live face.
    """
    surely = np.asarray(seen > 0.9, np.uint8)
    if cv2.countNonZero(surely) < _ENOUGH:
        return pasted
    theirs, own = (_detail(picture, surely) for picture in (pasted, live))
    kept = max(1 - _MOST, (own + 0.03) / (theirs + 0.03))
    if kept >= 1:
        return pasted
    blurred = cv2.GaussianBlur(pasted, (0, 0), _DETAIL)
    return np.asarray(cv2.addWeighted(pasted, kept, blurred, 1 - kept, 0), np.uint8)


def _detail(picture: Image, where: NDArray[np.uint8]) -> float:
    """The mean size of what a blur takes away, in grey."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return float(cv2.mean(cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), _DETAIL)), where)[0])
