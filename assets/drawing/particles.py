"""Small things that fly: hearts, sparkles, confetti, bubbles, petals, snow, flames and more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.drawing.canvas import OVERSAMPLING, Canvas, Colour, Field

_SIZE = 512
"""Pixels across; 1 of the strokes' units is `_UNIT` of them, and (0, 0) is in the middle."""
_UNIT = 224.0


def draw(folder: Path) -> None:
    """Write every particle's picture into `folder`."""
    for name, canvas in {
        "heart_a": _heart((255, 104, 128), (222, 34, 74), (150, 8, 48)),
        "heart_b": _heart((255, 176, 196), (247, 104, 144), (205, 52, 104)),
        "sparkle_a": _sparkle(1.0, 0.34),
        "sparkle_b": _sparkle(0.72, 0.0),
        "star": _star(),
        "confetti_a": _ribbon((255, 92, 92), (196, 44, 60)),
        "confetti_b": _disc((255, 206, 64), (226, 150, 22)),
        "confetti_c": _curl((60, 200, 190), (18, 130, 140)),
        "confetti_d": _ribbon((150, 110, 255), (98, 62, 206)),
        "confetti_e": _triangle((90, 170, 255), (36, 108, 220)),
        "bubble": _bubble(),
        "petal_a": _petal((255, 226, 234), (246, 158, 186)),
        "petal_b": _petal((255, 240, 244), (250, 190, 208)),
        "snow_a": _flake(),
        "snow_b": _ball(),
        "flame_a": _flame(0.0),
        "flame_b": _flame(1.7),
        "puff_a": _puff(4),
        "puff_b": _puff(9),
        "note_a": _note(pair=False),
        "note_b": _note(pair=True),
    }.items():
        canvas.save(folder / f"particle_{name}.png")


def _canvas() -> Canvas:
    return Canvas((_SIZE, _SIZE), _UNIT, (_SIZE / 2, _SIZE / 2))


def _places() -> tuple[Field, Field]:
    """The x and y of every drawn pixel, in units."""
    line = (np.arange(_SIZE * OVERSAMPLING, dtype=np.float32) + 0.5) / OVERSAMPLING
    line = (line - _SIZE / 2) / np.float32(_UNIT)
    x, y = np.meshgrid(line, line)
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def _mix(ramp: Field, first: Colour, second: Colour) -> NDArray[np.float32]:
    """(H, W, 3) of 0 to 1: the first colour where the ramp is 0, the second where it is 1."""
    low, high = (np.array(colour, np.float32) / np.float32(255) for colour in (first, second))
    return np.asarray(low + (high - low) * ramp[..., None], np.float32)


def _glossy(canvas: Canvas, mask: Field, colours: tuple[Colour, Colour, Colour]) -> None:
    """A thick, shining thing: light above, dark below, darker towards its edge."""
    light, middle, dark = colours
    canvas.paint(mask, _mix(canvas.across(-0.9, 0.2, 1), light, middle))
    canvas.paint(mask * canvas.across(0.0, 1.1, 1), dark, 0.75)
    rim = np.clip(mask - canvas.soft(mask, 0.09), 0, 1) * 2 * mask
    canvas.paint(rim, dark, 0.55)


def _rounded(canvas: Canvas, mask: Field, radius: float) -> Field:
    """The mask with its corners rounded off."""
    return np.asarray(np.clip((canvas.soft(mask, radius) - 0.5) * 14 + 0.5, 0, 1), np.float32)


