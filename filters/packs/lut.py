"""A pack's colour grade as a filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial

import cv2
import numpy as np

from filters.effects.surroundings import cube
from filters.effects.surroundings.colour_grade import graded, spread
from filters.filter import Filter
from filters.packs.manifest import LutEntry
from filters.packs.refusal import Refused
from filters.params import Params, slider
from filters.types import FrameContext, Image

_NARROWEST = 1e-3
"""Of the levels a table is for, 1 being all of them; less would divide by nothing."""


@dataclass(frozen=True, slots=True)
class LutParams(Params):
    """How much of it shows."""

    strength: float = slider(1.0, 0.0, 1.0, help="How much of the grade shows.")


def lut_filter(pack: str, entry: LutEntry, data: bytes, file: str) -> Filter:
    """The filter that grades the picture with a .cube file.

    Raises:
        Refused: if it is none, with the line.
    """
    return Filter(
        id=f"{pack}/{entry.id}",
        title=entry.title,
        description=entry.description or f"{entry.title}, a grade for the whole picture.",
        params=LutParams,
        family="Packs",
        render_frame=partial(_render, _Grade(table_of(data, file))),
    )


def table_of(data: bytes, file: str) -> cube.Cube:
    """The table in the bytes of a .cube file.

    Raises:
        Refused: if it is none, with the line.
    """
    try:
        table = cube.parse(data.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        found = re.match(r"line (\d+): (.*)", str(error), re.S)
        reason = found[2] if found else str(error)
        raise Refused(file, reason, int(found[1]) if found else None) from error
    widths = [high - low for low, high in zip(table.low, table.high, strict=True)]
    if min(widths) < _NARROWEST:
        raise Refused(file, f"its domain is {min(widths):g} wide, need {_NARROWEST:g} at least")
    return table


class _Grade:
    """A table, laid out when it is worn first; a pack may have many."""

    def __init__(self, table: cube.Cube) -> None:
        self._table = table

    @cached_property
    def planes(self) -> Image:
        return spread(self._table, 1.0)


def _render(grade: _Grade, context: FrameContext, params: LutParams) -> Image | None:
    if params.strength == 0:
        return None
    whole = graded(context.image, grade.planes)
    if params.strength == 1:
        return whole
    share = params.strength
    return np.asarray(cv2.addWeighted(whole, share, context.image, 1 - share, 0), np.uint8)
