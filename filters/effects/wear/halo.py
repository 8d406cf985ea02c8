"""A halo: a ring of light above the head, its far side behind whatever of the head is higher."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import head_outline, on_the_head, tile_for, worn_by
from filters.effects.wear.grids import Places
from filters.effects.wear.light import SceneLight, scene_light
from filters.effects.wear.shapes import Vector3, moved, scaled, tilted, turned
from filters.effects.wear.solid import Sheet, draw, place
from filters.head import Head
from filters.params import Params, choice, colour, rgb, slider
from filters.regions import polygon_mask
from filters.sprites import Premultiplied, Sprite, over, sprite
from filters.tiles import Tile
from filters.types import FilterContext, Layer

_SEAT: Vector3 = (0.0, 13.9, -8.2)
"""The middle of the ring, cm."""
_RADIUS, _THICK = 6.6, 0.42
_SINKS = 9.0
"""How far it may sink to stay in the picture, cm."""
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
    ring = moved(ring, (0.0, -_sunk(place([ring], head).outline, head), 0.0))
    placed = place([ring], head)
    tile = tile_for(context, head, placed.outline, 3.6 * params.size)
    if tile is None:
        return None
    light = np.array(rgb(params.colour), np.float32)
    scene = _OWN_LIGHT if params.style == "light" else scene_light(context)
    hidden = _head_over(context, head, tile)
    far = _kept(_part(_far(ring), head, tile, params, scene), cv2.bitwise_not(hidden))
    near = over(_part(_near(ring), head, tile, params, scene), far)
    if params.style == "light":
        near = _luminous(near[..., 3], light, 0.16 * head.scale * params.size)
    glow = _glow(near[..., 3], head, light, params)
    return on_the_head(over(near, glow), context, head, tile, params.strength)


def _sunk(outline: NDArray[np.float32], head: Head) -> float:
    """How far to lower the ring, cm: close to the camera its place is above the picture."""
    middle = float(outline[:, 1].min() + outline[:, 1].max()) / 2
    missing = 1.5 - middle / max(float(-head.axes[1, 1]), 0.3 * head.scale)
    return 0.9 * min(max(missing, 0.0), _SINKS)


@cache
def _ring() -> Places:
    """The whole ring; its columns run around the head from the back, its rows around its tube."""
    turn = np.linspace(0, 2 * np.pi, 9)
    profile = [(_RADIUS + _THICK * float(np.sin(a)), _THICK * float(np.cos(a))) for a in turn]
    ring = tilted(moved(turned(profile, columns=49), _SEAT), _TILT, _SEAT)
    ring.flags.writeable = False
    return ring


def _far(ring: Places) -> Places:
    return np.concatenate((ring[:, 40:48], ring[:, :9]), axis=1)


def _near(ring: Places) -> Places:
    return ring[:, 8:41]


def _part(
    part: Places, head: Head, tile: Tile, params: HaloParams, scene: SceneLight
) -> Premultiplied:
    sheet = Sheet(part, gloss=0.75, polish=22)
    return draw([sheet], place([sheet], head), _gold(), tile, scene)


def _luminous(ring: NDArray[np.uint8], light: NDArray[np.float32], sigma: float) -> Premultiplied:
    """A tube of light: white within, its own colour towards its edges."""
    inner = cv2.GaussianBlur(ring, (0, 0), max(sigma, 0.4))
    white = cv2.LUT(inner, np.clip((np.arange(256) - 105) * 2.2, 0, 255).astype(np.uint8))
    parts = [
        cv2.multiply(cv2.addWeighted(white, (255 - part) / 255, white, 0, float(part)), ring,
                     scale=1 / 255)
        for part in light
    ]  # fmt: skip
    return np.asarray(cv2.merge((*parts, ring)), np.uint8)


@cache
def _gold() -> Sprite:
    return sprite(np.full((16, 16, 4), (224, 168, 60, 255), np.uint8))


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
    if params.glow == 0:
        return np.zeros((*ring.shape, 4), np.uint8)
    reach = head.scale * params.size
    shrink = max(1, round(reach * 0.25))
    size = (-(-ring.shape[1] // shrink), -(-ring.shape[0] // shrink))
    small = cv2.resize(ring, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    narrow = cv2.GaussianBlur(small, (0, 0), max(0.45 * reach / shrink, 0.3))
    wide = cv2.GaussianBlur(small, (0, 0), max(1.15 * reach / shrink, 0.4))
    share = params.glow * (1.0 if params.style == "light" else 0.55)
    small = np.clip(share * (0.75 * narrow + 1.25 * wide) - 1.5, 0, 225)
    alpha = cv2.resize(small, ring.shape[::-1], interpolation=cv2.INTER_LINEAR)
    # dither: a wide faint glow would show its steps
    grain = cv2.copyMakeBorder(_grain(), 0, max(ring.shape[0] - 64, 0), 0,
                               max(ring.shape[1] - 64, 0), cv2.BORDER_WRAP)  # fmt: skip
    alpha += grain[: ring.shape[0], : ring.shape[1]]
    level = np.asarray(alpha, np.uint8)
    colours = [cv2.convertScaleAbs(level, alpha=float(part) / 255) for part in light]
    return np.asarray(cv2.merge((*colours, level)), np.uint8)


@cache
def _grain() -> NDArray[np.float32]:
    return np.random.default_rng(1).random((64, 64), np.float32)


def _kept(picture: Premultiplied, mask: NDArray[np.uint8]) -> Premultiplied:
    return np.asarray(cv2.multiply(picture, cv2.merge((mask,) * 4), scale=1 / 255), np.uint8)
