from __future__ import annotations

from pathlib import Path

import numpy as np
import typer
from typer.testing import CliRunner

from model import shipped
from model.matting import Matting
from training.evaluation.networks import run_model
from training.export import moving_shapes
from training.quantise import main


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_eight_bits_are_smaller_and_say_nearly_the_same(pack_root: Path, tmp_path: Path) -> None:
    to = tmp_path / "new" / "int8.onnx"
    options = ("--model", str(shipped.STUDENT), "--data", str(pack_root), "--to", str(to))
    code, output = _run(*options, "--clips", "2", "--frames", "2")
    assert code == 0, output
    assert to.stat().st_size < 0.4 * shipped.STUDENT.stat().st_size
    whole, small = Matting(shipped.STUDENT, "cpu"), Matting(to, "cpu")
    assert small.contract == whole.contract
    clip = moving_shapes(3)
    difference = np.abs(run_model(whole, clip) - run_model(small, clip))
    assert 0 < difference.mean() < 0.05


def test_a_foreign_file_is_refused(pack_root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(b"no network")
    to = tmp_path / "y.onnx"
    code, output = _run(
        "--model", str(tmp_path / "x.onnx"), "--data", str(pack_root), "--to", str(to)
    )
    assert code == 1
    assert "x.onnx" in output.replace("\n", "")
    assert not to.exists()
