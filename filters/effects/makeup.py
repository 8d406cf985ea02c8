"""Make-up: lipstick and blush as a shift of colour that leaves the skin's texture in place.

Works in CIELAB: lightness L keeps its fine structure, colour (a, b) moves to the cosmetic's.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.params import Params, colour, rgb, slider
from filters.regions import LIPS_INNER, LIPS_OUTER, face_width, polygon_mask, smooth_loop
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer, Points

# fmt: off
_CHEEKS = {
    "right": (50, 101, 36, 205, 187, 123, 117, 118, 116, 147, 207, 126, 111, 100, 119),
    "left": (280, 330, 266, 425, 411, 352, 346, 347, 345, 376, 427, 355, 340, 329, 348),
}
# fmt: on
_BLUSH = {"right": ((0.215, 0.535), 28.0), "left": ((0.785, 0.535), -28.0)}
"""Where blush goes on the canonical texture, and how it leans: up towards the temple."""
Lab = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MakeupParams(Params):
    """Lipstick and blush."""

    lip_colour: str = colour("#b4233c")
    lip_strength: float = slider(0.6, 0.0, 1.0)
    gloss: float = slider(0.35, 0.0, 1.0, label="Lip gloss")
    blush_colour: str = colour("#e0566e")
    blush_strength: float = slider(0.35, 0.0, 1.0)
    blush_radius: float = slider(0.11, 0.05, 0.20, unit="face widths")


def render(context: FilterContext, params: MakeupParams) -> Layer | None:
    """Tint lips and cheeks; the layer's alpha says how much, its colour is fully made up."""
    points = context.face.points
    width = face_width(points)
    parts = (LIPS_OUTER, *_CHEEKS.values())
    around = np.concatenate([points[list(part)] for part in parts])
    tile = tile_around(around, 1.2 * params.blush_radius * width, context.image.shape)
    if tile is None:
        return None
    lips = _lips(points, tile, width) * np.float32(params.lip_strength)
    blush = _blush(points, tile, params.blush_radius) * np.float32(params.blush_strength)
    lab = np.asarray(
        cv2.cvtColor(np.ascontiguousarray(tile.cut(context.image)), cv2.COLOR_RGB2LAB), np.float32
    )
    made_up = _blushed(lab, _lab_of(params.blush_colour))
    x, y, w, h = cv2.boundingRect((lips > 0).astype(np.uint8))
    if w and h:
        part = np.s_[y : y + h, x : x + w]
        painted = _painted_lips(
            lab[part], lips[part], _lab_of(params.lip_colour), params, points, tile, (x, y)
        )
        share = lips[part] / np.maximum(lips[part] + (1 - lips[part]) * blush[part], 1e-4)
        made_up[part] += (painted - made_up[part]) * share[..., None]
    alpha = lips + blush - lips * blush
    rgb_ = cv2.cvtColor(cv2.convertScaleAbs(made_up), cv2.COLOR_LAB2RGB)
    opacity = cv2.convertScaleAbs(alpha, alpha=255)
    return Layer(np.asarray(np.dstack((rgb_, opacity)), np.uint8), tile.origin)


def _lips(points: Points, tile: Tile, width: float) -> Alpha:
    """1 on the lips, soft at their outline, 0 inside the mouth."""
    feather = max(0.6, 0.009 * width)
    outer = smooth_loop(points[list(LIPS_OUTER)])
    inner = smooth_loop(points[list(LIPS_INNER)])
    return polygon_mask([outer], tile, feather) * (1 - polygon_mask([inner], tile, feather * 0.8))


