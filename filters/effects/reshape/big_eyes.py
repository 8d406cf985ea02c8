"""Big eyes: larger or smaller, slanted, further apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider
from filters.regions import LEFT_EYE, RIGHT_EYE

_REACH = (3.1, 2.8)
"""Half axes in cm: the brow's lower edge, the temple and the bridge hardly move."""


@dataclass(frozen=True, slots=True)
class BigEyesParams(Params):
    """What becomes of both eyes."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    size: float = slider(0.6, -1.0, 1.0, help="Larger to the right, smaller to the left.")
    slant: float = slider(0.0, -1.0, 1.0, help="Outer corners up to the right, down to the left.")
    spacing: float = slider(0.0, -1.0, 1.0, help="Further apart to the right.")


def bumps(plane: Plane, params: BigEyesParams) -> Sequence[Bump]:
    """Magnify what is around the middle of each eye's lids, the eye itself most."""
    larger = (0.52 if params.size > 0 else 0.40) * params.size
    return [
        Bump(
            at=plane.at(*loop),
            reach=_REACH,
            push=(side * 0.55 * params.spacing, 0.0),
            # a little more along than across: a wide eye, not a long one
            grow=(0.92 * larger, larger),
            turn=side * math.radians(16) * params.slant,
        )
        for loop, side in ((RIGHT_EYE, -1.0), (LEFT_EYE, 1.0))
    ]
