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
    edge = _edge_colours(image, back, alpha, params.light)
    lit = np.maximum(
        alpha - np.float32(0.5 * params.light) * _rim(alpha, small_size(image, _WORKING)), 0
    )
    own_share = np.asarray(alpha * lit, np.float32)
    edge_share = cv2.divide(alpha - own_share, np.maximum(1 - own_share, 1e-4))
    out = _laid(image, edge, back, own_share, np.asarray(edge_share, np.float32))
    if params.strength < 1:
        out = np.asarray(cv2.addWeighted(out, params.strength, image, 1 - params.strength, 0))
    return out


def _laid(image: Image, edge: Image, back: Image, own_share: Alpha, edge_share: Alpha) -> Image:
    """The picture over its edge's colours, which are small, over the background."""
    owns, edges = full_size(own_share, image), full_size(edge_share, image)
    size = (image.shape[1], image.shape[0])
    edge = np.asarray(cv2.resize(edge, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    out = back.copy()
    for part in parts(cv2.max(owns, edges)):
        weight = cv2.multiply(edges[part], 1 / 255, dtype=cv2.CV_32F)
        under = cv2.blendLinear(edge[part], back[part], weight, 1 - weight)
        weight = cv2.multiply(owns[part], 1 / 255, dtype=cv2.CV_32F)
        out[part] = cv2.blendLinear(image[part], under, weight, 1 - weight)
    return out


def _backdrop(params: ReplaceBackgroundParams, size: tuple[int, int], time: float) -> Image:
    blur = params.blur / 100 * size[1]
    if params.picture == "own" and params.own:
        return own(params.own, size, time, blur)
    if params.picture in SHIPPED:
        return shipped(params.picture, size, blur)
    return _plain(params.colour, size)


@lru_cache(maxsize=2)
def _plain(ink: str, size: tuple[int, int]) -> Image:
    picture = np.full((size[1], size[0], 3), rgb(ink), np.uint8)
    picture.flags.writeable = False
    return picture


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
    return np.asarray(cv2.addWeighted(own, 1 - 0.55 * light, lit, 0.55 * light, 0), np.uint8)


def _rim(alpha: Alpha, size: tuple[int, int]) -> Alpha:
    """How near a person's pixel is to their edge, 0 to 1; blurred at (width, height) = `size`."""
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    sigma = max(_RIM * size[1], 0.3)
    soft = cv2.GaussianBlur(small, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    near = cv2.resize(np.clip(2 * (1 - soft), 0, 1), alpha.shape[::-1])
    return np.asarray(cv2.multiply(near, alpha), np.float32)
