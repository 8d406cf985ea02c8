"""How layers move through a clip: affine poses, eased from one to another.

Ranges follow RVM's motion augmentation (Lin et al. 2021) and FaceMat §4.2, which scales the motion
by the clip's duration: a short clip sees only part of the path.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Affine = NDArray[np.float32]
"""(2, 3) float32, layer pixels to canvas pixels."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a layer lies on the canvas.

    Attributes:
        x, y: the anchor's place on the canvas, in pixels.
        scale: canvas pixels a layer pixel.
        rotation: radians, clockwise on the screen.
        aspect: width is multiplied, height divided by its square root.
        shear: horizontal shift a unit of height.
        flip: mirrored left to right.
    """

    x: float
    y: float
    scale: float
    rotation: float = 0.0
    aspect: float = 1.0
    shear: float = 0.0
    flip: bool = False

    def affine(self, anchor: tuple[float, float]) -> Affine:
        """The map that brings the layer's `anchor` to (x, y)."""
        c, s = np.cos(self.rotation), np.sin(self.rotation)
        stretch = np.diag([np.sqrt(self.aspect), 1 / np.sqrt(self.aspect)])
        if self.flip:
            stretch[0] *= -1
        linear = self.scale * np.array([[c, -s], [s, c]]) @ [[1, self.shear], [0, 1]] @ stretch
        offset = np.array([self.x, self.y]) - linear @ anchor
        return np.concatenate((linear, offset[:, None]), 1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Motion:
    """The change of a placement over a whole path."""

    dx: float = 0.0
    dy: float = 0.0
    growth: float = 1.0
    turn: float = 0.0

    def at(self, start: Placement, fraction: float) -> Placement:
        """The placement after `fraction` (0 to 1) of the path."""
        return replace(
            start,
            x=start.x + self.dx * fraction,
            y=start.y + self.dy * fraction,
            scale=start.scale * self.growth**fraction,
            rotation=start.rotation + self.turn * fraction,
        )


STILL = Motion()


def random_motion(rng: np.random.Generator, size: int, strength: float) -> Motion:
    """A motion of up to ±10 % of `size`, ±10°, ±10 % growth, times `strength`."""
    a = rng.uniform(-0.1, 0.1, 4) * strength
    return Motion(size * a[0], size * a[1], float(np.exp(a[2])), float(a[3] * 1.75))


def random_fractions(rng: np.random.Generator, frames: int) -> NDArray[np.float64]:
    """The share of the path reached at each frame: eased, reversed or paused at random."""
    span = frames * rng.choice([1.0, 2.0, 4.0])  # a short clip sees a part of the path
    start = rng.uniform(0, 1 - (frames - 1) / span) if span > frames - 1 else 0.0
    u = np.clip(start + np.arange(frames) / span, 0, 1)
    power = rng.uniform(1, 3)
    eased = u**power / (u**power + (1 - u) ** power) if rng.random() < 0.5 else u
    if rng.random() < 0.5:
        eased = 1 - eased
    if rng.random() < 0.1 and frames > 2:  # a pause: the frame is held
        hold = int(rng.integers(1, frames - 1))
        eased[hold:] = eased[hold]
    return np.asarray(eased)
