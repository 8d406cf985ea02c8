"""Poster: a few flat colours from dark to light, as a screen print has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.patterns import dots, part, strokes
from filters.effects.stylise.scaling import grown, shrink_of, shrunk
from filters.effects.stylise.smoothing import evened, flattened
from filters.effects.stylise.tones import frozen, smooth, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, rgb, slider
from filters.types import Image

_LINES = 360
_PALETTES = {
    "campaign": ("#122b45", "#c9323b", "#6d9dab", "#f4e4ba"),
    "pop": ("#24105c", "#e5178f", "#ff8a2b", "#ffe84f"),
    "ocean": ("#0b1d3a", "#16607f", "#4fb9a8", "#f3f4dc"),
    "forest": ("#14231c", "#2f6149", "#b0a850", "#f5edcf"),
    "berry": ("#1f0f2e", "#7a1f5c", "#ef6f7d", "#ffe1d0"),
    "ink": ("#15151a", "#5b5d66", "#b4b5b8", "#faf9f5"),
}


@dataclass(frozen=True, slots=True)
class PosterParams(StyleParams):
    """Its colours, and how one goes over into the next."""

    palette: str = choice("campaign", tuple(_PALETTES))
    edges: str = choice("flat", ("flat", "dots", "strokes"), label="Between colours")
    light: float = slider(0.5, 0.0, 1.0, label="Light", help="How much of it is in light colours.")
    detail: float = slider(0.4, 0.0, 1.0, label="Detail")


def draw(piece: Piece, params: PosterParams) -> Image:
    """Even out the light, smooth it, and give each level a colour.

    A pattern added to the brightness breaks the border between two colours into dots or strokes.
    """
    shrink = shrink_of(piece, _LINES)
    scale = min(piece.frame) / shrink / _LINES
    small = flattened(shrunk(piece.image, shrink), kept=26 - 18 * params.detail)
    gray = evened(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8), 55 * scale, 0.45)
    gray = np.asarray(cv2.GaussianBlur(gray, (0, 0), max(0.5, (2.1 - 1.4 * params.detail) * scale)))
    tone = grown(gray, shrink, piece.size, cv2.INTER_CUBIC)
    lift = 110 * (params.light - 0.5)
    if params.edges == "flat":
        tone = np.asarray(cv2.addWeighted(tone, 1.0, tone, 0.0, lift), np.uint8)
    else:
        pattern = (
            dots(piece.frame, 7 * piece.unit, 45.0)
            if params.edges == "dots"
            else strokes(piece.frame, 5.0, 160.0, 0.0)
        )
        over = part(pattern, piece)
        tone = np.asarray(cv2.addWeighted(tone, 1.0, over, 0.24, lift - 0.12 * 255), np.uint8)
    return toned(tone, _levels(_PALETTES[params.palette]))


@cache
def _levels(colours: tuple[str, ...]) -> NDArray[np.uint8]:
    """(256, 3): each colour over its share of the brightness, with narrow soft steps."""
    table = np.array([rgb(one) for one in colours], np.float64)
    at = np.arange(256)[:, None]
    out = np.repeat(table[:1], 256, axis=0)
    limits = np.linspace(0, 1, len(colours) + 1)[1:-1] * 200 + 18
    for limit, (below, above) in zip(limits, pairwise(table), strict=True):
        out = out + smooth((at - limit + 5) / 10) * (above - below)
    return frozen(out)
