"""What each effect promises beyond what all filters do."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.compositing import lay
from filters.effects.makeup import face_paint
from filters.effects.wear import glasses
from filters.regions import LEFT_EYE, LIPS_INNER, RIGHT_EYE, polygon_mask
from filters.tiles import Tile
from filters.types import Image, Layer
from tests.filters.scenes import context, face_at, face_in, picture

IMAGE = picture(320, 320)
FACE = face_in(IMAGE, 0.8)
WHOLE = Tile(0, 0, 320, 320)


def _laid(layer: Layer | None, image: Image = IMAGE) -> Image:
    assert layer is not None
    return lay(image, layer)


def _inside(indices: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return polygon_mask([FACE.points[list(indices)]], WHOLE) > 0.99


@pytest.mark.parametrize("design", ["tiger", "skull", "clown", "star", "blossom"])
def test_face_paint_leaves_the_eyes_free(design: str) -> None:
    params = face_paint.FacePaintParams(design=design, strength=1)
    out = _laid(face_paint.render(context(IMAGE, FACE), params))
    for eye in (RIGHT_EYE, LEFT_EYE, LIPS_INNER):
        core = cv2.erode(_inside(eye).astype(np.uint8), np.ones((5, 5))) > 0
        assert core.any()
        assert np.abs(out.astype(int) - IMAGE)[core].max() <= 6


def test_face_paint_keeps_the_skins_light() -> None:
    image = IMAGE.copy()
    image[:, :160] = image[:, :160] // 2  # one side of the face lies in shade
    out = _laid(
        face_paint.render(context(image, FACE), face_paint.FacePaintParams(design="skull")), image
    )
    cheek_in_shade, cheek_in_light = FACE.points[[117, 346], :2].astype(int)
    shade = out[cheek_in_shade[1], cheek_in_shade[0]].mean()
    light = out[cheek_in_light[1], cheek_in_light[0]].mean()
    assert shade < 0.8 * light


def _centre(layer: Layer | None) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], float]:
    """The weighted middle of a layer and the angle of its longer axis in degrees."""
    assert layer is not None
    weight = layer.rgba[..., 3].astype(np.float64)
    y, x = np.mgrid[0 : weight.shape[0], 0 : weight.shape[1]]
    x, y = x + layer.origin[0], y + layer.origin[1]
    middle = np.array([(x * weight).sum(), (y * weight).sum()]) / weight.sum()
    dx, dy = x - middle[0], y - middle[1]
    covariance = [(weight * a * b).sum() for a, b in ((dx, dx), (dx, dy), (dy, dy))]
    angle = 0.5 * np.arctan2(2 * covariance[1], covariance[0] - covariance[2])
    return middle, float(np.degrees(angle))


@pytest.mark.parametrize("roll", [-40, 25])
def test_glasses_roll_with_the_head(roll: float) -> None:
    params = glasses.GlassesParams()
    straight = _centre(glasses.render(context(IMAGE, face_at((160, 160), 150)), params))
    rolled = _centre(glasses.render(context(IMAGE, face_at((160, 160), 150, roll=roll)), params))
    assert rolled[1] - straight[1] == pytest.approx(roll, abs=3)


@pytest.mark.parametrize("style", ["sunglasses", "aviator", "round", "cat-eye"])
def test_glasses_sit_in_front_of_the_eyes(style: str) -> None:
    layer = glasses.render(context(IMAGE, FACE), glasses.GlassesParams(style=style))
    middle, _ = _centre(layer)
    eyes = FACE.points[[468, 473], :2].mean(axis=0)
    distance = np.linalg.norm(FACE.points[473, :2] - FACE.points[468, :2])
    assert np.linalg.norm(middle - eyes) < 0.25 * distance


def test_an_arm_shows_on_the_side_that_is_turned_to_the_camera() -> None:
    params = glasses.GlassesParams()

    def reach(yaw: float) -> tuple[float, float]:
        face = face_at((160, 160), 150, yaw=yaw)
        layer = glasses.render(context(IMAGE, face), params)
        assert layer is not None
        columns = np.nonzero((layer.rgba[..., 3] > 100).any(axis=0))[0] + layer.origin[0]
        bridge = face.points[168, 0]
        return bridge - columns.min(), columns.max() - bridge

    left, right = reach(0)
    turned_left, turned_right = reach(35)
    assert 0.8 < left / right < 1.25
    assert max(turned_left, turned_right) > 1.6 * min(turned_left, turned_right)


def test_clear_lenses_let_the_eyes_be_seen() -> None:
    eye = tuple(FACE.points[468, :2].astype(int))
    dark, clear = (
        _laid(glasses.render(context(IMAGE, FACE), glasses.GlassesParams(tint=tint)))
        for tint in (1.0, 0.0)
    )
    assert dark[eye[1], eye[0]].mean() < 70
    assert np.abs(clear[eye[1], eye[0]].astype(int) - IMAGE[eye[1], eye[0]]).max() < 60
