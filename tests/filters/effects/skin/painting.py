"""Plain faces to retouch: one colour, with what a test needs painted at its landmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.skin import FILTERS
from filters.params import parse
from filters.types import Face, Image
from tests.filters.scenes import face_at, matte_of
from tests.filters.trying import worn

KINDS = {kind.id: kind for kind in FILTERS}
SKINS = {"pale": (228, 190, 172), "olive": (182, 138, 104), "dark": (92, 60, 44)}


def face() -> Face:
    """A smiling face of 220 pixels in the middle of `plain`."""
    return face_at((160, 160), 220)


def plain(colour: tuple[int, int, int] = SKINS["olive"], grain: int = 0) -> Image:
    """(320, 320, 3) of one colour, with fine grain of about that many levels."""
    noise = np.random.default_rng(5).integers(-grain, grain + 1, (320, 320, 1))
    return np.asarray(np.clip(np.array(colour) + noise, 0, 255), np.uint8)


def spotted(
    image: Image, at: NDArray[np.floating], radius: float, colour: tuple[int, int, int]
) -> Image:
    """A soft round spot."""
    share = np.zeros(image.shape[:2], np.float32)
    cv2.circle(share, (round(float(at[0])), round(float(at[1]))), round(radius), 1.0, -1)
    share = np.asarray(cv2.GaussianBlur(share, (0, 0), radius / 3))[..., None]
    return np.asarray(np.round(image * (1 - share) + np.array(colour) * share), np.uint8)


def filled(
    image: Image, loop: NDArray[np.floating], colour: tuple[int, int, int]
) -> tuple[Image, NDArray[np.bool_]]:
    """A polygon of one colour, and where it is, less its edge."""
    out, mask = image.copy(), np.zeros(image.shape[:2], np.uint8)
    fixed = [np.round(loop[:, :2]).astype(np.int32)]
    cv2.fillPoly(out, fixed, colour)
    cv2.fillPoly(mask, fixed, 1)
    return out, np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)) > 0)


def retouched(image: Image, id: str, values: Mapping[str, float], on: Face | None = None) -> Image:
    """The picture wearing a filter, the whole face visible."""
    on = on or face()
    kind = KINDS[id]
    return worn(image, kind, on, matte_of(on, image), parse(kind.params, values))


def near(at: NDArray[np.floating], reach: int = 3) -> tuple[slice, slice]:
    """The square around a point."""
    x, y = round(float(at[0])), round(float(at[1]))
    return np.s_[y - reach : y + reach + 1, x - reach : x + reach + 1]


def lab(image: Image, where: Any) -> NDArray[np.float64]:
    """The mean L (0 to 100), a and b of some pixels."""
    unit = np.asarray(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))
    return np.asarray(unit[where].reshape(-1, 3).mean(axis=0), np.float64)


def shut(points: NDArray[np.float32], pairs: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """The landmarks with the second of each pair where the first is."""
    out = points.copy()
    for stays, moves in pairs:
        out[moves] = out[stays]
    return out
