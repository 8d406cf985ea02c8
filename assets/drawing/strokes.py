"""What all painted faces are made of: the face's outline, brush marks, edges, lined eyes."""

from __future__ import annotations

import numpy as np

from assets.drawing.canvas import Canvas, Colour, Field, Place

OVAL: tuple[Place, ...] = (
    (512, 140), (330, 154), (186, 224), (92, 336), (42, 488), (66, 650), (150, 800), (330, 905),
    (446, 946), (512, 954), (578, 946), (694, 905), (874, 800), (958, 650), (982, 488), (932, 336),
    (838, 224), (694, 154),
)  # fmt: skip
"""Just inside the canonical face's outline."""


def skin(c: Canvas, fade: float) -> Field:
    """1 on the face, fading to exactly 0 before its outline."""
    return np.asarray(np.clip(c.soft(c.blob(OVAL), fade) * 1.06 - 0.05, 0, 1), np.float32)


def bristles(c: Canvas, seed: int) -> Field:
    """The streaks a brush leaves, 0 to 1."""
    streaks = 0.5 * c.noise(seed, (5, 46)) + 0.3 * c.noise(seed + 1, (30, 7))
    return np.asarray(streaks + 0.2 * c.noise(seed + 2, (3, 3)), np.float32)


def gradient(c: Canvas, top: Colour, bottom: Colour, start: float, stop: float) -> Field:
    """(H, W, 3) of 0 to 1, from one colour to another down the picture."""
    down = c.across(start, stop, 1)[..., None]
    a, b = (np.array(colour, np.float32) / 255 for colour in (top, bottom))
    return np.asarray(a + (b - a) * down, np.float32)


def outline(c: Canvas, mask: Field, width: float) -> Field:
    """A line of about `width` texels along a mask's edge."""
    soft = c.soft(mask, width * 0.5)
    return np.asarray(np.clip(1.6 - np.abs(soft - 0.5) * 4.2, 0, 1), np.float32)


def eye_liner(c: Canvas, width: float) -> Field:
    """A band around both eyes, heavier above."""
    eye: tuple[Place, ...] = (
        *((284, 386), (318, 368), (352, 363), (396, 371)),
        *((432, 396), (400, 408), (352, 411), (316, 402)),
    )  # fmt: skip
    lid = c.blob(eye)
    near = np.clip(c.soft(lid, width * 0.55) * 3.2, 0, 1)
    above = c.stroke(((282, 384), (318, 362), (356, 354), (400, 364), (434, 394)), (8, width, 3))
    return c.mirrored(np.asarray(np.maximum(near, above), np.float32))


def star(c: Canvas, at: Place, radius: float) -> Field:
    """A four-pointed glint."""
    turn = np.arange(8) * np.pi / 4
    reach = radius * np.where(np.arange(8) % 2 == 0, 1.0, 0.22)
    return c.mirrored(
        c.polygon(np.stack((at[0] + reach * np.sin(turn), at[1] - reach * np.cos(turn)), 1))
    )
