"""Chin: shorter or longer, pointed or square."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider

_RIGHT = ((136, 150), (150, 149), (149, 176))
_LEFT = ((365, 379), (379, 378), (378, 400))
_SHARES = (0.55, 1.0, 0.8)
"""How much each place of the side of the chin goes in."""


@dataclass(frozen=True, slots=True)
class ChinParams(Params):
    """Both are 0 for the chin as it is."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    length: float = slider(0.4, -1.0, 1.0, help="Shorter to the left, longer to the right.")
    width: float = slider(-0.5, -1.0, 1.0, help="Pointed to the left, square to the right.")


def bumps(plane: Plane, params: ChinParams) -> Sequence[Bump]:
    """Push the chin's lower edge along the face, and its sides across."""
    edge = plane.at(152, 148, 377, 175)
    along = -1.35 * params.length
    moves = [Bump(edge, (4.6, 3.7), push=(0.0, along))]
    for side, landmarks in ((-1.0, _RIGHT), (1.0, _LEFT)):
        out = side * 0.95 * params.width
        moves += row(
            [
                Bump(plane.at(*pair), (2.9, 3.0), push=(out * share, 0.0))
                for pair, share in zip(landmarks, _SHARES, strict=True)
            ]
        )
    return moves
