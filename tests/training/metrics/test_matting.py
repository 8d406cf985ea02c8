from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from training.metrics import matting
from training.metrics.planes import band_region, visible_region

Plane = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def _flat(value: float, size: int = 4) -> Plane:
    return np.full((size, size), value, np.float32)


def test_means_are_means_and_sums_are_thousands() -> None:
    predicted, alpha = _flat(0.75), _flat(0.5)
    assert matting.mad(predicted, alpha) == 0.25
    assert matting.mse(predicted, alpha) == 0.0625
    assert matting.sad(predicted, alpha) == pytest.approx(16 * 0.25 / 1000)


def test_a_region_leaves_the_rest_out() -> None:
    predicted, alpha = _flat(0), _flat(0)
    predicted[0] = 1
    region = np.zeros((4, 4), np.bool_)
    region[:2] = True
    assert matting.mad(predicted, alpha, region) == 0.5
    assert matting.sad(predicted, alpha, region) == pytest.approx(0.004)
    assert matting.mse(predicted, alpha, np.zeros((4, 4), np.bool_)) == 0


def test_grad_is_scipys_gaussian_gradient() -> None:
    rng = np.random.default_rng(0)
    predicted, alpha = (rng.random((40, 48), np.float32) for _ in range(2))

    def magnitude(plane: Plane) -> Plane:
        across, down = (
            ndimage.gaussian_filter(
                plane.astype(np.float64), 1.4, order=order, mode="nearest", radius=4
            )
            for order in ((0, 1), (1, 0))
        )
        return np.asarray(np.hypot(across, down))

    x = np.arange(-4, 5)
    bell = np.exp(-(x**2) / (2 * 1.4**2))
    bell /= bell.sum()  # scipy's taps sum to 1 where Rhemann's have unit energy
    energy = np.sqrt((np.outer(bell, x * bell / 1.4**2) ** 2).sum())
    wanted = (((magnitude(predicted) - magnitude(alpha)) / energy) ** 2).sum() / 1000
    assert matting.gradient(predicted, alpha) == pytest.approx(float(wanted), rel=1e-4)


def test_grad_does_not_mind_an_offset() -> None:
    ramp = np.linspace(0, 0.5, 32, dtype=np.float32)[None].repeat(32, 0)
    assert matting.gradient(ramp + 0.2, ramp) == pytest.approx(0, abs=1e-9)


def test_conn_of_equal_mattes_is_nothing() -> None:
    alpha = np.random.default_rng(0).random((16, 16), np.float32)
    assert matting.connectivity(alpha, alpha) == 0


def test_conn_counts_a_loose_island_by_how_far_it_hangs() -> None:
    """Worked by hand: the island is never in the largest part, so l = 0 and φ̂ = 1 - 0.8."""
    alpha = np.zeros((16, 16), np.float32)
    alpha[:8] = 1
    predicted = alpha.copy()
    predicted[12, 4:8] = 0.8
    assert matting.connectivity(predicted, alpha) == pytest.approx(4 * 0.8 / 1000)


def test_conn_forgives_a_small_difference() -> None:
    alpha, predicted = _flat(1, 8), _flat(0.9, 8)
    assert matting.connectivity(predicted, alpha) == pytest.approx(0, abs=1e-6)


def test_the_visible_region_is_the_face_and_the_band_its_edge() -> None:
    y, x = np.mgrid[0:256, 0:256]
    disc = np.clip(80 - np.hypot(x - 128, y - 128), 0, 1).astype(np.float32)
    visible, band = visible_region(disc), band_region(disc)
    assert visible.sum() == pytest.approx(np.pi * 80**2, rel=0.02)
    assert not band[128, 128]
    assert band.sum() == pytest.approx(2 * np.pi * 80 * 16, rel=0.1)  # 8 px to each side
    assert band_region(disc[None])[0].sum() == band.sum()
