"""Hologram: a projection of light, with scan lines and a little flicker."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.scaling import grown, shrink_of, shrunk
from filters.effects.stylise.slices import Slice, moment, slipped
from filters.effects.stylise.smoothing import evened
from filters.effects.stylise.tones import frozen, ramp, times, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import colour, rgb, slider
from filters.types import Image

_LINES = 360


@dataclass(frozen=True, slots=True)
class HologramParams(StyleParams):
    """Its light, and how unsteady it is."""

    light: str = colour("#35c8ff", label="Colour")
    lines: float = slider(0.6, 0.0, 1.0, label="Scan lines")
    flicker: float = slider(0.5, 0.0, 1.0, help="How unsteady it is.")
    speed: float = slider(1.0, 0.2, 3.0)


def draw(piece: Piece, params: HologramParams) -> Image:
    """Light only: the rim brighter than the middle, in one colour, in lines that wander."""
    clock = piece.time * params.speed
    shrink = shrink_of(piece, _LINES)
    scale = min(piece.frame) / shrink / _LINES
    small = shrunk(piece.image, shrink)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    even = evened(gray, 50 * scale, 0.25)
    soft = cv2.GaussianBlur(even, (0, 0), max(0.6, 3.0 * scale))
    rim = cv2.absdiff(even, soft)
    glow = cv2.addWeighted(cv2.addWeighted(even, 0.62, soft, 0.26, 0), 1.0, rim, 2.8, 0)
    glow = cv2.LUT(glow, ramp(36.0, 222.0))
    whole = grown(np.asarray(glow, np.uint8), shrink, piece.size)
    lit = times(whole, _lines(piece, params, clock))
    coloured = toned(lit, _light(params.light))
    drawn = Piece(coloured, piece.origin, piece.frame, piece.time)
    return slipped(drawn, _slips(clock, params.flicker), 1.2 + 1.2 * params.flicker)


def _lines(piece: Piece, params: HologramParams, clock: float) -> NDArray[np.uint8]:
    """(h, w): scan lines that rise, a bright bar that wanders down, a small slow flicker."""
    width, height = piece.size
    rows = np.arange(height) + piece.origin[1]
    pitch = max(3.0, 5.0 * piece.unit)
    fine = 0.5 + 0.5 * np.cos((rows / pitch + 1.6 * clock) * 2 * np.pi)
    at = (rows / piece.frame[1] - 0.3 * clock) % 1.0
    bar = np.exp(-(((at - 0.5) / 0.06) ** 2))
    # a few per cent of brightness, from waves that never come round together
    wave = math.sin(9.7 * clock) * math.sin(4.3 * clock) + 0.5 * math.sin(23.1 * clock)
    unsteady = 1 - params.flicker * (0.06 + 0.035 * wave)
    light = (0.86 - 0.5 * params.lines * fine + 0.3 * bar) * unsteady
    values = np.clip(255 * light, 0, 255).astype(np.uint8)
    return np.repeat(values[:, None], width, axis=1)


def _slips(clock: float, flicker: float) -> tuple[Slice, ...]:
    """One slice sways all the time; now and then a few jump."""
    sway = Slice(0.0, 1.0, 1.5 * flicker * math.sin(2.1 * clock))
    rng = np.random.default_rng((12, moment(clock, 7)))
    found = [sway]
    if rng.random() < 0.2 + 0.5 * flicker:
        for _ in range(3):
            top = rng.random()
            slip = rng.normal(0, 9 * flicker)
            found.append(Slice(top, top + rng.uniform(0.01, 0.06), min(max(slip, -20), 20)))
    return tuple(found)


@lru_cache(maxsize=16)
def _light(text: str) -> NDArray[np.uint8]:
    """(256, 3): from almost black over the colour to almost white."""
    hue = np.array(rgb(text), np.float64)
    stops = np.stack([0.05 * hue + 3, 0.42 * hue, hue, 0.25 * hue + 190])
    levels = np.arange(256)
    return frozen(
        np.stack([np.interp(levels, (0, 90, 185, 255), stops[:, i]) for i in range(3)], axis=1)
    )
