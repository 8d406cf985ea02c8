from __future__ import annotations

import numpy as np
import pytest

from app.perception.smoothing import Smoothed, face_size, smoothed
from filters.types import Points

STEP = 1 / 30


def face(x: float = 0.0, size: float = 200.0) -> Points:
    """A grid of points `size` wide, its left edge at x."""
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 22), np.linspace(0, 1, 22)), -1).reshape(-1, 2)
    points = np.zeros((484, 3), np.float32)
    points[:, :2] = grid * size + (x, 0)
    return points[:478]


def run(frames: list[Points], step: float = STEP) -> list[Smoothed]:
    past: Smoothed | None = None
    out = []
    for index, points in enumerate(frames):
        past = smoothed(points, index * step, past)
        out.append(past)
    return out


def test_the_first_points_pass_untouched() -> None:
    assert np.array_equal(smoothed(face(), 5.0, None).points, face())


def test_a_still_face_hardly_jitters() -> None:
    noise = np.random.default_rng(1)
    frames = [face() + noise.normal(0, 0.5, (478, 3)).astype(np.float32) for _ in range(120)]
    out = np.stack([s.points for s in run(frames)][30:])
    raw = np.stack(frames[30:])
    frame_to_frame = np.abs(np.diff(out, axis=0)).mean() / np.abs(np.diff(raw, axis=0)).mean()
    assert frame_to_frame < 0.35
    assert out.std(axis=0).mean() < 0.6 * raw.std(axis=0).mean()


@pytest.mark.parametrize("speed", [0.1, 0.5, 2.0, 5.0])
def test_a_moving_face_is_never_seen_to_lag(speed: float) -> None:
    frames = [face(x=speed * 200 * index * STEP) for index in range(45)]
    behind = [
        float((raw - s.points)[:, 0].max()) / 200
        for raw, s in zip(frames, run(frames), strict=True)
    ]
    assert behind[-1] < 0.005  # of the face's size: 1 pixel of 200
    assert max(behind) < 0.03  # also when it sets out


def test_a_sudden_jerk_is_followed_within_two_frames() -> None:
    frames = [face()] * 30 + [face(x=40)] * 3
    out = run(frames)
    assert 40 - out[31].points[0, 0] < 4


def test_near_and_far_faces_are_smoothed_alike() -> None:
    noise = np.random.default_rng(2)
    frames = [face() + noise.normal(0, 1, (478, 3)).astype(np.float32) for _ in range(20)]
    near = run(frames)[-1].points
    far = run([(points / 8).astype(np.float32) for points in frames])[-1].points
    assert far * 8 == pytest.approx(near, abs=0.01)


@pytest.mark.parametrize("step", [0.0, -1.0, 0.6])
def test_a_clock_that_stalls_runs_back_or_leaps_begins_anew(step: float) -> None:
    before = smoothed(face(), 10.0, None)
    assert np.array_equal(smoothed(face(x=50), 10.0 + step, before).points, face(x=50))


def test_smoothing_does_not_depend_on_the_frame_rate() -> None:
    def after_a_second(rate: int) -> float:
        frames = [face()] + [face(x=2)] * rate
        return float(run(frames, 1 / rate)[-1].points[0, 0])

    assert after_a_second(15) == pytest.approx(after_a_second(60), abs=0.05)


def test_the_size_of_a_speck_is_a_pixel() -> None:
    assert face_size(np.zeros((478, 3), np.float32)) == 1.0
    assert face_size(face(size=80)) == pytest.approx(80)
