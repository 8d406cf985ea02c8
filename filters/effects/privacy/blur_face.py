"""Blur the face: so heavily that nothing is left to sharpen. Fails closed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.privacy.cover import grown, opened
from filters.effects.privacy.grid import block_pixels, blocks_over, means
from filters.params import Params, slider
from filters.regions import face_width, hull
from filters.tiles import Tile
from filters.types import FilterContext, Image, Layer

_SOFT = 0.05
"""Width of the cover's soft rim, outside the margin, in face widths."""
_FINER = 6
"""Steps in which a cell goes over into the next, before what is left is interpolated."""
_SMEAR = 0.6
"""Standard deviation of the blur over the cells' means, in cells."""


@dataclass(frozen=True, slots=True)
class BlurFaceParams(Params):
    """How far the blur reaches."""

    radius: float = slider(
        0.15, 0.10, 0.35, unit="face widths", label="Radius", help="Larger hides more."
    )
    margin: float = slider(
        0.18, 0.10, 0.50, unit="face widths", help="How far the cover reaches beyond the face."
    )


def render(context: FilterContext, params: BlurFaceParams) -> Layer | None:
    """Cover the face's hull, grown by the margin, with what little a coarse grid keeps of it.

    A Gaussian blur alone can be sharpened again. Here the picture is first reduced to one mean
    colour a cell, as many numbers as pixelate shows, and only those are blurred; no sharpening
    brings back what was not kept. As in pixelate the layer is laid open and reads the matte itself.
    """
    points = context.face.points
    width = face_width(points)
    block = block_pixels(params.radius * width)
    outline = hull(points)
    margin, soft = params.margin * width, _SOFT * width
    tile = blocks_over(outline, margin + 2 * soft, block, context.image.shape)
    if tile is None:
        return None
    cells = means(context.image, tile, block)
    rgba = np.empty((*tile.shape, 4), np.uint8)
    rgba[..., :3] = _smooth(cells, tile)
    rgba[..., 3] = _soft_cover(outline, margin, soft, tile)
    opened(rgba[..., 3], context, tile)
    return Layer(rgba, tile.origin)


def _smooth(cells: Image, tile: Tile) -> Image:
    """The cells' colours flowing into each other, (tile.height, tile.width, 3)."""
    finer = max(1, min(_FINER, tile.width // cells.shape[1]))
    large = cv2.resize(cells, None, fx=finer, fy=finer, interpolation=cv2.INTER_LINEAR)
    blurred = cv2.GaussianBlur(large, (0, 0), _SMEAR * finer, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(blurred, tile.size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _soft_cover(
    outline: NDArray[np.float32], margin: float, soft: float, tile: Tile
) -> NDArray[np.uint8]:
    """255 within the margin, then down to 0 over twice `soft`, drawn at a coarser scale."""
    shrink = max(1, min(int(soft / 3), min(tile.size)))
    small = Tile(0, 0, math.ceil(tile.width / shrink), math.ceil(tile.height / shrink))
    loop = np.asarray(tile.local(outline) / shrink, np.float32)
    mask = grown(loop, (margin + soft) / shrink, small)
    # at `soft` inside the edge, three standard deviations, a Gaussian reaches 0.9987
    mask = cv2.GaussianBlur(mask, (0, 0), max(soft / shrink / 3, 0.3))
    mask = cv2.convertScaleAbs(mask, alpha=1.02)
    full = cv2.resize(mask, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_LINEAR)
    soft_mask = full[: tile.height, : tile.width]
    return np.asarray(np.maximum(soft_mask, grown(outline, margin, tile)), np.uint8)
