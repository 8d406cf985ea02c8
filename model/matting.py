"""The recurrent runtime: crops and memories in, mattes and memories out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model import shipped
from model.contract import Contract, ModelError
from model.memory import Memory
from model.providers import open_session


class Matting:
    """The trained network, ready to run. One thread owns it.

    Args:
        weights: a model file that follows the contract; None takes the shipped one.
        device: "auto", "cpu" or "cuda"; see `open_session`.
    Raises:
        ModelError: if the file is missing, damaged, another network's or of another version.

    Attributes:
        contract: what the file says of itself.
        provider: where it really runs, e.g. "CPU".
        reason: why there.
    """

    def __init__(self, weights: Path | None = None, device: str = "auto") -> None:
        if weights is None:
            weights = shipped.STUDENT
            shipped.verify(weights)
        elif not weights.is_file():
            raise ModelError(f"{weights} is missing")
        opened = open_session(weights, device)
        self._session = opened.session
        self.provider = opened.provider
        self.reason = opened.reason
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.contract = Contract.from_metadata(metadata, weights.name)
        self._check_graph(weights.name)
        self._blank = Memory(tuple(np.zeros(shape, np.float32) for shape in self.contract.states))

    def step(
        self, crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        """See the next frame of every face, as one batch.

        Args:
            crops: (N, 256, 256, 3) uint8 RGB, one face a row.
            memories: what each face's last step left; None for a face not seen before.
        Returns:
            Mattes (N, 256, 256) float32 in [0, 1] and the N memories for the next step.
        Raises:
            ValueError: if shapes or counts do not fit.
        """
        size = self.contract.size
        wanted = (len(memories), size, size, 3)
        if crops.shape != wanted or crops.dtype != np.uint8:
            raise ValueError(f"crops are {crops.dtype} {crops.shape}, need uint8 {wanted}")
        if not memories:
            return np.zeros((0, size, size), np.float32), ()
        rows = [self._blank if memory is None else memory for memory in memories]
        states = [np.stack(planes) for planes in zip(*(m.states for m in rows), strict=True)]
        feeds = dict(zip(self.contract.inputs, (crops, *states), strict=True))
        alpha, *after = self._session.run(self.contract.outputs, feeds)
        return alpha, tuple(Memory(tuple(s[i] for s in after)) for i in range(len(rows)))

    def _check_graph(self, file: str) -> None:
        """The graph must have the inputs and outputs that its contract promises."""
        contract, size = self.contract, self.contract.size
        into = dict(zip(contract.inputs, ((size, size, 3), *contract.states), strict=True))
        found = {node.name: tuple(node.shape[1:]) for node in self._session.get_inputs()}
        if found != into:
            raise ModelError(f"{file} breaks its contract: inputs are {found}, need {into}")
        out = [node.name for node in self._session.get_outputs()]
        if set(contract.outputs) - set(out):  # their shapes a graph need not state
            need = list(contract.outputs)
            raise ModelError(f"{file} breaks its contract: outputs are {out}, need {need}")
