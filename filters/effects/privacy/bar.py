"""A bar over the eyes, as in old newspapers. It hides little, but that it hides for sure."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.privacy.cover import opened
from filters.head import head_of
from filters.params import Params, colour, rgb, slider
from filters.regions import (
    LEFT_BROW,
    LEFT_EYE,
    LEFT_IRIS,
    RIGHT_BROW,
    RIGHT_EYE,
    RIGHT_IRIS,
    face_width,
    hull,
)
from filters.tiles import tile_around
from filters.types import Face, FilterContext, Layer

_EYES = (*RIGHT_EYE, *LEFT_EYE, *RIGHT_IRIS, *LEFT_IRIS)
_ENDS = (*_EYES, *RIGHT_BROW, *LEFT_BROW, 127, 356, 162, 389)
"""What lies between the bar's ends: eyes, brows and temples."""
_BEYOND = 0.07
"""How far the bar reaches beyond them, in face widths."""
_LEAST = 0.05
"""How far it reaches beyond the eyes upwards and downwards, however low it is, in face widths."""


@dataclass(frozen=True, slots=True)
class BarParams(Params):
    """The bar's height and colour."""

    height: float = slider(0.30, 0.18, 0.70, unit="face widths", help="Higher hides more.")
    colour: str = colour("#000000")


def render(context: FilterContext, params: BarParams) -> Layer | None:
    """Cover the eyes from temple to temple, but for what is surely in front of them."""
    corners = bar_corners(context.face, params.height)
    points = context.face.points
    # the whole face, for what is in front of the eyes is judged by where it comes from
    everything = np.concatenate((corners, hull(points)))
    tile = tile_around(everything, 2.0, context.image.shape)
    if tile is None:
        return None
    rgba = np.empty((*tile.shape, 4), np.uint8)
    rgba[:] = (*rgb(params.colour), 0)
    cover = np.zeros(tile.shape, np.uint8)
    fixed = np.round(tile.local(corners) * 16).astype(np.int32)
    cv2.fillPoly(cover, [fixed], 255, lineType=cv2.LINE_AA, shift=4)
    opened(cover, context, tile)
    rgba[..., 3] = cover
    return Layer(rgba, tile.origin)


def bar_corners(face: Face, height: float) -> NDArray[np.float32]:
    """The bar's corners, (4, 2) frame pixels; it lies across the head's upright axis.

    The line through the eyes would do for a face seen from the front only: from the side both are
    in one place.
    """
    width = face_width(face.points)
    up = head_of(face).axes[:2, 1].astype(np.float64)
    length = float(np.linalg.norm(up))
    down = -up / length if length > 1e-6 else np.array([0.0, 1.0])
    frame = np.stack((np.array([down[1], -down[0]]), down), axis=1)
    along = face.points[list(_ENDS), :2] @ frame[:, 0]
    across = face.points[list(_EYES), :2] @ frame[:, 1]
    left, right = along.min() - _BEYOND * width, along.max() + _BEYOND * width
    middle = (across.min() + across.max()) / 2
    half = max(height / 2, float(np.ptp(across)) / 2 / width + _LEAST) * width
    flat = np.array(
        [
            [left, middle - half],
            [right, middle - half],
            [right, middle + half],
            [left, middle + half],
        ]
    )
    return np.asarray(flat @ frame.T, np.float32)
