from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import typer
from typer.testing import CliRunner

from model.contract import SIZE
from model.matting import Matting
from training import command, evaluate, export, stage1, stage2
from training.checkpoint import (
    CHECKPOINT,
    TrainingError,
    averaged_weights,
    resume,
    start,
)
from training.journal import LOG
from training.settings import Stage1Settings, Stage2Settings

PHASES = '[{"start":0,"side":64,"frames":2,"batch":2},{"start":0.5,"side":64,"frames":3,"batch":2}]'
TINY = [
    "--set", "steps=4", "--set", f"phases={PHASES}", "--set", "workers=0", "--set", "bf16=false",
    "--set", 'network="light"',
]  # fmt: skip
STAGE1 = command.stage("stage1", Stage1Settings, stage1.objective)
STAGE2 = command.stage("stage2", Stage2Settings, stage2.objective)


def _run(main: Callable[..., None], *arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def _losses(run: Path) -> list[float]:
    return [json.loads(line)["total"] for line in (run / LOG).read_text().splitlines()]


def _same(one: Path, other: Path) -> None:
    assert len(_losses(one)) == 4
    assert _losses(other) == pytest.approx(_losses(one), rel=1e-4)
    weights = averaged_weights(other)
    for name, value in averaged_weights(one).items():
        torch.testing.assert_close(value, weights[name], rtol=1e-3, atol=1e-4)


@pytest.fixture(scope="module")
def teacher(pack_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher's run of four steps."""
    folder = tmp_path_factory.mktemp("runs") / "teacher"
    code, output = _run(STAGE1, "--data", str(pack_root), "--out", str(folder), *TINY)
    assert code == 0, output
    return folder


@pytest.fixture(scope="module")
def straight(pack_root: Path, teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's run of four steps, from the teacher and guided by it, never stopped."""
    folder = tmp_path_factory.mktemp("runs") / "straight"
    code, output = _run(STAGE2, *_guided(pack_root, teacher, folder))
    assert code == 0, output
    assert "of the time spent waiting for clips" in output
    return folder


def _guided(data: Path, teacher: Path, out: Path) -> list[str]:
    moving = ["--set", 'follow="step"', "--set", f'initial="{teacher}"']
    return [
        *("--data", str(data), "--out", str(out), *TINY),
        *("--set", f'teacher="{teacher}"', *moving),
    ]


def test_a_resumed_run_goes_on_as_if_never_stopped(
    pack_root: Path, teacher: Path, straight: Path, tmp_path: Path
) -> None:
    options = _guided(pack_root, teacher, tmp_path)
    for _ in range(4):  # no minutes: one step, then a clean stop
        assert _run(STAGE2, *options, "--minutes", "0")[0] == 0
    _same(straight, tmp_path)


def test_a_killed_run_goes_on_as_if_never_killed(
    pack_root: Path, teacher: Path, straight: Path, tmp_path: Path
) -> None:
    options = _guided(pack_root, teacher, tmp_path)
    assert _run(STAGE2, *options, "--minutes", "0")[0] == 0
    murder = (
        "import os, signal, typer; from training import command, stage2\n"
        "from training.settings import Stage2Settings\n"
        "after = stage2.StudentObjective.after_step\n"
        "def die(self, network, step):\n"
        "    after(self, network, step)\n"
        "    if step == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "stage2.StudentObjective.after_step = die\n"
        "typer.run(command.stage('stage2', Stage2Settings, stage2.objective))\n"
    )
    died = subprocess.run([sys.executable, "-c", murder, *options], check=False)
    assert died.returncode == -signal.SIGKILL
    assert len(_losses(tmp_path)) == 2  # the second step's line is there, its checkpoint is not
    assert _run(STAGE2, *options)[0] == 0
    _same(straight, tmp_path)


def test_two_processes_learn_what_one_learns_from_the_whole_batch(
    pack_root: Path, teacher: Path, straight: Path, tmp_path: Path
) -> None:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    done = subprocess.run(
        [
            *(*torchrun, "--nproc-per-node", "2", "-m", "training.stage2"),
            *_guided(pack_root, teacher, tmp_path),
        ],
        env={**os.environ, "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert _losses(tmp_path) == pytest.approx(_losses(straight), rel=1e-4)
    # Adam turns the rounding of a gradient near zero into a step of its own: no exact weights
    weights = averaged_weights(tmp_path)
    for name, value in averaged_weights(straight).items():
        difference = float((value.float() - weights[name]).abs().mean())
        assert difference <= 1e-4 * (1 + float(value.float().abs().mean())), name


def test_a_trained_run_exports_what_the_app_can_load(straight: Path, tmp_path: Path) -> None:
    code, output = _run(export.main, "--run", str(straight), "--to", str(tmp_path / "x.onnx"))
    assert code == 0, output
    crop = np.zeros((1, SIZE, SIZE, 3), np.uint8)
    alphas, memories = Matting(tmp_path / "x.onnx", "cpu").step(crop, [None])
    assert alphas.shape == (1, SIZE, SIZE)
    assert len(memories) == 1


def test_trained_runs_are_measured(
    pack_root: Path, teacher: Path, straight: Path, tmp_path: Path
) -> None:
    model, figures, table = (tmp_path / n for n in ("x.onnx", "figures.json", "figures.md"))
    assert _run(export.main, "--run", str(straight), "--to", str(model))[0] == 0
    options = ["--data", str(pack_root), "--model", str(model), "--run", str(straight)]
    options += ["--run", str(teacher), "--out", str(figures), "--out", str(table), "--matting"]
    code, output = _run(evaluate.main, *options, "--clips", "2", "--frames", "2")
    assert code == 0, output
    found = json.loads(figures.read_text())
    methods = found["methods"]
    assert list(methods) == [
        *(
            "x",
            "x, memory cleared",
            "x, shown 192 px",
            "straight",
            "teacher",
            "landmark hull",
            "truth",
        )
    ]
    assert methods["landmark hull"]["leak"] > 0.8
    assert methods["truth"]["iou"] == 1
    assert methods["truth"]["sad, band"] == methods["truth"]["conn, whole"] == 0
    assert methods["x"]["iou"] == pytest.approx(methods["straight"]["iou"], abs=1e-3)
    assert set(found["uncertainty"]) == {"teacher"}
    assert "| truth | 1.0000 |" in table.read_text()


def test_a_student_begins_with_the_teachers_weights_but_for_its_doubt(teacher: Path) -> None:
    begun = start(Stage2Settings(initial=teacher), 1, torch.device("cpu")).network.state_dict()
    for name, value in averaged_weights(teacher).items():
        torch.testing.assert_close(value[: len(begun[name])] if value.ndim else value, begun[name])


def test_a_teacher_follows_all_but_its_head(teacher: Path) -> None:
    settings = Stage2Settings(teacher=teacher, follow="step", momentum=0.0)
    objective = stage2.StudentObjective(settings)
    before = {name: value.clone() for name, value in objective.state().items()}
    student = start(Stage2Settings(imagenet=False, seed=5), 1, torch.device("cpu")).network
    objective.after_step(student, 1)
    after, theirs = objective.state(), student.state_dict()
    moved = {name for name in after if not torch.equal(after[name], before[name])}
    assert not any("head" in name for name in moved)
    torch.testing.assert_close(
        after["encoder.stem.conv.weight"], theirs["encoder.stem.conv.weight"]
    )


def test_a_frozen_teacher_stays(teacher: Path) -> None:
    assert stage2.StudentObjective(Stage2Settings(teacher=teacher)).state() == {}


def test_a_student_is_no_teacher(straight: Path) -> None:
    with pytest.raises(TrainingError, match="holds no teacher: run stage 1"):
        stage2.StudentObjective(Stage2Settings(teacher=straight))


@pytest.mark.parametrize("main", [STAGE1, STAGE2])
def test_another_networks_checkpoint_is_refused(
    main: Callable[..., None], pack_root: Path, tmp_path: Path
) -> None:
    torch.save({"network": {}}, tmp_path / CHECKPOINT)
    code, output = _run(main, "--data", str(pack_root), "--out", str(tmp_path), *TINY)
    assert code == 1
    assert "is not a checkpoint of this network, light" in output


def test_a_truncated_checkpoint_is_refused(pack_root: Path, teacher: Path, tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes((teacher / CHECKPOINT).read_bytes()[:5000])
    code, output = _run(STAGE2, "--data", str(pack_root), "--out", str(tmp_path), *TINY)
    assert code == 1
    assert "is no checkpoint, or a broken one" in output


@pytest.mark.parametrize(
    ("main", "options"),
    [
        (STAGE2, ["--set", 'initial="nowhere"']),
        (STAGE2, ["--set", 'teacher="nowhere"']),
        (export.main, None),
    ],
)
def test_what_was_never_trained_is_named(
    main: Callable[..., None], options: list[str] | None, pack_root: Path, tmp_path: Path
) -> None:
    arguments = ["--run", str(tmp_path), "--to", str(tmp_path / "x.onnx")]
    if options is not None:
        arguments = ["--data", str(pack_root), "--out", str(tmp_path), *TINY, *options]
    code, output = _run(main, *arguments)
    assert code == 1
    assert "train there first" in output


def test_a_loss_that_is_no_number_stops_training(pack_root: Path, tmp_path: Path) -> None:
    wild = ["--set", "rate=1e30", "--set", "trunk_rate=1e30", "--set", "warmup=0"]
    code, output = _run(STAGE2, "--data", str(pack_root), "--out", str(tmp_path), *TINY, *wild)
    assert code == 1
    assert "the loss is not a number; lower the rate" in output
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_missing_pack_is_one_line(tmp_path: Path) -> None:
    code, output = _run(STAGE2, "--data", str(tmp_path), "--out", str(tmp_path / "run"))
    assert code == 1
    assert "holds neither manifest.csv" in output


def test_a_rate_set_anew_counts_from_then_on(straight: Path) -> None:
    settings = Stage2Settings(rate=0.125, trunk_rate=0.25)
    run = resume(straight, settings, 1, torch.device("cpu"))
    assert [group["peak"] for group in run.optimiser.param_groups] == [0.25, 0.125]
