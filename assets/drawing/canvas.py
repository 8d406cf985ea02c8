"""A canvas that is drawn larger than it is saved, and the few strokes the sprites are made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""(H, W) float32, a mask or a height, at the canvas's drawing size."""
Colour = tuple[int, int, int]
Place = tuple[float, float]
OVERSAMPLING = 2


class Canvas:
    """A transparent picture, `size` in its own units, drawn `OVERSAMPLING` times larger.

    Args:
        size: (width, height) in pixels when saved.
        unit: pixels to one unit of the coordinates given to the strokes.
        centre: where (0, 0) lies, in saved pixels.
    """

    def __init__(
        self, size: tuple[int, int], unit: float = 1.0, centre: Place = (0.0, 0.0)
    ) -> None:
        self.size = size
        self.zoom = unit * OVERSAMPLING
        self.centre = np.array(centre) * OVERSAMPLING
        self.shape = (size[1] * OVERSAMPLING, size[0] * OVERSAMPLING)
        self.rgb = np.zeros((*self.shape, 3), np.float32)  # premultiplied, 0 to 1
        self.alpha = np.zeros(self.shape, np.float32)

    def paint(
        self, mask: Field, colour: Colour | NDArray[np.float32], opacity: float = 1.0
    ) -> None:
        """Lay a colour, or a whole (H, W, 3) picture of 0 to 1, over what is there."""
        ink = (
            np.array(colour, np.float32) / np.float32(255) if isinstance(colour, tuple) else colour
        )
        x, y, w, h = cv2.boundingRect((mask > 0).astype(np.uint8))
        part = np.s_[y : y + h, x : x + w]
        weight = np.clip(mask[part] * np.float32(opacity), 0, 1)
        ink = ink[part] if ink.ndim == 3 else ink
        self.rgb[part] += (ink - self.rgb[part]) * weight[..., None]
        self.alpha[part] += (1 - self.alpha[part]) * weight

    def fade(self, mask: Field) -> None:
        """Multiply everything by a mask."""
        self.rgb *= mask[..., None]
        self.alpha *= mask

    def polygon(self, points: Sequence[Place] | NDArray[np.floating]) -> Field:
        """The inside of a closed polygon."""
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [self._fixed(points)], 255, cv2.LINE_AA, 4)
        return np.asarray(mask, np.float32) / np.float32(255)

    def blob(self, points: Sequence[Place]) -> Field:
        """The inside of a smooth closed curve through the points."""
        return self.polygon(closed_curve(points))

    def disc(self, at: Place, radius: float | Place, angle: float = 0.0) -> Field:
        """The inside of an ellipse turned by `angle` degrees."""
        rx, ry = radius if isinstance(radius, tuple) else (radius, radius)
        turn = np.linspace(0, 2 * np.pi, 160, endpoint=False)
        x, y = rx * np.cos(turn), ry * np.sin(turn)
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        return self.polygon(np.stack((at[0] + c * x - s * y, at[1] + s * x + c * y), 1))

    def stroke(self, points: Sequence[Place], widths: Sequence[float]) -> Field:
        """A brush stroke along a smooth curve; its width runs through `widths`."""
        path = open_curve(points)
        t = np.linspace(0, 1, len(path))
        half = np.interp(t, np.linspace(0, 1, len(widths)), widths) / 2
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        across = np.stack((-along[:, 1], along[:, 0]), 1) * half[:, None]
        mask = self.polygon(np.concatenate((path + across, (path - across)[::-1])))
        for end, radius in ((path[0], half[0]), (path[-1], half[-1])):
            if radius * self.zoom > 1:
                mask = np.maximum(mask, self.disc((float(end[0]), float(end[1])), float(radius)))
        return mask

    def soft(self, mask: Field, sigma: float) -> Field:
        """The mask blurred by `sigma` units."""
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(sigma * self.zoom, 0.1)), np.float32)

    def across(self, start: float, stop: float, axis: int) -> Field:
        """A ramp from 0 at `start` to 1 at `stop` along x (axis 0) or y (axis 1)."""
        length = self.shape[1 - axis]
        place = (np.arange(length, dtype=np.float32) + 0.5 - self.centre[axis]) / self.zoom
        ramp = np.clip((place - start) / (stop - start), 0, 1)
        ramp = ramp * ramp * (3 - 2 * ramp)
        return np.asarray(
            np.broadcast_to(ramp if axis == 0 else ramp[:, None], self.shape), np.float32
        )

    def noise(self, seed: int, grain: Place) -> Field:
        """Smooth noise of 0 to 1 whose spots are `grain` units wide and high."""
        h, w = self.shape
        cells = (
            max(2, round(w / (grain[0] * self.zoom))),
            max(2, round(h / (grain[1] * self.zoom))),
        )
        rough = np.random.default_rng(seed).random((cells[1], cells[0])).astype(np.float32)
        return np.clip(np.asarray(cv2.resize(rough, (w, h), interpolation=cv2.INTER_CUBIC)), 0, 1)

    def mirrored(self, mask: Field) -> Field:
        """The mask together with its mirror image."""
        return np.asarray(np.maximum(mask, mask[:, ::-1]), np.float32)

    def save(self, path: Path) -> None:
        """Write a PNG with straight alpha, averaged down to the canvas's size."""
        rgba = np.dstack((self.rgb, self.alpha))
        small = cv2.resize(rgba, self.size, interpolation=cv2.INTER_AREA)
        alpha = small[..., 3:]
        colour = small[..., :3] / np.maximum(alpha, 1e-4)
        out = np.round(np.clip(np.dstack((colour[..., ::-1], alpha)), 0, 1) * 255)
        out[alpha[..., 0] < 0.5 / 255] = 0
        cv2.imwrite(str(path), out.astype(np.uint8), [cv2.IMWRITE_PNG_COMPRESSION, 9])

    def _fixed(self, points: Sequence[Place] | NDArray[np.floating]) -> NDArray[np.int32]:
        placed = np.array(points, np.float64) * self.zoom + self.centre - 0.5
        return np.round(placed * 16).astype(np.int32)


def closed_curve(points: Sequence[Place]) -> NDArray[np.float64]:
    """A smooth loop through the points (Catmull-Rom spline)."""
    p = np.array(points, np.float64)
    return _catmull_rom(np.concatenate((p[-1:], p, p[:2])))


def open_curve(points: Sequence[Place]) -> NDArray[np.float64]:
    """A smooth line through the points (Catmull-Rom spline)."""
    p = np.array(points, np.float64)
    return _catmull_rom(np.concatenate((2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1])))


def _catmull_rom(p: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.linspace(0, 1, 24, endpoint=False)[:, None]
    pieces = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p[:-3], p[1:-2], p[2:-1], p[3:], strict=True)
    ]
    return np.concatenate((*pieces, p[-2:-1]))
