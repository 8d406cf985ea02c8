"""Pixelate: hide who it is. Fails closed: whatever is not surely something else is covered."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.privacy.cover import grown, opened
from filters.effects.privacy.grid import block_pixels, blocks_over, means
from filters.params import Params, slider
from filters.regions import face_width, hull
from filters.types import FilterContext, Layer


@dataclass(frozen=True, slots=True)
class PixelateParams(Params):
    """How coarse the blocks are and how far they reach beyond the face."""

    block: float = slider(
        0.13, 0.08, 0.30, unit="face widths", label="Block size", help="Larger hides more."
    )
    margin: float = slider(
        0.18, 0.10, 0.50, unit="face widths", help="How far the cover reaches beyond the face."
    )


def render(context: FilterContext, params: PixelateParams) -> Layer | None:
    """Cover the face's hull, grown by the margin, with whole blocks of its mean colour.

    The layer is laid open, not through the matte: where the matte is unsure the face would show.
    Instead the matte is read here, and only what is surely in front of the face is left free. The
    blocks keep their place on the face, so a moving head does not sweep through the grid and give
    away, frame by frame, what lies between the blocks' means.
    """
    points = context.face.points
    width = face_width(points)
    block = block_pixels(params.block * width)
    outline = hull(points)
    tile = blocks_over(outline, params.margin * width, block, context.image.shape)
    if tile is None:
        return None
    cells = means(context.image, tile, block)
    rows, columns = cells.shape[:2]
    cover = grown(outline, params.margin * width, tile)
    cover = cover.reshape(rows, block, columns, block).max(axis=(1, 3))
    blocks = np.dstack((cells, cover))
    rgba = cv2.resize(blocks, tile.size, interpolation=cv2.INTER_NEAREST)
    opened(rgba[..., 3], context, tile)
    return Layer(np.asarray(rgba, np.uint8), tile.origin)
