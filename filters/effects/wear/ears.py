"""Ears: two cupped cards of fur on top of the head that turn away and lean with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from filters.effects.wear.cards import on_the_head, shadow, tile_for, worn_by
from filters.effects.wear.grids import Places
from filters.effects.wear.light import scene_light
from filters.effects.wear.shapes import Vector3, mirrored, moved, scaled
from filters.effects.wear.solid import Sheet, draw, place
from filters.params import Params, choice, slider
from filters.sprites import load_sprite, over
from filters.types import FilterContext, Layer

_SEAT: Vector3 = (0.0, 8.5, -8.0)
"""What the ears grow larger about, cm."""


@dataclass(frozen=True, slots=True)
class _Ear:
    """The shape of the wearer's right ear.

    Attributes:
        size: width and height, cm.
        root: the middle of its foot, head coordinates.
        outwards: how far it leans to its side, degrees.
        turned: how far its opening is turned to its side, degrees.
        cup: how far its edges stand before its middle, cm.
        bend: how far its tip leans forward, cm.
    """

    size: tuple[float, float]
    root: Vector3
    outwards: float
    turned: float
    cup: float
    bend: float


_EARS = {
    "cat": _Ear((8.4, 8.2), (-4.9, 7.9, -7.3), 15, 16, 1.5, 0.6),
    "bunny": _Ear((7.0, 17.5), (-3.4, 8.9, -7.8), 9, 10, 1.5, 2.6),
    "fox": _Ear((9.0, 10.2), (-5.0, 7.9, -7.3), 18, 18, 1.8, 0.7),
    "bear": _Ear((7.4, 6.8), (-5.8, 7.5, -7.6), 34, 14, 1.3, 0.4),
}


@dataclass(frozen=True, slots=True)
class EarsParams(Params):
    """Whose ears, and how large."""

    style: str = choice("cat", tuple(_EARS))
    size: float = slider(1.0, 0.6, 1.4)
    height: float = slider(0.0, -2.0, 2.0, unit="cm", help="Lower or higher on the head.")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid they are.")


def render(context: FilterContext, params: EarsParams) -> Layer | None:
    """Draw the ear that is further away, then the nearer one, and what they shade."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    up = (0.0, params.height, 0.0)
    pair = [moved(scaled(ear, params.size, _SEAT), up) for ear in _pair(params.style)]
    placed = [place([ear], head) for ear in pair]
    outline = np.concatenate([one.outline for one in placed])
    tile = tile_for(context, head, outline, 1.5)
    if tile is None:
        return None
    light = scene_light(context)
    sprite = load_sprite(f"ear_{params.style}")
    picture = np.zeros((*tile.shape, 4), np.uint8)
    far_to_near = sorted((0, 1), key=lambda one: -float(placed[one].points[0][..., 2].mean()))
    for one in far_to_near:
        sheet = Sheet(pair[one], gloss=0.03, polish=6, inside=0.55, mirrored=one == 1)
        picture = over(draw([sheet], placed[one], sprite, tile, light), picture)
    shade = shadow(picture, context, head, tile, light, 0.7, 0.6, 0.4)
    return on_the_head(over(picture, shade), context, head, tile, params.strength)


@cache
def _pair(style: str) -> tuple[Places, Places]:
    """Both ears, each (rows, columns, 3) cm in head coordinates."""
    ear = _EARS[style]
    across, up = np.meshgrid(np.linspace(-0.5, 0.5, 9), np.linspace(1, 0, 9))
    x, y = across * ear.size[0], up * ear.size[1]
    z = ear.cup * (2 * across) ** 2 * (1 - 0.35 * up) + ear.bend * up**2
    turn, lean = np.radians(-ear.turned), np.radians(ear.outwards)
    x, z = np.cos(turn) * x + np.sin(turn) * z, -np.sin(turn) * x + np.cos(turn) * z
    x, y = np.cos(lean) * x - np.sin(lean) * y, np.sin(lean) * x + np.cos(lean) * y
    grid = np.asarray(np.stack((x, y, z), -1) + np.array(ear.root), np.float32)
    grid.flags.writeable = False
    return grid, mirrored(grid)
