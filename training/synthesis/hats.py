"""Hats drawn from nothing: what hides the hairline, with a band or a brim across the forehead."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.shapes import Rgba, fixed

RIM = 0.72
"""Where the band lies, as a share of the picture's height from the top."""


def hat(rng: np.random.Generator, cloth: NDArray[np.uint8], size: int) -> Rgba:
    """A beanie, a cap with a visor or a hat with a brim; worn with `RIM` on the forehead.

    Args:
        cloth: (h, w, 3) uint8 RGB, what it is made of.
    Returns:
        (size, size, 4) uint8 RGBA.
    """
    tone = rng.uniform(0.4, 1.1)
    fabric = _shaded(cv2.resize(cloth, (size, size)).astype(np.float32) * np.float32(tone))
    middle, rim = size / 2, RIM * size
    wide, tall = size * rng.uniform(0.34, 0.4), rim * rng.uniform(0.7, 0.98)
    sag = size * rng.uniform(-0.05, 0.07)  # of the lower edge; below zero it is arched
    crown = _dome(middle, rim, wide, tall, sag, float(rng.uniform(1.6, 3.5)))
    rgb, alpha = fabric, _filled(crown, size)
    kind = rng.choice(["beanie", "cap", "brim"])
    if kind == "beanie":
        band = _band(middle, rim, wide * 1.03, sag, size * rng.uniform(0.1, 0.2))
        rgb = _painted(rgb, _filled(band, size), fabric * np.float32(rng.uniform(0.6, 1.25)))
        alpha = np.maximum(alpha, _filled(band, size))
    else:
        reach = wide * (rng.uniform(0.8, 1.05) if kind == "cap" else rng.uniform(1.15, 1.24))
        drop = size * (rng.uniform(0.08, 0.2) if kind == "cap" else rng.uniform(0.04, 0.1))
        plate = np.zeros((size, size), np.uint8)
        centre, axes = (round(middle), round(rim)), (round(reach), round(drop))
        cv2.ellipse(plate, centre, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
        rgb = _painted(rgb, plate, fabric * np.float32(rng.uniform(0.35, 0.9)))
        alpha = np.maximum(alpha, plate)
    return np.dstack((np.clip(rgb, 0, 255), alpha)).astype(np.uint8)


def _dome(
    middle: float, rim: float, wide: float, tall: float, sag: float, power: float
) -> NDArray[np.float64]:
    """The crown's outline (n, 2): a superellipse above, a slightly curved edge below."""
    angle = np.linspace(np.pi, 2 * np.pi, 48)
    c, s = np.cos(angle), np.sin(angle)
    over = np.stack((middle + wide * np.sign(c) * np.abs(c) ** (2 / power), rim + tall * s), 1)
    across = np.linspace(1, -1, 24)
    under = np.stack((middle + wide * across, rim + sag * (1 - across**2)), 1)
    return np.concatenate((over, under))


def _band(middle: float, rim: float, wide: float, sag: float, height: float) -> NDArray[np.float64]:
    across = np.linspace(-1, 1, 24)
    lower = np.stack((middle + wide * across, rim + sag * (1 - across**2)), 1)
    return np.concatenate((lower, lower[::-1] - (0, height)))


def _shaded(cloth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rounder towards the sides, darker at the rim, as light from above leaves it."""
    size = len(cloth)
    across, down = np.linspace(-1, 1, size), np.linspace(0, 1, size)
    shade = (1.05 - 0.45 * across[None] ** 2) * (1.05 - 0.25 * down[:, None])
    return np.asarray(cloth * shade[..., None], np.float32)


def _filled(outline: NDArray[np.float64], size: int) -> NDArray[np.uint8]:
    mask = np.zeros((size, size), np.uint8)
    cv2.fillPoly(mask, [fixed(outline[:, 0], outline[:, 1])], 255, cv2.LINE_AA, 4)
    return mask


def _painted(
    rgb: NDArray[np.float32], mask: NDArray[np.uint8], colours: NDArray[np.float32]
) -> NDArray[np.float32]:
    share = mask[..., None].astype(np.float32) / 255
    return np.asarray(rgb + (colours - rgb) * share, np.float32)
