"""The training loop: steps, averaged weights, checkpoints that resume exactly, a clean stop."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from training import checkpoint
from training.checkpoint import Run, TrainingError
from training.datasets.samples import Batch
from training.distributed import World, sync_norms
from training.journal import Journal
from training.objective import Objective
from training.settings import RunSettings

SAVE_EVERY = 120.0
"""Seconds between checkpoints."""


def train(
    run: Run,
    objective: Objective,
    batches: Iterable[Batch],
    folder: Path,
    minutes: float,
    journal: Journal,
    world: World,
) -> None:
    """Go on until the steps or the minutes are used up, or Ctrl-C; then write the checkpoint.

    Every process calls this with its own share of each batch; the first one writes.

    Raises:
        TrainingError: if a loss is not a number and the settings say stop.
    """
    deadline = time.monotonic() + 60 * minutes
    saved_at = asked = time.monotonic()
    network = _spread(run.network, world)
    with _saved_at_the_end(run, objective, folder, world):
        for batch in batches:
            begun = time.monotonic()
            terms = _step(run, network, objective, batch.to(run.device), world)
            now = time.monotonic()
            journal.step(run.step, terms, batch.skipped, begun - asked, now - begun, batch.count)
            if journal.wants_preview(run.step):
                journal.preview(run.step, run.averaged, batch)
            asked = time.monotonic()
            if world.first and asked - saved_at > SAVE_EVERY:
                checkpoint.save(run, folder, objective.state())
                saved_at = asked
            # clocks differ, and a process that stops alone leaves the others waiting for ever
            if float(world.mean(torch.tensor(float(asked >= deadline), device=run.device))) > 0:
                break


@contextmanager
def _saved_at_the_end(run: Run, objective: Objective, folder: Path, world: World) -> Iterator[None]:
    """Save after the last step and on Ctrl-C, but not when a step has failed half way."""
    try:
        yield
    except KeyboardInterrupt:
        if world.first:
            checkpoint.save(run, folder, objective.state())
        raise
    if world.first:
        checkpoint.save(run, folder, objective.state())


def _spread(network: nn.Module, world: World) -> nn.Module:
    if world.size == 1:
        return network
    sync_norms(network)
    return DistributedDataParallel(network, broadcast_buffers=False)


def _step(
    run: Run, network: nn.Module, objective: Objective, batch: Batch, world: World
) -> dict[str, float]:
    for group in run.optimiser.param_groups:
        group["lr"] = group["peak"] * rate_share(run.step, run.settings)
    network.train()
    with torch.autocast(run.device.type, torch.bfloat16, enabled=run.settings.bf16):
        terms = objective.terms(network, batch)
    run.optimiser.zero_grad(set_to_none=True)
    torch.autograd.backward(terms["total"])
    norm = torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    # the norm is the same in every process, so all of them skip or none
    if torch.isfinite(norm):
        run.optimiser.step()
        _average(run)
        objective.after_step(run.network, run.step + 1)
    elif run.settings.broken == "stop":
        raise TrainingError(f"step {run.step + 1}: the loss is not a number; lower the rate")
    run.step += 1
    means = world.mean(torch.stack([term.detach() for term in terms.values()]))
    return dict(zip(terms, means.tolist(), strict=True))


def rate_share(step: int, settings: RunSettings) -> float:
    """Linear warm-up, then half a cosine down to 2 %, or level."""
    share = step / settings.steps
    if share < settings.warmup:
        return (step + 1) / (settings.warmup * settings.steps + 1)
    if settings.schedule == "constant":
        return 1.0
    fallen = (share - settings.warmup) / (1 - settings.warmup)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(fallen, 1)))


@torch.no_grad()
def _average(run: Run) -> None:
    """Exponential moving average; early on it follows faster, so that it forgets the start."""
    decay = min(run.settings.average, (1 + run.step) / (10 + run.step))
    own, live = run.averaged.state_dict(), run.network.state_dict()
    for name, value in own.items():
        if value.dtype.is_floating_point:
            value.lerp_(live[name], 1 - decay)
        else:
            value.copy_(live[name])
