"""Small painted pieces, an eye each or a cheek each, put into the one layer a filter returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.tiles import Tile
from filters.types import Layer


@dataclass(frozen=True, slots=True)
class Piece:
    """A painted part of a face.

    Attributes:
        rgba: (tile.height, tile.width, 4) uint8, straight alpha.
        tile: where it lies.
    """

    rgba: NDArray[np.uint8]
    tile: Tile


def together(pieces: Sequence[Piece | None]) -> Layer | None:
    """One layer of all pieces; where two overlap, each pixel is the more opaque one's."""
    there = [piece for piece in pieces if piece is not None]
    if len(there) < 2:
        return Layer(there[0].rgba, there[0].tile.origin) if there else None
    left = min(piece.tile.x for piece in there)
    top = min(piece.tile.y for piece in there)
    right = max(piece.tile.x + piece.tile.width for piece in there)
    bottom = max(piece.tile.y + piece.tile.height for piece in there)
    rgba = np.zeros((bottom - top, right - left, 4), np.uint8)
    for piece in there:
        x, y = piece.tile.x - left, piece.tile.y - top
        under = rgba[y : y + piece.tile.height, x : x + piece.tile.width]
        if under[..., 3].any():
            more = piece.rgba[..., 3] > under[..., 3]
            under[more] = piece.rgba[more]
        else:
            under[:] = piece.rgba
    return Layer(rgba, (left, top))
