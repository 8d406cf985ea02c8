"""Moustaches and beards, hair by hair, in grey: the wearer chooses the colour.

A moustache is drawn in cm around the root of the nose's partition, x to the picture's right, y
down: the upper lip's edge is 1.1 cm below, the corners of the mouth are at (2.5, 2.1). A beard is
drawn on the canonical face's texture, made smaller so that hair can reach beyond the jaw.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Field, Place, closed_curve, open_curve
from assets.drawing.fur import grow, ink, lock, roots_in

_UNIT = 127.0
_GREY = (ink(66, 64, 62), ink(226, 222, 216))
_DARK = (ink(34, 33, 32), ink(120, 117, 113))


def draw(folder: Path) -> None:
    """Write `moustache_<style>.png` and `beard_<style>.png` for every style."""
    for name, design in (("handlebar", _handlebar), ("chevron", _chevron), ("pencil", _pencil)):
        canvas = Canvas((1280, 672), _UNIT, (640.0, 132.0))
        design(canvas)
        canvas.save(folder / f"moustache_{name}.png")
    for name, beard in (("full", _full), ("goatee", _goatee), ("stubble", _stubble)):
        canvas = Canvas((1024, 1024))
        beard(canvas)
        canvas.save(folder / f"beard_{name}.png")


def _even(points: list[Place], count: int = 60) -> NDArray[np.float64]:
    line = open_curve(points)
    length = np.concatenate(([0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, line[:, axis]) for axis in (0, 1)], 1)


def _widths(values: list[float], count: int = 60) -> NDArray[np.float64]:
    return np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(values)), values)


def _both_sides(
    c: Canvas, points: list[Place], halves: list[float], layers: tuple[int, int], seed: int,
    reach: tuple[float, float], start: float, width: float = 0.05,
) -> None:  # fmt: skip
    """The same lock on either side: a dark layer below, a lighter one above it."""
    for side in (-1, 1):
        path = _even([(side * x, y) for x, y in points])
        half = _widths(halves) * side  # so that the upper edge is the lighter one on both sides
        lock(c, path, half * 1.02, layers[0], _DARK, 1.15 * width, seed + side, reach, start)
        lock(c, path, half * 0.94, layers[1], _GREY, width, seed + 9 + side, reach, start, 0.85)


def _handlebar(c: Canvas) -> None:
    points: list[Place] = [(0.05, 0.62), (0.9, 0.72), (1.9, 1.02), (2.9, 1.42), (3.7, 1.42),
                           (4.22, 0.98), (4.28, 0.42), (3.98, 0.14), (3.72, 0.34)]  # fmt: skip
    halves = [0.30, 0.50, 0.52, 0.36, 0.23, 0.15, 0.11, 0.08, 0.02]
    _both_sides(c, points, halves, (700, 620), 3, (0.25, 0.5), 0.78, 0.055)
    _tufts(c, 420, 0.62, 5)


def _chevron(c: Canvas) -> None:
    region = c.blob([(0, 0.28), (0.8, 0.20), (1.7, 0.45), (2.5, 1.05), (3.05, 1.95), (2.72, 2.32),
                     (2.1, 1.72), (1.2, 1.50), (0, 1.52), (-1.2, 1.50), (-2.1, 1.72),
                     (-2.72, 2.32), (-3.05, 1.95), (-2.5, 1.05), (-1.7, 0.45),
                     (-0.8, 0.20)])  # fmt: skip
    soft = c.soft(region, 0.10)
    c.paint(soft, (44, 43, 41), 0.55)

    def way(x: float, y: float) -> tuple[float, float]:
        lean = 0.95 * np.tanh(x / 1.5)
        return float(np.pi / 2 - lean), 0.85 + 0.15 * abs(x)

    upper = np.asarray(np.roll(soft, -round(0.18 * c.zoom), axis=0), np.float32)
    roots = roots_in(c, upper, 1500, 4, lambda _, y: -y)
    grow(c, roots[::2], way, _DARK, 0.075, 5, 0.35)
    grow(c, roots[1::2], way, _GREY, 0.062, 6, 0.35, 0.85)
    _volume(c, region)


def _pencil(c: Canvas) -> None:
    for side in (-1, 1):
        path = [(side * x, y) for x, y in ((0.18, 0.92), (0.8, 0.84), (1.6, 1.14), (2.5, 1.78))]
        line = c.stroke(path, (0.16, 0.30, 0.25, 0.04))
        c.paint(c.soft(line, 0.06), (44, 43, 41), 0.4)

        def way(x: float, y: float, side: int = side) -> tuple[float, float]:
            return float(np.pi / 2 - side * (0.95 + 0.12 * abs(x))), 0.34

        wide = np.asarray(np.clip(c.soft(line, 0.03) * 1.2, 0, 1), np.float32)
        roots = roots_in(c, wide, 520, 8 + side, lambda x, _: -abs(x))
        grow(c, roots[::2], way, _DARK, 0.05, 5 + side, 0.3)
        grow(c, roots[1::2], way, _GREY, 0.042, 7 + side, 0.3, 0.8)


def _tufts(c: Canvas, count: int, height: float, seed: int) -> None:
    """Short hairs below the nose that hide where both halves meet."""
    where = c.soft(c.disc((0, height - 0.1), (0.34, 0.22)), 0.1)

    def way(x: float, y: float) -> tuple[float, float]:
        return float(np.pi / 2 - 1.2 * np.tanh(2.2 * x)), 0.62

    roots = roots_in(c, where, count, seed, lambda _, y: -y)
    grow(c, roots[::2], way, _DARK, 0.055, seed, 0.3)
    grow(c, roots[1::2], way, _GREY, 0.05, seed + 1, 0.3, 0.8)


def _volume(c: Canvas, region: Field) -> None:
    """Lighter on the swell, darker where it turns under."""
    below = c.soft(np.asarray(region * (1 - np.roll(region, -round(0.34 * c.zoom), 0))), 0.12)
    c.rgb *= (1 - 0.35 * np.clip(below, 0, 1))[..., None]


# beards: texels of the canonical face's texture, made smaller about its middle
_SCALE, _SHIFT = 0.86, (0.07, 0.02)


def _at(points: list[Place]) -> list[Place]:
    """Points of the face's 1024-texel texture on the beard's picture, their mirror image added."""
    half = [(1024 * _SHIFT[0] + _SCALE * x, 1024 * _SHIFT[1] + _SCALE * y) for x, y in points]
    return half + [(1024 - x, y) for x, y in reversed(half) if x < 511.5]


def _lips(c: Canvas) -> Field:
    return c.polygon(
        closed_curve(
            _at([(512, 668), (486, 660), (460, 672), (424, 694), (392, 712), (424, 738), (462, 754),
                 (512, 758)])
        )
    )  # fmt: skip


def _way(length: float, rough: float = 0.0) -> Callable[[float, float], tuple[float, float]]:
    """Down, over the cheeks a little backwards, over the lip to both sides."""
    rng = np.random.default_rng(17)

    def way(x: float, y: float) -> tuple[float, float]:
        off = (x - 512) / 400
        lip = np.exp(-(((y - 572) / 38) ** 2)) * np.exp(-(((x - 512) / 130) ** 2))
        lean = -0.5 * off * (1 - lip) + 1.1 * np.tanh((x - 512) / 45) * lip
        chin = np.clip((y - 700) / 160, 0, 1)
        gather = 0.55 * off * chin
        angle = np.pi / 2 - lean + gather + rough * rng.normal()
        return float(angle), length * (1 + 0.45 * chin - 0.3 * lip)

    return way


def _jaw(c: Canvas, cheek: list[Place]) -> Field:
    """Below the cheek's line (its left half, from the ear to the middle), to beyond the jaw."""
    below: list[Place] = [(512, 1042), (430, 1034), (330, 992), (250, 946), (176, 892), (112, 834),
                          (56, 752), (18, 660), (-4, 570), (-12, 486)]  # fmt: skip
    return c.blob(_at(cheek + below[::-1]))


