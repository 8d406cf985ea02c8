"""One ONNX Runtime session with its tensors bound: hidden states stay where it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.contract import Contract
from model.memory import Batch, Memory, Planes


class Runner:
    """Runs batches of crops.

    Args:
        session: an `onnxruntime.InferenceSession` whose graph keeps `contract`.
        memory: ONNX Runtime's device and its number where the hidden states stay.
    """

    def __init__(self, session: Any, contract: Contract, memory: tuple[str, int]) -> None:
        self._session = session
        self._contract = contract
        self._memory = memory
        self._blank = blank_states(contract)

    def step(
        self, crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        """See the next frame of every face; as `Matting.step`, without its checks."""
        source, *inputs = self._contract.inputs
        alpha, *outputs = self._contract.outputs
        binding = self._session.io_binding()
        binding.bind_cpu_input(source, np.ascontiguousarray(crops))
        kept = _same_batch(memories)
        if kept is not None:
            for name, value in zip(inputs, kept, strict=True):
                binding.bind_ortvalue_input(name, value)
        else:
            planes = stacked(memories, self._blank[crops.shape[1]])
            for name, plane in zip(inputs, planes, strict=True):
                binding.bind_cpu_input(name, plane)
        binding.bind_output(alpha, "cpu")
        for name in outputs:
            binding.bind_output(name, *self._memory)
        self._session.run_with_iobinding(binding)
        matte, *after = binding.get_outputs()
        batch = Batch(tuple(after))
        return matte.numpy(), tuple(Memory((), batch, row) for row in range(len(memories)))


def blank_states(contract: Contract) -> dict[int, Planes]:
    """What a face not seen before remembers, by the size of its crop."""
    return {
        size: tuple(np.zeros(shape, np.float32) for shape in contract.states_at(size))
        for size in contract.sizes
    }


def stacked(memories: Sequence[Memory | None], blank: Planes) -> list[NDArray[np.float32]]:
    """(N, C, H, W) a state, on this side; `blank` for those who remember nothing."""
    rows = [blank if memory is None else memory.states for memory in memories]
    return [np.stack(planes) for planes in zip(*rows, strict=True)]


def _same_batch(memories: Sequence[Memory | None]) -> tuple[Any, ...] | None:
    """The last step's states as they are, where these are all its rows in order."""
    batch = memories[0].batch if memories[0] else None
    if batch is None or batch.rows != len(memories):
        return None
    for row, memory in enumerate(memories):
        if memory is None or memory.batch is not batch or memory.row != row:
            return None
    return batch.bound