def _heart(light: Colour, middle: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    t = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    mask = canvas.polygon(np.stack((x / 17, -y / 16 - 0.1), 1))
    _glossy(canvas, mask, (light, middle, dark))
    shine = canvas.soft(canvas.disc((-0.46, -0.46), (0.25, 0.13), -38), 0.035)
    canvas.paint(shine * mask, (255, 255, 255), 0.85)
    canvas.paint(canvas.soft(canvas.disc((-0.72, -0.14), 0.055), 0.02), (255, 255, 255), 0.7)
    glow = canvas.soft(canvas.disc((0.38, 0.1), (0.42, 0.2), -48), 0.12) * mask
    canvas.paint(glow, light, 0.5)
    return canvas


def _sparkle(reach: float, diagonal: float) -> Canvas:
    canvas = _canvas()
    x, y = _places()
    r = np.hypot(x, y)

    def rays(a: Field, b: Field, length: float) -> Field:
        body = (np.abs(a) / length) ** 0.52 + (np.abs(b) / length) ** 0.52
        return np.asarray(np.clip((1.02 - body) * 6, 0, 1), np.float32)

    glow = np.exp(-((r / (0.42 * reach)) ** 2)) + 0.35 * np.exp(-r / (0.3 * reach))
    edge = np.clip((1.1 - r) * 5, 0, 1)
    canvas.paint(np.asarray(np.clip(glow * 0.55, 0, 1) * edge, np.float32), (255, 196, 92), 0.8)
    cross = rays(x, y, 1.08 * reach)
    if diagonal > 0:
        turned = rays((x + y) * np.float32(0.7071), (x - y) * np.float32(0.7071), diagonal * 1.5)
        canvas.paint(turned, (255, 226, 150), 0.9)
    canvas.paint(canvas.soft(cross, 0.025), (255, 232, 160))
    canvas.paint(cross, (255, 250, 228))
    core = np.asarray(np.exp(-((r / (0.17 * reach)) ** 2)), np.float32)
    canvas.paint(core, (255, 255, 255))
    return canvas


def _star() -> Canvas:
    canvas = _canvas()
    turn = np.arange(10) * np.pi / 5
    radius = np.where(np.arange(10) % 2 == 0, 1.08, 0.52)
    outline = np.stack((radius * np.sin(turn), -radius * np.cos(turn) + 0.05), 1)
    mask = _rounded(canvas, canvas.polygon(outline), 0.06)
    _glossy(canvas, mask, ((255, 240, 130), (255, 202, 40), (226, 128, 10)))
    shine = canvas.soft(
        canvas.stroke([(-0.5, -0.2), (-0.2, -0.3), (-0.05, -0.66)], (0.05, 0.11)), 0.03
    )
    canvas.paint(shine * mask, (255, 255, 244), 0.85)
    return canvas


def _ribbon(light: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    mask = canvas.polygon([(-0.42, -0.78), (0.42, -0.86), (0.46, 0.78), (-0.38, 0.86)])
    canvas.paint(mask, _mix(canvas.across(-0.9, 0.9, 1), light, dark))
    canvas.paint(mask * canvas.across(0.1, -0.4, 0), (255, 255, 255), 0.28)
    return canvas


def _disc(light: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    mask = canvas.disc((0, 0), 0.62)
    canvas.paint(mask, _mix(canvas.across(-0.7, 0.7, 1), light, dark))
    canvas.paint(
        canvas.soft(canvas.disc((-0.18, -0.24), (0.3, 0.2), -30), 0.08) * mask, (255, 255, 255), 0.4
    )
    return canvas


def _triangle(light: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    mask = _rounded(canvas, canvas.polygon([(-0.7, 0.55), (0.05, -0.75), (0.72, 0.5)]), 0.03)
    canvas.paint(mask, _mix(canvas.across(-0.7, 0.6, 1), light, dark))
    canvas.paint(mask * canvas.across(0.0, -0.6, 0), (255, 255, 255), 0.28)
    return canvas


def _curl(light: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    y = np.linspace(-0.95, 0.95, 9)
    path = [(0.34 * float(np.sin(3.4 * at)), float(at)) for at in y]
    mask = canvas.stroke(path, (0.12, 0.24, 0.24, 0.24, 0.12))
    _, down = _places()
    fold = np.asarray(0.5 + 0.5 * np.cos(6.8 * down), np.float32)
    canvas.paint(mask, _mix(fold, dark, light))
    return canvas


def _bubble() -> Canvas:
    canvas = _canvas()
    x, y = _places()
    r, angle = np.hypot(x, y), np.arctan2(y, x)
    mask = canvas.disc((0, 0), 1.02)
    rim = np.clip((r - 0.5) / 0.52, 0, 1) ** 3
    hue = angle + 2.2 * r
    film = np.stack([0.72 + 0.28 * np.cos(hue + at) for at in (0.0, 2.1, 4.2)], -1)
    canvas.paint(np.asarray(mask * (0.07 + 0.62 * rim), np.float32), np.asarray(film, np.float32))
    edge = np.exp(-(((r - 0.985) / 0.03) ** 2))
    canvas.paint(np.asarray(edge * mask, np.float32), (255, 255, 255), 0.6)
    upper = canvas.stroke([(-0.72, -0.16), (-0.58, -0.5), (-0.22, -0.72)], (0.03, 0.19, 0.05))
    canvas.paint(canvas.soft(upper, 0.03), (255, 255, 255), 0.9)
    lower = canvas.stroke([(0.74, 0.2), (0.58, 0.52), (0.3, 0.7)], (0.02, 0.09, 0.02))
    canvas.paint(canvas.soft(lower, 0.025), (255, 255, 255), 0.6)
    canvas.paint(canvas.soft(canvas.disc((-0.32, -0.36), 0.06), 0.02), (255, 255, 255), 0.9)
    return canvas


def _petal(light: Colour, dark: Colour) -> Canvas:
    canvas = _canvas()
    left = [(0, 0.95), (-0.42, 0.5), (-0.6, -0.1), (-0.42, -0.7), (-0.14, -0.86)]
    right = [(0.0, -0.66), (0.16, -0.9), (0.46, -0.68), (0.58, -0.05), (0.36, 0.55)]
    mask = canvas.blob([*left, *right])
    canvas.paint(mask, _mix(canvas.across(-0.7, 0.95, 1), light, dark))
    canvas.paint(np.clip(mask - canvas.soft(mask, 0.1), 0, 1) * mask, dark, 0.6)
    for bend in (-0.22, 0.0, 0.22):
        vein = canvas.stroke([(0, 0.85), (bend * 0.6, 0.2), (bend, -0.45)], (0.035, 0.012))
        canvas.paint(canvas.soft(vein, 0.012) * mask, dark, 0.35)
    canvas.paint(
        canvas.soft(canvas.disc((-0.25, -0.25), (0.2, 0.34), 12), 0.1), (255, 255, 255), 0.35
    )
    return canvas


def _flake() -> Canvas:
    canvas = _canvas()
    mask = np.zeros(canvas.shape, np.float32)
    for arm in range(6):
        c, s = np.cos(arm * np.pi / 3), np.sin(arm * np.pi / 3)

        def at(along: float, side: float, c: float = c, s: float = s) -> tuple[float, float]:
            return along * c - side * s, along * s + side * c

        lines = [[at(0, 0), at(0.88, 0)]]
        for root, length in ((0.34, 0.22), (0.6, 0.18)):
            lines += [[at(root, 0), at(root + length * 0.7, side * length)] for side in (-1, 1)]
        for line in lines:
            mask = np.maximum(mask, canvas.stroke(line, (0.1, 0.07)))
    canvas.paint(canvas.soft(mask, 0.09), (170, 205, 245), 0.55)
    canvas.paint(mask, (248, 252, 255), 0.97)
    return canvas


def _ball() -> Canvas:
    canvas = _canvas()
    x, y = _places()
    r = np.hypot(x, y)
    canvas.paint(
        np.asarray(np.clip(1 - (r / 0.8) ** 2, 0, 1) ** 1.3, np.float32), (246, 250, 255), 0.95
    )
    return canvas


def _flame(phase: float) -> Canvas:
    """Three tongues that lick upwards, hottest low down, their tips red and thin."""
    canvas = _canvas()
    x, y = _places()
    up = np.clip((0.92 - y) / 1.96, 0, 1)  # 0 at the foot, 1 at the tip
    bent = x + up * (0.17 * np.sin(4.4 * up + phase) + 0.05 * np.sin(11 * up + 2 * phase))
    side = 1 if phase > 1 else -1
    cold = np.ones_like(x)
    for middle, half, tall in (
        (0.0, 0.5, 1.0),
        (0.34 * side, 0.33, 0.66),
        (-0.33 * side, 0.3, 0.5),
    ):
        share = up / tall
        belly = np.clip(2.6 * share, 0, 1) ** 0.7 * np.clip(1 - share, 0, 1) ** 0.8
        across = np.abs(bent - middle * (1 - 0.55 * share)) / np.maximum(half * belly, 1e-3)
        cold *= 1 - np.clip(1 - across, 0, 1) * np.clip((1 - share) * 5, 0, 1)
    foot = np.clip((0.92 - y) * 1.25, 0, 1)
    heat = canvas.soft(np.asarray((1 - cold) * foot * foot * (3 - 2 * foot), np.float32), 0.05)
    level = heat * (1.2 - 0.55 * np.asarray(up, np.float32))
    for low, high, colour, opacity in (
        (0.0, 0.34, (214, 40, 8), 0.72),
        (0.12, 0.5, (255, 112, 12), 0.95),
        (0.32, 0.72, (255, 190, 44), 1.0),
        (0.56, 1.0, (255, 246, 190), 1.0),
    ):
        t = np.clip((level - low) / (high - low), 0, 1)
        canvas.paint(np.asarray(t * t * (3 - 2 * t), np.float32), colour, opacity)
    return canvas


def _puff(seed: int) -> Canvas:
    canvas = _canvas()
    x, y = _places()
    rough = 0.55 * canvas.noise(seed, (0.75, 0.75)) + 0.3 * canvas.noise(seed + 1, (0.36, 0.36))
    rough = rough + 0.15 * canvas.noise(seed + 2, (0.17, 0.17))
    r = np.hypot(x, y) + 0.55 * (rough - 0.5)
    density = np.clip((0.96 - r) * 1.5, 0, 1) ** 1.1 * np.clip((1.1 - np.hypot(x, y)) * 4, 0, 1)
    shade = np.asarray(np.clip(0.5 + 0.5 * y + 0.5 * (rough - 0.5), 0, 1), np.float32)
    canvas.paint(
        np.asarray(0.92 * density, np.float32),
        _mix(shade, (255, 255, 255), (214, 222, 232)),
    )
    return canvas


def _note(pair: bool) -> Canvas:
    canvas = _canvas()
    stems = ((-0.28, 0.62), (0.62, 0.46)) if pair else ((0.22, 0.62),)
    mask = np.zeros(canvas.shape, np.float32)
    for x, foot in stems:
        top = foot - 1.36
        mask = np.maximum(mask, canvas.disc((x - 0.23, foot + 0.06), (0.31, 0.225), -24))
        mask = np.maximum(
            mask,
            canvas.polygon([(x - 0.05, foot), (x + 0.06, foot), (x + 0.06, top), (x - 0.05, top)]),
        )
    if pair:
        beam = [(-0.33, -0.76), (0.68, -0.92), (0.68, -0.64), (-0.33, -0.48)]
        mask = np.maximum(mask, canvas.polygon(beam))
    else:
        flag = canvas.stroke(
            [(0.22, -0.68), (0.36, -0.36), (0.62, -0.16), (0.56, 0.2)], (0.2, 0.17, 0.03)
        )
        mask = np.maximum(mask, flag)
    _glossy(canvas, _rounded(canvas, mask, 0.02), ((206, 180, 255), (150, 104, 255), (92, 48, 206)))
    for x, foot in stems:
        shine = canvas.soft(canvas.disc((x - 0.32, foot - 0.03), (0.12, 0.055), -28), 0.02)
        canvas.paint(shine, (255, 255, 255), 0.75)
    return canvas
