"""Shaded solids for the demo's props: rounded shapes drawn from capsules, lit from one side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
"""(h, w) float32, one value a sample of the canvas."""
Paint = NDArray[np.float32]
"""(h, w, 4) float32 in [0, 1], RGB already multiplied by alpha."""

_LIGHT = np.array([-0.42, -0.60, 0.68], np.float32)  # from the upper left; length 1
_FAR = np.float32(1e3)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a prop is drawn: x to the right and y down, in design pixels from its anchor.

    Attributes:
        left, top, right, bottom: the drawn area.
        density: samples per design pixel.
    """

    left: float
    top: float
    right: float
    bottom: float
    density: float

    @property
    def shape(self) -> tuple[int, int]:
        """(h, w) in samples."""
        return (
            round((self.bottom - self.top) * self.density),
            round((self.right - self.left) * self.density),
        )

    def grid(self) -> tuple[Field, Field]:
        """The design coordinates of every sample: x as (1, w) and y as (h, 1)."""
        height, width = self.shape
        x = self.left + (np.arange(width, dtype=np.float32) + 0.5) / self.density
        y = self.top + (np.arange(height, dtype=np.float32) + 0.5) / self.density
        return x[None].astype(np.float32), y[:, None].astype(np.float32)

    def blur(self, values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
        """Gaussian blur with `sigma` in design pixels."""
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma * self.density), np.float32)


@dataclass(frozen=True, slots=True)
class Capsule:
    """A rounded stick whose radius and height run from one end to the other.

    Attributes:
        start, end: (x, y) in design pixels.
        radii: at the two ends.
        lifts: how far the axis is above the canvas at the two ends.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    radii: tuple[float, float]
    lifts: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Solid:
    """A drawn shape before it has colour.

    Attributes:
        distance: to the outline in design pixels, negative inside.
        height: of the surface above the canvas, in design pixels.
    """

    distance: Field
    height: Field

    def cover(self, canvas: Canvas) -> Field:
        """How much of every sample is inside the outline, 0 to 1."""
        return np.asarray(np.clip(0.5 - self.distance * canvas.density, 0.0, 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Sprite:
    """A prop ready to be laid over a frame.

    Attributes:
        rgba: (h, w, 4) uint8, RGB multiplied by alpha.
        anchor: (x, y) of the point that follows the path, in sprite pixels.
    """

    rgba: NDArray[np.uint8]
    anchor: tuple[float, float]


def solid(canvas: Canvas, capsules: Sequence[Capsule], blend: float = 5.0) -> Solid:
    """The union of capsules, its seams rounded over about `blend` design pixels.

    The union is the polynomial smooth minimum of the distances (Quilez, "smooth minimum").
    """
    x, y = canvas.grid()
    distance = np.full(canvas.shape, _FAR, np.float32)
    height = np.zeros(canvas.shape, np.float32)
    for capsule in capsules:
        rows, columns = _window(canvas, capsule, margin=3 * blend)
        d, h = _capsule(x[:, columns], y[rows], capsule)
        distance[rows, columns] = _smooth_minimum(distance[rows, columns], d, blend)
        height[rows, columns] = -_smooth_minimum(-height[rows, columns], -h, 0.6 * blend)
    return Solid(distance, height)


def shade(
    canvas: Canvas,
    shape: Solid,
    albedo: NDArray[np.float32],
    *,
    gloss: float = 0.12,
    sharpness: float = 18.0,
    soften: float = 1.0,
    occlusion: float = 0.025,
) -> Paint:
    """Light a solid: soft diffuse light, a highlight (Blinn 1977), and darker creases.

    Args:
        albedo: (3,) or (h, w, 3), RGB in [0, 1].
        gloss: strength of the highlight.
        sharpness: the highlight's exponent.
        soften: design pixels the surface is smoothed by.
        occlusion: darkening per design pixel that the surface lies below its surroundings.
    """
    surface = canvas.blur(shape.height, soften)
    slope_y, slope_x = np.gradient(surface, 1.0 / canvas.density)
    normal = np.dstack([-slope_x, -slope_y, np.ones_like(surface)]).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    lit = np.clip(normal @ _LIGHT * 0.62 + 0.38, 0.0, 1.0)
    half = _LIGHT + np.array([0.0, 0.0, 1.0], np.float32)
    shine = np.clip(normal @ (half / np.linalg.norm(half)), 0.0, 1.0) ** sharpness
    crease = np.clip(canvas.blur(surface, 7.0) - surface, 0.0, None) * occlusion
    light = (0.30 + 0.86 * lit) * np.clip(1.0 - crease, 0.45, 1.0)
    rgb = np.clip(albedo * light[..., None] + gloss * shine[..., None], 0.0, 1.0)
    return paint(rgb.astype(np.float32), shape.cover(canvas))


def sprite(canvas: Canvas, picture: Paint) -> Sprite:
    """A finished picture in 8 bits; its anchor is the design's origin."""
    rgba = np.clip(picture * 255.0 + 0.5, 0, 255).astype(np.uint8)
    return Sprite(rgba, (-canvas.left * canvas.density, -canvas.top * canvas.density))


