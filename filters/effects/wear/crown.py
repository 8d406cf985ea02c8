"""What hides things worn on top of the head: as the veil, but hair is beneath them.

The matte is 0 on a fringe just as on a hand, and the veil carries that upwards: a hat would vanish
as soon as its wearer has hair over the forehead. Here what covers the face is told apart: a piece
that reaches the middle of the face is held there, but for locks over the forehead that look like
what grows above it; any other piece is hair, unless it looks like skin: a hand on the forehead.
What is held is followed beyond the face as far as its colours go on.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.head import Head
from filters.regions import blur, face_width, hull, polygon_mask
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image

Bool = NDArray[np.bool_]
_COARSE = 60
"""Working size in pixels for the longer side of the face's surroundings."""
_TRUSTED = 0.93
"""As in `filters.veil`: how much of the hull the matte is believed in."""
_UNSEEN = 0.02
"""A face of which less is visible is hidden, hair or not."""
_SAMPLES = 24
"""How many pixels stand for the colours of hair, of skin, of what is held."""
_SAME = 15.0
"""What is held goes on where its colours are at least this near."""
_CORE = 0.74
"""How much of the hull, shrunk towards its middle, hair hardly ever reaches below the brows."""
_LARGE = 0.05
"""The least part of the face that something covers which goes on beyond it, as a hand does."""
_REACH = 6.0
"""How far beyond the face it is followed, cm."""
_HAIR_AT = np.array(
    [[-5.5, 5.8, -5], [0, 7.0, -3], [5.5, 5.8, -5], [4.2, 9.8, -8], [0, 11, -8], [-4.2, 9.8, -8]],
    np.float32,
)
"""Where hair grows above the forehead, cm."""
_EYES_AT = np.array([[-10, 2.2, -3], [10, 2.2, -3], [10, -3, -3], [-10, -3, -3]], np.float32)
_SURROUNDINGS = np.array([[-13, -6, -6], [13, -6, -6], [13, 13, -6], [-13, 13, -6]], np.float32)
_AROUND = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class _Zones:
    """Where things are around a face, each (h, w).

    Attributes:
        inside: the part of the face where the matte is believed.
        core: of it, what hair does not reach.
        hair: where hair grows above the face.
        eyes: a band from temple to temple, as wide as glasses.
        beyond: where neither the head nor what it holds is likely to be.
    """

    inside: Bool
    core: Bool
    hair: Bool
    eyes: Bool
    beyond: Bool


