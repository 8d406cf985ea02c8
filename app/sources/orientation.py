"""How a source's pictures are put upright: turned, cut to portrait, mirrored."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.types import Image

TURNS = (0, 90, 180, 270)
"""Degrees clockwise."""
_WAYS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_PORTRAIT = (9, 16)


@dataclass(frozen=True, slots=True)
class Orientation:
    """What is done to every picture, in this order.

    Attributes:
        turn: degrees clockwise, one of `TURNS`.
        portrait: keep only the middle, 9 wide and 16 high.
        mirror: swap left and right.
    """

    turn: int = 0
    portrait: bool = False
    mirror: bool = False

    def __post_init__(self) -> None:
        if self.turn not in TURNS:
            raise ValueError(f"turn is {self.turn}, need one of {TURNS}")

    def applied(self, image: Image) -> Image:
        """The picture put upright; `image` itself where nothing is to be done."""
        if self.turn:
            image = np.asarray(cv2.rotate(image, _WAYS[self.turn]), np.uint8)
        if self.portrait:
            image = _cut_to_portrait(image)
        if self.mirror:
            image = np.asarray(cv2.flip(image, 1), np.uint8)
        return np.ascontiguousarray(image)


def _cut_to_portrait(image: Image) -> Image:
    """The middle of the picture, as large as it fits, its sides even, which video needs."""
    height, width = image.shape[:2]
    wide, high = _PORTRAIT
    if width * high > height * wide:
        width = max(1, _even(height * wide / high))
    else:
        height = max(1, _even(width * high / wide))
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[top : top + height, left : left + width]


def _even(side: float) -> int:
    return 2 * round(side / 2)
