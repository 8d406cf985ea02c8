"""Oil: broad strokes of thick paint that follow the shapes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.flow import Gray, flow_of
from filters.effects.stylise.patterns import grain
from filters.effects.stylise.scaling import grown, shrink_of, shrunk, strips
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import slider
from filters.types import Image

_LINES = 360
_EVEN = 12.0
"""A variance that counts as even paint; smaller ones are noise."""
_LIGHT = np.array([[1, 1, 0], [1, 0, -1], [0, -1, -1]], np.float32)
"""Light from the upper left on a height."""


@dataclass(frozen=True, slots=True)
class OilParams(StyleParams):
    """How broad the brush is and how thick the paint."""

    brush: float = slider(2.2, 1.5, 4.0, unit="pixels", label="Brush size", help="At 360p.")
    relief: float = slider(0.22, 0.0, 1.0, label="Thickness", help="How the bristles show.")
    richness: float = slider(1.12, 0.5, 2.0, help="How rich the colours are.")


def draw(piece: Piece, params: OilParams) -> Image:
    """Paint it at half the size, sharpen it at its own, and let the light fall on the bristles."""
    shrink = shrink_of(piece, _LINES)
    small = shrunk(piece.image, shrink)
    radius = max(1.0, params.brush * min(piece.frame) / shrink / _LINES)
    y, cr, cb = cv2.split(cv2.cvtColor(_painted(small, radius), cv2.COLOR_RGB2YCrCb))
    rest = 128 - 128 * params.richness
    cr, cb = (cv2.addWeighted(one, params.richness, one, 0, rest) for one in (cr, cb))
    light = _bristles(piece, small, shrink, radius)
    whole = np.asarray(cv2.merge((y, cr, cb, light)), np.uint8)
    out, height = np.empty_like(piece.image), piece.size[1]
    for rows in strips(height):
        # as many rows more as the blur reaches
        more = slice(max(0, rows.start - shrink), min(height, rows.stop + shrink))
        y, cr, cb, light = cv2.split(grown(whole, shrink, piece.size, cv2.INTER_CUBIC, more))
        blurred = cv2.blur(y, (2 * shrink + 1, 2 * shrink + 1))
        y = cv2.addWeighted(y, 1.9, blurred, -0.9, 0)
        y = cv2.addWeighted(y, 1, light, params.relief, -128 * params.relief)
        drawn = cv2.cvtColor(cv2.merge((y, cr, cb)), cv2.COLOR_YCrCb2RGB)
        out[rows] = drawn[rows.start - more.start : rows.stop - more.start]
    return out


def _painted(image: Image, radius: float) -> Image:
    """Each pixel in the colour of the evenest patches beside it.

    A soft Kuwahara filter (Papari, Petkov and Campisi 2007) whose eight sectors are one round
    patch, seen from eight sides: sum of w m over the sides / sum of w, with m a patch's mean and
    w = variance^-4. So m and w are made once, and only shifted.
    """
    sigma = max(0.6, 0.45 * radius)
    reach = max(1, round(radius))
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    square = cv2.GaussianBlur(gray * gray, (0, 0), sigma)
    mean = cv2.GaussianBlur(gray, (0, 0), sigma)
    weight = np.float32(_EVEN) / (np.maximum(square - mean * mean, 0) + np.float32(_EVEN))
    weight *= weight
    weight *= weight
    sides = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    for turn in np.arange(8) * (np.pi / 4):
        sides[reach + round(reach * np.sin(turn)), reach + round(reach * np.cos(turn))] = 1

    def summed(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.filter2D(values, -1, sides, borderType=cv2.BORDER_REPLICATE))

    share = summed(weight) + np.float32(1e-12)
    channels = [
        cv2.divide(summed(np.multiply(patch, weight, dtype=np.float32)), share, dtype=cv2.CV_8U)
        for patch in cv2.split(cv2.GaussianBlur(image, (0, 0), sigma))
    ]
    return np.asarray(cv2.merge(channels), np.uint8)


def _bristles(piece: Piece, small: Image, shrink: int, radius: float) -> Gray:
    """The light on paint that a brush has drawn along the shapes: 128 where it is flat."""
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    frame = -(-piece.frame[0] // shrink), -(-piece.frame[1] // shrink)
    x, y = piece.origin[0] // shrink, piece.origin[1] // shrink
    height, width = gray.shape
    noise: NDArray[np.uint8] = grain(frame)[y : y + height, x : x + width]
    flow = flow_of(gray, 1.2 * radius, (0.8, 0.6))
    height_map = flow.along(noise, 0.28 * radius, 0.56 * radius, 1.1 * radius)
    height_map = np.asarray(cv2.GaussianBlur(height_map, (0, 0), 0.7), np.uint8)
    return np.asarray(cv2.filter2D(height_map, -1, _LIGHT, delta=128), np.uint8)
