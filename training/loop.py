"""The training loop: steps, averaged weights, checkpoints that resume exactly, a clean stop."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from training.losses import matting_loss
from training.settings import Stage2Settings
from training.student import Student

CHECKPOINT = "checkpoint.pt"


@dataclass
class Run:
    """A training run in progress: the only mutable thing here."""

    settings: Stage2Settings
    student: Student
    averaged: Student
    optimiser: torch.optim.AdamW
    device: torch.device
    step: int = 0


class TrainingError(Exception):
    """Training that cannot go on: says at which step and why."""


def start(settings: Stage2Settings, device: torch.device, imagenet: bool = True) -> Run:
    """A fresh run: another run's weights, or the ImageNet trunk if wanted and a random decoder."""
    torch.manual_seed(settings.seed)
    student = Student()
    if settings.initial is not None:
        student.load_state_dict(trained(settings.initial))
    elif imagenet:
        student.encoder.load_imagenet()
    # torch's stubs lack this overload; channels last is three times as fast in bfloat16
    student.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = Student().to(device).eval()
    averaged.load_state_dict(student.state_dict())
    groups = [
        {"params": list(student.encoder.parameters()), "peak": settings.trunk_rate},
        {"params": list(student.decoder.parameters()), "peak": settings.rate},
    ]
    optimiser = torch.optim.AdamW(groups, lr=0.0, weight_decay=settings.weight_decay)
    return Run(settings, student, averaged, optimiser, device)


def resume(folder: Path, settings: Stage2Settings, device: torch.device) -> Run:
    """The run that `folder` holds, or a fresh one if it holds none.

    Raises:
        TrainingError: if the checkpoint is not this network's.
    """
    file = folder / CHECKPOINT
    if not file.is_file():
        return start(settings, device)
    run = start(settings, device, imagenet=False)
    try:
        saved = torch.load(file, map_location=device, weights_only=True)
        run.student.load_state_dict(saved["student"])
        run.averaged.load_state_dict(saved["averaged"])
        run.optimiser.load_state_dict(saved["optimiser"])
        run.step = int(saved["step"])
    except (KeyError, RuntimeError, ValueError) as cause:
        raise TrainingError(f"{file} is not a checkpoint of this network") from cause
    return run


def trained(folder: Path) -> dict[str, Tensor]:
    """The averaged weights of the run that `folder` holds.

    Raises:
        TrainingError: if it holds none.
    """
    file = folder / CHECKPOINT
    if not file.is_file():
        raise TrainingError(f"{folder} holds no {CHECKPOINT}: train there first")
    try:
        weights: dict[str, Tensor] = torch.load(file, map_location="cpu", weights_only=True)
        return weights["averaged"]  # type: ignore[return-value]
    except (KeyError, RuntimeError, ValueError) as cause:
        raise TrainingError(f"{file} is not a checkpoint of this network") from cause


def save(run: Run, folder: Path) -> None:
    """Write the checkpoint; a crash in the middle leaves the old one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(run.settings.model_dump_json(indent=2))
    state = {
        "student": run.student.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "step": run.step,
    }
    scratch = folder / (CHECKPOINT + ".new")
    torch.save(state, scratch)
    os.replace(scratch, folder / CHECKPOINT)


def train(
    run: Run,
    clips: Iterator[tuple[Tensor, Tensor]],
    folder: Path,
    minutes: float,
    report: Callable[[int, dict[str, float]], None],
) -> None:
    """Go on until the steps or the minutes are used up, or Ctrl-C; then write the checkpoint.

    Args:
        clips: (frames, alpha) a step, from `training.datasets.clips.batches`.
        report: called after every step with the step's number and its losses.
    """
    deadline = time.monotonic() + 60 * minutes
    saved_at = time.monotonic()
    waiting = 0.0
    asked = time.monotonic()
    with (folder / "log.jsonl").open("a") as log, _saved_when_interrupted(run, folder):
        for frames, alpha in clips:
            begun = time.monotonic()
            waiting += begun - asked
            losses = _step(run, frames.to(run.device), alpha.to(run.device))
            run.step += 1
            record = {**losses, "waiting": waiting, "seconds": time.monotonic() - begun}
            log.write(json.dumps({"step": run.step, **record}) + "\n")
            report(run.step, record)
            waiting = 0.0
            asked = time.monotonic()
            if asked - saved_at > 120:
                save(run, folder)
                log.flush()
                saved_at = asked
            if asked >= deadline:
                break
    save(run, folder)


@contextmanager
def _saved_when_interrupted(run: Run, folder: Path) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        save(run, folder)
        raise


def _step(run: Run, frames: Tensor, alpha: Tensor) -> dict[str, float]:
    for group in run.optimiser.param_groups:
        group["lr"] = group["peak"] * _rate_share(run.step, run.settings)
    run.student.train()
    with torch.autocast(run.device.type, torch.bfloat16, enabled=run.settings.bf16):
        logits, _ = run.student(frames)
    losses = matting_loss(logits.float(), alpha, run.settings.weights)
    if not torch.isfinite(losses["total"]):
        raise TrainingError(f"step {run.step}: the loss is not a number; lower the rate")
    run.optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(losses["total"])
    torch.nn.utils.clip_grad_norm_(run.student.parameters(), 5.0)
    run.optimiser.step()
    _average(run)
    return {name: float(value.detach()) for name, value in losses.items()}


def _rate_share(step: int, settings: Stage2Settings) -> float:
    """Linear warm-up, then half a cosine down to 2 %."""
    share = step / settings.steps
    if share < settings.warmup:
        return (step + 1) / (settings.warmup * settings.steps + 1)
    fallen = (share - settings.warmup) / (1 - settings.warmup)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(fallen, 1)))


@torch.no_grad()
def _average(run: Run) -> None:
    """Exponential moving average; early on it follows faster, so that it forgets the start."""
    decay = min(run.settings.average, (1 + run.step) / (10 + run.step))
    own, live = run.averaged.state_dict(), run.student.state_dict()
    for name, value in own.items():
        if value.dtype.is_floating_point:
            value.lerp_(live[name], 1 - decay)
        else:
            value.copy_(live[name])
