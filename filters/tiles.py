"""A tile: the rectangle of the frame a filter works in, so that nothing touches the whole frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.types import Image

LEAST = 6
"""The fewest pixels of a tile's side: OpenCV takes arrays of one or four numbers for scalars."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle in frame pixels, never empty.

    Attributes:
        x: left edge.
        y: top edge.
        width: at least 1.
        height: at least 1.
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def origin(self) -> tuple[int, int]:
        """(x, y) of the top-left corner."""
        return self.x, self.y

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.width, self.height

    @property
    def shape(self) -> tuple[int, int]:
        """(height, width), as NumPy has it."""
        return self.height, self.width

    def cut(self, image: Image) -> Image:
        """The picture's pixels under this tile, a view; the tile must lie inside the picture."""
        return image[self.y : self.y + self.height, self.x : self.x + self.width]

    def local(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Points (n, 2 or more) in frame pixels as (n, 2) float32 in the tile's own pixels."""
        return np.asarray(points[:, :2] - np.array(self.origin), np.float32)


def tile_around(points: NDArray[np.floating], margin: float, frame: tuple[int, ...]) -> Tile | None:
    """The tile that holds all points and `margin` pixels around them, cut at the frame's edges.

    Args:
        points: (n, 2 or more) in frame pixels; may lie outside the frame.
        frame: the picture's shape, (H, W, ...).
    Returns:
        At least `LEAST` pixels wide and high where the frame is; None when nothing of it is inside.
    """
    low = points[:, :2].min(axis=0) - margin
    high = points[:, :2].max(axis=0) + margin
    x0, y0 = max(math.floor(low[0]), 0), max(math.floor(low[1]), 0)
    x1, y1 = min(math.ceil(high[0]) + 1, frame[1]), min(math.ceil(high[1]) + 1, frame[0])
    if x0 >= x1 or y0 >= y1:
        return None
    width, height = (min(max(x1 - x0, LEAST), frame[1]), min(max(y1 - y0, LEAST), frame[0]))
    return Tile(min(x0, frame[1] - width), min(y0, frame[0] - height), width, height)