def crown_veil(context: FilterContext, head: Head, tile: Tile) -> NDArray[np.uint8]:
    """How much of something worn on top of the head may show over `tile`.

    Returns:
        (tile.height, tile.width) uint8. Inside the face the matte, or 255 where hair covers it;
        outside 255 but for what is held. All 255 without a matte, all 0 where no face can be seen.
    """
    matte, points = context.matte, context.face.points
    nothing = np.full(tile.shape, 255, np.uint8)
    if matte is None:
        return nothing
    outline = hull(points)
    middle = outline.mean(axis=0)
    trusted = middle + (outline - middle) * np.float32(_TRUSTED)
    width = face_width(points)
    around = np.concatenate((trusted, head.project(_SURROUNDINGS)))
    whole = tile_around(around, 2, context.image.shape)
    if whole is None:
        return nothing
    shrink = max(1.0, max(whole.size) / _COARSE)
    size = (max(1, round(whole.width / shrink)), max(1, round(whole.height / shrink)))
    scale = np.asarray(np.array(size) / np.array(whole.size), np.float32)
    small = Tile(0, 0, *size)
    inside = polygon_mask([_at(trusted, whole, scale)], small) > 0.5
    if not inside.any():
        return nothing
    seen = _coarse(matte.tile(whole.origin, whole.size), size)
    if float(seen[inside].mean()) < _UNSEEN:
        return np.zeros_like(nothing)
    if (inside & (seen < 0.7)).sum() <= 0.004 * inside.sum():
        return nothing
    up = _height(head, whole, scale, size)
    inner = middle + (outline - middle) * np.float32(_CORE)
    low = (polygon_mask([_at(inner, whole, scale)], small) > 0.5) & (up == 0)
    patch = polygon_mask([_at(head.project(_HAIR_AT), whole, scale)], small) > 0.5
    eyes = polygon_mask([_at(head.project(_EYES_AT), whole, scale)], small) > 0.5
    zones = _Zones(inside, low, patch & ~inside, eyes, _beyond(size) & ~inside)
    reach = _REACH * head.scale * float(scale[1])
    free, held = _told_apart(_colours(context, whole, size), zones, seen, up, reach)
    if free.min() == 1:
        return nothing
    veil = cv2.bitwise_not(_enlarged(held, whole, scale, tile))
    core = tile_around(trusted, 0.045 * width + 1, context.image.shape)
    if core is None:
        return np.asarray(veil, np.uint8)
    x0, y0 = max(core.x, tile.x), max(core.y, tile.y)
    x1 = min(core.x + core.width, tile.x + tile.width)
    y1 = min(core.y + core.height, tile.y + tile.height)
    if x0 < x1 and y0 < y1:
        part = Tile(x0, y0, x1 - x0, y1 - y0)
        on = np.s_[y0 - tile.y : y1 - tile.y, x0 - tile.x : x1 - tile.x]
        known = cv2.convertScaleAbs(matte.tile(part.origin, part.size), alpha=255)
        fine = cv2.max(known, _enlarged(free, whole, scale, part))
        inner = polygon_mask([trusted], part, feather=0.015 * width)
        beyond = np.ascontiguousarray(veil[on])
        veil[on] = cv2.blendLinear(fine, beyond, inner, 1 - inner)
    return np.asarray(veil, np.uint8)


def _told_apart(
    lab: NDArray[np.float32], zones: _Zones, seen: Alpha, up: Alpha, reach: float
) -> tuple[Alpha, Alpha]:
    """Where nothing is held in front of the face, and what is held beyond it.

    Args:
        lab: (h, w, 3) colours.
        up: 0 at the brows to 1 at the hairline.
        reach: how far beyond the face to look, pixels.
    """
    inside = zones.inside
    covered, skin = inside & (seen < 0.7), inside & (seen > 0.9)
    patch = zones.hair
    if patch.sum() < 6:  # it is outside of the picture: what covers the hairline is hair
        patch = covered & (up > 0.8)
    if skin.sum() >= 6:
        # under dim light all colours are closer together
        lab = lab * np.float32(np.clip(80 / max(float(np.median(lab[skin][:, 0])), 1), 1, 2.5))
    to_hair, to_skin = _distance(lab, patch), _distance(lab, skin)
    held = np.zeros(seen.shape, bool)
    count, parts = cv2.connectedComponents(np.asarray(covered & (seen < 0.4), np.uint8))
    for number in range(1, count):
        held |= _held(parts == number, lab, zones, up, to_hair, to_skin)
    near = blur(np.asarray(cv2.dilate(held.astype(np.uint8), _AROUND), np.float32), 0.7)
    free = np.clip(1 - np.float32(1.6) * near, 0, 1)
    to_held = _distance(lab, held)
    glasses = (held & zones.eyes).sum() > 0.75 * held.sum()
    if to_held is None or glasses or held.sum() < _LARGE * inside.sum():
        return free, np.zeros(seen.shape, np.float32)
    far = cv2.distanceTransform(np.asarray(~inside, np.uint8), cv2.DIST_L2, 5)
    alike = (to_held < _SAME) & (far < reach) & ~inside
    # a hand that is raised over the hair is no hair
    for other in (_distance(lab, patch & (to_held > _SAME / 2)), _distance(lab, zones.beyond)):
        if other is not None:
            alike &= to_held < other
    _, parts = cv2.connectedComponents(np.asarray(held | alike, np.uint8))
    on_face = np.bincount(parts[held], minlength=int(parts.max()) + 1) >= 4
    on_face[0] = False
    goes_on = np.asarray(on_face[parts], np.float32) * np.clip(1.6 - 1.6 * far / reach, 0, 1)
    return free, blur(np.asarray(goes_on, np.float32), 0.8)


