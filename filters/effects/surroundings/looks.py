"""The shipped grades, each a function from colours to colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from filters.effects.surroundings.cube import Cube

Colours = NDArray[np.float32]
"""(..., 3) float32, sRGB, 0 to 1."""
_STEPS = 33
_LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
"""Rec. 709."""


@cache
def look(name: str) -> Cube:
    """One of `LOOKS` as a table."""
    axis = np.linspace(0, 1, _STEPS, dtype=np.float32)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    graded = LOOKS[name](np.stack((red, green, blue), axis=-1))
    table = np.asarray(np.clip(graded, 0, 1), np.float32)
    table.flags.writeable = False
    return Cube(table)


def film(rgb: Colours) -> Colours:
    """A warm negative: soft shoulders, blacks that are not quite black."""
    graded = _contrast(_gain(rgb, 1.03, 1.0, 0.95), 0.30)
    graded = _tinted(graded, shadows=(-0.012, 0.004, 0.022), lights=(0.030, 0.008, -0.030))
    return _faded(_saturated(graded, 0.95), 0.030, 0.975)


def teal_orange(rgb: Colours) -> Colours:
    """The cinema's: shadows to teal, skin and lights to orange."""
    graded = _contrast(rgb, 0.32)
    graded = _tinted(graded, shadows=(-0.055, 0.018, 0.062), lights=(0.062, 0.010, -0.066))
    return _saturated(graded, 1.06)


def golden(rgb: Colours) -> Colours:
    """An hour before sunset."""
    graded = _gain(rgb, 1.07, 1.01, 0.89)
    graded = _tinted(graded, shadows=(0.020, -0.002, 0.008), lights=(0.044, 0.010, -0.038))
    return _contrast(_saturated(graded, 1.06), 0.14)


def nordic(rgb: Colours) -> Colours:
    """Cool, clear and calm."""
    graded = _gain(rgb, 0.955, 1.005, 1.065)
    graded = _tinted(graded, shadows=(-0.018, 0.002, 0.030), lights=(0.006, 0.008, 0.004))
    return _faded(_contrast(_saturated(graded, 0.80), 0.16), 0.018, 1.0)


def vivid(rgb: Colours) -> Colours:
    """Stronger colours, most where they are weak, so that skin stays skin."""
    chroma = rgb.max(axis=-1, keepdims=True) - rgb.min(axis=-1, keepdims=True)
    return _contrast(_saturated(rgb, 1 + 0.42 * (1 - chroma) ** 1.2), 0.26)


def noir(rgb: Colours) -> Colours:
    """Black and white, as through an orange filter: light skin, dark skies."""
    grey = rgb @ np.array((0.50, 0.42, 0.08), np.float32)
    grey = _contrast(np.repeat(grey[..., None], 3, axis=-1), 0.62)
    return _tinted(grey, shadows=(-0.004, 0.0, 0.008), lights=(0.008, 0.003, -0.006))


def faded(rgb: Colours) -> Colours:
    """An old print: pale, with plum shadows and cream lights."""
    graded = _tinted(
        _saturated(rgb, 0.74), shadows=(0.030, -0.012, 0.026), lights=(0.018, 0.008, -0.034)
    )
    return _faded(graded, 0.095, 0.955)


LOOKS: Mapping[str, Callable[[Colours], Colours]] = {
    "film": film,
    "teal-orange": teal_orange,
    "golden": golden,
    "nordic": nordic,
    "vivid": vivid,
    "noir": noir,
    "faded": faded,
}


def _luma(rgb: Colours) -> Colours:
    return np.asarray((rgb @ _LUMA)[..., None], np.float32)


def _gain(rgb: Colours, red: float, green: float, blue: float) -> Colours:
    """White balance in linear light (gamma 2.2), brightness kept."""
    scale = np.array((red, green, blue), np.float32)
    scale = scale / np.float32(scale @ _LUMA)
    return np.asarray(rgb * scale ** np.float32(1 / 1.1), np.float32)


def _contrast(rgb: Colours, amount: float) -> Colours:
    """Towards the S-curve 3 x^2 - 2 x^3, black, middle and white kept."""
    x = np.clip(rgb, 0, 1)
    return np.asarray(x + np.float32(amount) * (x * x * (3 - 2 * x) - x), np.float32)


def _saturated(rgb: Colours, amount: float | Colours) -> Colours:
    grey = _luma(rgb)
    return np.asarray(grey + (rgb - grey) * amount, np.float32)


def _tinted(
    rgb: Colours, shadows: tuple[float, float, float], lights: tuple[float, float, float]
) -> Colours:
    """Split toning; pure black and pure white keep their hue."""
    luma = np.clip(_luma(rgb), 0, 1)
    dark, light = (1 - luma) ** 2 * np.sqrt(luma) * 1.9, luma**1.3 * np.sqrt(1 - luma) * 2.2
    tints = (np.array(one, np.float32) for one in (shadows, lights))
    return np.asarray(rgb + sum(w * t for w, t in zip((dark, light), tints, strict=True)))


def _faded(rgb: Colours, black: float, white: float) -> Colours:
    return np.asarray(black + rgb * (white - black), np.float32)
