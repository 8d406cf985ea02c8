"""Where a face shows bare skin, at a working size that does not grow with the camera's.

The working size makes the cost of a retouch the same for a face of 200 and of 2000 pixels; what is
finer than its pixels is texture, and the filters take it from the full picture.
"""

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
    face_width,
    hull,
    polygon_mask,
)
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image, Layer, Points

RIGHT_NOSTRIL = (237, 238, 20, 60, 75, 59, 166, 79)
LEFT_NOSTRIL = (457, 458, 250, 290, 305, 289, 392, 309)
Lab = NDArray[np.float32]
"""(h, w, 3) float32, OpenCV's 8-bit CIELAB: L 0 to 255, a and b with their zero at 128."""

_BROW_TOP = (10, 338, 297, 332, 109, 67, 103)
"""The mesh ends in the middle of the forehead; these points carry it on towards the hairline."""


@dataclass(frozen=True, slots=True)
class Area:
    """A face's surroundings at the working size.

    Attributes:
        tile: in the frame.
        small: (h, w, 3) uint8 RGB, the picture under the tile at the working size.
        seen: (h, w) float32 in [0, 1], where the picture is surely the face's: 0 also on pixels
            shared with what is in front of it, so that its colour does not count.
        width: the face's width in working pixels.
    """

    tile: Tile
    small: Image
    seen: Alpha
    width: float

    def place(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Points (n, 2 or more) in frame pixels as (n, 2) float32 in working pixels."""
        height, width = self.seen.shape
        scale = np.array([width, height], np.float32) / np.array(self.tile.size, np.float32)
        return np.asarray((self.tile.local(points) + 0.5) * scale - 0.5, np.float32)

    def mask(self, polygons: list[NDArray[np.float32]], feather: float) -> Alpha:
        """1 inside polygons given in frame pixels, `feather` is a share of the face's width."""
        height, width = self.seen.shape
        placed = [self.place(loop) for loop in polygons]
        return polygon_mask(placed, Tile(0, 0, width, height), feather * self.width)


def area_of(
    context: FilterContext, points: NDArray[np.floating], margin: float, widest: int
) -> Area | None:
    """The surroundings of some points, reduced to the working size.

    Args:
        points: (n, 2 or more) in frame pixels.
        margin: how far around them it reaches, in face widths.
        widest: how many working pixels the face's width is at most.
    Returns:
        None when nothing of it is inside the frame.
    """
    width = face_width(context.face.points)
    tile = tile_around(points, margin * width, context.image.shape)
    if tile is None:
        return None
    shrink = max(1.0, width / widest)
    size = max(1, round(tile.width / shrink)), max(1, round(tile.height / shrink))
    small = cv2.resize(tile.cut(context.image), size, interpolation=cv2.INTER_AREA)
    if context.matte is None:
        seen = np.ones((size[1], size[0]), np.float32)
    else:
        whole = context.matte.tile(tile.origin, tile.size)
        seen = ramp(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), 0.6, 1.0)
    return Area(tile, np.asarray(small, np.uint8), seen, width * size[0] / tile.width)


def face_area(
    context: FilterContext, widest: int, spared: list[NDArray[np.float32]]
) -> tuple[Area, Alpha] | None:
    """The whole face up to the hairline, and how much each of its pixels is bare skin.

    Args:
        widest: how many working pixels the face's width is at most.
        spared: loops in frame pixels around what is not to be touched.
    Returns:
        The area and (h, w) float32 in [0, 1]: 0 on what is spared and on what has not the face's
        colour, such as hair and frames; what is in front of the face is left to the matte. None
        when the face is hidden or outside the frame.
    """
    points = context.face.points
    outline = _outline(points)
    area = area_of(context, outline, 0.02, widest)
    if area is None:
        return None
    inside = area.mask([outline], 0.025)
    # the feather lies inside of the outline, so nothing outside the face is touched
    inside = np.clip(2 * inside - 1, 0, 1)
    skin = inside * (1 - area.mask(spared, 0.012))
    skin *= likeness(lab_of(area.small), skin * area.seen)
    return (area, np.asarray(skin, np.float32)) if (skin * area.seen).any() else None


def features(points: Points) -> list[NDArray[np.float32]]:
    """Loops around what is not skin: eyes with their lashes, brows, lips, nostrils."""
    grown = ((RIGHT_EYE, 1.3), (LEFT_EYE, 1.3), (RIGHT_BROW, 1.15), (LEFT_BROW, 1.15))
    parts = [_grown(points, part, by) for part, by in grown]
    for part, by in ((LIPS_OUTER, 1.06), (RIGHT_NOSTRIL, 1.1), (LEFT_NOSTRIL, 1.1)):
        parts.append(_grown(points, part, by))
    return parts


