from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.training.synthesis.test_device import CLEAN
from training.datasets.catalogue import LabelledFace
from training.synthesis.clip import compose
from training.synthesis.reflections import clear_lenses, reflecting
from training.synthesis.scene import Scene, Thing
from training.synthesis.shapes import Rgba


def _glasses(lens: int = 0) -> Rgba:
    """Two rings of 30 px and a bar between; the lenses as thick as `lens` says."""
    rgba = np.zeros((80, 180, 4), np.uint8)
    for x in (45, 135):
        cv2.circle(rgba, (x, 40), 30, (90, 90, 90, lens), -1)
        cv2.circle(rgba, (x, 40), 30, (20, 20, 20, 255), 4)
    cv2.line(rgba, (75, 40), (105, 40), (20, 20, 20, 255), 4)
    return rgba


def _worn(lens: int = 0) -> Thing:
    affine = np.array([[1, 0, 10], [0, 1, 60]], np.float32)
    return Thing("glasses", _glasses(lens), np.stack([affine] * 2), np.zeros((2, 2)), None)


def test_lenses_are_what_the_frame_closes_in() -> None:
    lenses = clear_lenses(_glasses())
    assert lenses[40, 45] == lenses[40, 135] == 1
    assert lenses[40, 90] == lenses[2, 2] == lenses[40, 15] == 0
    assert float(lenses.sum()) == pytest.approx(2 * np.pi * 28**2, rel=0.05)


def test_dark_lenses_and_broken_frames_reflect_nothing() -> None:
    rng = np.random.default_rng(0)
    assert reflecting(rng, _worn(lens=220)) is None
    broken = _worn()
    broken.rgba[:, 40:50] = broken.rgba[:, 130:140] = 0
    assert reflecting(rng, broken) is None


@pytest.mark.parametrize("seed", range(4))
def test_light_on_a_lens_is_seen_and_hides_no_face(seed: int) -> None:
    skin = np.full((200, 200, 3), (170, 130, 110), np.uint8)
    whole = np.full((200, 200), 255, np.uint8)
    face = LabelledFace(skin, whole, None, (0, 0, 200, 200), 60.0)
    still = np.stack([np.eye(2, 3, dtype=np.float32)] * 2)
    glasses = _worn()
    light = reflecting(np.random.default_rng(seed), glasses)
    assert light is not None
    bare, lit = (
        compose(
            np.random.default_rng(1),
            Scene(200, face, still, None, False, None, things, CLEAN, None),
        )
        for things in ((glasses,), (light, glasses))
    )
    assert np.array_equal(lit.alpha, bare.alpha)
    assert lit.kinds == bare.kinds == ("glasses",)
    changed = np.abs(lit.frames[0].astype(int) - bare.frames[0]).max(-1)
    lens = np.zeros((200, 200), bool)
    lens[60:140, 10:190] = clear_lenses(glasses.rgba) > 0.5
    assert changed[lens].mean() > 1
    near = cv2.dilate(lens.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert changed[~near].max() == 0
