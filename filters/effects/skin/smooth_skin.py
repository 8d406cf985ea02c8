"""Smooth skin: blotches and blemishes go, pores and stubble stay.

Frequency separation: the picture is a base that keeps edges, a middle band of blotches, and the
finest detail. The base is a guided filter (He, Sun & Tang, "Guided Image Filtering", 2010), the
middle band is left out, and of the finest detail as much is put back as is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.skin.area import Area, face_area, features, layer_of
from filters.params import Params, slider
from filters.types import Alpha, FilterContext, Image, Layer

_WIDEST = 144
"""Working pixels across the face: half of what it mostly has in a webcam's picture."""
_EDGE = 0.06
"""What differs by more than this share of the skin's brightness counts as an edge of the face."""
_FINE = 0.005
"""Standard deviation of the blur that tells the finest detail, in face widths."""


@dataclass(frozen=True, slots=True)
class SmoothSkinParams(Params):
    """How smooth, and how much of the skin's own grain stays."""

    strength: float = slider(0.7, 0.0, 1.0)
    texture: float = slider(
        0.65, 0.0, 1.0, label="Texture kept", help="How much of pores and stubble stays."
    )
    reach: float = slider(
        0.045, 0.02, 0.09, unit="face widths", help="How large the blotches are that go."
    )


def render(context: FilterContext, params: SmoothSkinParams) -> Layer | None:
    """Smooth bare skin; eyes, brows, lips, nostrils and what is in front stay as they are."""
    found = face_area(context, _WIDEST, features(context.face.points))
    if found is None or params.strength == 0:
        return None
    area, skin = found
    picture = _uncovered(area)
    base = _base(picture, skin * area.seen, params.reach * area.width)
    coarse = cv2.GaussianBlur(picture, (0, 0), max(_FINE * area.width, 0.3))
    size = area.tile.size
    wide = cv2.resize(base, size, interpolation=cv2.INTER_LINEAR)
    without = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)
    # base + texture (picture - coarse), in bytes around a middle of 128
    sharp = area.tile.cut(context.image)
    fine = cv2.addWeighted(sharp, params.texture, without, -params.texture, 128)
    smooth = cv2.addWeighted(wide, 1, fine, 1, -128)
    return layer_of(np.asarray(smooth, np.uint8), skin, params.strength, area.tile)


def _uncovered(area: Area) -> Image:
    """The picture, carried on a little way under what is in front, so that has no coloured rim."""
    if area.seen.min() == 1:
        return area.small
    seen = cv2.merge((area.seen,) * 3)
    picture = area.small.astype(np.float32)
    near = cv2.blur(picture * seen, (5, 5)) / (cv2.blur(seen, (5, 5)) + np.float32(1e-4))
    return np.asarray(cv2.convertScaleAbs(near + (picture - near) * seen), np.uint8)


def _base(image: Image, skin: Alpha, reach: float) -> Image:
    """The guided filter of an image, which looks at skin only: nothing bleeds in from elsewhere.

    The guide is mostly the red channel, in which skin has its form and hardly any blemish.
    """
    side = 2 * max(1, round(reach)) + 1
    weight = skin + np.float32(1e-3)

    def around(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.blur(values, (side, side), borderType=cv2.BORDER_REPLICATE))

    picture = image.astype(np.float32)
    red, green, blue = cv2.split(picture)
    guide = 0.75 * red + 0.25 * green
    total = around(weight)
    bright = float((guide * weight).sum() / weight.sum())
    guided = weight * guide
    mean = around(guided) / total
    spread = around(guided * guide) / total - mean * mean + (_EDGE * max(bright, 40.0)) ** 2
    out = []
    for channel in (red, green, blue):
        here = weight * channel
        middle = around(here) / total
        slope = (around(here * guide) / total - mean * middle) / spread
        level = middle - slope * mean
        slope = around(weight * slope) / total
        level = around(weight * level) / total
        out.append(slope * guide + level)
    return np.asarray(cv2.convertScaleAbs(cv2.max(cv2.merge(out), 0)), np.uint8)
