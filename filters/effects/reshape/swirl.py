"""Swirl: the face twisted around the nose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider


@dataclass(frozen=True, slots=True)
class SwirlParams(Params):
    """How far, and which way."""

    strength: float = slider(0.7, 0.0, 1.0, help="How much.")
    turn: float = slider(90.0, -200.0, 200.0, unit="degrees", help="Anticlockwise to the right.")
    reach: float = slider(0.9, 0.5, 1.1, help="How much of the face is twisted.")


def bumps(plane: Plane, params: SwirlParams) -> Sequence[Bump]:
    """Turn the middle of the face the most, its edge not at all."""
    middle = plane.at(1, 4, 5, 195, 197)
    reach = (9.0 * params.reach, 9.8 * params.reach)
    bump = Bump(middle, reach, turn=math.radians(params.turn))
    return [bump]
