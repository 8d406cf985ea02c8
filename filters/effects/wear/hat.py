"""A hat: a solid body around the head that turns with it, and its shadow on the forehead."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import on_the_head, shadow, tile_for, tinted, worn_by
from filters.effects.wear.hat_shapes import Hat, hat_of
from filters.effects.wear.light import SceneLight, scene_light
from filters.effects.wear.shapes import scaled, skull
from filters.effects.wear.solid import Placed, Sheet, draw, place
from filters.head import Head
from filters.params import Params, choice, slider
from filters.sprites import Premultiplied, draw_card, load_sprite, over
from filters.tiles import Tile
from filters.types import FilterContext, Layer

_HAIR = 1.16
"""How much larger than the bare skull a head with hair is, which hides a hat's far side."""
_POMPOM = 2.5
"""Half the side of the pompom's picture, cm."""


@dataclass(frozen=True, slots=True)
class HatParams(Params):
    """Which hat, and how it sits."""

    style: str = choice("top-hat", ("top-hat", "cap", "party", "crown", "straw"))
    size: float = slider(1.0, 0.8, 1.3, help="Against what fits an average head.")
    height: float = slider(0.0, -2.0, 2.0, unit="cm", help="Down the forehead or up.")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid it is.")


def render(context: FilterContext, params: HatParams) -> Layer | None:
    """Draw the hat around the skull and lay its shadow below it."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    hat = _fitted(hat_of(params.style), params)
    placed = place(hat.sheets, head)
    outline = placed.outline
    if hat.tip is not None:
        outline = np.concatenate((outline, _pompom(hat.tip, head, params.size)))
    tile = tile_for(context, head, outline, hat.drop + 1.6)
    if tile is None:
        return None
    light = scene_light(context)
    picture = _drawn(hat, placed, f"hat_{params.style}", head, tile, light)
    if hat.tip is not None:
        ball = draw_card(load_sprite("hat_pompom"), _pompom(hat.tip, head, params.size), tile)
        picture = over(tinted(ball, light), picture)
    shade = shadow(picture, context, head, tile, light, hat.drop, 0.7, hat.depth)
    return on_the_head(over(picture, shade), context, head, tile, params.strength)


def _fitted(hat: Hat, params: HatParams) -> Hat:
    up = np.array([0, params.height, 0], np.float32)

    def fit(places: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(scaled(places, params.size, hat.seat) + up, np.float32)

    sheets = tuple(replace(sheet, places=fit(sheet.places)) for sheet in hat.sheets)
    if hat.tip is None:
        return replace(hat, sheets=sheets)
    x, y, z = (float(part) for part in fit(np.array([hat.tip], np.float32))[0])
    return replace(hat, sheets=sheets, tip=(x, y, z))


def _drawn(
    hat: Hat, placed: Placed, name: str, head: Head, tile: Tile, light: SceneLight
) -> Premultiplied:
    sprite = load_sprite(name)
    hidden_by = place([skull(_HAIR)], head).points[0]
    if not hat.far_first:
        return draw(hat.sheets, placed, sprite, tile, light, hidden_by)
    # two rounds: what the outer side leaves open shows the inner one
    outside = tuple(replace(sheet, inside=0.0) for sheet in hat.sheets)
    back = Placed(
        tuple(grid[:, ::-1] for grid in placed.points), tuple(rays[:, ::-1] for rays in placed.rays)
    )
    inside = tuple(_turned_over(sheet) for sheet in hat.sheets)
    far = draw(inside, back, sprite, tile, light.dimmed(hat.sheets[0].inside), hidden_by)
    return over(draw(outside, placed, sprite, tile, light, None), far)


def _turned_over(sheet: Sheet) -> Sheet:
    """The sheet seen from its other side, its picture mirrored."""
    return replace(sheet, places=sheet.places[:, ::-1], inside=0.0)


def _pompom(tip: tuple[float, float, float], head: Head, size: float) -> NDArray[np.float32]:
    """The corners of a card that faces the camera, upright as the head is."""
    middle = head.project(np.array([tip]))[0]
    up = head.axes[:2, 1] / max(float(np.linalg.norm(head.axes[:2, 1])), 1e-6)
    right = np.array([-up[1], up[0]])
    reach = _POMPOM * size * head.scale
    corners = [
        middle + reach * (a * right + b * up) for a, b in ((-1, 1), (1, 1), (1, -1), (-1, -1))
    ]
    return np.asarray(corners, np.float32) if math.isfinite(reach) else np.zeros((4, 2), np.float32)
