"""How well lit a face is, for what flies around it."""

from __future__ import annotations

import numpy as np

from filters.types import Image, Points

_BRIGHT = 165.0
"""Grey value of a well-lit face."""
_DARKEST = 0.35


def light_on(image: Image, points: Points) -> float:
    """The share of its brightness a thing has there, `_DARKEST` to 1, by the face's landmarks."""
    at = np.round(points[:468:6, :2]).astype(int)
    inside = (at >= 0).all(axis=1) & (at < image.shape[1::-1]).all(axis=1)
    if not inside.any():
        return 1.0
    pixels = image[at[inside, 1], at[inside, 0]]
    bright = float(np.percentile(pixels @ np.array([0.299, 0.587, 0.114]), 70))
    return float(np.clip((bright / _BRIGHT) ** 0.7, _DARKEST, 1.0))
