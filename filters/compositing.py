"""Lay a filter's layer over the picture, behind whatever the matte says is in front."""

from __future__ import annotations

from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.types import Image, Layer, Matte


class Laid(Enum):
    """What a layer is laid through."""

    FACE = "face"
    """The matte: painted on the face, hidden by whatever is in front of it."""
    HEAD = "head"
    """The veil: worn on the head, reaches outside the face, hidden by what is in front of it."""
    OPEN = "open"
    """Nothing; the filter says why."""


def lay(image: Image, layer: Layer, matte: Matte | None = None) -> Image:
    """Lay `layer` over a copy of `image`: C = (1 - a m) B + a m F (Porter & Duff 1984, "over").

    Args:
        matte: where the layer may show; None means everywhere.
    Returns:
        (H, W, 3) uint8. Where a m is 0 the pixel is the image's own, where it is 1 the layer's own,
        both exactly; what reaches outside the frame is cut off.
    """
    canvas = image.copy()
    lay_into(canvas, layer, matte)
    return canvas


def lay_into(canvas: Image, layer: Layer, matte: Matte | None = None, opacity: float = 1.0) -> None:
    """Lay `layer` over `canvas` in place; like `lay`, and it touches only the layer's tile.

    Args:
        opacity: of the layer as a whole, 0 to 1.
    """
    height, width = canvas.shape[:2]
    x, y = layer.origin
    h, w = layer.rgba.shape[:2]
    x0, x1, y0, y1 = max(x, 0), min(x + w, width), max(y, 0), min(y + h, height)
    if x0 >= x1 or y0 >= y1:
        return
    rgba = layer.rgba[y0 - y : y1 - y, x0 - x : x1 - x]
    bx, by, bw, bh = cv2.boundingRect(rgba[..., 3])  # the part that is not wholly transparent
    if bw == 0 or bh == 0:
        return
    rgba = rgba[by : by + bh, bx : bx + bw]
    x0, y0 = x0 + bx, y0 + by
    under = canvas[y0 : y0 + bh, x0 : x0 + bw]
    weight = rgba[..., 3].astype(np.float32) * np.float32(opacity / 255)
    if matte is not None:
        weight *= matte.tile((x0, y0), (bw, bh))
    under[:] = _blend(under, np.ascontiguousarray(rgba), weight)


def _blend(under: Image, over: NDArray[np.uint8], weight: NDArray[np.float32]) -> Image:
    """(1 - w) B + w F, rounded to nearest; exact at w = 0 and w = 1."""
    colour = cv2.cvtColor(over, cv2.COLOR_RGBA2RGB)
    return np.asarray(cv2.blendLinear(colour, np.ascontiguousarray(under), weight, 1 - weight))
