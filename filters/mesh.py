"""The canonical face: where each landmark lies on an average head and in a flat texture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ASSETS = Path(__file__).parent.parent / "assets"


@dataclass(frozen=True, slots=True)
class Mesh:
    """A textured triangle mesh.

    Attributes:
        vertices: (n, 3) float32.
        uv: (n, 2) float32 in [0, 1], (0, 0) is the texture's top-left corner.
        triangles: (t, 3) int32 indices of vertices.
    """

    vertices: NDArray[np.float32]
    uv: NDArray[np.float32]
    triangles: NDArray[np.int32]


@cache
def canonical_face() -> Mesh:
    """MediaPipe's canonical face (Apache-2.0): 468 vertices, 898 triangles; eyes, mouth closed.

    In cm; looking at the camera, x is to the picture's right, y up and z towards the camera.
    """
    with np.load(ASSETS / "canonical_face.npz") as data:
        return Mesh(
            vertices=np.asarray(data["vertices"], np.float32),
            uv=np.asarray(data["uv"], np.float32),
            triangles=np.asarray(data["triangles"], np.int32),
        )
