"""Lips: fuller or thinner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane
from filters.params import Params, choice, slider

# From the right corner to the left: landmarks of the outer edge, of the inner one, and the share of
# the fullness.
_UPPER = (
    ((61, 185), (78, 191), 0.10),
    ((40, 185), (80, 191), 0.42),
    ((39, 37), (81, 82), 0.85),
    ((0, 37, 267), (13, 82, 312), 0.9),
    ((269, 267), (311, 312), 0.85),
    ((270, 409), (310, 415), 0.42),
    ((291, 409), (308, 415), 0.10),
)
_LOWER = (
    ((61, 146), (78, 95), 0.10),
    ((91, 146), (88, 95), 0.42),
    ((181, 84), (178, 87), 0.85),
    ((17, 84, 314), (14, 87, 317), 1.0),
    ((405, 314), (402, 317), 0.85),
    ((321, 375), (318, 324), 0.42),
    ((291, 375), (308, 324), 0.10),
)
_REACH = (1.5, 1.5)
_THICKNESS = (0.14, 0.8)
"""Half a lip in cm, at the least and at the most."""
_GROW = 0.85
"""The most a thin lip grows: natural logarithm of how much thicker."""


@dataclass(frozen=True, slots=True)
class LipsParams(Params):
    """How full, and which."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    fullness: float = slider(0.7, -1.0, 1.0, help="Fuller to the right, thinner to the left.")
    width: float = slider(0.0, -1.0, 1.0, help="Of the mouth: wider to the right.")
    lips: str = choice("both", ("both", "upper", "lower"))


def bumps(plane: Plane, params: LipsParams) -> Sequence[Bump]:
    """Grow each lip both ways, and push it outwards by a good half of that.

    What is left of the way inwards covers teeth a little, as fuller lips do; where closed lips
    touch, the two motions meet and cancel.
    """
    fuller = params.fullness * (0.22 if params.fullness > 0 else 0.20)
    moves: list[Bump] = []
    if params.lips != "lower":
        moves += _lip(plane, _UPPER, fuller, 1.0)
    if params.lips != "upper":
        moves += _lip(plane, _LOWER, fuller, -1.0)
    for side, corner in ((-1.0, (61, 76, 62, 78)), (1.0, (291, 306, 292, 308))):
        moves.append(Bump(plane.at(*corner), (2.1, 2.0), push=(side * 0.6 * params.width, 0.0)))
    return moves


def _lip(
    plane: Plane,
    line: tuple[tuple[tuple[int, ...], tuple[int, ...], float], ...],
    fuller: float,
    up: float,
) -> tuple[Bump, ...]:
    moves = []
    for outer, inner, share in line:
        (x0, y0), (x1, y1) = plane.at(*outer), plane.at(*inner)
        half = min(max(0.5 * abs(y0 - y1), _THICKNESS[0]), _THICKNESS[1])
        middle = (0.5 * (x0 + x1), 0.5 * (y0 + y1))
        push = share * fuller * math.sqrt(min(half / 0.4, 1.0))  # thin ones stay thinner
        grow = min(max(1.7 * push / half, -_GROW), _GROW)
        moves.append(Bump(middle, _REACH, push=(0.0, up * push), grow=(0.0, grow)))
    return row(moves)
