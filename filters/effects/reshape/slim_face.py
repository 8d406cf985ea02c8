"""Slim face: cheeks and jaw drawn in, or filled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump, row
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider

# Down the outline from beside the eye to beside the chin: landmarks, share of the cheeks, of the
# jaw, and how much a place goes up as it goes in.
_RIGHT = (
    ((127, 162), 0.12, 0.0, 0.0),
    ((234, 127), 0.45, 0.0, 0.0),
    ((93, 234), 0.85, 0.10, 0.0),
    ((132, 93), 1.0, 0.35, 0.0),
    ((58, 132), 0.80, 0.70, 0.05),
    ((172, 58), 0.45, 1.0, 0.12),
    ((136, 172), 0.20, 1.0, 0.22),
    ((150, 136), 0.05, 0.75, 0.25),
    ((149, 150), 0.0, 0.45, 0.20),
)
_LEFT = (
    (356, 389),
    (454, 356),
    (323, 454),
    (361, 323),
    (288, 361),
    (397, 288),
    (365, 397),
    (379, 365),
    (378, 379),
)
_REACH = (3.4, 3.2)


@dataclass(frozen=True, slots=True)
class SlimFaceParams(Params):
    """Where the outline goes in."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    cheeks: float = slider(0.6, -1.0, 1.0, help="Slimmer to the right, fuller to the left.")
    jaw: float = slider(0.7, -1.0, 1.0, help="Narrower to the right, broader to the left.")


def bumps(plane: Plane, params: SlimFaceParams) -> Sequence[Bump]:
    """Push the outline towards the middle of the face, and the cheeks beside it a little less."""
    moves: list[Bump] = []
    for side in (1.0, -1.0):
        line = []
        for at, (right, cheek, jaw, up) in enumerate(_RIGHT):
            inwards = 0.95 * (cheek * params.cheeks + jaw * params.jaw)
            push = (side * inwards, 0.95 * up * params.jaw)
            line.append(Bump(plane.at(*(right if side > 0 else _LEFT[at])), _REACH, push))
        moves += row(line)
    return moves
