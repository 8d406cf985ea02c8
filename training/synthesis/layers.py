"""Layers laid on a canvas: warped along their path, blurred by their motion, throwing shadows."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.motion import Affine
from training.synthesis.scene import Shadow, Thing

Plane = NDArray[np.float32]


def thing_frames(thing: Thing, size: int) -> tuple[Plane, Plane]:
    """Colours (T, S, S, 3) in [0, 255] and alpha (T, S, S) of a moving occluder."""
    alpha = thing.rgba[..., 3].astype(np.float32) / 255
    solid = np.dstack((thing.rgba[..., :3] * alpha[..., None], alpha)).astype(np.float32)
    layers = warp_all(solid, thing.affines, size)
    for i, (dx, dy) in enumerate(thing.drift):
        layers[i] = _motion_blur(layers[i], dx, dy)
    a = np.clip(layers[..., 3], 0, 1)
    return np.asarray(layers[..., :3] / np.maximum(a, 1e-3)[..., None], np.float32), a


def darken(canvas: Plane, alpha: Plane, shadow: Shadow) -> None:
    """Darken in place what lies just beside an occluder, as a lamp would."""
    size = alpha.shape[1]
    shift = np.array([[1, 0, shadow.right], [0, 1, shadow.down]], np.float32)
    for i, a in enumerate(alpha):
        moved = cv2.warpAffine(a, shift, (size, size))
        shade = cv2.GaussianBlur(moved, (0, 0), shadow.sigma)
        canvas[i] *= 1 - shadow.strength * shade[..., None]


def warp_all(
    picture: NDArray[np.generic], affines: Affine, size: int, border: int = cv2.BORDER_CONSTANT
) -> Plane:
    """A picture (H, W[, C]) laid on T canvases by `affines`, (T, size, size[, C]) float32."""
    return np.stack(
        [cv2.warpAffine(picture, a, (size, size), borderMode=border) for a in affines]
    ).astype(np.float32)


def _motion_blur(layer: Plane, dx: float, dy: float) -> Plane:
    length = float(np.hypot(dx, dy))
    if length < 1.5:
        return layer
    side = 2 * int(np.ceil(length / 2)) + 1
    kernel = np.zeros((side, side), np.float32)
    half = side / 2 - 0.5
    ends = [(round(half + s * dx / 2), round(half + s * dy / 2)) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return np.asarray(cv2.filter2D(layer, -1, kernel / kernel.sum()), np.float32)
