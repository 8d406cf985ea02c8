"""Lipstick: the lips take the colour and keep their own creases; matte, satin or wet with gloss."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.pigment import Lab, Light, light_on, mean_lab, painted, to_lab
from filters.params import Params, choice, colour, slider
from filters.regions import LIPS_INNER, LIPS_OUTER, blur, face_width, polygon_mask, smooth_loop
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points

_RELIEF = {"matte": (0.62, 0.95), "satin": (0.95, 0.95), "gloss": (1.05, 1.0)}
"""How much of the lips' own light stays above their mean, and below it: powder swallows glints."""
_SHINE = {"matte": 0.0, "satin": 0.5, "gloss": 1.0}
_LIT = (
    # of LIPS_OUTER and LIPS_INNER, how far from outer to inner, how bright
    ((3, 4, 5, 6, 7), 0.52, 1.0),
    ((13, 14), 0.42, 0.75),
    ((16, 17), 0.42, 0.75),
)
"""Where wet lips catch the light: one long glint below, one on either peak above."""


@dataclass(frozen=True, slots=True)
class LipstickParams(Params):
    """Colour, finish and outline."""

    colour: str = colour("#b4233c")
    strength: float = slider(0.6, 0.0, 1.0)
    finish: str = choice("satin", ("matte", "satin", "gloss"))
    gloss: float = slider(
        0.35, 0.0, 1.0, label="Shine", help="How wet a satin or gloss finish looks."
    )
    liner: float = slider(
        0.0, 0.0, 1.0, label="Lip liner", help="A darker line along the outline of the lips."
    )


def render(context: FilterContext, params: LipstickParams) -> Layer | None:
    """Tint the lips; the layer's alpha says how much, its colour is fully made up."""
    if params.strength == 0:
        return None
    points = context.face.points
    width = face_width(points)
    tile = tile_around(points[list(LIPS_OUTER)], 0.05 * width, context.image.shape)
    if tile is None:
        return None
    lips, outline = _lips(points, tile, width)
    outline *= np.float32(params.liner)
    light = light_on(context)
    lab = to_lab(tile.cut(context.image))
    mean = mean_lab(lab, lips)
    ink = light.shows(params.colour)
    made_up = _coloured(lab, mean, ink, params.finish)
    shine = _SHINE[params.finish] * params.gloss
    if shine > 0:
        _add_shine(made_up, lab[..., 0] - mean[0], _glints(points, tile, width), shine, light)
    if params.liner > 0:
        line = ink * np.array([0.68, 1, 1], np.float32) + np.float32(0.4) * (lab - mean)
        line[..., 1:] = ink[1:] + np.float32(0.9) * (line[..., 1:] - ink[1:])
        made_up += (line - made_up) * outline[..., None]
    alpha = cv2.max(lips, outline) * np.float32(params.strength)
    return Layer(painted(made_up, np.asarray(alpha, np.float32)), tile.origin)


def _lips(points: Points, tile: Tile, width: float) -> tuple[Alpha, Alpha]:
    """1 on the lips, soft at their outline, 0 inside the mouth; and 1 along that outline."""
    feather = max(0.6, 0.009 * width)
    rim, seam = points[list(LIPS_OUTER), :2], points[list(LIPS_INNER), :2]
    mouth = polygon_mask([smooth_loop(seam)], tile, feather * 0.8)
    lips = polygon_mask([smooth_loop(rim)], tile, feather) * (1 - mouth)
    around = polygon_mask([smooth_loop(rim + 0.05 * (rim - seam))], tile, 0.6 * feather)
    within = polygon_mask([smooth_loop(rim + 0.24 * (seam - rim))], tile, 0.9 * feather)
    outline = around * (1 - within) * (1 - mouth)
    return np.asarray(lips, np.float32), np.asarray(outline, np.float32)


def _coloured(lab: Lab, mean: NDArray[np.float32], ink: NDArray[np.float32], finish: str) -> Lab:
    """Lips in the colour, their own light and creases upon it."""
    out = ink + np.float32(0.25) * (lab - mean)
    relief = lab[..., 0] - mean[0]
    above, below = _RELIEF[finish]
    # lipstick darkens more readily than it lightens
    lift = ink[0] - mean[0]
    base = mean[0] + (0.35 if lift > 0 else 0.74) * lift
    out[..., 0] = base + np.where(relief > 0, above, below).astype(np.float32) * relief
    return np.asarray(np.clip(out, 0, 255), np.float32)


def _glints(points: Points, tile: Tile, width: float) -> Alpha:
    """Soft-edged streaks of light that follow the lips, 0 to 1."""
    rim, seam = points[list(LIPS_OUTER), :2], points[list(LIPS_INNER), :2]
    light = np.zeros(tile.shape, np.float32)
    for chosen, inwards, bright in _LIT:
        at = list(chosen)
        thick = np.linalg.norm(rim[at] - seam[at], axis=1)
        middle = rim[at] + inwards * (seam[at] - rim[at])
        half = 0.11 * (seam[at] - rim[at])
        # a lens: pointed ends, one point further out on either side
        ends = middle[[0, -1]] + 0.45 * (middle[[0, -1]] - middle[[1, -2]])
        lens = np.concatenate((ends[:1], middle - half, ends[1:], (middle + half)[::-1]))
        soft = max(0.5, 0.10 * float(thick.mean()))
        light = np.maximum(light, polygon_mask([smooth_loop(lens)], tile, soft) * bright)
    return np.asarray(light, np.float32)


def _add_shine(
    made_up: Lab, relief: NDArray[np.float32], glints: Alpha, amount: float, light: Light
) -> None:
    """Light on wet lips, in place: where they are lit anyway, and in broken streaks."""
    sigma = max(0.8, 0.05 * made_up.shape[0])
    fine = relief - blur(np.asarray(relief, np.float32), sigma)
    broken = glints * np.clip(0.9 + fine / 20, 0.45, 1.3)
    shine = np.clip(np.clip((relief - 8) / 40, 0, 1) + broken, 0, 1) * np.float32(amount)
    made_up[..., 0] += np.float32(118 * light.exposure) * shine * (1 - made_up[..., 0] / 300)
    made_up[..., 1:] += (128 - made_up[..., 1:]) * (0.55 * shine)[..., None]
