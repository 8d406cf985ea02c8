"""Eyeshadow: two colours and a shimmer laid over the lid, up to the brow, and blended out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.lids import BOTH, Curve, Eye, curve, eye_width, resampled, sheet, shown
from filters.effects.makeup.pieces import Piece, together
from filters.effects.makeup.pigment import Light, light_on, painted, to_lab
from filters.params import Params, choice, slider
from filters.params import colour as declared_colour
from filters.tiles import tile_around
from filters.types import FilterContext, Layer

_ABOVE = (0.0, 0.17, 0.55, 1.0)
_BELOW = (0.0, 0.4, 1.0)
"""How high the rows of landmarks are, from the lashes (0) to the brow or the cheek (1)."""
_SIZE = (160, 80)
"""Of the palettes, along the lid and away from it."""
Palette = NDArray[np.float32]
"""(80, 160, 3) float32 in [0, 1]: the first colour, the second, the shimmer."""


@dataclass(frozen=True, slots=True)
class EyeshadowParams(Params):
    """Colours and how they are laid."""

    colour: str = declared_colour("#b0694f")
    second_colour: str = declared_colour("#5a3230")
    style: str = choice("natural", ("natural", "smoky", "cut-crease"))
    shimmer: float = slider(0.3, 0.0, 1.0)
    strength: float = slider(0.6, 0.0, 1.0)


def render(context: FilterContext, params: EyeshadowParams) -> Layer | None:
    """Paint either lid in a tile of its own."""
    if params.strength == 0:
        return None
    light = light_on(context)
    return together([_lid(context, params, eye, light) for eye in BOTH])


def _lid(context: FilterContext, params: EyeshadowParams, eye: Eye, light: Light) -> Piece | None:
    points = context.face.points
    strength = params.strength * shown(points, eye)
    rows = [curve(points[list(row)]) for row in eye.upper]
    rows = [resampled(row, len(rows[0])) for row in rows]
    below = [curve(points[list(row)]) for row in eye.lower]
    around = np.concatenate([*rows, *(below if params.style == "smoky" else ())])
    tile = tile_around(around, 2, context.image.shape)
    if tile is None or strength == 0:
        return None
    weights = np.zeros((*tile.shape, 3), np.float32)
    sides: list[tuple[list[Curve], tuple[float, ...], Palette]] = [
        (rows, _ABOVE, _upper(params.style))
    ]
    if params.style == "smoky":
        sides.append((below, _BELOW, _smoky_below()))
    for lines, heights, palette in sides:
        seen = sheet(lines, heights, tile)
        if seen is not None:
            laid = cv2.remap(
                palette,
                cv2.addWeighted(seen.u, _SIZE[0], seen.u, 0, -0.5),
                cv2.addWeighted(seen.v, _SIZE[1], seen.v, 0, -0.5),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
            weights += laid * (seen.coverage.astype(np.float32) / 255)[..., None]
    weights = cv2.GaussianBlur(weights, (0, 0), max(0.5, 0.014 * eye_width(points, eye)))
    first, second, shimmer = cv2.split(weights)
    first *= 1 - second
    alpha = first + second
    share = (second / np.maximum(alpha, 1e-4))[..., None]
    one, two = light.shows(params.colour), light.shows(params.second_colour)
    ink = one + (two - one) * share
    lab = to_lab(tile.cut(context.image))
    # lightness by a ratio: creases and lashes stay as deep as they are beside the skin
    ratio = ink[..., 0] / max(float(light.skin[0]), 1.0)
    made_up = np.empty_like(lab)
    made_up[..., 0] = lab[..., 0] * (1 + np.where(ratio < 1, 0.85, 0.55) * (ratio - 1))
    made_up[..., 1:] = lab[..., 1:] + np.float32(0.85) * (ink[..., 1:] - lab[..., 1:])
    sheen = shimmer * np.float32(params.shimmer * light.exposure)
    made_up[..., 0] += 105 * sheen * (1 - made_up[..., 0] / 290)
    alpha = np.asarray(np.clip(cv2.max(alpha, 0.6 * sheen), 0, 1) * strength, np.float32)
    return Piece(painted(np.clip(made_up, 0, 255), alpha), tile)


@cache
def _upper(style: str) -> Palette:
    """What lies where on the upper lid; u is 0 at the outer corner, v is 0 at the lashes."""
    u, v = _plane()
    ends = _step(u, 0.0, 0.16) * (1 - _step(u, 0.86, 1.0))
    outer = 1 - _step(u, 0.22, 0.7)
    lid = np.exp(-(((u - 0.52) / 0.24) ** 2) - ((v - 0.09) / 0.10) ** 2)
    if style == "smoky":
        first = 0.95 * (1 - _step(v, 0.22, 0.82)) * ends
        second = np.exp(-((v / 0.26) ** 2)) * (0.55 + 0.4 * outer)
        second = np.maximum(second, 0.85 * outer * (1 - _step(v, 0.15, 0.62))) * ends
    elif style == "cut-crease":
        first = 0.95 * (1 - _step(v, 0.17, 0.24)) * ends * _step(u, 0.1, 0.4)
        above = _step(v, 0.16, 0.22) * (1 - _step(v, 0.24, 0.68)) * (0.6 + 0.35 * outer)
        second = np.maximum(above, 0.9 * (1 - _step(u, 0.1, 0.42)) * (1 - _step(v, 0.1, 0.6)))
        second = second * _step(u, 0.0, 0.16) * (1 - _step(u, 0.78, 1.0))
    else:
        first = 0.85 * (1 - _step(v, 0.14, 0.66)) * ends
        second = 0.6 * np.exp(-(((v - 0.24) / 0.16) ** 2)) * outer
        second = np.maximum(second, 0.6 * outer * np.exp(-((v / 0.12) ** 2))) * ends
    shimmer = lid * _sparkle()
    return _palette(first, second, shimmer)


@cache
def _smoky_below() -> Palette:
    """The second colour smudged below the lower lashes, most at the outer corner."""
    u, v = _plane()
    ends = _step(u, 0.0, 0.1) * (1 - _step(u, 0.45, 0.95))
    second = 0.75 * np.exp(-((v / 0.30) ** 2)) * ends
    first = 0.6 * np.exp(-((v / 0.5) ** 2)) * ends
    return _palette(first, second, np.zeros_like(first))


def _palette(*parts: NDArray[np.floating]) -> Palette:
    whole = np.asarray(np.clip(np.dstack(parts), 0, 1), np.float32)
    whole.flags.writeable = False
    return whole


def _plane() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    u = (np.arange(_SIZE[0], dtype=np.float32) + 0.5) / _SIZE[0]
    v = (np.arange(_SIZE[1], dtype=np.float32) + 0.5) / _SIZE[1]
    across, away = np.meshgrid(u, v)
    return np.asarray(across, np.float32), np.asarray(away, np.float32)


def _sparkle() -> NDArray[np.float32]:
    """Grains of glitter, 0.45 to 1 or so."""
    rough = np.random.default_rng(4).random((_SIZE[1], _SIZE[0])).astype(np.float32)
    grain = cv2.GaussianBlur(rough**3, (0, 0), 0.8)
    return np.asarray(np.clip(0.25 + 1.9 * grain, 0, 1.3), np.float32)


def _step(x: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
