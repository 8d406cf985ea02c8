"""Occluders made from nothing: textured blobs, strands and bars.

Blobs follow the RandOcc idea of Voo et al. 2022 (arXiv 2205.06218): random points joined by
smooth curves, filled with a texture.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Rgba = NDArray[np.uint8]
_SHIFT = 4  # cv2 draws with 1/16 pixel precision


def textured_blob(rng: np.random.Generator, texture: NDArray[np.uint8]) -> Rgba:
    """A closed random shape cut from `texture` (h, w, 3)."""
    height, width = texture.shape[:2]
    count = int(rng.integers(4, 12))
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    radii = rng.uniform(0.35, 1.0, count)
    grid = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    if rng.random() < 0.5:  # smooth outline, else a polygon
        weights = np.exp(4 * np.cos(grid[:, None] - angles))
        radius = (weights * radii).sum(1) / weights.sum(1)
    else:
        radius = np.interp(grid, angles, radii, period=2 * np.pi)
    x = width / 2 + radius * np.cos(grid) * width * 0.49
    y = height / 2 + radius * np.sin(grid) * height * 0.49
    alpha = np.zeros((height, width), np.uint8)
    cv2.fillPoly(alpha, [fixed(x, y)], 255, cv2.LINE_AA, _SHIFT)
    return np.dstack((texture, alpha))


def strands(rng: np.random.Generator, size: int) -> Rgba:
    """Loose strands of one colour: hair over the face, cords, wires.

    Returns:
        (size, size, 4) uint8 RGBA.
    """
    alpha = np.zeros((size, size), np.float32)
    start = rng.uniform(0.1, 0.9, 2)
    end = start + rng.uniform(-0.7, 0.7, 2)
    bend = (start + end) / 2 + rng.uniform(-0.35, 0.35, 2)
    t = np.linspace(0, 1, 40)[:, None]
    for _ in range(int(rng.integers(1, 14))):
        wobble = rng.normal(0, 0.05, (3, 2))
        p, q, r = start + wobble[0], bend + wobble[1], end + wobble[2]
        curve = ((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t**2 * r) * size
        line = np.zeros((size, size), np.uint8)
        cv2.polylines(
            line,
            [fixed(curve[:, 0], curve[:, 1])],
            isClosed=False,
            color=255,
            thickness=int(rng.integers(1, 5)),
            lineType=cv2.LINE_AA,
            shift=_SHIFT,
        )
        alpha = np.maximum(alpha, line.astype(np.float32) * rng.uniform(0.5, 1.0))
    colour = np.clip(rng.uniform(0, 130) + rng.normal(0, 18, 3) + (18, 4, -12), 0, 255)
    shade = 1 + 0.25 * np.sin(np.linspace(0, rng.uniform(4, 30), size))[:, None, None]
    rgb = np.clip(colour * shade, 0, 255) * np.ones((size, size, 1))
    return np.dstack((rgb, alpha)).astype(np.uint8)


def bar(rng: np.random.Generator, size: int) -> Rgba:
    """A shaded rounded bar, sometimes with a head: microphones, pens, straws, cup handles."""
    alpha = np.zeros((size, size), np.uint8)
    width = int(size * rng.uniform(0.04, 0.22))
    top = (size // 2, int(size * rng.uniform(0.1, 0.35)))
    cv2.line(alpha, top, (size // 2, size), 255, width, cv2.LINE_AA)
    if rng.random() < 0.5:
        axes = (int(width * rng.uniform(0.6, 1.6)), int(width * rng.uniform(0.6, 1.8)))
        cv2.ellipse(alpha, top, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
    colour = rng.uniform(0, 255, 3) if rng.random() < 0.4 else np.full(3, rng.uniform(0, 220))
    across = np.linspace(-1, 1, size)[None, :, None] * size / (2 * max(width, 1))
    shade = 0.55 + 0.6 * np.exp(-((across + rng.uniform(-0.3, 0.3)) ** 2) * 4)
    rgb = np.clip(colour * shade * np.ones((size, size, 1)), 0, 255)
    return np.dstack((rgb, alpha)).astype(np.uint8)


def smoke(rng: np.random.Generator, size: int) -> Rgba:
    """A cloud of smoke or steam: noise on several scales, thick in the middle, never solid.

    Returns:
        (size, size, 4) uint8 RGBA.
    """
    cloud = np.zeros((size, size), np.float32)
    for octave in range(2, 7):
        cells = 2**octave
        noise = rng.random((cells, cells), np.float32)
        cloud += cv2.resize(noise, (size, size), interpolation=cv2.INTER_CUBIC) / cells
    cloud = (cloud - cloud.min()) / np.ptp(cloud)
    across = np.linspace(-1, 1, size)
    middle = np.clip(1.15 - np.hypot(across[:, None], across[None]), 0, 1)
    alpha = np.clip((cloud - 0.3) * 2.2, 0, 1) * middle * rng.uniform(0.4, 0.95)
    colour = np.full(3, rng.uniform(120, 250)) + rng.normal(0, 10, 3)
    rgb = np.clip(colour + 40 * (cloud[..., None] - 0.5), 0, 255)
    return np.dstack((rgb, alpha * 255)).astype(np.uint8)


def fixed(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int32]:
    """Points (n, 2) as `cv2` draws them with 1/16 pixel precision (shift 4)."""
    return np.asarray(np.round(np.stack((x, y), -1) * 2**_SHIFT), np.int32)
