"""Light on a rounded rim: a mask becomes a height, the height a surface, the surface is lit."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Field

_LIGHT = np.array([-0.45, -0.70, 0.56], np.float32)


def rounded(canvas: Canvas, mask: Field, radius: float) -> tuple[Field, Field]:
    """Light a mask as a body with round edges of `radius` units.

    Returns:
        How much diffuse light each pixel gets, about 0.3 to 1.2, and its highlight, 0 to 1.
    """
    inside = np.asarray(mask > 0.5, np.uint8)
    distance = np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5), np.float32)
    t = np.clip(distance / (radius * canvas.zoom), 0, 1)
    height = np.sqrt(np.clip(1 - (1 - t) ** 2, 0, 1)) * radius * canvas.zoom
    height = cv2.GaussianBlur(np.asarray(height, np.float32), (0, 0), 0.12 * radius * canvas.zoom)
    normal = np.dstack(
        (
            -cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8),
            -cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8),
            np.ones_like(height),
        )
    )
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    light = _LIGHT / np.linalg.norm(_LIGHT)
    half = light + np.array([0, 0, 1], np.float32)
    half /= np.linalg.norm(half)
    diffuse = 0.42 + 0.75 * np.clip(normal @ light, 0, 1)
    shine = np.clip(normal @ half, 0, 1) ** 38
    return np.asarray(diffuse, np.float32), np.asarray(shine, np.float32)


def lit(
    colour: NDArray[np.float32], diffuse: Field, shine: Field, gloss: float
) -> NDArray[np.float32]:
    """A coloured surface under that light: (H, W, 3) of 0 to 1."""
    return np.asarray(
        np.clip(colour * diffuse[..., None] + gloss * shine[..., None], 0, 1), np.float32
    )
