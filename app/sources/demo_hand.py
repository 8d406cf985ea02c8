"""The demo's hand: open, or closed around something, with a sleeve; drawn here."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.sources.demo_shapes import (
    Canvas,
    Capsule,
    Field,
    Paint,
    Solid,
    Sprite,
    grain,
    in_shadow,
    mix,
    over,
    shade,
    solid,
    sprite,
)

_SKIN = np.array([0.90, 0.71, 0.58], np.float32)
_FLUSH = np.array([0.88, 0.57, 0.46], np.float32)
_CREASE = np.array([0.66, 0.40, 0.32], np.float32)
_NAIL = np.array([0.96, 0.74, 0.68], np.float32)
_SLEEVE = np.array([0.86, 0.38, 0.20], np.float32)
_CUFF = np.array([0.20, 0.19, 0.24], np.float32)


@dataclass(frozen=True, slots=True)
class _Finger:
    """One finger of the open hand: where it leaves the palm, where it points, how long."""

    knuckle: tuple[float, float]
    degrees: float
    length: float
    radius: float

    def joints(self) -> tuple[tuple[float, float], ...]:
        """Knuckle, two joints and the tip; it straightens a little along the way."""
        points = [self.knuckle]
        for part, bend in ((0.44, 1.0), (0.31, 0.75), (0.25, 0.6)):
            angle = math.radians(self.degrees * bend)
            x, y = points[-1]
            step = self.length * part
            points.append((x + step * math.sin(angle), y - step * math.cos(angle)))
        return tuple(points)


_FINGERS = (
    _Finger((36.0, -52.0), 13.0, 84.0, 14.0),
    _Finger((12.0, -60.0), 3.0, 97.0, 14.5),
    _Finger((-13.0, -55.0), -5.0, 89.0, 13.8),
    _Finger((-35.0, -41.0), -15.0, 69.0, 12.2),
)
_THUMB = ((26.0, 48.0), (56.0, 14.0), (79.0, -20.0), (91.0, -48.0))


def hand(scale: float) -> Sprite:
    """An open left hand seen from its back, fingers up; the anchor is the palm's middle."""
    canvas = Canvas(-130, -190, 150, 520, scale)
    capsules = [
        Capsule((0, 190), (0, 80), (36, 33)),
        Capsule((-4, 70), (2, 30), (33, 36), (2, 4)),
    ]
    for finger in _FINGERS:
        a, b, c, d = finger.joints()
        r = finger.radius
        capsules += [
            Capsule((finger.knuckle[0] * 0.55, 55), a, (26, r + 4.5), (2, 6)),
            Capsule(a, b, (r + 1.2, r - 0.4), (4, 5)),
            Capsule(b, c, (r - 0.2, r - 1.6), (5, 4)),
            Capsule(c, d, (r - 1.6, r - 3.4), (4, 2)),
        ]
    thumb = zip(_THUMB, _THUMB[1:], ((26, 20), (19, 15.5), (16, 12)), strict=False)
    capsules += [Capsule(a, b, radii, (4, 4)) for a, b, radii in thumb]
    body = solid(canvas, capsules, blend=7.0)
    tendons = sum(
        (_line(canvas, [(f.knuckle[0] * 0.4, 50), f.knuckle], 2.2) for f in _FINGERS),
        np.zeros(canvas.shape, np.float32),
    )
    relief = body.height + 1.8 * tendons + 0.10 * grain(canvas, 2.0, seed=3)
    skin = shade(canvas, Solid(body.distance, relief), _skin(canvas, body), occlusion=0.03)
    skin = _nails(canvas, _wrinkles(canvas, skin))
    return sprite(canvas, over(_sleeve(canvas, (2, 150), (14, 580)), skin))


