"""Glitch: a broken signal, colours apart, torn slices and scan lines.

What happens is drawn from the number of the moment, so the same time gives the same picture.
Nothing large changes its brightness: no flashes.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.stylise.slices import Slice, moment, slipped
from filters.effects.stylise.tones import thrice, times
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import slider
from filters.types import Image

_FARTHEST = 34.0
"""Pixels of a 720p picture that a slice slips at most: no farther than a face's surroundings."""
_SWAPS = ((2, 0, 1), (1, 2, 0), (0, 2, 1))
"""Orders of the primaries in a broken block."""


@dataclass(frozen=True, slots=True)
class GlitchParams(StyleParams):
    """How broken it is and how fast."""

    amount: float = slider(0.5, 0.0, 1.0, help="How far the signal is broken.")
    speed: float = slider(1.0, 0.2, 3.0)
    lines: float = slider(0.5, 0.0, 1.0, label="Scan lines")


def draw(piece: Piece, params: GlitchParams) -> Image:
    """Slip the slices of this moment, break some blocks, lay the scan lines over it."""
    rng = np.random.default_rng((11, moment(piece.time * params.speed, 9)))
    # most moments are almost calm, some are wild
    wild = params.amount * (0.25 + 0.75 * rng.random() ** 2)
    apart = 2.0 + 9.0 * wild * rng.uniform(0.6, 1.2)
    out = slipped(piece, _slices(rng, wild), apart if rng.random() < 0.8 else -apart)
    _broken(out, piece, rng, wild)
    if params.lines > 0:
        out = times(out, thrice(_scan(piece, params)))
    return out


def _slices(rng: np.random.Generator, wild: float) -> tuple[Slice, ...]:
    """A few broad slices and more that are a few rows high, where they tear in groups."""
    found = []
    for _ in range(round(2 + 4 * wild)):
        top = rng.random()
        found.append(Slice(top, top + rng.uniform(0.02, 0.14), rng.normal(0, 16 * wild)))
    middle = rng.random()
    for _ in range(round(14 * wild)):
        top = middle + rng.normal(0, 0.08)
        found.append(Slice(top, top + rng.uniform(0.003, 0.012), rng.normal(0, 30 * wild)))
    limit = _FARTHEST
    return tuple(Slice(one.top, one.bottom, min(max(one.slip, -limit), limit)) for one in found)


def _broken(out: Image, piece: Piece, rng: np.random.Generator, wild: float) -> None:
    """Swap the primaries in some flat blocks, and make large pixels of them; in place."""
    width, height = piece.frame
    for _ in range(round(7 * wild)):
        high, wide = rng.uniform(0.008, 0.035) * height, rng.uniform(0.04, 0.22) * width
        x, y = rng.uniform(-0.05, 1) * width, rng.uniform(0, 1) * height
        order = _SWAPS[int(rng.integers(len(_SWAPS)))]
        x0, y0 = (max(0, round(at - start)) for at, start in zip((x, y), piece.origin, strict=True))
        x1, y1 = round(x + wide) - piece.origin[0], round(y + high) - piece.origin[1]
        block = out[y0 : max(y0, y1), x0 : max(x0, x1)]
        if block.size == 0:
            continue
        cell = max(1.0, 7 * piece.unit)
        size = max(1, round(block.shape[1] / cell)), max(1, round(block.shape[0] / cell))
        few = cv2.resize(block[..., order], size, interpolation=cv2.INTER_AREA)
        shape = block.shape[1], block.shape[0]
        block[:] = cv2.resize(few, shape, interpolation=cv2.INTER_NEAREST)


def _scan(piece: Piece, params: GlitchParams) -> Image:
    """Fine dark lines and a broad bar that rolls slowly down; (h, w) uint8."""
    width, height = piece.size
    rows = np.arange(height) + piece.origin[1]
    pitch = max(2.0, 4.0 * piece.unit)
    fine = 0.5 + 0.5 * np.cos(rows * (2 * np.pi / pitch))
    at = (rows / piece.frame[1] - 0.22 * piece.time * params.speed) % 1.0
    bar = np.exp(-(((at - 0.5) / 0.09) ** 2))
    light = 255 * (1 - params.lines * (0.42 * fine + 0.16 * bar))
    return np.repeat(light.astype(np.uint8)[:, None], width, axis=1)
