"""Beards: they follow the jaw and the opening mouth, and reach a little beyond the face."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from filters.effects.wear.cards import on_the_face, shadow, tile_for, worn_by
from filters.effects.wear.hair import coloured, face_relief
from filters.effects.wear.light import scene_light
from filters.head import Head
from filters.mesh import Mesh, canonical_face
from filters.params import Params, choice, colour, rgb, slider
from filters.sprites import load_sprite, over
from filters.types import Face, FilterContext, Layer, Points
from filters.warping import surface

# fmt: off
_JAW = (
    93, 132, 58, 172, 136, 150, 149, 176, 148, 152,
    377, 400, 378, 379, 365, 397, 288, 361, 323,
)
# fmt: on
"""The edge of the face from the right ear below the chin to the left ear."""
_SCALE, _SHIFT = 0.86, (0.07, 0.02)
"""Where the face's texture lies in a beard's picture: smaller, so that hair can reach beyond."""
_TEXELS = 52 / 1024
"""One cm in the face's texture, at the jaw."""


@dataclass(frozen=True, slots=True)
class _Beard:
    """How a beard stands off.

    Attributes:
        reach: how far it goes beyond the edge of chin and jaw, cm.
        shade: how dark its shadow is.
    """

    reach: tuple[float, float]
    shade: float


_BEARDS = {
    "full": _Beard((2.6, 0.7), 0.5),
    "goatee": _Beard((2.4, 0.3), 0.45),
    "stubble": _Beard((0.5, 0.2), 0.0),
}


@dataclass(frozen=True, slots=True)
class BeardParams(Params):
    """Which one, its colour, and how thick."""

    style: str = choice("full", tuple(_BEARDS))
    colour: str = colour("#4a3524")
    strength: float = slider(1.0, 0.0, 1.0, help="How thick it is.")


def render(context: FilterContext, params: BeardParams) -> Layer | None:
    """Lay the beard on the face's mesh and on a rim around the jaw, and its shadow below it."""
    if params.strength == 0:
        return None
    head, beard = worn_by(context.face), _BEARDS[params.style]
    mesh = _mesh(params.style)
    points = _placed(context.face, head, mesh, len(canonical_face().vertices))
    tile = tile_for(context, head, points[np.unique(mesh.triangles)], 0.4)
    if tile is None:
        return None
    seen = surface(points, mesh.uv, mesh.triangles, tile)
    if seen is None:
        return None
    light = scene_light(context)
    hair = seen.paint(load_sprite(f"beard_{params.style}"))
    hair = coloured(hair, rgb(params.colour), light, face_relief(context, tile, head))
    if beard.shade > 0:
        hair = over(hair, shadow(hair, context, head, tile, light, 0.25, 0.25, beard.shade))
    return on_the_face(hair, tile, params.strength, context)


def _placed(face: Face, head: Head, mesh: Mesh, count: int) -> Points:
    """The landmarks and, beyond the jaw's, the rim: it goes along with the jaw."""
    jaw = face.points[list(_JAW)]
    rim = jaw + mesh.vertices[count:] @ head.axes.T
    return np.concatenate((face.points[:count], rim))


@cache
def _mesh(style: str) -> Mesh:
    """The face's lower half and a rim around the jaw, whose vertices are offsets from it in cm."""
    face, beard = canonical_face(), _BEARDS[style]
    jaw = np.array(_JAW)
    low = face.triangles[(face.uv[face.triangles, 1].max(axis=1) > 0.45)]
    edge = face.vertices[jaw]
    along = np.gradient(edge[:, :2], axis=0)
    out = np.stack((along[:, 1], -along[:, 0]), 1)
    out *= np.sign(out[len(jaw) // 2, 1]) * -1
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    down = np.clip(-out[:, 1], 0, 1)[:, None]  # 1 at the chin, 0 in front of the ears
    reach = beard.reach[1] + (beard.reach[0] - beard.reach[1]) * down**2
    offset = np.concatenate((out * reach, -0.15 * reach), axis=1)
    uv = face.uv[jaw] + out * (1, -1) * reach * _TEXELS
    count = len(face.vertices)
    rim = np.arange(count, count + len(jaw))
    strip = [
        triangle
        for a, b, c, d in zip(jaw[:-1], jaw[1:], rim[1:], rim[:-1], strict=True)
        for triangle in ((a, b, c), (a, c, d))
    ]
    triangles = np.concatenate((low, np.array(strip)))
    placed = np.concatenate((face.uv, uv)) * _SCALE + np.array(_SHIFT)
    return Mesh(
        vertices=np.asarray(np.concatenate((face.vertices, offset)), np.float32),
        uv=np.asarray(placed, np.float32),
        triangles=np.asarray(triangles, np.int32),
    )
