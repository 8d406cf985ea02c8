"""A halo: a ring of light above the head, its far side behind whatever of the head is higher."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import head_outline, on_the_head, tile_for, worn_by
from filters.effects.wear.light import SceneLight, scene_light
from filters.effects.wear.shapes import Vector3, moved, scaled, tilted, turned
from filters.effects.wear.solid import Places, Sheet, draw, place
from filters.head import Head
from filters.params import Params, choice, colour, rgb, slider
from filters.regions import polygon_mask
from filters.sprites import Premultiplied, Sprite, over, sprite
from filters.tiles import Tile
from filters.types import FilterContext, Layer

_SEAT: Vector3 = (0.0, 12.6, -8.2)
"""The middle of the ring, cm."""
_RADIUS, _THICK = 6.6, 0.42
_TILT = 24.0
"""How far its near side hangs down, degrees."""
_OWN_LIGHT = SceneLight(np.array([-0.2, -0.7, -0.69], np.float32), np.ones(3, np.float32))


@dataclass(frozen=True, slots=True)
class HaloParams(Params):
    """What it is made of and how it shines."""

    style: str = choice("light", ("light", "gold"))
    colour: str = colour("#ffd873", label="Colour of the light")
    size: float = slider(1.0, 0.6, 1.4)
    height: float = slider(0.0, -2.0, 3.0, unit="cm", help="Lower or higher above the head.")
    glow: float = slider(0.6, 0.0, 1.0, help="How far it lights what is around it.")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid it is.")


def render(context: FilterContext, params: HaloParams) -> Layer | None:
    """Draw the far half without what the head hides, the near half over it, light around both."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    ring = scaled(_ring(), params.size, _SEAT)
    ring = moved(ring, (0.0, params.height, 0.0))
    placed = place([ring], head)
    tile = tile_for(context, head, placed.outline, 3.2)
    if tile is None:
        return None
    light = np.array(rgb(params.colour), np.float32)
    scene = _OWN_LIGHT if params.style == "light" else scene_light(context)
    hidden = _head_over(context, head, tile)
    near = np.zeros((*tile.shape, 4), np.uint8)
    for far, halves in ((True, _far_half(ring)), (False, (_near_half(ring),))):
        for half in halves:
            drawn = _half(half, head, tile, params.style, params.colour, scene)
            if far:
                drawn = _kept(drawn, cv2.bitwise_not(hidden))
            near = over(drawn, near)
    glow = _glow(near[..., 3], head, light, params)
    return on_the_head(over(near, glow), context, head, tile, params.strength)


@cache
def _ring() -> Places:
    """The whole ring; its columns run around the head from the back, its rows around its tube."""
    turn = np.linspace(0, 2 * np.pi, 13)
    profile = [(_RADIUS + _THICK * float(np.sin(a)), _THICK * float(np.cos(a))) for a in turn]
    ring = tilted(moved(turned(profile, columns=65), _SEAT), _TILT, _SEAT)
    ring.flags.writeable = False
    return ring


def _far_half(ring: Places) -> tuple[Places, Places]:
    return ring[:, :17], ring[:, 48:]


def _near_half(ring: Places) -> Places:
    return ring[:, 16:49]


def _half(
    half: Places, head: Head, tile: Tile, style: str, light: str, scene: SceneLight
) -> Premultiplied:
    gold = style == "gold"
    sheet = Sheet(half, gloss=0.75 if gold else 0.5, polish=22 if gold else 2.5)
    surface = _surface("#e0a83c" if gold else light, gold)
    return draw([sheet], place([sheet], head), surface, tile, scene)


@cache
def _surface(text: str, metal: bool) -> Sprite:
    """The ring's own colour; light is whiter than the light it gives."""
    own = np.array(rgb(text), np.float32)
    own = own if metal else 0.35 * own + 0.65 * 255
    return sprite(np.full((16, 16, 4), (*np.round(own).astype(int), 255), np.uint8))


def _head_over(context: FilterContext, head: Head, tile: Tile) -> NDArray[np.uint8]:
    """255 where the head is in front of what is behind it: where people are, if that is known."""
    outline = polygon_mask([head_outline(context.face, head)], tile, feather=0.2 * head.scale)
    if context.person is not None:
        known = context.person.over(tile.origin, tile.size)
        outline = np.maximum(outline, np.clip(1.6 * known - 0.3, 0, 1))
    return np.asarray(cv2.convertScaleAbs(outline, alpha=255), np.uint8)


def _glow(
    ring: NDArray[np.uint8], head: Head, light: NDArray[np.float32], params: HaloParams
) -> Premultiplied:
    """Light around the ring: a narrow bright one and a wide faint one, drawn at a coarser scale."""
    out = np.zeros((*ring.shape, 4), np.uint8)
    if params.glow == 0:
        return out
    reach = head.scale * params.size
    shrink = max(1, round(reach * 0.25))
    size = (-(-ring.shape[1] // shrink), -(-ring.shape[0] // shrink))
    small = cv2.resize(ring, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    narrow = cv2.GaussianBlur(small, (0, 0), max(0.45 * reach / shrink, 0.3))
    wide = cv2.GaussianBlur(small, (0, 0), max(1.15 * reach / shrink, 0.4))
    share = params.glow * (1.0 if params.style == "light" else 0.55)
    alpha = np.clip(share * (0.75 * narrow + 1.25 * wide), 0, 225)
    alpha *= _edge(size)
    level = np.clip(np.dstack((alpha[..., None] * (light / 255), alpha)), 0, 255)
    full = cv2.resize(level, ring.shape[::-1], interpolation=cv2.INTER_LINEAR)
    # dither: a wide faint glow would show its steps
    grain = np.random.default_rng(1).random((64, 64), np.float32)
    tiles = (-(-ring.shape[0] // 64), -(-ring.shape[1] // 64))
    full += np.tile(grain, tiles)[: ring.shape[0], : ring.shape[1], None]
    out[:] = full.astype(np.uint8)
    return np.asarray(cv2.min(out, cv2.merge((np.ascontiguousarray(out[..., 3]),) * 4)), np.uint8)


def _edge(size: tuple[int, int]) -> NDArray[np.float32]:
    """1, but 0 at the tile's edges, where the glow has to have ended."""
    x, y = (np.minimum(np.arange(n), np.arange(n)[::-1]) / max(0.12 * n, 1) for n in size)
    ramp = np.minimum(x[None, :], y[:, None])
    return np.asarray(np.clip(ramp, 0, 1) ** 0.8, np.float32)


def _kept(picture: Premultiplied, mask: NDArray[np.uint8]) -> Premultiplied:
    return np.asarray(cv2.multiply(picture, cv2.merge((mask,) * 4), scale=1 / 255), np.uint8)
