"""Where the head is: the rigid pose behind the landmarks, to hang things on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.recent import once_a_frame
from filters.types import Face

BRIDGE = 168
"""The landmark between the eyes, where glasses sit; the origin of head coordinates."""
_RIGID = (
    *(10, 151, 9, 8, 168, 6, 197, 195, 5, 4),
    *(33, 133, 263, 362, 127, 356, 234, 454, 162, 389, 21, 251, 54, 284, 67, 297, 109, 338),
    *(226, 446, 35, 265, 143, 372, 34, 264, 93, 323),
)
"""Landmarks that hardly move with the expression: forehead, bridge, eye corners, temples."""
_USUAL_DISTANCE = 50.0
"""Camera distance in cm when the pose does not tell."""


@dataclass(frozen=True, slots=True)
class Head:
    """A weak-perspective pose of the head with the true distance kept for the perspective.

    Head coordinates are cm, the origin on the bridge of the nose, x to the person's left (the
    picture's right), y up, z out of the face.

    Attributes:
        axes: (3, 3) float32; its columns are one cm of x, y and z in frame pixels (x right, y down,
            z away from the camera).
        origin: (x, y) of the bridge in frame pixels.
        distance: from the camera to the bridge in cm.
    """

    axes: NDArray[np.float32]
    origin: NDArray[np.float32]
    distance: float

    @property
    def scale(self) -> float:
        """Frame pixels per cm at the bridge."""
        return float(np.linalg.norm(self.axes[:, 0]))

    def project(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Head coordinates (n, 3) in cm to frame pixels (n, 2), nearer things larger."""
        moved = np.asarray(points, np.float32) @ self.axes.T
        depth = self.distance + moved[:, 2] / self.scale
        nearer = self.distance / np.maximum(depth, 0.1 * self.distance)
        return np.asarray(moved[:, :2] * nearer[:, None] + self.origin, np.float32)

    def facing(
        self, direction: tuple[float, float, float], at: tuple[float, float, float]
    ) -> float:
        """The cosine between a surface's normal, at a place on the head, and the camera."""
        normal = self.axes @ np.array(direction, np.float32)
        place = self.axes @ np.array(at, np.float32) + np.array([0, 0, self.distance * self.scale])
        length = np.linalg.norm(normal) * np.linalg.norm(place)
        return float(-(normal @ place) / max(float(length), 1e-6))


@once_a_frame
def head_of(face: Face) -> Head:
    """Fit the canonical face to the rigid landmarks (orthogonal Procrustes, Schoenemann 1966)."""
    chosen = list(_RIGID)
    vertices = canonical_face().vertices
    model = vertices[chosen] * np.array([1, -1, -1], np.float32)  # y down, z away: as landmarks
    seen = face.points[chosen]
    a, b = model - model.mean(axis=0), seen - seen.mean(axis=0)
    u, _, vt = np.linalg.svd(b.T @ a)
    flip = np.diag([1.0, 1.0, float(np.sign(np.linalg.det(u @ vt)) or 1.0)])
    rotation = u @ flip @ vt
    scale = float(np.sum(b * (a @ rotation.T)) / max(float(np.sum(a * a)), 1e-6))
    axes = max(scale, 1e-3) * rotation * np.array([1, -1, -1])
    bridge = (vertices[BRIDGE] - vertices[chosen].mean(axis=0)) @ axes.T + seen.mean(axis=0)
    # the fit is right for the head as a whole, the landmark for where this nose really is
    origin = 0.5 * bridge[:2] + 0.5 * face.points[BRIDGE, :2]
    distance = -float(face.pose[2, 3])
    return Head(
        axes=np.asarray(axes, np.float32),
        origin=np.asarray(origin, np.float32),
        distance=distance if distance > 5.0 else _USUAL_DISTANCE,
    )
