"""What makes clips harder than a studio portrait: other sides, other light, others beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from training.datasets.catalogue import LabelledFace
from training.synthesis.motion import Placement
from training.synthesis.relighting import random_light, relight
from training.synthesis.turning import turn


@dataclass(frozen=True, slots=True)
class Variety:
    """Probabilities, a clip each unless it says otherwise; the fixed validation clips have none.

    Attributes:
        turned: the head is turned in depth; needs landmarks.
        relit: lit anew; needs landmarks.
        extreme: far larger, smaller, aslant or half out of the picture.
        crowd: another face beside it.
        empty: no face at all.
        coded: H.264 in place of JPEG.
        reflections: light on clear lenses, of each pair of glasses.
    """

    turned: float = 0.0
    relit: float = 0.0
    extreme: float = 0.0
    crowd: float = 0.0
    empty: float = 0.0
    coded: float = 0.0
    reflections: float = 0.0

    @property
    def needs_landmarks(self) -> bool:
        """Whether faces have to come with their landmarks."""
        return self.turned > 0 or self.relit > 0


PLAIN = Variety()


def vary(rng: np.random.Generator, face: LabelledFace, variety: Variety) -> LabelledFace:
    """The face from another side or in another light; as it is where it has no landmarks."""
    if face.points is None:
        return face
    if rng.random() < variety.relit:
        face = relight(face, random_light(rng))
    if rng.random() < variety.turned:
        yaw = float(np.clip(rng.normal(0, 0.55), -1.1, 1.1))
        face = turn(face, yaw, float(np.clip(rng.normal(0, 0.16), -0.35, 0.35)))
    return face


def displaced(rng: np.random.Generator, place: Placement, size: int, variety: Variety) -> Placement:
    """Where the face is when the crop has not followed it well, or it is held aslant."""
    if rng.random() >= variety.extreme:
        return place
    off = rng.normal(0, 0.14, 2) * size
    scale = place.scale * float(np.exp(rng.uniform(-0.7, 0.5)))
    roll = float(rng.uniform(-1.0, 1.0))
    return replace(place, x=place.x + off[0], y=place.y + off[1], scale=scale, rotation=roll)


def beside(rng: np.random.Generator, place: Placement, size: int) -> Placement:
    """Where a second face may be: to one side, at nearly the same height and size."""
    side = rng.choice((-1, 1)) * rng.uniform(0.45, 0.8) * size
    return Placement(
        place.x + float(side),
        place.y + float(rng.normal(0, 0.12) * size),
        place.scale * float(rng.uniform(0.6, 1.2)),
        float(rng.normal(0, 0.15)),
        flip=rng.random() < 0.5,
    )
