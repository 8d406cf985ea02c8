from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

from model.contract import SIZE
from model.matting import Matting
from training import evaluate, export, stage2
from training.datasets.clips import ClipDataset, batches
from training.datasets.pack import Pack
from training.loop import CHECKPOINT, start, trained
from training.settings import Phase, Stage2Settings, read_settings

PACK = Path(__file__).parents[3] / "shared" / "data"
"""The training pack, which lies beside the repository."""
PHASES = '[{"start":0,"side":64,"frames":2,"batch":1},{"start":0.5,"side":64,"frames":3,"batch":2}]'
TINY = [
    "--set", "steps=4", "--set", f"phases={PHASES}", "--set", "workers=0", "--set", "bf16=false",
]  # fmt: skip


def _run(command: object, *arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)  # type: ignore[type-var]
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def _losses(run: Path) -> list[float]:
    lines = (run / "log.jsonl").read_text().splitlines()
    return [json.loads(line)["total"] for line in lines]


def test_a_resumed_run_goes_on_as_if_never_stopped(pack_root: Path, tmp_path: Path) -> None:
    data = ["--data", str(pack_root)]
    straight, stopped = tmp_path / "straight", tmp_path / "stopped"
    assert _run(stage2.main, *data, "--out", str(straight), *TINY)[0] == 0
    for _ in range(4):  # no minutes: one step, then a clean stop
        assert _run(stage2.main, *data, "--out", str(stopped), *TINY, "--minutes", "0")[0] == 0
    assert _losses(stopped) == pytest.approx(_losses(straight), rel=1e-5)
    one, other = (torch.load(r / CHECKPOINT, weights_only=True) for r in (straight, stopped))
    for name, value in one["averaged"].items():
        torch.testing.assert_close(value, other["averaged"][name], rtol=1e-4, atol=1e-5)


@pytest.fixture(scope="module")
def student(pack_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a network that was trained for a moment."""
    folder = tmp_path_factory.mktemp("student")
    run, file = folder / "run", folder / "student.onnx"
    assert _run(stage2.main, "--data", str(pack_root), "--out", str(run), *TINY)[0] == 0
    code, output = _run(export.main, "--run", str(run), "--to", str(file))
    assert code == 0, output
    return file


def test_a_trained_run_exports_what_the_app_can_load(student: Path) -> None:
    crop = np.zeros((1, SIZE, SIZE, 3), np.uint8)
    alphas, memories = Matting(student, "cpu").step(crop, [None])
    assert alphas.shape == (1, SIZE, SIZE)
    assert len(memories) == 1


@pytest.mark.skipif(not PACK.is_dir(), reason=f"no pack at {PACK}; drawn faces have no landmarks")
def test_a_trained_run_is_measured(student: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    options = ("--data", str(PACK), "--model", str(student), "--clips", "2", "--out", str(figures))
    code, output = _run(evaluate.main, *options, "--frames", "2")
    assert code == 0, output
    methods = json.loads(figures.read_text())["methods"]
    assert methods["landmark hull"]["leak"] > 0.8
    assert set(methods) == {"student", "student, memory cleared", "landmark hull", "truth"}
    assert methods["truth"]["iou"] == 1


def test_export_of_nothing_says_train_first(tmp_path: Path) -> None:
    code, output = _run(export.main, "--run", str(tmp_path), "--to", str(tmp_path / "x.onnx"))
    assert code == 1
    assert "train there first" in output


def test_another_networks_checkpoint_is_refused(pack_root: Path, tmp_path: Path) -> None:
    torch.save({"student": {}}, tmp_path / CHECKPOINT)
    code, output = _run(stage2.main, "--data", str(pack_root), "--out", str(tmp_path), *TINY)
    assert code == 1
    assert "is not a checkpoint" in output


def test_a_missing_pack_is_one_line(tmp_path: Path) -> None:
    code, output = _run(stage2.main, "--data", str(tmp_path), "--out", str(tmp_path / "run"))
    assert code == 1
    assert "is missing" in output


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("steps=0", "steps"),
        ("colour=3", "colour"),
        ("steps", "name=value"),
        ("steps=x", "not a JSON value"),
        ('phases=[{"start":0,"side":100,"frames":1,"batch":1}]', "multiple of 32"),
        ('phases=[{"start":0.5,"side":64,"frames":1,"batch":1}]', "first phase starts at 0"),
        ('occluders={"spoon":1}', "spoon"),
    ],
)
def test_a_wrong_setting_is_named(override: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_settings(None, [override])


def test_a_phase_lasts_until_the_next_one_starts() -> None:
    first = Phase(start=0, side=192, frames=2, batch=8)
    second = Phase(start=0.5, side=256, frames=4, batch=4)
    settings = Stage2Settings(steps=100, phases=(first, second))
    assert [settings.phase_at(s) for s in (0, 49, 50, 99)] == [first, first, second, second]


def test_batches_follow_the_phases(pack_root: Path) -> None:
    settings = read_settings(None, TINY[1::2])
    clips = batches(ClipDataset(Pack(pack_root, "train"), settings), first_step=1)
    assert [tuple(frames.shape[:2]) for frames, _ in clips] == [(1, 2), (2, 3), (2, 3)]


def test_a_run_begins_with_another_runs_weights(pack_root: Path, tmp_path: Path) -> None:
    data, first = ["--data", str(pack_root)], tmp_path / "first"
    assert _run(stage2.main, *data, "--out", str(first), *TINY)[0] == 0
    settings = Stage2Settings(initial=first)
    begun = start(settings, torch.device("cpu")).student.state_dict()
    for name, value in trained(first).items():
        torch.testing.assert_close(value, begun[name])
    code, output = _run(
        stage2.main, *data, "--out", str(tmp_path / "x"), *TINY, "--set", f'initial="{tmp_path}"'
    )
    assert code == 1
    assert "train there first" in output
