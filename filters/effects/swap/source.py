"""A face that is there to be worn: its pixels, and where its landmarks are in them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.regions import LIPS_INNER
from filters.sprites import Sprite, premultiplied, sprite
from filters.types import Image, Matte, Points

_CROWN, _CHIN = 10, 152
_MARGIN = 0.04
"""Of the face's size, kept around its landmarks."""


@dataclass(frozen=True, slots=True)
class Source:
    """A face that is there to be worn.

    Attributes:
        texture: its pixels, transparent where they are not the face's own.
        uv: (468, 2) float32, its landmarks in the texture, 0 to 1.
        facing: (468,) float32, as `facing` has it.
        gape: how wide its mouth is open.
    """

    texture: Sprite
    uv: NDArray[np.float32]
    facing: NDArray[np.float32]
    gape: float


def source(
    image: Image, points: Points, worn: Matte | None, size: float, still: bool = True
) -> Source | None:
    """Cut a face out of a picture.

    Args:
        image: the picture the face is in.
        points: (478, 3) its landmarks in pixels of the picture; may lie outside of it.
        worn: the part that may be worn; None for all of it.
        size: the pixels across it that are worth keeping.
        still: it will be worn for long and at any size, so smaller copies of it are worth making.
    Returns:
        None when nothing of it is in the picture.
    """
    points = points[:468]
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    margin = _MARGIN * (high - low).max() + 2
    x0, y0 = np.floor(np.maximum(low - margin, 0)).astype(int)
    x1, y1 = np.ceil(np.minimum(high + margin, image.shape[1::-1])).astype(int)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    width, height = int(x1 - x0), int(y1 - y0)
    alpha = np.full((height, width), 255, np.uint8)
    if worn is not None:
        share = worn.tile((int(x0), int(y0)), (width, height))
        alpha = np.asarray(cv2.convertScaleAbs(share, alpha=255), np.uint8)
    rgba = np.asarray(cv2.merge((*cv2.split(image[y0:y1, x0:x1]), alpha)), np.uint8)
    texture = sprite(rgba) if still else Sprite((premultiplied(rgba),))
    while max(texture.size) >= 2 * size and len(texture.levels) > 1:
        texture = Sprite(texture.levels[1:])
    if not still and max(texture.size) > size:
        shrink = max(size, 2.0) / max(width, height)
        wanted = (max(2, round(width * shrink)), max(2, round(height * shrink)))
        small = cv2.resize(texture.levels[0], wanted, interpolation=cv2.INTER_AREA)
        texture = Sprite((np.asarray(small, np.uint8),))
    uv = (points[:, :2] + 0.5 - np.array([x0, y0])) / np.array([width, height])
    return Source(
        texture,
        np.asarray(uv, np.float32),
        facing(points),
        gape(points),
    )


def facing(points: Points) -> NDArray[np.float32]:
    """How far the skin at each landmark is turned to the side, away from the camera.

    Up and down do not count: what is below the nose is seen just as well in any other picture.

    Args:
        points: (468 or more, 3) landmarks in frame pixels.
    Returns:
        (468,) float32, the cosine: 1 towards the camera, below 0 away from it.
    """
    triangles = canonical_face().triangles
    a, b, c = (points[triangles[:, at]] for at in range(3))
    across = np.cross(b - a, c - a)  # longer for larger triangles, which so count for more
    normals = np.stack(
        [
            np.bincount(triangles.ravel(), np.repeat(across[:, axis], 3), minlength=468)
            for axis in range(3)
        ],
        axis=1,
    )
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-6)
    up = points[_CROWN] - points[_CHIN]
    up = up / max(float(np.linalg.norm(up)), 1e-6)
    level = normals - (normals @ up)[:, None] * up
    # z runs away from the camera, and so would the product of triangles wound the other way round
    return np.asarray(-level[:, 2] / np.maximum(np.linalg.norm(level, axis=1), 0.25), np.float32)


def gape(points: Points) -> float:
    """How wide the mouth is open: its height between the lips over its width."""
    height = float(np.linalg.norm(points[13] - points[14]))
    return height / max(float(np.linalg.norm(points[LIPS_INNER[0]] - points[308])), 1e-3)