def held(canvas: Canvas, picture: Paint, at: tuple[float, float], reach: float) -> Paint:
    """`picture` with four fingers around it, the arm coming from the lower right."""
    x, y = at
    back, fingers = [], []
    for row, (inset, radius) in enumerate(((0, 14.5), (-5, 15), (-1, 14.5), (9, 13))):
        fy = y - 42.0 + row * 27.5
        knuckle = (x + 40.0 + 5.0 * row, fy + 6.0)
        middle = (x - 4.0 + inset, fy - 3.0 + row)
        tip = (x - reach + 22.0 + inset, fy + 4.0 + row)
        back.append(Capsule(knuckle, (x + 92.0, y + 62.0), (18, 30), (14, 4)))
        fingers += [
            Capsule(knuckle, middle, (radius + 1.5, radius), (18, 24)),
            Capsule(middle, tip, (radius, radius - 2.5), (24, 12)),
        ]
    back.append(Capsule((x + 84.0, y + 52.0), (x + 150.0, y + 170.0), (36, 36)))
    body = solid(canvas, back + fingers, blend=5.0)
    relief = Solid(body.distance, body.height + 0.10 * grain(canvas, 2.0, seed=4))
    skin = shade(canvas, relief, _skin(canvas, body), occlusion=0.03)
    start = (x + 122.0, y + 118.0)
    arm = over(_sleeve(canvas, start, (x + 460.0, y + 640.0)), skin)
    shaded = in_shadow(canvas, picture, arm[..., 3], strength=0.5, shift=4.0, blur=5.0)
    return over(arm, shaded)


def _skin(canvas: Canvas, body: Solid) -> NDArray[np.float32]:
    """Skin that is redder where it is thin, at the outline, and mottled everywhere."""
    edge = np.clip(1.0 + body.distance / 9.0, 0.0, 1.0)
    tone = 0.5 * edge + 0.10 * grain(canvas, 14.0, seed=1)
    albedo = mix(_SKIN, _FLUSH, np.clip(tone, 0.0, 1.0))
    fine = 1.0 + 0.018 * grain(canvas, 1.6, seed=2)
    return np.asarray(albedo * fine[..., None], np.float32)


def _wrinkles(canvas: Canvas, skin: Paint) -> Paint:
    """Redden the knuckles and draw the folds over the finger joints."""
    folds = np.zeros(canvas.shape, np.float32)
    flush = np.zeros(canvas.shape, np.float32)
    for finger in _FINGERS:
        joints = finger.joints()
        flush = np.maximum(flush, _spot(canvas, joints[0], 11.0))
        for joint, after, width in ((1, 2, 0.62), (2, 3, 0.5)):
            flush = np.maximum(flush, _spot(canvas, joints[joint], 8.0))
            lines = _folds(joints[joint], joints[after], finger.radius * width)
            for strength, line in zip((0.6, 1.0, 0.7), lines, strict=True):
                folds = np.maximum(folds, strength * _line(canvas, line, 0.7))
    for line, strength in zip(_folds(_THUMB[2], _THUMB[3], 9.0), (0.5, 0.9, 0.6), strict=True):
        folds = np.maximum(folds, strength * _line(canvas, line, 0.7))
    skin = _tint(skin, _FLUSH * 0.86, 0.30 * flush)
    return _tint(skin, _CREASE * 0.8, 0.45 * folds)


def _nails(canvas: Canvas, skin: Paint) -> Paint:
    x, y = canvas.grid()
    ends = [(f.joints()[2], f.joints()[3], f.radius) for f in _FINGERS]
    for before, tip, radius in [*ends, (_THUMB[2], _THUMB[3], 14.5)]:
        length = math.dist(before, tip)
        ux, uy = (tip[0] - before[0]) / length, (tip[1] - before[1]) / length
        cx, cy = tip[0] + ux * radius * 0.12, tip[1] + uy * radius * 0.12
        along = ((x - cx) * ux + (y - cy) * uy) / (radius * 0.72)
        side = ((x - cx) * -uy + (y - cy) * ux) / (radius * 0.50)
        round_ = (np.abs(along) ** 2.6 + np.abs(side) ** 2.6) ** (1 / 2.6) - 1.0
        plate = np.clip(0.5 - round_ * radius * 0.5, 0.0, 1.0).astype(np.float32)
        rim = np.clip(1.0 - np.abs(round_) * 5.0, 0.0, 1.0).astype(np.float32)
        free = np.clip((along - 0.62) * 5.0, 0.0, 1.0) * plate
        shine = np.exp(-(((side + 0.3) / 0.22) ** 2) - ((along + 0.1) / 0.55) ** 2)
        skin = _tint(skin, _CREASE, 0.40 * rim)
        skin = _tint(skin, _NAIL * 0.97, 0.75 * plate)
        skin = _tint(skin, np.array([0.97, 0.90, 0.84], np.float32), 0.55 * free)
        skin = _tint(skin, np.ones(3, np.float32), 0.38 * (shine * plate))
    return skin


