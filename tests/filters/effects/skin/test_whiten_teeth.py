from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from filters.regions import LIPS_INNER, LIPS_OUTER
from filters.types import Image
from tests.filters.effects.skin.painting import SKINS, face, filled, lab, plain, retouched, shut

SMILE = ((13, 14), (82, 87), (312, 317), (81, 178), (311, 402), (80, 88), (310, 318))
IVORY, TONGUE, DARK = (214, 200, 160), (190, 96, 92), (40, 18, 16)


def mouth(inside: tuple[int, int, int], lips: tuple[int, int, int] = (176, 92, 88)) -> Image:
    points = face().points
    image, _ = filled(plain(), points[list(LIPS_OUTER)], lips)
    return filled(image, points[list(LIPS_INNER)], inside)[0]


_, WITHIN = filled(plain(), face().points[list(LIPS_INNER)], IVORY)
_, LIPS = filled(plain(), face().points[list(LIPS_OUTER)], IVORY)


@pytest.mark.parametrize("lips", [(176, 92, 88), (120, 70, 66), (190, 20, 40)])
def test_yellow_teeth_turn_ivory_and_lighter(lips: tuple[int, int, int]) -> None:
    image = mouth(IVORY, lips)
    before = lab(image, WITHIN)
    after = lab(retouched(image, "whiten-teeth", {"strength": 1}), WITHIN)
    assert 0 < after[2] < 0.6 * before[2]
    assert before[0] + 1 < after[0] < 99


def test_the_lips_stay_as_they_are() -> None:
    image = mouth(IVORY)
    out = retouched(image, "whiten-teeth", {"strength": 1, "brightness": 1})
    ring = LIPS.copy()
    mask = np.zeros(image.shape[:2], bool)
    mask[:] = (image == (176, 92, 88)).all(axis=2)
    assert np.abs(out.astype(int) - image)[ring & mask].mean() < 2


@pytest.mark.parametrize("inside", [TONGUE, DARK], ids=["tongue", "dark"])
def test_a_tongue_or_a_dark_mouth_is_left_alone(inside: tuple[int, int, int]) -> None:
    image = mouth(inside)
    out = retouched(image, "whiten-teeth", {"strength": 1, "brightness": 1})
    assert np.abs(out.astype(int) - image)[WITHIN].mean() < 2


def test_a_closed_mouth_changes_nothing() -> None:
    image, open_ = mouth(IVORY), face()
    closed = replace(open_, points=shut(open_.points, SMILE))
    np.testing.assert_array_equal(retouched(image, "whiten-teeth", {"strength": 1}, closed), image)


def test_light_is_added_only_where_it_is_asked_for() -> None:
    image = mouth(IVORY)
    dim, bright = (
        lab(retouched(image, "whiten-teeth", {"brightness": light}), WITHIN)[0] for light in (0, 1)
    )
    assert abs(dim - lab(image, WITHIN)[0]) < 0.5
    assert bright > dim + 3


def test_a_skin_coloured_mouth_is_hardly_whitened() -> None:
    image = plain(SKINS["olive"])
    out = retouched(image, "whiten-teeth", {"strength": 1})
    skin = lab(image, WITHIN)[2] - lab(out, WITHIN)[2]
    teeth = (
        lab(mouth(IVORY), WITHIN)[2]
        - lab(retouched(mouth(IVORY), "whiten-teeth", {"strength": 1}), WITHIN)[2]
    )
    assert 0 < skin < 0.4 * teeth
