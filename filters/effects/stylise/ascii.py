"""ASCII: written in letters, like an old terminal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.tones import frozen, thrice, times, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, slider
from filters.types import Image

_LETTERS = " .'`,:;-~^=+*<>!?/|ilvcxzsuroeaYJCZ036OXUQ&8B$%@#MW"
_LARGE = 8
"""A letter is drawn this many times larger, and then made smaller, so that its edges are smooth."""
_SCREENS = {
    "green": ((4, 14, 8), (108, 255, 150)),
    "amber": ((16, 9, 2), (255, 190, 84)),
    "white": ((10, 11, 14), (236, 240, 245)),
}
"""The screen and what lights up on it, RGB."""
_GLOW = frozen(34 + 221 * (np.arange(256) / 235) ** 1.7)


@dataclass(frozen=True, slots=True)
class AsciiParams(StyleParams):
    """How large the letters are and how they shine."""

    colours: str = choice("picture", ("picture", *_SCREENS))
    size: float = slider(9.0, 7.0, 30.0, unit="pixels", label="Letters", help="At 720p.")
    contrast: float = slider(0.6, 0.0, 1.0)


def draw(piece: Piece, params: AsciiParams) -> Image:
    """Put the letter that is as bright as its cell into every cell."""
    high = max(4, round(params.size * piece.unit))
    wide = max(3, round(0.6 * high))
    (x, y), (width, height) = piece.origin, piece.size
    left, above = x % wide, y % high  # cells count from the whole picture's corner
    right, below = -(left + width) % wide, -(above + height) % high
    whole = cv2.copyMakeBorder(piece.image, above, below, left, right, cv2.BORDER_REPLICATE)
    columns, rows = whole.shape[1] // wide, whole.shape[0] // high
    cells = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    bright = _firm(np.asarray(cells, np.uint8), params.contrast)
    letters = _letters(wide, high)
    chosen = letters[bright].transpose(0, 2, 1, 3).reshape(rows * high, columns * wide)
    crop = slice(above, above + height), slice(left, left + width)
    shown = np.ascontiguousarray(chosen[crop])
    full = columns * wide, rows * high
    if params.colours != "picture":
        glow = cv2.resize(bright, full, interpolation=cv2.INTER_NEAREST)
        glow = cv2.LUT(glow, _GLOW)  # a bright cell's letter shines more
        shown = times(shown, np.ascontiguousarray(glow[crop]))
        low, top = (np.array(one) for one in _SCREENS[params.colours])
        share = (np.arange(256)[:, None] / 255) ** 0.8
        return toned(shown, (low + share * (top - low)).astype(np.uint8))
    inks = cv2.resize(_bright(np.asarray(cells)), full, interpolation=cv2.INTER_NEAREST)
    inks = np.ascontiguousarray(inks[crop])
    return times(np.asarray(inks, np.uint8), thrice(np.asarray(cv2.max(shown, 96), np.uint8)))


def _bright(cells: Image) -> Image:
    """Each cell's colour as light and rich as its hue can be, for a letter dims it again.

    With the largest primary at 255 it would be all hue and no light; a root leaves some of that.
    """
    rich = np.asarray(cells, np.float32)
    gray = cv2.cvtColor(rich, cv2.COLOR_RGB2GRAY)[..., None]
    rich = np.maximum(gray + 1.35 * (rich - gray), 0) + 8
    most = rich.max(axis=2, keepdims=True)
    lifted = 255 * np.power(most / 255, 0.4)
    bright = np.clip(rich * np.minimum(lifted, 255) / most, 0, 255)
    return np.asarray(bright, np.uint8)


def _firm(cells: Image, contrast: float) -> NDArray[np.uint8]:
    """Each cell's brightness, set off against those around it."""
    gray = cv2.cvtColor(cells, cv2.COLOR_RGB2GRAY)
    near = cv2.GaussianBlur(gray, (0, 0), 1.6)
    wide = cv2.GaussianBlur(gray, (0, 0), 14.0)
    firm = cv2.addWeighted(gray, 1.0 + 1.6 * contrast, near, -1.6 * contrast, 0)
    local = cv2.divide(firm, cv2.max(wide, 24), scale=140)
    even = cv2.addWeighted(firm, 1 - 0.5 * contrast, local, 0.5 * contrast, 0)
    steep = 1 + 0.5 * contrast
    return np.asarray(cv2.addWeighted(even, steep, even, 0, 110 * (1 - steep)), np.uint8)


@lru_cache(maxsize=8)
def _letters(wide: int, high: int) -> NDArray[np.uint8]:
    """(256, high, wide): for every brightness the letter that covers as much of its cell."""
    drawn = np.stack([_letter(one, wide, high) for one in _LETTERS])
    cover = drawn.mean(axis=(1, 2))
    wanted = (np.arange(256) / 255) ** 0.75 * cover.max()
    nearest = np.abs(wanted[:, None] - cover[None, :]).argmin(axis=1)
    letters = np.asarray(drawn[nearest], np.uint8)
    letters.flags.writeable = False
    return letters


def _letter(letter: str, wide: int, high: int) -> NDArray[np.uint8]:
    """(high, wide) uint8, in the middle of its cell."""
    width, height = wide * _LARGE, high * _LARGE
    canvas = np.zeros((height, width), np.uint8)
    font = cv2.FONT_HERSHEY_SIMPLEX
    thick = max(1, round(0.1 * height))
    (_, cap), _ = cv2.getTextSize("M", font, 1.0, 1)
    scale = 0.68 * height / max(cap, 1)
    (length, _), _ = cv2.getTextSize(letter, font, scale, thick)
    at = (round((width - min(length, width)) / 2), round(0.8 * height))
    cv2.putText(canvas, letter, at, font, scale, 255, thick, cv2.LINE_AA)
    return np.asarray(cv2.resize(canvas, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
