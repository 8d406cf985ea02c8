"""Laying a layer: C = (1 - a m) B + a m F."""

from __future__ import annotations

import numpy as np
import pytest

from filters.compositing import lay, lay_into
from filters.types import Layer, Matte


def _layer(alpha: int, size: int = 4, origin: tuple[int, int] = (0, 0), value: int = 255) -> Layer:
    rgba = np.full((size, size, 4), value, np.uint8)
    rgba[..., 3] = alpha
    return Layer(rgba, origin)


@pytest.mark.parametrize(("matte", "expected"), [(0.0, 0), (0.5, 128), (1.0, 255)])
def test_the_matte_scales_the_layer(matte: float, expected: int) -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    out = lay(image, _layer(255), Matte(np.full((4, 4), matte, np.float32)))
    assert np.abs(out.astype(int) - expected).max() <= 1


@pytest.mark.parametrize(("alpha", "expected"), [(0, 0), (51, 51), (255, 255)])
def test_the_layers_own_alpha_scales_it(alpha: int, expected: int) -> None:
    assert (lay(np.zeros((4, 4, 3), np.uint8), _layer(alpha)) == expected).all()


def test_every_pair_of_values_is_exact_at_nothing_and_all() -> None:
    under, over = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    image = np.dstack((under, over, under))
    top = np.dstack((over, under, over, np.full_like(over, 255)))
    nothing = Matte(np.zeros((256, 256), np.float32))
    np.testing.assert_array_equal(lay(image, Layer(top)), top[..., :3])
    np.testing.assert_array_equal(lay(image, Layer(top), nothing), image)


def test_outside_the_matte_nothing_shows() -> None:
    image = np.zeros((8, 8, 3), np.uint8)
    out = lay(image, _layer(255, 8), Matte(np.ones((2, 2), np.float32), origin=(3, 4)))
    shown = np.zeros((8, 8), bool)
    shown[4:6, 3:5] = True
    np.testing.assert_array_equal(out[..., 0] == 255, shown)


@pytest.mark.parametrize("origin", [(-2, -2), (6, 6), (-2, 6), (100, 0), (-4, 0)])
def test_what_reaches_outside_the_frame_is_cut_off(origin: tuple[int, int]) -> None:
    image = np.zeros((8, 8, 3), np.uint8)
    out = lay(image, _layer(255, 4, origin))
    y, x = np.mgrid[0:8, 0:8]
    inside = (x >= origin[0]) & (x < origin[0] + 4) & (y >= origin[1]) & (y < origin[1] + 4)
    np.testing.assert_array_equal(out[..., 0] == 255, inside)


def test_lay_leaves_its_arguments_alone() -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    image.flags.writeable = False
    assert lay(image, _layer(255)).all()
    assert not image.any()


def test_lay_into_writes_the_canvas() -> None:
    canvas = np.zeros((4, 4, 3), np.uint8)
    lay_into(canvas, _layer(255, 2))
    assert canvas[:2, :2].all()
    assert not canvas[2:].any()


def test_a_layer_of_another_type_is_refused() -> None:
    with pytest.raises(ValueError, match="float32"):
        Layer(np.zeros((2, 2, 4), np.float32))
