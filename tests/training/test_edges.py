from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from training import edges


def test_perfect_mattes_have_perfect_figures() -> None:
    alpha = np.zeros((2, 64, 64), np.float32)
    alpha[:, 20:44, 20:44] = 1
    alpha[:, 20, 20:44] = 0.5
    found = edges.figures(alpha, alpha)
    assert (found["F, 1 px"], found["F, 2 px"]) == (1, 1)
    assert (found["MAD in the rim"], found["dtSSD"]) == (0, 0)
    off = np.roll(alpha, 2, axis=2)
    worse = edges.figures(off, alpha)
    assert worse["F, 1 px"] < worse["F, 2 px"] == pytest.approx(1)
    assert worse["MAD in the rim"] > 0


def test_both_ways_are_measured(pack_root: Path) -> None:
    app = typer.Typer()
    app.command()(edges.main)
    words = ["--data", str(pack_root), "--side", "320", "--clips", "1", "--frames", "2"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    assert "bilinear" in result.output
    assert "along edges" in result.output
    nowhere = CliRunner().invoke(app, ["--data", "nowhere"])
    assert nowhere.exit_code == 1
    assert "nowhere" in nowhere.output
