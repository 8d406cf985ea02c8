"""The veil: what hides things worn on the head that reach outside the face.

The matte speaks about the face only and is 0 everywhere else, so glasses laid through it would
lose their arms. The veil is the matte inside the face's hull and 1 outside, except that what covers
the face at the hull's edge is carried on outwards: a hand on the cheek also hides the arm there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.recent import once_a_frame
from filters.regions import blur, face_width, hull, polygon_mask
from filters.tiles import Tile
from filters.types import Alpha, Face, Matte

_COARSE = 144
"""Working size in pixels of the coarse pass, for the longer side of the face's surroundings."""
_SURROUNDINGS = 0.4
"""How far around the trusted hull the coarse pass goes, in face widths; then its edge goes on."""
_TRUSTED = 0.93
"""How much of the hull, shrunk towards its middle, the matte is believed in: at the jaw and the
hairline it is soft, or 0 on hair, without anything being in front of the face."""


def veil(face: Face, matte: Matte | None, tile: Tile) -> Matte | None:
    """How much of something worn on the head may show over `tile`.

    Args:
        matte: the visible face; None when it is not known, then nothing is hidden.
        tile: where the thing is drawn.
    Returns:
        A matte over the tile: m inside the trusted hull; outside of it the larger of m and of the
        value at the nearest trusted pixel, softened. None when `matte` is None.
    """
    if matte is None:
        return None
    around = _around(face, matte)
    whole, scale = around.whole, around.scale
    x, y = tile.x - whole.x, tile.y - whole.y
    move = np.array(
        [[1 / scale[0], 0, 0.5 / scale[0] - 0.5 - x], [0, 1 / scale[1], 0.5 / scale[1] - 0.5 - y]]
    )
    outer = cv2.warpAffine(
        around.carried,
        move,
        tile.size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    fine = matte.tile(tile.origin, tile.size)
    inner = polygon_mask([around.trusted], tile, feather=0.015 * face_width(face.points))
    alpha = inner * fine + (1 - inner) * np.maximum(outer, fine)
    return Matte(np.asarray(np.clip(alpha, 0, 1), np.float32), tile.origin)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is known of a face's surroundings, wherever something is worn.

    Attributes:
        trusted: (n, 2) the hull in which the matte is believed, frame pixels.
        whole: the surroundings.
        carried: (h, w) the matte within and what is carried outwards, over `whole`.
        scale: (2,) its pixels a frame pixel.
    """

    trusted: NDArray[np.float32]
    whole: Tile
    carried: Alpha
    scale: NDArray[np.float32]


@once_a_frame
def _around(face: Face, matte: Matte) -> _Around:
    outline = hull(face.points)
    middle = outline.mean(axis=0)
    trusted = middle + (outline - middle) * np.float32(_TRUSTED)
    width = face_width(face.points)
    reach = _SURROUNDINGS * width
    low = np.floor(trusted.min(axis=0) - reach)
    high = np.ceil(trusted.max(axis=0) + reach) + 1
    whole = Tile(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))
    shrink = max(1.0, max(whole.size) / _COARSE)
    size = (max(1, round(whole.width / shrink)), max(1, round(whole.height / shrink)))
    seen = _coarse(matte, whole, size)
    scale = np.asarray(np.array(size) / np.array(whole.size), np.float32)
    coarse_hull = np.asarray((whole.local(trusted) + 0.5) * scale - 0.5, np.float32)
    inside = polygon_mask([coarse_hull], Tile(0, 0, *size)) > 0.5
    carried = carry_outwards(seen, inside)
    carried = np.where(inside, carried, blur(carried, 0.02 * width * float(scale[0])))
    return _Around(trusted, whole, np.asarray(carried, np.float32), scale)


def carry_outwards(values: Alpha, inside: NDArray[np.bool_]) -> Alpha:
    """Give every pixel outside the value of the nearest pixel inside; all 1 if there is none.

    Args:
        values: (h, w) float32.
        inside: (h, w), where `values` is to be believed; there it is returned as it is.
    """
    if not inside.any():
        return np.ones_like(values)
    _, labels = cv2.distanceTransformWithLabels(
        np.asarray(~inside, np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    by_label = np.ones(int(labels.max()) + 1, np.float32)
    by_label[labels[inside]] = values[inside]
    return np.asarray(by_label[labels], np.float32)


def _coarse(matte: Matte, tile: Tile, size: tuple[int, int]) -> Alpha:
    """The matte over `tile` at a smaller size."""
    scale_x, scale_y = size[0] / tile.width, size[1] / tile.height
    ox, oy = matte.origin[0] - tile.x, matte.origin[1] - tile.y
    h, w = matte.alpha.shape
    small = (max(1, round(w * scale_x)), max(1, round(h * scale_y)))
    alpha = cv2.resize(matte.alpha, small, interpolation=cv2.INTER_AREA)
    reduced = Matte(np.asarray(alpha, np.float32), (round(ox * scale_x), round(oy * scale_y)))
    return reduced.tile((0, 0), size)
