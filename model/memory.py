"""The network's memory of one face: hidden states, moved along when the crop moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from model.crop import Box, Crop, scaled

JUMP = 0.4
"""Crops that overlap less than this show another place: the memory is of no use there."""


RESTS = 0.015
"""A face that moves less than this share of its size in the crop is taken to be still there, for
resampling would only blur what is remembered."""
_ANY: Box = (0.0, 0.0, 1.0, 1.0)
_BACK = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP

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
            self._here = tuple(np.array(value.numpy(), np.float32) for value in self.bound)
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


def carry(
    memory: Memory, before: Crop, now: Crop, faces: tuple[Box, Box] | None = None
) -> Memory | None:
    """The memory as seen through the crop of the next frame.

    A hidden state is a picture of the crop at its own resolution, so it moves as what is in the
    crop does: with the face. What comes in from outside is 0, as it is for a face not seen before.
    `training.crops` measures what this is worth.

    Args:
        faces: the face's box before and now, in frame pixels; None takes the face for still, so
            that only the crop has moved.
    Returns:
        `memory` itself if the face is where it was in the crop (`RESTS`), None if the crop jumped
        (`JUMP`).
    """
    if before == now and faces is None:
        return memory
    if before.overlap(now) < JUMP:
        return None
    box_before, box_now = faces or (_ANY, _ANY)
    if faces is not None and _rests(_place(box_before, before), _place(box_now, now)):
        return memory
    moved = []
    for state in memory.states:
        to_before = _to_before(state.shape[1], before, now, box_before, box_now)
        moved.append(np.stack([_seen(plane, to_before) for plane in state]))
    return Memory(tuple(moved))


def resized(memory: Memory, factor: float) -> Memory:
    """The memory for an input whose side is another, e.g. 0.75 from 256 to 192."""
    return Memory(tuple(_scaled(state, round(state.shape[1] * factor)) for state in memory.states))


def _scaled(state: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    return np.stack([scaled(plane, side) for plane in state])


def _seen(plane: NDArray[np.float32], to_before: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.warpAffine(plane, to_before, plane.shape, flags=_BACK), np.float32)


def _to_before(
    size: int, before: Crop, now: Crop, box_before: Box, box_now: Box
) -> NDArray[np.float32]:
    """(2, 3): a state's pixels now to those that showed the same of the face before."""
    unit_before, unit_now = before.side / size, now.side / size
    zoom = _size(box_before) / max(_size(box_now), 1.0)
    corner_before, corner_now = np.array((before.left, before.top)), np.array((now.left, now.top))
    # the centre of the first pixel now, where the face had it before, counted in the state's pixels
    place = corner_now + 0.5 * unit_now - _centre(box_now)
    first = (_centre(box_before) + zoom * place - corner_before) / unit_before - 0.5
    scale = zoom * unit_now / unit_before
    return np.array([[scale, 0, first[0]], [0, scale, first[1]]], np.float32)


def _rests(before: Box, now: Box) -> bool:
    shift = float(np.abs(_centre(now) - _centre(before)).max()) / max(_size(now), 1e-6)
    return shift < RESTS and abs(_size(before) / max(_size(now), 1e-6) - 1) < 2 * RESTS


def _place(box: Box, crop: Crop) -> Box:
    """The box in shares of the crop."""
    x0, y0, x1, y1 = box
    left, top, side = crop.left, crop.top, crop.side
    return (x0 - left) / side, (y0 - top) / side, (x1 - left) / side, (y1 - top) / side


def _centre(box: Box) -> NDArray[np.float64]:
    return np.array(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))


def _size(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])
