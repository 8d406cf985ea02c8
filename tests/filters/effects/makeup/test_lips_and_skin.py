"""What lipstick, blush, contour and freckles promise beyond what all filters do."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.compositing import lay
from filters.effects.makeup import blush, contour, freckles, lipstick
from filters.effects.makeup.pigment import light_on
from filters.effects.makeup.pins import pinned
from filters.mesh import canonical_face
from filters.regions import LIPS_INNER, LIPS_OUTER, face_width, polygon_mask
from filters.tiles import Tile
from filters.types import Face, Image, Layer
from tests.filters.scenes import context, face_at, face_in, picture

IMAGE = picture(320, 320)
FACE = face_in(IMAGE, 0.8)
WHOLE = Tile(0, 0, 320, 320)


def _lab(image: Image) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), np.float32)


def _laid(layer: Layer | None, image: Image = IMAGE) -> Image:
    assert layer is not None
    return lay(image, layer)


def _lipstick(**values: object) -> Image:
    params = lipstick.LipstickParams(**{"strength": 1.0, "gloss": 0.0, **values})  # type: ignore[arg-type]
    return _laid(lipstick.render(context(IMAGE, FACE), params))


def _lips() -> NDArray[np.bool_]:
    outer = polygon_mask([FACE.points[list(LIPS_OUTER)]], WHOLE) > 0.99
    inner = polygon_mask([FACE.points[list(LIPS_INNER)]], WHOLE) > 0.01
    wider = cv2.dilate(inner.astype(np.uint8), np.ones((7, 7), np.uint8))
    return np.asarray(outer & (wider == 0))


def _dim(image: Image, share: float) -> Image:
    return np.asarray(image * share, np.uint8)


def test_lipstick_moves_colour_and_keeps_texture() -> None:
    lips = _lips()
    before, after = _lab(IMAGE)[lips], _lab(_lipstick(colour="#b01030"))[lips]
    target = _lab(np.array([[(0xB0, 0x10, 0x30)]], np.uint8))[0, 0]
    assert np.abs(after[:, 1:].mean(axis=0) - target[1:]).max() < 16
    assert np.corrcoef(before[:, 0], after[:, 0])[0, 1] > 0.8
    assert after[:, 0].std() > 0.6 * before[:, 0].std()


def test_teeth_stay_unpainted() -> None:
    inner = polygon_mask([FACE.points[list(LIPS_INNER)]], WHOLE) > 0.99
    teeth = cv2.erode(inner.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert teeth.any()
    assert np.abs(_lipstick().astype(int) - IMAGE)[teeth].max() <= 6


def test_gloss_lightens_the_lips_and_matte_calms_their_light() -> None:
    lips = _lips()
    satin, wet = (
        _lab(_lipstick(**values))[lips][:, 0] for values in ({}, {"finish": "gloss", "gloss": 1.0})
    )
    matte = _lab(_lipstick(finish="matte"))[lips][:, 0]
    assert wet.max() > satin.max() + 15
    assert wet.mean() > satin.mean() + 2
    assert matte.std() < satin.std()


def test_lip_liner_darkens_the_outline_and_not_the_middle() -> None:
    plain, lined = _lab(_lipstick())[..., 0], _lab(_lipstick(liner=1.0))[..., 0]
    rim, middle = FACE.points[17], 0.5 * (FACE.points[14] + FACE.points[17])
    x, y = np.round(rim[:2]).astype(int)
    assert (plain - lined)[y - 2 : y + 1, x - 5 : x + 5].mean() > 5
    x, y = np.round(middle[:2]).astype(int)
    assert abs((plain - lined)[y, x]) < 4


def test_make_up_is_darker_in_dim_light() -> None:
    dim = _dim(IMAGE, 0.35)
    bright, dark = light_on(context(IMAGE, FACE)), light_on(context(dim, FACE))
    assert dark.exposure < 0.85 * bright.exposure
    assert dark.shows("#f04060")[0] < bright.shows("#f04060")[0] - 20


def test_light_is_read_off_the_skin_that_is_seen() -> None:
    off = face_at((-900, 160), 200)
    assert light_on(context(IMAGE, off)).exposure == 1.0


@pytest.mark.parametrize("place", ["apples", "high on the cheekbones"])
def test_blush_is_on_both_cheeks_and_fades_when_one_is_turned_away(place: str) -> None:
    params = blush.BlushParams(place=place, strength=1)

    def weights(yaw: float) -> tuple[float, float]:
        face = face_at((160, 160), 200, yaw=yaw)
        layer = blush.render(context(IMAGE, face), params)
        assert layer is not None
        tip = int(face.points[4, 0]) - layer.origin[0]
        alpha = layer.rgba[..., 3].astype(float)
        return alpha[:, :tip].sum(), alpha[:, tip:].sum()

    right, left = weights(0)
    assert 0.6 < right / left < 1.7
    right, left = weights(55)
    assert min(right, left) < 0.25 * max(right, left)


def test_the_sun_kisses_the_nose_and_a_blush_does_not() -> None:
    def on_nose(place: str) -> float:
        out = _laid(blush.render(context(IMAGE, FACE), blush.BlushParams(place=place, strength=1)))
        x, y = np.round(FACE.points[5, :2]).astype(int)
        changed: float = np.abs(out.astype(int) - IMAGE)[y - 4 : y + 4, x - 4 : x + 4].mean()
        return changed

    assert on_nose("sun-kissed") > 4
    assert on_nose("apples") < 0.5


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_blush_does_not_turn_to_chalk_on_dark_skin(share: float) -> None:
    image = _dim(IMAGE, share)
    layer = blush.render(context(image, FACE), blush.BlushParams(strength=1))
    x, y = np.round(FACE.points[[50, 205], :2].mean(axis=0)).astype(int)
    part = np.s_[y - 5 : y + 5, x - 5 : x + 5]
    change = (_lab(_laid(layer, image)) - _lab(image))[part].mean(axis=(0, 1))
    assert change[0] < 4
    assert change[1] > 3


def test_contour_shades_the_hollow_and_lights_the_bridge() -> None:
    out = _laid(contour.render(context(IMAGE, FACE), contour.ContourParams(strength=1)))
    change = out.astype(int).sum(axis=2) - IMAGE.astype(int).sum(axis=2)
    hollow = pinned(np.array([[0.21, 0.645], [0.79, 0.645]])).at(FACE.points)
    for x, y in np.round(hollow).astype(int):
        assert change[y, x] < -40
    x, y = np.round(FACE.points[197, :2]).astype(int)
    assert change[y, x] > 25


def test_pins_are_where_the_landmarks_are() -> None:
    uv = canonical_face().uv
    chosen = [4, 50, 280, 152, 10]
    found = pinned(uv[chosen]).at(FACE.points)
    np.testing.assert_allclose(found, FACE.points[chosen, :2], atol=0.05)


def _moved(face: Face, by: tuple[float, float]) -> Face:
    points = face.points + np.array([*by, 0], np.float32)
    return Face(face.id, np.asarray(points, np.float32), pose=face.pose)


def test_freckles_move_with_the_skin() -> None:
    params = freckles.FrecklesParams(strength=1)
    flat = np.full_like(IMAGE, 180)
    here = _laid(freckles.render(context(flat, FACE), params), flat)
    there = _laid(freckles.render(context(flat, _moved(FACE, (9, -6))), params), flat)
    assert (here != flat).any()
    np.testing.assert_array_equal(there[:-6, 9:], here[6:, :-9])


def test_more_freckles_are_added_to_those_there_are() -> None:
    flat = np.full_like(IMAGE, 180)
    few, many = (
        _laid(
            freckles.render(
                context(flat, FACE), freckles.FrecklesParams(amount=amount, strength=1)
            ),
            flat,
        )
        for amount in (0.2, 0.6)
    )
    was, now = (flat.astype(int) - few).sum(axis=2), (flat.astype(int) - many).sum(axis=2)
    assert now.sum() > 1.8 * was.sum()
    assert (now - was).min() > -6


def test_freckles_are_on_nose_and_cheeks_not_on_the_lips() -> None:
    flat = np.full_like(IMAGE, 180)
    params = freckles.FrecklesParams(amount=1, strength=1, size=0.5)
    changed = (_laid(freckles.render(context(flat, FACE), params), flat) != flat).any(axis=2)
    assert not changed[_lips()].any()
    x, y = FACE.points[5, :2]
    near = 0.3 * face_width(FACE.points)
    rows, columns = np.nonzero(changed)
    assert (np.hypot(columns - x, rows - y) < 1.6 * near).mean() > 0.7
