from __future__ import annotations

import numpy as np
import pytest

from training.metrics.occlusion import hole, leak


def test_leak_looks_at_the_occluder_inside_the_hull_only() -> None:
    predicted = np.full((4, 4), 0.2, np.float32)
    occluder, hull = np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)
    occluder[:2] = 1
    hull[:, :2] = 1
    predicted[:2, :2] = 0.7
    assert leak(predicted, occluder, hull) == pytest.approx(0.7)
    assert leak(predicted, np.zeros_like(hull), hull) is None


def test_leak_can_be_asked_of_opaque_things_alone() -> None:
    predicted = np.array([[0.8, 0.4, 0.9, 1.0]], np.float32)
    occluder = np.array([[1.0, 0.96, 0.7, 0.3]], np.float32)
    hull = np.ones_like(predicted)
    assert leak(predicted, occluder, hull) == pytest.approx(0.7)
    assert leak(predicted, occluder, hull, covered=0.95) == pytest.approx(0.6)


def test_hole_is_what_is_missing_of_the_face() -> None:
    alpha = np.zeros((32, 32), np.float32)
    alpha[8:24, :16] = 1
    predicted = alpha * 0.9
    assert hole(predicted, alpha) == pytest.approx(0.1, rel=1e-5)
    assert hole(predicted, np.zeros_like(alpha)) is None
