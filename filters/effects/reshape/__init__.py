"""Other shapes for the face."""

from __future__ import annotations

from functools import partial
from typing import Any

from filters.compositing import Laid
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
from filters.effects.reshape.bend import Shape, reshape
from filters.filter import Filter


def _filter(id: str, title: str, description: str, params: type[Any], shape: Shape) -> Filter:
    # HEAD: the outline moves, and with it a narrow ring of what is around the face
    render = partial(reshape, shape)
    return Filter(id, title, description, params, "Reshape", render, laid=Laid.HEAD)


FILTERS: tuple[Filter, ...] = (
    _filter(
        "big-eyes",
        "Big eyes",
        "Eyes larger or smaller, slanted, closer or further apart.",
        big_eyes.BigEyesParams,
        big_eyes.bumps,
    ),
    _filter(
        "slim-face",
        "Slim face",
        "Cheeks and jaw slimmer or fuller.",
        slim_face.SlimFaceParams,
        slim_face.bumps,
    ),
    _filter(
        "nose",
        "Nose",
        "A nose narrower or broader, shorter or longer.",
        nose.NoseParams,
        nose.bumps,
    ),
    _filter(
        "lips",
        "Lips",
        "Lips fuller or thinner, a mouth wider or smaller.",
        lips.LipsParams,
        lips.bumps,
    ),
    _filter(
        "chin",
        "Chin",
        "A chin shorter or longer, pointed or square.",
        chin.ChinParams,
        chin.bumps,
    ),
    _filter(
        "smile",
        "Smile",
        "The corners of the mouth lifted to a smile, or drawn down.",
        smile.SmileParams,
        smile.bumps,
    ),
    _filter(
        "bulge",
        "Bulge",
        "One part of the face blown up, or the whole of it pinched.",
        bulge.BulgeParams,
        bulge.bumps,
    ),
    _filter(
        "swirl",
        "Swirl",
        "The face twisted around the nose.",
        swirl.SwirlParams,
        swirl.bumps,
    ),
    _filter(
        "stretch",
        "Stretch",
        "Another head altogether: alien, tall, wide, baby or egg.",
        stretch.StretchParams,
        stretch.bumps,
    ),
)
