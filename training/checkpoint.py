"""A training run's state, and its file: what is needed to go on exactly."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from pydantic import ValidationError
from torch import Tensor

from training.networks.catalog import build
from training.networks.recurrent import RecurrentNetwork
from training.settings import RunSettings, Stage1Settings, Stage2Settings

CHECKPOINT = "checkpoint.pt"
SETTINGS = "settings.json"
_OTHERS = "is not a checkpoint of this network"


class TrainingError(Exception):
    """Training that cannot go on: says where and why."""


@dataclass
class Run:
    """A training run in progress: the only mutable thing in training."""

    settings: RunSettings
    network: RecurrentNetwork
    averaged: RecurrentNetwork
    optimiser: torch.optim.AdamW
    device: torch.device
    step: int = 0


def start(settings: RunSettings, outputs: int, device: torch.device) -> Run:
    """A fresh run: another run's weights, or ImageNet's trunk, or nothing but chance."""
    torch.manual_seed(settings.seed)
    network = build(settings.network, outputs)
    if settings.initial is not None:
        _take(network, averaged_weights(settings.initial), settings.initial)
    elif settings.imagenet:
        network.load_imagenet()
    return _run(settings, network, outputs, device)


def resume(folder: Path, settings: RunSettings, outputs: int, device: torch.device) -> Run:
    """The run that `folder` holds.

    Raises:
        TrainingError: if it holds none, or another network's.
    """
    saved = _load(folder, device)
    run = _run(settings, build(settings.network, outputs), outputs, device)
    try:
        run.network.load_state_dict(saved["network"])
        run.averaged.load_state_dict(saved["averaged"])
        run.optimiser.load_state_dict(saved["optimiser"])
        run.step = int(saved["step"])
        for group, peak in zip(run.optimiser.param_groups, _peaks(settings), strict=True):
            group["peak"] = peak  # the settings' word counts, not the checkpoint's
    except (KeyError, RuntimeError, ValueError) as cause:
        raise TrainingError(f"{folder / CHECKPOINT} {_OTHERS}, {settings.network}") from cause
    return run


def save(run: Run, folder: Path, objective: dict[str, Tensor]) -> None:
    """Write the checkpoint; a crash in the middle leaves the old one."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text(run.settings.model_dump_json(indent=2))
    state = {
        "network": run.network.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimiser": run.optimiser.state_dict(),
        "objective": objective,
        "step": run.step,
    }
    scratch = folder / (CHECKPOINT + ".new")
    torch.save(state, scratch)
    os.replace(scratch, folder / CHECKPOINT)


def averaged_weights(folder: Path) -> dict[str, Tensor]:
    """The averaged weights of the run that `folder` holds.

    Raises:
        TrainingError: if it holds none.
    """
    weights = _load(folder, torch.device("cpu")).get("averaged")
    if not isinstance(weights, dict):
        raise TrainingError(f"{folder / CHECKPOINT} {_OTHERS}")
    return weights


def objective_state(folder: Path, device: torch.device) -> dict[str, Tensor]:
    """What the stage itself keeps from step to step: its teacher's weights, if they move."""
    return dict(_load(folder, device)["objective"])


def trained(folder: Path) -> tuple[RecurrentNetwork, RunSettings]:
    """A finished or unfinished run's averaged network, ready to be used, and its settings.

    Raises:
        TrainingError: if the folder holds no run, or what it holds does not fit together.
    """
    weights = averaged_weights(folder)
    settings = _settings(folder)
    outputs = 4 if isinstance(settings, Stage1Settings) else 1
    network = build(settings.network, outputs)
    try:
        network.load_state_dict(weights)
    except RuntimeError as cause:
        raise TrainingError(f"{folder / CHECKPOINT} {_OTHERS}, {settings.network}") from cause
    return network.eval(), settings


def _settings(folder: Path) -> RunSettings:
    text = (folder / SETTINGS).read_text()
    for kind in (Stage2Settings, Stage1Settings):
        try:
            return kind.model_validate_json(text)
        except ValidationError as error:
            reason = error
    raise TrainingError(f"{folder / SETTINGS} are no stage's settings: {reason.errors()[0]['msg']}")


def _run(
    settings: RunSettings, network: RecurrentNetwork, outputs: int, device: torch.device
) -> Run:
    # torch's stubs lack this overload; channels last is three times as fast in bfloat16
    network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = build(settings.network, outputs).to(device).eval()
    averaged.load_state_dict(network.state_dict())
    parts = (network.encoder, network.decoder)
    groups = [
        {"params": list(part.parameters()), "peak": peak}
        for part, peak in zip(parts, _peaks(settings), strict=True)
    ]
    optimiser = torch.optim.AdamW(groups, lr=0.0, weight_decay=settings.weight_decay)
    return Run(settings, network, averaged, optimiser, device)


def _peaks(settings: RunSettings) -> tuple[float, float]:
    return settings.trunk_rate, settings.rate


def _take(network: RecurrentNetwork, weights: dict[str, Tensor], source: Path) -> None:
    """Load weights; of a teacher's head a student takes the part that makes alpha."""
    own = network.state_dict()
    fitting = {
        name: w[: own[name].shape[0]] if w.ndim else w for name, w in weights.items() if name in own
    }
    try:
        network.load_state_dict(fitting)
    except RuntimeError as cause:
        raise TrainingError(f"{source / CHECKPOINT} {_OTHERS}, {network.name}") from cause


def _load(folder: Path, device: torch.device) -> dict[str, Any]:
    file = folder / CHECKPOINT
    if not file.is_file():
        raise TrainingError(f"{folder} holds no {CHECKPOINT}: train there first")
    try:
        saved: dict[str, Any] = torch.load(file, map_location=device, weights_only=True)
    except (RuntimeError, ValueError, EOFError, OSError) as cause:
        raise TrainingError(f"{file} is no checkpoint, or a broken one") from cause
    return saved