def _held(
    piece: Bool,
    lab: NDArray[np.float32],
    zones: _Zones,
    up: Alpha,
    to_hair: Alpha | None,
    to_skin: Alpha | None,
) -> Bool:
    """What of one piece that covers the face is held in front of it; the rest is hair."""
    size = 0.012 * zones.inside.sum()
    core = piece & zones.core
    if core.sum() >= size:
        # hair does not reach here; where it hangs into the same piece its own colours tell
        to_own = _distance(lab, core)
        if to_own is None or to_hair is None:
            return piece
        return np.asarray(piece & ~((up > 0.2) & (to_hair + 2 < to_own)))
    if to_skin is not None and piece.sum() >= size:  # a hand on the forehead
        nearer = float(np.median(to_skin[piece]))
        if nearer < 13 and (to_hair is None or nearer + 3 < float(np.median(to_hair[piece]))):
            return piece
    return np.zeros_like(piece)


def _distance(lab: NDArray[np.float32], where: Bool) -> NDArray[np.float32] | None:
    """How far each pixel's colour is from the nearest of those in `where`; None for a few."""
    some = lab[where]
    if len(some) < 6:
        return None
    some = some[:: -(-len(some) // _SAMPLES)]
    flat = np.ascontiguousarray(lab.reshape(-1, 3).T)
    square = (some**2).sum(axis=1)[:, None] - 2 * (some @ flat)
    nearest = square.min(axis=0) + (flat**2).sum(axis=0)
    return np.asarray(np.sqrt(np.maximum(nearest, 0)).reshape(lab.shape[:2]), np.float32)


def _colours(context: FilterContext, tile: Tile, size: tuple[int, int]) -> NDArray[np.float32]:
    """The captured picture's colours over a tile at a smaller size, (h, w, 3) LAB, L lessened."""
    image: Image = context.image if context.captured is None else context.captured
    step = max(1, min(tile.size) // (2 * _COARSE))
    thin = np.ascontiguousarray(tile.cut(image)[::step, ::step])
    pixels = cv2.resize(thin, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.asarray(lab * np.array([0.6, 1, 1], np.float32), np.float32)


def _height(
    head: Head, whole: Tile, scale: NDArray[np.float32], size: tuple[int, int]
) -> NDArray[np.float32]:
    """For each pixel 0 at the brows and below to 1 at the hairline."""
    (x0, y0), (x1, y1) = _at(head.project(np.array([[0, 1.8, 0], [0, 4.4, -0.5]])), whole, scale)
    way = np.array([x1 - x0, y1 - y0]) / max(float((x1 - x0) ** 2 + (y1 - y0) ** 2), 1e-3)
    x, y = np.arange(size[0])[None, :] - x0, np.arange(size[1])[:, None] - y0
    return np.asarray(np.clip(x * way[0] + y * way[1], 0, 1), np.float32)


def _beyond(size: tuple[int, int]) -> Bool:
    """The two upper corners of the surroundings."""
    out = np.zeros(size[::-1], bool)
    high, wide = max(1, size[1] // 5), max(1, size[0] // 7)
    out[:high, :wide] = out[:high, -wide:] = True
    return out


def _coarse(alpha: Alpha, size: tuple[int, int]) -> Alpha:
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)


def _at(points: NDArray[np.float32], tile: Tile, scale: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((tile.local(points) + 0.5) * scale - 0.5, np.float32)


def _enlarged(
    values: Alpha, whole: Tile, scale: NDArray[np.float32], tile: Tile
) -> NDArray[np.uint8]:
    """Values over `whole` at a smaller size, over `tile` at full size; 0 beyond."""
    x, y = tile.x - whole.x, tile.y - whole.y
    move = np.array(
        [[1 / scale[0], 0, 0.5 / scale[0] - 0.5 - x], [0, 1 / scale[1], 0.5 / scale[1] - 0.5 - y]]
    )
    level = cv2.convertScaleAbs(values, alpha=255)
    return np.asarray(cv2.warpAffine(level, move, tile.size, flags=cv2.INTER_LINEAR), np.uint8)
