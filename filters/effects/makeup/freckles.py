"""Freckles: small uneven dots, each held to its own place of the skin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.makeup.pigment import light_on, painted, to_lab
from filters.effects.makeup.pins import Pins, pinned
from filters.params import Params, colour, slider
from filters.regions import blur, face_width
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Layer

_MOST = 460
_CORNERS = 9
"""Of the outline of a dot."""
_FIELDS = (
    # centre and standard deviation on the canonical texture, share of the freckles
    ((0.50, 0.475), (0.050, 0.050), 0.20),  # the bridge of the nose
    ((0.285, 0.500), (0.085, 0.048), 0.30),  # the cheeks
    ((0.715, 0.500), (0.085, 0.048), 0.30),
    ((0.50, 0.52), (0.20, 0.085), 0.14),  # a few all over the middle
    ((0.50, 0.27), (0.15, 0.055), 0.04),  # forehead
    ((0.50, 0.82), (0.11, 0.05), 0.02),  # chin
)
_BARE = (
    # ellipses without freckles: eyes, nostrils, lips
    ((0.347, 0.378), (0.095, 0.052)),
    ((0.653, 0.378), (0.095, 0.052)),
    ((0.50, 0.592), (0.065, 0.034)),
    ((0.50, 0.695), (0.140, 0.058)),
)


@dataclass(frozen=True, slots=True)
class FrecklesParams(Params):
    """How many, how large, what colour."""

    amount: float = slider(0.5, 0.1, 1.0)
    colour: str = colour("#9c5a34")
    size: float = slider(1.0, 0.5, 2.0, unit="times")
    strength: float = slider(0.6, 0.0, 1.0)


def render(context: FilterContext, params: FrecklesParams) -> Layer | None:
    """Draw the dots that face the camera over the part of the face they lie on."""
    if params.strength == 0:
        return None
    points = context.face.points
    width = face_width(points)
    dots = _dots()
    chosen = dots.rank < round(params.amount * _MOST)
    basis = dots.pins.bases(points)[chosen]
    facing = np.linalg.det(basis.astype(np.float64)) / width**2
    seen = facing > 0.02
    basis, facing = basis[seen], facing[seen]
    if not seen.any():
        return None
    middle = dots.pins.at(points)[chosen][seen]
    outline = dots.outline[chosen][seen] * np.float32(params.size)
    placed = middle[:, None] + np.einsum("nij,nkj->nki", basis, outline)
    tile = tile_around(placed.reshape(-1, 2), 2, context.image.shape)
    if tile is None:
        return None
    dark = dots.dark[chosen][seen] * np.clip(facing / 0.4, 0, 1)
    alpha = _drawn(placed, dark, tile, width)
    light = light_on(context)
    ink = light.shows(params.colour)
    ink[0] = min(ink[0], 0.72 * light.skin[0])  # darker than any skin they are on
    shift = (ink - light.skin) * np.array([1, 0.7, 0.9], np.float32)  # a flushed skin shows through
    lab = to_lab(tile.cut(context.image)) + shift
    return Layer(painted(lab, alpha * np.float32(params.strength)), tile.origin)


def _drawn(
    outlines: NDArray[np.floating], dark: NDArray[np.floating], tile: Tile, width: float
) -> Alpha:
    """The dots over the tile; drawn larger where a dot is hardly a pixel."""
    zoom = 1 if width > 500 else 2 if width > 220 else 3
    mask = np.zeros((tile.height * zoom, tile.width * zoom), np.uint8)
    fixed = (outlines - np.array(tile.origin) + 0.5) * zoom - 0.5
    fixed = np.round(np.clip(fixed, -9000, 9000) * 16).astype(np.int32)
    for outline, value in zip(fixed, np.round(dark * 255), strict=True):
        cv2.fillPoly(mask, [outline], int(value), lineType=cv2.LINE_8, shift=4)
    if zoom > 1:
        mask = np.asarray(cv2.resize(mask, tile.size, interpolation=cv2.INTER_AREA), np.uint8)
    alpha = np.asarray(mask, np.float32) * np.float32(1 / 255)
    return blur(alpha, max(0.5, 0.0022 * width))


@dataclass(frozen=True, slots=True)
class _Dots:
    """Freckles on the canonical texture, the faintest first.

    Attributes:
        rank: (n,) int, in which order they appear as there are more.
        outline: (n, corners, 2) float32, texture units around the middle.
        dark: (n,) float32, 0 to 1.
    """

    pins: Pins
    rank: NDArray[np.int64]
    outline: NDArray[np.float32]
    dark: NDArray[np.float32]


@cache
def _dots() -> _Dots:
    rng = np.random.default_rng(11)
    shares = np.array([share for _, _, share in _FIELDS])
    places: list[NDArray[np.float64]] = []
    while len(places) < _MOST:
        middle, spread, _ = _FIELDS[rng.choice(len(_FIELDS), p=shares / shares.sum())]
        uv = rng.normal(middle, spread)
        bare = any(((uv - at) ** 2 / np.square(reach)).sum() < 1 for at, reach in _BARE)
        if bare or not 0.07 < uv[0] < 0.93:
            continue
        if all(np.hypot(*(uv - other)) > 0.0075 for other in places):
            places.append(uv)
    dark = np.clip(np.exp(rng.normal(-0.85, 0.42, _MOST)), 0.12, 1.0)
    pins = pinned(np.array(places))
    radius = 0.062 * np.clip(np.exp(rng.normal(0, 0.33, _MOST)), 0.5, 1.8) / pins.stretch()
    turn = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    uneven = radius[:, None] * rng.uniform(0.6, 1.4, (_MOST, _CORNERS))
    outline = np.stack((1.1 * uneven * np.cos(turn), 0.9 * uneven * np.sin(turn)), axis=2)
    order = np.argsort(dark)
    return _Dots(
        Pins(pins.corners[order], pins.weights[order]),
        np.arange(_MOST)[order],
        np.asarray(outline[order], np.float32),
        np.asarray(dark[order], np.float32),
    )
