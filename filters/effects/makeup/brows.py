"""Brows: filled hair by hair along the way they grow, over the hairs that are there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.lids import BOTH, Eye, curve, eye_width, sheet, shown
from filters.effects.makeup.pieces import Piece, together
from filters.effects.makeup.pigment import Light, light_on, painted, to_lab
from filters.params import Params, colour, slider
from filters.tiles import tile_around
from filters.types import FilterContext, Layer

_SIZE = (288, 96)
"""Of the drawn brow: u from its tail to the nose, v from its lower edge to the upper one."""
_MARGIN = 0.22
"""Of its height, above and below, for hairs that leave the shape."""
_HAIRS = 300


@dataclass(frozen=True, slots=True)
class BrowsParams(Params):
    """Colour and how full they are."""

    colour: str = colour("#4a352b")
    fullness: float = slider(0.45, 0.0, 1.0, help="How thick and how high the brows are.")
    strength: float = slider(0.55, 0.0, 1.0)


def render(context: FilterContext, params: BrowsParams) -> Layer | None:
    """Fill either brow in a tile of its own."""
    if params.strength == 0:
        return None
    light = light_on(context)
    return together([_brow(context, params, eye, light) for eye in BOTH])


def _brow(context: FilterContext, params: BrowsParams, eye: Eye, light: Light) -> Piece | None:
    points = context.face.points
    strength = params.strength * shown(points, eye)
    low, high = (curve(points[list(row)], 4) for row in eye.brow)
    tall = high - low
    wider = np.float32(_MARGIN + 0.26 * params.fullness - 0.16)
    rows = [low - wider * tall, high + wider * tall]
    tile = tile_around(np.concatenate(rows), 2, context.image.shape)
    if tile is None or strength == 0:
        return None
    seen = sheet(rows, (0.0, 1.0), tile)
    if seen is None:
        return None
    # the drawing is finer than the picture: sample it at the size that fits
    levels = _drawn_brow()
    step = np.log2(max(_SIZE[0] / (0.85 * eye_width(points, eye)), 1.0))
    level = levels[min(round(float(step)), len(levels) - 1)]
    h, w = level.shape[:2]
    laid = cv2.remap(
        level,
        cv2.addWeighted(seen.u, w, seen.u, 0, -0.5),
        cv2.addWeighted(seen.v, h, seen.v, 0, -0.5),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
    )
    powder, hairs = cv2.split(laid)
    alpha = np.maximum(powder * np.float32(0.30 + 0.45 * params.fullness), hairs)
    alpha *= seen.coverage.astype(np.float32) / np.float32(255)
    lab = to_lab(tile.cut(context.image))
    ink = light.shows(params.colour)
    made_up = np.empty_like(lab)
    # own hairs that are darker than the colour keep most of their depth
    depth = lab[..., 0] - ink[0]
    made_up[..., 0] = ink[0] + np.where(depth < 0, 0.75, 0.16).astype(np.float32) * depth
    made_up[..., 1:] = ink[1:] + np.float32(0.08) * (lab[..., 1:] - light.skin[1:])
    return Piece(painted(made_up, np.asarray(alpha * strength, np.float32)), tile)


@cache
def _drawn_brow() -> tuple[NDArray[np.float32], ...]:
    """Powder and hairs, (h, w, 2) float32 in [0, 1], at full size, half size and so on."""
    zoom = 2
    w, h = _SIZE[0] * zoom, _SIZE[1] * zoom
    u = (np.arange(w, dtype=np.float32) + 0.5)[None, :] / w
    v = (np.arange(h, dtype=np.float32) + 0.5)[:, None] / h
    reach = _half(u)
    powder = np.clip((reach - np.abs(v - _middle(u))) / 0.12 + 0.4, 0, 1)
    powder = powder * np.clip((1 - u) / 0.16, 0, 1) * np.clip(u / 0.06, 0, 1)
    powder = cv2.GaussianBlur(np.asarray(powder, np.float32), (0, 0), 5 * zoom)
    rng = np.random.default_rng(6)
    hairs = np.zeros((h, w), np.float32)
    for _ in range(_HAIRS):
        at = rng.beta(2.1, 1.15) * 0.95 + 0.03
        half, middle = float(_half(at)), float(_middle(at))
        # upright at the nose, then lying along the brow, those of the upper edge combed down
        side = rng.uniform(-0.95, 0.75)
        root = np.array([at, middle + side * half])
        rise = np.interp(at, (0, 0.55, 0.8, 1), (0.12, 0.28, 0.5, 0.72)) * (1 - 0.9 * (side > 0.3))
        along = -np.interp(at, (0, 0.55, 0.85, 1), (0.09, 0.10, 0.07, 0.03)) * rng.uniform(0.7, 1.2)
        tip = root + np.array([along, rise * half * rng.uniform(0.7, 1.5)])
        bend = 0.5 * (root + tip) + np.array([0.1 * -along, 0.18 * rise * half])
        t = np.linspace(0, 1, 7)[:, None]
        line = (1 - t) ** 2 * root + 2 * t * (1 - t) * bend + t * t * tip
        line = line * np.array([w, h])
        normal = np.gradient(line, axis=0) @ np.array([[0, -1], [1, 0]])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        thick = zoom * rng.uniform(0.6, 1.05) * (1 - t) ** 0.6 + 0.15
        shape = np.concatenate((line + thick * normal, (line - thick * normal)[::-1]))
        one = np.zeros((h, w), np.uint8)
        cv2.fillPoly(one, [np.round(shape * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        fade = np.clip((0.985 - at) / 0.10, 0.25, 1) * rng.uniform(0.6, 1.0)
        hairs = np.maximum(hairs, one.astype(np.float32) * np.float32(fade / 255))
    level = cv2.resize(cv2.merge((powder, hairs)), _SIZE, interpolation=cv2.INTER_AREA)
    levels = [np.asarray(level, np.float32)]
    while levels[-1].shape[1] > 24:
        half_size = (levels[-1].shape[1] // 2, levels[-1].shape[0] // 2)
        smaller = cv2.resize(levels[-1], half_size, interpolation=cv2.INTER_AREA)
        levels.append(np.asarray(smaller, np.float32))
    return tuple(levels)


def _half(u: NDArray[np.floating] | float) -> NDArray[np.float64]:
    """Half the brow's height where it is `u` along, of the drawing's height."""
    return np.asarray(np.interp(u, (0, 0.12, 0.45, 0.8, 1), (0.05, 0.13, 0.23, 0.27, 0.24)))


def _middle(u: NDArray[np.floating] | float) -> NDArray[np.float64]:
    """Where the brow's middle line is, lowest at the tail."""
    return np.asarray(np.interp(u, (0, 0.3, 1), (0.44, 0.48, 0.50)))
