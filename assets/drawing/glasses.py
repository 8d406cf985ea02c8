"""Four pairs of glasses, each a frame, its lenses and one arm.

Coordinates are cm: (0, 0) between the eyes, x to the picture's right, y down, as glasses sit on the
canonical face, whose eyes are 6.3 cm apart and 0.6 cm below the bridge.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import Canvas, Field, Place, closed_curve
from assets.drawing.relief import lit, rounded

FRONT_CM = (16.0, 6.8)
ARM_CM = (12.0, 1.6)
_UNIT = 88.0
_FRONT = (1408, 598)
_ARM = (1056, 141)
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How one pair looks.

    Attributes:
        lens: the right-hand lens's outline.
        rim: how far the frame reaches beyond the lens, cm.
        bars: further pieces of the frame, each a line and its widths; drawn mirrored as well.
        colour: of the frame.
        tortoise: the frame's second colour, in blotches.
        gloss: how strongly the frame shines.
        lens_top: the lens's colour at its top.
        lens_bottom: the lens's colour at its bottom.
        density: the lens's opacity at its top and bottom.
        outer: the right-hand half's outer outline instead of an even rim; `rim` sets its bevel.
        arm_height: cm at the hinge.
    """

    lens: tuple[Place, ...]
    rim: float
    bars: tuple[tuple[tuple[Place, ...], tuple[float, ...]], ...]
    colour: Rgb
    lens_top: Rgb
    lens_bottom: Rgb
    density: tuple[float, float]
    gloss: float = 0.5
    tortoise: Rgb | None = None
    outer: tuple[Place, ...] = ()
    arm_height: float = 0.62


def _circle(at: Place, rx: float, ry: float) -> tuple[Place, ...]:
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    return tuple((at[0] + rx * float(np.cos(t)), at[1] + ry * float(np.sin(t))) for t in turn)


STYLES: dict[str, Style] = {
    "sunglasses": Style(
        lens=((1.15, -0.62), (3.4, -1.02), (5.75, -0.98), (6.18, -0.35), (5.85, 1.35), (4.9, 2.35),
              (3.4, 2.62), (2.05, 2.25), (1.22, 1.05)),
        rim=0.40,
        outer=((0.78, -0.72), (1.7, -1.28), (3.6, -1.5), (5.8, -1.56), (7.2, -1.55), (7.55, -1.3),
               (7.4, -0.78), (6.8, -0.25), (6.38, 1.35), (5.35, 2.68), (3.45, 3.04), (1.8, 2.62),
               (0.92, 1.25), (0.70, 0.2)),
        bars=((((-1.4, -0.42), (0.0, -0.66), (1.4, -0.42)), (0.75, 0.62, 0.75)),),
        colour=(26, 26, 30),
        gloss=0.62,
        lens_top=(14, 16, 20),
        lens_bottom=(38, 42, 50),
        density=(0.97, 0.90),
    ),
    "aviator": Style(
        lens=((1.05, -0.75), (2.2, -1.12), (4.0, -1.15), (5.7, -0.95), (6.25, -0.15), (6.0, 1.5),
              (5.0, 2.75), (3.7, 3.0), (2.3, 2.35), (1.3, 0.95), (0.95, 0.0)),
        rim=0.13,
        bars=(
            (((-1.15, -0.15), (-0.5, -0.38), (0.5, -0.38), (1.15, -0.15)), (0.17, 0.15, 0.17)),
            (((-2.3, -1.15), (-1.0, -1.28), (1.0, -1.28), (2.3, -1.15)), (0.16, 0.18, 0.18, 0.16)),
            (((5.95, -0.72), (6.6, -0.98), (7.28, -0.98)), (0.22, 0.26, 0.34)),
        ),
        colour=(212, 170, 92),
        gloss=0.9,
        lens_top=(46, 40, 30),
        lens_bottom=(150, 108, 62),
        density=(0.94, 0.52),
        arm_height=0.34,
    ),
    "round": Style(
        lens=_circle((3.32, 0.62), 2.18, 2.12),
        rim=0.23,
        bars=(
            (((-1.3, 0.12), (-0.55, -0.26), (0.55, -0.26), (1.3, 0.12)), (0.30, 0.26, 0.26, 0.30)),
            (((5.35, -0.1), (6.3, -0.5), (7.28, -0.72)), (0.42, 0.42, 0.42)),
        ),
        colour=(146, 82, 34),
        tortoise=(44, 22, 12),
        gloss=0.6,
        lens_top=(226, 236, 240),
        lens_bottom=(232, 238, 238),
        density=(0.11, 0.06),
        arm_height=0.42,
    ),
    "cat-eye": Style(
        lens=((1.2, -0.25), (2.4, -0.72), (4.2, -1.1), (5.9, -1.45), (6.2, -1.0), (5.75, 0.6),
              (4.85, 1.75), (3.5, 2.05), (2.1, 1.7), (1.3, 0.8)),
        rim=0.36,
        outer=((0.86, -0.35), (2.2, -1.12), (4.2, -1.58), (5.9, -1.95), (7.15, -2.3), (7.45, -2.2),
               (7.25, -1.5), (6.75, -0.5), (6.2, 0.75), (5.1, 2.1), (3.5, 2.42), (1.95, 2.05),
               (1.0, 0.95)),
        bars=((((-1.4, -0.1), (0.0, -0.42), (1.4, -0.1)), (0.62, 0.46, 0.62)),),
        colour=(176, 22, 48),
        gloss=0.75,
        lens_top=(62, 28, 44),
        lens_bottom=(190, 120, 130),
        density=(0.86, 0.38),
        arm_height=0.55,
    ),
}  # fmt: skip


