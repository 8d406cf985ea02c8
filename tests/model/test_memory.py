from __future__ import annotations

import numpy as np
import pytest

from model.crop import Crop
from model.memory import Memory, carry

CROP = Crop(100, 100, 256)


def _spot(x: int, y: int, size: int = 64) -> Memory:
    state = np.zeros((3, size, size), np.float32)
    state[1, y, x] = 1
    return Memory((state,))


def test_a_still_crop_keeps_its_memory() -> None:
    memory = _spot(10, 20)
    assert carry(memory, CROP, CROP) is memory


def test_memory_moves_against_the_crop() -> None:
    # 16 frame pixels are 4 pixels of a 64-pixel state of a 256-pixel crop
    moved = carry(_spot(10, 20), CROP, Crop(116, 92, 256))
    assert moved is not None
    state = moved.states[0]
    assert state[1, 22, 6] == 1
    assert state.sum() == 1


def test_memory_shrinks_as_the_crop_grows() -> None:
    corners = np.zeros((1, 64, 64), np.float32)
    corners[0, :32] = 1
    moved = carry(Memory((corners,)), CROP, Crop(100 - 51, 100 - 51, 256 + 102))
    assert moved is not None
    # the old crop's middle stays the middle; its upper half fills less of the new crop
    column = moved.states[0][0, :, 32]
    assert column[31] > 0.9
    assert column[33] < 0.1
    assert column[4] == 0  # above the old crop nothing is known


def test_a_jump_forgets() -> None:
    assert carry(_spot(1, 1), CROP, Crop(400, 100, 256)) is None
    assert carry(_spot(1, 1), CROP, Crop(100, 100, 1000)) is None


def test_memory_moves_with_the_face_in_a_crop_that_holds_still() -> None:
    before, now = (150.0, 150.0, 250.0, 250.0), (166.0, 142.0, 266.0, 242.0)
    moved = carry(_spot(10, 20), CROP, CROP, (before, now))
    assert moved is not None
    state = moved.states[0]
    assert state[1, 18, 14] == 1
    assert state.sum() == 1


def test_memory_stays_in_a_crop_that_goes_with_the_face() -> None:
    memory = _spot(10, 20)
    before, now = (150.0, 150.0, 250.0, 250.0), (166.0, 142.0, 266.0, 242.0)
    moved = carry(memory, CROP, Crop(116, 92, 256), (before, now))
    assert moved is not None
    assert np.array_equal(moved.states[0], memory.states[0])


def test_memory_grows_with_the_face() -> None:
    square = np.zeros((1, 64, 64), np.float32)
    square[0, 24:40, 24:40] = 1  # the face's middle, at the middle of the crop
    middle = CROP.left + 128.0
    before = (middle - 50, middle - 50, middle + 50, middle + 50)
    now = (middle - 75, middle - 75, middle + 75, middle + 75)
    moved = carry(Memory((square,)), CROP, CROP, (before, now))
    assert moved is not None
    assert moved.states[0].sum() == pytest.approx(16 * 16 * 1.5**2, rel=0.02)


def test_a_face_that_shakes_does_not_blur_its_memory() -> None:
    memory = _spot(10, 20)
    before, now = (150.0, 150.0, 250.0, 250.0), (151.0, 149.0, 251.0, 250.0)
    assert carry(memory, CROP, CROP, (before, now)) is memory
