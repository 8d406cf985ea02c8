"""What a privacy filter covers: the face's hull and a margin, but for what is surely in front."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.regions import LEFT_EYE, LIPS_OUTER, RIGHT_EYE, face_width, hull, polygon_mask
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image, Matte, Points
from filters.veil import carry_outwards

_CERTAIN = 0.06
"""Below this the matte is taken at its word that a pixel is not face."""
_COARSE = 160
"""Pixels across the cover at which it is decided what may show."""
_EYE = 0.14
"""How far around an eye's middle it is looked for, in face widths; that is half of `_PATCH`."""
_PATCH = 24
_EYE_LIKE = (0.88, 0.93)
"""Below the first an eye is seen, above the second none (`_band`): real ones measured 0.54 to 0.84,
open or half closed, and a hand before them 0.98."""


def opened(cover: NDArray[np.uint8], context: FilterContext, tile: Tile) -> None:
    """Take what is surely in front of the face out of a cover, in place.

    Args:
        cover: (h, w) uint8 over the tile, 255 where nothing may be seen.
        context: nothing is taken out where its matte is not known.
    """
    if context.matte is not None:
        hidden = 255 - np.round(255 * free(context, context.matte, tile))
        np.minimum(cover, hidden.astype(np.uint8), out=cover)


def grown(outline: NDArray[np.float32], margin: float, tile: Tile) -> NDArray[np.uint8]:
    """255 within `margin` pixels of the outline's inside."""
    mask = np.zeros(tile.shape, np.uint8)
    loop = [np.round(tile.local(outline)).astype(np.int32)]
    cv2.fillPoly(mask, loop, 255)
    cv2.polylines(mask, loop, True, 255, thickness=max(1, min(2 * math.ceil(margin), 32767)))
    return mask


def free(context: FilterContext, matte: Matte, tile: Tile) -> Alpha:
    """Where something is surely in front of the face: (h, w) float32, 1 where nothing is covered.

    Sure means: the matte is certain, everywhere within a safety distance; the thing reaches from
    outside to the middle of the face, so it is neither hair at the edge nor a pair of glasses; an
    eye is free only when all around it is hidden too, which no lens does; and the matte is to be
    believed at all, for enough of the face is seen elsewhere, and where it hides an eye the picture
    shows none. Beyond the hull, where the matte says nothing about what is in front, the thing is
    carried outwards. Beyond the matte's own tile nothing is known.
    """
    points = context.face.points
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(1, round(tile.width / shrink)), max(1, round(tile.height / shrink)))
    here = Tile(0, 0, *size)
    scale = np.array(size, np.float32) / np.array(tile.size, np.float32)
    width = face_width(points) * float(scale[0])
    alpha, known = (
        np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.float32)
        for part in (matte.tile(tile.origin, tile.size), _reach(matte, tile))
    )

    def coarse(indices: tuple[int, ...] | None) -> NDArray[np.float32]:
        chosen = points[:468] if indices is None else points[list(indices)]
        return np.asarray((tile.local(hull(chosen)) + 0.5) * scale - 0.5, np.float32)

    inside = polygon_mask([coarse(None)], here) > 0.5
    core = polygon_mask([coarse(RIGHT_EYE + LEFT_EYE + LIPS_OUTER)], here) > 0.5
    if not inside.any():
        return np.zeros(tile.shape, np.float32)
    certain = np.asarray((alpha < _CERTAIN) & (known > 0.99), np.float32)
    front = carry_outwards(certain, inside) > 0.5
    front &= alpha < _CERTAIN
    distance = cv2.distanceTransform(
        cv2.copyMakeBorder(front.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 5
    )[1:-1, 1:-1]
    safe = np.asarray(distance > 0.035 * width, np.uint8)
    visible = float(alpha[inside].mean())
    trust = _ramp(visible, (0.15, 0.27))
    for eye in (RIGHT_EYE, LEFT_EYE):
        middle = coarse(eye).mean(axis=0)
        if front[_disc(middle, 0.10 * width, here)].mean() > 0.9:
            trust *= _ramp(_band(context.image, points, eye), _EYE_LIKE)
        if front[_disc(middle, 0.28 * width, here)].mean() < 0.97:
            safe[_disc(middle, 0.18 * width, here)] = 0
    _, labels = cv2.connectedComponents(safe)
    reaching = np.intersect1d(labels[core & (safe > 0)], labels[~inside & (safe > 0)])
    free = np.isin(labels, reaching).astype(np.float32)
    free = cv2.GaussianBlur(free, (3, 3), 0) * (free > 0)
    return np.asarray(cv2.resize(free, tile.size, interpolation=cv2.INTER_LINEAR) * trust)


def _reach(matte: Matte, tile: Tile) -> Alpha:
    """1 where the matte says something, (h, w) over the tile."""
    return Matte(np.ones_like(matte.alpha), matte.origin).tile(tile.origin, tile.size)


def _band(image: Image, points: Points, eye: tuple[int, ...]) -> float:
    """How bright the picture is from corner to corner of an eye, against above and below it.

    Lashes, iris and closed lids make a dark band there. 1 outside of the picture.
    """
    reach = max(_EYE * face_width(points), 1.0)
    corners = points[[eye[0], eye[8]], :2].astype(np.float64)
    along = (corners[1] - corners[0]) / max(float(np.linalg.norm(corners[1] - corners[0])), 1e-3)
    middle = points[list(eye), :2].mean(axis=0)
    tile = tile_around(middle[None], 1.5 * reach, image.shape)
    if tile is None:
        return 1.0
    grey = cv2.cvtColor(np.ascontiguousarray(tile.cut(image)), cv2.COLOR_RGB2GRAY)
    size = [max(2, round(side * _PATCH / (2 * reach))) for side in tile.size]
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    scale = np.array(size) / np.array(tile.size)
    turn = np.column_stack((along, (-along[1], along[0])))
    at = (tile.local(middle[None])[0] + 0.5) * scale - 0.5
    move = np.column_stack((turn, at - turn @ np.full(2, (_PATCH - 1) / 2)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(
        small, move, (_PATCH, _PATCH), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )[:, 4:20]
    around = float(np.concatenate((patch[2:6], patch[18:22])).mean())
    return float(patch[9:15].mean()) / max(around, 1.0)


def _ramp(value: float, ends: tuple[float, float]) -> float:
    return min(max((value - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0)


def _disc(middle: NDArray[np.float32], radius: float, tile: Tile) -> NDArray[np.bool_]:
    """Where a disc lies on a tile; at least its middle's nearest pixel."""
    x = np.arange(tile.width)[None, :] - np.clip(middle[0], 0, tile.width - 1)
    y = np.arange(tile.height)[:, None] - np.clip(middle[1], 0, tile.height - 1)
    return np.asarray(x**2 + y**2 <= max(radius, 1.0) ** 2)
