"""Runs the network by replaying recorded work: every tensor keeps its place on the device.

A CUDA graph is recorded once and replayed for the price of a call, but only with the very addresses
it was recorded with (ONNX Runtime's documentation, "CUDA Execution Provider: CUDA Graphs"). So
hidden states can't come out in new tensors: two sets of them take turns, one is read while the
other is written, and each direction is a graph of its own. To read and write one set in place would
be spoilt by the runs that ONNX Runtime makes before it records.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from model.contract import Contract
from model.memory import Batch, Memory
from model.runner import blank_states, stacked


class Replayer:
    """Runs batches of crops with fixed tensors, a pair of graphs for each shape of batch.

    Args:
        session: an `onnxruntime.InferenceSession` whose graph keeps `contract`.
        memory: ONNX Runtime's device and its number where all tensors stay.
    """

    def __init__(self, session: Any, contract: Contract, memory: tuple[str, int]) -> None:
        self._session = session
        self._contract = contract
        self._memory = memory
        self._blank = blank_states(contract)
        self._fixed: dict[tuple[int, int], _Fixed] = {}

    def step(
        self, crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        """See the next frame of every face; as `Matting.step`, without its checks."""
        size = crops.shape[1]
        fixed = self._fixed.get((len(memories), size)) or self._made(len(memories), size)
        read = fixed.set_of(memories)
        if read is None:
            planes = stacked(memories, self._blank[size])  # before anything is written over
            read = fixed.idle()
            fixed.vacate(read)
            for value, plane in zip(fixed.states[read], planes, strict=True):
                value.update_inplace(plane)
        write = 1 - read
        fixed.vacate(write)
        fixed.source.update_inplace(np.ascontiguousarray(crops))
        self._session.run_with_iobinding(*fixed.runs[read])
        batch = Batch(fixed.states[write])
        fixed.holds[write] = weakref.ref(batch)
        rows = tuple(Memory((), batch, row) for row in range(len(memories)))
        return np.array(fixed.alpha.numpy(), np.float32), rows

    def _made(self, rows: int, size: int) -> _Fixed:
        source_name, *inputs = self._contract.inputs
        alpha_name, *outputs = self._contract.outputs
        source = self._tensor((rows, size, size, 3), np.uint8)
        alpha = self._tensor((rows, size, size), np.float32)
        shapes = self._contract.states_at(size)
        states = tuple(
            tuple(self._tensor((rows, *shape), np.float32) for shape in shapes) for _ in range(2)
        )
        runs = []
        for read in (0, 1):
            binding = self._session.io_binding()
            binding.bind_ortvalue_input(source_name, source)
            binding.bind_ortvalue_output(alpha_name, alpha)
            for name, value in zip(inputs, states[read], strict=True):
                binding.bind_ortvalue_input(name, value)
            for name, value in zip(outputs, states[1 - read], strict=True):
                binding.bind_ortvalue_output(name, value)
            options = onnxruntime.RunOptions()
            graph = 2 * len(self._fixed) + read + 1
            options.add_run_config_entry("gpu_graph_id", str(graph))
            runs.append((binding, options))
        fixed = _Fixed(source, alpha, states, tuple(runs))
        self._fixed[rows, size] = fixed
        return fixed

    def _tensor(self, shape: tuple[int, ...], kind: type[np.generic]) -> Any:
        return onnxruntime.OrtValue.ortvalue_from_shape_and_type(list(shape), kind, *self._memory)


@dataclass(slots=True)
class _Fixed:
    """The tensors for one shape of batch, which never move.

    Attributes:
        states: the two sets.
        runs: a binding and its options; the first reads the first set and writes the second.
        holds: whose states are in each set; a batch that is gone, or has another's in its place,
            is not held.
    """

    source: Any
    alpha: Any
    states: tuple[tuple[Any, ...], ...]
    runs: tuple[tuple[Any, Any], ...]
    holds: list[weakref.ref[Batch] | None] = field(default_factory=lambda: [None, None])

    def set_of(self, memories: Sequence[Memory | None]) -> int | None:
        """The set that holds just these memories, all rows in order; None if neither does."""
        first = memories[0].batch if memories[0] else None
        if first is None or first.rows != len(memories):
            return None
        for row, memory in enumerate(memories):
            if memory is None or memory.batch is not first or memory.row != row:
                return None
        return next((at for at in (0, 1) if self._held(at) is first), None)

    def idle(self) -> int:
        """A set that may be written over, one that nobody remembers if there is one."""
        return next((at for at in (0, 1) if self._held(at) is None), 0)

    def vacate(self, at: int) -> None:
        """Make room in a set: what is still remembered of it is brought to this side first."""
        batch = self._held(at)
        if batch is not None:
            batch.states(0)
        self.holds[at] = None

    def _held(self, at: int) -> Batch | None:
        reference = self.holds[at]
        return None if reference is None else reference()
