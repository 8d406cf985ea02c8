"""What the tests of reshaping share: every shape at its extremes, and a face like its mirror."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from filters.effects.reshape import (
    big_eyes,
    bulge,
    chin,
    lips,
    nose,
    slim_face,
    smile,
    stretch,
    swirl,
)
from filters.effects.reshape.bend import Shape, displacement
from filters.mesh import canonical_face
from filters.params import ParamSpec, fields_of, parse
from filters.tiles import Tile
from filters.types import Face, FilterContext

SHAPES: dict[str, tuple[Shape, type[Any]]] = {
    "big-eyes": (big_eyes.bumps, big_eyes.BigEyesParams),
    "slim-face": (slim_face.bumps, slim_face.SlimFaceParams),
    "nose": (nose.bumps, nose.NoseParams),
    "lips": (lips.bumps, lips.LipsParams),
    "chin": (chin.bumps, chin.ChinParams),
    "smile": (smile.bumps, smile.SmileParams),
    "bulge": (bulge.bumps, bulge.BulgeParams),
    "swirl": (swirl.bumps, swirl.SwirlParams),
    "stretch": (stretch.bumps, stretch.StretchParams),
}


def extremes(params: type[Any]) -> Iterator[Any]:
    """Full strength with every combination of the other parameters' ends and options."""
    others = [spec for spec in fields_of(params) if spec.name != "strength"]
    for chosen in itertools.product(*(_ends(spec) for spec in others)):
        named = dict(zip((spec.name for spec in others), chosen, strict=True))
        yield parse(params, {"strength": 1.0, **named})


def field(shape: Shape, context: FilterContext, params: Any) -> tuple[Tile, NDArray[np.float32]]:
    """The displacement, which must be there."""
    found = displacement(shape, context, params)
    assert found is not None
    return found


@cache
def even_face(centre: tuple[float, float], width: float) -> Face:
    """The canonical face, looking straight at the camera: its own mirror image."""
    vertices = canonical_face().vertices
    irises = [vertices[list(eye)].mean(axis=0) for eye in ((33, 133), (263, 362))]
    points = np.concatenate([vertices, np.repeat(irises, 5, axis=0)])
    points = points * np.array([1, -1, -1]) * width / np.ptp(vertices[:, 0])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    points = points + np.array([*centre, 0]) - np.array([0, middle[1], 0])
    return Face(0, np.asarray(points, np.float32))


def _ends(spec: ParamSpec) -> tuple[object, ...]:
    return (spec.low, spec.high) if spec.kind == "slider" else spec.options
