"""Pixelate: it hides, and when in doubt it hides more."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.compositing import lay
from filters.effects.privacy.pixelate import PixelateParams, render
from filters.regions import face_width, hull
from filters.types import Image, Matte
from tests.filters.scenes import behind, context, face_in, matte_of, picture

IMAGE = picture(480, 480)
FACE = face_in(IMAGE, 0.6)
WIDTH = face_width(FACE.points)


def _grown_hull(by: float) -> NDArray[np.bool_]:
    mask = np.zeros(IMAGE.shape[:2], np.uint8)
    loop = [np.round(hull(FACE.points)).astype(np.int32)]
    cv2.fillPoly(mask, loop, 1)
    cv2.polylines(mask, loop, True, 1, max(1, int(2 * by)))
    return mask > 0


def _cover(matte: Matte | None, image: Image = IMAGE) -> NDArray[np.float64]:
    """How opaque the cover is over each pixel of the picture, 0 to 1."""
    layer = render(context(image, FACE, matte), PixelateParams())
    assert layer is not None
    # laying white over black shows the alpha, whatever the layer's colours are
    layer.rgba[..., :3] = 255
    return lay(np.zeros_like(image), layer)[..., 0] / 255


def _bar() -> tuple[Image, Matte, NDArray[np.bool_]]:
    """A wide bar in front of the middle of the face: picture, matte, and where it is."""
    x, y = FACE.points[1, :2].astype(int)
    box = (0, int(y - 0.05 * WIDTH), int(x + 0.2 * WIDTH), int(y + 0.3 * WIDTH))
    image, matte = behind(matte_of(FACE, IMAGE), IMAGE, box, (20, 160, 60))
    there = np.zeros(IMAGE.shape[:2], bool)
    there[box[1] : box[3], : box[2]] = True
    return image, matte, there


def test_without_a_matte_the_whole_hull_and_its_margin_are_covered() -> None:
    assert _cover(None)[_grown_hull(0.15 * WIDTH)].min() == 1


@pytest.mark.parametrize("value", [0.0, 0.05, 0.3, 0.7, 1.0])
def test_a_matte_that_sees_no_face_or_is_unsure_of_it_opens_nothing(value: float) -> None:
    matte = matte_of(FACE, IMAGE, value)
    assert _cover(matte)[_grown_hull(0.15 * WIDTH)].min() == 1


def test_a_missing_corner_of_the_matte_opens_nothing() -> None:
    matte = matte_of(FACE, IMAGE)
    top = int(FACE.points[:, 1].min())
    matte.alpha[top : top + int(0.15 * WIDTH)] = 0  # hair on the forehead
    assert _cover(matte)[_grown_hull(0)].min() == 1


def test_thin_gaps_in_the_matte_open_nothing() -> None:
    matte = matte_of(FACE, IMAGE)
    y = int(FACE.points[168, 1])
    matte.alpha[y : y + max(2, int(0.03 * WIDTH))] = 0  # the frame of real glasses
    assert _cover(matte)[_grown_hull(0)].min() == 1


@pytest.mark.parametrize("radius", [0.10, 0.15, 0.19])
def test_lenses_that_pass_for_something_in_front_open_no_eye(radius: float) -> None:
    matte = matte_of(FACE, IMAGE)
    for eye in (468, 473):
        x, y = FACE.points[eye, :2].astype(int)
        cv2.circle(matte.alpha, (int(x), int(y)), int(radius * WIDTH), 0, -1)
        away = int(np.sign(eye - 470))  # the arms and the bridge
        cv2.line(matte.alpha, (int(x), int(y)), (int(x) + away * 200, int(y)), 0, int(0.12 * WIDTH))
    assert _cover(matte)[_grown_hull(0)].min() == 1


def test_a_hand_over_the_whole_upper_face_is_shown() -> None:
    eyes = int(FACE.points[168, 1] + 0.1 * WIDTH)
    box = (0, int(eyes - 0.45 * WIDTH), 480, int(eyes + 0.33 * WIDTH))
    image, matte = behind(matte_of(FACE, IMAGE), IMAGE, box, (20, 160, 60))
    assert _cover(matte, image)[eyes - 3 : eyes + 3, 200:280].max() < 0.02


def test_every_visible_pixel_of_the_face_is_covered_beside_an_occluder() -> None:
    image, matte, _ = _bar()
    assert _cover(matte, image)[matte.alpha > 0].min() == 1


def test_a_surely_seen_occluder_shows_but_for_a_safety_distance() -> None:
    image, matte, there = _bar()
    cover = _cover(matte, image)
    deep = cv2.erode(there.astype(np.uint8), np.ones((3, 3)), iterations=int(0.07 * WIDTH)) > 0
    assert cover[deep & _grown_hull(0)].max() < 0.02
    near = there & ~(cv2.erode(there.astype(np.uint8), np.ones((3, 3)), iterations=2) > 0)
    assert cover[near & _grown_hull(0)].min() == 1


def test_one_block_is_one_colour() -> None:
    layer = render(context(IMAGE, FACE), PixelateParams(block=0.2))
    assert layer is not None
    row = layer.rgba[layer.rgba.shape[0] // 2].astype(int)
    side = int(np.nonzero((np.diff(row, axis=0) != 0).any(axis=1))[0][0]) + 1
    blocks = layer.rgba.reshape(layer.rgba.shape[0] // side, side, -1, side, 4)
    assert (blocks == blocks[:, :1, :, :1]).all()
    assert 0.17 * WIDTH < side < 0.23 * WIDTH


def test_the_blocks_hold_no_more_than_the_means() -> None:
    face = np.zeros(IMAGE.shape[:2], bool)
    face[_grown_hull(0)] = True
    layer = render(context(IMAGE, FACE), PixelateParams())
    assert layer is not None
    colours = {tuple(c) for c in layer.rgba.reshape(-1, 4)[:, :3]}
    assert len(colours) < 400
