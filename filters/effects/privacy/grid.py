"""The coarse grid a face is reduced to before it is shown: whole blocks that move with the face."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.tiles import Tile
from filters.types import Image


def block_pixels(wanted: float) -> int:
    """The block's side in whole pixels, in steps of about a tenth so it does not flicker."""
    return max(2, round(1.1 ** round(math.log(max(wanted, 2.0), 1.1))))


def blocks_over(
    outline: NDArray[np.float32], margin: float, block: int, frame: tuple[int, ...]
) -> Tile | None:
    """Whole blocks, counted from the face's middle, that hold the cover; None outside the frame."""
    height, width = frame[:2]
    low, high = outline.min(axis=0), outline.max(axis=0)
    anchor = np.round((low + high) / 2).astype(int)
    limits = []
    for axis, length in enumerate((width, height)):
        start = max(math.floor(low[axis] - margin), 0)
        stop = min(math.ceil(high[axis] + margin) + 1, length)
        if start >= stop:
            return None
        first = (start - int(anchor[axis])) // block
        last = -((int(anchor[axis]) - stop) // block)
        limits.append((int(anchor[axis]) + first * block, (last - first) * block))
    return Tile(limits[0][0], limits[1][0], limits[0][1], limits[1][1])


def means(image: Image, tile: Tile, block: int) -> Image:
    """Each block's mean colour, (rows, columns, 3); beyond the frame its edge is repeated."""
    cells = (tile.width // block, tile.height // block)
    return np.asarray(cv2.resize(_cut(image, tile), cells, interpolation=cv2.INTER_AREA), np.uint8)


def _cut(image: NDArray[np.uint8], tile: Tile) -> NDArray[np.uint8]:
    """The picture under the tile; beyond the frame its edge is repeated."""
    height, width = image.shape[:2]
    x0, x1 = max(tile.x, 0), min(tile.x + tile.width, width)
    y0, y1 = max(tile.y, 0), min(tile.y + tile.height, height)
    return np.asarray(
        cv2.copyMakeBorder(
            image[y0:y1, x0:x1],
            y0 - tile.y,
            tile.y + tile.height - y1,
            x0 - tile.x,
            tile.x + tile.width - x1,
            cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )
