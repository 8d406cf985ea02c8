"""Places on the canonical texture that hold fast to the skin: pinned once, found in each frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.types import Points


@dataclass(frozen=True, slots=True)
class Pins:
    """Places within the triangles of the canonical face.

    Attributes:
        corners: (n, 3) int32, the landmarks of each one's triangle.
        weights: (n, 3) float32, its barycentric coordinates.
    """

    corners: NDArray[np.int32]
    weights: NDArray[np.float32]

    def at(self, points: Points) -> NDArray[np.float32]:
        """(n, 2) where they are, in frame pixels."""
        there = points[self.corners, :2]
        return np.asarray((there * self.weights[..., None]).sum(axis=1), np.float32)

    def bases(self, points: Points) -> NDArray[np.float32]:
        """(n, 2, 2): the columns are what one unit of u and of v is here, in frame pixels.

        The determinant is positive where the skin faces the camera.
        """
        uv = canonical_face().uv
        flat = uv[self.corners[:, 1:]] - uv[self.corners[:, :1]]  # rows are sides
        seen = points[self.corners[:, 1:], :2] - points[self.corners[:, :1], :2]
        return np.asarray(np.linalg.solve(flat, seen).transpose(0, 2, 1), np.float32)

    def stretch(self) -> NDArray[np.float32]:
        """(n,) cm to one unit of the texture here, on the canonical face."""
        mesh = canonical_face()
        corners, flat = mesh.vertices[self.corners], mesh.uv[self.corners]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        area = np.linalg.norm(normal, axis=1)
        flat_area = np.abs(np.linalg.det(flat[:, 1:] - flat[:, :1]))
        return np.asarray(np.sqrt(area / np.maximum(flat_area, 1e-9)), np.float32)


def pinned(uv: NDArray[np.floating]) -> Pins:
    """Pin places (n, 2), 0 to 1; one outside every triangle goes on from the nearest one."""
    mesh = canonical_face()
    inverse, origin = _systems()
    offset = np.asarray(uv, np.float64)[:, None] - origin[None]  # (n, t, 2)
    two = np.einsum("tij,ntj->nti", inverse, offset)
    weights = np.concatenate((1 - two.sum(axis=2, keepdims=True), two), axis=2)
    best = weights.min(axis=2).argmax(axis=1)
    return Pins(
        np.asarray(mesh.triangles[best], np.int32),
        np.asarray(weights[np.arange(len(best)), best], np.float32),
    )


@cache
def _systems() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each triangle: (t, 2, 2) from uv to the weights of its last two corners, (t, 2) first."""
    mesh = canonical_face()
    corners = mesh.uv[mesh.triangles].astype(np.float64)
    sides = (corners[:, 1:] - corners[:, :1]).transpose(0, 2, 1)  # columns are sides
    return np.asarray(np.linalg.inv(sides), np.float64), corners[:, 0]
