from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.faults import FaultError
from app.perception import detector
from app.perception.landmarks import Landmarker
from app.sources.demo import Demo
from filters.types import Image


@pytest.fixture(scope="module")
def landmarker() -> Iterator[Landmarker]:
    with Landmarker() as made:
        yield made


@pytest.fixture(autouse=True)
def fresh(landmarker: Landmarker) -> None:
    landmarker.reset()


@pytest.fixture(scope="module")
def portrait() -> Image:
    """320 x 240, one face in the middle, nothing in front."""
    return next(Demo(size=(320, 240)).frames()).image


@pytest.fixture(scope="module")
def couple(portrait: Image) -> Image:
    return np.ascontiguousarray(np.hstack((portrait, portrait[:, ::-1])))


def test_a_face_has_points_pose_and_expression_in_frame_pixels(
    landmarker: Landmarker, portrait: Image
) -> None:
    (face,) = landmarker.track(portrait, 0.0)
    left, top = face.points[:, :2].min(0)
    right, bottom = face.points[:, :2].max(0)
    assert 60 < left < right < 260
    assert 0 < top < bottom < 240
    assert right - left > 30
    nose, eye = face.points[1], face.points[33]
    assert nose[1] > eye[1]
    assert nose[2] < eye[2]  # nearer
    assert face.pose.shape == (4, 4)
    assert face.pose[2, 3] < 0  # in front of the camera
    assert 0 <= face.blendshapes["jawOpen"] <= 1


def test_twice_the_picture_has_twice_the_points(landmarker: Landmarker, portrait: Image) -> None:
    (small,) = landmarker.track(portrait, 0.0)
    landmarker.reset()
    large_image = cv2.resize(portrait, None, fx=2, fy=2)
    (large,) = landmarker.track(np.asarray(large_image, np.uint8), 0.0)
    assert large.points[1, :2] == pytest.approx(2 * small.points[1, :2], abs=6)


def test_in_4k_the_points_are_as_exact_as_in_720p(landmarker: Landmarker) -> None:
    person = Demo(size=(1280, 720)).picture(0)
    (small,) = landmarker.track(person, 0.0)
    landmarker.reset()
    (large,) = landmarker.track(cv2.resize(person, (3840, 2160), interpolation=cv2.INTER_CUBIC), 0)
    off = np.abs(large.points[:, :2] / 3 - small.points[:, :2])
    assert off.mean() < 0.5
    assert off.max() < 2


def test_a_face_keeps_its_id_and_a_second_one_gets_its_own(
    landmarker: Landmarker, portrait: Image, couple: Image
) -> None:
    first = landmarker.track(couple, 0.0)
    assert len({face.id for face in first}) == 2
    by_side = {face.points[1, 0] < 320: face.id for face in first}
    for index in range(1, 4):
        faces = landmarker.track(couple, index / 30)
        assert {face.points[1, 0] < 320: face.id for face in faces} == by_side


def test_a_face_that_was_away_for_a_moment_has_its_id_again(
    landmarker: Landmarker, portrait: Image
) -> None:
    (before,) = landmarker.track(portrait, 0.0)
    assert landmarker.track(np.zeros_like(portrait), 0.1) == ()
    (after,) = landmarker.track(portrait, 0.2)
    assert after.id == before.id
    assert landmarker.track(np.zeros_like(portrait), 0.3) == ()
    assert landmarker.track(np.zeros_like(portrait), 1.0) == ()
    (later,) = landmarker.track(portrait, 1.1)
    assert later.id != before.id


def test_time_may_stall_run_back_and_leap(landmarker: Landmarker, portrait: Image) -> None:
    for time in (5.0, 5.0, 1.0, 1.0004, 1e9, 0.0):
        assert len(landmarker.track(portrait, time)) == 1


def test_after_a_reset_the_face_is_found_at_once_wherever_it_is(
    landmarker: Landmarker, portrait: Image
) -> None:
    (before,) = landmarker.track(portrait, 0.0)
    landmarker.reset()
    shifted = np.pad(portrait, ((0, 0), (200, 0), (0, 0)))
    (after,) = landmarker.track(shifted, 0.033)
    assert after.id != before.id
    assert after.points[1, :2] == pytest.approx(before.points[1, :2] + (200, 0), abs=4)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (500, 1, 3), (2, 2, 3)])
def test_a_picture_too_small_for_a_face_has_none(
    landmarker: Landmarker, shape: tuple[int, int, int]
) -> None:
    assert landmarker.track(np.full(shape, 128, np.uint8), 0.0) == ()


def test_stills_are_each_for_themselves(portrait: Image, couple: Image) -> None:
    with Landmarker(stills=True) as stills:
        (alone,) = stills.track(portrait, 0.0)
        pair = stills.track(couple, 0.0)
        (again,) = stills.track(portrait, 0.0)
    assert (alone.id, again.id) == (0, 0)
    assert [face.id for face in pair] == [0, 1]
    assert np.array_equal(alone.points, again.points)


def test_nothing_is_written_to_the_terminal(
    capfd: pytest.CaptureFixture[str], portrait: Image
) -> None:
    with Landmarker() as made:
        made.track(portrait, 0.0)
    assert capfd.readouterr().err == ""


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match=r"none\.task: No such file"):
        Landmarker(model=tmp_path / "none.task")


@pytest.mark.parametrize("size", [0, 100, 2_000_000])
def test_a_truncated_model_is_a_fault(tmp_path: Path, size: int) -> None:
    path = tmp_path / "short.task"
    path.write_bytes(detector.MODEL.read_bytes()[:size])
    with pytest.raises(FaultError, match="landmark model can't be loaded"):
        Landmarker(model=path)


def test_the_shipped_model_is_checked_against_its_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "damaged.task"
    content = bytearray(detector.MODEL.read_bytes())
    content[100_000] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(detector, "MODEL", path)
    with pytest.raises(FaultError, match=r"is damaged: .* need 64184e22"):
        Landmarker(model=path)


def test_closing_twice_is_fine() -> None:
    made = Landmarker()
    made.close()
    made.close()
