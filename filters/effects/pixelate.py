"""Pixelate: hide who it is. Fails closed: whatever is not surely something else is covered."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.params import Params, slider
from filters.regions import LEFT_EYE, LIPS_OUTER, RIGHT_EYE, face_width, hull, polygon_mask
from filters.tiles import Tile
from filters.types import Alpha, FilterContext, Layer, Matte, Points
from filters.veil import carry_outwards

_CERTAIN = 0.06
"""Below this the matte is taken at its word that a pixel is not face."""
_COARSE = 160
"""Pixels across the cover at which it is decided what may show."""


@dataclass(frozen=True, slots=True)
class PixelateParams(Params):
    """How coarse the blocks are and how far they reach beyond the face."""

    block: float = slider(
        0.13, 0.08, 0.30, unit="face widths", label="Block size", help="Larger hides more."
    )
    margin: float = slider(
        0.18, 0.10, 0.50, unit="face widths", help="How far the cover reaches beyond the face."
    )


def render(context: FilterContext, params: PixelateParams) -> Layer | None:
    """Cover the face's hull, grown by the margin, with whole blocks of its mean colour.

    The layer is laid open, not through the matte: where the matte is unsure the face would show.
    Instead the matte is read here, and only what is surely in front of the face is left free. The
    blocks keep their place on the face, so a moving head does not sweep through the grid and give
    away, frame by frame, what lies between the blocks' means.
    """
    points = context.face.points
    width = face_width(points)
    block = _block_pixels(params.block * width)
    outline = hull(points)
    tile = _grid(outline, params.margin * width, block, context.image.shape)
    if tile is None:
        return None
    columns, rows = tile.width // block, tile.height // block
    cells = cv2.resize(_cut(context.image, tile), (columns, rows), interpolation=cv2.INTER_AREA)
    cover = _grown(outline, params.margin * width, tile)
    cover = cover.reshape(rows, block, columns, block).max(axis=(1, 3))
    blocks = np.dstack((cells, cover))
    rgba = cv2.resize(blocks, tile.size, interpolation=cv2.INTER_NEAREST)
    if context.matte is not None:
        hidden = 255 - np.round(255 * _free(points, context.matte, tile))
        rgba[..., 3] = np.minimum(rgba[..., 3], hidden.astype(np.uint8))
    return Layer(np.asarray(rgba, np.uint8), tile.origin)


def _block_pixels(wanted: float) -> int:
    """The block's side in whole pixels, in steps of about a tenth so it does not flicker."""
    return max(2, round(1.1 ** round(math.log(max(wanted, 2.0), 1.1))))


def _grid(
    outline: NDArray[np.float32], margin: float, block: int, frame: tuple[int, ...]
) -> Tile | None:
    """Whole blocks, counted from the face's middle, that hold the cover; None outside the frame."""
    height, width = frame[:2]
    low, high = outline.min(axis=0), outline.max(axis=0)
    anchor = np.round((low + high) / 2).astype(int)
    limits = []
    for axis, length in enumerate((width, height)):
        start = max(math.floor(low[axis] - margin), 0)
        stop = min(math.ceil(high[axis] + margin) + 1, length)
        if start >= stop:
            return None
        first = (start - int(anchor[axis])) // block
        last = -((int(anchor[axis]) - stop) // block)
        limits.append((int(anchor[axis]) + first * block, (last - first) * block))
    return Tile(limits[0][0], limits[1][0], limits[0][1], limits[1][1])


def _cut(image: NDArray[np.uint8], tile: Tile) -> NDArray[np.uint8]:
    """The picture under the tile; beyond the frame its edge is repeated."""
    height, width = image.shape[:2]
    x0, x1 = max(tile.x, 0), min(tile.x + tile.width, width)
    y0, y1 = max(tile.y, 0), min(tile.y + tile.height, height)
    return np.asarray(
        cv2.copyMakeBorder(
            image[y0:y1, x0:x1],
            y0 - tile.y,
            tile.y + tile.height - y1,
            x0 - tile.x,
            tile.x + tile.width - x1,
            cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def _grown(outline: NDArray[np.float32], margin: float, tile: Tile) -> NDArray[np.uint8]:
    """255 within `margin` pixels of the outline's inside."""
    mask = np.zeros(tile.shape, np.uint8)
    loop = [np.round(tile.local(outline)).astype(np.int32)]
    cv2.fillPoly(mask, loop, 255)
    cv2.polylines(mask, loop, True, 255, thickness=max(1, min(2 * math.ceil(margin), 32767)))
    return mask


def _free(points: Points, matte: Matte, tile: Tile) -> Alpha:
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
