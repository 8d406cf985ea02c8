"""Colour, light and sharpness of a pasted face."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.effects.swap.sharpness import as_sharp
from filters.effects.swap.source import facing
from filters.effects.swap.tone import matched
from filters.tiles import Tile
from filters.types import Image
from tests.filters.scenes import face_at, face_in, picture

TILE = Tile(0, 0, 240, 240)
SEEN = np.ones(TILE.shape, np.float32)
FACE = face_at((120, 120), 180)


def plain(colour: tuple[int, int, int]) -> Image:
    return np.full((*TILE.shape, 3), colour, np.uint8)


def test_a_light_face_becomes_as_dark_as_the_one_that_wears_it() -> None:
    pale, dark = plain((230, 200, 185)), plain((92, 60, 45))
    out = matched(pale, dark, SEEN, FACE.points, TILE)
    assert out[120, 120] == pytest.approx(dark[120, 120], abs=2)


def test_light_from_the_side_falls_on_the_pasted_face_too() -> None:
    pasted = plain((200, 160, 140))
    side = np.linspace(0.5, 1.2, TILE.width)[None, :, None]
    live = np.clip(pasted * side, 0, 255).astype(np.uint8)
    out = matched(pasted, live, SEEN, FACE.points, TILE)
    left, right = out[120, 60].mean(), out[120, 180].mean()
    wanted = live[120, 60].mean(), live[120, 180].mean()
    assert (left, right) == pytest.approx(wanted, rel=0.12)


def test_features_of_the_pasted_face_outlive_the_match() -> None:
    pasted = plain((200, 160, 140))
    cv2.circle(pasted, (120, 150), 5, (120, 80, 70), -1)
    out = matched(pasted, plain((150, 110, 90)), SEEN, FACE.points, TILE)
    assert out[150, 120].mean() < 0.75 * out[150, 140].mean()


def test_black_brows_of_a_dark_photo_stay_black_in_a_bright_room() -> None:
    pasted = plain((96, 78, 72))
    cv2.circle(pasted, (120, 150), 5, (14, 12, 16), -1)
    out = matched(pasted, plain((225, 190, 172)), SEEN, FACE.points, TILE)
    assert out[150, 140].mean() > 180
    assert out[150, 120].max() < 75
    # and are lit by the room's warm light, but have less of it than the skin
    brow, skin = (out[150, x].astype(int) for x in (120, 140))
    assert 0 < brow[0] - brow[2] < 0.25 * (skin[0] - skin[2])


def test_with_no_skin_in_sight_the_face_stays_as_it_is() -> None:
    pasted = plain((200, 160, 140))
    out = matched(pasted, plain((20, 20, 20)), np.zeros_like(SEEN), FACE.points, TILE)
    assert out is pasted


def test_a_sharp_photo_in_a_blurred_picture_is_blurred_and_not_the_other_way_round() -> None:
    sharp = picture(240, 240, seed=2)
    soft = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 3), np.uint8)

    def detail(image: Image) -> float:
        return float(cv2.absdiff(image, cv2.GaussianBlur(image, (0, 0), 1.6)).mean())

    assert detail(as_sharp(sharp, soft, SEEN)) < 0.3 * detail(sharp)
    assert as_sharp(soft, sharp, SEEN) is soft


def test_the_nose_faces_the_camera_and_in_profile_the_cheek_does() -> None:
    ahead = facing(face_in(picture(320, 240)).points)
    assert ahead[4] > 0.95
    turned = facing(face_at((120, 120), 150, yaw=80).points)
    assert turned[4] < 0.4
    near, far = sorted((turned[234], turned[454]))[::-1]
    assert near > 0.7
    assert far < 0