def _full(c: Canvas) -> None:
    cheek: list[Place] = [(512, 628), (470, 622), (440, 640), (396, 676), (352, 730), (288, 772),
                          (212, 748), (140, 668), (76, 560), (34, 470)]  # fmt: skip
    region = np.asarray(c.soft(_jaw(c, cheek), 7), np.float32)
    region *= 1 - np.asarray(c.soft(_lips(c), 2.5), np.float32)
    bare = c.mirrored(c.blob(_at([(452, 774), (478, 768), (490, 790), (470, 806), (446, 796)])[:5]))
    thin = np.asarray(region * (1 - 0.8 * c.soft(bare, 5)), np.float32)
    c.paint(thin, (38, 37, 35), 0.72)
    roots = roots_in(c, thin, 15000, 4, lambda _, y: -y)
    grow(c, roots[::2], _way(40), _DARK, 3.6, 5, 0.5, 0.85)
    grow(c, roots[1::2], _way(37, 0.08), _GREY, 2.9, 6, 0.6, 0.8)
    _locks(c)
    _mouth_free(c, 0.7)


def _goatee(c: Canvas) -> None:
    ring = c.blob(_at([(512, 626), (470, 622), (424, 650), (376, 700), (364, 760), (384, 836),
                       (410, 910), (440, 980), (476, 1030), (512, 1046)]))  # fmt: skip
    hole = c.blob(_at([(512, 664), (478, 660), (436, 684), (398, 712), (408, 760), (428, 800),
                       (462, 806), (486, 790), (498, 768), (512, 762)]))  # fmt: skip
    patch = c.blob(_at([(512, 762), (492, 764), (484, 800), (494, 850), (512, 860)]))
    region = np.asarray(np.maximum(c.soft(ring, 7) * (1 - c.soft(hole, 5)), c.soft(patch, 3)))
    region = np.asarray(region * (1 - c.soft(_lips(c), 2.5)), np.float32)
    c.paint(region, (38, 37, 35), 0.66)
    roots = roots_in(c, region, 5200, 4, lambda _, y: -y)
    grow(c, roots[::2], _way(34), _DARK, 3.5, 5, 0.45, 0.85)
    grow(c, roots[1::2], _way(31, 0.08), _GREY, 2.8, 6, 0.55, 0.8)
    _locks(c)
    _mouth_free(c, 0.7)


