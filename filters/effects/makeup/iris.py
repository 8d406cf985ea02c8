"""Iris colour: another iris inside the lids; pupil, rim, catch light and the lid's shade stay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.lids import BOTH, LEFT, RIGHT, Eye, openness, shown
from filters.effects.makeup.pieces import Piece, together
from filters.effects.makeup.pigment import Light, light_on, painted, to_lab
from filters.params import Params, choice, colour, slider
from filters.regions import (
    LEFT_IRIS,
    LEFT_IRIS_CENTRE,
    RIGHT_IRIS,
    RIGHT_IRIS_CENTRE,
    polygon_mask,
    smooth_loop,
)
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points

_SIDE = 128
_IRIS = {RIGHT: (RIGHT_IRIS_CENTRE, RIGHT_IRIS), LEFT: (LEFT_IRIS_CENTRE, LEFT_IRIS)}
Texture = NDArray[np.float32]
"""(128, 128, 4) float32: factor on L, hue turned in degrees, how much of it, how dark a slit."""


@dataclass(frozen=True, slots=True)
class IrisColourParams(Params):
    """Colour and pattern of the iris."""

    colour: str = colour("#4a86b0")
    pattern: str = choice("natural", ("natural", "two-tone", "cat", "galaxy"))
    strength: float = slider(0.7, 0.0, 1.0)


def render(context: FilterContext, params: IrisColourParams) -> Layer | None:
    """Colour either iris in a tile of its own."""
    if params.strength == 0:
        return None
    light = light_on(context)
    return together([_iris(context, params, eye, light) for eye in BOTH])


def _iris(context: FilterContext, params: IrisColourParams, eye: Eye, light: Light) -> Piece | None:
    points = context.face.points
    centre, across, down = _axes(points, eye)
    reach = max(float(np.linalg.norm(across)), float(np.linalg.norm(down)))
    around = np.stack((centre - reach, centre + reach))
    tile = tile_around(around, 2, context.image.shape)
    open_ = float(np.clip((openness(points, eye) - 0.06) / 0.06, 0, 1))
    strength = params.strength * shown(points, eye) * open_
    if tile is None or strength == 0 or reach < 1.0:
        return None
    matrix = np.stack((across, down), axis=1).astype(np.float64)
    if abs(float(np.linalg.det(matrix))) < 0.2:
        return None
    level, turn, much, slit = cv2.split(_seen(_texture(params.pattern), matrix, centre, tile))
    opening = polygon_mask([smooth_loop(points[list(eye.loop)])], tile, max(0.5, 0.07 * reach))
    lab = to_lab(tile.cut(context.image))
    own = lab[..., 0]
    inside = (much * opening) > 0.5
    if not inside.any():
        return None
    # the eye's own: a catch light well above the iris, the shade of the upper lid below it
    base = float(np.median(own[inside]))
    glint = np.clip((own - base - 42) / 30, 0, 1) * (opening > 0)
    shade = np.clip(own / max(base, 1.0), 0.55, 1.35)
    ink = light.shows(params.colour)
    made_up = np.empty_like(lab)
    bright = 0.5 * base + 0.46 * ink[0]
    made_up[..., 0] = np.clip(bright * level * (0.35 + 0.65 * shade), 0, 255)
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    # eyes are duller than colours one picks, and their dark threads duller still
    dull = np.clip(0.38 + 0.45 * level, 0.3, 0.95)
    dull *= np.clip(0.35 + 0.65 * made_up[..., 0] / max(float(ink[0]), 1.0), 0.35, 1)
    a, b = dull * (ink[1] - 128), dull * (ink[2] - 128)
    made_up[..., 1] = 128 + a * c - b * s
    made_up[..., 2] = 128 + a * s + b * c
    made_up += (np.array([10, 128, 128], np.float32) - made_up) * slit[..., None]
    alpha: Alpha = np.asarray(much * opening * (1 - glint) * strength, np.float32)
    return Piece(painted(made_up, alpha), tile)


def _axes(
    points: Points, eye: Eye
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """The iris as an ellipse: its middle, and from there to its right and its lower rim."""
    middle, rim = _IRIS[eye]
    right, top, left, bottom = (points[index, :2] for index in rim)
    if right[0] < left[0]:
        right, left = left, right
    # the lids hide top and bottom: the width is the better measure of a round thing
    across = 0.5 * (right - left)
    down = np.array([-across[1], across[0]], np.float32)
    tall = 0.5 * float(np.linalg.norm(bottom - top))
    wide = max(float(np.linalg.norm(across)), 1e-3)
    down *= np.float32(np.clip(tall / wide, 1.0, 1.9))
    centre = 0.5 * points[middle, :2] + 0.125 * (right + left + top + bottom)
    return centre, np.asarray(1.04 * across, np.float32), np.asarray(1.04 * down, np.float32)


def _seen(
    texture: Texture, matrix: NDArray[np.float64], centre: NDArray[np.float32], tile: Tile
) -> Texture:
    """The texture, whose disc touches its sides, laid on the iris over the tile."""
    half = _SIDE / 2
    inverse = np.linalg.inv(matrix) * half
    offset = inverse @ (np.array(tile.origin, np.float64) - centre) + half - 0.5
    move = np.concatenate((inverse, offset[:, None]), axis=1)
    # averaged first where many texels fall on a pixel
    texels = half / max(float(np.sqrt(abs(np.linalg.det(matrix)))), 1.0)
    if texels > 1.5:
        texture = np.asarray(cv2.GaussianBlur(texture, (0, 0), 0.4 * texels), np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(texture, move, tile.size, flags=flags), np.float32)


@cache
def _texture(pattern: str) -> Texture:
    axis = (np.arange(_SIDE, dtype=np.float32) + 0.5) / (_SIDE / 2) - 1
    x, y = np.meshgrid(axis, axis)
    r, turn = np.hypot(x, y), np.arctan2(y, x)
    fibres = _fibres(r, turn)
    hue = np.zeros_like(r)
    slit = np.zeros_like(r)
    much = np.clip((1.0 - r) / 0.20, 0, 1)
    pupil = np.clip((r - 0.25) / 0.14, 0, 1)  # what is there stays there
    level = (0.74 + 0.46 * fibres) * (1 - 0.66 * np.clip((r - 0.72) / 0.26, 0, 1) ** 1.5)
    level *= 1 + 0.22 * np.exp(-(((r - 0.52) / 0.10) ** 2))
    level *= 1 + 0.16 * y - 0.30 * np.clip(-y - 0.25, 0, 1)  # shaded above, light gathers below
    if pattern == "two-tone":
        hue = -75 * np.clip((0.74 - r + 0.12 * (fibres - 0.5)) / 0.24, 0, 1)
        level *= 1 + 0.1 * (hue < -30)
    elif pattern == "cat":
        level = (0.95 + 0.5 * fibres) * (1 - 0.5 * np.clip((r - 0.75) / 0.25, 0, 1))
        level *= 1 + 0.35 * np.exp(-((r / 0.5) ** 2))
        hue = 22 * np.clip((r - 0.45) / 0.5, 0, 1)
        lens = 0.17 * np.sqrt(np.clip(1 - (y / 0.90) ** 2, 0, 1))
        slit = np.clip((lens - np.abs(x)) / 0.06 + 0.4, 0, 1) * (np.abs(y) < 0.92)
        pupil = np.ones_like(r)
    elif pattern == "galaxy":
        rng = np.random.default_rng(9)
        cloud = sum(
            cv2.resize(
                rng.random((n, n)).astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC
            )
            * weight
            for n, weight in ((4, 0.5), (8, 0.3), (16, 0.2))
        )
        arms = 0.5 + 0.5 * np.cos(2 * turn + 5.5 * r + 2.5 * (cloud - 0.5))
        level = 0.45 + 0.75 * arms * cloud * 1.5
        hue = 120 * (cloud - 0.5) + 55 * arms
        stars = np.asarray(rng.random((_SIDE, _SIDE)) > 0.993, np.float32)
        level += 5.0 * cv2.GaussianBlur(stars, (0, 0), 1.0)
        level *= 1 - 0.5 * np.clip((r - 0.78) / 0.22, 0, 1)
        pupil = np.clip((r - 0.28) / 0.12, 0, 1)
    texture = np.dstack((np.clip(level, 0, 2.2), hue, much * pupil, slit))
    out = np.asarray(texture, np.float32)
    out.flags.writeable = False
    return out


def _fibres(r: NDArray[np.float32], turn: NDArray[np.float32]) -> NDArray[np.float32]:
    """Radial threads, 0 to 1, finer towards the rim."""
    rng = np.random.default_rng(5)
    total = np.zeros_like(r)
    for count, weight in ((9, 0.25), (23, 0.35), (47, 0.4)):
        phase, wobble = rng.uniform(0, 2 * np.pi, 2)
        bend = 0.10 * np.sin(6 * r + wobble)
        total += weight * (0.5 + 0.5 * np.cos(count * (turn + bend) + phase))
    return np.asarray(total, np.float32)
