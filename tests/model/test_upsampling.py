from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from model.crop import scaled
from model.upsampling import LARGEST, enlarge

Rgb = NDArray[np.uint8]
Plane = NDArray[np.float32]


def _disc(side: int) -> Plane:
    """Anti-aliased, at 0.62 of the side."""
    big = np.zeros((side, side), np.uint8)
    centre, radius = round(side * 8), round(side * 16 * 0.31)
    cv2.circle(big, (centre, centre), radius, 255, -1, cv2.LINE_AA, 4)
    return np.asarray(big / np.float32(255), np.float32)


def _scene(side: int, inside: int, outside: int) -> tuple[Plane, Rgb]:
    alpha = _disc(side)
    grey = (inside * alpha + outside * (1 - alpha)).round().astype(np.uint8)
    return alpha, np.repeat(grey[..., None], 3, 2)


@pytest.mark.parametrize(("softness", "left"), [(0.0, 0.2), (1.2, 0.75)])
def test_an_edge_of_the_picture_is_found_again(softness: float, left: float) -> None:
    alpha, tile = _scene(768, 190, 60)
    seen, crop = scaled(alpha, 256), scaled(tile, 256)
    if softness:  # as a network says it: an edge over a few pixels
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), softness), np.float32)
    plain = np.abs(scaled(seen, 768) - alpha).mean()
    assert np.abs(enlarge(seen, crop, tile) - alpha).mean() < left * plain


@pytest.mark.parametrize("side", [300, 768, 1400])
def test_where_the_picture_has_no_edge_the_matte_is_as_before(side: int) -> None:
    alpha, _ = _scene(side, 0, 0)
    tile = np.full((side, side, 3), 128, np.uint8)
    seen = scaled(alpha, 256)
    found = enlarge(seen, scaled(tile, 256), tile)
    assert found.shape == (side, side)
    plain = scaled(scaled(seen, min(side, LARGEST)), side)
    assert np.abs(found - plain).max() < 1e-3


def test_what_is_sure_stays_sure_whatever_the_picture_shows() -> None:
    rng = np.random.default_rng(0)
    tile = cv2.GaussianBlur(rng.integers(0, 256, (600, 600, 3), np.uint8), (0, 0), 2)
    tile = np.asarray(tile, np.uint8)
    for value in (0.0, 1.0):
        alpha = np.full((256, 256), value, np.float32)
        assert np.abs(enlarge(alpha, scaled(tile, 256), tile) - value).max() < 1e-3


def test_alpha_stays_in_range() -> None:
    rng = np.random.default_rng(1)
    tile = rng.integers(0, 256, (500, 500, 3), np.uint8)
    alpha = rng.random((256, 256), np.float32)
    found = enlarge(alpha, scaled(tile, 256), tile)
    assert found.dtype == np.float32
    assert 0 <= found.min() <= found.max() <= 1


def test_a_small_face_is_shrunk_and_a_huge_one_filled_at_the_limit() -> None:
    alpha, tile = _scene(2 * LARGEST, 190, 60)
    seen = scaled(alpha, 256)
    assert enlarge(seen, scaled(tile, 256), tile).shape == alpha.shape
    small = scaled(tile, 100)
    assert np.array_equal(enlarge(seen, scaled(tile, 256), small), scaled(seen, 100))
