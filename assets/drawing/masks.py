"""Two face masks as flat pictures of their cloth, in near-white: the wearer chooses the colour.

The upper `BODY` of a picture is the mask from ear to ear and from the nose to below the chin, the
strip below it is the loops.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas
from assets.drawing.cloth import (
    band,
    everywhere,
    flat,
    framed,
    grained,
    raised,
    stitches,
    twill,
)

BODY = 0.92
_SIZE = (1024, 768)
_LOW = _SIZE[1] * BODY


def draw(folder: Path) -> None:
    """Write `mask_<style>.png` for every style."""
    designs: dict[str, Callable[[Canvas], None]] = {"medical": _medical, "cloth": _cloth}
    for name, design in designs.items():
        canvas = Canvas(_SIZE)
        design(canvas)
        _loops(canvas)
        framed(canvas)
        canvas.save(folder / f"mask_{name}.png")


def _medical(c: Canvas) -> None:
    body = grained(c, flat(c, (214, 216, 218)), 3, (5, 5), 0.05)
    c.paint(everywhere(c), grained(c, body, 4, (40, 26), 0.03))
    _embossed(c)
    # three pleats, each folded downwards: light on the fold, dark below it
    for number, y in enumerate((250.0, 372.0, 494.0)):
        droop = 20.0 - 16.0 * number
        line = [(30.0, y - droop), (280.0, y + 0.2 * droop), (512.0, y + 0.5 * droop),
                (744.0, y + 0.2 * droop), (994.0, y - droop)]  # fmt: skip
        shade = c.stroke([(x, py + 13) for x, py in line], (4, 26, 30, 26, 4))
        c.paint(c.soft(shade, 8), (38, 50, 66), 0.50)
        light = c.stroke([(x, py - 12) for x, py in line], (4, 18, 22, 18, 4))
        c.paint(c.soft(light, 9), (255, 255, 255), 0.65)
        c.paint(c.soft(c.stroke(line, (2.4, 3.2, 3.4, 3.2, 2.4)), 0.8), (40, 52, 66), 0.6)
    _creases(c, 0.24)
    _bound(c, 40, (236, 238, 240))
    for y in (22.0, _LOW - 22.0):
        _welds(c, y)
    wire = c.stroke([(330, 78), (430, 72), (512, 70), (594, 72), (694, 78)], (16, 18, 18, 18, 16))
    raised(c, wire, flat(c, (222, 224, 226)), 7, 0.25, 0.35)


def _cloth(c: Canvas) -> None:
    cotton = twill(c, flat(c, (206, 206, 208)), 7.0, 0.10)
    c.paint(everywhere(c), grained(c, grained(c, cotton, 5, (3, 3), 0.07), 6, (120, 70), 0.05))
    # the seam down the middle that gives it its shape
    seam = [(512.0, 8.0), (508.0, 200.0), (512.0, 400.0), (512.0, 690.0)]
    c.paint(c.soft(c.stroke(seam, (40, 40, 40)), 13), (20, 20, 24), 0.30)
    c.paint(c.soft(c.stroke(seam, (3.5, 3.5, 3.5)), 1.0), (14, 14, 18), 0.75)
    for side in (-1, 1):
        beside = [(x + side * 17, y) for x, y in seam]
        stitches(c, beside, (246, 246, 248), 12, 4.2)
    _creases(c, 0.34)
    _bound(c, 34, (196, 196, 200))
    for y in (48.0, _LOW - 48.0):
        stitches(c, [(44, y), (300, y), (512, y), (724, y), (980, y)], (246, 246, 248), 12, 4.2)
    for x in (52.0, 972.0):
        stitches(c, [(x, 60), (x, 340), (x, _LOW - 60)], (246, 246, 248), 12, 4.2)


def _embossed(c: Canvas) -> None:
    """The fine grid of dots that holds non-woven cloth together."""
    y, x = np.mgrid[0 : c.shape[0], 0 : c.shape[1]].astype(np.float32) / c.zoom
    row = np.floor(y / 9)
    dots = np.cos(2 * np.pi * (x / 9 + 0.5 * row)) * np.cos(2 * np.pi * (y / 9))
    c.rgb *= (1 + 0.035 * np.clip(dots, 0, 1))[..., None]


def _creases(c: Canvas, depth: float) -> None:
    """Soft folds that run from where the loops pull to the middle."""
    rng = np.random.default_rng(8)
    for side in (-1, 1):
        for corner in (70.0, _LOW - 70.0):
            for number in range(5):
                lean = (number - 2) * 0.20 + (0.42 if corner < 300 else -0.42)
                reach = rng.uniform(150, 300)
                start = (512 + side * 470.0, corner + 14.0 * (number - 2))
                line = [
                    (start[0] - side * reach * t, start[1] + reach * t * lean + 10 * t * t)
                    for t in (0.0, 0.4, 0.75, 1.0)
                ]
                wide = rng.uniform(10, 18)
                c.paint(c.soft(c.stroke(line, (wide, 0.8 * wide, 2)), 6), (28, 36, 48), depth)
                above = [(x, y - 0.9 * wide) for x, y in line]
                c.paint(c.soft(c.stroke(above, (wide, 0.7 * wide, 2)), 6), (255, 255, 255), depth)


def _bound(c: Canvas, wide: float, colour: tuple[int, int, int]) -> None:
    """A folded edge on all sides."""
    tape = grained(c, flat(c, colour), 11, (5, 5), 0.04)
    inner = band(c, wide, _LOW - wide, 2) * (
        c.across(wide - 1, wide + 1, 0) * (1 - c.across(1023 - wide, 1025 - wide, 0))
    )
    c.paint(c.soft(np.asarray(1 - inner, np.float32), 5), (30, 38, 50), 0.35)
    raised(c, np.asarray(1 - inner, np.float32), tape, 8, 0.1, 0.0)


def _welds(c: Canvas, y: float) -> None:
    """Where layers are pressed together: a row of small dents."""
    for x in np.arange(60, 980, 17.0):
        dent = c.stroke([(x - 4, y + 5), (x, y), (x + 4, y - 5)], (3.4, 4.2, 3.4))
        c.paint(c.soft(dent, 0.8), (60, 74, 88), 0.5)


def _loops(c: Canvas) -> None:
    """Elastic cord, ribbed; its far end, at the strip's upper edge, goes behind the ear."""
    x = np.arange(c.shape[1], dtype=np.float32)[None, :] / c.zoom
    ribs = flat(c, (228, 229, 230)) * (1 + 0.06 * np.sin(2 * np.pi * x / 9))[..., None]
    c.paint(band(c, _LOW, _SIZE[1], 1), np.asarray(ribs, np.float32))
    end = c.across(_LOW + 1, _LOW + 18, 1)
    c.fade(np.asarray(np.where(np.arange(c.shape[0])[:, None] < _LOW * c.zoom, 1, end), np.float32))
