"""The face-locked crop: a square that follows the face, and its inverse.

It holds still while the face stays inside a margin, so that the network's memory of the last
frame still fits, and is dragged along when the face leaves the margin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from model.contract import SIZE

FILL = 0.6
"""Share of the crop's side that the face's longer side takes; training draws 0.42 to 0.8."""
DRIFT = 0.04
"""The face's middle may stray this share of the side before the crop moves."""
GROWTH = 1.12
"""The face may grow or shrink by this factor before the crop's side changes."""

Pixel = TypeVar("Pixel", np.uint8, np.float32)
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 of a face's landmarks in frame pixels."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A square of the frame on whole pixels; it may reach out of the frame.

    Attributes:
        left, top: of its corner in frame pixels.
        side: in frame pixels, at least 2.
    """

    left: int
    top: int
    side: int

    def __post_init__(self) -> None:
        if self.side < 2:
            raise ValueError(f"crop side is {self.side} px, need at least 2")

    def square(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Cut the crop out in the frame's own pixels; outside the frame its edge pixels repeat.

        Args:
            image: (H, W, 3) uint8.
        Returns:
            (side, side, 3) uint8, where the crop lies in the frame a view of it; black where the
            crop lies wholly outside.
        """
        height, width = image.shape[:2]
        x0, x1 = np.clip((self.left, self.left + self.side), 0, width)
        y0, y1 = np.clip((self.top, self.top + self.side), 0, height)
        if x0 >= x1 or y0 >= y1:
            return np.zeros((self.side, self.side, 3), np.uint8)
        part = image[y0:y1, x0:x1]
        if part.shape[:2] != (self.side, self.side):
            before = y0 - self.top, x0 - self.left
            after = self.top + self.side - y1, self.left + self.side - x1
            part = cv2.copyMakeBorder(
                part, before[0], after[0], before[1], after[1], cv2.BORDER_REPLICATE
            )
        return np.asarray(part, np.uint8)

    def extract(self, image: NDArray[np.uint8], size: int = SIZE) -> NDArray[np.uint8]:
        """Cut the crop out and scale it to (size, size, 3); see `square`."""
        return scaled(self.square(image), size)

    def paste(
        self, alpha: NDArray[np.float32], frame_size: tuple[int, int]
    ) -> tuple[NDArray[np.float32], tuple[int, int]]:
        """Bring the network's matte back to frame pixels: the inverse of `extract`.

        Args:
            alpha: (S, S) float32; not scaled where S is the crop's side.
            frame_size: (width, height) of the frame; what lies outside is cut off.
        Returns:
            The tile (h, w) float32 and the (x, y) of its top-left corner; (0, 0) in size when
            the crop lies wholly outside.
        """
        width, height = frame_size
        tile = scaled(alpha, self.side)
        x0, x1 = np.clip((self.left, self.left + self.side), 0, width)
        y0, y1 = np.clip((self.top, self.top + self.side), 0, height)
        part = tile[y0 - self.top : y1 - self.top, x0 - self.left : x1 - self.left]
        return np.asarray(part, np.float32), (int(x0), int(y0))

    def overlap(self, other: Crop) -> float:
        """Intersection over union with another crop, 0 to 1."""
        w = min(self.left + self.side, other.left + other.side) - max(self.left, other.left)
        h = min(self.top + self.side, other.top + other.side) - max(self.top, other.top)
        shared = max(w, 0) * max(h, 0)
        return shared / (self.side**2 + other.side**2 - shared)


def scaled(picture: NDArray[Pixel], side: int) -> NDArray[Pixel]:
    """A square picture at another size: pixels averaged on the way down, between on the way up."""
    if picture.shape[0] == side:
        return picture
    way = cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (side, side), interpolation=way), picture.dtype)


def around(box: Box) -> Crop:
    """The crop with the face in its middle, `FILL` of its side long."""
    x0, y0, x1, y1 = box
    return _square((x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) / FILL)


def follow(crop: Crop | None, box: Box) -> Crop:
    """The next crop for a face that `crop` held in the frame before.

    Returns:
        `crop` itself while the face stays inside the margin; else the crop dragged by as little
        as brings the face back to the margin's edge. A fresh crop where there was none.
    """
    wanted = around(box)
    if crop is None:
        return wanted
    side = float(np.clip(crop.side, wanted.side / GROWTH, wanted.side * GROWTH))
    slack = DRIFT * side
    x = float(np.clip(_middle(crop)[0], _middle(wanted)[0] - slack, _middle(wanted)[0] + slack))
    y = float(np.clip(_middle(crop)[1], _middle(wanted)[1] - slack, _middle(wanted)[1] + slack))
    if (x, y) == _middle(crop) and side == crop.side:
        return crop
    return _square(x, y, side)


def _middle(crop: Crop) -> tuple[float, float]:
    return crop.left + crop.side / 2, crop.top + crop.side / 2


def _square(x: float, y: float, side: float) -> Crop:
    whole = max(round(side), 2)
    return Crop(round(x - whole / 2), round(y - whole / 2), whole)
