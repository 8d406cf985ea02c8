"""Colour that lies on skin: a cosmetic's CIELAB as this camera, in this light, would show it.

Lab is OpenCV's for 8 bits: L from 0 to 255, a and b around 128.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.params import rgb
from filters.tiles import Tile
from filters.types import Alpha, FilterContext, Image

Lab = NDArray[np.float32]
"""(..., 3) float32."""

# fmt: off
_SKIN = (
    50, 280, 205, 425, 117, 346, 101, 330, 36, 266, 151, 9, 108, 337, 69, 299, 195, 4, 199, 118,
    347, 142, 371,
)
# fmt: on
"""Landmarks on plain skin, spread over the face."""
_TYPICAL = np.array([178.0, 142.0, 148.0], np.float32)
"""Lab of light skin in good light; colours are as picked there."""


@dataclass(frozen=True, slots=True)
class Light:
    """How this camera shows this skin.

    Attributes:
        skin: (3,) float32, the Lab of its plain parts.
        exposure: 1 in good light, less in dim light or on dark skin; multiplies L + 16 (of 100),
            a and b, which is what less light of the same hue does in CIELAB.
        vividness: 1 for a usual camera, less for one that washes colours out.
    """

    skin: NDArray[np.float32]
    exposure: float
    vividness: float

    def shows(self, colour: str) -> NDArray[np.float32]:
        """The Lab, (3,) float32, of a "#rrggbb" cosmetic in this light."""
        lab = lab_of(colour)
        lab[0] = max((lab[0] + 41) * self.exposure - 41, 0)
        lab[1:] = 128 + (lab[1:] - 128) * np.float32(self.exposure * self.vividness)
        return lab


def light_on(context: FilterContext) -> Light:
    """Read the light off the visible skin; where none is seen it is taken to be good."""
    height, width = context.image.shape[:2]
    places = np.round(context.face.points[list(_SKIN), :2]).astype(np.int64)
    x, y = places[:, 0], places[:, 1]
    there = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    matte = context.matte
    if matte is not None:
        h, w = matte.alpha.shape
        mx, my = x - matte.origin[0], y - matte.origin[1]
        there &= (mx >= 0) & (my >= 0) & (mx < w) & (my < h)
        there[there] = matte.alpha[my[there], mx[there]] > 0.5
    if there.sum() < 3:
        return Light(_TYPICAL, 1.0, 1.0)
    seen = np.ascontiguousarray(context.image[y[there], x[there]][None])
    skin = np.median(to_lab(seen)[0], axis=0).astype(np.float32)
    # half of what is missing is put down to the light, the other half to the skin's own colour
    exposure = float(np.clip((skin[0] + 41) / (_TYPICAL[0] + 41), 0.3, 1.1)) ** 0.6
    chroma, usual = (float(np.linalg.norm(lab[1:] - 128)) for lab in (skin, _TYPICAL))
    vividness = float(np.clip(chroma / usual, 0.35, 1.1)) ** 0.5
    return Light(skin, exposure, vividness)


def to_lab(image: Image) -> Lab:
    """Any RGB picture in Lab."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2LAB), np.float32)


def lab_of(colour: str) -> NDArray[np.float32]:
    """The Lab, (3,) float32, of "#rrggbb"."""
    return np.asarray(to_lab(np.array([[rgb(colour)]], np.uint8))[0, 0], np.float32)


def painted(lab: Lab, alpha: Alpha) -> NDArray[np.uint8]:
    """(h, w, 4) uint8 RGBA of a made-up picture in Lab and how much of it shows."""
    colour = cv2.cvtColor(cv2.convertScaleAbs(np.maximum(lab, 0)), cv2.COLOR_LAB2RGB)
    opacity = cv2.convertScaleAbs(alpha, alpha=255)
    return np.asarray(cv2.merge((*cv2.split(colour), opacity)), np.uint8)


def mean_lab(lab: Lab, weight: Alpha) -> NDArray[np.float32]:
    """The mean, (3,) float32, over a picture, each pixel by its weight."""
    total = max(float(weight.sum()), 1e-6)
    return np.asarray(np.tensordot(weight, lab, axes=([0, 1], [0, 1])) / total, np.float32)


def bump(
    middle: NDArray[np.floating],
    along: NDArray[np.floating],
    across: NDArray[np.floating],
    tile: Tile,
) -> Alpha:
    """exp(-r^2 / 2) around `middle`, r = 1 at `along` and `across`; nothing beyond r = 2.6.

    Args:
        middle: (2,) frame pixels, as `along` and `across` are.
    Returns:
        (tile.height, tile.width) float32 in [0, 1].
    """
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
