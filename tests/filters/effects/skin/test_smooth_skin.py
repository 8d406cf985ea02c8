from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.params import parse
from filters.regions import LEFT_EYE, LIPS_OUTER, RIGHT_BROW, RIGHT_EYE
from tests.filters.effects.skin.painting import (
    KINDS,
    SKINS,
    face,
    filled,
    near,
    plain,
    retouched,
    spotted,
)
from tests.filters.scenes import behind, matte_of
from tests.filters.trying import worn

CHEEK = face().points[50]


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_a_blemish_fades_on_any_skin(skin: tuple[int, int, int]) -> None:
    red, green, blue = skin
    image = spotted(plain(skin), CHEEK, 4, (red, round(0.75 * green), round(0.75 * blue)))
    there = near(CHEEK, 1)
    before = np.abs(image[there].astype(int) - skin).mean()
    out = retouched(image, "smooth-skin", {"strength": 1})
    after = np.abs(out[there].astype(int) - skin).mean()
    assert after < 0.4 * before


def test_texture_keeps_the_grain_of_the_skin() -> None:
    image, there = plain(grain=6), near(CHEEK, 10)
    grain = [
        retouched(image, "smooth-skin", {"strength": 1, "texture": texture})[there][..., 1].std()
        for texture in (0.0, 0.65, 1.0)
    ]
    whole = image[there][..., 1].std()
    assert grain[0] < 0.3 * whole
    assert 0.45 * whole < grain[1] < 0.8 * whole
    assert grain[2] > 0.8 * whole


def test_the_form_of_the_face_stays() -> None:
    x = np.arange(320)[None, :, None]
    image = np.asarray(np.where(x < CHEEK[0], 190, 130) + np.zeros((320, 320, 3)), np.uint8)
    out = retouched(image, "smooth-skin", {"strength": 1})
    y = round(float(CHEEK[1]))
    assert np.abs(out[y].astype(int) - image[y]).max() < 12


@pytest.mark.parametrize("part", [RIGHT_EYE, LEFT_EYE, LIPS_OUTER, RIGHT_BROW])
def test_eyes_lips_and_brows_are_left_alone(part: tuple[int, ...]) -> None:
    image = plain(grain=20)
    loop = face().points[list(part), :2]
    _, inside = filled(image, np.asarray(cv2.convexHull(loop))[:, 0], (0, 0, 0))
    assert inside.sum() > 40
    out = retouched(image, "smooth-skin", {"strength": 1, "texture": 0})
    change = np.abs(out.astype(int) - image)[inside]
    assert change.mean() < 0.5
    assert change.max() <= 5


def test_hair_and_frames_are_left_alone() -> None:
    image, y = plain(grain=3), round(float(CHEEK[1]))
    image[y - 3 : y + 4] = (30, 24, 40)
    image[y] = (60, 54, 70)
    out = retouched(image, "smooth-skin", {"strength": 1, "texture": 0})
    np.testing.assert_array_equal(out[y - 2 : y + 3], image[y - 2 : y + 3])


def test_no_colour_bleeds_in_from_what_is_in_front() -> None:
    image, on = plain(), face()
    x, y = (round(float(v)) for v in CHEEK[:2])
    held, matte = behind(matte_of(on, image), image, (0, y - 30, x, y + 30), (20, 90, 200))
    kind = KINDS["smooth-skin"]
    out = worn(held, kind, on, matte, parse(kind.params, {"strength": 1.0}))
    assert np.abs(out.astype(int) - image)[y - 20 : y + 20, x + 1 : x + 20].max() <= 2