def _stubble(c: Canvas) -> None:
    cheek: list[Place] = [(512, 622), (466, 616), (436, 636), (396, 672), (346, 706), (280, 742),
                          (206, 726), (136, 650), (76, 556), (34, 470)]  # fmt: skip
    region = np.asarray(c.soft(_jaw(c, cheek), 16), np.float32)
    region *= 1 - np.asarray(c.soft(_lips(c), 4), np.float32)
    edge = 1 - c.across(890, 935, 1)  # it lies on the skin: nothing of it stands out beyond
    region = np.asarray(region * edge, np.float32)
    patchy = 0.72 + 0.5 * (c.noise(3, (70, 60)) - 0.5)
    c.paint(region * patchy, (48, 50, 54), 0.40)
    roots = roots_in(c, region, 20000, 4, lambda x, y: np.sin(12.9 * x + 78.2 * y))
    grow(c, roots, _way(6.5, 0.3), (ink(26, 26, 26), ink(90, 88, 86)), 1.35, 5, 0.3, 0.6, 4)
    _mouth_free(c, 0.85)


def _locks(c: Canvas) -> None:
    """Hair lies in locks: broad streaks along it are lighter and darker, its lower side is dark."""
    streaks = 0.6 * c.noise(31, (16, 90)) + 0.4 * c.noise(32, (7, 60)) - 0.5
    below = c.across(640, 920, 1)
    c.rgb *= np.clip(1 + 0.85 * streaks - 0.18 * below, 0.4, 1.6)[..., None]
    c.rgb = np.asarray(np.minimum(c.rgb, c.alpha[..., None]), np.float32)


def _mouth_free(c: Canvas, share: float) -> None:
    """Thin out the hairs that hang over the lips."""
    lips = cv2.erode(_lips(c), np.ones((9, 9), np.uint8))
    c.fade(np.asarray(1 - share * c.soft(np.asarray(lips, np.float32), 4), np.float32))
    c.fade(np.asarray(1 - c.soft(np.asarray(lips, np.float32), 12) ** 1.5, np.float32))
