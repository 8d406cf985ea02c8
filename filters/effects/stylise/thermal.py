"""Thermal: as a thermal camera, or one for the night, would see it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.scaling import grown, shrink_of, shrunk
from filters.effects.stylise.tones import gradient, ramp, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, slider
from filters.types import Image

_LINES = 240
_PALETTES = {
    "iron": (
        (0, "#02010a"),
        (40, "#1d0a54"),
        (85, "#6a0f8e"),
        (128, "#b81e76"),
        (168, "#ea5a2c"),
        (208, "#fca918"),
        (238, "#fde873"),
        (255, "#fffdf0"),
    ),
    "rainbow": (
        (0, "#060536"),
        (45, "#1233c8"),
        (90, "#07a6d8"),
        (128, "#18b85a"),
        (165, "#c8dc1e"),
        (200, "#fba312"),
        (232, "#e8271c"),
        (255, "#fff0ea"),
    ),
    "arctic": (
        (0, "#060b2c"),
        (60, "#123f9e"),
        (120, "#25a8d6"),
        (165, "#c4e6ea"),
        (195, "#f7d26a"),
        (228, "#f08a24"),
        (255, "#fff3d6"),
    ),
    "night vision": (
        (0, "#010a04"),
        (70, "#063d1a"),
        (150, "#1fa447"),
        (215, "#84f08a"),
        (255, "#f0fff0"),
    ),
}


@dataclass(frozen=True, slots=True)
class ThermalParams(StyleParams):
    """Which palette, and how the camera sees."""

    palette: str = choice("iron", tuple(_PALETTES))
    warmth: float = slider(
        0.7, 0.0, 1.0, label="Warm colours", help="How far skin and warm colours count as heat."
    )
    detail: float = slider(0.45, 0.0, 1.0, label="Outlines", help="What a camera for light adds.")


def draw(piece: Piece, params: ThermalParams) -> Image:
    """Guess the heat from light and warmth, blurred as such a sensor is, and colour it.

    The outlines of the visible picture over it are what better thermal cameras add too.
    """
    shrink = shrink_of(piece, _LINES)
    small = shrunk(piece.image, shrink)
    y, cr, _ = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    warm = cv2.LUT(_redness(np.asarray(y), np.asarray(cr)), ramp(5.0, 125.0, 0.0, 150.0))
    if params.palette == "night vision":
        light = cv2.LUT(y, ramp(-45.0, 272.0, 10.0, 245.0))
        heat = cv2.addWeighted(light, 1.0, warm, 0.15 * params.warmth, 0)
    else:
        light = cv2.addWeighted(y, 0.95 - 0.4 * params.warmth, y, 0, 8)
        heat = cv2.addWeighted(light, 1.0, warm, params.warmth, 0)
        heat = cv2.GaussianBlur(heat, (0, 0), 1.6)
    full = grown(np.asarray(heat, np.uint8), shrink, piece.size)
    gray = cv2.cvtColor(piece.image, cv2.COLOR_RGB2GRAY)
    side = 2 * round(5 * piece.unit) + 1
    amount = 1.3 * params.detail
    # both halved: on its own a difference would be cut off at 0
    detail = cv2.addWeighted(gray, 0.5, cv2.blur(gray, (side, side)), -0.5, 128)
    seen = cv2.addWeighted(full, 1.0, detail, 2 * amount, -256 * amount)
    return toned(np.asarray(seen, np.uint8), gradient(_PALETTES[params.palette]))


def _redness(y: NDArray[np.uint8], cr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How red it is for its light, 0 to 255: skin, dark or light or in the shade, is about 100."""
    red = cv2.subtract(cr, 128)
    return np.asarray(cv2.divide(red, cv2.add(y, 40), scale=1000), np.uint8)
