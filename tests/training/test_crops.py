from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from training import crops
from training.datasets.open import open_data
from training.synthesis.clip import Clip, compose
from training.synthesis.plan import plan


@pytest.fixture(scope="module")
def clip(pack_root: Path) -> Clip:
    rng = np.random.default_rng(0)
    data = open_data(pack_root, "val")
    face = data.read_face(data.entries("face")[0])
    return compose(rng, plan(rng, data, face, 192, 6, occluded=1.0))


def test_a_swing_moves_the_picture_and_its_truth_alike(clip: Clip) -> None:
    swung = crops.swung(np.random.default_rng(1), clip)
    assert np.array_equal(swung.frames[0], clip.frames[0])
    moved = 0
    for at in range(1, 6):
        boxes = [crops.boxes_of(np.random.default_rng(2), one)[at] for one in (clip, swung)]
        dx, dy = (round(boxes[1][side] - boxes[0][side]) for side in (2, 3))
        assert np.array_equal(swung.frames[at], crops._shifted(clip.frames[at], dx, dy)), (
            "the face went where the picture went"
        )
        assert np.array_equal(swung.alpha[at], crops._shifted(clip.alpha[at], dx, dy))
        moved = max(moved, abs(dx), abs(dy))
    assert moved > 3


def test_every_way_is_measured(pack_root: Path) -> None:
    app = typer.Typer()
    app.command()(crops.main)
    words = ["--data", str(pack_root), "--side", "192", "--clips", "1", "--frames", "2", "--swing"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    for way in crops.WAYS:
        assert way in result.output
