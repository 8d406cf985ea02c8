"""Pixel art: large blocks in few colours. It hides nobody: the privacy filters do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, slider
from filters.types import Image

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])
_PALETTES = {
    "natural": (
        "0d0b14 1f1a2b 2e2c46 3f4769 5a6b8c 7f93ad a9bccb d5e0e4 fbf8ef "  # cool greys
        "2a1414 45221f 633329 834736 a25f48 c07d5e d99d78 eabd97 f6dcbe "  # skins and woods
        "7d4a44 a8655c cd8a7f e8ac9f f3c9bd "  # rosy skins
        "5a1030 8f1d3a c9303f ee5d4a f99a5b ffd27a fff1b0 "  # reds to yellows
        "12302c 1f5244 3a7d4f 6aa857 a9cf6b "  # greens
        "141c4f 1f3b8a 2c6cc4 4ba3e3 8fd6f2 "  # blues
        "2d1250 57208a 8d46b8 c98ad8 "  # purples
        "3b3432 5f5754 8a817c b8b0aa "  # warm greys
        "4a3a24 7a5f34 a98a50 d8c48a "  # straw
        "8d7f92 b8aabb dccfda"  # mauve greys
    ),
    "handheld": "0f2a17 205a2c 6f9a1f b4cf3a",
    "neon": "0b0221 1b0b4b 3b0f78 6a16a8 b01ac4 f22bb0 ff5f8f ffa56b ffe66d 2de2e6 2a8cf0 f6f3ff",
    "sunset": "1a1423 372549 774c60 b75d69 e58f65 f2b880 f9dcb0 fff4e0",
}
_STEPS = 32
"""The colours of a picture, along each primary, for which the palette's nearest is known."""


@dataclass(frozen=True, slots=True)
class PixelArtParams(StyleParams):
    """How large the blocks are and which colours there are."""

    block: float = slider(6.0, 3.0, 20.0, unit="pixels", label="Block size", help="At 720p.")
    palette: str = choice("natural", tuple(_PALETTES))
    dither: float = slider(0.2, 0.0, 1.0, label="Dither", help="Mixes colours in a chequer.")


def draw(piece: Piece, params: PixelArtParams) -> Image:
    """Take each block's mean, push it apart, and set it in the palette's nearest colour."""
    block = max(2, round(params.block * piece.unit))
    (x, y), (width, height) = piece.origin, piece.size
    left, above = x % block, y % block  # blocks count from the whole picture's corner
    right, below = -(left + width) % block, -(above + height) % block
    whole = cv2.copyMakeBorder(piece.image, above, below, left, right, cv2.BORDER_REPLICATE)
    size = whole.shape[1] // block, whole.shape[0] // block
    cells = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    cells = _vivid(np.asarray(cells, np.uint8))
    first = x // block % 4, y // block % 4
    chosen = _nearest(cells, params.palette, params.dither, first)
    full = size[0] * block, size[1] * block
    drawn = cv2.resize(chosen, full, interpolation=cv2.INTER_NEAREST)
    return np.ascontiguousarray(drawn[above : above + height, left : left + width], np.uint8)


def _vivid(cells: Image) -> Image:
    """Blocks with firm edges and rich colours."""
    soft = cv2.GaussianBlur(cells, (0, 0), 1.0)
    firm = cv2.addWeighted(cells, 1.7, soft, -0.7, 0)
    gray = cv2.cvtColor(cv2.cvtColor(firm, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return np.asarray(cv2.addWeighted(firm, 1.22, gray, -0.22, 0), np.uint8)


def _nearest(cells: Image, palette: str, dither: float, first: tuple[int, int]) -> Image:
    """The palette's colours, an ordered dither (Bayer 1973) between them.

    Args:
        first: where the first cell lies in the dither's square.
    """
    rows = (np.arange(cells.shape[0]) + first[1]) % 4
    columns = (np.arange(cells.shape[1]) + first[0]) % 4
    shift = (_BAYER[rows[:, None], columns[None, :]] - 7.5) * (dither * 4.2)
    moved = np.clip(cells + shift[..., None], 0, 255).astype(np.intp) * _STEPS // 256
    return _table(palette)[moved[..., 0], moved[..., 1], moved[..., 2]]


@cache
def _table(palette: str) -> NDArray[np.uint8]:
    """(32, 32, 32, 3): the palette's colour that looks nearest (CIE 1976) to each."""
    values = [int(one, 16) for one in _PALETTES[palette].split()]
    colours = np.array([[v >> 16, v >> 8 & 255, v & 255] for v in values], np.uint8)
    middles = ((np.arange(_STEPS) + 0.5) * (256 / _STEPS)).astype(np.uint8)
    grid = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), axis=-1)
    few = palette != "natural"
    wanted, there = (_lab(one.reshape(1, -1, 3), few) for one in (grid, colours))
    nearest = np.zeros(len(wanted), np.intp)
    best = np.full(len(wanted), np.inf)
    for index, colour in enumerate(there):
        distance = ((wanted - colour) ** 2).sum(axis=1)
        nearer = distance < best
        best[nearer], nearest[nearer] = distance[nearer], index
    table = colours[nearest].reshape(_STEPS, _STEPS, _STEPS, 3)
    table.flags.writeable = False
    return table


def _lab(colours: NDArray[np.uint8], by_light: bool) -> NDArray[np.float32]:
    """(n, 3) L*a*b*; a palette of few hues is chosen from by its light before its colour."""
    lab = cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    return np.asarray(lab * np.array([1, 0.3, 0.3] if by_light else [1, 1.25, 1.25]), np.float32)
