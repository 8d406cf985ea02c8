"""Lamps, dark rooms, corners, grain and mirrors."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from filters.effects.surroundings import film_grain, low_light, mirror, ring_light, vignette
from filters.effects.surroundings.film_grain import FilmGrainParams
from filters.effects.surroundings.low_light import LowLightParams, darkness
from filters.effects.surroundings.mirror import MirrorParams
from filters.effects.surroundings.ring_light import RingLightParams
from filters.effects.surroundings.vignette import VignetteParams
from filters.regions import RIGHT_EYE
from filters.types import Face, FrameContext, Image
from tests.filters.scenes import face_at, face_in, matte_of, picture


def frame(image: Image, *faces: Face) -> FrameContext:
    return FrameContext(image, tuple((face, matte_of(face, image)) for face in faces), None, 1.7)


def dim(image: Image, light: float) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=light), np.uint8)


def test_a_ring_light_falls_off_from_the_face() -> None:
    image = dim(picture(640, 360), 0.4)
    out = ring_light.render_frame(frame(image, face_at((160, 180), 120)), RingLightParams())
    assert out is not None
    gain = out.astype(float).mean(axis=2) / np.maximum(image.mean(axis=2), 1)
    assert gain[150:170, 120:140].mean() > 1.15
    assert gain[150:170, 120:140].mean() > gain[:, 400:420].mean() > gain[:, 620:].mean() > 1


def test_a_ring_light_leaves_a_well_lit_face_its_form() -> None:
    bright = np.full((360, 640, 3), 215, np.uint8)
    out = ring_light.render_frame(
        frame(bright, face_in(bright, 0.6)), RingLightParams(strength=1, warmth=0)
    )
    assert out is not None
    assert out.max() <= 245


def test_a_ring_light_shows_in_open_eyes_through_the_matte_only() -> None:
    image = dim(picture(640, 480), 0.3)
    face = face_in(image, 0.95)
    seen = frame(image, face)
    on, off = (
        ring_light.render_frame(seen, RingLightParams(eyes=eyes, strength=1)) for eyes in (1.0, 0.0)
    )
    assert on is not None
    assert off is not None
    rings = (on != off).any(axis=2)
    x, y = face.points[468, :2].astype(int)
    assert rings[y - 12 : y + 12, x - 12 : x + 12].sum() > 8
    assert not rings[y, x]
    assert rings.sum() < 0.01 * rings.size
    shut = face.points.copy()
    shut[list(RIGHT_EYE), 1] = shut[33, 1]
    for hidden in (
        FrameContext(image, ((face, matte_of(face, image, 0.0)),), None, 1.7),
        frame(image, replace(face, points=shut)),
    ):
        on, off = (
            ring_light.render_frame(hidden, RingLightParams(eyes=eyes, strength=1))
            for eyes in (1.0, 0.0)
        )
        assert on is not None
        assert off is not None
        x, y = face.points[468, :2].astype(int)
        np.testing.assert_array_equal(
            on[y - 20 : y + 20, x - 20 : x + 20], off[y - 20 : y + 20, x - 20 : x + 20]
        )


def test_the_darker_the_picture_the_more_it_is_lifted() -> None:
    image = picture(320, 240)
    gains = []
    for light in (0.9, 0.4, 0.15):
        dark = dim(image, light)
        out = low_light.render_frame(frame(dark), LowLightParams())
        assert out is not None
        gains.append(float(out.mean() / dark.mean()))
    assert gains[0] < 1.2 < gains[1] < gains[2]
    assert darkness(image) < darkness(dim(image, 0.4)) < darkness(dim(image, 0.1)) <= 1


def test_low_light_keeps_black_and_white() -> None:
    image = np.zeros((120, 160, 3), np.uint8)
    image[:, 80:] = 255
    out = low_light.render_frame(frame(image), LowLightParams(strength=1))
    assert out is not None
    assert out[:, :70].max() <= 1
    assert out[:, 90:].min() >= 254


def test_low_light_takes_noise_out_and_leaves_edges() -> None:
    rng = np.random.default_rng(2)
    clean = np.full((240, 320, 3), 30, np.uint8)
    clean[:, 160:] = 70
    noisy = np.clip(clean + rng.normal(0, 4, (240, 320, 1)), 0, 255).astype(np.uint8)
    rough, smooth = (
        low_light.render_frame(frame(noisy), LowLightParams(denoise=amount)) for amount in (0, 1)
    )
    assert rough is not None
    assert smooth is not None
    assert smooth[:, 20:140].std() < 0.6 * rough[:, 20:140].std()
    step = smooth[:, 164:170].mean() - smooth[:, 150:156].mean()
    assert step > 0.85 * (rough[:, 164:170].mean() - rough[:, 150:156].mean())


def test_a_vignette_leaves_the_middle_and_colours_the_corners() -> None:
    image = np.full((180, 320, 3), 128, np.uint8)
    out = vignette.render_frame(frame(image), VignetteParams(colour="#ff0000", strength=1))
    assert out is not None
    np.testing.assert_array_equal(out[80:100, 140:180], image[80:100, 140:180])
    red, green, blue = out[0, 0].astype(int)
    assert red > 150
    assert max(green, blue) < 100
    np.testing.assert_array_less(np.abs(out.astype(int) - out[::-1, ::-1]), 3)


def test_grain_changes_from_picture_to_picture_and_keeps_the_brightness() -> None:
    image = np.full((180, 320, 3), 128, np.uint8)
    now = frame(image)
    params = FilmGrainParams(strength=1)
    first, soon, later = (
        film_grain.render_frame(replace(now, time=time), params) for time in (1.0, 1.01, 1.1)
    )
    assert first is not None
    assert later is not None
    np.testing.assert_array_equal(first, soon)
    assert np.corrcoef(first[..., 0].ravel(), later[..., 0].ravel())[0, 1] < 0.2
    assert abs(first.mean() - 128) < 1.5
    assert first.std() > 10


def test_grain_is_weaker_in_black_and_white() -> None:
    def depth(level: int) -> float:
        image = np.full((180, 320, 3), level, np.uint8)
        out = film_grain.render_frame(frame(image), FilmGrainParams(strength=0.5))
        assert out is not None
        return float(out.std())

    assert depth(128) > 2 * depth(250)
    assert depth(128) > 2 * depth(6)


@pytest.mark.parametrize("size", [(64, 48), (65, 49)])
@pytest.mark.parametrize(("style", "axes"), [("left", (1,)), ("bottom", (0,)), ("four", (0, 1))])
def test_mirrored_halves_match(style: str, axes: tuple[int, ...], size: tuple[int, int]) -> None:
    image = picture(*size)
    out = mirror.render_frame(frame(image), MirrorParams(style=style))
    assert out is not None
    for axis in axes:
        np.testing.assert_array_equal(out, np.flip(out, axis))
    kept = out[-10:, :10] if style == "bottom" else out[:10, :10]
    was = image[-10:, :10] if style == "bottom" else image[:10, :10]
    np.testing.assert_array_equal(kept, was)


def test_a_kaleidoscope_of_four_mirrors_is_the_same_upside_down() -> None:
    image = cv2.GaussianBlur(picture(128, 128), (0, 0), 2)
    params = MirrorParams(style="kaleidoscope", mirrors=4)
    out = mirror.render_frame(frame(np.asarray(image)), params)
    assert out is not None
    assert np.abs(out.astype(int) - out[::-1, ::-1]).max() <= 2
    assert np.abs(out.astype(int) - out[:, ::-1]).max() <= 2
