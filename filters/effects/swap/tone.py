"""Give a pasted face the colour and the light of the face that wears it."""

from __future__ import annotations

from dataclasses import dataclass

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
_POWER = (0.6, 1.5)
"""The least and the largest power of L: below it the dark of brows and nostrils turns grey."""
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
    images"), a and b by their difference. L goes through a power and not, as Reinhard's, a line,
    for black must stay black: a line makes grey brows when a dark photo is worn in a bright room.

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
    match = _match(theirs, own, skin)
    theirs[..., 0] = match.curve[np.round(theirs[..., 0]).astype(np.uint8)]
    theirs[..., 1:] = theirs[..., 1:] * match.scale + match.shift
    low_theirs, low_own = (
        _low(part, skin, _LIGHT * face_width(points) / shrink) for part in (theirs, own)
    )
    gain = np.clip(low_own[..., 0] / np.maximum(low_theirs[..., 0], 4), *_GAIN)
    tinge = np.clip(low_own[..., 1:] - low_theirs[..., 1:], -_TINGE, _TINGE) + match.shift
    gain, *tinges = (
        cv2.resize(np.asarray(part, np.float32), tile.size, interpolation=cv2.INTER_LINEAR)
        for part in (gain, tinge[..., 0], tinge[..., 1])
    )
    lightness, *colours = cv2.split(cv2.cvtColor(pasted, cv2.COLOR_RGB2LAB))
    lit = cv2.multiply(cv2.LUT(lightness, match.curve), gain, dtype=cv2.CV_8U)
    # a tinge of the light is a tinge of what it lights: the dark of brows and lashes takes less
    tones = np.minimum(np.arange(256) / match.typical, 1.1).astype(np.float32)
    tone = cv2.LUT(lit, tones)
    tinted = [lit]
    for plane, scale, more in zip(colours, match.scale.tolist(), tinges, strict=True):
        tinged = cv2.multiply(tone, more)
        tinted.append(cv2.addWeighted(plane, scale, tinged, 1, 128 * (1 - scale), dtype=cv2.CV_8U))
    return np.asarray(cv2.cvtColor(cv2.merge(tinted), cv2.COLOR_LAB2RGB), np.uint8)


@dataclass(frozen=True, slots=True)
class _Match:
    """What gives one skin the mean and the spread of another.

    Attributes:
        curve: (256,) float32, the new L of each L.
        scale: (2,), the factors of a and b.
        shift: (2,), what is added to them then.
        typical: L of the other skin.
    """

    curve: NDArray[np.float32]
    scale: NDArray[np.float32]
    shift: NDArray[np.float32]
    typical: float


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


def _match(theirs: NDArray[np.float32], own: NDArray[np.float32], skin: Alpha) -> _Match:
    weight = skin[..., None] / skin.sum()
    (mean_theirs, deviation_theirs), (mean_own, deviation_own) = (
        (mean, np.sqrt((weight * (part - mean) ** 2).sum(axis=(0, 1))))
        for part in (theirs, own)
        for mean in [(weight * part).sum(axis=(0, 1))]
    )
    scale = np.clip((deviation_own + 1) / (deviation_theirs + 1), *_CONTRAST)
    dark, bright = max(float(mean_theirs[0]), 8.0), max(float(mean_own[0]), 8.0)
    # the power whose slope at the mean is the wanted one
    power = float(np.clip(scale[0] * dark / bright, *_POWER))
    curve = np.clip(bright * (np.arange(256) / dark) ** power, 0, 255)
    shift = mean_own - scale * mean_theirs
    return _Match(curve.astype(np.float32), scale[1:], shift[1:], bright)


def _low(part: NDArray[np.float32], skin: Alpha, sigma: float) -> NDArray[np.float32]:
    """The picture's low frequencies on skin, carried on over what is none."""
    base = np.float32(0.002)  # far from all skin, its mean
    mean = (part * skin[..., None]).sum(axis=(0, 1)) / skin.sum()
    weight = blur(skin, sigma) + base
    summed = blur(np.asarray(part * skin[..., None], np.float32), sigma) + base * mean
    return np.asarray(summed / weight[..., None], np.float32)
