"""Mirrors: one half of the picture for both, or a kaleidoscope."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.params import Params, choice, slider
from filters.types import FrameContext, Image

_MIRRORS = ("left", "right", "top", "bottom", "four")


@dataclass(frozen=True, slots=True)
class MirrorParams(Params):
    """Where the mirrors stand."""

    style: str = choice("left", (*_MIRRORS, "kaleidoscope"), help="Which part is shown twice.")
    mirrors: float = slider(6.0, 3.0, 12.0, help="Of the kaleidoscope, in whole numbers.")
    turn: float = slider(0.0, -90.0, 90.0, unit="degrees", help="Of the kaleidoscope.")
    strength: float = slider(1.0, 0.0, 1.0)


def render_frame(context: FrameContext, params: MirrorParams) -> Image | None:
    """Show a part of the picture, and its mirror images in place of the rest."""
    if params.strength == 0:
        return None
    image = context.image
    if params.style == "kaleidoscope":
        maps = _kaleidoscope(image.shape[1], image.shape[0], round(params.mirrors), params.turn)
        out = cv2.remap(image, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    else:
        out = image.copy()
        if params.style in ("left", "right", "four"):
            _across(out, params.style == "right")
        if params.style in ("top", "bottom", "four"):
            _across(out.swapaxes(0, 1), params.style == "bottom")
    if params.strength < 1:
        out = cv2.addWeighted(out, params.strength, image, 1 - params.strength, 0)
    return np.asarray(out, np.uint8)


def _across(picture: Image, second: bool) -> None:
    """The first half's columns in place of the second's, or the other way round; in place."""
    half = picture.shape[1] // 2
    if half == 0:
        return
    if second:
        picture[:, :half] = picture[:, -1 : -half - 1 : -1]
    else:
        picture[:, -half:] = picture[:, half - 1 :: -1]


@lru_cache(maxsize=2)
def _kaleidoscope(
    width: int, height: int, mirrors: int, turn: float
) -> tuple[NDArray[np.int16], NDArray[np.uint16]]:
    """Where each pixel comes from: one wedge, upwards from the middle, in every other one."""
    x = np.arange(width, dtype=np.float32)[None, :] - np.float32((width - 1) / 2)
    y = np.arange(height, dtype=np.float32)[:, None] - np.float32((height - 1) / 2)
    away = np.hypot(x, y)
    wedge = np.float32(np.pi / mirrors)
    angle = np.arctan2(x, -y) + np.float32(np.radians(turn))
    folded = np.abs((angle + wedge) % (2 * wedge) - wedge)
    from_x = np.float32((width - 1) / 2) + away * np.sin(folded)
    from_y = np.float32((height - 1) / 2) - away * np.cos(folded)
    return cv2.convertMaps(from_x.astype(np.float32), from_y.astype(np.float32), cv2.CV_16SC2)
