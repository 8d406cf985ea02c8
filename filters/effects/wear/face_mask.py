"""A face mask: a bent sheet over nose and mouth that goes along with the chin, and its loops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import on_the_face, shadow, tile_for, worn_by
from filters.effects.wear.grids import Places
from filters.effects.wear.light import scene_light
from filters.effects.wear.shapes import Vector3, curve, mirrored
from filters.effects.wear.solid import Order, Placed, Sheet, draw, place
from filters.head import BRIDGE, Head
from filters.mesh import canonical_face
from filters.params import Params, choice, colour, rgb, slider
from filters.sprites import load_sprite, over
from filters.types import Face, FilterContext, Layer

_ANCHORS = (
    *(197, 4, 50, 280, 116, 345, 123, 352, 58, 288),
    *(172, 397, 150, 379, 148, 377, 152, 199),
)
"""Landmarks that take the mask along: nose, cheeks, jaw and chin, not the mouth below it."""
_GRIP = 2.0
"""How far around it an anchor takes the mask along, cm."""
_BODY = (0.0, 0.0, 1.0, 0.92)
_LOOP = (0.0, 0.92, 1.0, 1.0)
"""Where the mask and its loops lie in the picture."""
_CORD = 0.15
"""Half a loop's width, cm."""
_WHITE = 1.18
"""Cloth is drawn in light grey, so that its folds can be lighter than its colour."""


@dataclass(frozen=True, slots=True)
class FaceMaskParams(Params):
    """What it is made of, and its colour."""

    style: str = choice("medical", ("medical", "cloth"))
    colour: str = colour("#a6d2e6")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid it is.")


def render(context: FilterContext, params: FaceMaskParams) -> Layer | None:
    """Draw the loops, the mask over them and its shadow on cheeks and neck."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    sheets = _sheets(params.style)
    placed = _taken_along(place(sheets, head), context.face, head)
    seen = _seen(head)
    sheets = tuple(one for one, there in zip(sheets, seen, strict=True) if there)
    placed = Placed(
        tuple(one for one, there in zip(placed.points, seen, strict=True) if there),
        tuple(one for one, there in zip(placed.rays, seen, strict=True) if there),
    )
    tile = tile_for(context, head, placed.outline, 1.2)
    if tile is None:
        return None
    light = scene_light(context)
    picture = draw(sheets, placed, load_sprite(f"mask_{params.style}"), tile, light)
    red, green, blue = (_WHITE * part / 255 for part in rgb(params.colour))
    alpha = cv2.merge((np.ascontiguousarray(picture[..., 3]),) * 4)
    dyed = np.asarray(cv2.min(cv2.multiply(picture, (red, green, blue, 1.0)), alpha), np.uint8)
    shade = shadow(dyed, context, head, tile, light, 0.35, 0.28, 0.42)
    return on_the_face(over(dyed, shade), tile, params.strength, context)


def _seen(head: Head) -> tuple[bool, ...]:
    """For each sheet whether it can be seen: a loop lies on its side of the head."""
    right, left = (
        head.facing((side * 0.93, 0.0, 0.36), (side * 7.4, -4.0, -6.5)) > 0 for side in (-1, 1)
    )
    return right, right, left, left, True


def _taken_along(placed: Placed, face: Face, head: Head) -> Placed:
    """Everything moved as the face around it differs from an average one with its mouth closed."""
    anchors = list(_ANCHORS)
    usual = canonical_face().vertices[anchors] - canonical_face().vertices[BRIDGE]
    off = face.points[anchors, :2] - head.project(usual)
    weights = _weights()
    moved = []
    for grid, weight in zip(placed.points, weights, strict=True):
        moved.append(grid.copy())
        moved[-1][..., :2] += (weight @ off).reshape(*grid.shape[:2], 2)
    return Placed(tuple(moved), placed.rays)


@cache
def _weights() -> tuple[NDArray[np.float32], ...]:
    """For each sheet (points, anchors): how much each anchor takes each point along."""
    anchors = canonical_face().vertices[list(_ANCHORS)] - canonical_face().vertices[BRIDGE]
    out = []
    for sheet in _sheets("medical"):
        away = sheet.places.reshape(-1, 1, 3) - anchors
        weight = np.exp(-(away**2).sum(axis=2) / (2 * _GRIP**2)) + 1e-9
        out.append(np.asarray(weight / weight.sum(axis=1, keepdims=True), np.float32))
    return tuple(out)


@cache
def _sheets(style: str) -> tuple[Sheet, ...]:
    gloss = 0.10 if style == "medical" else 0.03
    body = Sheet(_shell(), _BODY, gloss, 8, order=Order.OVER)
    cords = [_loop(*ends) for ends in (
        ((-6.6, -3.7, -3.4), (-7.6, -2.2, -6.4), (-8.0, -1.0, -9.0)),
        ((-6.0, -8.2, -4.8), (-7.4, -6.8, -6.8), (-8.0, -5.0, -9.0)),
    )]  # fmt: skip
    loop = Sheet(cords[0], _LOOP, 0.05, 8, 1.0)
    both = [replace(loop, places=cord) for cord in cords]
    return (*both, *(replace(one, places=mirrored(one.places)) for one in both), body)


def _loop(*line: Vector3) -> Places:
    """A narrow ribbon that lies against the side of the head, from its far end to the mask."""
    path = curve(line, 10)[::-1]
    out = np.array([np.sign(line[0][0]) * 0.5, 0.0, 0.87])
    side = np.cross(np.gradient(path, axis=0), out)
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    return np.asarray(np.stack((path - _CORD * side, path + _CORD * side), 1), np.float32)


def _shell() -> Places:
    """The mask over the average face, (rows, columns, 3) cm: a tent from the nose to the chin."""
    across = np.linspace(-1, 1, 21)[None, :]
    down = np.linspace(0, 1, 15)[:, None]
    wide = np.abs(across)
    top = -1.6 - 1.9 * (1 - np.exp(-((wide / 0.42) ** 2)))
    bottom = -13.1 + 4.5 * wide**2.4
    y = top + (bottom - top) * down
    profile = curve(
        [(-1.6, 1.45), (-3.7, 2.85), (-5.6, 2.5), (-8.0, 1.75), (-11.0, 0.85), (-12.6, -0.2),
         (-13.1, -1.5)],
        40,
    )  # fmt: skip
    middle = np.interp(-(-1.6 + (-13.1 + 1.6) * down), -profile[:, 0], profile[:, 1])
    side = -3.4 - 1.6 * down
    z = middle + (side - middle) * wide**1.28
    half = 6.9 - 0.9 * down**1.5
    x = half * np.sin(1.2 * across) / np.sin(1.2)
    return np.asarray(np.stack(np.broadcast_arrays(x, y, z), -1), np.float32)
