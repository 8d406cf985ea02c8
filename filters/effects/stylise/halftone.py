"""Halftone: the dots of a printed comic, in one ink or in four."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.stylise.patterns import dots, part
from filters.effects.stylise.tones import gradient, ramp, times, toned
from filters.effects.stylise.where import Piece, StyleParams
from filters.params import choice, colour, slider
from filters.types import Image

_ANGLES = {"cyan": 15.0, "magenta": 75.0, "yellow": 0.0, "black": 45.0}
"""The angles printers use: 30 degrees apart where it can be seen, so that no moiré arises."""
_SMALLEST = 3.0
"""Pixels from dot to dot; below, a dot is no dot any more."""


@dataclass(frozen=True, slots=True)
class HalftoneParams(StyleParams):
    """How large the dots are and in what they are printed."""

    colours: str = choice("four inks", ("four inks", "one ink"))
    size: float = slider(7.0, 5.0, 20.0, unit="pixels", label="Dot size", help="At 720p.")
    ink: str = colour("#1d1f3f", help="Of one ink.")
    paper: str = colour("#fbf6e9")


def draw(piece: Piece, params: HalftoneParams) -> Image:
    """Print the picture."""
    pitch = max(_SMALLEST, params.size * piece.unit)
    # finer than a dot only edges are wanted
    soft = cv2.GaussianBlur(piece.image, (0, 0), 0.16 * pitch)
    if params.colours == "one ink":
        gray = cv2.LUT(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY), ramp(-30.0, 235.0))
        return toned(
            _printed(piece, np.asarray(gray), pitch, "black"),
            gradient(((0, params.ink), (255, params.paper))),
        )
    return _four(piece, np.asarray(soft, np.uint8), pitch, params.paper)


def _four(piece: Piece, soft: Image, pitch: float, paper: str) -> Image:
    """Cyan, magenta, yellow, and black where all three would lie.

    A real ink is not pure: cyan dims the green a little, magenta the blue.
    """
    red, green, blue = cv2.split(_vivid(soft))
    lightest = cv2.max(cv2.max(red, green), blue)
    black = cv2.LUT(lightest, ramp(-40.0, 160.0))
    cyan = _printed(piece, red, pitch, "cyan")
    magenta = _printed(piece, green, pitch, "magenta")
    yellow = _printed(piece, blue, pitch, "yellow")
    key = _printed(piece, np.asarray(black), pitch, "black")
    low = [int(paper[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    channels = (
        times(_of(cyan, 10), key),
        times(times(_of(magenta, 8), _of(cyan, 165)), key),
        times(times(_of(yellow, 10), _of(magenta, 150)), key),
    )
    tinted = (cv2.convertScaleAbs(one, alpha=tint) for one, tint in zip(channels, low, strict=True))
    return np.asarray(cv2.merge(list(tinted)), np.uint8)


def _vivid(soft: Image) -> Image:
    """Ink on paper is duller than a screen: the colours are pushed apart before."""
    y, cr, cb = cv2.split(cv2.cvtColor(soft, cv2.COLOR_RGB2YCrCb))
    y = cv2.LUT(y, ramp(-45.0, 225.0))
    cr, cb = (cv2.addWeighted(one, 1.35, one, 0, -45) for one in (cr, cb))
    return np.asarray(cv2.cvtColor(cv2.merge((y, cr, cb)), cv2.COLOR_YCrCb2RGB), np.uint8)


def _printed(piece: Piece, tone: NDArray[np.uint8], pitch: float, ink: str) -> NDArray[np.uint8]:
    """Where the paper stays free: 255, or 0 under a dot; a dot's edge is a pixel wide."""
    screen = part(dots(piece.frame, pitch, _ANGLES[ink]), piece)
    gain = max(1.5, 0.35 * pitch)
    return np.asarray(cv2.addWeighted(tone, gain, screen, -gain, 128), np.uint8)


def _of(free: NDArray[np.uint8], under: float) -> NDArray[np.uint8]:
    """What an ink leaves of one primary: `under` below it, 255 beside it."""
    return np.asarray(cv2.convertScaleAbs(free, alpha=1 - under / 255, beta=under), np.uint8)
