"""Dark circles: the hollow under each eye goes towards the colour of the cheek below it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.effects.skin.area import (
    Area,
    Lab,
    area_of,
    facing,
    lab_of,
    layer_of,
    likeness,
    mean_of,
    relit,
    smooth,
)
from filters.params import Params, slider
from filters.regions import LEFT_EYE, RIGHT_EYE, smooth_loop
from filters.types import Alpha, FilterContext, Layer, Points

_WIDEST = 128
"""Working pixels across the face."""
_LIDS = ((25, 110, 24, 23, 22, 26, 112), (255, 339, 254, 253, 252, 256, 341))
"""Below the lashes, from the eye's outer corner to the nose: the right eye's and the left one's."""
_HOLLOWS = ((31, 228, 229, 119, 120, 121, 233), (261, 448, 449, 348, 349, 350, 453))
"""How far down the hollow goes below each of them."""
_CHEEKS = ((117, 118, 101, 142, 36, 50), (346, 347, 330, 371, 266, 280))


@dataclass(frozen=True, slots=True)
class DarkCirclesParams(Params):
    """How much light and colour comes back, and how far down."""

    strength: float = slider(0.7, 0.0, 1.0)
    light: float = slider(0.6, 0.0, 1.0, help="How much of the shadow goes.")
    colour: float = slider(0.7, 0.0, 1.0, help="How much of the blue or brown goes.")
    reach: float = slider(1.0, 0.6, 1.4, help="How far down from the lashes, 1 is the hollow.")


def render(context: FilterContext, params: DarkCirclesParams) -> Layer | None:
    """Lighten below both eyes; lines and texture stay, and so does the eye."""
    points = context.face.points
    used = [index for loops in (_LIDS, _HOLLOWS, _CHEEKS) for loop in loops for index in loop]
    area = area_of(context, points[used], 0.06, _WIDEST)
    if area is None or params.strength == 0:
        return None
    eyes = area.mask([smooth_loop(points[list(eye)]) for eye in (RIGHT_EYE, LEFT_EYE)], 0.008)
    face = 1 - eyes
    free = area.seen * face
    lab = lab_of(area.small)
    cheeks = [area.mask([points[list(loop), :2]], 0.0) * free for loop in _CHEEKS]
    hollows = [_hollow(points, side, params.reach, area) for side in (0, 1)]
    # a shadow may be far from the cheek's colour, yet frames are farther
    skin = likeness(lab, np.maximum(cheeks[0], cheeks[1]), 9.0) * face
    before = smooth(lab, (skin + np.float32(0.02)) * free, 0.022 * area.width)
    after, alpha = before.copy(), np.zeros_like(free)
    for cheek, hollow in zip(cheeks, hollows, strict=True):
        if float(cheek.sum()) < 0.002 * area.width**2:
            continue  # nothing is known of a cheek that is hidden
        here = hollow > 0
        change = _towards(before[here], mean_of(lab, cheek), params)
        after[here] = before[here] + change
        alpha = np.maximum(alpha, hollow * skin)
    if not alpha.any():
        return None
    return layer_of(relit(context.image, area, before, after), alpha, params.strength, area.tile)


def _hollow(points: Points, side: int, reach: float, area: Area) -> Alpha:
    """1 in the hollow under an eye, soft all around; less the more it is turned away."""
    upper = points[list(_LIDS[side]), :2]
    lower = upper + np.float32(reach) * (points[list(_HOLLOWS[side]), :2] - upper)
    loop = (*_LIDS[side], *_HOLLOWS[side][::-1])
    turned = facing(points, loop if side else loop[::-1])
    return area.mask([np.concatenate((upper, lower[::-1]))], 0.024) * np.float32(turned)


def _towards(lab: Lab, cheek: NDArray[np.float32], params: DarkCirclesParams) -> Lab:
    """The change of (n, 3) colours: lighter, never darker, and towards the cheek's hue."""
    away = cheek - lab
    out = np.empty_like(away)
    # a little light even where there is no shadow; the deepest of it, a form's, stays in part
    out[:, 0] = params.light * (3 + 0.75 * np.clip(away[:, 0], 0, 60))
    out[:, 1:] = 0.8 * params.colour * away[:, 1:]
    # cheeks blush: their rose is not carried up in full
    out[:, 1] = np.where(out[:, 1] > 0, 0.6 * out[:, 1], out[:, 1])
    return np.asarray(out, np.float32)
