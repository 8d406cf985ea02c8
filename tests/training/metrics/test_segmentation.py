from __future__ import annotations

import numpy as np
import pytest

from training.metrics import segmentation

Plane = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def _square(x0: int, x1: int, size: int = 32) -> Plane:
    plane = np.zeros((size, size), np.float32)
    plane[8:24, x0:x1] = 1
    return plane


def test_iou_of_half_overlapping_squares_is_a_third() -> None:
    assert segmentation.iou(_square(0, 16), _square(8, 24)) == pytest.approx(1 / 3)


def test_two_empty_mattes_agree() -> None:
    empty = np.zeros((8, 8), np.float32)
    assert segmentation.iou(empty, empty) == 1
    assert segmentation.boundary_f(empty, empty) == 1


def test_accuracy_counts_pixels() -> None:
    assert segmentation.accuracy(_square(0, 16), _square(8, 24)) == pytest.approx(1 - 256 / 1024)


def test_precision_and_recall_are_shares_of_the_found_and_of_the_face() -> None:
    found, wanted = _square(0, 16), _square(12, 20)
    assert segmentation.precision(found, wanted) == pytest.approx(4 / 16)
    assert segmentation.recall(found, wanted) == pytest.approx(4 / 8)
    assert segmentation.precision(np.zeros_like(found), wanted) == 1


@pytest.mark.parametrize(("shift", "expected"), [(0, 1.0), (2, 1.0), (16, 0.0)])
def test_boundary_f_forgives_two_pixels(shift: int, expected: float) -> None:
    wanted = np.zeros((64, 64), np.float32)
    wanted[24:40, 16:32] = 1
    found = np.roll(wanted, (shift, shift), (0, 1))
    assert segmentation.boundary_f(found, wanted) == pytest.approx(expected, abs=0.06)


def test_boundary_f_falls_with_distance() -> None:
    wanted = _square(4, 20)
    near, far = _square(5, 21), _square(9, 25)
    assert segmentation.boundary_f(near, wanted) > segmentation.boundary_f(far, wanted)
