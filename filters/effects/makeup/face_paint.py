"""Face paint: a design on the canonical face's texture, carried by the skin's own light."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.mesh import canonical_face
from filters.params import Params, choice, slider
from filters.regions import LEFT_EYE, LIPS_INNER, RIGHT_EYE, face_width, polygon_mask, smooth_loop
from filters.sprites import Premultiplied, faded, load_sprite, straight
from filters.tiles import Tile, tile_around
from filters.types import FilterContext, Image, Layer, Points
from filters.warping import surface

_ONE = 170
"""Paint under the face's typical light is multiplied by this over itself, so 255 is 1.5 times."""


@dataclass(frozen=True, slots=True)
class FacePaintParams(Params):
    """Which design, and how thickly."""

    design: str = choice(
        "tiger", ("tiger", "butterfly", "skull", "clown", "rainbow", "star", "blossom")
    )
    strength: float = slider(0.92, 0.0, 1.0, help="How much of the skin the paint hides.")
    shading: float = slider(
        0.75, 0.0, 1.0, help="How much of the skin's own light and shade the paint keeps."
    )


def render(context: FilterContext, params: FacePaintParams) -> Layer | None:
    """Paint every part of the face that looks at the camera; eyes and open mouth stay free."""
    if params.strength == 0:
        return None
    points = context.face.points[:468]
    tile = tile_around(points, 2, context.image.shape)
    if tile is None:
        return None
    mesh = canonical_face()
    seen = surface(points, mesh.uv, mesh.triangles, tile)
    if seen is None:
        return None
    paint = seen.paint(load_sprite(f"face_paint_{params.design}"))
    skin = cv2.cvtColor(np.ascontiguousarray(tile.cut(context.image)), cv2.COLOR_RGB2GRAY)
    paint = _lit(paint, np.asarray(skin, np.uint8), params.shading)
    openings = _openings(points, tile)
    paint = np.asarray(
        cv2.multiply(faded(paint, params.strength), cv2.merge((openings,) * 4), scale=1 / 255),
        np.uint8,
    )
    return Layer(straight(paint), tile.origin)


def _lit(paint: Premultiplied, skin: NDArray[np.uint8], shading: float) -> Premultiplied:
    """Multiply the paint's colour by the skin's light: (L / typical L) ^ shading, to 1.5 times.

    Under dim light the whole face is dim, and so is the paint, though less.
    """
    light = skin[::3, ::3][paint[::3, ::3, 3] > 128]
    typical = float(np.percentile(light, 65)) if light.size else 128.0
    exposure = min(max(typical / 185, 0.3), 1.08) ** (0.5 * shading)
    levels = np.arange(256, dtype=np.float32) / max(typical, 1.0)
    # the paint covers pores and freckles in the deep tones: shadows stop short of black
    table = np.clip(0.06 + 0.94 * levels, 0, 1.4) ** shading * exposure * _ONE
    shade = cv2.LUT(skin, np.clip(np.round(table), 0, 255).astype(np.uint8))
    whole = np.full_like(shade, _ONE)
    lit = cv2.multiply(paint, cv2.merge((shade, shade, shade, whole)), scale=1 / _ONE)
    # premultiplied colour never exceeds its alpha
    alpha = cv2.merge((paint[..., 3],) * 4)
    return np.asarray(cv2.min(lit, alpha), np.uint8)


def _openings(points: Points, tile: Tile) -> Image:
    """255 on skin, 0 on the eyes and inside the lips."""
    holes = [smooth_loop(points[list(loop)]) for loop in (RIGHT_EYE, LEFT_EYE, LIPS_INNER)]
    open_ = polygon_mask(holes, tile, feather=max(0.6, 0.006 * face_width(points)))
    return np.asarray(cv2.convertScaleAbs(1 - open_, alpha=255), np.uint8)
