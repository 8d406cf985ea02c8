"""Pictures with transparency that are drawn smaller, turned and bent without a halo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.mesh import ASSETS
from filters.tiles import Tile

Premultiplied = NDArray[np.uint8]
"""(h, w, 4) uint8 RGBA, colour multiplied by alpha; the only form that may be resampled: in
straight alpha the colour of transparent pixels bleeds into the edge (Porter & Duff 1984)."""


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture at full size, half size, quarter size and so on.

    Attributes:
        levels: premultiplied, each half the size of the one before.
    """

    levels: tuple[Premultiplied, ...]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the full picture."""
        return self.levels[0].shape[1], self.levels[0].shape[0]

    def level(self, density: float) -> Premultiplied:
        """The level to sample when `density` full-size texels fall on one pixel's side."""
        step = round(math.log2(max(density * 0.9, 1.0)))
        return self.levels[min(step, len(self.levels) - 1)]


def sprite(rgba: NDArray[np.uint8]) -> Sprite:
    """Prepare a (h, w, 4) uint8 picture with straight alpha."""
    level = premultiplied(rgba)
    levels = [level]
    while min(level.shape[:2]) >= 16:
        half = (max(1, level.shape[1] // 2), max(1, level.shape[0] // 2))
        level = np.asarray(cv2.resize(level, half, interpolation=cv2.INTER_AREA), np.uint8)
        levels.append(level)
    for level in levels:
        level.flags.writeable = False
    return Sprite(tuple(levels))


@cache
def load_sprite(name: str) -> Sprite:
    """The shipped picture assets/sprites/`name`.png.

    Raises:
        ValueError: if it is missing or has no transparency.
    """
    return sprite(read_rgba(ASSETS / "sprites" / f"{name}.png"))


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """A PNG as (h, w, 4) uint8 RGBA, straight alpha.

    Raises:
        ValueError: if it can't be read or has no transparency.
    """
    bgra = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if bgra is None or bgra.ndim != 3 or bgra.shape[2] != 4:
        raise ValueError(f"{path} is not a picture with transparency")
    return np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGBA), np.uint8)


def premultiplied(rgba: NDArray[np.uint8]) -> Premultiplied:
    """Straight alpha to premultiplied."""
    alpha = rgba[..., 3]
    scale = cv2.merge((alpha, alpha, alpha, np.full_like(alpha, 255)))
    return np.asarray(cv2.multiply(rgba, scale, scale=1 / 255), np.uint8)


def straight(picture: Premultiplied) -> NDArray[np.uint8]:
    """Premultiplied to straight alpha; where alpha is 0 the colour is black."""
    alpha = picture[..., 3]
    scale = cv2.merge((alpha, alpha, alpha, np.full_like(alpha, 255)))
    return np.asarray(cv2.divide(picture, scale, scale=255), np.uint8)


def over(top: Premultiplied, bottom: Premultiplied) -> Premultiplied:
    """Porter & Duff's "over" on premultiplied pictures of one size."""
    rest = cv2.bitwise_not(top[..., 3])
    return np.asarray(
        cv2.add(top, cv2.multiply(bottom, cv2.merge((rest,) * 4), scale=1 / 255)), np.uint8
    )


def faded(picture: Premultiplied, amount: float) -> Premultiplied:
    """All of it at `amount` of its opacity, 0 to 1."""
    return np.asarray(cv2.convertScaleAbs(picture, alpha=amount), np.uint8)


def draw_card(picture: Sprite, corners: NDArray[np.floating], tile: Tile) -> Premultiplied:
    """Draw a flat card in perspective over a tile.

    Args:
        corners: (4, 2) frame pixels of its top-left, top-right, bottom-right, bottom-left corner.
    Returns:
        (tile.height, tile.width, 4), all 0 when the card is seen edge-on.
    """
    target = tile.local(corners)
    width, height = picture.size
    area = abs(float(cv2.contourArea(target)))
    if area < 0.5:
        return np.zeros((*tile.shape, 4), np.uint8)
    texture = picture.level(math.sqrt(width * height / area))
    w, h = texture.shape[1], texture.shape[0]
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(source, target)
    return np.asarray(cv2.warpPerspective(texture, matrix, tile.size, flags=cv2.INTER_LINEAR))
