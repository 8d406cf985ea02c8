from __future__ import annotations

import numpy as np
import pytest

from app.sources.shutter import Shutter, is_black
from filters.types import Image

NOISE = np.random.default_rng(0)


def flat(level: int, noise: int = 0) -> Image:
    grain = NOISE.integers(-noise, noise + 1, (120, 160, 3))
    return np.clip(grain + level, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("image", "black"),
    [(flat(0), True), (flat(16, 12), True), (flat(40), False), (flat(30, 20), False)],
)
def test_black_is_told_from_dim_with_noise_and_without(image: Image, black: bool) -> None:
    assert is_black(image) is black


def test_a_face_lit_by_a_screen_in_a_dark_room_is_not_black() -> None:
    image = flat(8, 6)
    image[30:80, 60:100] = (50, 60, 80)
    assert not is_black(image)
    assert is_black(flat(8, 6))


def test_one_strong_colour_is_not_black() -> None:
    image = flat(0)
    image[..., 2] = 90
    assert not is_black(image)


def test_the_shutter_is_closed_after_two_black_seconds_and_open_with_the_first_light() -> None:
    shutter, dark, light = Shutter(), flat(3), flat(90)
    assert [shutter.sees(dark, at) for at in (0.0, 1.0, 1.99, 2.0, 9.0)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert not shutter.sees(light, 9.1)
    assert not shutter.sees(dark, 9.2)
    assert not shutter.sees(dark, 11.1)
    assert shutter.sees(dark, 11.2)


def test_light_in_between_starts_the_time_anew() -> None:
    shutter, dark, light = Shutter(), flat(3), flat(90)
    assert not any(shutter.sees(dark if at % 2 else light, at * 1.5) for at in range(10))
