"""The network's memory of one face: hidden states, moved along when the crop moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from model.crop import Crop

JUMP = 0.4
"""Crops that overlap less than this show another place: the memory is of no use there."""


Planes = tuple[NDArray[np.float32], ...]
"""The hidden states of one face, each (C, H, W), in the order of the contract."""


class Batch:
    """The hidden states of several faces, wherever they are.

    They are brought to this side only when somebody looks: while every face's crop holds still,
    they go back into the network from where it left them.

    Args:
        bound: one `onnxruntime.OrtValue` (N, C, H, W) a state.
    """

    def __init__(self, bound: tuple[Any, ...]) -> None:
        self.bound = bound
        self.rows = int(bound[0].shape()[0]) if bound else 0
        self._here: Planes | None = None

    @property
    def fetched(self) -> bool:
        """Whether they were brought to this side."""
        return self._here is not None

    def states(self, row: int) -> Planes:
        """Those of one face."""
        if self._here is None:
            self._here = tuple(np.asarray(value.numpy(), np.float32) for value in self.bound)
        return tuple(plane[row] for plane in self._here)


@dataclass(frozen=True, slots=True)
class Memory:
    """Hidden states of one face after the last frame, opaque to everyone but the runtime.

    Attributes:
        moved: the states, where they are on this side, as after `carry`.
        batch: what they are a row of otherwise.
        row: which.
    """

    moved: Planes = ()
    batch: Batch | None = None
    row: int = 0

    @property
    def states(self) -> Planes:
        """The states on this side."""
        return self.moved if self.batch is None else self.batch.states(self.row)


def carry(memory: Memory, before: Crop, now: Crop) -> Memory | None:
    """The memory as seen through the crop of the next frame.

    A hidden state is a picture of the crop at its own resolution, so it moves as the crop's
    pixels do. What comes in from outside is 0, as it is for a face not seen before.

    Returns:
        `memory` itself if the crop held still, None if it jumped (`JUMP`).
    """
    if before == now:
        return memory
    if before.overlap(now) < JUMP:
        return None
    return Memory(tuple(_moved(state, before, now) for state in memory.states))


def _moved(state: NDArray[np.float32], before: Crop, now: Crop) -> NDArray[np.float32]:
    size = state.shape[1]
    zoom = now.side / before.side
    unit = size / before.side
    # pixel centres: x_before = (x_now + 0.5) zoom + shift - 0.5, in pixels of the state
    half = 0.5 * zoom - 0.5
    dx, dy = (now.left - before.left) * unit + half, (now.top - before.top) * unit + half
    to_before = np.array([[zoom, 0, dx], [0, zoom, dy]], np.float32)
    planes = [
        cv2.warpAffine(
            plane, to_before, (size, size), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        )
        for plane in state
    ]
    return np.stack(planes)
