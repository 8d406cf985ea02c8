"""Put a face on another: bent by the wearer's landmarks, so the expression stays the wearer's."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.swap.sharpness import as_sharp
from filters.effects.swap.source import Source, facing, gape
from filters.effects.swap.tone import matched
from filters.head import head_of
from filters.mesh import canonical_face
from filters.regions import (
    LEFT_EYE,
    LIPS_INNER,
    RIGHT_EYE,
    blur,
    face_width,
    hull,
    polygon_mask,
    smooth_loop,
)
from filters.sprites import straight
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points
from filters.warping import surface

_TURNED = (0.1, 0.38)
"""Between these cosines of skin and camera a landmark's surroundings come in."""
_PROFILE = (0.12, 0.36)
"""Between these cosines of the whole face and camera the face comes in."""
_GRID = 40
"""Cells across the tile in which it is decided what looks at the camera."""


class How(Protocol):
    """How a face is worn."""

    @property
    def strength(self) -> float:
        """How much of the wearer's skin it hides, 0 to 1."""

    @property
    def colour(self) -> float:
        """How far it takes the wearer's colour and light, 0 to 1."""

    @property
    def feather(self) -> float:
        """How softly it ends, a standard deviation in face widths."""

    @property
    def own_eyes(self) -> bool:
        """Whether the wearer's eyes are seen."""

    @property
    def own_mouth(self) -> bool:
        """Whether the inside of the wearer's mouth is seen."""


def paste(context: FilterContext, worn: Source, how: How) -> Layer | None:
    """The face `worn` on the face of the context; None where nothing of it would be seen."""
    ahead = np.float32(head_of(context.face).facing((0, 0, 1), (0, 0, 0)))
    share = how.strength * float(_ramp(np.asarray(ahead), _PROFILE))
    points = context.face.points
    tile = tile_around(points[:468], 2, context.image.shape)
    if share <= 0 or tile is None:
        return None
    seen = surface(points[:468], worn.uv, canonical_face().triangles, tile)
    if seen is None:
        return None
    painted = seen.paint(worn.texture)
    mask = _edge(points, tile, how.feather) * _facing_camera(points, worn, tile)
    mask *= _openings(points, worn, tile, how)
    there = cv2.extractChannel(painted, 3)
    mask = np.asarray(cv2.multiply(mask, there, scale=1 / 255, dtype=cv2.CV_32F), np.float32)
    picture = cv2.cvtColor(straight(painted), cv2.COLOR_RGBA2RGB)
    if how.colour > 0:
        live = np.ascontiguousarray(tile.cut(context.image))
        skin = mask
        if context.matte is not None:
            skin = mask * context.matte.tile(tile.origin, tile.size)
        lit = matched(np.asarray(picture, np.uint8), live, skin, points, tile)
        lit = as_sharp(lit, live, skin)
        picture = cv2.addWeighted(lit, how.colour, picture, 1 - how.colour, 0)
    alpha = cv2.convertScaleAbs(mask, alpha=255 * share)
    return Layer(np.asarray(cv2.merge((*cv2.split(picture), alpha)), np.uint8), tile.origin)


def _edge(points: Points, tile: Tile, feather: float) -> Alpha:
    """1 in the middle of the face, softly down to 0 at its outline."""
    width = face_width(points)
    outline = hull(points)
    middle = outline.mean(axis=0)
    out = outline - middle
    reach = np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-3)
    inset = np.minimum(1.9 * feather * width, 0.8 * reach)
    return polygon_mask([middle + out * (1 - inset / reach)], tile, feather * width)


def _facing_camera(points: Points, worn: Source, tile: Tile) -> Alpha:
    """1 where the skin looks at the camera on both faces, softly to 0 where it is seen edge-on.

    There the one picture has no pixels for the other: they would be drawn out to stripes.
    """
    live = facing(points)
    weight = _ramp(np.minimum(live, worn.facing), _TURNED)
    shrink = max(1.0, max(tile.size) / _GRID)
    size = (max(1, round(tile.width / shrink)), max(1, round(tile.height / shrink)))
    scale = np.array(size, np.float32) / np.array(tile.size, np.float32)
    cell = np.round((tile.local(points[:468]) + 0.5) * scale - 0.5).astype(int)
    there = (live > 0) & (cell >= 0).all(axis=1) & (cell < size).all(axis=1)
    at = cell[there, 1] * size[0] + cell[there, 0]
    sums, counts = (
        blur(
            np.asarray(
                np.bincount(at, values, minlength=size[0] * size[1]).reshape(size[::-1]), np.float32
            ),
            0.045 * face_width(points) * float(scale[0]),
        )
        for values in (weight[there], np.ones(int(there.sum())))
    )
    grid = np.asarray(sums / np.maximum(counts, 1e-6), np.float32)
    return np.asarray(cv2.resize(grid, tile.size, interpolation=cv2.INTER_LINEAR), np.float32)


def _openings(points: Points, worn: Source, tile: Tile, how: How) -> Alpha:
    """0 where the wearer's eyes and mouth are to be seen, 1 elsewhere."""
    width = face_width(points)
    free = np.ones(tile.shape, np.float32)
    if how.own_eyes:
        eyes = [smooth_loop(points[list(loop)]) for loop in (RIGHT_EYE, LEFT_EYE)]
        free -= polygon_mask(eyes, tile, max(0.5, 0.008 * width))
    # a mouth that is closed in the one picture has no teeth to show in the other
    alike = np.asarray(worn.gape / max(gape(points), 0.03), np.float32)
    lacking = 1 - float(_ramp(alike, (0.25, 0.6)))
    share = 1.0 if how.own_mouth else lacking
    if share > 0:
        lips = [_between_lips(points, worn.gape, width)]
        free *= 1 - np.float32(share) * polygon_mask(lips, tile, max(0.5, 0.008 * width))
    return free


def _between_lips(points: Points, worn_gape: float, width: float) -> NDArray[np.float32]:
    """The outline of the mouth's inside, a little larger where the worn mouth is open wider.

    Landmarks are not exact enough to close an open mouth without a row of teeth between the lips.
    """
    loop = points[list(LIPS_INNER), :2].copy()
    along = loop[10] - loop[0]
    down = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-3)
    more = 0.014 * width * float(np.clip((worn_gape - gape(points)) / 0.12, 0, 1))
    loop[2:9] += more * down
    loop[12:19] -= more * down
    return smooth_loop(loop)


def _ramp(value: NDArray[np.float32], ends: tuple[float, float]) -> NDArray[np.float32]:
    """0 below the first end, 1 above the second, smooth between."""
    t = np.clip((value - ends[0]) / (ends[1] - ends[0]), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
