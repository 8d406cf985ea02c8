"""Stretch: another head altogether, long, broad or from another world."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane
from filters.params import Params, choice, slider
from filters.regions import LEFT_EYE, RIGHT_EYE


@dataclass(frozen=True, slots=True)
class StretchParams(Params):
    """Which head, and where most of it happens."""

    strength: float = slider(0.7, 0.0, 1.0, help="How much.")
    shape: str = choice("alien", ("alien", "tall", "wide", "baby", "egg"))
    balance: float = slider(
        0.0, -1.0, 1.0, help="More of it in the lower face to the left, in the upper to the right."
    )


def bumps(plane: Plane, params: StretchParams) -> Sequence[Bump]:
    """Move the outline and, with some heads, the eyes and the mouth as well."""
    upper, lower = 1 + 0.6 * params.balance, 1 - 0.6 * params.balance
    return _SHAPES[params.shape](plane, upper, lower)


def _alien(plane: Plane, upper: float, lower: float) -> list[Bump]:
    skull = plane.at(151, 10, 67, 297)
    moves = [Bump(skull, (9.5, 7.5), grow=(0.55 * upper, 0.40 * upper), push=(0.0, 0.6 * upper))]
    moves += _sides(plane, 1.5 * lower)
    moves.append(_mouth(plane, -0.45 * lower))
    for loop, side in ((RIGHT_EYE, -1.0), (LEFT_EYE, 1.0)):
        tilt = side * math.radians(20) * upper
        moves.append(Bump(plane.at(*loop), (3.3, 3.0), grow=(0.50, 0.55), turn=tilt))
    return moves


def _baby(plane: Plane, upper: float, lower: float) -> list[Bump]:
    moves = [
        Bump(plane.at(151, 9, 10), (9.0, 7.5), grow=(0.30 * upper, 0.30 * upper)),
        Bump(plane.at(152, 148, 377, 175), (5.5, 4.6), push=(0.0, 1.5 * lower)),
        Bump(plane.at(1, 2, 4, 48, 278), (3.0, 2.8), grow=(-0.35, -0.35)),
        _mouth(plane, -0.22 * lower),
    ]
    for cheek in ((50, 205, 187), (280, 425, 411)):
        moves.append(Bump(plane.at(*cheek), (4.0, 4.0), grow=(0.35 * lower, 0.35 * lower)))
    for loop in (RIGHT_EYE, LEFT_EYE):
        moves.append(Bump(plane.at(*loop), (3.2, 3.0), grow=(0.45 * upper, 0.50 * upper)))
    return moves


def _tall(plane: Plane, upper: float, lower: float) -> list[Bump]:
    return [
        Bump(plane.at(10, 151, 67, 297), (9.5, 7.0), push=(0.0, 2.3 * upper)),
        Bump(plane.at(152, 175, 148, 377), (8.0, 6.5), push=(0.0, -2.6 * lower)),
    ]


def _wide(plane: Plane, upper: float, lower: float) -> list[Bump]:
    temples, jaws = (((127, 162), (356, 389)), ((132, 58), (361, 288)))
    moves = []
    for places, share in ((temples, upper), (jaws, lower)):
        for pair, side in zip(places, (-1.0, 1.0), strict=True):
            moves.append(Bump(plane.at(*pair), (6.2, 7.0), push=(side * 1.7 * share, 0.0)))
    return moves


def _egg(plane: Plane, upper: float, lower: float) -> list[Bump]:
    moves = [Bump(plane.at(10, 151, 67, 297), (6.5, 7.0), push=(0.0, 2.2 * upper))]
    for pair, side in (((54, 21, 127), -1.0), ((284, 251, 356), 1.0)):
        moves.append(Bump(plane.at(*pair), (4.8, 5.5), push=(side * -1.1 * upper, 0.0)))
    return [*moves, *_sides(plane, -1.3 * lower)]


def _sides(plane: Plane, inwards: float) -> list[Bump]:
    """Both sides of the jaw pushed towards the middle, by so many cm."""
    lines = (
        (1.0, ((132, 58), (58, 172), (172, 136), (136, 150), (150, 149))),
        (-1.0, ((361, 288), (288, 397), (397, 365), (365, 379), (379, 378))),
    )
    moves: list[Bump] = []
    for side, line in lines:
        shares = (0.6, 0.9, 1.0, 0.8, 0.5)
        moves += row(
            [
                Bump(plane.at(*pair), (3.9, 3.7), push=(side * inwards * share, 0.0))
                for pair, share in zip(line, shares, strict=True)
            ]
        )
    return moves


def _mouth(plane: Plane, grow: float) -> Bump:
    return Bump(plane.at(61, 291, 13, 14), (4.2, 3.2), grow=(grow, grow))


_SHAPES: dict[str, Callable[[Plane, float, float], list[Bump]]] = {
    "alien": _alien,
    "tall": _tall,
    "wide": _wide,
    "baby": _baby,
    "egg": _egg,
}
