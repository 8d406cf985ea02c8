"""Pictures to measure with: the demo's person, as often as faces are wanted."""

from __future__ import annotations

import cv2
import numpy as np

from app.frames import Frame
from app.sources.demo import Demo
from filters.types import Image

SIZES = {"480p": (640, 480), "720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}
"""(width, height) by name."""
RATE = 30.0
_DRAWN = 24
"""Pictures drawn; they are shown to and fro, so that the motion has no cut."""
_FIRST = 90
"""The demo's picture to begin with: the hand comes in soon after."""
_GRID = {1: (1, 1), 2: (2, 1), 4: (2, 2)}
"""(columns, rows) of persons."""


class MovingPictures:
    """A clip in memory without end.

    Args:
        size: (width, height).
        faces: 1, 2 or 4.
    """

    def __init__(self, size: tuple[int, int], faces: int) -> None:
        if faces not in _GRID:
            raise ValueError(f"{faces} faces: need one of {', '.join(map(str, _GRID))}")
        columns, rows = _GRID[faces]
        small = min(size[0], 1280) // columns, min(size[1], 720) // rows
        demos = [Demo(small) for _ in range(faces)]
        self._size = size
        self._pictures = [
            np.vstack(
                [
                    np.hstack(
                        [
                            demos[row * columns + column].picture(_FIRST + at + 37 * (row + column))
                            for column in range(columns)
                        ]
                    )
                    for row in range(rows)
                ]
            )
            for at in range(_DRAWN)
        ]

    def frame(self, index: int) -> Frame:
        """The frame at `index`, captured at index / `RATE` seconds; drawn anew on each call."""
        there_and_back = index % (2 * _DRAWN - 2)
        at = min(there_and_back, 2 * _DRAWN - 2 - there_and_back)
        return Frame(index, index / RATE, self._scaled(self._pictures[at]))

    def _scaled(self, picture: Image) -> Image:
        if picture.shape[1::-1] == self._size:
            return picture
        return np.asarray(cv2.resize(picture, self._size, interpolation=cv2.INTER_CUBIC), np.uint8)
