"""Small faces, several faces and faces that come later, with the real landmark model."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from app.bench.pictures import MovingPictures
from app.perception.detector import MODEL, Detector, Found
from app.perception.landmarks import MAX_FACES, Landmarker
from app.perception.looking import Looker
from app.perception.region import Region
from app.sources.demo import Demo
from filters.head import head_of
from filters.types import Image


@pytest.fixture(scope="module")
def head() -> Image:
    """150 x 150, a face about 75 px tall."""
    picture = next(Demo(size=(640, 360)).frames()).image
    return np.ascontiguousarray(picture[20:220, 220:420])


@pytest.fixture
def landmarker() -> Iterator[Landmarker]:
    with Landmarker() as made:
        yield made


def _scene(head: Image, *places: tuple[int, int], side: int = 150) -> Image:
    """1280 x 720, grey, with a small head at each place."""
    scene = np.full((720, 1280, 3), 90, np.uint8)
    small = np.asarray(cv2.resize(head, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    for x, y in places:
        scene[y : y + side, x : x + side] = small
    return scene


def _sides(faces: tuple[object, ...]) -> set[bool]:
    return {bool(face.points[1, 0] < 640) for face in faces}  # type: ignore[attr-defined]


def test_a_small_face_is_found_in_the_first_frame(landmarker: Landmarker, head: Image) -> None:
    (face,) = landmarker.track(_scene(head, (900, 450)), 0.0)
    assert 900 < face.points[1, 0] < 1050
    assert 450 < face.points[1, 1] < 600


def test_a_small_face_is_followed(landmarker: Landmarker, head: Image) -> None:
    ids = set()
    for i in range(12):
        (face,) = landmarker.track(_scene(head, (300 + 12 * i, 200)), i / 30)
        assert face.points[1, 0] == pytest.approx(375 + 12 * i, abs=30)
        ids.add(face.id)
    assert len(ids) == 1


def test_two_small_faces_far_apart_are_both_followed(landmarker: Landmarker, head: Image) -> None:
    for i in range(5):
        faces = landmarker.track(_scene(head, (100, 100), (1000, 450)), i / 30)
        assert _sides(faces) == {True, False}


def test_a_small_face_that_comes_later_is_found_too(landmarker: Landmarker, head: Image) -> None:
    alone, both = _scene(head, (100, 100)), _scene(head, (100, 100), (1000, 450))
    assert len(landmarker.track(alone, 0.0)) == 1
    # 15 parts of the frame, one every tenth frame
    assert any(len(landmarker.track(both, i / 30)) == 2 for i in range(1, 160))


def test_a_face_that_walks_up_to_the_camera_keeps_its_id(
    landmarker: Landmarker, head: Image
) -> None:
    ids = {
        face.id
        for i in range(20)
        for face in landmarker.track(_scene(head, (400, 100), side=150 + 20 * i), i / 30)
    }
    assert len(ids) == 1


def test_stills_find_every_small_face(head: Image) -> None:
    with Landmarker(stills=True) as stills:
        assert _sides(stills.track(_scene(head, (100, 100), (1000, 450)), 0.0)) == {True, False}
        assert stills.track(_scene(head), 0.0) == ()


def test_three_large_faces_are_all_found(landmarker: Landmarker, head: Image) -> None:
    places = ((20, 150), (440, 150), (860, 150))
    assert len(landmarker.track(_scene(head, *places, side=400), 0.0)) == 3
    assert MAX_FACES > 3


def test_the_place_of_a_lost_face_is_looked_at_again(
    head: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Region] = []
    find = Detector.find

    def noted(self: Detector, image: Image, region: Region, step: float = 0.0) -> list[Found]:
        looked.append(region)
        return find(self, image, region, step)

    monkeypatch.setattr(Detector, "find", noted)
    looker = Looker(MODEL, 2, stills=False)
    try:
        (face,) = looker.find(_scene(head, (900, 450)), 1 / 30)
        empty = _scene(head)
        for _ in range(3):
            looked.clear()
            assert looker.find(empty, 1 / 30) == []
        assert looker.find(empty, 1 / 30) == []
        # the whole frame, and in turns the place or one other part
        assert [region.width == 1280 for region in looked] == [True, False, True, False]
        place, _ = sorted((looked[1], looked[3]), key=lambda region: region.width)
        assert place.holds(face.points, room=0.3)
        assert place.width < 3 * np.ptp(face.points[:, 1])
        assert looker.find(_scene(head, (880, 440)), 1 / 30) != []
        looked.clear()
        looker.find(_scene(head, (880, 440)), 1 / 30)
        assert place not in looked  # it is not lost any more
    finally:
        looker.close()


def _standing_still(pictures: int, noise: float) -> Iterator[Image]:
    """The demo's person, frozen, through a sensor's noise."""
    still = Demo((1280, 720)).picture(2)
    rng = np.random.default_rng(0)
    for _ in range(pictures):
        grain = rng.normal(0, noise, still.shape)
        yield np.clip(still + grain, 0, 255).astype(np.uint8)


def test_what_hangs_on_a_still_face_does_not_shake(landmarker: Landmarker) -> None:
    hung = np.array([[0, 0, 0], [-7, 0, 0], [7, 0, 0], [0, 10, -2], [0, -9, 1]], np.float32)
    places = []
    for index, image in enumerate(_standing_still(60, noise=8)):
        (face,) = landmarker.track(image, index / 30)
        places.append(np.concatenate([head_of(face).project(hung), face.points[::20, :2]]))
    assert np.std(places[20:], axis=0).max() <= 0.3  # px of a face 260 px tall


def test_what_hangs_on_a_moving_face_is_less_than_a_frame_behind(landmarker: Landmarker) -> None:
    pace, still = 8.0, Demo((1280, 720)).picture(2)
    places = []
    for index in range(45):
        run = max(0, index - 20) * pace
        move = np.array([[1, 0, run - 160], [0, 1, 0]])
        image = cv2.warpAffine(still, move, (1280, 720), borderMode=cv2.BORDER_REPLICATE)
        (face,) = landmarker.track(np.asarray(image), index / 30)
        places.append(float(face.points[:, 0].mean()) - run)
    behind = np.mean(places[15:20]) - np.array(places[25:])
    assert np.abs(behind).max() <= pace


def test_a_large_face_that_comes_is_seen_soon_and_at_once_where_it_must_be(head: Image) -> None:
    alone, both = (
        _scene(head, *places, side=400) for places in (((20, 150),), ((20, 150), (860, 150)))
    )
    for vigilant, frames in ((False, 10), (True, 1)):
        with Landmarker() as landmarker:
            for index in range(15):
                assert len(landmarker.track(alone, index / 30, vigilant)) == 1
            found = [
                len(landmarker.track(both, index / 30, vigilant))
                for index in range(15, 15 + frames)
            ]
            assert found[-1] == 2
            assert vigilant or len(landmarker.track(both, 1.0)) == 2  # and then followed


def test_faces_hard_to_find_are_not_lost_when_their_number_is_known() -> None:
    pictures = MovingPictures((1280, 720), 2)
    with Landmarker() as landmarker:
        for at in range(24):
            frame = pictures.frame(at)
            found = landmarker.track(frame.image, frame.captured_at)
            assert {face.id for face in found} == {0, 1}, at
