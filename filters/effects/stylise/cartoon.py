"""Cartoon: flat soft colours under ink lines."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.stylise.ink import lines, pen
from filters.effects.stylise.scaling import grown, shrink_of, shrunk, strips
from filters.effects.stylise.smoothing import flattened
from filters.effects.stylise.tones import steps
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import slider
from filters.types import Image

_LINES = 360


@dataclass(frozen=True, slots=True)
class CartoonParams(StyleParams):
    """How flat the colours are and how much is drawn in ink."""

    levels: float = slider(7.0, 3.0, 12.0, help="How many shades there are.")
    lines: float = slider(0.5, 0.0, 1.0, label="Ink lines", help="How much is drawn in ink.")
    richness: float = slider(1.2, 0.5, 2.0, help="How rich the colours are.")


def draw(piece: Piece, params: CartoonParams) -> Image:
    """Smooth within edges, flatten the brightness, draw the lines.

    Smoothing and lines are found at half the size; that the brightness is cut into levels, and the
    lines out of their relief, only after it is enlarged again, makes both sharp.
    """
    shrink = shrink_of(piece, _LINES)
    small = flattened(shrunk(piece.image, shrink))
    y, cr, cb = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    ink = lines(np.asarray(y, np.uint8), 1.5)
    rest = 128 - 128 * params.richness
    cr, cb = (cv2.addWeighted(one, params.richness, one, 0, rest) for one in (cr, cb))
    plan = np.asarray(cv2.merge((y, cr, cb, ink)), np.uint8)
    levels = steps(round(params.levels), 0.5, 0.8)
    out = np.empty_like(piece.image)
    for rows in strips(piece.size[1]):
        y, cr, cb, ink = cv2.split(grown(plan, shrink, piece.size, rows=rows))
        y = cv2.LUT(y, levels)
        if params.lines > 0:
            y = cv2.multiply(y, pen(np.asarray(ink, np.uint8), params.lines), scale=1 / 255)
        out[rows] = cv2.cvtColor(cv2.merge((y, cr, cb)), cv2.COLOR_YCrCb2RGB)
    return out
