"""Nose: narrower or broader, shorter or longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump
from filters.effects.reshape.plane import Plane
from filters.params import Params, slider


@dataclass(frozen=True, slots=True)
class NoseParams(Params):
    """Both are 0 for the nose as it is."""

    strength: float = slider(0.6, 0.0, 1.0, help="How much of all of it.")
    width: float = slider(-0.7, -1.0, 1.0, help="Narrower to the left, broader to the right.")
    length: float = slider(-0.3, -1.0, 1.0, help="Shorter to the left, longer to the right.")
    bridge: float = slider(-0.3, -1.0, 1.0, help="The same as width, for the bridge.")


def bumps(plane: Plane, params: NoseParams) -> Sequence[Bump]:
    """Squeeze the nose's wings and bridge towards its middle; move its tip along it."""
    wings = plane.at(1, 2, 48, 278, 64, 294)
    bridge = plane.at(6, 197, 195)
    tip = plane.at(1, 2, 4, 98, 327)
    return (
        Bump(wings, (3.1, 2.5), grow=(_share(params.width, 0.42, 0.50), 0.0)),
        Bump(bridge, (2.3, 2.6), grow=(_share(params.bridge, 0.40, 0.45), 0.0)),
        Bump(tip, (2.6, 3.0), push=(0.0, -_share(params.length, 0.75, 0.70))),
    )


def _share(value: float, less: float, more: float) -> float:
    """`value` times what its full way down, or up, is worth."""
    return value * (less if value < 0 else more)
