"""Noses: their surfaces as seen from the front, and the cards of whiskers beside them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Field, Place
from assets.drawing.cloth import everywhere, flat, framed, grained
from assets.drawing.relief import lit, rounded


def draw(folder: Path) -> None:
    """Write `nose_<style>.png` for every style and `whiskers_<style>.png` where there are any."""
    for name, design in (("clown", _clown), ("dog", _dog), ("cat", _cat)):
        canvas = Canvas((512, 512), 256.0, (256.0, 256.0))
        design(canvas)
        if name == "clown":
            framed(canvas)
        canvas.save(folder / f"nose_{name}.png")
    for name, design in (("dog", _dog_muzzle), ("cat", _cat_whiskers)):
        canvas = Canvas((1280, 512), 64.0, (640.0, 180.0))
        design(canvas)
        canvas.save(folder / f"whiskers_{name}.png")


def _clown(c: Canvas) -> None:
    """Foam rubber: red all over, fine pores, a worn seam; it is wound around a ball."""
    foam = grained(c, flat(c, (224, 22, 26)), 2, (0.022, 0.022), 0.16)
    foam = grained(c, foam, 3, (0.3, 0.3), 0.06)
    c.paint(everywhere(c), foam)


def _leather(c: Canvas, whole: Field, dark: tuple[int, int, int], seed: int) -> None:
    """Wet leather: small bumps over a rounded body, lit from above."""
    bumps = c.noise(seed, (0.045, 0.045)) * 0.6 + c.noise(seed + 1, (0.02, 0.02)) * 0.4
    diffuse, shine = rounded(c, whole, 0.34)
    ink = flat(c, dark) * (0.62 + 0.75 * bumps[..., None])
    c.paint(whole, lit(np.asarray(ink, np.float32), diffuse, shine, 0.35))


def _half(points: list[Place]) -> list[Place]:
    """A loop given by its right half, mirrored."""
    return points + [(-x, y) for x, y in reversed(points) if abs(x) > 1e-6]


def _dog(c: Canvas) -> None:
    whole = c.blob(_half([(0, -0.66), (0.42, -0.68), (0.78, -0.50), (0.90, -0.10), (0.70, 0.26),
                          (0.36, 0.44), (0.16, 0.66), (0, 0.80)]))  # fmt: skip
    whole = c.soft(whole, 0.012)
    _leather(c, whole, (56, 46, 48), 5)
    c.paint(c.soft(c.disc((0, 0.56), (0.5, 0.32)), 0.12) * whole, (0, 0, 0), 0.45)
    for side in (-1, 1):
        hole = c.blob([(side * 0.18, 0.02), (side * 0.40, -0.12), (side * 0.62, 0.0),
                       (side * 0.80, 0.20), (side * 0.60, 0.22), (side * 0.44, 0.24),
                       (side * 0.26, 0.26)])  # fmt: skip
        c.paint(c.soft(hole, 0.035) * whole, (6, 4, 5), 0.96)
        rim = c.stroke([(side * 0.18, 0.0), (side * 0.42, -0.16), (side * 0.68, -0.04)],
                       (0.02, 0.05, 0.02))  # fmt: skip
        c.paint(c.soft(rim, 0.025), (190, 180, 186), 0.4)
    c.paint(c.soft(c.stroke([(0, 0.20), (0, 0.50), (0, 0.78)], (0.03, 0.05, 0.04)), 0.012),
            (4, 3, 4), 0.85)  # fmt: skip
    for at, size, strength in (
        ((-0.26, -0.44), (0.30, 0.09), 0.85),
        ((0.24, -0.46), (0.14, 0.05), 0.5),
    ):
        glint = c.soft(c.disc(at, size, -8), 0.045)
        c.paint(glint * (0.7 + 0.5 * c.noise(8, (0.05, 0.05))) * whole, (238, 242, 250), strength)


def _cat(c: Canvas) -> None:
    whole = c.blob(_half([(0, -0.42), (0.40, -0.46), (0.80, -0.44), (0.86, -0.28), (0.62, 0.06),
                          (0.34, 0.32), (0.13, 0.46), (0, 0.54)]))  # fmt: skip
    whole = c.soft(whole, 0.012)
    _leather(c, whole, (232, 138, 142), 6)
    c.paint(c.soft(c.disc((0, 0.44), (0.4, 0.2)), 0.1) * whole, (110, 34, 44), 0.35)
    for side in (-1, 1):
        hole = c.stroke([(side * 0.26, 0.10), (side * 0.46, 0.06), (side * 0.60, -0.06)],
                        (0.05, 0.12, 0.03))  # fmt: skip
        c.paint(c.soft(hole, 0.03) * whole, (92, 26, 36), 0.9)
    c.paint(c.soft(c.stroke([(0, 0.12), (0, 0.50)], (0.02, 0.04)), 0.012), (120, 40, 50), 0.8)
    glint = c.soft(c.disc((-0.20, -0.28), (0.28, 0.06), -4), 0.04)
    c.paint(glint * whole, (255, 248, 248), 0.75)


def _whiskers(c: Canvas, seed: int, count: int, ink: tuple[int, int, int], length: float) -> None:
    rng = np.random.default_rng(seed)
    for side in (-1, 1):
        for number in range(count):
            row = number % 3
            x, y = 1.75 + 0.42 * (number // 3) + 0.08 * rng.random(), 0.55 + 0.42 * row
            rise = (0.95, 0.1, -0.75)[row] + 0.25 * rng.normal()
            far = length * (0.82 + 0.3 * rng.random())
            line = [
                (side * (x + far * t), y - rise * (t * 1.5 - 0.9 * t * t) + 0.5 * t * t)
                for t in (0.0, 0.35, 0.7, 1.0)
            ]
            shade = [(px, py + 0.10) for px, py in line[:3]]
            c.paint(c.soft(c.stroke(shade, (0.07, 0.05, 0.02)), 0.05), (30, 14, 8), 0.35)
            c.paint(c.stroke(line, (0.075, 0.055, 0.035, 0.012)), ink)
            c.paint(c.soft(c.disc((side * x, y), 0.075), 0.02), (50, 26, 20), 0.8)


def _cat_whiskers(c: Canvas) -> None:
    _whiskers(c, 3, 6, (250, 248, 244), 5.8)


def _dog_muzzle(c: Canvas) -> None:
    rng = np.random.default_rng(4)
    for side in (-1, 1):
        for row in range(3):
            for step in range(4 - row % 2):
                at = (side * (1.65 + 0.58 * step + 0.2 * (row % 2) + 0.06 * rng.normal()),
                      0.75 + 0.50 * row + 0.10 * step + 0.05 * rng.normal())  # fmt: skip
                size = 0.12 + 0.03 * rng.random()
                c.paint(c.soft(c.disc(at, (size, 0.85 * size)), 0.025), (40, 22, 16), 0.82)
    _whiskers(c, 9, 3, (54, 36, 28), 2.6)
