from __future__ import annotations

import numpy as np
import pytest

from training import metrics

Plane = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def _square(x0: int, x1: int, size: int = 32) -> Plane:
    plane = np.zeros((size, size), np.float32)
    plane[8:24, x0:x1] = 1
    return plane


def test_iou_of_half_overlapping_squares_is_a_third() -> None:
    assert metrics.iou(_square(0, 16), _square(8, 24)) == pytest.approx(1 / 3)


def test_two_empty_mattes_agree() -> None:
    empty = np.zeros((8, 8), np.float32)
    assert metrics.iou(empty, empty) == 1
    assert metrics.boundary_f(empty, empty) == 1


def test_accuracy_counts_pixels() -> None:
    assert metrics.accuracy(_square(0, 16), _square(8, 24)) == pytest.approx(1 - 256 / 1024)


def test_mad_is_a_mean() -> None:
    assert metrics.mad(np.full((4, 4), 0.75, np.float32), np.full((4, 4), 0.5, np.float32)) == 0.25


@pytest.mark.parametrize(("shift", "expected"), [(0, 1.0), (2, 1.0), (16, 0.0)])
def test_boundary_f_forgives_two_pixels(shift: int, expected: float) -> None:
    wanted = np.zeros((64, 64), np.float32)
    wanted[24:40, 16:32] = 1
    found = np.roll(wanted, (shift, shift), (0, 1))
    assert metrics.boundary_f(found, wanted) == pytest.approx(expected, abs=0.06)


def test_boundary_f_falls_with_distance() -> None:
    wanted = _square(4, 20)
    near, far = _square(5, 21), _square(9, 25)
    assert metrics.boundary_f(near, wanted) > metrics.boundary_f(far, wanted)


def test_dtssd_of_a_flicker() -> None:
    still = np.zeros((3, 4, 4), np.float32)
    flicker = still.copy()
    flicker[1] = 0.5
    assert metrics.dtssd(flicker, still) == pytest.approx(50)
    assert metrics.dtssd(still + 0.3, still) == pytest.approx(0)


def test_leak_looks_at_the_occluder_inside_the_hull_only() -> None:
    predicted = np.full((4, 4), 0.2, np.float32)
    occluder, hull = np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)
    occluder[:2] = 1
    hull[:, :2] = 1
    predicted[:2, :2] = 0.7
    assert metrics.leak(predicted, occluder, hull) == pytest.approx(0.7)
    assert metrics.leak(predicted, np.zeros_like(hull), hull) is None


def test_hole_is_what_is_missing_of_the_face() -> None:
    alpha = _square(0, 16)
    predicted = alpha * 0.9
    assert metrics.hole(predicted, alpha) == pytest.approx(0.1, rel=1e-5)
    assert metrics.hole(predicted, np.zeros_like(alpha)) is None
