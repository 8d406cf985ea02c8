"""Comic: printed colours, dots in the shade, black shadows and ink lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from filters.effects.stylise.flow import Gray
from filters.effects.stylise.ink import lines, pen
from filters.effects.stylise.patterns import dots, part
from filters.effects.stylise.scaling import STRIP, grown, shrink_of, shrunk, strips
from filters.effects.stylise.smoothing import evened, flattened
from filters.effects.stylise.tones import Table, frozen, ramp, smooth, steps, times
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import slider
from filters.types import Image

_LINES = 360
_PAPER = (255, 249, 236)
"""A little warm."""


@dataclass(frozen=True, slots=True)
class ComicParams(StyleParams):
    """How much ink there is, in lines, dots and shadows."""

    lines: float = slider(0.65, 0.0, 1.0, label="Ink lines")
    shadows: float = slider(0.5, 0.0, 1.0, label="Black shadows")
    dots: float = slider(0.6, 0.0, 1.0, label="Dots")
    size: float = slider(6.5, 4.0, 16.0, unit="pixels", label="Dot size", help="At 720p.")


def draw(piece: Piece, params: ComicParams) -> Image:
    """Few shades of rich colour; the half shade in dots, the full shade in black."""
    shrink = shrink_of(piece, _LINES)
    scale = min(piece.frame) / shrink / _LINES
    small = flattened(shrunk(piece.image, shrink), kept=18.0)
    y, cr, cb = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    gray = np.asarray(y, np.uint8)
    ink = lines(gray, 1.9)
    cr, cb = (cv2.addWeighted(one, 1.7, one, 0, 128 - 1.7 * 128) for one in (cr, cb))
    tone = evened(gray, 50 * scale, 0.5)
    plan = np.asarray(cv2.merge((tone, cr, cb, ink)), np.uint8)
    pitch = max(3.0, params.size * piece.unit)
    screen = part(dots(piece.frame, pitch, 45.0), piece)
    levels = _levels(params.shadows)
    sheet = np.full((STRIP, piece.size[0], 3), _PAPER, np.uint8)
    out = np.empty_like(piece.image)
    for rows in strips(piece.size[1]):
        tone, cr, cb, ink = cv2.split(grown(plan, shrink, piece.size, rows=rows))
        y = np.asarray(cv2.LUT(tone, levels), np.uint8)
        if params.dots > 0:
            y = times(y, _dotted(np.asarray(tone, np.uint8), screen[rows], pitch, params.dots))
        if params.lines > 0:
            y = times(y, pen(np.asarray(ink, np.uint8), params.lines))
        rgb = cv2.cvtColor(cv2.merge((y, cr, cb)), cv2.COLOR_YCrCb2RGB)
        out[rows] = times(np.asarray(rgb, np.uint8), sheet[: len(rgb)])
    return out


def _dotted(tone: Gray, screen: Gray, pitch: float, amount: float) -> Gray:
    """What dots leave of the light: larger ones where it is darker, a pixel wide at their edge."""
    half = cv2.LUT(tone, ramp(50.0, 165.0, 70.0, 255.0))
    gain = max(1.5, 0.35 * pitch)
    free = cv2.addWeighted(half, gain, screen, -gain, 128)
    darkest = 255 - 125 * amount
    return np.asarray(cv2.convertScaleAbs(free, alpha=1 - darkest / 255, beta=darkest), np.uint8)


@cache
def _levels(shadows: float) -> Table:
    """Few shades; black below a brightness, and a little less light for a while above it."""
    tone, black = np.arange(256), 95 * shadows
    near = 1 - 0.25 * shadows * smooth((black + 120 - tone) / 130)
    return frozen(steps(4, 0.14, 0.62) * smooth((tone - black + 14) / 14) * near)
