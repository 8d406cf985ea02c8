from __future__ import annotations

import gc
import weakref

import numpy as np

from filters.recent import once_a_frame
from filters.types import Face, Matte


def face() -> Face:
    return Face(0, np.zeros((478, 3), np.float32))


def test_the_same_things_are_worked_on_once_and_others_anew() -> None:
    asked: list[tuple[Face, Matte | None]] = []

    @once_a_frame
    def work(face: Face, matte: Matte | None) -> int:
        asked.append((face, matte))
        return len(asked)

    one, other, matte = face(), face(), Matte(np.ones((2, 2), np.float32))
    assert [work(one, None), work(one, None), work(one, matte), work(one, matte)] == [1, 1, 2, 2]
    assert work(other, None) == 3  # alike, but another frame's
    assert work(one, None) == 1
    assert len(asked) == 3


def test_nothing_is_kept_alive_and_nothing_of_the_dead_is_given() -> None:
    results: list[int] = []

    @once_a_frame
    def work(face: Face) -> int:
        results.append(1)
        return len(results)

    for at in range(20):
        one = face()
        known = weakref.ref(one)
        assert work(one) == at + 1
        del one
        gc.collect()
        assert known() is None


def test_a_matte_that_is_gone_is_not_taken_for_none() -> None:
    @once_a_frame
    def work(face: Face, matte: Matte | None) -> bool:
        return matte is None

    one = face()
    assert not work(one, Matte(np.ones((2, 2), np.float32)))
    gc.collect()
    assert work(one, None)


def test_as_many_faces_as_are_followed_are_kept() -> None:
    count = 0

    @once_a_frame
    def work(face: Face) -> int:
        nonlocal count
        count += 1
        return count

    faces = [face() for _ in range(5)]
    assert [work(one) for one in faces] == [work(one) for one in faces] == [1, 2, 3, 4, 5]
