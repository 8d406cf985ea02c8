"""Vignette: the picture's corners darker, or in another colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from filters.params import Params, colour, rgb, slider
from filters.types import FrameContext, Image


@dataclass(frozen=True, slots=True)
class VignetteParams(Params):
    """How far in it reaches."""

    size: float = slider(0.62, 0.2, 1.0, help="Where it begins, from the middle to the corners.")
    softness: float = slider(0.6, 0.05, 1.0)
    roundness: float = slider(0.5, 0.0, 1.0, help="0 follows the picture's shape, 1 is a circle.")
    colour: str = colour("#000000")
    strength: float = slider(0.55, 0.0, 1.0)


def render_frame(context: FrameContext, params: VignetteParams) -> Image | None:
    """C = m I + (1 - m) K, with a mask m that depends on nothing but the frame's size."""
    if params.strength == 0:
        return None
    height, width = context.image.shape[:2]
    share, ink = _laid((width, height), params)
    return np.asarray(cv2.add(cv2.multiply(context.image, share, scale=1 / 255), ink), np.uint8)


@lru_cache(maxsize=2)
def _laid(size: tuple[int, int], params: VignetteParams) -> tuple[Image, Image]:
    """What the picture is multiplied with, 255 for 1, and what is then added to it."""
    width, height = size
    x = np.abs((np.arange(width) + 0.5) / width * 2 - 1)[None, :]
    y = np.abs((np.arange(height) + 0.5) / height * 2 - 1)[:, None]
    # with roundness the longer side's falloff is measured in the shorter side's lengths
    longer, half = max(size), (width + height) / 2
    x = x * (1 + params.roundness * (width / half - 1)) * (half / longer) ** params.roundness
    y = y * (1 + params.roundness * (height / half - 1)) * (half / longer) ** params.roundness
    power = 2.6 - 0.6 * params.roundness
    away = ((x**power + y**power) / (x.max() ** power + y.max() ** power)) ** (1 / power)
    begin, end = params.size * (1 - 0.6 * params.softness), params.size + 0.55 * params.softness
    rise = np.clip((away - begin) / max(end - begin, 1e-3), 0, 1)
    dark = params.strength * rise * rise * (3 - 2 * rise)
    # noise of half a level, once and for all, keeps the slope from banding
    noise = np.random.default_rng(1).random((height, width)) - 0.5
    share = np.clip(255 * (1 - dark) + noise * (dark > 0), 0, 255) + 0.5
    share = share.astype(np.uint8)
    ink = np.stack([np.rint((255.0 - share) / 255 * level) for level in rgb(params.colour)], -1)
    shares = np.repeat(share[..., None], 3, axis=2)
    inks = ink.astype(np.uint8)
    for one in (shares, inks):
        one.flags.writeable = False
    return shares, inks
