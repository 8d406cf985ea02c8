"""Trimaps drawn at random: which pixels of a known alpha count as unknown.

FaceMat masks its first stage's losses by them and teaches the teacher to foresee them (§4.1).
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

WIDEST = 29 / 640
"""The largest kernel as a share of the side: the first author's code draws 1 to 29 px at 640."""
_HALF_STEP = 0.5 / 255
"""Alpha is as good as 0 or 1 when eight bits could not tell the difference."""


def random_unknown(rng: np.random.Generator, alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """The unknown region of a clip, with kernels of its own in each frame.

    Surely face is α = 1 eroded, surely not is α = 0 eroded, each by an ellipse of random size;
    what is left is unknown.

    Args:
        alpha: (T, S, S) float32 in [0, 1].
    Returns:
        (T, S, S) float32, 1 where unknown, else 0.
    """
    widest = max(2, round(WIDEST * alpha.shape[-1]))
    unknown = np.empty_like(alpha)
    for frame, into in zip(alpha, unknown, strict=True):
        face = _eroded(rng, frame > 1 - _HALF_STEP, widest)
        other = _eroded(rng, frame < _HALF_STEP, widest)
        into[...] = ~(face | other)
    return unknown


def random_unknown_on(rng: np.random.Generator, alpha: Tensor) -> Tensor:
    """The same in torch, for alpha (T, 1, S, S) on any device."""
    widest = max(2, round(WIDEST * alpha.shape[-1]))
    unknown = torch.empty_like(alpha)
    for frame, into in zip(alpha, unknown, strict=True):
        face = _eroded_on(rng, frame > 1 - _HALF_STEP, widest)
        other = _eroded_on(rng, frame < _HALF_STEP, widest)
        into[...] = ~(face | other)
    return unknown


def face_unknown(alpha: Tensor) -> Tensor:
    """The unknown region as the first author's code drew it for clips without an occluder.

    Its arithmetic wraps around, so that the whole visible face becomes unknown.
    """
    return (alpha >= _HALF_STEP).to(alpha.dtype)


def _eroded(rng: np.random.Generator, mask: NDArray[np.bool_], widest: int) -> NDArray[np.bool_]:
    kernel = _kernel(rng, widest)
    eroded = cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(eroded > 0)


def _eroded_on(rng: np.random.Generator, mask: Tensor, widest: int) -> Tensor:
    """(1, S, S) bool: a pixel stays where none under the kernel is unset."""
    kernel = torch.from_numpy(_kernel(rng, widest)).to(mask.device, torch.float32)
    before = len(kernel) // 2
    after = len(kernel) - 1 - before
    unset = F.pad((~mask).float(), (before, after, before, after), mode="replicate")
    return F.conv2d(unset[None], kernel[None, None])[0] < 0.5


def _kernel(rng: np.random.Generator, widest: int) -> NDArray[np.uint8]:
    size = int(rng.integers(1, widest + 1))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(kernel, np.uint8)
