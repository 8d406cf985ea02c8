"""Landmarks and network run beside each other: what is shown early must be right or shown again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.frames import Frame
from app.perception.followed import Followed
from app.perception.scene_reader import SceneReader
from app.perception.sighting import view
from filters.types import LANDMARKS, Face, Image
from model.matting import Matting
from model.memory import Memory
from tests.model.conftest import TINY, build

PATIENCE = 20.0
INTERVAL = 1 / 30


def _face(x: float, y: float = 120, size: float = 60) -> Face:
    points = np.zeros((LANDMARKS, 3), np.float32)
    points[:, :2] = (x, y)
    points[0, :2] = (x - size / 2, y - size / 2)
    points[1, :2] = (x + size / 2, y + size / 2)
    return Face(0, points)


class Tracks:
    """One face, where a function says it is."""

    def __init__(self, place: Callable[[int], float]) -> None:
        self._place = place
        self.frames = 0
        self.during: Callable[[], object] = lambda: None

    def track(self, image: Image, time: float, vigilant: bool = False) -> tuple[Face, ...]:
        self.during()
        self.frames += 1
        return (_face(self._place(self.frames - 1)),)

    def reset(self) -> None:
        pass

    def close(self) -> None:
        pass


class Counting(Matting):
    """Counts the batches, and can be met in the middle of one."""

    steps = 0
    during: Callable[[], object] = staticmethod(lambda: None)

    def step(
        self, crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        self.steps += 1
        self.during()
        return super().step(crops, memories)


@pytest.fixture
def matting(tmp_path: Path) -> Counting:
    return Counting(build(tmp_path / "tiny.onnx", TINY.to_metadata()), "cpu")


def _frame(index: int, bright_at: float | None = None) -> Frame:
    image = np.full((240, 320, 3), 51, np.uint8)
    if bright_at is not None:
        left = round(bright_at)
        image[110:130, left - 10 : left + 10, 0] = 255
    return Frame(index, index * INTERVAL, image)


def test_the_network_runs_while_landmarks_are_looked_for(matting: Counting) -> None:
    tracks = Tracks(lambda _: 160)
    reader = SceneReader(tracks, matting)
    reader.read(_frame(0))
    meet = threading.Barrier(2)
    tracks.during = matting.during = lambda: meet.wait(PATIENCE)  # broken unless both are there
    assert reader.read(_frame(1)).mattes.keys() == {0}
    reader.close()


@pytest.mark.parametrize("step", [0, 1, 6, 12])
def test_a_face_that_rests_or_goes_on_is_seen_once_a_frame(matting: Counting, step: int) -> None:
    def place(at: int) -> float:
        return 60 + step * at

    reader = SceneReader(Tracks(place), matting)
    for index in range(4):
        reader.read(_frame(index))
    before = matting.steps
    for index in range(4, 12):
        scene = reader.read(_frame(index, place(index)))
        alpha = scene.mattes[0].tile((0, 0), (320, 240))
        assert alpha[120, round(place(index))] > 0.99
    assert matting.steps - before == 8


def test_a_face_that_leaps_is_seen_again_where_it_is(matting: Counting) -> None:
    reader = SceneReader(Tracks(lambda at: 60 if at < 4 else 110), matting)
    for index in range(4):
        reader.read(_frame(index))
    before = matting.steps
    matte = reader.read(_frame(4, 110)).mattes[0]
    assert matting.steps - before == 2
    left, right = matte.origin[0], matte.origin[0] + matte.alpha.shape[1]
    assert (left + right) / 2 == pytest.approx(110, abs=6)


def test_what_is_read_does_not_depend_on_who_is_quicker(tmp_path: Path) -> None:
    def alphas(slow_network: bool) -> list[NDArray[np.float32]]:
        matting = Counting(build(tmp_path / "tiny.onnx", TINY.to_metadata()), "cpu")
        tracks = Tracks(lambda at: 60 + 5 * at)
        reader = SceneReader(tracks, matting)
        done = [reader.read(_frame(0)).mattes[0].alpha]
        for index in range(1, 6):
            first = threading.Event()
            slow, quick = (matting, tracks) if slow_network else (tracks, matting)
            slow.during = lambda: first.wait(PATIENCE)  # noqa: B023 - used up within the round
            quick.during = lambda: first.set()  # noqa: B023
            done.append(reader.read(_frame(index)).mattes[0].alpha)
        reader.close()
        return done

    for one, other in zip(alphas(True), alphas(False), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_failed_search_harms_no_other_frame(matting: Counting) -> None:
    tracks = Tracks(lambda _: 160)
    reader = SceneReader(tracks, matting)
    reader.read(_frame(0))

    def fail() -> None:
        raise RuntimeError("no landmarks today")

    tracks.during = fail
    with pytest.raises(RuntimeError, match="no landmarks today"):
        reader.read(_frame(1))
    tracks.during = lambda: None
    assert reader.read(_frame(2)).mattes[0].alpha.mean() == pytest.approx(0.4, abs=1e-3)


def test_a_failed_network_waits_for_the_search(matting: Counting) -> None:
    tracks = Tracks(lambda _: 160)
    reader = SceneReader(tracks, matting)
    reader.read(_frame(0))
    failed = threading.Event()

    def fail() -> None:
        failed.set()
        raise RuntimeError("out of order")

    matting.during = fail
    tracks.during = lambda: failed.wait(PATIENCE)
    with pytest.raises(RuntimeError, match="out of order"):
        reader.read(_frame(1))
    assert tracks.frames == 2


def _followed(velocity: tuple[float, float], matting: Matting) -> Followed:
    seen = view(np.zeros((240, 320, 3), np.uint8), (100, 100, 160, 160), None, 256)
    memory = matting.step(seen.cut[None], [None])[1][0]
    sight = None  # not looked at here
    return Followed(_face(130, 130), seen.crop, memory, sight, velocity, 1.0, 1.0, 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("velocity", "later", "x"),
    [((90, 0), 1.1, 109), ((-90, 0), 1.1, 91), ((5, 0), 1.1, 100), ((900, 0), 1.1, 115)],
    ids=["goes on", "the other way", "trembles", "no leap"],
)
def test_a_face_is_expected_where_it_was_going(
    matting: Counting, velocity: tuple[float, float], later: float, x: float
) -> None:
    assert _followed(velocity, matting).expected(later) == pytest.approx((x, 100, x + 60, 160))