def _painted_lips(
    lab: Lab,
    lips: Alpha,
    target: NDArray[np.float32],
    params: MakeupParams,
    points: Points,
    tile: Tile,
    corner: tuple[int, int],
) -> Lab:
    """Lips in the target colour with their own relief, and shine where it is lit or full."""
    weight = lips / max(float(lips.sum()), 1e-6)
    mean = np.tensordot(weight, lab, axes=([0, 1], [0, 1])).astype(np.float32)
    out = target + np.float32(0.25) * (lab - mean)
    relief = lab[..., 0] - mean[0]
    # lipstick darkens more readily than it lightens
    lift = target[0] - mean[0]
    out[..., 0] = mean[0] + (0.3 if lift > 0 else 0.62) * lift + 0.95 * relief
    if params.gloss > 0:
        shine = np.clip((relief - 6) / 34, 0, 1)
        shine += 0.75 * _fullness(points, tile, corner, lips.shape)
        shine = np.clip(shine, 0, 1) * np.float32(params.gloss)
        out[..., 0] += 105 * shine * (1 - out[..., 0] / 300)
        out[..., 1:] += (128 - out[..., 1:]) * (0.55 * shine)[..., None]
    return np.asarray(np.clip(out, 0, 255), np.float32)


def _fullness(points: Points, tile: Tile, corner: tuple[int, int], shape: tuple[int, ...]) -> Alpha:
    """A soft highlight on the fullest part of the lower lip and a fainter one on the upper."""
    part = Tile(tile.x + corner[0], tile.y + corner[1], shape[1], shape[0])
    across = points[291, :2] - points[61, :2]
    light = np.zeros(shape, np.float32)
    for top, bottom, share, reach in ((14, 17, 1.0, 0.15), (0, 13, 0.45, 0.11)):
        middle = 0.55 * points[top, :2] + 0.45 * points[bottom, :2]
        tall = 0.17 * (points[bottom, :2] - points[top, :2])
        light += share * _bump(middle, reach * across, tall, part)
    return light


def _blush(points: Points, tile: Tile, radius: float) -> Alpha:
    """A soft spot on each cheek, foreshortened as the cheek is, 0 when it is turned away."""
    spots = np.zeros(tile.shape, np.float32)
    uv = canonical_face().uv
    for side, indices in _CHEEKS.items():
        here = uv[list(indices)]
        system = np.concatenate((here, np.ones((len(here), 1), np.float32)), axis=1)
        solved, *_ = np.linalg.lstsq(system, points[list(indices), :2], rcond=None)
        centre, lean = _BLUSH[side]
        c, s = np.cos(np.radians(lean)), np.sin(np.radians(lean))
        along = 0.92 * radius * np.array([c, -s]) @ solved[:2]
        across = 0.58 * radius * np.array([s, c]) @ solved[:2]
        middle = np.array([*centre, 1.0]) @ solved
        area = along[0] * across[1] - along[1] * across[0]
        flat = 0.53 * (radius * face_width(points)) ** 2
        spots += np.float32(np.clip(4 * area / flat, 0, 1)) * _bump(middle, along, across, tile)
    return np.asarray(np.clip(spots, 0, 1), np.float32)


def _blushed(lab: Lab, target: NDArray[np.float32]) -> Lab:
    """Skin moved two thirds of the way to the colour, a little of its lightness with it."""
    out = lab + (target - lab) * np.array([0.16, 0.66, 0.66], np.float32)
    return np.asarray(out, np.float32)


def _bump(
    middle: NDArray[np.floating],
    along: NDArray[np.floating],
    across: NDArray[np.floating],
    tile: Tile,
) -> Alpha:
    """exp(-r^2 / 2) around `middle`, r = 1 at `along` and `across`; nothing beyond r = 2.6."""
    matrix = np.array([along, across], np.float64).T
    if abs(np.linalg.det(matrix)) < 1e-3:
        return np.zeros(tile.shape, np.float32)
    inverse = np.linalg.inv(matrix).astype(np.float32)
    x = np.arange(tile.width, dtype=np.float32)[None, :] + np.float32(tile.x - middle[0])
    y = np.arange(tile.height, dtype=np.float32)[:, None] + np.float32(tile.y - middle[1])
    square = (inverse[0, 0] * x + inverse[0, 1] * y) ** 2
    square += (inverse[1, 0] * x + inverse[1, 1] * y) ** 2
    edge = np.float32(np.exp(-(2.6**2) / 2))
    return np.asarray(np.clip((np.exp(-0.5 * square) - edge) / (1 - edge), 0, 1), np.float32)


def _lab_of(text: str) -> NDArray[np.float32]:
    pixel = np.array([[rgb(text)]], np.uint8)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_RGB2LAB)[0, 0], np.float32)
