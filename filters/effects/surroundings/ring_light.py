"""Ring light: a soft round lamp around the camera, and its reflection in the eyes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.compositing import lay_into
from filters.effects.surroundings.foreground import blend, small_size
from filters.params import Params, slider
from filters.regions import (
    LEFT_EYE,
    LEFT_IRIS,
    LEFT_IRIS_CENTRE,
    RIGHT_EYE,
    RIGHT_IRIS,
    RIGHT_IRIS_CENTRE,
    face_width,
    hull,
    polygon_mask,
)
from filters.tiles import tile_around
from filters.types import Alpha, Face, FrameContext, Image, Layer

_WORKING = 128
"""Pixels of the picture's longer side at which the light's reach is drawn."""
_BRIGHTEST = 1.6
"""Stops the lamp adds in the middle of a face at full strength."""
_DIM, _WELL_LIT = 0.28, 0.72
"""A face's mean grey, 0 to 1, up to which it gets all of the light, and from which the least."""
_LEAST_ROOM = 0.25
_WARM, _NEUTRAL, _COOL = (1.10, 1.0, 0.80), (1.0, 1.0, 1.0), (0.88, 1.0, 1.14)
_EYES = (
    (RIGHT_EYE, RIGHT_IRIS, RIGHT_IRIS_CENTRE),
    (LEFT_EYE, LEFT_IRIS, LEFT_IRIS_CENTRE),
)
_SMALLEST = 3.0
"""Radius in pixels of an iris that a ring can be seen in."""


@dataclass(frozen=True, slots=True)
class RingLightParams(Params):
    """How bright, how warm, how far."""

    warmth: float = slider(0.25, -1.0, 1.0, help="From cool daylight to a warm lamp.")
    reach: float = slider(0.9, 0.4, 2.5, unit="face widths", help="How far the light falls off.")
    eyes: float = slider(0.6, 0.0, 1.0, label="Catch lights", help="The lamp's ring in the eyes.")
    strength: float = slider(0.5, 0.0, 1.0)


def render_frame(context: FrameContext, params: RingLightParams) -> Image | None:
    """Lighten faces and what is near them, held things too: a lamp lights what is in front.

    The light multiplies what is there, in linear light, and rolls off before white: with x the
    picture's light, 1 - (1 - x)^(2^stops), whose slope in the dark is 2^stops. The rings in the
    eyes are laid through the mattes.
    """
    if params.strength == 0 or not context.faces:
        return None
    image = context.image
    power = round(params.strength * _room(context), 2)
    lit = cv2.LUT(image, _curve(power, params.warmth))
    out = blend(np.asarray(lit, np.uint8), image, _falloff(context, params.reach))
    for face, matte in context.faces:
        for eye, iris, centre in _EYES:
            ring = _catch_light(face, eye, iris, centre, params, out)
            if ring is not None:
                lay_into(out, ring, matte)
    return out


def _room(context: FrameContext) -> float:
    """How much more light the faces take, 0 to 1: a well-lit one would lose its form."""
    most = _LEAST_ROOM
    for face, _ in context.faces:
        tile = tile_around(hull(face.points), 0, context.image.shape)
        if tile is not None:
            tiny = cv2.resize(tile.cut(context.image), (8, 8), interpolation=cv2.INTER_AREA)
            mean = float(cv2.cvtColor(tiny, cv2.COLOR_RGB2GRAY)[1:-1, 1:-1].mean()) / 255
            most = max(most, (_WELL_LIT - mean) / (_WELL_LIT - _DIM))
    return min(most, 1.0)


@lru_cache(maxsize=8)
def _curve(strength: float, warmth: float) -> NDArray[np.uint8]:
    """(256, 1, 3): each channel under the lamp's whole light."""
    tint = np.array(_NEUTRAL) + abs(warmth) * (
        np.array(_WARM if warmth > 0 else _COOL) - np.array(_NEUTRAL)
    )
    light = (np.arange(256) / 255) ** 2.2
    power = 1 + (2 ** (_BRIGHTEST * strength) - 1) * tint
    curve = (1 - (1 - light[:, None]) ** power) ** (1 / 2.2)
    # the lamp's own colour, also on white, where there is no room for more light
    toned = curve * (1 + 0.35 * strength * (tint / tint.max() - 1))
    return np.asarray(np.rint(255 * toned), np.uint8)[:, None]


def _falloff(context: FrameContext, reach: float) -> Alpha:
    """How much of the light falls where: all of it on the faces, less and less around them."""
    size = small_size(context.image, _WORKING)
    height, width = context.image.shape[:2]
    x = ((np.arange(size[0], dtype=np.float32) + 0.5) * np.float32(width / size[0]))[None, :]
    y = ((np.arange(size[1], dtype=np.float32) + 0.5) * np.float32(height / size[1]))[:, None]
    light = np.zeros((size[1], size[0]), np.float32)
    for face, _ in context.faces:
        middle = hull(face.points).mean(axis=0)
        away = ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / face_width(face.points) ** 2
        # 1 over the face and down to a half at `reach` face widths from its middle
        light = np.maximum(light, 1 / (1 + np.maximum(away - 0.1, 0) / np.float32(reach) ** 2))
    return np.asarray(light, np.float32)


def _catch_light(
    face: Face,
    eye: tuple[int, ...],
    iris: tuple[int, ...],
    centre: int,
    params: RingLightParams,
    image: Image,
) -> Layer | None:
    """The lamp's ring in one eye; None when it would be too small, shut away or turned away."""
    points = face.points
    middle = points[centre, :2]
    radius = float(np.linalg.norm(points[list(iris), :2] - middle, axis=1).mean())
    if radius < _SMALLEST or params.eyes == 0:
        return None
    tile = tile_around(middle[None], 1.1 * radius, image.shape)
    if tile is None:
        return None
    # sizes in sixteenths of a pixel; the ring sits where a lamp at the camera is mirrored
    x, y = np.round(tile.local(middle[None])[0] * 16).astype(int)
    ring = np.zeros(tile.shape, np.uint8)
    wide = max(0.16 * radius, 0.7)
    for reach, value in ((0.5 * radius + wide / 2, 255), (0.5 * radius - wide / 2, 0)):
        cv2.circle(ring, (int(x), int(y)), max(1, round(reach * 16)), value, -1, cv2.LINE_AA, 4)
    ring = cv2.GaussianBlur(ring, (0, 0), max(0.07 * radius, 0.5))
    open_eye = polygon_mask([points[list(eye)]], tile, feather=0.06 * radius)
    seen = min(max(_openness(points, eye) / 0.16 - 0.5, 0.0), 1.0)
    share = 0.75 * params.eyes * math.sqrt(params.strength) * seen
    rgba = np.empty((*tile.shape, 4), np.uint8)
    # as bright as lamps are in this picture: a mirrored one is no brighter than that
    shine = float(np.clip(70 + 2.2 * cv2.mean(tile.cut(image))[1], 110, 250))
    warm = 0.05 * params.warmth
    rgba[..., :3] = np.rint(shine * np.clip([1 + warm, 1, 1 - 2 * warm], 0, 1)).astype(np.uint8)
    rgba[..., 3] = (ring * open_eye * np.float32(share)).astype(np.uint8)
    return Layer(rgba, tile.origin)


def _openness(points: NDArray[np.float32], eye: tuple[int, ...]) -> float:
    """The eye's height over its width."""
    loop = points[list(eye), :2]
    _, (wide, high), _ = cv2.minAreaRect(np.ascontiguousarray(loop, np.float32))
    return float(min(wide, high) / max(wide, high, 1e-3))
