"""Replace the background: stand somewhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from filters.effects.surroundings.backdrops import PICTURES, SHIPPED, VIDEOS, own, shipped
from filters.effects.surroundings.foreground import (
    foreground,
    full_size,
    parts,
    small_size,
)
from filters.params import Params, choice, colour, file, rgb, slider
from filters.types import Alpha, FrameContext, Image

_WORKING = 320
"""Pixels of the picture's longer side at which colours at the edge are worked out."""
_RIM = 0.008
"""Standard deviation of the rim in which a person takes on the new light, in frame heights."""


@dataclass(frozen=True, slots=True)
class ReplaceBackgroundParams(Params):
    """What to stand before."""

    picture: str = choice("studio", (*SHIPPED, "colour", "own"))
    own: str = file(
        (*PICTURES, *VIDEOS),
        label="Own picture",
        help="A picture, or a video of which the first ten seconds are shown in a loop.",
    )
    colour: str = colour("#3a4250", help="Of a plain background.")
    blur: float = slider(0.0, 0.0, 3.0, unit="% of the picture's height", label="Out of focus")
    light: float = slider(
        0.45, 0.0, 1.0, label="Light wrap", help="How much of the new light falls around edges."
    )
    strength: float = slider(1.0, 0.0, 1.0)


def render_frame(context: FrameContext, params: ReplaceBackgroundParams) -> Image | None:
    """Lay people over another background, without the colours of the old one at their edges.

    C = w I + (1 - w) U: in a person's soft edge the camera's pixel I already has the old
    background in it, so it gives way there to the person's own colours from further inside, F,
    mixed with the light of the new background around it; U is F and the new background B together:
    w = a (1 - e), U = (a e F + (1 - a) B) / (1 - w), with e = 1 - a and more in the lit rim.

    Raises:
        ValueError: if nobody looked for people, or the user's own file can't be read.
    """
    if params.strength == 0:
        return None
    image = context.image
    height, width = image.shape[:2]
    alpha = foreground(context)
    back = _backdrop(params, (width, height), context.time)
    if params.blur > 0:
        back = _blurred(back, params.blur / 100 * height)
    edge = _edge_colours(image, back, alpha, params.light)
    lit = np.maximum(alpha - np.float32(0.5 * params.light) * _rim(alpha), 0)
    own_share = alpha * lit
    edge_share = np.asarray((alpha - own_share) / np.maximum(1 - own_share, 1e-4), np.float32)
    out = _laid(image, edge, back, own_share, edge_share)
    if params.strength < 1:
        out = np.asarray(cv2.addWeighted(out, params.strength, image, 1 - params.strength, 0))
    return out


def _laid(image: Image, edge: Image, back: Image, own_share: Alpha, edge_share: Alpha) -> Image:
    """The picture over its edge's colours over the background."""
    owns, edges = full_size(own_share, image), full_size(edge_share, image)
    out = back.copy()
    for part in parts(np.maximum(owns, edges)):
        weight = edges[part] * np.float32(1 / 255)
        under = cv2.blendLinear(edge[part], back[part], weight, 1 - weight)
        weight = owns[part] * np.float32(1 / 255)
        out[part] = cv2.blendLinear(image[part], under, weight, 1 - weight)
    return out


def _backdrop(params: ReplaceBackgroundParams, size: tuple[int, int], time: float) -> Image:
    if params.picture == "own" and params.own:
        return own(params.own, size, time)
    if params.picture in SHIPPED:
        return shipped(params.picture, size)
    return _plain(params.colour, size)


@lru_cache(maxsize=2)
def _plain(ink: str, size: tuple[int, int]) -> Image:
    picture = np.full((size[1], size[0], 3), rgb(ink), np.uint8)
    picture.flags.writeable = False
    return picture


def _blurred(picture: Image, sigma: float) -> Image:
    height, width = picture.shape[:2]
    shrink = max(1.0, sigma / 2)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _edge_colours(image: Image, back: Image, alpha: Alpha, light: float) -> Image:
    """What a person's edge is coloured with: their own colours and the new background's light."""
    size, tiny = small_size(image, _WORKING), small_size(image, _WORKING // 4)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    sure = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    sure = cv2.multiply(sure, sure)
    red, green, blue = cv2.split(small)
    weighed = cv2.merge(
        [cv2.multiply(one, sure, dtype=cv2.CV_32F) for one in (red, green, blue)] + [sure]
    )
    # their colours flow outwards; the narrow blur keeps what is near nearest
    spread = cv2.scaleAdd(cv2.blur(weighed, (17, 17)), 0.02, cv2.GaussianBlur(weighed, (0, 0), 1.8))
    *inside, total = cv2.split(spread)
    total += np.float32(1e-4)
    around = cv2.GaussianBlur(cv2.resize(back, tiny, interpolation=cv2.INTER_AREA), (0, 0), 1.4)
    own = cv2.convertScaleAbs(cv2.merge([cv2.divide(one, total) for one in inside]))
    lit = cv2.resize(around, size, interpolation=cv2.INTER_LINEAR)
    mixed = cv2.addWeighted(own, 1 - 0.55 * light, lit, 0.55 * light, 0)
    full = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(mixed, full, interpolation=cv2.INTER_LINEAR), np.uint8)


def _rim(alpha: Alpha) -> Alpha:
    """How near a person's pixel is to their edge, 0 to 1."""
    size = alpha.shape[::-1]
    soft = cv2.GaussianBlur(alpha, (0, 0), max(_RIM * size[1], 0.3), borderType=cv2.BORDER_REFLECT)
    return np.asarray(np.clip(2 * (1 - soft), 0, 1) * alpha, np.float32)
