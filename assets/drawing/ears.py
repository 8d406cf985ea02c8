"""Ears of fur, hair by hair, as seen from the front; the wearer's right one, mirrored for the left.

Coordinates are pixels of the saved picture, the middle of the ear's root at the bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Colour, Field, Place
from assets.drawing.cloth import down, flat
from assets.drawing.fur import grow, ink, roots_in

_Pair = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Ear:
    """How one ear looks.

    Attributes:
        size: of the picture.
        outline: the whole ear.
        hollow: the bare inner side.
        coat: its darkest and lightest hair.
        skin: the bare side at its top and at its bottom.
        tufts: the hairs that hang into the hollow from its edges.
        length: of a hair of the coat.
        tip: colours of the coat near its tip, and how far down they reach; None for the same.
        tip_at: where the tip is.
        hairs: how many.
        tuft_hairs: how many hang into the hollow, in each of two rounds.
        tuft: how long those are against the picture's height.
        dim: how light the first round is against the second.
    """

    size: tuple[int, int]
    outline: Sequence[Place]
    hollow: Sequence[Place]
    coat: _Pair
    skin: tuple[Colour, Colour]
    tufts: _Pair
    length: float
    tip: _Pair | None = None
    tip_at: Place = (0.0, 0.0)
    tip_reach: float = 150.0
    hairs: int = 5200
    tuft_hairs: int = 240
    tuft: float = 0.22
    dim: float = 0.62


EARS = {
    "cat": Ear(
        (560, 560),
        ((52, 545), (60, 430), (86, 280), (130, 140), (176, 62), (212, 56), (290, 130), (390, 260),
         (468, 400), (508, 545), (280, 560)),
        ((150, 545), (134, 430), (146, 300), (176, 190), (204, 142), (272, 214), (346, 326),
         (400, 440), (424, 545), (280, 555)),
        (ink(18, 17, 20), ink(86, 82, 88)),
        ((206, 128, 128), (150, 82, 84)),
        (ink(120, 112, 112), ink(226, 216, 210)),
        46, hairs=6200, tuft_hairs=300,
    ),
    "fox": Ear(
        (560, 640),
        ((60, 625), (60, 500), (84, 330), (128, 160), (172, 60), (202, 50), (286, 150), (392, 310),
         (476, 480), (512, 625), (280, 640)),
        ((156, 625), (132, 500), (140, 340), (168, 222), (192, 166), (264, 250), (346, 380),
         (404, 510), (430, 625), (280, 635)),
        (ink(150, 62, 14), ink(250, 156, 66)),
        ((98, 56, 46), (70, 42, 38)),
        (ink(206, 190, 172), ink(255, 250, 240)),
        54,
        (ink(14, 11, 12), ink(62, 52, 50)),
        (188, 60), 230.0, 7000, 560,
    ),
    "bunny": Ear(
        (512, 1100),
        ((128, 1085), (104, 900), (92, 640), (112, 380), (166, 150), (228, 54), (282, 56),
         (346, 160), (404, 390), (420, 650), (402, 900), (376, 1085), (250, 1100)),
        ((190, 1085), (162, 900), (152, 650), (166, 420), (206, 210), (250, 128), (296, 210),
         (344, 430), (358, 660), (340, 900), (312, 1085), (250, 1095)),
        (ink(196, 190, 190), ink(255, 255, 255)),
        ((250, 196, 200), (236, 164, 172)),
        (ink(236, 214, 212), ink(255, 250, 248)),
        44, hairs=8200, tuft_hairs=170, tuft=0.06, dim=0.92,
    ),
    "bear": Ear(
        (560, 520),
        ((70, 505), (46, 380), (62, 250), (126, 130), (220, 66), (320, 60), (420, 116), (492, 230),
         (512, 370), (494, 505), (280, 520)),
        ((170, 505), (146, 400), (164, 290), (216, 216), (286, 186), (356, 210), (404, 290),
         (418, 400), (398, 505), (280, 515)),
        (ink(66, 38, 22), ink(164, 110, 68)),
        ((160, 112, 82), (124, 82, 60)),
        (ink(150, 108, 76), ink(218, 176, 134)),
        48, hairs=6600, tuft_hairs=420,
    ),
}  # fmt: skip


def draw(folder: Path) -> None:
    """Write `ear_<style>.png` for every style."""
    for name, ear in EARS.items():
        canvas = Canvas(ear.size)
        _ear(canvas, ear)
        canvas.save(folder / f"ear_{name}.png")


def _ear(c: Canvas, ear: Ear) -> None:
    width, height = ear.size
    whole, hollow = (c.blob(_inset(loop, ear.size)) for loop in (ear.outline, ear.hollow))
    foot = (width / 2, height * 1.12)
    low, high = ear.coat
    c.paint(whole, _rgb(0.6 * low + 0.4 * high))
    # the coat from the tip down to the root, so that every hair lies over the roots of those above
    coat = np.asarray(whole * (1 - 0.85 * c.soft(hollow, 4)), np.float32)
    roots = roots_in(c, coat, ear.hairs, 1, lambda _, y: y)
    near = _near_tip(ear)

    def outwards(x: float, y: float) -> tuple[float, float]:
        away = np.arctan2(y - foot[1], x - foot[0])
        side = (x - width / 2) / (width / 2)
        return float(away + 0.55 * side), ear.length

    plain = np.array([near(x, y) for x, y in roots])
    grow(c, roots[plain > 0.5] if ear.tip else roots[:0], outwards, ear.tip or ear.coat, 5.2, 2)
    grow(c, roots[plain <= 0.5] if ear.tip else roots, outwards, ear.coat, 5.2, 3)
    _hollow(c, ear, hollow)
    # down at the root the hairs thin out into those of the wearer
    fade = 1 - c.across(height - 150, height - 14, 1)
    ragged = c.noise(9, (7, 130))
    c.fade(np.asarray(np.clip(2.2 * fade - 1.2 * ragged, 0, 1), np.float32))


def _hollow(c: Canvas, ear: Ear, hollow: Field) -> None:
    height = ear.size[1]
    inside = c.soft(hollow, 5)
    bare = down(c, [(0.15 * height, ear.skin[0]), (0.9 * height, ear.skin[1])])
    c.paint(inside, bare)
    # deep in the middle, lit at the far edge
    depth = np.asarray(c.soft(hollow, 26) * hollow, np.float32) ** 2
    c.paint(depth * inside, (48, 18, 20), 0.42 * (0.4 if ear.dim > 0.8 else 1))
    rim = np.asarray(np.clip(hollow - c.soft(hollow, 12), 0, 1), np.float32)
    c.paint(rim * 1.6 * inside, flat(c, (255, 236, 226)), 0.4)
    width = ear.size[0]
    edge = np.clip((1 - c.soft(hollow, 15)) * c.soft(hollow, 3) * 2.6, 0, 1) * hollow
    edge = np.asarray(edge * c.across(0.26 * height, 0.45 * height, 1), np.float32)
    roots = roots_in(c, edge, 2 * ear.tuft_hairs, 11, lambda _, y: y)
    rng = np.random.default_rng(13)

    def sweep(x: float, y: float) -> tuple[float, float]:
        side = np.sign(width / 2 - x)
        lean = side * (0.42 + 0.5 * (y / height) ** 2) + rng.normal(0, 0.16)
        return float(-np.pi / 2 + lean), ear.tuft * height * (0.45 + 0.75 * y / height)

    dim = (ear.dim * ear.tufts[0], ear.dim * ear.tufts[1])
    grow(c, roots[::2], sweep, dim, 4.4, 14, 0.5, 0.7)
    grow(c, roots[1::2], sweep, ear.tufts, 4.2, 15, 0.5, 0.85)


def _inset(loop: Sequence[Place], size: tuple[int, int]) -> list[Place]:
    """A little smaller, so that hairs stay inside the picture."""
    width, height = size
    return [(width / 2 + 0.84 * (x - width / 2), height - 0.92 * (height - y)) for x, y in loop]


def _near_tip(ear: Ear) -> Callable[[float, float], float]:
    rng = np.random.default_rng(8)

    def near(x: float, y: float) -> float:
        if ear.tip is None:
            return 0.0
        at = _inset([ear.tip_at], ear.size)[0]
        away = np.hypot(x - at[0], y - at[1]) / ear.tip_reach
        return float(np.clip(1.6 - 1.1 * away + rng.normal(0, 0.12), 0, 1))

    return near


def _rgb(colour: NDArray[np.float64]) -> Colour:
    red, green, blue = (int(255 * part) for part in colour)
    return red, green, blue
