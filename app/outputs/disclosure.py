"""A small badge in the corner of every picture that shows another's face: "Face swap"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.frames import RenderedFrame
from app.look import Look
from filters import catalog
from filters.filter import Filter
from filters.types import Image

WORDS = "Face swap"
_GROUND, _GROUND_ALPHA = (12, 14, 17), 0.72
_INK = (255, 255, 255)
_DOT = (99, 210, 192)  # the window's accent
_SCALE = 4  # It is drawn this much larger, for smooth edges.


def is_disclosed(look: Look, find: Callable[[str], Filter] = catalog.by_id) -> bool:
    """Whether something worn shows another's face."""
    return any(find(worn.filter_id).disclosed for worn in look.enabled)


def disclosed(picture: RenderedFrame, look: Look) -> RenderedFrame:
    """The picture with the badge, if the look it wears asks for one; else `picture` itself."""
    if not is_disclosed(look):
        return picture
    return replace(picture, image=with_badge(picture.image))


def with_badge(image: Image) -> Image:
    """A copy with the badge in its bottom left corner: C = (1 - a) B + a F.

    The badge is a twentieth of the shorter side high, never less than can be read, and left out
    of what is smaller than itself.
    """
    height, width = image.shape[:2]
    short = min(width, height)
    colour, alpha = _badge(max(16, round(short / 20)))
    h, w = alpha.shape[:2]
    margin = max(4, short // 40)
    if h + margin > height or w + margin > width:
        return image
    out = image.copy()
    tile = out[height - margin - h : height - margin, margin : margin + w]
    tile[:] = np.rint((1 - alpha) * tile + colour).astype(np.uint8)
    return out


@lru_cache(maxsize=4)
def _badge(height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A pill with a dot and the words: (h, w, 3) colour times alpha, and (h, w, 1) alpha."""
    tall = height * _SCALE
    font, size, weight = cv2.FontFace("sans"), round(0.56 * tall), 600
    left, _, long, _ = cv2.getTextSize((1, 1), WORDS, (0, 0), font, size, weight)
    dot, pad, gap = round(0.13 * tall), round(0.42 * tall), round(0.24 * tall)
    words_at = pad + 2 * dot + gap
    width = -(-(words_at + long + pad) // _SCALE)
    shape = (tall, width * _SCALE)
    pill, ink, spot = (np.zeros(shape, np.uint8) for _ in range(3))
    radius = tall // 2
    cv2.rectangle(pill, (radius, 0), (shape[1] - 1 - radius, tall - 1), 255, -1)
    for x in (radius, shape[1] - 1 - radius):
        cv2.circle(pill, (x, radius), radius, 255, -1)
    # The middle of its low letters is where the eye sees the middle of the words.
    baseline = (words_at - left, round(0.5 * tall + 0.36 * size))
    words = np.zeros((*shape, 3), np.uint8)
    cv2.putText(words, WORDS, baseline, (255, 255, 255), font, size, weight)
    ink = words[..., 0]
    cv2.circle(spot, (pad + dot, radius), dot, 255, -1)
    ground, letters, point = (
        cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)[..., None].astype(
            np.float32
        )
        / 255
        for mask in (pill, ink, spot)
    )
    front = np.maximum(letters, point)
    alpha = front + (1 - front) * _GROUND_ALPHA * ground
    colour = letters * np.asarray(_INK, np.float32) + point * np.asarray(_DOT, np.float32)
    colour = colour + (1 - front) * _GROUND_ALPHA * ground * np.asarray(_GROUND, np.float32)
    return colour.astype(np.float32), alpha.astype(np.float32)
