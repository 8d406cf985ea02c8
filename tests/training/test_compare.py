from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from training import compare
from training.evaluation.sheet import TILE, painted


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(compare.main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_a_sheet_shows_the_worst_clips_first(pack_root: Path, tmp_path: Path) -> None:
    data = ("--data", str(pack_root), "--frames", "2", "--across", "1")
    every, worst = tmp_path / "every.png", tmp_path / "deep" / "worst.png"
    assert _run(*data, "--clips", "3", "--worst", "3", "--out", str(every))[0] == 0
    code, output = _run(*data, "--clips", "3", "--worst", "1", "--out", str(worst))
    assert code == 0, output
    sheet, first = (np.asarray(Image.open(path)) for path in (every, worst))
    height = TILE + 18
    assert sheet.shape == (3 * height, 3 * TILE, 3)
    assert np.array_equal(sheet[:height], first)


def test_paint_goes_where_the_matte_is() -> None:
    frame = np.full((4, 4, 3), 100, np.uint8)
    matte = np.zeros((4, 4), np.float32)
    matte[:2] = 1
    found = painted(frame, matte)
    assert (found[2:] == 100).all()
    assert (found[:2, :, 1] > 150).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [(("--model", "nowhere.onnx"), "nowhere.onnx"), (("--run", "nowhere"), "train there first")],
)
def test_what_is_missing_is_named(
    pack_root: Path, options: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    code, output = _run("--data", str(pack_root), "--out", str(tmp_path / "x.png"), *options)
    assert code == 1
    assert message in output.replace("\n", "")
