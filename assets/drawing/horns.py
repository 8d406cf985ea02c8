"""The surfaces of horns, to be wound around a tube: from the tip at the top to the root."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Field
from assets.drawing.cloth import down, everywhere, flat, framed, grained

_SIZE = (512, 1024)


def draw(folder: Path) -> None:
    """Write `horn_<style>.png` for every style."""
    for name, design in (("devil", _devil), ("ram", _ram), ("unicorn", _unicorn)):
        canvas = Canvas(_SIZE)
        design(canvas)
        # the root melts into what it grows from
        canvas.fade(np.asarray(1 - canvas.across(945, 1008, 1), np.float32))
        framed(canvas)
        canvas.save(folder / f"horn_{name}.png")


def _grid(c: Canvas) -> tuple[Field, Field]:
    y, x = np.mgrid[0 : c.shape[0], 0 : c.shape[1]].astype(np.float32) / c.zoom
    return x, y


def _devil(c: Canvas) -> None:
    x, y = _grid(c)
    ink = down(c, [(0, (24, 8, 10)), (190, (66, 10, 14)), (520, (168, 18, 22)),
                   (860, (150, 12, 18)), (1000, (70, 6, 10))])  # fmt: skip
    ink = grained(c, ink, 3, (5, 160), 0.20)
    ink = grained(c, ink, 4, (60, 60), 0.12)
    # growth rings that crowd towards the root
    wave = y + 7 * np.sin(2 * np.pi * x / 496) + 16 * (c.noise(5, (90, 50)) - 0.5)
    turn = 2 * np.pi * (np.maximum(wave, 0) / 1024) ** 1.5 * 17
    deep = np.clip((y - 260) / 500, 0, 1)
    ridge = np.sin(turn) + 0.35 * np.sin(2 * turn + 0.8)
    ink *= (1 + 0.26 * deep * ridge)[..., None]
    ink += (0.16 * deep * np.clip(ridge - 0.75, 0, 1))[..., None] * np.array([1, 0.6, 0.5])
    c.paint(everywhere(c), np.asarray(np.clip(ink, 0, 1), np.float32))


def _ram(c: Canvas) -> None:
    x, y = _grid(c)
    ink = down(c, [(0, (58, 44, 34)), (240, (112, 86, 60)), (640, (176, 144, 104)),
                   (1000, (150, 118, 82))])  # fmt: skip
    ink = grained(c, ink, 7, (4, 36), 0.16)
    wave = y + 10 * np.cos(2 * np.pi * x / 496) + 22 * (c.noise(9, (120, 46)) - 0.5)
    phase = (wave / 1024 * 24) % 1.0
    groove = np.clip(1 - (4 * phase * (1 - phase)) ** 0.5, 0, 1)
    ink *= (1.12 - 0.85 * groove**1.4)[..., None]
    ink += (0.10 * np.exp(-(((phase - 0.35) / 0.13) ** 2)))[..., None]
    c.paint(everywhere(c), np.asarray(np.clip(ink, 0, 1), np.float32))


def _unicorn(c: Canvas) -> None:
    x, y = _grid(c)
    # pearl: cream with a breath of pink and blue that changes along the horn
    ink = flat(c, (250, 238, 226))
    shift = 0.5 + 0.5 * np.sin(2 * np.pi * (y / 380 + x / 496))
    ink += (shift - 0.5)[..., None] * np.array([0.06, -0.05, 0.07])
    # two grooves wind around it, lined with gold; 496 is once around
    phase = (2 * (x - 8) / 496 + y / 1024 * 14) % 1.0
    swell = (4 * phase * (1 - phase)) ** 0.5
    ink *= (0.62 + 0.42 * swell)[..., None]
    ink += (0.10 * np.exp(-(((phase - 0.38) / 0.12) ** 2)))[..., None]
    line = np.clip(1.6 - np.minimum(phase, 1 - phase) / 0.075, 0, 1)
    gold = np.array([232, 164, 44]) / 255 * (0.7 + 0.6 * c.noise(3, (30, 8)))[..., None]
    ink += (gold - ink) * line[..., None]
    c.paint(everywhere(c), np.asarray(np.clip(ink, 0, 1), np.float32))
