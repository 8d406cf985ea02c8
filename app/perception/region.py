"""Which parts of the frame the face detector looks at.

MediaPipe's detector sees its picture at 128 pixels, so a face that is small in the frame is lost
to it, above all with a hand before the mouth. Small faces are therefore looked at from nearby,
each in a region of its own, and where nothing is found, parts of the frame are searched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from filters.types import Image, Points

SMALL = 0.22
"""Faces shorter than this share of the frame's shorter side are looked at from nearby."""
LARGE = 0.3
"""Above this share the whole frame is looked at again."""
_AROUND = 3.5  # sizes of the face across its region
_AGAIN = 2.2  # sizes of a lost face across the region in which it is looked for again
_SEARCH = 0.6  # a search region's side, of the frame's shorter side
_MOST = 24  # search regions of one frame, which bounds the time a panorama takes
_LEAST = 32  # pixels across a picture in which a face can be found


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

    def holds(self, points: Points, room: float = 0.0) -> bool:
        """Whether a face lies inside, with `room` of its size to spare on every side."""
        x0, y0, x1, y1 = _box(points)
        spare = room * max(x1 - x0, y1 - y0)
        return (
            x0 - spare >= self.left
            and y0 - spare >= self.top
            and x1 + spare <= self.left + self.width
            and y1 + spare <= self.top + self.height
        )


def whole(image: Image) -> Region:
    """The region that is all of the frame."""
    height, width = image.shape[:2]
    return Region(0, 0, width, height)


def search_regions(image: Image) -> tuple[Region, ...]:
    """Overlapping squares that cover the frame, the likeliest place of a head first.

    None for a picture too small for a face; a long panorama is covered in its middle only.
    """
    height, width = image.shape[:2]
    if min(height, width) < _LEAST:
        return ()
    side = max(1, round(_SEARCH * min(width, height)))
    squares = [
        Region(left, top, side, side)
        for left in _starts(width, side)
        for top in _starts(height, side)
    ]

    def unlikely(square: Region) -> float:
        x, y = square.left + side / 2, square.top + side / 2
        return math.hypot(x - width / 2, y - 0.35 * height)

    return tuple(sorted(squares, key=unlikely)[:_MOST])


def near_region(image: Image, points: Points, before: tuple[Region, ...] = ()) -> Region | None:
    """Where to look for a face from nearby in the next frame.

    Args:
        points: the face now.
        before: the regions looked at until now; one that still serves this face is kept.
    Returns:
        None for a face that is large enough to be found in the whole frame.
    """
    height, width = image.shape[:2]
    x0, y0, x1, y1 = _box(points)
    size = max(x1 - x0, y1 - y0)
    held = next((region for region in before if region.holds(points)), None)
    if size > (LARGE if held else SMALL) * min(width, height):
        return None
    square = _square(image, points, _AROUND)
    if held and held.holds(points, room=0.5) and 0.6 < held.width / square.width < 1.6:
        return held
    return square


def around(image: Image, points: Points) -> Region:
    """Where to look again for a face that was lost: nearby, at the place where it was."""
    return _square(image, points, _AGAIN)


def _square(image: Image, points: Points, sizes: float) -> Region:
    """A square about a face, `sizes` of its size across, moved into the frame."""
    height, width = image.shape[:2]
    x0, y0, x1, y1 = _box(points)
    side = max(1, min(round(sizes * max(x1 - x0, y1 - y0)), width, height))
    left = min(max(round((x0 + x1 - side) / 2), 0), width - side)
    top = min(max(round((y0 + y1 - side) / 2), 0), height - side)
    return Region(left, top, side, side)


def _starts(length: int, side: int) -> list[int]:
    """First pixels of squares that cover `length`, each half over the one before."""
    count = max(1, math.ceil((length - side) / (side / 2)) + 1) if length > side else 1
    return [round(i * (length - side) / max(count - 1, 1)) for i in range(count)]


def _box(points: Points) -> tuple[float, float, float, float]:
    x0, y0 = points[:, :2].min(0)
    x1, y1 = points[:, :2].max(0)
    return float(x0), float(y0), float(x1), float(y1)
