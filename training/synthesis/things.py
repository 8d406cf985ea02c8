"""An occluder sent on its way: its picture in a fitting size, its path, its blur, its shadow."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.motion import (
    STILL,
    Motion,
    Placement,
    random_fractions,
    random_motion,
)
from training.synthesis.occluders import Occluder, soften
from training.synthesis.scene import Shadow, Thing

_FINER = 1.5
"""Pixels of a picture a pixel of the canvas at most: warping does not average."""


def moving(
    rng: np.random.Generator,
    occluder: Occluder,
    head: Motion,
    path: NDArray[np.float64],
    size: int,
) -> Thing:
    """Draw how an occluder moves.

    Args:
        head: the head's motion, which what is worn shares.
        path: (T,) share of the head's motion done at each frame.
    """
    rgba = soften(rng, occluder.rgba, occluder.kind)
    anchor, place = np.array(occluder.anchor), occluder.place
    shrink = place.scale * _FINER
    if shrink < 1:
        rgba = cv2.resize(rgba, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        anchor = anchor * shrink
        rest = (place.rotation, place.aspect, place.shear, place.flip)
        place = Placement(place.x, place.y, 1 / _FINER, *rest)
    motion = head if occluder.worn else _own_motion(rng, size)
    fractions = path if occluder.worn else random_fractions(rng, len(path))
    places = [motion.at(place, f) for f in fractions]
    affines = np.stack([p.affine((float(anchor[0]), float(anchor[1]))) for p in places])
    shutter = rng.uniform(0, 0.7)
    centres = np.array([(p.x, p.y) for p in places])
    drift = np.diff(centres, axis=0, prepend=centres[:1]) * shutter
    return Thing(occluder.kind, rgba, affines, drift, _shadow(rng, size))


def _own_motion(rng: np.random.Generator, size: int) -> Motion:
    if rng.random() < 0.15:
        return STILL
    return random_motion(rng, size, float(rng.choice([1.0, 3.0, 6.0], p=[0.5, 0.3, 0.2])))


def _shadow(rng: np.random.Generator, size: int) -> Shadow | None:
    if rng.random() > 0.35:
        return None
    right, down = rng.normal((0, 0.02), 0.03) * size
    return Shadow(
        float(right), float(down), float(rng.uniform(0.1, 0.5)), size * rng.uniform(0.01, 0.05)
    )
