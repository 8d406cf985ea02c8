"""Find the hair that hangs into the face of a photo, which nobody should wear on the brow."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.regions import LEFT_BROW, LEFT_CHEEK, RIGHT_BROW, RIGHT_CHEEK
from filters.sprites import Sprite
from filters.tiles import Tile
from filters.types import Image, Matte, Points
from filters.warping import surface

_FLAT = 256
"""Pixels across the flattened face in which hair is told from skin."""
_HAIR = (2.6, 4.6)
"""Between these many typical deviations from the skin's colour it is hair."""
_LEAST = np.array([9, 3.5, 4.5], np.float32)
"""The smallest such deviations of L, a and b, of 255."""
_BRIGHTER = 0.5
"""How much less a pixel counts as hair for being brighter than the skin: foreheads shine."""


def without_fringe(image: Image, points: Points) -> Matte:
    """Where a face may be worn: all of it but the hair above its brows and beside its eyes.

    The photo is flattened onto the canonical face, where up is up. Above the brows, what is not of
    the colour of cheeks and nose is hair, and so is all above it; the same from the eyes and cheeks
    outwards. Below the corners of the mouth it is a beard, which is worn.

    Args:
        image: (H, W, 3) the photo.
        points: (478, 3) the landmarks of its face in pixels.
    Returns:
        1 where it may be worn, all over the photo.
    """
    mesh, tile = canonical_face(), Tile(0, 0, _FLAT, _FLAT)
    size = np.array(image.shape[1::-1], np.float32)
    flat_points = np.zeros((468, 3), np.float32)
    flat_points[:, :2] = mesh.uv * _FLAT - 0.5
    share = np.asarray((points[:468, :2] + 0.5) / size, np.float32)
    flat = surface(flat_points, share, mesh.triangles, tile)
    seen = surface(points[:468], mesh.uv, mesh.triangles, Tile(0, 0, *image.shape[1::-1]))
    if flat is None or seen is None:
        return Matte(np.ones(image.shape[:2], np.float32))
    rgba = cv2.merge((*cv2.split(image), np.full(image.shape[:2], 255, np.uint8)))
    texture = cv2.cvtColor(flat.paint(_sprite(np.asarray(rgba))), cv2.COLOR_RGBA2RGB)
    skin = _skin(np.asarray(texture, np.uint8), mesh.uv)
    worn = seen.paint(_sprite(cv2.merge((skin,) * 4)))[..., 0]
    # beyond the mesh there is nothing to forbid
    worn = cv2.max(worn, cv2.bitwise_not(seen.coverage))
    return Matte(np.asarray(worn.astype(np.float32) * np.float32(1 / 255)))


def _skin(texture: Image, uv: NDArray[np.float32]) -> NDArray[np.uint8]:
    """255 where the flattened face may be worn, 0 on hair above the brows and beside the eyes."""
    smooth = cv2.GaussianBlur(texture, (0, 0), 1.5)
    lab = np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2LAB), np.float32)
    places = uv[[*RIGHT_CHEEK, *LEFT_CHEEK, 4, 5, 195, 6, 8, 9, 107, 336]] * _FLAT
    samples = np.concatenate(
        [lab[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].reshape(-1, 3) for x, y in places]
    )
    typical = np.median(samples, axis=0)
    deviation = np.maximum(1.48 * np.median(np.abs(samples - typical), axis=0), _LEAST)
    off = (lab - typical) / deviation
    off[..., 0] *= np.where(off[..., 0] > 0, _BRIGHTER, 1.0)
    t = np.clip((np.linalg.norm(off, axis=2) - _HAIR[0]) / (_HAIR[1] - _HAIR[0]), 0, 1)
    skin = np.asarray(1 - t, np.float32)
    brow = uv[[*RIGHT_BROW, *LEFT_BROW]]
    above = int((brow[:, 1].min() - 0.012) * _FLAT)
    right, left = (int((uv[at, 0] + out) * _FLAT) for at, out in ((33, -0.035), (263, 0.035)))
    below = int(uv[61, 1] * _FLAT)
    skin[above:, right : left + 1] = 1
    skin[below:] = 1
    # outwards and upwards, the least so far: row by row from the brows to the hairline
    skin[above:, : right + 1] = np.minimum.accumulate(skin[above:, right::-1], axis=1)[:, ::-1]
    skin[above:, left:] = np.minimum.accumulate(skin[above:, left:], axis=1)
    skin[: above + 1] = np.minimum.accumulate(skin[above::-1], axis=0)[::-1]
    skin = cv2.erode(skin, np.ones((13, 9), np.uint8))
    skin = np.asarray(cv2.GaussianBlur(skin, (0, 0), 4.0), np.float32)
    return np.asarray(cv2.convertScaleAbs(skin, alpha=255), np.uint8)


def _sprite(rgba: NDArray[np.uint8]) -> Sprite:
    return Sprite((np.asarray(rgba, np.uint8),))
