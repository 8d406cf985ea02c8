from __future__ import annotations

import numpy as np

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
