"""Trimaps drawn at random: which pixels of a known alpha count as unknown.

FaceMat masks its first stage's losses by them and teaches the teacher to foresee them (§4.1).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

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


def face_unknown(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """The unknown region as the first author's code drew it for clips without an occluder.

    Its arithmetic wraps around, so that the whole visible face becomes unknown.
    """
    return np.asarray(alpha >= _HALF_STEP, np.float32)


def _eroded(rng: np.random.Generator, mask: NDArray[np.bool_], widest: int) -> NDArray[np.bool_]:
    size = int(rng.integers(1, widest + 1))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    eroded = cv2.erode(mask.astype(np.uint8), kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(eroded > 0)
