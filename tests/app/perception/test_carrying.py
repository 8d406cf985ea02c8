from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.effort import Saving
from app.frames import Frame
from app.perception.carrying import carried, look
from app.perception.finding import CARRY, HOLD
from app.perception.landmarks import Landmarker
from app.perception.scene_reader import SceneReader
from app.sources.demo import Demo
from filters.types import Image, Points
from model.crop import Crop
from model.matting import Matting

CROP = Crop(100, 60, 200)


@pytest.fixture(scope="module")
def portrait() -> Image:
    return Demo((640, 360)).picture(0)


def _points() -> Points:
    rng = np.random.default_rng(0)
    return np.asarray(rng.uniform((120, 80, -30), (280, 240, 30), (478, 3)), np.float32)


def _moved(image: Image, motion: list[list[float]]) -> Image:
    size = image.shape[1::-1]
    warped = cv2.warpAffine(
        image, np.array(motion, np.float32), size, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(warped, np.uint8)


@pytest.mark.parametrize(
    "motion",
    [
        [[1, 0, 7.5], [0, 1, -4.25]],
        [[1.06, 0, -15], [0, 1.06, -9]],
        [[0.9962, -0.0872, 16], [0.0872, 0.9962, -20]],
    ],
)
def test_landmarks_go_where_the_picture_goes(portrait: Image, motion: list[list[float]]) -> None:
    sight = look(CROP, CROP.extract(portrait), np.ones((256, 256), np.float32))
    points = _points()
    found = carried(points, sight, _moved(portrait, motion))
    assert found is not None
    turn = np.array(motion)
    wanted = points[:, :2] @ turn[:, :2].T + turn[:, 2]
    assert np.abs(found[:, :2] - wanted).max() < 1.0
    zoom = np.hypot(turn[0, 0], turn[1, 0])
    assert found[:, 2] == pytest.approx(points[:, 2] * zoom, abs=0.5)


def test_only_what_the_matte_shows_is_followed(portrait: Image) -> None:
    """The lower half, a hand, moves by itself."""
    alpha = np.zeros((256, 256), np.float32)
    alpha[:120] = 1
    after = portrait.copy()
    after[160:] = _moved(portrait, [[1, 0, 20], [0, 1, 0]])[160:]
    points = _points()
    found = carried(points, look(CROP, CROP.extract(portrait), alpha), after)
    assert found is not None
    assert np.abs(found[:, :2] - points[:, :2]).max() < 0.5


def test_a_cut_and_a_hidden_face_are_not_followed(portrait: Image) -> None:
    whole = look(CROP, CROP.extract(portrait), np.ones((256, 256), np.float32))
    assert carried(_points(), whole, np.ascontiguousarray(portrait[::-1, ::-1])) is None
    assert carried(_points(), whole, np.zeros_like(portrait)) is None
    hidden = look(CROP, CROP.extract(portrait), np.zeros((256, 256), np.float32))
    assert carried(_points(), hidden, portrait) is None


class _Blindfolded(Landmarker):
    """Sees nothing from one time to another, as behind a hand."""

    def __init__(self, begins: float, ends: float) -> None:
        super().__init__(max_faces=1)
        self._begins, self._ends = begins, ends

    def track(self, image: Image, time: float, vigilant: bool = False):  # type: ignore[no-untyped-def]
        blind = self._begins <= time < self._ends
        return super().track(np.zeros_like(image) if blind else image, time, vigilant)


def test_a_face_without_landmarks_is_carried_with_the_moving_head() -> None:
    demo = Demo((640, 360))
    step = 1 / 15
    ends = 2.0
    assert HOLD < ends - 0.4 < CARRY
    reader = SceneReader(_Blindfolded(0.4, ends), Matting(None, "cpu"))
    with Landmarker(max_faces=1) as truth:
        try:
            for index in range(36):
                picture, time = demo.picture(2 * index), index * step
                scene = reader.read(Frame(index, time, picture))
                (wanted,) = truth.track(picture, time)
                assert len(scene.faces) == 1, time
                face = scene.faces[0]
                assert (face.confidence == 0) == (0.4 <= time < ends)
                size = np.ptp(wanted.points[:, 1])
                off = np.abs(face.points[:, :2] - wanted.points[:, :2]).mean() / size
                assert off < 0.05, time
                assert scene.mattes[face.id].alpha.mean() > 0.1
        finally:
            reader.close()


def test_when_landmarks_come_back_memory_goes_over_to_the_new_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo = Demo((640, 360))
    matting = Matting(None, "cpu")
    remembered: list[bool] = []
    step = matting.step

    def watched(crops, memories):  # type: ignore[no-untyped-def]
        remembered.extend(memory is not None for memory in memories)
        return step(crops, memories)

    monkeypatch.setattr(matting, "step", watched)
    reader = SceneReader(_Blindfolded(0.2, 1.2), matting)
    try:
        ids = []
        for index in range(22):
            scene = reader.read(Frame(index, index / 15, demo.picture(2 * index)))
            ids.append(scene.faces[0].id)
    finally:
        reader.close()
    assert len(set(ids)) == 2
    assert remembered == [False] + [True] * 21


class _Counting(Landmarker):
    """Counts how often it is asked."""

    asked = 0

    def track(self, image: Image, time: float, vigilant: bool = False):  # type: ignore[no-untyped-def]
        self.asked += 1
        return super().track(image, time)


def test_saving_halves_the_looks_and_keeps_faces_and_ids() -> None:
    demo = Demo((640, 360))
    counting = _Counting(max_faces=1)
    reader = SceneReader(counting, Matting(None, "cpu"))
    try:
        with Landmarker(max_faces=1) as truth:
            for index in range(20):
                picture, time = demo.picture(2 * index), index / 15
                scene = reader.read(Frame(index, time, picture), saving=Saving.LANDMARKS)
                (face,), (wanted,) = scene.faces, truth.track(picture, time)
                assert (face.id, face.confidence) == (0, 1.0)
                size = np.ptp(wanted.points[:, 1])
                off = np.abs(face.points[:, :2] - wanted.points[:, :2]).mean() / size
                assert off < 0.02, index
        assert counting.asked == 10
        cut = np.ascontiguousarray(demo.picture(60)[::-1, ::-1])
        reader.read(Frame(20, 20 / 15, cut), saving=Saving.LANDMARKS)
        reader.read(Frame(21, 21 / 15, cut), saving=Saving.LANDMARKS)
        assert counting.asked == 12  # what can't be carried is looked for
    finally:
        reader.close()