def _sleeve(canvas: Canvas, start: tuple[float, float], end: tuple[float, float]) -> Paint:
    """An orange sleeve with folds and a dark cuff, from `start` to beyond the picture."""
    arm = solid(canvas, [Capsule(start, end, (52, 90))], blend=1.0)
    x, y = canvas.grid()
    length = math.dist(start, end)
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    along = (x - start[0]) * ux + (y - start[1]) * uy
    side = (x - start[0]) * -uy + (y - start[1]) * ux
    # The opening bows towards the arm: a circle seen slightly from above.
    opening = along + 10.0 * (1.0 - np.clip(side / 54.0, -1.0, 1.0) ** 2) - 4.0
    cloth = Solid(np.maximum(arm.distance, -opening).astype(np.float32), arm.height)
    wave = grain(canvas, 75.0, seed=8) * 1.5 + grain(canvas, 24.0, seed=9) * 0.35
    folds = 6.0 * np.sin(along * 0.115 + side * 0.05 + wave) * (0.6 + 0.4 * np.sin(side * 0.05))
    weave = 1.0 + 0.03 * grain(canvas, 1.0, seed=10)
    albedo = (_SLEEVE * weave[..., None]).astype(np.float32)
    fabric = shade(
        canvas,
        Solid(cloth.distance, (arm.height + folds).astype(np.float32)),
        albedo,
        gloss=0.05,
        sharpness=8,
        soften=2.0,
    )
    cuff = np.clip((13.0 - opening) * canvas.density, 0.0, 1.0).astype(np.float32)
    dark = shade(canvas, cloth, _CUFF, gloss=0.5, sharpness=24)
    return over(dark * cuff[..., None], fabric)


def _folds(
    joint: tuple[float, float], after: tuple[float, float], half: float
) -> list[list[tuple[float, float]]]:
    """Three short bowed lines across a joint."""
    length = math.dist(joint, after)
    ux, uy = (after[0] - joint[0]) / length, (after[1] - joint[1]) / length
    lines = []
    for shift, bow, reach in ((-4.2, -1.6, 0.8), (0.0, 0.5, 1.0), (4.0, 1.8, 0.75)):
        line = []
        for k in (-1.0, -0.5, 0.0, 0.5, 1.0):
            along = shift + bow * (1.0 - k * k)
            across = k * half * reach
            line.append((joint[0] + ux * along - uy * across, joint[1] + uy * along + ux * across))
        lines.append(line)
    return lines


def _line(canvas: Canvas, points: list[tuple[float, float]], sigma: float) -> Field:
    """A soft line, 1 at its middle."""
    drawn = np.zeros(canvas.shape, np.uint8)
    path = [
        ((x - canvas.left) * canvas.density, (y - canvas.top) * canvas.density) for x, y in points
    ]
    thick = max(round(sigma * canvas.density), 1)
    cv2.polylines(drawn, [np.round(path).astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    return canvas.blur(drawn.astype(np.float32) / 255.0, sigma * 0.6)


def _spot(canvas: Canvas, at: tuple[float, float], sigma: float) -> Field:
    x, y = canvas.grid()
    near = ((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2.0 * sigma * sigma)
    return np.asarray(np.exp(-near), np.float32)


def _tint(base: Paint, rgb: NDArray[np.float32], amount: NDArray[np.floating]) -> Paint:
    """Colour laid on `base` without changing its outline."""
    share = amount[..., None]
    mixed = base[..., :3] * (1.0 - share) + rgb * base[..., 3:] * share
    return np.concatenate([mixed, base[..., 3:]], axis=2).astype(np.float32)
