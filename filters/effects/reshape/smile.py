"""Smile: the corners of the mouth go up and the cheeks with them, or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider


@dataclass(frozen=True, slots=True)
class SmileParams(Params):
    """How the mouth is drawn."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    lift: float = slider(0.7, -1.0, 1.0, help="A smile to the right, a frown to the left.")
    width: float = slider(0.3, -1.0, 1.0, help="Of the mouth: wider to the right.")
    cheeks: float = slider(0.5, 0.0, 1.0, help="How much the cheeks go along.")


def bumps(plane: Plane, params: SmileParams) -> Sequence[Bump]:
    """Push the corners up and the middle of the lips a little down, which curves the mouth."""
    lift, wider = params.lift, params.width
    out = 0.55 * wider + 0.15 * lift
    line = (
        ((61, 76, 62, 78), (-out, 0.78 * lift)),
        ((40, 80, 88, 91), (-0.5 * out, 0.10 * lift)),
        ((0, 13, 14, 17), (0.0, -0.20 * lift)),
        ((270, 310, 318, 321), (0.5 * out, 0.10 * lift)),
        ((291, 306, 292, 308), (out, 0.78 * lift)),
    )
    moves = [*row([Bump(plane.at(*there), (2.3, 2.4), push) for there, push in line])]
    for side, cheek in ((-1.0, (50, 205, 187, 117)), (1.0, (280, 425, 411, 346))):
        up = (side * 0.1 * lift, 0.42 * lift * params.cheeks)
        moves.append(Bump(plane.at(*cheek), (2.7, 2.4), push=up))
    return moves
