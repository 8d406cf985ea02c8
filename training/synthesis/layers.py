"""Layers on the move: warped along their path, blurred by their motion, throwing shadows."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.motion import (
    STILL,
    Affine,
    Motion,
    Placement,
    random_fractions,
    random_motion,
)
from training.synthesis.occluders import Occluder, soften

Plane = NDArray[np.float32]


def occluder_frames(
    rng: np.random.Generator,
    thing: Occluder,
    head: Motion,
    path: NDArray[np.float64],
    size: int,
) -> tuple[Plane, Plane]:
    """Colours (T, S, S, 3) and alpha (T, S, S) of a moving occluder, blurred by its motion."""
    rgba = soften(rng, thing.rgba)
    anchor = np.array(thing.anchor)
    shrink = thing.place.scale * 1.5
    if shrink < 1:  # warpAffine does not average: bring large pictures down first
        rgba = cv2.resize(rgba, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        anchor = anchor * shrink
        place = Placement(thing.place.x, thing.place.y, 1 / 1.5, *_rest(thing.place))
    else:
        place = thing.place
    motion = head if thing.worn else _own_motion(rng, size)
    fractions = path if thing.worn else random_fractions(rng, len(path))
    places = [motion.at(place, f) for f in fractions]
    affines = np.stack([p.affine((float(anchor[0]), float(anchor[1]))) for p in places])
    alpha = rgba[..., 3].astype(np.float32) / 255
    solid = np.dstack((rgba[..., :3] * alpha[..., None], alpha)).astype(np.float32)
    layers = warp_all(solid, affines, size)
    shutter = rng.uniform(0, 0.7)
    for i in range(1, len(places)):
        vx, vy = places[i].x - places[i - 1].x, places[i].y - places[i - 1].y
        layers[i] = _motion_blur(layers[i], vx * shutter, vy * shutter)
    a = np.clip(layers[..., 3], 0, 1)
    return np.asarray(layers[..., :3] / np.maximum(a, 1e-3)[..., None], np.float32), a


def shadowed(rng: np.random.Generator, canvas: Plane, alpha: Plane) -> Plane:
    """Darken what lies just beside an occluder, as a lamp would."""
    if rng.random() > 0.35:
        return canvas
    size = alpha.shape[1]
    right, down = rng.normal((0, 0.02), 0.03) * size
    shift = np.array([[1, 0, right], [0, 1, down]], np.float32)
    strength = rng.uniform(0.1, 0.5)
    sigma = size * rng.uniform(0.01, 0.05)
    for i, a in enumerate(alpha):
        shade = cv2.GaussianBlur(cv2.warpAffine(a, shift, (size, size)), (0, 0), sigma)
        canvas[i] *= 1 - strength * shade[..., None]
    return canvas


def warp_all(
    picture: NDArray[np.generic], affines: Affine, size: int, border: int = cv2.BORDER_CONSTANT
) -> Plane:
    """A picture (H, W[, C]) laid on T canvases by `affines`, (T, size, size[, C]) float32."""
    return np.stack(
        [cv2.warpAffine(picture, a, (size, size), borderMode=border) for a in affines]
    ).astype(np.float32)


def _own_motion(rng: np.random.Generator, size: int) -> Motion:
    if rng.random() < 0.15:
        return STILL
    return random_motion(rng, size, float(rng.choice([1.0, 3.0, 6.0], p=[0.5, 0.3, 0.2])))


def _rest(place: Placement) -> tuple[float, float, float, bool]:
    return place.rotation, place.aspect, place.shear, place.flip


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
