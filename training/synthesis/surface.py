"""The head as a surface over its picture: how far back each pixel lies, from the landmarks.

Inside the face the landmarks say; around it the head is taken to bend back like a ball, down to a
flat background. Rough, but a turned or relit face is to be plausible, not right.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator

Plane = NDArray[np.float32]
_GRID = 96
"""The surface is smooth: it is found on a grid of this many points a side."""
_RINGS = ((1.18, 0.28), (1.42, 0.62), (1.75, 0.8))
"""(distance from the face's middle, depth behind its edge) of the head around the face, in face
halves across."""


def depth_of(points: NDArray[np.float32], shape: tuple[int, int]) -> Plane:
    """Depth of each pixel, in pixels; larger is further away, 0 about the face's nearest.

    Args:
        points: (n, 3) landmarks in pixels, z growing away from the camera.
        shape: (height, width) of the picture.
    """
    height, width = shape
    xy, z = points[:, :2], points[:, 2]
    outline = cv2.convexHull(xy.astype(np.float32))[:, 0]
    middle = outline.mean(0)
    half = (outline[:, 0].max() - outline[:, 0].min()) / 2
    nearest = np.argmin(np.linalg.norm(outline[:, None] - xy[None], axis=2), 1)
    edge = z[nearest]
    places, depths = [xy], [z]
    for distance, back in _RINGS:
        places.append(middle + (outline - middle) * distance)
        depths.append(edge + back * half)
    far = float(edge.max() + half)
    border = np.linspace(0, 1, 9)
    frame = [(u * width, v * height) for u in border for v in border if {u, v} & {0.0, 1.0}]
    places.append(np.array(frame))
    depths.append(np.full(len(frame), far))
    surface = LinearNDInterpolator(np.concatenate(places), np.concatenate(depths), fill_value=far)
    y, x = np.meshgrid(np.linspace(0, height, _GRID), np.linspace(0, width, _GRID), indexing="ij")
    coarse = surface(x, y).astype(np.float32)
    smooth = cv2.GaussianBlur(coarse, (0, 0), 1.4)
    dense = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(dense - z.min(), np.float32)


def normals_of(depth: Plane) -> Plane:
    """(H, W, 3) unit normals towards the camera: x right, y down, z towards the viewer."""
    smooth = cv2.GaussianBlur(depth, (0, 0), 2)
    down, across = np.gradient(smooth)
    normal = np.dstack((across, down, np.ones_like(depth)))
    return np.asarray(normal / np.linalg.norm(normal, axis=2, keepdims=True), np.float32)
