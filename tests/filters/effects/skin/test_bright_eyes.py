from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.regions import LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS
from filters.types import Image
from tests.filters.effects.skin.painting import face, filled, lab, near, plain, retouched, shut
from tests.filters.scenes import face_at

POINTS = face().points
EYES = ((RIGHT_EYE, RIGHT_IRIS, 468), (LEFT_EYE, LEFT_IRIS, 473))
LIDS = ((159, 145), (158, 153), (160, 144), (157, 154), (161, 163))
REDDISH = (196, 168, 164)
NONE = {"strength": 1.0, "whites": 0.0, "iris": 0.0, "sparkle": 0.0}
either_eye = pytest.mark.parametrize("eye", EYES, ids=["right", "left"])


def radius(ring: tuple[int, ...], centre: int) -> float:
    return float(np.linalg.norm(POINTS[list(ring), :2] - POINTS[centre, :2], axis=1).max())


def eyes(light: bool = False) -> Image:
    """Reddish whites, brown irises, black pupils, and maybe a catch light."""
    image = plain()
    for eye, ring, centre in EYES:
        lids, _ = filled(image, POINTS[list(eye)], REDDISH)
        inside = (lids == REDDISH).all(axis=2)
        x, y = (round(float(v)) for v in POINTS[centre, :2])
        size = radius(ring, centre)
        discs = lids.copy()
        cv2.circle(discs, (x, y), round(size), (96, 66, 48), -1, cv2.LINE_AA)
        cv2.circle(discs, (x, y), round(0.4 * size), (12, 10, 10), -1, cv2.LINE_AA)
        if light:
            cv2.circle(discs, (x + 2, y - 2), 2, (250, 250, 250), -1)
        image = np.where(inside[..., None], discs, lids)
    return image


def whites(eye: tuple[int, ...], ring: tuple[int, ...], centre: int) -> NDArray[np.bool_]:
    inside = filled(plain(), POINTS[list(eye)], (0, 0, 0))[1]
    y, x = np.mgrid[:320, :320]
    away = np.hypot(x - POINTS[centre, 0], y - POINTS[centre, 1])
    return np.asarray(inside & (away > 1.25 * radius(ring, centre)))


@either_eye
def test_red_whites_turn_white(eye: Any) -> None:
    image, there = eyes(), whites(*eye)
    assert there.sum() > 10
    before = lab(image, there)
    after = lab(retouched(image, "bright-eyes", NONE | {"whites": 1.0}), there)
    assert after[1] < 0.7 * before[1]
    assert after[0] > before[0] + 2


@either_eye
def test_the_iris_gets_light_and_the_pupil_stays_dark(eye: Any) -> None:
    image, (_, ring, centre) = eyes(), eye
    below = near(POINTS[centre, :2] + np.array([0, 0.6 * radius(ring, centre)]), 0)
    out = retouched(image, "bright-eyes", NONE | {"iris": 1.0})
    assert lab(out, below)[0] > lab(image, below)[0] + 2
    pupil = near(POINTS[centre], 1)
    assert lab(out, pupil)[0] <= lab(image, pupil)[0] + 2


@either_eye
def test_a_catch_light_is_added_where_there_is_none(eye: Any) -> None:
    there = near(POINTS[eye[2]], 4)
    gains = []
    for light in (False, True):
        image = eyes(light)
        out = retouched(image, "bright-eyes", NONE | {"sparkle": 1.0})
        gains.append(float((out[there].astype(int) - image[there]).sum()))
    assert gains[0] > 300
    assert 0 < gains[1] < 0.4 * gains[0]


def test_a_shut_eye_is_left_alone_and_the_other_is_not() -> None:
    image = eyes()
    winking = replace(face(), points=shut(POINTS, LIDS))
    changed = (retouched(image, "bright-eyes", {"strength": 1}, winking) != image).any(axis=2)
    middle = round(float(POINTS[168, 0]))
    assert not changed[:, :middle].any()
    assert changed[:, middle:].any()


@pytest.mark.parametrize("yaw", [-80, 80])
def test_the_eye_on_the_far_side_of_a_turned_head_is_left_alone(yaw: float) -> None:
    image, turned = plain(grain=9), face_at((160, 160), 220, yaw=yaw)
    out = retouched(image, "bright-eyes", {"strength": 1}, turned)
    changed = (out != image).any(axis=2)
    near_eye, far_eye = (473, 468) if yaw > 0 else (468, 473)
    sides = [changed[near(turned.points[eye], 6)].any() for eye in (near_eye, far_eye)]
    assert sides == [True, False]


def test_nothing_changes_outside_the_eyes() -> None:
    image = eyes()
    out = retouched(image, "bright-eyes", {"strength": 1, "whites": 1, "iris": 1, "sparkle": 1})
    near_eyes = np.zeros(image.shape[:2], np.uint8)
    for eye, *_ in EYES:
        cv2.fillPoly(near_eyes, [np.round(POINTS[list(eye), :2]).astype(np.int32)], 1)
    around = cv2.dilate(near_eyes, np.ones((7, 7), np.uint8)) > 0
    np.testing.assert_array_equal(out[~around], image[~around])
