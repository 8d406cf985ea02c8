"""Drawing at a fraction of the size, on the whole picture's grid."""

from __future__ import annotations

import cv2
import numpy as np

from filters.effects.stylise.where import Piece
from filters.types import Image


def shrink_of(piece: Piece, lines: int) -> int:
    """The whole number by which to divide the picture's shorter side for about `lines` lines."""
    return max(1, round(min(piece.frame) / lines))


def shrunk(image: Image, shrink: int) -> Image:
    """Each block of `shrink` x `shrink` pixels as its mean; beyond the edge the edge goes on.

    Args:
        image: (h, w) or (h, w, 3) uint8.
    Returns:
        (ceil(h / shrink), ceil(w / shrink), ...) uint8.
    """
    if shrink == 1:
        return image
    height, width = image.shape[:2]
    columns, rows = -(-width // shrink), -(-height // shrink)
    right, below = columns * shrink - width, rows * shrink - height
    if right or below:
        image = np.asarray(
            cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_REPLICATE), np.uint8
        )
    return np.asarray(cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)


def grown(
    small: Image, shrink: int, size: tuple[int, int], interpolation: int = cv2.INTER_LINEAR
) -> Image:
    """The inverse of `shrunk`, to (width, height) = `size`."""
    width, height = size
    if shrink > 1:
        full = small.shape[1] * shrink, small.shape[0] * shrink
        small = np.asarray(cv2.resize(small, full, interpolation=interpolation), np.uint8)
    return np.ascontiguousarray(small[:height, :width])
