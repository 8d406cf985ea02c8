"""Drawing at a fraction of the size, on the whole picture's grid."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from filters.effects.stylise.where import Piece
from filters.types import Image

STRIP = 96
"""Rows that are drawn at a time: what is worked with then stays in the processor's cache."""


def strips(height: int) -> Iterator[slice]:
    """The rows of a picture, some at a time."""
    for top in range(0, height, STRIP):
        yield slice(top, min(top + STRIP, height))


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
    small: Image,
    shrink: int,
    size: tuple[int, int],
    interpolation: int = cv2.INTER_LINEAR,
    rows: slice | None = None,
) -> Image:
    """The inverse of `shrunk`, to (width, height) = `size`, or some rows of that."""
    width, height = size
    rows = slice(0, height) if rows is None else rows
    if shrink == 1:
        return np.ascontiguousarray(small[rows, :width])
    # two rows more on each side, as far as an interpolation reaches
    first = max(0, rows.start // shrink - 2)
    last = min(small.shape[0], -(-rows.stop // shrink) + 2)
    full = small.shape[1] * shrink, (last - first) * shrink
    large = cv2.resize(small[first:last], full, interpolation=interpolation)
    start = first * shrink
    return np.ascontiguousarray(large[rows.start - start : rows.stop - start, :width], np.uint8)
