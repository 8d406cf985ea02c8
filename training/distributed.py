"""One process or many: who this process is, and norms that see the whole batch.

`torchrun --nproc-per-node 2 -m training.stage2 …` sets the variables read here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.distributed.nn.functional import all_reduce


@dataclass(frozen=True, slots=True)
class World:
    """A process among all of a run's.

    Attributes:
        rank: 0 writes files and talks.
        size: how many there are.
    """

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this process writes files and talks."""
        return self.rank == 0

    def mean(self, values: Tensor) -> Tensor:
        """The mean of every process's `values`, the same in each of them."""
        if self.size > 1:
            dist.all_reduce(values)
        return values / self.size


@contextmanager
def joined(device: torch.device) -> Iterator[World]:
    """Join the other processes that torchrun started, if any, and part from them at the end."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1:
        yield World()
        return
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield World(dist.get_rank(), size)
    finally:
        dist.destroy_process_group()


def local(device: torch.device) -> torch.device:
    """The process's own accelerator, where `device` names none in particular."""
    if str(device) == "cuda":
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return device


class SyncedNorm(nn.BatchNorm2d):
    """Batch norm over every process's share of the batch; torch's own needs a GPU."""

    def forward(self, x: Tensor) -> Tensor:
        """X is (N, C, H, W); processes may differ in N."""
        if not self.training:
            return super().forward(x)
        values = x.float()
        count = values.new_full((1,), x.numel() / x.shape[1])
        own = torch.cat((values.sum((0, 2, 3)), (values**2).sum((0, 2, 3)), count))
        sums: Tensor = all_reduce(own)  # type: ignore[no-untyped-call]
        total = sums[-1]
        mean, square = sums[:-1].div(total).chunk(2)
        variance = (square - mean**2).clamp(min=0)
        self._remember(mean.detach(), variance.detach(), float(total))
        scale = self.weight * (variance + self.eps).rsqrt()
        shift = self.bias - mean * scale
        normed: Tensor = values * scale.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1)
        return normed.to(x.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: float) -> None:
        if self.running_mean is None or self.running_var is None or self.momentum is None:
            raise TypeError("SyncedNorm needs running statistics and a momentum")
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        if self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)


def sync_norms(module: nn.Module) -> None:
    """Let every batch norm inside `module` see all processes; weights and names stay."""
    for child in module.modules():
        if type(child) is nn.BatchNorm2d:
            child.__class__ = SyncedNorm
