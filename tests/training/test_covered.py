from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from training import covered


@pytest.mark.parametrize("part", covered.PARTS)
def test_the_hand_covers_its_part_follows_it_and_goes(part: str) -> None:
    frames = np.full((covered.FRAMES, 360, 640, 3), 40, np.uint8)
    corners = np.array([[200, 90], [340, 90], [200, 290], [340, 290]], np.float32)
    sways = np.stack([20 * np.sin(np.arange(covered.FRAMES) / 10), np.zeros(covered.FRAMES)], 1)
    places = corners + sways[:, None].astype(np.float32)
    hand = np.full((80, 60, 4), 220, np.uint8)
    hand[..., 3] = 255
    out = covered.covered(frames, places, hand, part)
    x, y = covered.PARTS[part]
    for at in (0, 10, 82, 89):
        assert (out[at] == 40).all(), at
    for at in (30, 45, 60):
        left, top = places[at, 0]
        assert (out[at, int(top + 200 * y), int(left + 140 * x)] == 220).all(), at
    free = {"mouth": (0.5, 0.1), "eyes": (0.5, 0.98), "half": (0.9, 0.5)}[part]
    left, top = places[45, 0]
    assert (out[45, int(top + 200 * free[1]), int(left + 140 * free[0])] == 40).all()


def test_a_pack_without_hands_is_one_line(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(covered.main)
    result = CliRunner().invoke(app, ["--to", str(tmp_path / "new"), "--data", "nowhere"])
    assert result.exit_code == 1
    assert "nowhere" in result.output
    assert not (tmp_path / "new").exists()