def draw(folder: Path) -> None:
    """Write `glasses_<style>_<frame|lens|arm>.png` for every style."""
    for name, style in STYLES.items():
        frame = Canvas(_FRONT, _UNIT, (_FRONT[0] / 2, _FRONT[1] / 2 - 0.45 * _UNIT))
        lens = Canvas(_FRONT, _UNIT, (_FRONT[0] / 2, _FRONT[1] / 2 - 0.45 * _UNIT))
        glass = lens.mirrored(lens.polygon(closed_curve(style.lens)))
        _draw_lens(lens, glass, style)
        _draw_frame(frame, glass, style)
        arm = Canvas(_ARM, _UNIT, (0.0, _ARM[1] / 2))
        _draw_arm(arm, style)
        for canvas, part in ((frame, "frame"), (lens, "lens"), (arm, "arm")):
            canvas.save(folder / f"glasses_{name}_{part}.png")


def _draw_lens(canvas: Canvas, glass: Field, style: Style) -> None:
    down = canvas.across(-1.2, 2.6, 1)
    top, bottom = (np.array(c, np.float32) / 255 for c in (style.lens_top, style.lens_bottom))
    colour = top + (bottom - top) * down[..., None]
    density = style.density[0] + (style.density[1] - style.density[0]) * down
    # the rim's own shade on the glass, strongest under the brow
    shade = 1 - canvas.soft(glass, 0.16)
    canvas.paint(glass * density, np.asarray(colour * (1 - 0.55 * shade[..., None]), np.float32))


def _draw_frame(canvas: Canvas, glass: Field, style: Style) -> None:
    outer = style.outer
    body = canvas.mirrored(canvas.blob(outer)) if outer else _grown(canvas, glass, style.rim)
    for line, widths in style.bars:
        body = np.maximum(body, canvas.mirrored(canvas.stroke(line, widths)))
    body = np.clip(canvas.soft(body, 0.035) * 6 - 2.5, 0, 1)  # rounds the inner corners
    body = np.asarray(body * (1 - glass), np.float32)
    edge = min(style.rim, 0.34) * 0.62
    canvas.paint(body, _material(canvas, body, style, edge))
    if outer:  # two rivets where the front meets the arm
        for side in (-1, 1):
            _rivets(canvas, body, side, outer[3])


def _material(canvas: Canvas, body: Field, style: Style, edge: float) -> NDArray[np.float32]:
    colour = np.broadcast_to(np.array(style.colour, np.float32) / 255, (*canvas.shape, 3)).astype(
        np.float32
    )
    if style.tortoise is not None:
        blotch = canvas.noise(4, (0.75, 0.42)) * 0.65 + canvas.noise(9, (0.28, 0.2)) * 0.35
        amount = np.clip((blotch - 0.46) * 5, 0, 1)[..., None]
        blotches = np.array(style.tortoise, np.float32) / 255 * amount
        colour = np.asarray(colour * (1 - amount) + blotches, np.float32)
    diffuse, shine = rounded(canvas, body, edge)
    return lit(colour, diffuse, shine, style.gloss)


def _rivets(canvas: Canvas, body: Field, side: int, near: Place) -> None:
    for x in (0.62, 0.92):
        pin = canvas.disc((side * (near[0] + x), near[1] + 0.40), (0.10, 0.07)) * body
        diffuse, shine = rounded(canvas, pin, 0.07)
        metal = np.broadcast_to(np.float32(0.78), (*canvas.shape, 3)).astype(np.float32)
        canvas.paint(pin, lit(metal, diffuse, shine, 0.6))


def _draw_arm(canvas: Canvas, style: Style) -> None:
    """From the hinge at the left edge back over the ear at the right, seen from outside."""
    h = style.arm_height
    line = ((0.0, 0.0), (4.0, 0.0), (8.8, 0.02), (10.4, 0.18), (11.6, 0.55))
    body = canvas.stroke(line, (h, h * 0.92, h * 0.8, h * 0.8, h * 0.7))
    canvas.paint(body, _material(canvas, body, style, min(h * 0.42, 0.2)))
    canvas.fade(1 - canvas.across(8.8, 11.3, 0))


def _grown(canvas: Canvas, mask: Field, by: float) -> Field:
    """The mask with everything within `by` cm of it."""
    outside = np.asarray(mask < 0.5, np.uint8)
    distance = np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 5), np.float32)
    return np.asarray(np.clip(by * canvas.zoom - distance + 0.5, 0, 1), np.float32)
