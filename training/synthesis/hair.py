"""Locks of hair that fall over the face, in colours taken from a portrait's own hair."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import LabelledFace
from training.synthesis.shapes import Rgba, fixed

_ABOVE = 0.35
"""Hair is looked for above this share of the face's height: below are ears, neck and clothes."""


def hair_colours(face: LabelledFace) -> NDArray[np.uint8] | None:
    """(n, 3) RGB pixels of a portrait's hair; None where it shows too little of any."""
    if face.person is None:
        return None
    top, height = face.box[1], face.box[3] - face.box[1]
    hair = (face.person > 250) & (face.alpha < 5)
    hair[round(top + _ABOVE * height) :] = False
    pixels = face.image[hair]
    return pixels if len(pixels) > 400 else None


def lock(rng: np.random.Generator, colours: NDArray[np.uint8], size: int) -> Rgba:
    """A fringe, a lock or a few strands: thin curves side by side, each of a colour of its own.

    Returns:
        (size, size, 4) uint8 RGBA.
    """
    count = int(rng.choice([rng.integers(3, 12), rng.integers(15, 60), rng.integers(80, 220)]))
    spread = rng.uniform(0.02, 0.06) + 0.0016 * count
    start = np.array([rng.uniform(0.25, 0.75), rng.uniform(-0.1, 0.15)])
    end = np.array([start[0] + rng.uniform(-0.45, 0.45), rng.uniform(0.55, 1.1)])
    bend = (start + end) / 2 + rng.uniform(-0.25, 0.25, 2)
    wave = rng.uniform(0, 0.03) * np.array([1.0, 0.2])
    turns = rng.uniform(2, 9)
    t = np.linspace(0, 1, 48)[:, None]
    premultiplied = np.zeros((size, size, 4), np.float32)
    for _ in range(count):
        aside = rng.normal(0, spread) * np.array([1.0, 0.15])
        loose = rng.normal(0, 0.02 + 0.3 * spread, 2)
        curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * (bend + loose) + t**2 * (end + 2 * loose)
        curve = (curve + aside + wave * np.sin(turns * t + rng.uniform(0, 1))) * size
        low = np.clip(np.floor(curve.min(0)) - 3, 0, size - 1).astype(int)
        high = np.clip(np.ceil(curve.max(0)) + 4, 1, size).astype(int)
        window = premultiplied[low[1] : high[1], low[0] : high[0]]  # the canvas is far larger
        line = np.zeros(window.shape[:2], np.uint8)
        inside = fixed(curve[:, 0] - low[0], curve[:, 1] - low[1])
        width = int(rng.choice([1, 1, 2, 3]))
        cv2.polylines(line, [inside], False, 255, width, cv2.LINE_AA, shift=4)
        alpha = line.astype(np.float32)[..., None] * np.float32(rng.uniform(0.5, 1) / 255)
        shine = rng.uniform(0.75, 1.25)
        colour = np.append(colours[rng.integers(len(colours))] * shine, 1.0).astype(np.float32)
        window += (colour - window) * alpha
    alpha = np.clip(premultiplied[..., 3:], 0, 1)
    rgb = np.clip(premultiplied[..., :3] / np.maximum(alpha, 1e-3), 0, 255)
    return np.dstack((rgb, alpha * 255)).astype(np.uint8)
