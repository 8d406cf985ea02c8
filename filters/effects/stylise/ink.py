"""Ink lines: where the picture is darker than its surroundings, as one would draw it with a pen.

The difference of two Gaussians, drawn out along the edges and softly cut off (Kang, Lee and Chui
2007; Winnemöller, Kyprianidis and Olsen 2012, "XDoG").
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from filters.effects.stylise.flow import Gray, flow_of
from filters.effects.stylise.tones import Table, frozen, smooth

_GAIN = 9.0
"""By how much the difference is enlarged, so that a line's slope has enough of 256 levels."""
_ROOT = frozen(16 * np.sqrt(np.arange(256)))
"""A line in the shade counts like one in the light."""


def lines(gray: Gray, width: float) -> Gray:
    """How much darker or lighter than its surroundings each pixel is.

    Args:
        gray: smoothed already, or its grain becomes lines.
        width: of a line, in its pixels.
    Returns:
        (h, w) uint8: 128 where there is nothing, darker in a line.
    """
    even = cv2.LUT(gray, _ROOT)
    inner = cv2.GaussianBlur(even, (0, 0), 0.5 * width)
    outer = cv2.GaussianBlur(even, (0, 0), 0.9 * width)
    relief = cv2.addWeighted(inner, _GAIN, outer, -_GAIN, 128)
    return flow_of(gray, 2.5).along(np.asarray(relief, np.uint8), width, 1.6 * width)


def pen(relief: Gray, amount: float, darkest: float = 0.0) -> Gray:
    """The ink of `lines`, enlarged to its final size, where its edges become smooth.

    Args:
        amount: 0 for the strongest lines only, 1 for the faintest too.
        darkest: the brightness of a full line, 0 to 255.
    Returns:
        (h, w) uint8 to multiply by: 255 where there is none.
    """
    return np.asarray(cv2.LUT(relief, _pen(amount, darkest)), np.uint8)


@cache
def _pen(amount: float, darkest: float) -> Table:
    """A line where the relief is deep, and a breath of shade where it is shallow."""
    paper = 84 + 34 * amount
    at = np.arange(256)
    line = smooth((at - paper + 34) / 34)
    shade = 1 - 0.3 * amount * smooth((128 - at) / 60)
    return frozen(darkest + (255 - darkest) * line * shade)
