"""Bulge: part of the face blown up, or the whole of it pinched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from filters.effects.reshape.bumps import Bump
from filters.effects.reshape.plane import Place, Plane
from filters.params import Params, choice, slider


@dataclass(frozen=True, slots=True)
class BulgeParams(Params):
    """What is blown up, and how far around it."""

    strength: float = slider(0.7, 0.0, 1.0, help="How much.")
    part: str = choice("forehead", ("forehead", "cheeks", "nose", "mouth", "face", "pinch"))
    reach: float = slider(1.0, 0.7, 1.3, help="How far around it.")


def bumps(plane: Plane, params: BulgeParams) -> Sequence[Bump]:
    """Magnify around one or two places, or shrink around the nose."""
    return [
        Bump(at, (reach[0] * params.reach, reach[1] * params.reach), grow=(grow, grow))
        for at, reach, grow in _parts(plane, params.part)
    ]


def _parts(plane: Plane, part: str) -> list[tuple[Place, Place, float]]:
    """(middle, half axes in cm, natural logarithm of the magnification at the middle)."""
    nose = plane.at(1, 4, 5, 195)
    match part:
        case "forehead":
            return [(plane.at(151, 9, 67, 297, 10), (9.0, 7.5), 0.72)]
        case "cheeks":
            right, left = plane.at(50, 205, 187), plane.at(280, 425, 411)
            return [(right, (4.4, 4.4), 0.85), (left, (4.4, 4.4), 0.85)]
        case "nose":
            return [(plane.at(1, 4, 48, 278), (4.6, 4.2), 0.95)]
        case "mouth":
            return [(plane.at(61, 291, 13, 14), (5.2, 4.6), 0.80)]
        case "face":
            return [(nose, (10.5, 11.5), 0.75)]
        case _:
            return [(nose, (9.0, 10.0), -0.95)]
