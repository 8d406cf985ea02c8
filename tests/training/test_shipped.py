from __future__ import annotations

import numpy as np

from app.sources.demo import Demo
from model import shipped
from model.contract import SIZE, SMALL
from model.crop import Crop
from model.matting import Matting
from model.memory import Memory
from training.export import moving_shapes

HAND_OVER_MOUTH = 70  # frame of the demo


def test_carrying_memory_differs_from_clearing_it() -> None:
    matting = Matting(shipped.STUDENT, "cpu")
    demo, head = Demo((640, 360)), Crop(220, 20, 200)
    clip = np.stack([head.extract(demo.picture(HAND_OVER_MOUTH + at)) for at in range(6)])
    memory: Memory | None = None
    for frame in clip:
        carried, (memory,) = matting.step(frame[None], [memory])
    cleared, _ = matting.step(clip[-1][None], [None])
    assert np.abs(carried - cleared).max() > 0.01


def test_a_batch_is_its_faces_one_by_one() -> None:
    matting = Matting(shipped.STUDENT, "cpu")
    clip = moving_shapes(3)
    together, memories = matting.step(clip, [None] * 3)
    for i in range(3):
        alone, (memory,) = matting.step(clip[i][None], [None])
        assert np.abs(alone[0] - together[i]).max() < 1e-4
        assert np.abs(memory.states[0] - memories[i].states[0]).max() < 1e-3


def test_the_shipped_file_takes_crops_of_both_sizes() -> None:
    assert Matting(shipped.STUDENT, "cpu").contract.sizes == (SIZE, SMALL)
