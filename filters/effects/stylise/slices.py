"""A picture cut into level slices that slip sideways, in the whole picture's coordinates."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from filters.effects.stylise.where import Piece
from filters.types import Image


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows that slip.

    Attributes:
        top: of the whole picture's height, 0 to 1.
        bottom: likewise, below `top`.
        slip: to the right, in pixels of a 720p picture.
    """

    top: float
    bottom: float
    slip: float


def slipped(piece: Piece, slices: tuple[Slice, ...], apart: float) -> Image:
    """The piece with its slices slipped, later ones over earlier ones, and its colours apart.

    Args:
        apart: red lies this far left of the green and blue this far right, in pixels of a 720p
            picture.
    Returns:
        (h, w, 3) uint8, a new array; what slips in from outside is the piece mirrored at its edge.
    """
    width = piece.size[0]
    split = round(apart * piece.unit)
    moves = [(*_rows(piece, one), round(one.slip * piece.unit)) for one in slices]
    most = abs(split) + max((abs(slip) for _, _, slip in moves), default=0)
    border = cv2.BORDER_REFLECT
    padded = cv2.copyMakeBorder(piece.image, 0, 0, most, most, border)
    planes = []
    for plane, shift in zip(cv2.split(padded), (-split, 0, split), strict=True):
        out = plane[:, most - shift : most - shift + width].copy()
        for top, bottom, slip in moves:
            start = most - shift - slip
            out[top:bottom] = plane[top:bottom, start : start + width]
        planes.append(out)
    return np.asarray(cv2.merge(planes), np.uint8)


def moment(time: float, a_second: float) -> int:
    """The number of the step that a time lies in, to seed what happens in that step."""
    return math.floor(time * a_second) & 0xFFFFFFFF


def _rows(piece: Piece, one: Slice) -> tuple[int, int]:
    """The first row of a slice in the piece, and the one after its last; equal if there is none."""
    above, height = piece.origin[1], piece.size[1]
    top, bottom = (round(at * piece.frame[1]) - above for at in (one.top, one.bottom))
    return min(max(top, 0), height), min(max(bottom, 0), height)
