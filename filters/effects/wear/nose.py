"""Noses: a ball or a wet snout on the tip of the nose, and whiskers that reach past the cheeks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from filters.effects.wear.cards import on_the_face, shadow, tile_for, worn_by
from filters.effects.wear.grids import Places
from filters.effects.wear.light import scene_light
from filters.effects.wear.shapes import Vector3, curve, moved, scaled, turned
from filters.effects.wear.solid import Placed, Sheet, draw, place
from filters.head import Head
from filters.params import Params, choice, slider
from filters.sprites import load_sprite, over
from filters.types import Face, FilterContext, Layer

_TIP = 4
"""The landmark on the tip of the nose."""
_TIP_AT: Vector3 = (0.0, -3.73, 2.35)
"""Where it is on the canonical face, cm."""


@dataclass(frozen=True, slots=True)
class NoseParams(Params):
    """Whose nose, and how large."""

    style: str = choice("dog", ("dog", "cat", "clown"))
    size: float = slider(1.0, 0.6, 1.5)
    strength: float = slider(1.0, 0.0, 1.0, help="How solid it is.")


def render(context: FilterContext, params: NoseParams) -> Layer | None:
    """Draw the whiskers, the nose over them and its shadow on the lip."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    nose, *whiskers = (
        replace(sheet, places=moved(scaled(sheet.places, params.size, (0, 0, 0)), _TIP_AT))
        for sheet in _sheets(params.style)
    )
    placed = [_on_the_tip([sheet], head, context.face) for sheet in (nose, *whiskers)]
    outline = np.concatenate([one.outline for one in placed])
    tile = tile_for(context, head, outline, 1.6)
    if tile is None:
        return None
    light = scene_light(context)
    picture = draw([nose], placed[0], load_sprite(f"nose_{params.style}"), tile, light)
    shade = shadow(picture, context, head, tile, light, 0.55, 0.35, 0.5)
    for sheet, at in zip(whiskers, placed[1:], strict=True):
        sprite = load_sprite(f"whiskers_{params.style}")
        shade = over(draw([sheet], at, sprite, tile, light), shade)
    return on_the_face(over(picture, shade), tile, params.strength, context)


def _on_the_tip(sheets: list[Sheet], head: Head, face: Face) -> Placed:
    """Hung on the head and then moved to where this nose really ends."""
    off = np.zeros(3, np.float32)
    off[:2] = face.points[_TIP, :2] - head.project(np.array([_TIP_AT]))[0]
    placed = place(sheets, head)
    return Placed(tuple(grid + off for grid in placed.points), placed.rays)


@cache
def _sheets(style: str) -> tuple[Sheet, ...]:
    """The nose and its whiskers about the tip of the nose, cm."""
    if style == "clown":
        return (Sheet(moved(_ball(2.05), (0.0, 0.1, 0.55)), gloss=0.5, polish=16),)
    wide, high, thick = (1.75, 1.75, 1.05) if style == "dog" else (1.35, 1.35, 0.8)
    nose = Sheet(_button(wide, high, thick), gloss=0.32 if style == "dog" else 0.2, polish=26)
    return nose, Sheet(_cheeks(), inside=0.9)


def _ball(radius: float) -> Places:
    """A ball whose pole is at the back, out of sight: rows go around it."""
    rise = np.linspace(np.pi / 2, -np.pi / 2, 13)
    profile = [(radius * float(np.cos(a)) + 1e-3, radius * float(np.sin(a))) for a in rise]
    return turned(profile, columns=25)


def _button(wide: float, high: float, thick: float) -> Places:
    """A cushion over the tip of the nose, its edges bent back."""
    x, y = np.meshgrid(np.linspace(-1, 1, 13), np.linspace(1, -1, 13))
    away = np.minimum(x**2 + y**2, 1.6)
    z = thick * np.sqrt(1.7 - away) - 0.62 * thick - 0.25 * y
    return np.asarray(np.stack((wide * x, high * y + 0.25, z), -1), np.float32)


def _cheeks() -> Places:
    """A card 20 cm wide that bends back along the cheeks and stands off beyond them."""
    bend = curve([(0.0, -0.9), (2.0, -2.1), (4.5, -3.4), (7.0, -4.6), (10.0, -5.8)], 9)
    half, back = bend.T
    x = np.concatenate((-half[::-1], half[1:]))
    z = np.concatenate((back[::-1], back[1:]))
    y = np.linspace(2.8, -5.2, 6)[:, None]
    grid = np.stack(np.broadcast_arrays(x[None, :], y, z[None, :] - 0.12 * np.abs(y)), -1)
    return np.asarray(grid, np.float32)
