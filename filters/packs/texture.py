"""A pack's texture as a filter: face paint on the canonical face, in the skin's own light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.filter import Filter
from filters.mesh import canonical_face
from filters.packs.manifest import TextureEntry
from filters.params import Params, slider
from filters.regions import LEFT_EYE, LIPS_INNER, RIGHT_EYE, face_width, polygon_mask, smooth_loop
from filters.sprites import Premultiplied, Sprite, faded, straight
from filters.tiles import tile_around
from filters.types import FilterContext, Layer
from filters.warping import surface

_ONE = 170
"""Paint under the face's typical light is multiplied by this over itself, so 255 is 1.5 times."""


@dataclass(frozen=True, slots=True)
class TextureParams(Params):
    """How thickly it is laid on."""

    strength: float = slider(0.92, 0.0, 1.0, help="How much of the skin the paint hides.")
    shading: float = slider(
        0.75, 0.0, 1.0, help="How much of the skin's own light and shade the paint keeps."
    )


def texture_filter(pack: str, entry: TextureEntry, picture: Sprite) -> Filter:
    """The filter that paints it on."""
    return Filter(
        id=f"{pack}/{entry.id}",
        title=entry.title,
        description=entry.description or f"{entry.title}, painted on the face.",
        params=TextureParams,
        family="Packs",
        render=partial(_render, picture),
    )


def _render(picture: Sprite, context: FilterContext, params: TextureParams) -> Layer | None:
    points = context.face.points[:468]
    tile = tile_around(points, 2, context.image.shape)
    mesh = canonical_face()
    seen = None if tile is None else surface(points, mesh.uv, mesh.triangles, tile)
    if tile is None or seen is None or params.strength == 0:
        return None
    skin = cv2.cvtColor(np.ascontiguousarray(tile.cut(context.image)), cv2.COLOR_RGB2GRAY)
    paint = _lit(seen.paint(picture), np.asarray(skin, np.uint8), params.shading)
    holes = [smooth_loop(points[list(loop)]) for loop in (RIGHT_EYE, LEFT_EYE, LIPS_INNER)]
    openings = polygon_mask(holes, tile, feather=max(0.6, 0.006 * face_width(points)))
    kept = np.asarray(cv2.convertScaleAbs(1 - openings, alpha=255), np.uint8)
    paint = np.asarray(
        cv2.multiply(faded(paint, params.strength), cv2.merge((kept,) * 4), scale=1 / 255), np.uint8
    )
    return Layer(straight(paint), tile.origin)


def _lit(paint: Premultiplied, skin: NDArray[np.uint8], shading: float) -> Premultiplied:
    """The paint's colour times the skin's light, (L / typical L) ^ shading, to 1.5 times."""
    light = skin[::3, ::3][paint[::3, ::3, 3] > 128]
    typical = max(float(np.percentile(light, 65)) if light.size else 128.0, 1.0)
    exposure = min(max(typical / 185, 0.3), 1.08) ** (0.5 * shading)
    levels = np.arange(256, dtype=np.float32) / typical
    table = np.clip(0.06 + 0.94 * levels, 0, 1.4) ** shading * exposure * _ONE
    shade = cv2.LUT(skin, np.clip(np.round(table), 0, 255).astype(np.uint8))
    factors = cv2.merge((shade, shade, shade, np.full_like(shade, _ONE)))
    lit = cv2.multiply(paint, factors, scale=1 / _ONE)
    return np.asarray(cv2.min(lit, cv2.merge((paint[..., 3],) * 4)), np.uint8)
