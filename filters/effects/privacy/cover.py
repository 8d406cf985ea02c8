"""What a privacy filter covers: the face's hull and a margin, but for what is surely in front."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.regions import LEFT_EYE, LIPS_OUTER, RIGHT_EYE, face_width, hull, polygon_mask
from filters.tiles import Tile
from filters.types import Alpha, Matte, Points
from filters.veil import carry_outwards

_CERTAIN = 0.06
"""Below this the matte is taken at its word that a pixel is not face."""
_COARSE = 160
"""Pixels across the cover at which it is decided what may show."""


def opened(cover: NDArray[np.uint8], points: Points, matte: Matte | None, tile: Tile) -> None:
    """Take what is surely in front of the face out of a cover, in place.

    Args:
        cover: (h, w) uint8 over the tile, 255 where nothing may be seen.
        matte: the visible face; None when it is not known, then nothing is taken out.
    """
    if matte is not None:
        hidden = 255 - np.round(255 * free(points, matte, tile))
        np.minimum(cover, hidden.astype(np.uint8), out=cover)


def grown(outline: NDArray[np.float32], margin: float, tile: Tile) -> NDArray[np.uint8]:
    """255 within `margin` pixels of the outline's inside."""
    mask = np.zeros(tile.shape, np.uint8)
    loop = [np.round(tile.local(outline)).astype(np.int32)]
    cv2.fillPoly(mask, loop, 255)
    cv2.polylines(mask, loop, True, 255, thickness=max(1, min(2 * math.ceil(margin), 32767)))
    return mask


def free(points: Points, matte: Matte, tile: Tile) -> Alpha:
    """Where something is surely in front of the face: (h, w) float32, 1 where nothing is covered.

    Sure means: the matte is certain, everywhere within a safety distance; the thing reaches from
    outside to the middle of the face, so it is neither hair at the edge nor a pair of glasses; an
    eye is free only when all around it is hidden too, which no lens does; and enough of the face
    is seen elsewhere to believe the matte at all. Beyond the hull, where the matte says nothing
    about what is in front, the thing is carried outwards.
    """
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(1, round(tile.width / shrink)), max(1, round(tile.height / shrink)))
    here = Tile(0, 0, *size)
    scale = np.array(size, np.float32) / np.array(tile.size, np.float32)
    width = face_width(points) * float(scale[0])
    alpha = matte.tile(tile.origin, tile.size)
    if shrink > 1:
        alpha = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)

    def coarse(indices: tuple[int, ...] | None) -> NDArray[np.float32]:
        chosen = points[:468] if indices is None else points[list(indices)]
        return np.asarray((tile.local(hull(chosen)) + 0.5) * scale - 0.5, np.float32)

    inside = polygon_mask([coarse(None)], here) > 0.5
    core = polygon_mask([coarse(RIGHT_EYE + LEFT_EYE + LIPS_OUTER)], here) > 0.5
    if not inside.any():
        return np.zeros(tile.shape, np.float32)
    front = carry_outwards(np.asarray(alpha < _CERTAIN, np.float32), inside) > 0.5
    front &= alpha < _CERTAIN
    distance = cv2.distanceTransform(
        cv2.copyMakeBorder(front.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 5
    )[1:-1, 1:-1]
    safe = np.asarray(distance > 0.035 * width, np.uint8)
    for eye in (RIGHT_EYE, LEFT_EYE):
        middle = coarse(eye).mean(axis=0)
        if front[_disc(middle, 0.28 * width, here)].mean() < 0.97:
            safe[_disc(middle, 0.18 * width, here)] = 0
    _, labels = cv2.connectedComponents(safe)
    reaching = np.intersect1d(labels[core & (safe > 0)], labels[~inside & (safe > 0)])
    free = np.isin(labels, reaching).astype(np.float32)
    visible = float(alpha[inside].mean())
    trust = min(max((visible - 0.15) / 0.12, 0.0), 1.0)
    free = cv2.GaussianBlur(free, (3, 3), 0) * (free > 0)
    return np.asarray(cv2.resize(free, tile.size, interpolation=cv2.INTER_LINEAR) * trust)


def _disc(middle: NDArray[np.float32], radius: float, tile: Tile) -> NDArray[np.bool_]:
    """Where a disc lies on a tile; at least its middle's nearest pixel."""
    x = np.arange(tile.width)[None, :] - np.clip(middle[0], 0, tile.width - 1)
    y = np.arange(tile.height)[:, None] - np.clip(middle[1], 0, tile.height - 1)
    return np.asarray(x**2 + y**2 <= max(radius, 1.0) ** 2)
