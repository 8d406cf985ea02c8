"""What hides things worn on top of the head: as the veil, but hair is beneath them.

The matte is 0 on a fringe just as on a hand, and the veil carries that upwards: a hat would vanish
as soon as its wearer has hair over the forehead. Here what covers the face is told apart by its
colours: it is hair where it looks like what grows above the forehead rather than like skin. What is
held there is followed beyond the face as far as its colours go on.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.head import Head
from filters.regions import blur, face_width, hull, polygon_mask
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image

Bool = NDArray[np.bool_]
_COARSE = 80
"""Working size in pixels for the longer side of the face's surroundings."""
_TRUSTED = 0.93
"""As in `filters.veil`: how much of the hull the matte is believed in."""
_UNSEEN = 0.02
"""A face of which less is visible is hidden, hair or not."""
_SAMPLES = 48
"""How many pixels stand for the colours of hair, of skin, of what is held."""
_ALIKE = 36.0
"""Hair is never further from all of the hair's samples than this; L counts 0.6."""
_SAME = 15.0
"""What is held goes on where its colours are at least this near."""
_REACH = 6.0
"""How far beyond the face it is followed, cm."""
_HAIR_AT = np.array(
    [[-5.5, 5.8, -5], [0, 7.0, -3], [5.5, 5.8, -5], [4.2, 9.8, -8], [0, 11, -8], [-4.2, 9.8, -8]]
)
"""Where hair grows above the forehead, cm."""
_SIDES = np.array([[7.2, 6.0, -5], [10.0, 6, -6], [10.5, 0.5, -7], [8.0, 0.5, -7]])
"""Where hair hangs down beside the forehead, if it does, cm; and the same on the other side."""
_SURROUNDINGS = np.array([[-13.0, -6, -6], [13, -6, -6], [13, 13, -6], [-13, 13, -6]])


def crown_veil(context: FilterContext, head: Head, tile: Tile) -> NDArray[np.uint8]:
    """How much of something worn on top of the head may show over `tile`.

    Returns:
        (tile.height, tile.width) uint8. Inside the face the matte, or 255 where hair covers it;
        outside 255 but for what is held. All 255 without a matte, all 0 where no face can be seen.
    """
    matte, points = context.matte, context.face.points
    free = np.full(tile.shape, 255, np.uint8)
    if matte is None:
        return free
    outline = hull(points)
    middle = outline.mean(axis=0)
    trusted = middle + (outline - middle) * np.float32(_TRUSTED)
    width = face_width(points)
    around = np.concatenate((trusted, head.project(_SURROUNDINGS)))
    whole = tile_around(around, 2, context.image.shape)
    if whole is None:
        return free
    shrink = max(1.0, max(whole.size) / _COARSE)
    size = (max(1, round(whole.width / shrink)), max(1, round(whole.height / shrink)))
    scale = np.array(size, np.float32) / np.array(whole.size, np.float32)
    small = Tile(0, 0, *size)
    inside = polygon_mask([_at(trusted, whole, scale)], small) > 0.5
    if not inside.any():
        return free
    seen = _coarse(matte.tile(whole.origin, whole.size), size)
    if float(seen[inside].mean()) < _UNSEEN:
        return np.zeros_like(free)
    covered = inside & (seen < 0.7)
    hair = held = np.zeros(seen.shape, np.float32)
    if covered.sum() > 0.004 * inside.sum():
        places = (_HAIR_AT, _SIDES, _SIDES * (-1, 1, 1))
        patches = [
            polygon_mask([_at(head.project(at), whole, scale)], small) > 0.5 for at in places
        ]
        hair, held = _told_apart(
            _colours(context, whole, size),
            patches[0] & ~inside,
            (patches[1] | patches[2]) & ~inside,
            inside,
            seen,
            _height(head, whole, scale, size),
            _REACH * head.scale * float(scale[1]),
        )
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
        fine = cv2.max(known, _enlarged(hair, whole, scale, part))
        inner = polygon_mask([trusted], part, feather=0.015 * width)
        beyond = np.ascontiguousarray(veil[on])
        veil[on] = cv2.blendLinear(fine, beyond, inner, 1 - inner)
    return np.asarray(veil, np.uint8)


