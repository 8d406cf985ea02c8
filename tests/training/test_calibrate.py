from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

from training import calibrate
from training.checkpoint import averaged_weights, save, start
from training.derived import origin_of
from training.settings import RunSettings, Stage1Settings, Stage2Settings


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(calibrate.main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output.replace("\n", " ")


def _saved(folder: Path, settings: RunSettings, outputs: int = 1) -> Path:
    save(start(settings, outputs, torch.device("cpu")), folder, {})
    return folder


def _options(run: Path, pack: Path, to: Path) -> list[str]:
    return [
        "--run", str(run), "--data", str(pack), "--to", str(to), "--clips", "2", "--frames", "2",
    ]  # fmt: skip


def test_the_sharpest_is_what_made_them_soft() -> None:
    logits = np.random.default_rng(0).normal(0, 2, 20_000).astype(np.float32)
    truth = (1 / (1 + np.exp(-1.7 * logits))).astype(np.float32)
    assert calibrate.sharpest(logits, truth) == pytest.approx(1.7, rel=1e-3)


def test_only_the_head_is_multiplied(pack_root: Path, tmp_path: Path) -> None:
    run = _saved(tmp_path / "run", Stage2Settings(imagenet=False))
    code, output = _run(*_options(run, pack_root, tmp_path / "sharp"))
    assert code == 0, output
    (step,) = origin_of(tmp_path / "sharp")
    by = step["by"]
    assert isinstance(by, float)
    assert calibrate.BOUNDS[0] <= by <= calibrate.BOUNDS[1]
    assert f"times {by:.3f}"[:-1] in output
    before, after = averaged_weights(run), averaged_weights(tmp_path / "sharp")
    for name, weight in after.items():
        wanted = by * before[name] if name.startswith("decoder.head.") else before[name]
        torch.testing.assert_close(weight, wanted, rtol=1e-3, atol=1e-6)


def test_a_teacher_is_refused_and_so_is_a_folder_in_use(pack_root: Path, tmp_path: Path) -> None:
    student = _saved(tmp_path / "student", Stage2Settings(imagenet=False))
    teacher = _saved(tmp_path / "teacher", Stage1Settings(network="light", imagenet=False), 4)
    before = (student / "checkpoint.pt").read_bytes()
    for run, to, message in (
        (teacher, tmp_path / "x", "no student with a sigmoid"),
        (student, student, "holds a run already"),
        (tmp_path / "none", tmp_path / "x", "train there first"),
    ):
        code, output = _run(*_options(run, pack_root, to))
        assert code == 1
        assert message in output
    assert (student / "checkpoint.pt").read_bytes() == before
