"""Comic marks: a drop of sweat, a tear, blush lines, an angry vein, a gloomy forehead."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Field, Place

_INK = (46, 30, 44)


def draw(folder: Path) -> None:
    """Write every mark into `folder`."""
    _drop(outlined=True).save(folder / "comic_sweat.png")
    _drop(outlined=False).save(folder / "comic_tear.png")
    _blush().save(folder / "comic_blush.png")
    _anger().save(folder / "comic_anger.png")
    _gloom().save(folder / "comic_gloom.png")


def _drop(outlined: bool) -> Canvas:
    """528 x 704, its tip at the top."""
    canvas = Canvas((528, 704), 235.0, (264.0, 410.0))
    outline: list[Place] = [(0, -1.55), (0.2, -1.0), (0.62, -0.3), (0.82, 0.3), (0.58, 0.86)]
    outline += [(0, 1.08), (-0.58, 0.86), (-0.82, 0.3), (-0.62, -0.3), (-0.2, -1.0)]
    mask = canvas.blob(outline)
    if outlined:
        canvas.paint(canvas.soft(mask, 0.015), (40, 92, 150))
        middle = np.array([0, 0.1])
        mask = canvas.blob([tuple(middle + 0.87 * (np.array(at) - middle)) for at in outline])
    top, foot = np.array([236, 250, 255]) / 255, np.array([104, 186, 246]) / 255
    ramp = canvas.across(-1.2, 1.0, 1)[..., None]
    canvas.paint(mask, np.asarray(top + (foot - top) * ramp, np.float32), 0.95 if outlined else 0.8)
    rim = np.clip(mask - canvas.soft(mask, 0.1), 0, 1) * mask
    canvas.paint(rim, (30, 120, 214), 0.9)
    shine = canvas.stroke([(-0.42, 0.05), (-0.46, 0.42), (-0.24, 0.68)], (0.05, 0.22, 0.06))
    canvas.paint(canvas.soft(shine, 0.02) * mask, (255, 255, 255), 0.95)
    canvas.paint(canvas.soft(canvas.disc((0.3, 0.55), 0.11), 0.03) * mask, (255, 255, 255), 0.7)
    return canvas


def _blush() -> Canvas:
    """512 x 288: a warm oval and strokes across it."""
    canvas = Canvas((512, 288), 120.0, (256.0, 144.0))
    glow = canvas.soft(canvas.disc((0, 0), (1.15, 0.5)), 0.29)
    glow = glow * canvas.across(-1.18, -0.7, 1) * canvas.across(1.18, 0.7, 1)
    canvas.paint(glow, (244, 78, 104), 0.7)
    for at in (-0.84, -0.28, 0.28, 0.84):
        stroke = canvas.stroke([(at + 0.2, -0.5), (at, 0.0), (at - 0.2, 0.5)], (0.05, 0.15, 0.05))
        canvas.paint(stroke, (206, 38, 70), 0.7)
    return canvas


def _anger() -> Canvas:
    """512 x 512: four bent strokes around a middle."""
    canvas = Canvas((512, 512), 215.0, (256.0, 256.0))
    bends = np.zeros(canvas.shape, np.float32)
    for turn in range(4):
        c, s = np.cos(turn * np.pi / 2 + 0.2), np.sin(turn * np.pi / 2 + 0.2)
        path = [(0.24, 0.98), (0.3, 0.5), (0.5, 0.3), (0.98, 0.24)]
        placed = [(float(x * c - y * s), float(x * s + y * c)) for x, y in path]
        bends = np.maximum(bends, canvas.stroke(placed, (0.1, 0.26, 0.26, 0.1)))
    canvas.paint(_grown(canvas, bends, 0.05), _INK)
    canvas.paint(bends, (226, 36, 44))
    canvas.paint(bends * canvas.across(0.5, -0.9, 1), (255, 120, 110), 0.7)
    return canvas


def _gloom() -> Canvas:
    """768 x 448: shade and lines that come down from the hairline."""
    canvas = Canvas((768, 448), 180.0, (384.0, 0.0))
    top = canvas.across(0.05, 0.75, 1)
    sides = canvas.across(-2.1, -1.0, 0) * canvas.across(2.1, 1.0, 0)
    canvas.paint(canvas.across(2.3, 0.5, 1) * top * sides, (58, 62, 128), 0.66)
    lengths = (1.0, 1.5, 1.15, 1.75, 1.3, 1.85, 1.2, 1.6, 1.05)
    for at, length in enumerate(lengths):
        x = (at - 4) * 0.4
        line = canvas.stroke(
            [(x, 0.15), (x, 0.1 + length * 0.6), (x, 0.25 + length)], (0.05, 0.06, 0.01)
        )
        canvas.paint(line * canvas.across(0.15, 0.8, 1), (34, 34, 92), 0.85)
    return canvas


def _grown(canvas: Canvas, mask: Field, reach: float) -> Field:
    """The mask with a rim around it."""
    return np.asarray(np.clip(canvas.soft(mask, reach) * 8 - 0.8, 0, 1), np.float32)
