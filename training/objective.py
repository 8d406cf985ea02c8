"""What a stage minimises: the only part in which the two stages differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from torch import Tensor, nn

from training.datasets.samples import Batch


class Objective(Protocol):
    """One stage's loss, and what it keeps from step to step."""

    @property
    def outputs(self) -> int:
        """Maps the network has to have."""

    def terms(self, network: nn.Module, batch: Batch) -> dict[str, Tensor]:
        """Every loss term of a batch and their sum, "total"; scalars with gradients."""

    def after_step(self, network: nn.Module, step: int) -> None:
        """Called when the weights have changed, with the number of steps taken so far."""

    def state(self) -> dict[str, Tensor]:
        """What has to be saved to go on; empty if nothing moves."""

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Take back what `state` gave."""
