"""Trimaps drawn at random: which pixels of a known alpha count as unknown.

FaceMat masks its first stage's losses by them and teaches the teacher to foresee them (§4.1).
"""

from __future__ import annotations

from collections.abc import Callable

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
Kernel = NDArray[np.uint8]
Erosion = Callable[[Tensor, Kernel], Tensor]
"""Erodes (1, S, S) bool by (K, K); beyond the border the mask goes on as at it."""


def erode_by_opencv(mask: Tensor, kernel: Kernel) -> Tensor:
    """In ordinary memory, the fastest there."""
    plane = mask[0].numpy().astype(np.uint8)
    eroded = cv2.erode(plane, kernel, borderType=cv2.BORDER_REPLICATE)
    return torch.from_numpy(eroded > 0)[None]


def erode_by_convolution(mask: Tensor, kernel: Kernel) -> Tensor:
    """On any device: a pixel stays where none under the kernel is unset."""
    weights = torch.from_numpy(kernel).to(mask.device, torch.float32)
    before = len(kernel) // 2
    after = len(kernel) - 1 - before
    unset = F.pad((~mask).float(), (before, after, before, after), mode="replicate")
    return F.conv2d(unset[None], weights[None, None])[0] < 0.5


def random_unknown(
    rng: np.random.Generator, alpha: Tensor, erode: Erosion = erode_by_opencv
) -> Tensor:
    """The unknown region of a clip, with kernels of its own in each frame.

    Surely face is α = 1 eroded, surely not is α = 0 eroded, each by an ellipse of random size;
    what is left is unknown.

    Args:
        alpha: (T, 1, S, S) float32 in [0, 1].
    Returns:
        (T, 1, S, S) float32, 1 where unknown, else 0.
    """
    side = alpha.shape[-1]
    unknown = torch.empty_like(alpha)
    for frame, into in zip(alpha, unknown, strict=True):
        face = erode(frame > 1 - _HALF_STEP, _random_kernel(rng, side))
        other = erode(frame < _HALF_STEP, _random_kernel(rng, side))
        into[...] = ~(face | other)
    return unknown


def face_unknown(alpha: Tensor) -> Tensor:
    """The unknown region as the first author's code drew it for clips without an occluder.

    Its arithmetic wraps around, so that the whole visible face becomes unknown.
    """
    return (alpha >= _HALF_STEP).to(alpha.dtype)


def _random_kernel(rng: np.random.Generator, side: int) -> Kernel:
    size = int(rng.integers(1, max(2, round(WIDEST * side)) + 1))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(kernel, np.uint8)
