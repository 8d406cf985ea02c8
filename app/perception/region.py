"""Which part of the frame the face detector looks at.

MediaPipe's detector sees its picture at 128 pixels, so a face that is small in the frame is lost
to it, above all with a hand before the mouth. Small faces are therefore looked at from nearby,
and when nothing is found in the whole frame, closer looks are taken at parts of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filters.types import Image, Points

SMALL = 0.22
"""Faces shorter than this share of the frame's shorter side are looked at from nearby."""
LARGE = 0.3
"""Above this share the whole frame is looked at again."""
_AROUND = 3.5  # sizes of the largest face across a near region
_SEARCH = 0.6  # a search region's side, of the frame's shorter side

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the frame, in whole pixels, inside it."""

    left: int
    top: int
    width: int
    height: int

    def cut(self, image: Image) -> Image:
        """The part of the frame that it is, a view."""
        rows = slice(self.top, self.top + self.height)
        return image[rows, self.left : self.left + self.width]


def whole(image: Image) -> Region:
    """The region that is all of the frame."""
    height, width = image.shape[:2]
    return Region(0, 0, width, height)


def search_regions(image: Image) -> tuple[Region, ...]:
    """Overlapping squares that cover the frame, the likeliest place of a head first."""
    height, width = image.shape[:2]
    side = max(1, round(_SEARCH * min(width, height)))
    squares = [
        Region(left, top, side, side)
        for left in _starts(width, side)
        for top in _starts(height, side)
    ]

    def unlikely(square: Region) -> float:
        x, y = square.left + side / 2, square.top + side / 2
        return math.hypot(x - width / 2, y - 0.35 * height)

    return tuple(sorted(squares, key=unlikely))


def next_region(image: Image, looked: Region, faces: Sequence[Points]) -> Region:
    """Where to look in the next frame, given the faces found now.

    Args:
        looked: where they were found; it is kept as long as it serves, since the detector
            follows faces from frame to frame within it.
        faces: (478, 3) each, in frame pixels.
    """
    everything = whole(image)
    if not faces:
        return everything
    height, width = image.shape[:2]
    boxes = np.array([_box(points) for points in faces])
    largest = float(max((boxes[:, 2] - boxes[:, 0]).max(), (boxes[:, 3] - boxes[:, 1]).max()))
    limit = SMALL if looked == everything else LARGE
    if largest > limit * min(width, height):
        return everything
    x0, y0 = boxes[:, :2].min(0)
    x1, y1 = boxes[:, 2:].max(0)
    side = max(_AROUND * largest, 1.6 * (x1 - x0), 1.6 * (y1 - y0))
    if side >= min(width, height):
        return everything
    if looked != everything and _serves(looked, (x0, y0, x1, y1), largest, side):
        return looked
    left = min(max((x0 + x1 - side) / 2, 0), width - side)
    top = min(max((y0 + y1 - side) / 2, 0), height - side)
    return Region(int(left), int(top), int(side), int(side))


def _serves(region: Region, box: Box, face: float, side: float) -> bool:
    """Whether the faces are well inside and neither lost in it nor cramped by it."""
    room = 0.5 * face
    return (
        0.6 < region.width / side < 1.6
        and box[0] - room >= region.left
        and box[1] - room >= region.top
        and box[2] + room <= region.left + region.width
        and box[3] + room <= region.top + region.height
    )


def _starts(length: int, side: int) -> list[int]:
    """First pixels of squares that cover `length`, each half over the one before."""
    count = max(1, math.ceil((length - side) / (side / 2)) + 1) if length > side else 1
    return [round(i * (length - side) / max(count - 1, 1)) for i in range(count)]


def _box(points: Points) -> Box:
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)
