"""Give a pasted face the colour and the light of the face that wears it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.regions import (
    LEFT_BROW,
    LEFT_EYE,
    LIPS_OUTER,
    RIGHT_BROW,
    RIGHT_EYE,
    blur,
    face_width,
    polygon_mask,
    smooth_loop,
)
from filters.tiles import Tile
from filters.types import Alpha, Image, Points

_COARSE = 56
"""Pixels across the tile at which colour and light are measured."""
_LIGHT = 0.15
"""Standard deviation of the blur that tells light from features, in face widths."""
_CONTRAST = (0.72, 1.35)
"""How much flatter or stronger the pasted face's shades may become."""
_GAIN = (0.5, 1.8)
"""How much darker or brighter the light may make it."""
_TINGE = 22.0
"""How far the light may move a and b, of 255."""
_NEUTRAL = (0.0, 128.0, 128.0, 0.0)
"""L, a and b, of 255, of what has no colour."""
_ENOUGH = 8.0
"""Coarse pixels of skin that must be seen to measure it."""


def matched(pasted: Image, live: Image, seen: Alpha, points: Points, tile: Tile) -> Image:
    """The pasted face in the light of the live one.

    First the mean and the spread of the skin are matched in CIE L*a*b* (Reinhard et al. 2001,
    "Color transfer between images"), then what is left of the difference in the low frequencies:
    L by its ratio, as light is a factor (Liu et al. 2001, "Expressive expression mapping with ratio
    images"), a and b by their difference.

    Args:
        pasted: (h, w, 3), the face to wear, in place.
        live: (h, w, 3), the face that wears it.
        seen: (h, w) float32, how much of each pixel is seen on both; the rest is not measured.
        points: the live face's landmarks in frame pixels.
        tile: where all of this lies in the frame.
    Returns:
        (h, w, 3); `pasted` itself where too little is seen of either.
    """
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(1, round(tile.width / shrink)), max(1, round(tile.height / shrink)))
    skin = _coarse_skin(points, tile, size) * cv2.resize(seen, size, interpolation=cv2.INTER_AREA)
    if float(skin.sum()) < _ENOUGH:
        return pasted
    theirs, own = (_coarse_lab(picture, size) for picture in (pasted, live))
    scale, shift = _spread(theirs, own, skin)
    low_theirs, low_own = (
        _low(part, skin, _LIGHT * face_width(points) / shrink)
        for part in (theirs * scale + shift, own)
    )
    gain = np.ones_like(theirs)
    gain[..., :1] = np.clip(low_own[..., :1] / np.maximum(low_theirs[..., :1], 4), *_GAIN)
    tinge = np.zeros_like(theirs)
    tinge[..., 1:] = np.clip(low_own[..., 1:] - low_theirs[..., 1:], -_TINGE, _TINGE)
    factor, more = (
        cv2.resize(np.asarray(part, np.float32), tile.size, interpolation=cv2.INTER_LINEAR)
        for part in (scale * gain, shift * gain + tinge)
    )
    lab = cv2.cvtColor(pasted, cv2.COLOR_RGB2LAB).astype(np.float32)
    # a tinge of the light is a tinge of what it lights: the dark of brows and lashes takes less
    typical = float((theirs[..., 0] * skin).sum() / skin.sum())
    tone = cv2.min(cv2.multiply(lab[..., 0], 1 / max(typical, 8.0)), 1.1)
    more = cv2.multiply(more, cv2.merge((np.ones_like(tone), tone, tone)))
    lab = cv2.add(cv2.multiply(cv2.subtract(lab, _NEUTRAL), factor), cv2.add(more, _NEUTRAL))
    # OpenCV rounds to nearest and clips at 255
    return np.asarray(cv2.cvtColor(cv2.convertScaleAbs(cv2.max(lab, 0)), cv2.COLOR_LAB2RGB))


def _coarse_skin(points: Points, tile: Tile, size: tuple[int, int]) -> Alpha:
    """1 on skin, 0 on eyes, brows and lips."""
    scale = np.array(size, np.float32) / np.array(tile.size, np.float32)
    placed = np.asarray((tile.local(points) + 0.5) * scale - 0.5, np.float32)
    middle = placed.mean(axis=0)
    holes = [smooth_loop(placed[list(loop)]) for loop in (RIGHT_EYE, LEFT_EYE, LIPS_OUTER)]
    holes += [
        np.asarray(cv2.convexHull(placed[list(loop)]), np.float32)[:, 0]
        for loop in (RIGHT_BROW, LEFT_BROW)
    ]
    outline = np.asarray(cv2.convexHull(placed[:468]), np.float32)[:, 0]
    inner = middle + (outline - middle) * np.float32(0.94)
    return polygon_mask([inner], Tile(0, 0, *size), holes=holes)


def _coarse_lab(picture: Image, size: tuple[int, int]) -> NDArray[np.float32]:
    """L, and a and b around 0."""
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.asarray(cv2.subtract(lab, _NEUTRAL), np.float32)


def _spread(
    theirs: NDArray[np.float32], own: NDArray[np.float32], skin: Alpha
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Per channel, the factor and the shift that give the one skin the other's mean and spread."""
    weight = skin[..., None] / skin.sum()
    (mean_theirs, deviation_theirs), (mean_own, deviation_own) = (
        (mean, np.sqrt((weight * (part - mean) ** 2).sum(axis=(0, 1))))
        for part in (theirs, own)
        for mean in [(weight * part).sum(axis=(0, 1))]
    )
    scale = np.clip((deviation_own + 1) / (deviation_theirs + 1), *_CONTRAST)
    return np.asarray(scale, np.float32), np.asarray(mean_own - scale * mean_theirs, np.float32)


def _low(part: NDArray[np.float32], skin: Alpha, sigma: float) -> NDArray[np.float32]:
    """The picture's low frequencies on skin, carried on over what is none."""
    base = np.float32(0.002)  # far from all skin, its mean
    mean = (part * skin[..., None]).sum(axis=(0, 1)) / skin.sum()
    weight = blur(skin, sigma) + base
    summed = blur(np.asarray(part * skin[..., None], np.float32), sigma) + base * mean
    return np.asarray(summed / weight[..., None], np.float32)
