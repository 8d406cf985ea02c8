"""Glasses, facial hair and face masks: they move with the face and lie in its light."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from filters.effects.wear import beard, face_mask, glasses, moustache
from filters.regions import LEFT_EYE, LIPS_INNER, RIGHT_EYE, polygon_mask
from filters.tiles import Tile
from filters.types import Face, Layer, Matte
from tests.filters.scenes import context, face_at, picture

_SIZE = (480, 480)


def _drawn(layer: Layer | None) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The layer over the whole picture, (H, W, 4), 0 to 1."""
    assert layer is not None
    parts = [
        Matte(layer.rgba[..., part].astype(np.float32) / np.float32(255), layer.origin).tile(
            (0, 0), _SIZE
        )
        for part in range(4)
    ]
    return np.dstack(parts)


def _with_open_mouth(face: Face, by: float) -> Face:
    """The lower jaw `by` pixels lower: what is below the mouth wholly, the cheeks in part."""
    points = face.points.copy()
    y, chin = points[:, 1], points[152, 1]
    lip = points[14, 1] - 2
    share = np.clip((y - lip) / (chin - lip), 0, 1) * 0.15 + 0.85 * (y >= lip)
    points[:, 1] += np.asarray(by * share, np.float32)
    return replace(face, points=points)


def test_what_glasses_mirror_slides_over_the_lens_as_the_head_turns() -> None:
    image = picture(*_SIZE)

    def shine(yaw: float) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], Face]:
        face = face_at((240, 240), 260, yaw=yaw)
        with_, without = (
            _drawn(glasses.render(context(image, face), glasses.GlassesParams(reflection=level)))
            for level in (1.0, 0.0)
        )
        return (with_ - without)[..., :3].sum(axis=2), face

    places = []
    for yaw in (-4.0, 4.0):
        light, face = shine(yaw)
        eye = face.points[468:473, :2].mean(axis=0).astype(int)
        row = light[eye[1] - 25 : eye[1] - 5, eye[0] - 35 : eye[0] + 35].sum(axis=0)
        places.append(row)
    lag = np.argmax(
        np.correlate(places[0] - places[0].mean(), places[1] - places[1].mean(), "full")
    )
    assert abs(int(lag) - (len(places[0]) - 1)) > 4


def test_clear_lenses_still_mirror() -> None:
    image, face = picture(*_SIZE), face_at((240, 240), 260)
    params = [glasses.GlassesParams(style="round", tint=0.0, reflection=r) for r in (0.0, 1.0)]
    dull, bright = (_drawn(glasses.render(context(image, face), one)) for one in params)
    assert (bright[..., 3] - dull[..., 3]).max() > 0.2


@pytest.mark.parametrize("style", ["full", "goatee"])
def test_a_beard_goes_down_with_the_jaw_and_leaves_the_mouth_free(style: str) -> None:
    image, face = picture(*_SIZE), face_at((240, 200), 240)
    opened = _with_open_mouth(face, 30)
    params = beard.BeardParams(style=style)
    before, after = (
        _drawn(beard.render(context(image, one), params))[..., 3] for one in (face, opened)
    )
    lowest = [int(np.nonzero((one > 0.6).any(axis=1))[0].max()) for one in (before, after)]
    highest = [int(np.nonzero((one > 0.6).any(axis=1))[0].min()) for one in (before, after)]
    assert lowest[1] - lowest[0] == pytest.approx(30, abs=5)
    assert abs(highest[1] - highest[0]) < 4
    mouth = polygon_mask([opened.points[list(LIPS_INNER)]], Tile(0, 0, *_SIZE)) > 0.9
    assert after[mouth].mean() < 0.25


def test_a_full_beard_reaches_beyond_the_chin() -> None:
    image, face = picture(*_SIZE), face_at((240, 200), 240)
    alpha = _drawn(beard.render(context(image, face), beard.BeardParams()))[..., 3]
    chin = face.points[152]
    assert alpha[int(chin[1]) + 12, int(chin[0]) - 8 : int(chin[0]) + 8].mean() > 0.6


def test_hair_is_darker_on_the_side_of_the_face_that_is_in_the_dark() -> None:
    image, face = picture(*_SIZE).copy(), face_at((240, 200), 240)
    image[:, :240] = (image[:, :240] * 0.35).astype(np.uint8)
    drawn = _drawn(beard.render(context(image, face), beard.BeardParams(colour="#b0a090")))
    dark, light = (
        drawn[:, part][drawn[:, part, 3] > 0.9][:, :3].mean()
        for part in (slice(0, 200), slice(280, 480))
    )
    assert dark < 0.8 * light


def test_a_hand_throws_no_light_on_the_hair() -> None:
    image, face = picture(*_SIZE), face_at((240, 200), 240)
    alpha = np.ones(_SIZE[::-1], np.float32)
    alpha[:, :200] = 0
    drawn = []
    for level in (20, 240):
        held = image.copy()
        held[:, :196] = level
        params = beard.BeardParams(colour="#b0a090")
        drawn.append(_drawn(beard.render(context(held, face, Matte(alpha)), params)))
    solid = (drawn[0][..., 3] > 0.9) & (drawn[1][..., 3] > 0.9)
    solid[:, :212] = solid[:, 240:] = False
    bright = [float(one[solid][:, :3].mean()) for one in drawn]
    assert abs(bright[0] / bright[1] - 1) < 0.1


def test_a_moustache_leaves_an_open_mouth_free() -> None:
    image, face = picture(*_SIZE), face_at((240, 200), 240)
    opened = _with_open_mouth(face, 30)
    alpha = _drawn(moustache.render(context(image, opened), moustache.MoustacheParams()))[..., 3]
    mouth = polygon_mask([opened.points[list(LIPS_INNER)]], Tile(0, 0, *_SIZE))
    mouth = cv2.erode(mouth, np.ones((9, 9))) > 0.9
    assert alpha[mouth].mean() < 0.3
    lip = opened.points[164]
    assert alpha[int(lip[1]), int(lip[0])] > 0.9


@pytest.mark.parametrize("style", ["medical", "cloth"])
def test_a_face_mask_covers_nose_and_mouth_and_follows_the_chin(style: str) -> None:
    image, face = picture(*_SIZE), face_at((240, 200), 240)
    params = face_mask.FaceMaskParams(style=style)
    for one in (face, _with_open_mouth(face, 25)):
        alpha = _drawn(face_mask.render(context(image, one), params))[..., 3]
        for covered in (4, 13, 14, 17, 152, 61, 291):
            x, y = one.points[covered, :2].astype(int)
            assert alpha[y, x] > 0.95, covered
        eyes = [one.points[list(loop)] for loop in (LEFT_EYE, RIGHT_EYE)]
        assert alpha[polygon_mask(eyes, Tile(0, 0, *_SIZE)) > 0.5].max() < 0.01
