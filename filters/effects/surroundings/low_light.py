"""Low light: lift a dark picture, and take out the noise that was hidden in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.surroundings.foreground import blend, small_size
from filters.params import Params, slider, toggle
from filters.types import FrameContext, Image

_TARGET = 0.46
"""The mean brightness, 0 to 1, of a well-lit picture of a person in a room."""
_WORKING = 320
"""Pixels of the longer side at which colour noise is smoothed."""
_NOISE = 7.0
"""Standard deviation in grey levels of the light noise that is smoothed away, at most."""
_STRIP = 96
"""Rows that are coloured at a time; what is worked with then stays in the processor's cache."""
_STEADY = 0.02
"""Steps of the mean brightness, so that the gain does not tremble with every pixel."""


@dataclass(frozen=True, slots=True)
class LowLightParams(Params):
    """How much light, and how clean."""

    denoise: float = slider(0.5, 0.0, 1.0, help="More where the picture was darker.")
    local_contrast: bool = toggle(
        False, help="Brings out what is in the dark beside something bright (CLAHE)."
    )
    strength: float = slider(0.7, 0.0, 1.0)


def render_frame(context: FrameContext, params: LowLightParams) -> Image | None:
    """Lift the dark by a curve that keeps black and white, the more the darker the picture is.

    The curve is a gamma on luma that would bring the mean to `_TARGET`; colour differences grow
    with it, as they would have under more light. Noise is smoothed before: in luma by a guided
    filter on itself (He, Sun and Tang 2013), which leaves edges, in colour by a wide blur.
    """
    if params.strength == 0:
        return None
    image = context.image
    small = cv2.resize(image, small_size(image, _WORKING), interpolation=cv2.INTER_AREA)
    dark = darkness(np.asarray(small, np.uint8))
    amount = params.denoise * params.strength * (0.35 + 0.65 * dark)
    luma = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    if amount > 0:
        luma = _quiet(luma, amount)
    gamma = 1 / (1 + params.strength * (0.12 + 1.25 * dark))
    lifted = cv2.LUT(luma, _gamma(gamma))
    if params.local_contrast:
        local = cv2.createCLAHE(1.5 + dark, (8, 8)).apply(lifted)
        lifted = cv2.addWeighted(local, 0.6 * params.strength, lifted, 1 - 0.6 * params.strength, 0)
    gain = 1 + params.strength * (0.05 + 0.85 * dark)
    few = _quiet_colours(np.asarray(small, np.uint8), amount)
    return _coloured(image, np.asarray(lifted, np.uint8), few, gain, amount)


def darkness(image: Image) -> float:
    """0 for a well-lit picture, 1 for a very dark one; in steps."""
    tiny = cv2.resize(image, (16, 12), interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(tiny, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    # the lit half counts more: a black jacket makes no dark room
    mean = float(0.5 * grey.mean() + 0.5 * np.percentile(grey, 75))
    mean = round(mean / _STEADY) * _STEADY
    return float(np.clip((_TARGET - mean) / (_TARGET - 0.08), 0, 1))


def _gamma(gamma: float) -> NDArray[np.uint8]:
    light = np.arange(256) / 255
    lifted = light**gamma
    # the slope at black is kept finite, or noise would become snow
    toe = np.clip(light / 0.14, 0, 1)
    steepest = min(0.14**gamma / 0.14, 2.6)
    lifted = toe * lifted + (1 - toe) * np.minimum(lifted, light * steepest)
    return np.asarray(np.rint(255 * np.maximum.accumulate(lifted)), np.uint8)


def _quiet(luma: NDArray[np.uint8], amount: float) -> NDArray[np.uint8]:
    """Smooth where nothing but noise is; the coefficients are found at half the size."""
    height, width = luma.shape
    half = (max(1, width // 2), max(1, height // 2))
    # noise is averaged away here, but for what two neighbours share
    small = cv2.resize(luma, half, interpolation=cv2.INTER_NEAREST).astype(np.float32)
    mean = cv2.blur(small, (5, 5))
    variance = cv2.subtract(cv2.blur(cv2.multiply(small, small), (5, 5)), cv2.multiply(mean, mean))
    noise = (_NOISE * amount) ** 2
    keep = cv2.divide(variance, cv2.add(variance, noise + 1e-3))
    smooth = cv2.resize(cv2.convertScaleAbs(mean), (width, height), interpolation=cv2.INTER_LINEAR)
    keep = np.clip(cv2.blur(keep, (3, 3)), 0, 1)
    return blend(luma, np.asarray(smooth, np.uint8), np.asarray(keep, np.float32))


def _quiet_colours(small: Image, amount: float) -> list[NDArray[np.uint8]]:
    """The picture's two colour differences; noise in them comes in coarse spots.

    Eyes see colour coarsely too, so a small picture will do.
    """
    _, *colours = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
    return [np.asarray(cv2.bilateralFilter(one, 5, 24 * amount + 1, 2.0)) for one in colours]


def _coloured(
    image: Image,
    lifted: NDArray[np.uint8],
    quiet: list[NDArray[np.uint8]],
    gain: float,
    amount: float,
) -> Image:
    """The picture in another light, its colours `gain` times as strong and smoothed."""
    height, width = lifted.shape
    smooth = [cv2.resize(one, (width, height), interpolation=cv2.INTER_LINEAR) for one in quiet]
    out = np.empty_like(image)
    rest = 128 * (1 - gain)
    for top in range(0, height, _STRIP):
        rows = slice(top, min(top + _STRIP, height))
        _, *colours = cv2.split(cv2.cvtColor(image[rows], cv2.COLOR_RGB2YCrCb))
        mixed = [
            cv2.addWeighted(one[rows], gain * amount, colour, gain * (1 - amount), rest)
            for one, colour in zip(smooth, colours, strict=True)
        ]
        out[rows] = cv2.cvtColor(cv2.merge([lifted[rows], *mixed]), cv2.COLOR_YCrCb2RGB)
    return out
