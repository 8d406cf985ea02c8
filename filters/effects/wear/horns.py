"""Horns: tapering tubes that grow out of the head, solid from every side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from filters.effects.wear.cards import on_the_head, shadow, tile_for, worn_by
from filters.effects.wear.light import scene_light
from filters.effects.wear.shapes import Vector3, curve, mirrored, moved, scaled, skull, tube
from filters.effects.wear.solid import Sheet, draw, place
from filters.params import Params, choice, slider
from filters.sprites import load_sprite, over
from filters.types import FilterContext, Layer


@dataclass(frozen=True, slots=True)
class _Horn:
    """One horn on the wearer's right, or in the middle.

    Attributes:
        line: from its root to its tip, cm in head coordinates.
        thickness: radii along the line, cm.
        rows: how finely it is divided along the line.
        pair: whether there is another on the other side.
        gloss: how it shines.
        polish: how small its highlights are.
        skull: how large a skull hides it; a smaller one lets the root fade out uncut.
    """

    line: tuple[Vector3, ...]
    thickness: tuple[float, ...]
    rows: int = 15
    pair: bool = True
    gloss: float = 0.3
    polish: float = 18.0
    skull: float = 0.86


_HORNS = {
    "devil": _Horn(
        ((-4.2, 5.6, -4.6), (-5.3, 8.2, -4.4), (-6.9, 10.3, -4.3), (-7.6, 12.6, -4.2),
         (-6.7, 15.0, -3.9)),
        (1.75, 1.6, 1.2, 0.7, 0.03),
        gloss=0.55, polish=22,
    ),
    "ram": _Horn(
        ((-5.0, 6.4, -6.2), (-7.0, 8.6, -7.4), (-9.8, 8.3, -9.6), (-11.3, 5.0, -10.2),
         (-10.9, 1.2, -8.4), (-9.9, -0.9, -5.2), (-9.7, 0.4, -2.4), (-10.8, 2.7, -1.6)),
        (2.4, 2.5, 2.35, 2.1, 1.75, 1.3, 0.8, 0.05),
        rows=28, gloss=0.16, polish=12, skull=1.0,
    ),
    "unicorn": _Horn(
        ((0.0, 3.3, -2.2), (0.0, 7.0, 0.2), (0.0, 11.0, 2.6), (0.0, 15.4, 5.0)),
        (1.55, 1.2, 0.75, 0.03),
        pair=False, gloss=0.5, polish=20,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HornsParams(Params):
    """Which horns, and how large."""

    style: str = choice("devil", tuple(_HORNS))
    size: float = slider(1.0, 0.6, 1.4)
    height: float = slider(0.0, -2.0, 2.0, unit="cm", help="Lower or higher on the head.")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid they are.")


def render(context: FilterContext, params: HornsParams) -> Layer | None:
    """Draw the horns, what the head hides of them left out, and their shadow."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    up = (0.0, params.height, 0.0)
    sheets = tuple(
        replace(sheet, places=moved(scaled(sheet.places, params.size, _root(params.style)), up))
        for sheet in _sheets(params.style)
    )
    placed = place(sheets, head)
    tile = tile_for(context, head, placed.outline, 2.0)
    if tile is None:
        return None
    light = scene_light(context)
    hidden_by = place([skull(_HORNS[params.style].skull)], head).points[0]
    picture = draw(sheets, placed, load_sprite(f"horn_{params.style}"), tile, light, hidden_by)
    shade = shadow(picture, context, head, tile, light, 0.8, 0.5, 0.5)
    return on_the_head(over(picture, shade), context, head, tile, params.strength)


def _root(style: str) -> Vector3:
    x, y, z = _HORNS[style].line[0]
    return (0.0 if _HORNS[style].pair else x, y, z)


@cache
def _sheets(style: str) -> tuple[Sheet, ...]:
    horn = _HORNS[style]
    path = curve(horn.line, horn.rows)
    radii = np.array([float(r[0]) for r in curve([(r,) for r in horn.thickness], horn.rows)])
    grid = tube(path, np.maximum(radii, 0.02), 13)
    one = Sheet(grid, gloss=horn.gloss, polish=horn.polish)
    if not horn.pair:
        return (one,)
    other = Sheet(mirrored(grid), gloss=horn.gloss, polish=horn.polish, mirrored=True)
    return one, other