def inside(canvas: Canvas, distance: NDArray[np.floating]) -> Field:
    """How much of every sample lies where `distance` is negative, 0 to 1."""
    part = np.clip(0.5 - distance * canvas.density, 0.0, 1.0)
    return np.broadcast_to(part, canvas.shape).astype(np.float32)


def mix(a: NDArray[np.float32], b: NDArray[np.float32], share: Field) -> NDArray[np.float32]:
    """From colour `a` where `share` is 0 to colour `b` where it is 1, (h, w, 3)."""
    return np.asarray(a + (b - a) * share[..., None], np.float32)


def paint(rgb: NDArray[np.float32], cover: Field) -> Paint:
    """Colour (3,) or (h, w, 3) in [0, 1] under a coverage (h, w)."""
    alpha = cover[..., None]
    return np.concatenate([rgb * alpha, alpha], axis=2).astype(np.float32)


def over(top: Paint, bottom: Paint) -> Paint:
    """One paint over another (Porter & Duff 1984, "over", premultiplied)."""
    return np.asarray(top + bottom * (1.0 - top[..., 3:]), np.float32)


def in_shadow(
    canvas: Canvas, bottom: Paint, caster: Field, *, strength: float, shift: float, blur: float
) -> Paint:
    """`bottom` with the soft shadow of `caster` on it, thrown down and to the right."""
    step = shift * canvas.density
    matrix = np.array([[1.0, 0.0, step * 0.6], [0.0, 1.0, step]], np.float32)
    thrown = cv2.warpAffine(caster, matrix, caster.shape[::-1])
    shadow = 1.0 - strength * canvas.blur(np.asarray(thrown, np.float32), blur)
    return np.concatenate([bottom[..., :3] * shadow[..., None], bottom[..., 3:]], axis=2)


def grain(canvas: Canvas, scale: float, seed: int) -> Field:
    """Smooth noise of about unit deviation whose spots are `scale` design pixels wide."""
    height, width = canvas.shape
    step = max(scale * canvas.density, 1.0)
    size = (max(int(width / step), 2), max(int(height / step), 2))
    noise = np.random.default_rng(seed).standard_normal(size[::-1]).astype(np.float32)
    return np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _window(canvas: Canvas, capsule: Capsule, margin: float) -> tuple[slice, slice]:
    reach = max(capsule.radii) + margin
    x0 = min(capsule.start[0], capsule.end[0]) - reach - canvas.left
    x1 = max(capsule.start[0], capsule.end[0]) + reach - canvas.left
    y0 = min(capsule.start[1], capsule.end[1]) - reach - canvas.top
    y1 = max(capsule.start[1], capsule.end[1]) + reach - canvas.top
    rows = slice(max(int(y0 * canvas.density), 0), max(int(y1 * canvas.density), 0))
    columns = slice(max(int(x0 * canvas.density), 0), max(int(x1 * canvas.density), 0))
    return rows, columns


def _capsule(x: Field, y: Field, capsule: Capsule) -> tuple[Field, Field]:
    (ax, ay), (bx, by) = capsule.start, capsule.end
    dx, dy = bx - ax, by - ay
    length = max(dx * dx + dy * dy, 1e-6)
    along = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0.0, 1.0)
    off = np.hypot(x - ax - along * dx, y - ay - along * dy)
    radius = capsule.radii[0] + (capsule.radii[1] - capsule.radii[0]) * along
    lift = capsule.lifts[0] + (capsule.lifts[1] - capsule.lifts[0]) * along
    dome = np.sqrt(np.clip(radius * radius - off * off, 0.0, None))
    height = np.where(off < radius, lift + dome, 0.0)
    return (off - radius).astype(np.float32), height.astype(np.float32)


def _smooth_minimum(a: Field, b: Field, blend: float) -> Field:
    h = np.clip(blend - np.abs(a - b), 0.0, None) / blend
    return np.asarray(np.minimum(a, b) - h * h * blend * 0.25, np.float32)
