"""Neon: glowing outlines in the dark."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import cv2
import numpy as np

from filters.effects.stylise.flow import Gray, flow_of
from filters.effects.stylise.patterns import part
from filters.effects.stylise.scaling import grown, shrink_of, shrunk, strips
from filters.effects.stylise.smoothing import flattened
from filters.effects.stylise.tones import Table, frozen, ramp, smooth, thrice, times
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import colour, rgb, slider
from filters.types import Image

_LINES = 360
_ROOT = frozen(16 * np.sqrt(np.arange(256)))
"""An edge in the shade counts like one in the light."""


@dataclass(frozen=True, slots=True)
class NeonParams(StyleParams):
    """The colours of the tubes, how many there are and how they glow."""

    first: str = colour("#12dcff", label="Colour", help="At the left.")
    second: str = colour("#ff2fd0", label="Second colour", help="At the right.")
    lines: float = slider(0.5, 0.0, 1.0, label="Lines", help="How faint an edge still glows.")
    glow: float = slider(0.6, 0.0, 1.0, label="Glow")
    backdrop: float = slider(0.4, 0.0, 1.0, label="Picture", help="What is seen in their light.")


def draw(piece: Piece, params: NeonParams) -> Image:
    """Edges as tubes, white hot in their middle, and the light they throw."""
    shrink = shrink_of(piece, _LINES)
    small = flattened(shrunk(piece.image, shrink), rounds=1)
    scale = min(piece.frame) / shrink / _LINES
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    tubes = _tubes(gray, params.lines)
    near = cv2.GaussianBlur(tubes, (0, 0), max(0.6, 2.2 * scale))
    far = _wide(tubes, 11 * scale)
    light = cv2.addWeighted(near, 0.75 + 0.6 * params.glow, far, 1.6 * params.glow, 0)
    thrown = params.backdrop * (0.55 + 0.55 * params.glow)
    light = cv2.addWeighted(light, 1.0, gray, thrown, 0)
    plan = np.asarray(cv2.merge((tubes, light)), np.uint8)
    tints = part(_tints(piece.frame, params.first, params.second), piece)
    out = np.empty_like(piece.image)
    for rows in strips(piece.size[1]):
        tubes, light = cv2.split(grown(plan, shrink, piece.size, rows=rows))
        lit = times(tints[rows], thrice(np.asarray(light, np.uint8)))
        hot = cv2.LUT(tubes, ramp(150.0, 262.0, 0.0, 205.0))
        out[rows] = cv2.add(lit, thrice(np.asarray(hot, np.uint8)))
    return out


def _tubes(gray: Gray, amount: float) -> Gray:
    """255 along edges, drawn out along them."""
    even = cv2.GaussianBlur(cv2.LUT(gray, _ROOT), (0, 0), 0.8)
    across = cv2.convertScaleAbs(cv2.Sobel(even, cv2.CV_16S, 1, 0))
    down = cv2.convertScaleAbs(cv2.Sobel(even, cv2.CV_16S, 0, 1))
    edges = np.asarray(cv2.addWeighted(across, 0.8, down, 0.8, 0), np.uint8)
    edges = flow_of(gray, 2.5).along(edges, 1.2, 2.4)
    # less of what is wide: close edges stay apart
    wide = cv2.GaussianBlur(edges, (0, 0), 2.4)
    edges = cv2.addWeighted(edges, 1.7, wide, -0.95, 0)
    return np.asarray(cv2.LUT(edges, _seen(amount)), np.uint8)


@cache
def _seen(amount: float) -> Table:
    """How brightly an edge glows: a clear one fully, a faint one hardly."""
    edge, first = np.arange(256), 42 - 34 * amount
    clear = smooth((edge - first) / (1.6 * first + 60))
    return frozen(255 * clear + (1 - clear) * edge * amount)


def _wide(tubes: Gray, sigma: float) -> Gray:
    """A wide blur, at a quarter of the size."""
    height, width = tubes.shape
    size = (max(1, width // 4), max(1, height // 4))
    small = cv2.resize(tubes, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.6, sigma / 4))
    return np.asarray(cv2.resize(small, (width, height)), np.uint8)


@lru_cache(maxsize=4)
def _tints(frame: tuple[int, int], first: str, second: str) -> Image:
    """One colour at the top left, another at the bottom right, mixed between."""
    width, height = frame
    x, y = np.linspace(-0.25, 1.25, 64), np.linspace(-0.1, 0.1, 36)
    share = np.clip(x[None, :] + y[:, None], 0, 1)[..., None]
    mixed = (1 - share) * np.array(rgb(first)) + share * np.array(rgb(second))
    tints = np.asarray(cv2.resize(mixed.astype(np.uint8), (width, height)), np.uint8)
    tints.flags.writeable = False
    return tints
