"""Light on clear lenses: seen before the eyes, yet the face behind still counts as face."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.scene import Thing
from training.synthesis.shapes import Rgba

_SMALLEST = 0.02
"""Share of the picture below which a gap between frame and nose pad is no lens."""


def reflecting(rng: np.random.Generator, glasses: Thing) -> Thing | None:
    """What the lenses of a pair of glasses reflect, moving with it; None if none is clear.

    A window, a screen or a lamp: a soft streak aslant over both lenses. What is behind is darker
    than the skin about it, most below the upper rim, for coated glass takes and tints light and
    the frame keeps some off.
    """
    lenses = clear_lenses(glasses.rgba)
    if not lenses.any():
        return None
    return Thing("glasses", _glare(rng, lenses), glasses.affines, glasses.drift, None, covers=False)


def clear_lenses(rgba: Rgba) -> NDArray[np.float32]:
    """(h, w) in [0, 1]: the see-through parts that a frame closes in."""
    height, width = rgba.shape[:2]
    free = np.pad((rgba[..., 3] < 128).astype(np.uint8), 1, constant_values=1)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(free, connectivity=4)
    outside = labels[0, 0]
    lenses = [
        at
        for at in range(1, count)
        if at != outside and stats[at, cv2.CC_STAT_AREA] > _SMALLEST * height * width
    ]
    inside = np.isin(labels, lenses)[1:-1, 1:-1]
    return np.asarray(inside * (1 - rgba[..., 3] / np.float32(255)), np.float32)


def _glare(rng: np.random.Generator, lenses: NDArray[np.float32]) -> Rgba:
    height, width = lenses.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, 1)
    angle = rng.uniform(-0.9, 0.9)
    across = x * np.cos(angle) + y * np.sin(angle)
    each = width / height / 2  # the same window is seen in either lens
    middle, wide = rng.uniform(0, each), rng.uniform(0.06, 0.5)
    away = (across - middle + each / 2) % each - each / 2
    edge = rng.uniform(0.02, 0.2)
    streak = np.clip((wide / 2 - np.abs(away)) / edge + 0.5, 0, 1) * rng.uniform(0.1, 0.75)
    if rng.random() < 0.4:  # only below or above a slanted line
        streak = streak * np.clip((y - rng.uniform(0.2, 0.8)) * rng.choice((-8, 8)) + 0.5, 0, 1)
    taken = 0.45 * rng.beta(1, 2.2) * (1 - rng.uniform(0, 0.8) * _downward(lenses))
    alpha = lenses * (1 - (1 - streak) * (1 - taken))
    light = rng.uniform(150, 255) * _tint(rng, 0.75)
    dim = rng.uniform(10, 110) * _tint(rng, 0.6)
    share = (streak / np.maximum(streak + taken, 1e-3))[..., None]
    colour = dim + (light - dim) * share
    return np.dstack((colour, 255 * alpha)).round().clip(0, 255).astype(np.uint8)


def _downward(lenses: NDArray[np.float32]) -> NDArray[np.float32]:
    """(h, 1): from 0 at the upper edge of the lenses to 1 at their lower."""
    rows = np.flatnonzero(lenses.max(1) > 0)
    down = (np.arange(lenses.shape[0]) - rows[0]) / max(rows[-1] - rows[0], 1)
    return np.asarray(down.clip(0, 1)[:, None], np.float32)


def _tint(rng: np.random.Generator, least: float) -> NDArray[np.float64]:
    """White, or a pale colour, as likely."""
    return rng.uniform(least, 1, 3) if rng.random() < 0.5 else np.ones(3)
