"""Sheets to judge mattes by eye: rows of titled pictures."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

TILE = 192
"""Side of a tile in pixels."""
Tile = tuple[str, NDArray[np.uint8]]
"""Its title and its picture, (S, S, 3) RGB."""

_PAINT = np.array((40, 220, 90), np.float32)
_TITLE = 18


def draw_sheet(rows: Sequence[Sequence[Tile]], across: int = 1) -> Image.Image:
    """All rows, `across` of them beside each other, each tile under its title."""
    across = min(across, len(rows))
    columns = max(len(row) for row in rows)
    down = -(-len(rows) // across)
    sheet = Image.new("RGB", (across * columns * TILE, down * (TILE + _TITLE)), (24, 24, 26))
    pen = ImageDraw.Draw(sheet)
    for index, row in enumerate(rows):
        left, top = index % across * columns * TILE, index // across * (TILE + _TITLE)
        for column, (title, tile) in enumerate(row):
            shrinks = tile.shape[0] > TILE
            way = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
            scaled = cv2.resize(tile, (TILE, TILE), interpolation=way)
            sheet.paste(Image.fromarray(np.asarray(scaled)), (left + column * TILE, top + _TITLE))
            pen.text((left + column * TILE + 4, top + 3), title, fill=(225, 225, 228))
    return sheet


def painted(frame: NDArray[np.uint8], matte: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Paint over what the matte calls face, so that leaks and holes are seen at once."""
    alpha = 0.65 * matte[..., None]
    return np.asarray(frame * (1 - alpha) + _PAINT * alpha, np.uint8)


def heat(sigma: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Doubt from black to yellow; the largest value in it is yellow."""
    level = np.clip(sigma / max(float(sigma.max()), 1e-6) * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.applyColorMap(level, cv2.COLORMAP_INFERNO)[..., ::-1], np.uint8)
