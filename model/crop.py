"""The face-locked crop: a square that follows the face, and its inverse.

It holds still while the face rests inside a margin, so that the network's memory of the last
frame still fits, and keeps a face that moves in its middle, where the memory fits the face.
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
MOVES = 0.02
"""A face that goes further than this share of its size from frame to frame moves: less is the
shake of landmarks. `training.crops` measures what following it is worth."""
LEAP = 0.25
"""Share of its size that a face is expected to go at most from frame to frame."""

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
    """A square picture at another size: pixels averaged on the way down, between on the way up.

    A picture more than twice as large is halved first, which costs a tenth of an odd reduction.
    """
    while picture.shape[0] >= 2 * side and picture.shape[0] % 2 == 0:
        half = picture.shape[0] // 2
        small = cv2.resize(picture, (half, half), interpolation=cv2.INTER_AREA)
        picture = np.asarray(small, picture.dtype)
    if picture.shape[0] == side:
        return picture
    way = cv2.INTER_AREA if picture.shape[0] > side else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, (side, side), interpolation=way), picture.dtype)


def around(box: Box) -> Crop:
    """The crop with the face in its middle, `FILL` of its side long."""
    x0, y0, x1, y1 = box
    return _square((x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) / FILL)


def follow(crop: Crop | None, box: Box, before: Box | None = None) -> Crop:
    """The next crop for a face that `crop` held in the frame before.

    Args:
        before: the face's box there; None takes it for a face at rest.
    Returns:
        `crop` itself while the face rests inside the margin; the crop dragged by as little as
        brings it back to the margin's edge when it has left it; with the face in its middle while
        that moves (`MOVES`). A fresh crop where there was none.
    """
    wanted = around(box)
    if crop is None:
        return wanted
    side = float(np.clip(crop.side, wanted.side / GROWTH, wanted.side * GROWTH))
    if before is not None and _moves(step_between(before, box), box):
        return _square(*_middle(wanted), side)
    slack = DRIFT * side
    x = float(np.clip(_middle(crop)[0], _middle(wanted)[0] - slack, _middle(wanted)[0] + slack))
    y = float(np.clip(_middle(crop)[1], _middle(wanted)[1] - slack, _middle(wanted)[1] + slack))
    if (x, y) == _middle(crop) and side == crop.side:
        return crop
    return _square(x, y, side)


def foreseen(box: Box, step: tuple[float, float]) -> Box:
    """Where a face will be in the next frame if it goes on as it goes.

    Args:
        box: where it is.
        step: (x, y) in pixels that it goes from frame to frame.
    Returns:
        `box` itself for a face at rest; and no further than `LEAP` of its size.
    """
    x0, y0, x1, y1 = box
    if not _moves(step, box):
        return box
    leap = LEAP * max(x1 - x0, y1 - y0)
    x, y = np.clip(step, -leap, leap).tolist()
    return x0 + x, y0 + y, x1 + x, y1 + y


def step_between(before: Box, now: Box) -> tuple[float, float]:
    """How far a box's middle went, (x, y) in pixels."""
    return (now[0] + now[2] - before[0] - before[2]) / 2, (
        now[1] + now[3] - before[1] - before[3]
    ) / 2


def _moves(step: tuple[float, float], box: Box) -> bool:
    return max(map(abs, step)) > MOVES * max(box[2] - box[0], box[3] - box[1])


def _middle(crop: Crop) -> tuple[float, float]:
    return crop.left + crop.side / 2, crop.top + crop.side / 2


def _square(x: float, y: float, side: float) -> Crop:
    whole = max(round(side), 2)
    if whole > 2 * SIZE:
        whole -= whole % 4  # can be halved, see `scaled`
    return Crop(round(x - whole / 2), round(y - whole / 2), whole)
