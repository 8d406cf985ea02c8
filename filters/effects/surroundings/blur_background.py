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
_GLOW = 9.0
"""How much brighter than white a highlight is taken to be, at most: the sensor cut it off."""
_HIGHLIGHT = (0.35, 0.95)
"""Linear light between which a pixel becomes a highlight."""
_STANDS_OUT = 0.4
"""How much more light than around it makes it a whole one."""
_TO_LIGHT = ((np.arange(256) / 255) ** 2).astype(np.float32)
"""Linear light of each level: gamma 2, whose inverse is a square root."""


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
    light = np.asarray(cv2.LUT(small, _TO_LIGHT), np.float32)
    if lens and params.highlights > 0:
        light *= _boost(small, params.highlights)[..., None]
    blurred = _normalised(light, behind, radius, lens)
    back = cv2.resize(_to_picture(blurred), (width, height), interpolation=cv2.INTER_LINEAR)
    if params.strength < 1:
        alpha = np.asarray(1 - (1 - alpha) * np.float32(params.strength), np.float32)
    return blend(image, np.asarray(back, np.uint8), alpha)


def _normalised(
    light: NDArray[np.float32], weight: Alpha, radius: float, lens: bool
) -> NDArray[np.float32]:
    """blur(w I) / blur(w); where w is 0 all around, a wider blur fills in."""
    colour = light * weight[..., None]
    stack = np.dstack((colour, weight))

    def blurred(values: NDArray[np.float32]) -> NDArray[np.float32]:
        if lens:
            return np.asarray(
                cv2.filter2D(values, -1, disc(round(radius, 1)), borderType=cv2.BORDER_REFLECT)
            )
        return np.asarray(
            cv2.GaussianBlur(values, (0, 0), 0.6 * radius, borderType=cv2.BORDER_REFLECT)
        )

    near = blurred(stack)
    size = (stack.shape[1], stack.shape[0])
    tiny = cv2.resize(stack, (min(16, size[0]), min(9, size[1])), interpolation=cv2.INTER_AREA)
    tiny = cv2.GaussianBlur(tiny, (0, 0), 1.5) + np.float32(1e-6)
    near += np.float32(0.002) * cv2.resize(tiny, size, interpolation=cv2.INTER_LINEAR)
    total = near[..., 3]
    return np.asarray(near[..., :3] / total[..., None], np.float32)


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


def _boost(picture: Image, highlights: float) -> Alpha:
    """How much brighter each pixel was before the sensor cut it off, 1 for most.

    A lamp is bright, and brighter than what is around it, which a white wall is not. It is judged
    by luma, for a strong colour's one bright channel is no lamp.
    """
    light = cv2.LUT(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), _TO_LIGHT)
    around = cv2.blur(light, (picture.shape[1] // 6 | 1,) * 2, borderType=cv2.BORDER_REFLECT)
    low, high = _HIGHLIGHT
    bright = np.clip((light - low) / (high - low), 0, 1)
    out_of_line = np.clip((light - around) / np.float32(_STANDS_OUT), 0, 1)
    return np.asarray(1 + np.float32(_GLOW * highlights) * bright * out_of_line, np.float32)


def _to_picture(light: NDArray[np.float32]) -> Image:
    """Back to 0..255; what is brighter than white keeps its hue, half of the way to white."""
    channels = cv2.split(light)
    most = np.maximum(cv2.max(cv2.max(channels[0], channels[1]), channels[2]), 1)
    tamed = cv2.merge([cv2.multiply(one, 0.5 + 0.5 / most) for one in channels])
    return np.asarray(cv2.convertScaleAbs(cv2.sqrt(tamed), alpha=255), np.uint8)
