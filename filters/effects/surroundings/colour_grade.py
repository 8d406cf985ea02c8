"""Colour grade: a look for the whole picture, from a table of colours."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.surroundings import cube
from filters.effects.surroundings.looks import LOOKS, look
from filters.params import Params, choice, file, slider
from filters.types import FrameContext, Image

_SIDE = 16
"""The table's 256 planes of blue lie in so many columns and rows."""
_STRIP = 32
"""Rows graded at a time; what is worked with then stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class ColourGradeParams(Params):
    """Which look, and how much of it."""

    look: str = choice("film", (*LOOKS, "own"))
    own: str = file((".cube",), label="Own table", help="A 3D colour table, a .cube file.")
    strength: float = slider(1.0, 0.0, 1.0)


def render_frame(context: FrameContext, params: ColourGradeParams) -> Image | None:
    """Look every pixel up in the table.

    The table is laid out as 256 planes of red and green, one for each blue there is, so that one
    bilinear remap does what trilinear interpolation would: blue needs none.

    Raises:
        ValueError: if the user's own table can't be read, naming the file and the line.
    """
    if params.strength == 0 or (params.look == "own" and not params.own):
        return None
    changed = 0
    if params.look == "own":
        try:
            changed = os.stat(params.own).st_mtime_ns
        except OSError as error:
            raise ValueError(f"{params.own} can't be read: {error.strerror}") from error
    name = params.own if params.look == "own" else params.look
    planes = _planes(name, changed, params.strength)
    return graded(context.image, planes)


def graded(image: Image, planes: Image) -> Image:
    """The picture through a table that `spread` laid out."""
    along, across, down = _places(planes.shape[0] // _SIDE)
    out = np.empty_like(image)
    for top in range(0, len(image), _STRIP):
        red, green, blue = cv2.split(image[top : top + _STRIP])
        x = cv2.add(cv2.LUT(red, along), cv2.LUT(blue, across))
        y = cv2.add(cv2.LUT(green, along), cv2.LUT(blue, down))
        cv2.remap(planes, x, y, cv2.INTER_LINEAR, dst=out[top : top + _STRIP])
    return out


def spread(table: cube.Cube, strength: float) -> Image:
    """A table as 16 x 16 planes, one for each blue, red to the right and green downwards.

    Args:
        strength: 0 for a table that changes nothing, 1 for the whole of it.
    """
    steps = 33 if len(table.table) <= 33 else cube.LARGEST
    axis = np.linspace(0, 1, steps, dtype=np.float32)
    levels = np.linspace(0, 1, 256, dtype=np.float32)
    grid = table.at(axis, axis, levels)  # (256, steps, steps, 3)
    same = np.stack(np.meshgrid(levels, axis, axis, indexing="ij")[::-1], axis=-1)
    mixed = same + np.float32(strength) * (np.clip(grid, 0, 1) - same)
    planes = mixed.reshape(_SIDE, _SIDE, steps, steps, 3).transpose(0, 2, 1, 3, 4)
    side = _SIDE * steps
    return np.asarray(planes.reshape(side, side, 3) * 255 + 0.5, np.uint8)


@lru_cache(maxsize=6)
def _planes(name: str, changed: int, strength: float) -> Image:
    """The table of a look, or of a file that was changed at a time."""
    table = look(name) if name in LOOKS else cube.read(name, changed)
    planes = spread(table, strength)
    planes.flags.writeable = False
    return planes


@lru_cache(maxsize=2)
def _places(steps: int) -> tuple[NDArray[np.float32], ...]:
    """Where each level of red and green lies within a plane, and each blue's plane, x and y."""
    levels = np.arange(256, dtype=np.float32)
    along = levels * np.float32((steps - 1) / 255)
    return along, (levels % _SIDE) * steps, (levels // _SIDE) * steps
