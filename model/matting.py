"""The recurrent runtime: crops and memories in, mattes and memories out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model import shipped
from model.contract import ModelError
from model.memory import Memory
from model.providers.accelerator import Absent, Accelerator, first_line
from model.providers.choosing import open_network, start
from model.providers.found import THE_CPU, found

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Replaced:
    """An accelerator that failed while it ran.

    Attributes:
        failed: its title.
        why: its own words.
        now: title of what goes on in its place.
    """

    failed: str
    why: str
    now: str


class Matting:
    """The trained network, ready to run. One thread owns it.

    An accelerator that fails in the middle of a run is replaced by the next, and the frame it
    failed on is done there, with every memory cleared.

    Args:
        weights: a model file that follows the contract; None takes the shipped one.
        device: "auto" or an accelerator's name, e.g. "cpu", "cuda", "openvino:gpu".
        on_replaced: told of an accelerator that failed; it is logged in any case.
        accelerators: what may be used; None looks what the machine has.
    Raises:
        ModelError: if the file is missing, damaged, another network's or of another version.
        DeviceError: if the device that was asked for can't be had.

    Attributes:
        contract: what the file says of itself.
        provider: where it really runs, e.g. "CPU".
        reason: why there.
        trials: of every accelerator looked at, where the choice was automatic.
    """

    def __init__(
        self,
        weights: Path | None = None,
        device: str = "auto",
        *,
        on_replaced: Callable[[Replaced], None] | None = None,
        accelerators: Sequence[Accelerator | Absent] | None = None,
    ) -> None:
        if weights is None:
            weights = shipped.STUDENT
            shipped.verify(weights)
        elif not weights.is_file():
            raise ModelError(f"{weights} is missing")
        opened = open_network(weights, device, found() if accelerators is None else accelerators)
        self._weights = weights
        self._runner = opened.runner
        self._on_replaced = on_replaced or (lambda _: None)
        spare = [trial.accelerator for trial in opened.trials if not trial.trouble]
        self._spare = [one for one in (*spare, THE_CPU) if one and one != opened.accelerator]
        self.contract = opened.contract
        self.provider = opened.accelerator.title
        self.reason = opened.reason
        self.trials = opened.trials

    def step(
        self, crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        """See the next frame of every face, as one batch.

        Args:
            crops: (N, S, S, 3) uint8 RGB, one face a row; S is one of the contract's `sizes`.
            memories: what each face's last step left, at the same size (`model.memory.resized`);
                None for a face not seen before.
        Returns:
            Mattes (N, S, S) float32 in [0, 1] and the N memories for the next step.
        Raises:
            ValueError: if shapes or counts do not fit.
            ModelError: if the network failed and there is nothing left to run it on.
        """
        sizes = self.contract.sizes
        size = crops.shape[1] if crops.shape[1:2] and crops.shape[1] in sizes else sizes[0]
        wanted = (len(memories), size, size, 3)
        if crops.shape != wanted or crops.dtype != np.uint8:
            raise ValueError(f"crops are {crops.dtype} {crops.shape}, need uint8 {wanted}")
        if not memories:
            return np.zeros((0, size, size), np.float32), ()
        while True:
            try:
                return self._runner.step(crops, memories)
            except Exception as error:  # noqa: BLE001 - drivers fail in many ways
                self._replace(error)
                memories = [None] * len(memories)  # the old ones died with what held them

    def _replace(self, error: Exception) -> None:
        """Go on with the next accelerator that starts.

        Raises:
            ModelError: if there is none.
        """
        failed, why = self.provider, first_line(error)
        _logger.error("%s failed: %s", failed, why)
        while self._spare:
            accelerator = self._spare.pop(0)
            try:
                self._runner, _ = start(self._weights, accelerator)
            except ModelError as trouble:
                _logger.error("%s can't take over: %s", accelerator.title, trouble)
                continue
            self.provider = accelerator.title
            self.reason = f"{failed} failed: {why}"
            self._on_replaced(Replaced(failed, why, self.provider))
            return
        raise ModelError(f"{failed} failed and nothing is left to run on: {why}") from error
