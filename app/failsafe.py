"""What leaves the machine when a privacy filter can't be sure where the faces are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from filters.types import Face, Image

LEFT_SECONDS = 1.0
"""How long a face that vanished at the picture's edge is still taken to be there."""
HIDDEN_SECONDS = 10.0
"""How long a face that vanished inside the picture is: turned away or covered, it may come back."""
EDGE = 0.04
"""A face that reaches this close to the picture's edge, in shares of its sides, may have left."""

_BLOCKS = 12  # along the shorter side: too few to know a face that fills the picture


def obscured(image: Image) -> Image:
    """The whole picture as coarse blocks of its mean colours."""
    h, w = image.shape[:2]
    block = max(2, min(h, w) // _BLOCKS)
    cells = max(1, w // block), max(1, h // block)
    small = cv2.resize(image, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_NEAREST), np.uint8)


@dataclass(frozen=True, slots=True)
class _Seen:
    """When a face was last found, and whether it was on its way out."""

    time: float
    at_edge: bool

    def expired(self, now: float) -> bool:
        """Whether it is no longer taken to be in the picture; also when time ran back."""
        limit = LEFT_SECONDS if self.at_edge else HIDDEN_SECONDS
        return not 0 <= now - self.time <= limit


class FaceWatch:
    """Remembers the faces there were, to notice one that was lost and is not covered.

    A landmark model drops a face now and then while it is still in the picture; without
    this the bare face would show for those frames.
    """

    def __init__(self) -> None:
        self._seen: dict[int, _Seen] = {}

    def is_missing(self, faces: Sequence[Face], size: tuple[int, int], time: float) -> bool:
        """Whether there is no face, or fewer than are taken to be in the picture.

        Args:
            faces: those found now, not those only remembered.
            size: (width, height) of the picture.
            time: of the picture, in seconds.
        """
        self._seen = {id: seen for id, seen in self._seen.items() if not seen.expired(time)}
        for face in faces:
            if face.id not in self._seen:
                self._forget_one_lost(faces)  # likely it is that one, found again
            self._seen[face.id] = _Seen(time, _at_edge(face, size))
        return not faces or len(self._seen) > len(faces)

    def forget(self) -> None:
        """Starts over, as for another source."""
        self._seen.clear()

    def _forget_one_lost(self, faces: Sequence[Face]) -> None:
        now = {face.id for face in faces}
        lost = [id for id in self._seen if id not in now]
        if lost:
            del self._seen[min(lost, key=lambda id: self._seen[id].time)]


def _at_edge(face: Face, size: tuple[int, int]) -> bool:
    shares = face.points[:, :2] / np.asarray(size, np.float32)
    return bool(shares.min() < EDGE or shares.max() > 1 - EDGE)
