"""Blur the background: softly, or as a fast lens does, with discs of light."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.surroundings.foreground import blend, foreground, small_size
from filters.params import Params, choice, slider
from filters.types import Alpha, FrameContext, Image

_WORKING = 320
"""Pixels of the picture's longer side at which it is blurred; the blur hides that."""
_EDGE = 3.0
"""From a third of alpha on, a pixel is not taken for background at all."""
_GLOW = 18.0
"""How much brighter than white a highlight is taken to be, at most: the sensor cut it off."""
_HIGHLIGHT = (0.28, 0.9)
"""Linear light between which a pixel becomes a highlight."""
_LAMP = 0.1
"""How wide a lamp is at most, in widths of the picture."""
_STANDS_OUT = 0.45
"""How much more light than around it makes it a whole one."""
_TO_LIGHT = ((np.arange(256) / 255) ** 2).astype(np.float32)
"""Linear light of each level: gamma 2, whose inverse is a square root."""

Channels = list[NDArray[np.float32]]
"""Red, green and blue, (h, w) each, linear light."""


@dataclass(frozen=True, slots=True)
class BlurBackgroundParams(Params):
    """Which blur, and how much."""

    style: str = choice("lens", ("lens", "soft"), help="Lens makes lights into discs.")
    radius: float = slider(3.0, 0.8, 7.0, unit="% of the picture's height")
    highlights: float = slider(0.6, 0.0, 1.0, help="How brightly lights shine through the lens.")
    strength: float = slider(1.0, 0.0, 1.0)


def render_frame(context: FrameContext, params: BlurBackgroundParams) -> Image | None:
    """Blur what is not a person.

    The background is blurred without the people in it, as a normalised blur: blur(w I) / blur(w)
    with w = 1 - alpha, so that no one's colours make a halo around them. The lens blurs linear
    light, whose highlights are first given back some of what the sensor cut off.

    Raises:
        ValueError: if nobody looked for people.
    """
    if params.strength == 0:
        return None
    image = context.image
    height, width = image.shape[:2]
    alpha = foreground(context)
    size = small_size(image, _WORKING)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    # a little away from people: their soft edges are not the background's colour
    sure = 1 - np.float32(_EDGE) * cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    behind = np.asarray(cv2.erode(np.maximum(sure, 0), np.ones((3, 3), np.uint8)), np.float32)
    radius = params.radius / 100 * size[1]
    lens = params.style == "lens"
    light = cv2.split(cv2.LUT(small, _TO_LIGHT))
    gain = behind
    if lens and params.highlights > 0:
        gain = np.asarray(behind * _boost(small, behind, params.highlights), np.float32)
    back = _to_picture(
        _normalised([cv2.multiply(one, gain) for one in light], behind, radius, lens)
    )
    back = np.asarray(cv2.resize(back, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    if params.strength < 1:
        alpha = np.asarray(1 - (1 - alpha) * np.float32(params.strength), np.float32)
    return blend(image, back, alpha)


def _normalised(light: Channels, weight: Alpha, radius: float, lens: bool) -> Channels:
    """blur(w I) / blur(w) for a w I; where w is 0 all around, a wider blur fills in."""
    stack = cv2.merge([*light, weight])
    border = cv2.BORDER_REFLECT
    if lens:
        near = cv2.filter2D(stack, -1, disc(round(radius, 1)), borderType=border)
    else:
        near = cv2.GaussianBlur(stack, (0, 0), 0.6 * radius, borderType=border)
    size = (stack.shape[1], stack.shape[0])
    tiny = cv2.resize(stack, (min(16, size[0]), min(9, size[1])), interpolation=cv2.INTER_AREA)
    tiny = cv2.GaussianBlur(tiny, (0, 0), 1.5) + np.float32(1e-6)
    wide = cv2.resize(tiny, size, interpolation=cv2.INTER_LINEAR)
    *channels, total = cv2.split(cv2.scaleAdd(wide, 0.002, near))
    return [np.asarray(cv2.divide(one, total), np.float32) for one in channels]


@lru_cache(maxsize=16)
def disc(radius: float) -> NDArray[np.float32]:
    """A lens's picture of a point: an anti-aliased disc, a little brighter at its rim."""
    half = math.ceil(radius)
    fine = 8
    at = (np.arange((2 * half + 1) * fine) + 0.5) / fine - half - 0.5
    away = np.hypot(at[None, :], at[:, None])
    point = np.where(away <= radius, 0.85 + 0.35 * (away / radius) ** 4, 0.0)
    kernel = point.reshape(2 * half + 1, fine, 2 * half + 1, fine).mean(axis=(1, 3))
    out = np.asarray(kernel / kernel.sum(), np.float32)
    out.flags.writeable = False
    return out


def _boost(picture: Image, behind: Alpha, highlights: float) -> Alpha:
    """How much brighter each pixel was before the sensor cut it off, 1 for most.

    A lamp is bright and small: it stands out of the picture's opening, which has no bright thing
    in it that is narrower than a lamp may be; a wall beside someone in black does not. It is judged
    by luma, for a strong colour's one bright channel is no lamp.
    """
    light = np.asarray(cv2.LUT(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), _TO_LIGHT), np.float32)
    side = max(3, round(_LAMP * picture.shape[1]) | 1)
    # neither people nor dark specks break a wall into lamps
    whole = cv2.morphologyEx(cv2.max(light, 1 - behind), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    around = cv2.erode(whole, np.ones((side, side), np.uint8))
    around = cv2.dilate(around, np.ones((side + 4, side + 4), np.uint8))
    low, high = _HIGHLIGHT
    bright = np.clip((light - low) / (high - low), 0, 1)
    out_of_line = np.clip((light - around) / np.float32(_STANDS_OUT), 0, 1)
    # the cube: what stands out a little, as paper on a wall, is hardly a lamp
    lamp = bright * out_of_line * out_of_line * out_of_line
    return np.asarray(1 + np.float32(_GLOW * highlights) * lamp, np.float32)


def _to_picture(light: Channels) -> Image:
    """Back to 0..255; what is brighter than white keeps its hue, half of the way to white."""
    red, green, blue = light
    most = np.maximum(cv2.max(cv2.max(red, green), blue), 1)
    tamed = cv2.merge([cv2.multiply(one, 0.5 + 0.5 / most) for one in light])
    return np.asarray(cv2.convertScaleAbs(cv2.sqrt(tamed), alpha=255), np.uint8)
