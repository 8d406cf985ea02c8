"""What leaves the machine when a privacy filter can't be sure where the faces are."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np

from filters.types import Image

GRACE_SECONDS = 1.0
"""How long a face that vanished is still taken to be in the picture."""

_BLOCKS = 12  # along the shorter side: too few to know a face that fills the picture


def obscured(image: Image) -> Image:
    """The whole picture as coarse blocks of its mean colours."""
    h, w = image.shape[:2]
    block = max(2, min(h, w) // _BLOCKS)
    cells = max(1, w // block), max(1, h // block)
    small = cv2.resize(image, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_NEAREST), np.uint8)


class FaceCount:
    """Remembers how many faces there were, to notice one that was lost and not covered.

    A landmark model drops a face now and then while it is still in the picture; without
    this the bare face would show for those frames.
    """

    def __init__(self) -> None:
        self._counts: deque[tuple[float, int]] = deque()

    def is_missing(self, count: int, time: float) -> bool:
        """Whether `count` faces at `time` are none, or fewer than within the last second."""
        if self._counts and time < self._counts[-1][0]:
            self._counts.clear()
        while self._counts and self._counts[0][0] < time - GRACE_SECONDS:
            self._counts.popleft()
        most = max((known for _, known in self._counts), default=0)
        self._counts.append((time, count))
        return count == 0 or count < most

    def forget(self) -> None:
        """Starts over, as for another source."""
        self._counts.clear()
