from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from filters.regions import LEFT_EYE, RIGHT_EYE
from filters.types import Image
from tests.filters.effects.skin.painting import (
    KINDS,
    SKINS,
    face,
    filled,
    lab,
    near,
    plain,
    retouched,
)
from tests.filters.scenes import behind, matte_of
from tests.filters.trying import worn

LOOPS = (
    (25, 110, 24, 23, 22, 26, 112, 121, 120, 119, 229, 228),
    (255, 339, 254, 253, 252, 256, 341, 350, 349, 348, 449, 448),
)
UNDER = tuple(near((face().points[a] + face().points[b]) / 2) for a, b in ((23, 119), (253, 348)))


def tired(skin: tuple[int, int, int]) -> Image:
    """A face with bluish shadows under both eyes."""
    image = plain(skin)
    shadow = tuple(
        round(value * share) for value, share in zip(skin, (0.72, 0.7, 0.8), strict=True)
    )
    for loop in LOOPS:
        image, _ = filled(image, face().points[list(loop)], (shadow[0], shadow[1], shadow[2]))
    return image


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
@pytest.mark.parametrize("under", UNDER, ids=["right", "left"])
def test_shadows_under_the_eyes_lift_and_never_outshine_the_cheek(
    skin: tuple[int, int, int], under: Any
) -> None:
    image = tired(skin)
    before, cheek = lab(image, under), lab(plain(skin), under)
    after = lab(retouched(image, "dark-circles", {"strength": 1, "light": 1, "colour": 1}), under)
    assert before[0] + 0.5 * (cheek[0] - before[0]) < after[0] < cheek[0] + 1.5
    assert np.linalg.norm(after[1:] - cheek[1:]) < 0.7 * np.linalg.norm(before[1:] - cheek[1:])


def test_it_reaches_as_far_down_as_wanted() -> None:
    image = plain(grain=2)
    low, high = (
        (retouched(image, "dark-circles", {"reach": reach}) != image).any(axis=(1, 2)).nonzero()[0]
        for reach in (0.6, 1.4)
    )
    assert high.max() > low.max() + 5


@pytest.mark.parametrize("eye", [RIGHT_EYE, LEFT_EYE])
def test_the_eyes_themselves_stay(eye: tuple[int, ...]) -> None:
    image, inside = filled(tired(SKINS["olive"]), face().points[list(eye)], (230, 230, 235))
    out = retouched(image, "dark-circles", {"strength": 1, "light": 1})
    assert np.abs(out.astype(int) - image)[inside].max() <= 2


def test_beside_a_hidden_cheek_nothing_is_made_up() -> None:
    image, on = tired(SKINS["olive"]), face()
    x, y = (round(float(v)) for v in on.points[4, :2])
    top = round(float(on.points[119, 1]))
    held, matte = behind(matte_of(on, image), image, (0, top, x, y + 60), (20, 160, 60))
    out = worn(held, KINDS["dark-circles"], on, matte)
    np.testing.assert_array_equal(out[:, :x], held[:, :x])
    assert (out != held)[UNDER[1]].any()
