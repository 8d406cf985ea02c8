"""Runs that are made from others instead of trained, and serve wherever a finished run does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from training.checkpoint import CHECKPOINT, TrainingError, save, start
from training.settings import RunSettings

ORIGIN = "origin.json"
"""In such a run's folder: what it was made from, step by step."""
Step = dict[str, object]


def write_derived(
    weights: Mapping[str, Tensor], outputs: int, settings: RunSettings, to: Path, origin: list[Step]
) -> None:
    """Write weights as a finished run.

    Args:
        outputs: of the network.
        settings: of the run they stem from.
    Raises:
        TrainingError: if `to` holds a run already.
    """
    if (to / CHECKPOINT).exists():
        raise TrainingError(f"{to} holds a run already: name a new folder")
    plain = settings.model_copy(update={"initial": None, "imagenet": False})
    run = start(plain, outputs, torch.device("cpu"))
    run.network.load_state_dict(weights)
    run.averaged.load_state_dict(weights)
    run.settings, run.step = settings, settings.steps
    save(run, to, {})
    (to / ORIGIN).write_text(json.dumps(origin) + "\n")


def origin_of(run: Path) -> list[Step]:
    """What a run was made from; nothing if it was trained."""
    if not (run / ORIGIN).is_file():
        return []
    steps: list[Step] = json.loads((run / ORIGIN).read_text())
    return steps