def likeness(lab: Lab, weight: Alpha, least: float = 4.0) -> Alpha:
    """How much each pixel has the skin's colour, whatever colour that is.

    The skin's colour is the median of a and b under `weight`; a pixel counts fully within 2.5
    spreads of it (1.48 times the median absolute deviation, that is one standard deviation) and
    not at all beyond 5; redder counts half, for that is what blemishes are. Lightness only tells
    what is much darker, for a face's far side is dark.

    Args:
        weight: (h, w) float32; what is over 0.5 is taken for skin mostly.
        least: a spread is taken for no less than this.
    Returns:
        (h, w) float32 in [0, 1]; all 1 where there is too little to judge by.
    """
    sample = lab[::2, ::2][weight[::2, ::2] > 0.5]
    if len(sample) < 16:
        return np.ones(weight.shape, np.float32)
    middle = np.median(sample, axis=0)
    spread = np.maximum(1.48 * np.median(np.abs(sample - middle), axis=0), least)
    bright, a, b = (float(value) for value in middle)
    light, red, gold = cv2.split(lab)
    red = (red - a) / float(spread[1])
    red = np.where(red > 0, 0.5 * red, red).astype(np.float32)
    distance = cv2.magnitude(red, (gold - b) / float(spread[2]))
    colour = ramp(np.asarray(distance, np.float32), 5.0, 2.5)
    return np.asarray(colour * ramp(light, 0.28 * max(bright, 1), 0.48 * max(bright, 1)))


def ramp(values: NDArray[np.floating], zero: float, one: float) -> Alpha:
    """0 at `zero`, 1 at `one`, straight between and flat beyond; either may be the larger."""
    return np.asarray(np.clip((values - zero) / (one - zero), 0, 1), np.float32)


def smooth(lab: Lab, weight: Alpha, sigma: float) -> Lab:
    """A blur that looks only at what has weight (normalised convolution, Knutsson & Westin 1993).

    Where nothing near has any weight it goes over into the mean of what has.
    """
    some = np.float32(0.01)
    heavy = cv2.merge((weight,) * 3)
    spread = cv2.GaussianBlur(
        cv2.multiply(lab, heavy), (0, 0), max(sigma, 0.3), borderType=cv2.BORDER_REPLICATE
    )
    share = cv2.GaussianBlur(weight, (0, 0), max(sigma, 0.3), borderType=cv2.BORDER_REPLICATE)
    bottom = share[..., None] + some
    return np.asarray((spread + some * mean_of(lab, weight)) / bottom, np.float32)


def mean_of(lab: Lab, weight: Alpha) -> NDArray[np.float32]:
    """The weighted mean, (3,) float32."""
    total = max(float(weight.sum()), 1e-6)
    return np.asarray(np.tensordot(weight, lab, axes=([0, 1], [0, 1])) / total, np.float32)


def facing(points: Points, loop: tuple[int, ...]) -> float:
    """How far a part of the face looks at the camera: 0 when turned away or edge-on, 1 mostly.

    By the share of the loop's area that is seen (its vector area, Newell's method).

    Args:
        loop: landmarks, against the clock as seen from the front.
    """
    here = points[list(loop)] - points[loop[0]]
    area = np.cross(here, np.roll(here, -1, axis=0)).sum(axis=0)
    share = -float(area[2]) / max(float(np.linalg.norm(area)), 1e-6)
    return float(ramp(np.array(share), 0.12, 0.35))


def lab_of(rgb: Image) -> Lab:
    """RGB as CIELAB, at the scale of 8 bits but not rounded to them."""
    unit = rgb.astype(np.float32) * np.float32(1 / 255)
    lab = cv2.cvtColor(unit, cv2.COLOR_RGB2LAB)
    return np.asarray(lab * np.array([2.55, 1, 1], np.float32) + _ZERO, np.float32)


def rgb_of(lab: Lab) -> NDArray[np.float32]:
    """CIELAB as of `lab_of` as RGB, (h, w, 3) float32 in [0, 255]."""
    unit = (lab - _ZERO) * np.array([1 / 2.55, 1, 1], np.float32)
    return np.asarray(cv2.cvtColor(unit, cv2.COLOR_LAB2RGB) * np.float32(255), np.float32)


def layer_of(rgb: Image, alpha: Alpha, strength: float, tile: Tile) -> Layer:
    """A layer of `rgb` (the tile's size) with an alpha given at the working size."""
    small = cv2.convertScaleAbs(alpha, alpha=255 * strength)
    opacity = cv2.resize(small, tile.size, interpolation=cv2.INTER_LINEAR)
    rgba = cv2.cvtColor(rgb, cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(opacity, rgba, 3)
    return Layer(np.asarray(rgba, np.uint8), tile.origin)


def relit(image: Image, area: Area, before: Lab, after: Lab) -> Image:
    """The tile at full size with the smooth change from `before` to `after`; texture stays.

    Args:
        image: the whole picture, (H, W, 3) uint8 RGB.
        before: the area's colours, smooth.
        after: what they become.
    """
    # the change in bytes around a middle of 128
    change = rgb_of(after) - rgb_of(before) + np.float32(128.5)
    small = np.clip(change, 0, 255).astype(np.uint8)
    wide = cv2.resize(small, area.tile.size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.addWeighted(area.tile.cut(image), 1, wide, 1, -128), np.uint8)


_ZERO = np.array([0, 128, 128], np.float32)


def _outline(points: Points) -> NDArray[np.float32]:
    """The face's hull and a strip of forehead above it."""
    up = 0.1 * (points[10, :2] - points[152, :2])
    top = points[list(_BROW_TOP), :2] + up
    both = np.concatenate((hull(points), top)).astype(np.float32)
    return np.asarray(cv2.convexHull(both), np.float32)[:, 0]


def _grown(points: Points, part: tuple[int, ...], by: float) -> NDArray[np.float32]:
    loop = np.asarray(cv2.convexHull(np.ascontiguousarray(points[list(part), :2])))[:, 0]
    middle = loop.mean(axis=0)
    return np.asarray(middle + np.float32(by) * (loop - middle), np.float32)
