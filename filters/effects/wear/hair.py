"""Facial hair: drawn in grey, given its wearer's colour and the light that lies on the face."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.light import SceneLight
from filters.head import Head
from filters.sprites import Premultiplied
from filters.tiles import Tile
from filters.types import FilterContext

_COARSE = 40
"""Pixels across the picture of the face's light and shade: only its broad forms count."""
_USUAL = 1.75
"""What the grey of drawn hair is multiplied by to get its colour, on the whole."""
_HALF = 128
"""Light that leaves a colour as it is, so that 255 is twice."""


def coloured(
    hair: Premultiplied, colour: tuple[int, int, int], light: SceneLight, relief: NDArray[np.uint8]
) -> Premultiplied:
    """Hair drawn in grey, in a colour and under the scene's light.

    Args:
        relief: (h, w) the face's light and shade over the tile, `face_relief`.
    """
    red, green, blue = (
        _USUAL * part / 255 * min(float(tint), 1.0)
        for part, tint in zip(colour, light.tint, strict=True)
    )
    dyed = cv2.multiply(hair, (red, green, blue, 1.0))
    whole = np.full_like(relief, _HALF)
    lit = cv2.multiply(dyed, cv2.merge((relief, relief, relief, whole)), scale=1 / _HALF)
    # premultiplied colour never exceeds its alpha
    return np.asarray(cv2.min(lit, cv2.merge((hair[..., 3],) * 4)), np.uint8)


def face_relief(context: FilterContext, tile: Tile, head: Head) -> NDArray[np.uint8]:
    """How light the face is over a tile against its typical light, in units of 1 / 128.

    Only the visible skin counts and what is beside it goes on from there: a hand, a collar or the
    wall throw no light on the hair.
    """
    shrink = max(1, -(-max(tile.size) // _COARSE))
    size = (-(-tile.width // shrink), -(-tile.height // shrink))
    step = max(1, shrink // 4)
    part = np.ascontiguousarray(tile.cut(context.image)[::step, ::step])
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    weight = np.ones(small.shape, np.float32)
    if context.matte is not None:
        alpha = context.matte.tile(tile.origin, tile.size)
        weight = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    if float(weight.sum()) < 4:
        return np.full(tile.shape, _HALF, np.uint8)
    typical = float((small * weight).sum() / weight.sum())
    # far from any skin the light is the typical one
    rest = np.float32(0.02)
    sigma = max(0.9 * head.scale / shrink, 0.5)
    above = cv2.GaussianBlur(small * weight + typical * rest, (0, 0), sigma)
    below = cv2.GaussianBlur(weight + rest, (0, 0), sigma)
    ratio = np.clip(above / below / max(typical, 1.0), 0.45, 1.5) ** 0.9
    level = np.clip(ratio * _HALF, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(level, tile.size, interpolation=cv2.INTER_LINEAR), np.uint8)
