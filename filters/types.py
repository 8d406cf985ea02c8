"""What flows between the picture, the network and the filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""(H, W, 3) uint8, RGB."""
Alpha = NDArray[np.float32]
"""(h, w) float32 in [0, 1]."""
Points = NDArray[np.float32]
"""(n, 3) float32: x and y in frame pixels, z in the same unit, smaller is nearer."""

LANDMARKS = 478


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Face:
    """One face of one frame, as the landmarks see it.

    Attributes:
        id: stays the same while this face is followed.
        points: (478, 3) float32, MediaPipe's face mesh and irises in frame pixels.
        confidence: 0 to 1; 0 for a face that is only remembered, where it was last seen.
        pose: (4, 4) float32, MediaPipe's canonical-face-to-camera matrix (cm).
        blendshapes: MediaPipe's 52 expression scores, 0 to 1, by name; may be empty.
    """

    id: int
    points: Points
    confidence: float = 1.0
    pose: NDArray[np.float32] = field(default_factory=lambda: np.eye(4, dtype=np.float32))
    blendshapes: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.points.shape != (LANDMARKS, 3):
            raise ValueError(f"face points are {self.points.shape}, need {(LANDMARKS, 3)}")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Matte:
    """The visible face: a tile of alpha; everything outside the tile is 0.

    Attributes:
        alpha: (h, w) float32 in [0, 1], 1 on visible face.
        origin: (x, y) of the tile's top-left corner in frame pixels; may be negative.
    """

    alpha: Alpha
    origin: tuple[int, int] = (0, 0)

    def tile(self, origin: tuple[int, int], size: tuple[int, int]) -> Alpha:
        """The matte over another tile.

        Args:
            origin: (x, y) of the wanted tile in frame pixels.
            size: (width, height) of the wanted tile.
        Returns:
            (height, width) float32, 0 where this matte does not reach.
        """
        width, height = size
        out = np.zeros((height, width), np.float32)
        dx, dy = self.origin[0] - origin[0], self.origin[1] - origin[1]
        h, w = self.alpha.shape
        x0, x1 = max(dx, 0), min(dx + w, width)
        y0, y1 = max(dy, 0), min(dy + h, height)
        if x0 < x1 and y0 < y1:
            out[y0:y1, x0:x1] = self.alpha[y0 - dy : y1 - dy, x0 - dx : x1 - dx]
        return out


@dataclass(frozen=True, slots=True)
class Layer:
    """A patch of pixels to lay over the frame.

    Attributes:
        rgba: (h, w, 4) uint8, straight alpha.
        origin: (x, y) of its top-left corner in frame pixels; may be negative.
    """

    rgba: NDArray[np.uint8]
    origin: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        if self.rgba.ndim != 3 or self.rgba.shape[2] != 4 or self.rgba.dtype != np.uint8:
            raise ValueError(f"layer is {self.rgba.dtype} {self.rgba.shape}, need uint8 (h, w, 4)")


@dataclass(frozen=True, slots=True)
class Person:
    """Where people are in the frame, coarsely; what they hold is mostly not counted.

    Attributes:
        alpha: (h, w) float32 in [0, 1], the whole frame at a size of its own.
        size: (width, height) of the frame in pixels.
    """

    alpha: Alpha
    size: tuple[int, int]

    def over(self, origin: tuple[int, int], size: tuple[int, int]) -> Alpha:
        """The same over a tile of the frame.

        Args:
            origin: (x, y) of the tile in frame pixels; beyond the frame its edge goes on.
            size: (width, height) of the tile.
        Returns:
            (height, width) float32.
        """
        height, width = self.alpha.shape
        x, y = width / self.size[0], height / self.size[1]
        move = np.array(
            [
                [x, 0, (origin[0] + 0.5) * x - 0.5],
                [0, y, (origin[1] + 0.5) * y - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        border = cv2.BORDER_REPLICATE
        return np.asarray(
            cv2.warpAffine(self.alpha, move, size, flags=flags, borderMode=border), np.float32
        )


FindPortrait = Callable[[Image], "Face | None"]
"""Finds the largest face of a still picture; slow, so what it finds is worth keeping."""


@dataclass(frozen=True, slots=True)
class FilterContext:
    """All a filter may see when it decorates a face.

    Attributes:
        image: the picture so far, (H, W, 3) uint8 RGB; never written to.
        face: the face to decorate.
        matte: the visible face, or None when it is not known.
        time: capture clock in seconds.
        captured: the picture before any filter; None where that is `image`.
        others: the other faces of the frame, with their mattes.
        person: where people are; only filters that say `needs_person` may count on it.
        find_portrait: for pictures of faces that a filter is given; None where there is none.
    """

    image: Image
    face: Face
    matte: Matte | None
    time: float
    captured: Image | None = None
    others: tuple[tuple[Face, Matte | None], ...] = ()
    person: Person | None = None
    find_portrait: FindPortrait | None = None


@dataclass(frozen=True, slots=True)
class FrameContext:
    """All a filter may see when it changes the whole picture.

    Attributes:
        image: the picture so far, (H, W, 3) uint8 RGB; never written to.
        faces: those in it, with their mattes.
        person: where people are; only filters that say `needs_person` may count on it.
        time: capture clock in seconds.
    """

    image: Image
    faces: tuple[tuple[Face, Matte | None], ...]
    person: Person | None
    time: float
