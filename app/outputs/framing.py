"""Pictures made to fit a size that must not change: letterboxed, or padded to even."""

from __future__ import annotations

import cv2
import numpy as np

from filters.types import Image


def letterboxed(image: Image, size: tuple[int, int]) -> Image:
    """The whole picture, as large as it fits in `size`, centred on black.

    Args:
        size: (width, height) of the result.
    Returns:
        `image` itself where it has that size already.
    """
    width, height = size
    h, w = image.shape[:2]
    if (w, h) == size:
        return image
    scale = min(width / w, height / h)
    inner = max(1, round(w * scale)), max(1, round(h * scale))
    small = cv2.resize(
        image, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    out = np.zeros((height, width, 3), np.uint8)
    x, y = (width - inner[0]) // 2, (height - inner[1]) // 2
    out[y : y + inner[1], x : x + inner[0]] = small
    return out


def padded_to_even(image: Image) -> Image:
    """The picture with its last column and row repeated where its sides are odd."""
    h, w = image.shape[:2]
    if h % 2 == 0 and w % 2 == 0:
        return image
    return np.pad(image, ((0, h % 2), (0, w % 2), (0, 0)), mode="edge")