def _told_apart(
    lab: NDArray[np.float32],
    patch: Bool,
    sides: Bool,
    inside: Bool,
    seen: Alpha,
    up: Alpha,
    reach: float,
) -> tuple[Alpha, Alpha]:
    """How surely each pixel of the face is covered by hair, and what is held beyond the face.

    Args:
        lab: (h, w, 3) colours.
        patch: where hair grows.
        sides: where it may hang, or an ear or a hand may be.
        up: 0 at the brows to 1 at the hairline, where hair is likelier.
        reach: how far beyond the face to look, pixels.
    """
    covered, skin = inside & (seen < 0.7), inside & (seen > 0.9)
    if patch.sum() < 6:  # it is outside of the picture: what covers the hairline is hair
        patch = covered & (up > 0.8)
    nothing = np.zeros(seen.shape, np.float32)
    to_skin = _distance(lab, skin)
    if to_skin is not None:
        # under dim light all colours are closer together
        brighter = np.float32(np.clip(80 / max(float(np.median(lab[skin][:, 0])), 1), 1, 2.5))
        lab, to_skin = lab * brighter, to_skin * brighter
        patch = patch | (sides & (to_skin > 2 * _SAME))
    to_hair = _distance(lab, patch)
    if to_hair is None:
        hair = nothing
    else:
        nearer = 0.5 if to_skin is None else 0.35 + (to_skin - to_hair) / 7 + 0.6 * up
        hair = np.clip(nearer, 0, 1) * np.clip((_ALIKE - to_hair) / 8, 0, 1)
        hair = np.where(covered, cv2.medianBlur(np.asarray(hair, np.float32), 3), 0)
        hair = blur(np.asarray(hair, np.float32), 0.8)
    object_ = _without_locks(covered & (hair < 0.5) & (seen < 0.4), up, 0.1 * inside.sum())
    hair = np.where(covered & ~object_ & (seen < 0.4), 1, hair).astype(np.float32)
    to_object = _distance(lab, object_) if object_.sum() >= 6 else None
    if to_object is None:
        return hair, nothing
    far = cv2.distanceTransform(np.asarray(~inside, np.uint8), cv2.DIST_L2, 5)
    alike = (to_object < _SAME) & (far < reach)
    if to_hair is not None:
        alike &= to_object < to_hair
    _, parts = cv2.connectedComponents(np.asarray(object_ | (alike & ~inside), np.uint8))
    on_face = np.bincount(parts[object_], minlength=int(parts.max()) + 1) >= 4
    on_face[0] = False
    held = np.asarray(on_face[parts], np.float32) * np.clip(1.6 - 1.6 * far / reach, 0, 1)
    return hair, blur(np.asarray(held, np.float32), 0.8)


def _without_locks(held: Bool, up: Alpha, most: float) -> Bool:
    """Leave out small pieces high on the forehead that hang on nothing: they are hair as well."""
    count, parts, stats, middles = cv2.connectedComponentsWithStats(np.asarray(held, np.uint8))
    kept = np.zeros(count, bool)
    for number in range(1, count):
        x, y = middles[number].astype(int)
        kept[number] = stats[number, cv2.CC_STAT_AREA] > most or up[y, x] < 0.3
    return np.asarray(kept[parts])


def _distance(lab: NDArray[np.float32], where: Bool) -> NDArray[np.float32] | None:
    """How far each pixel's colour is from the nearest of those in `where`; None if there are few."""
    some = lab[where]
    if len(some) < 6:
        return None
    some = some[:: -(-len(some) // _SAMPLES)]
    flat = lab.reshape(-1, 3)
    square = (flat**2).sum(axis=1)[:, None] + (some**2).sum(axis=1) - 2 * flat @ some.T
    return np.asarray(np.sqrt(np.maximum(square.min(axis=1), 0)).reshape(lab.shape[:2]), np.float32)


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
