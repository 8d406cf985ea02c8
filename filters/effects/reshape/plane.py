"""The face's own flat coordinates: centimetres that turn, tip and shrink with the head."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.head import head_of
from filters.types import Face, Points

Place = tuple[float, float]
"""(x, y) on the face in cm: x to the picture's right of an upright face, y up to the forehead."""

_PROFILE, _TURNED = 0.25, 0.60
"""Cosines between the face and the camera where reshaping has faded out, and where it begins to:
75 and 53 degrees. In profile one pixel stands for a whole cheek, and there is nothing to bend."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane of the face as seen, x and y of the rigid head (see `filters.head`).

    Attributes:
        points: the face's (478, 3) landmarks in frame pixels.
        origin: (x, y) of the bridge of the nose in frame pixels.
        axes: (2, 2) float64; its columns are one cm of x and of y in frame pixels.
        presence: 1 while the face looks this way, falling to 0 in profile.
    """

    points: Points
    origin: NDArray[np.float64]
    axes: NDArray[np.float64]
    presence: float

    def at(self, *landmarks: int) -> Place:
        """The mean of some landmarks; of several, their noise hardly shows."""
        mean = self.points[list(landmarks), :2].mean(axis=0) - self.origin
        x, y = np.linalg.solve(self.axes, mean)
        return float(x), float(y)

    def pixels(self, place: Place) -> NDArray[np.float64]:
        """(2,) where a place is in frame pixels."""
        return np.asarray(self.origin + self.axes @ np.array(place), np.float64)


def plane_of(face: Face) -> Plane | None:
    """The plane of a face; None when it is seen in profile or from behind."""
    head = head_of(face)
    cosine = head.facing((0, 0, 1), (0, 0, 0))
    share = min(max((cosine - _PROFILE) / (_TURNED - _PROFILE), 0.0), 1.0)
    axes = np.asarray(head.axes[:2, :2], np.float64)
    if share == 0 or abs(np.linalg.det(axes)) < 1e-6:
        return None
    origin = np.asarray(head.origin, np.float64)
    return Plane(face.points, origin, axes, share * share * (3 - 2 * share))
