"""Moustaches on the upper lip: they move with it, in the wearer's colour and light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import on_the_face, shadow, tile_for, worn_by
from filters.effects.wear.hair import coloured, face_relief
from filters.effects.wear.light import scene_light
from filters.mesh import canonical_face
from filters.params import Params, choice, colour, rgb, slider
from filters.sprites import load_sprite, over
from filters.types import FilterContext, Layer
from filters.warping import surface

_ON_TEXTURE = (0.26, 0.545, 0.74, 0.772)
"""Left, top, right and bottom of a moustache's picture on the face's texture."""
_ROOT = (0.5, 0.608)
"""What it grows larger about, on the face's texture: below the nose's partition."""


@dataclass(frozen=True, slots=True)
class MoustacheParams(Params):
    """Which one, and its colour."""

    style: str = choice("chevron", ("chevron", "handlebar", "pencil"))
    colour: str = colour("#4a3524")
    size: float = slider(1.0, 0.7, 1.3)
    strength: float = slider(1.0, 0.0, 1.0, help="How solid it is.")


def render(context: FilterContext, params: MoustacheParams) -> Layer | None:
    """Lay the moustache on the face's mesh around the mouth, and its shadow below it."""
    if params.strength == 0:
        return None
    head = worn_by(context.face)
    points = context.face.points[:468]
    uv, triangles, used = _mesh(params.size)
    tile = tile_for(context, head, points[used], 0.6)
    if tile is None:
        return None
    seen = surface(points, uv, triangles, tile)
    if seen is None:
        return None
    light = scene_light(context)
    hair = seen.paint(load_sprite(f"moustache_{params.style}"))
    hair = coloured(hair, rgb(params.colour), light, face_relief(context, tile, head))
    shade = shadow(hair, context, head, tile, light, 0.28, 0.16, 0.45)
    return on_the_face(over(hair, shade), tile, params.strength, context)


@cache
def _mesh(size: float) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
    """Where each landmark lies in the picture, the triangles that show it, their landmarks."""
    mesh = canonical_face()
    left, top, right, bottom = _ON_TEXTURE
    about = np.array(_ROOT, np.float32)
    uv = (mesh.uv - about) / np.float32(size) + about
    uv = (uv - np.array([left, top], np.float32)) / np.array([right - left, bottom - top])
    corners = uv[mesh.triangles]
    inside = ((corners.max(axis=1) > 0) & (corners.min(axis=1) < 1)).all(axis=1)
    triangles = mesh.triangles[inside]
    return np.asarray(uv, np.float32), triangles, np.unique(triangles)
