"""Five hats as flat pictures of their surfaces, to be bent around a head.

A hat's picture runs once around the head, its middle at the front, its seam at the back; from the
top of the picture to its bottom lie the hat's parts from the crown's middle to the brim's edge. The
light comes from the scene: what is painted here is colour, weave, seams and the shade in creases.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assets.drawing.canvas import Canvas, Colour, Field, Place
from assets.drawing.cloth import (
    band,
    braided,
    down,
    everywhere,
    flat,
    framed,
    grained,
    raised,
    stitches,
    twill,
)
from assets.drawing.fur import grow, ink
from assets.drawing.relief import lit, rounded

_SIZE = (1024, 1024)
_FLAT = (2048, 384)
_RUBY: Colour = (196, 16, 46)
_EMERALD: Colour = (24, 130, 92)
_SAPPHIRE: Colour = (28, 76, 196)


def draw(folder: Path) -> None:
    """Write `hat_<style>.png` for every style, and the pompom."""
    designs: dict[str, Callable[[Canvas], None]] = {
        "top-hat": _top_hat,
        "cap": _cap,
        "party": _party,
        "crown": _crown,
        "straw": _straw,
    }
    for name, design in designs.items():
        canvas = Canvas(_FLAT if name == "crown" else _SIZE)
        design(canvas)
        framed(canvas)
        canvas.save(folder / f"hat_{name}.png")
    ball = Canvas((512, 512), 100.0, (256.0, 256.0))
    _pompom(ball)
    ball.save(folder / "hat_pompom.png")


def _top_hat(c: Canvas) -> None:
    silk = grained(c, flat(c, (37, 34, 42)), 3, (3, 46), 0.16)
    silk = grained(c, silk, 5, (60, 160), 0.10)
    c.paint(everywhere(c), silk)
    c.paint(c.soft(band(c, 196, 214), 5), (120, 116, 130), 0.28)  # the worn edge of the top
    # satin ribbon with woven ridges and a pleat where it is sewn together
    top, bottom = 640, 790
    satin = down(c, [(top, (92, 12, 34)), (top + 60, (158, 24, 56)), (bottom, (88, 10, 32))])
    y = np.arange(c.shape[0], dtype=np.float32)[:, None] / c.zoom
    satin *= (1 + 0.05 * np.sin(2 * np.pi * y / 5))[..., None]
    ribbon = band(c, top, bottom, 3)
    c.paint(c.soft(band(c, top - 12, top + 4), 7), (0, 0, 0), 0.7)
    c.paint(ribbon, np.asarray(grained(c, satin, 8, (40, 400), 0.10), np.float32))
    for line in (top + 5, bottom - 17):
        c.paint(band(c, line, line + 3, 2), (206, 92, 112), 0.55)
    knot = c.polygon([(716, top - 7), (764, top - 11), (768, 784), (712, 784)])
    raised(c, c.soft(knot, 2), satin * 1.06, 12, 0.25)
    for x in (726, 738, 750):
        c.paint(c.soft(c.polygon([(x, top), (x + 3, top), (x + 1, 780), (x - 2, 780)]), 2),
                (40, 4, 16), 0.5)  # fmt: skip
    # the crease to the brim, the brim's bound edge
    c.paint(c.soft(band(c, 782, 812), 8), (0, 0, 0), 0.75)
    edge = band(c, 982, 1024, 3)
    bound = flat(c, (58, 53, 64)) * (1 + 0.12 * np.sin(2 * np.pi * y / 6))[..., None]
    c.paint(c.soft(band(c, 972, 986), 5), (0, 0, 0), 0.6)
    c.paint(edge, np.asarray(bound, np.float32))


def _cap(c: Canvas) -> None:
    navy, red, white = (30, 44, 84), (196, 40, 44), (240, 238, 230)
    c.paint(everywhere(c), grained(c, flat(c, navy), 4, (70, 70), 0.10))
    c.paint(band(c, 716, 1024, 1), grained(c, flat(c, red), 6, (70, 70), 0.08))
    cotton = twill(c, c.rgb, 5.2, 0.11)
    c.paint(everywhere(c), grained(c, cotton, 9, (2, 2), 0.10))
    # six panels: a seam, its fold and two rows of stitches, which meet below the button
    for seam in range(7):
        x = 16 + seam * 992 / 6 + 992 / 12
        fold = c.polygon([(x - 1.5, 0), (x + 1.5, 0), (x + 1.5, 712), (x - 1.5, 712)])
        c.paint(c.soft(fold, 4), (0, 0, 0), 0.55)
        c.paint(fold, (6, 10, 26), 0.8)
        for side in (-1, 1):
            stitches(c, [(x + side * 9, 120), (x + side * 9, 400), (x + side * 9, 690)],
                     (74, 92, 146), 9, 2.6)  # fmt: skip
        hole = (x + 83, 296)
        raised(c, np.asarray(c.disc(hole, (13, 9)), np.float32), flat(c, (52, 68, 116)), 4, 0.2)
        c.paint(c.disc(hole, (5.5, 4)), (6, 8, 18))
    raised(c, band(c, 10, 52, 3), flat(c, navy) * 1.05, 14, 0.1)
    _badge(c, white, red)
    # the sweatband's shade, then the peak with its rows of stitches
    c.paint(c.soft(band(c, 694, 716), 6), (0, 0, 0), 0.6)
    c.paint(c.soft(band(c, 712, 742), 9), (0, 0, 0), 0.5)
    for row in range(6):
        y = 768 + row * 40
        stitches(c, [(20, y), (512, y), (1004, y)], (238, 120, 112), 12, 3.2)
    c.paint(band(c, 998, 1024, 3), (140, 22, 28), 0.85)


def _badge(c: Canvas, white: Colour, red: Colour) -> None:
    """A bolt of lightning, embroidered in satin stitch, on a round patch."""
    disc = c.disc((512, 486), (70, 152))
    raised(c, disc, grained(c, flat(c, white), 21, (1.6, 120), 0.10), 7, 0.12, 0.6)
    ring = np.asarray(disc - c.disc((512, 486), (62, 136)), np.float32)
    c.paint(ring, grained(c, flat(c, red), 22, (5, 2), 0.22), 0.96)
    bolt = c.polygon(
        [(524, 380), (476, 510), (507, 510), (494, 598), (549, 462), (518, 462), (540, 380)]
    )
    thread = grained(c, flat(c, (250, 186, 30)), 23, (40, 3), 0.26)
    raised(c, bolt, thread, 4, 0.2, 0.5)


def _party(c: Canvas) -> None:
    c.paint(everywhere(c), down(c, [(0, (250, 70, 140)), (1024, (236, 36, 116))]))
    # broad stripes that wind up the cone, each with a thin golden rim
    for stripe in range(-6, 12):
        x = stripe * 992 / 6 + 16
        wide, lean = 72.0, 330.0
        for wider, colour, opacity in ((7, (255, 214, 92), 1.0), (0, (44, 190, 214), 1.0)):
            edge = [(x - wider, 1024), (x + wide + wider, 1024),
                    (x + wide + lean + wider, 0), (x + lean - wider, 0)]  # fmt: skip
            c.paint(c.polygon(edge), colour, opacity)
    rng = np.random.default_rng(12)
    for row in range(9):
        for column in range(12):
            x = 16 + (column + 0.5 * (row % 2) + 0.18 * rng.random()) * 992 / 12
            y = 150 + row * 92 + 20 * rng.random()
            ink: Colour = ((255, 250, 236), (255, 226, 96), (140, 80, 220))[int(rng.integers(3))]
            dot = c.disc((x, y), (9 * 700 / (y + 60), 9.5))
            c.paint(c.soft(np.roll(dot, 5, axis=0), 2), (60, 0, 40), 0.25)
            c.paint(dot, ink)
    c.paint(everywhere(c), grained(c, c.rgb, 14, (2, 2), 0.05))
    # a tinsel rim
    rim = band(c, 936, 1024, 3)
    c.paint(c.soft(band(c, 924, 944), 6), (40, 0, 30), 0.5)
    tinsel = grained(c, flat(c, (232, 176, 60)), 31, (2.4, 34), 0.75)
    c.paint(rim, grained(c, tinsel, 32, (5, 60), 0.5))


def _crown(c: Canvas) -> None:
    points = 8
    step = 1984 / points
    middles = [32 + (number + 0.5) * step for number in range(points)]
    outline: list[Place] = [(0.0, 400.0), (0.0, 214.0)]
    for x in middles:
        outline += [(x - 0.5 * step, 214.0), (x - 0.36 * step, 192.0), (x - 0.17 * step, 140.0),
                    (x, 62.0), (x + 0.17 * step, 140.0), (x + 0.36 * step, 192.0)]  # fmt: skip
    outline += [(2048.0, 214.0), (2048.0, 400.0)]
    wall = c.polygon(outline)
    wall = np.asarray(np.clip(c.soft(wall, 4) * 4 - 1.5, 0, 1), np.float32)
    for x in middles:
        wall = np.maximum(wall, c.disc((x, 48), 23))
    gold = down(c, [(40, (255, 216, 122)), (210, (232, 172, 66)), (300, (198, 132, 42))])
    gold = grained(c, gold, 2, (90, 60), 0.06)
    diffuse, shine = rounded(c, wall, 12)
    c.paint(wall, lit(gold, 0.4 + 0.62 * diffuse, shine, 0.3))
    for number, x in enumerate(middles):
        leaf = c.blob([(x, 92), (x + 20, 150), (x + 34, 190), (x, 206), (x - 34, 190),
                       (x - 20, 150)])  # fmt: skip
        c.paint(np.clip(c.soft(leaf, 2) - c.soft(leaf, 4) ** 4, 0, 1), (104, 58, 10), 0.8)
        _jewel(c, c.disc((x, 164), (15, 21)), (x, 164), (_RUBY, _EMERALD)[number % 2], 15)
        raised(c, c.disc((x, 48), 21), flat(c, (246, 240, 230)), 19, 0.7, 0.2)
    c.paint(band(c, 226, 352, 3), grained(c, flat(c, (204, 142, 46)), 7, (30, 30), 0.07), 0.8)
    for y, high in ((212, 17), (342, 26)):
        raised(c, band(c, y, y + high, 2), gold, high * 0.45, 0.5)
    for number in range(2 * points):
        x = 32 + number * step / 2
        if number % 2 == 0:
            raised(c, c.disc((x, 286), 13), flat(c, (246, 240, 230)), 12, 0.7, 0.5)
            continue
        raised(c, c.disc((x, 286), (46, 40)), gold, 8, 0.5)
        stone = (_SAPPHIRE, _RUBY)[(number // 2) % 2]
        _jewel(c, c.disc((x, 286), (37, 31)), (x, 286), stone, 24)


def _jewel(c: Canvas, mask: Field, at: tuple[float, float], colour: Colour, edge: float) -> None:
    """A cut stone: dark above, glowing below, one sharp glint."""
    ink = flat(c, colour)
    raised(c, mask, ink * 0.75, edge, 0.5, 0.6)
    glow = c.disc((at[0], at[1] + 0.9 * edge), (0.55 * edge, 0.9 * edge))
    light = tuple(min(255, int(1.1 * part + 70)) for part in colour)
    c.paint(c.soft(glow, 0.3 * edge) * mask, (light[0], light[1], light[2]), 0.75)
    c.paint(c.soft(c.disc((at[0] - 0.32 * edge, at[1] - 0.9 * edge), (0.24 * edge, 0.3 * edge)), 1),
            (255, 255, 255), 0.9)  # fmt: skip


def _straw(c: Canvas) -> None:
    tone, hollow = braided(c, 24, 17, 3)
    dark, light = np.array([176, 124, 62]) / 255, np.array([244, 214, 150]) / 255
    straw = dark + (light - dark) * tone[..., None]
    straw = straw * (1 - 0.62 * hollow[..., None] ** 1.3)
    c.paint(everywhere(c), np.asarray(straw, np.float32))
    c.paint(c.soft(band(c, 0, 40), 20), (120, 74, 30), 0.3)
    top, bottom = 470, 600
    ribbon = band(c, top, bottom, 3)
    c.paint(c.soft(band(c, top - 10, top + 4), 7), (50, 26, 6), 0.7)
    c.paint(ribbon, grained(c, flat(c, (34, 60, 92)), 4, (3, 40), 0.12))
    c.paint(band(c, top + 52, top + 84, 2), grained(c, flat(c, (236, 230, 214)), 6, (3, 30), 0.08))
    c.paint(c.soft(band(c, 590, 628), 9), (40, 20, 4), 0.7)
    y = np.arange(c.shape[0], dtype=np.float32)[:, None] / c.zoom
    hem = grained(c, flat(c, (214, 170, 100)), 8, (9, 4), 0.35)
    c.paint(c.soft(band(c, 976, 988), 4), (50, 26, 6), 0.6)
    c.paint(band(c, 986, 1024, 2), np.asarray(hem * (1 + 0.1 * np.sin(y))[..., None], np.float32))


def _pompom(c: Canvas) -> None:
    """A ball of wool: tufts from its back to its front, lighter towards the light."""
    rng = np.random.default_rng(5)
    for ring, (reach, count) in enumerate(((1.55, 420), (1.25, 420), (0.9, 360), (0.5, 260))):
        turn = rng.uniform(0, 2 * np.pi, count)
        away = reach * np.sqrt(rng.uniform(0.2, 1, count))
        roots = np.stack((away * np.cos(turn), away * np.sin(turn)), 1)
        roots = roots[np.argsort(-away)]

        def way(x: float, y: float) -> tuple[float, float]:
            return float(np.arctan2(y, x)), 0.55

        light = 0.72 + 0.09 * ring
        grow(c, roots, way, (ink(196, 120, 20) * light, ink(255, 232, 150) * light), 0.16, ring,
             0.5, 0.95)  # fmt: skip
    shade = c.soft(c.disc((0.35, 0.55), 1.35), 0.5)
    c.rgb *= (1 - 0.30 * shade * (1 - c.soft(c.disc((-0.4, -0.5), 0.9), 0.5)))[..., None]
