from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from app.faults import FaultError
from app.sources import demo_person
from app.sources.demo import Demo

SMALL = (320, 180)
MOUTH_COVERED = 2.3  # seconds into the loop
NOTHING_IN_FRONT = 0.2


@pytest.fixture(scope="module")
def demo() -> Demo:
    return Demo(SMALL, rate=10.0)


def at(demo: Demo, seconds: float) -> int:
    assert demo.rate is not None
    return round(seconds * demo.rate)


def test_same_index_is_the_same_picture(demo: Demo) -> None:
    assert np.array_equal(demo.picture(23), Demo(SMALL, rate=10.0).picture(23))


def test_pictures_repeat_after_one_loop(demo: Demo) -> None:
    assert demo.length == 120
    assert np.array_equal(demo.picture(7), demo.picture(127))


def test_loop_has_no_seam(demo: Demo) -> None:
    last, first, second = (demo.picture(i).astype(float) for i in (119, 120, 121))
    assert np.abs(first - last).mean() < 2.0 * np.abs(second - first).mean() + 0.5


def test_frames_end_after_one_loop() -> None:
    frames = list(Demo((64, 36), rate=2.0).frames())
    assert [frame.index for frame in frames] == list(range(24))
    assert [frame.captured_at for frame in frames[:3]] == [0.0, 0.5, 1.0]
    assert all(frame.image.shape == (36, 64, 3) for frame in frames)


def test_endless_demo_goes_on_counting() -> None:
    demo = Demo((64, 36), rate=2.0, endless=True)
    assert demo.length is None
    frame = next(islice(demo.frames(), 30, None))
    assert (frame.index, frame.captured_at) == (30, 15.0)


def test_closing_ends_the_frames() -> None:
    demo = Demo((64, 36), rate=2.0, endless=True)
    frames = demo.frames()
    next(frames)
    demo.close()
    assert list(frames) == []


def test_the_person_moves_between_frames(demo: Demo) -> None:
    assert not np.array_equal(demo.picture(1), demo.picture(2))


def test_truth_is_empty_while_nothing_is_in_front(demo: Demo) -> None:
    assert demo.truth(at(demo, NOTHING_IN_FRONT)).max() == 0.0


def test_truth_covers_the_mouth_while_the_hand_is_there(demo: Demo) -> None:
    truth = demo.truth(at(demo, MOUTH_COVERED))
    assert truth.shape == SMALL[::-1]
    assert truth.dtype == np.float32
    assert 0.0 <= truth.min() < truth.max() == 1.0
    assert truth[95:105, 155:165].mean() > 0.9


def test_a_fast_hand_is_blurred() -> None:
    demo = Demo(rate=30.0)
    still, fast = demo.truth(round(2.3 * 30)), demo.truth(round(5.25 * 30))
    soft = [np.count_nonzero((t > 0.02) & (t < 0.98)) / np.count_nonzero(t) for t in (still, fast)]
    assert soft[1] > 2.0 * soft[0]


def test_outside_the_truth_only_the_shadow_changes(demo: Demo) -> None:
    index = at(demo, MOUTH_COVERED)
    bare = Demo(SMALL, rate=10.0)
    bare._props = ()
    picture, without = demo.picture(index).astype(int), bare.picture(index).astype(int)
    clear = demo.truth(index) == 0.0
    # A shadow darkens; it never lightens by more than rounding.
    assert (picture - without)[clear].max() <= 1
    assert np.abs(picture - without)[demo.truth(index) == 1.0].mean() > 10.0


@pytest.mark.parametrize("size", [(64, 64), (63, 117), (333, 101)])
def test_any_size_is_filled(size: tuple[int, int]) -> None:
    assert Demo(size).picture(60).shape == (size[1], size[0], 3)


def test_a_size_too_small_is_refused() -> None:
    with pytest.raises(FaultError, match="8x8"):
        Demo((8, 8))


def test_a_missing_portrait_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(demo_person, "ASSETS", tmp_path)
    with pytest.raises(FaultError, match=r"astronaut\.png"):
        Demo(SMALL)
