"""Comic marks: what a drawn face shows when it sweats, weeps, blushes, fumes or despairs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.particles.light import light_on
from filters.effects.wear.crown import crown_veil
from filters.head import Head, head_of
from filters.params import Params, choice, slider
from filters.regions import LEFT_CHEEK, RIGHT_CHEEK
from filters.sprites import Premultiplied, draw_card, faded, load_sprite, over, straight
from filters.tiles import tile_around
from filters.types import FilterContext, Layer, Points

MARKS = ("sweat", "tears", "blush", "anger", "gloom")
_LIDS = (145, 374)
"""The middle of each lower eyelid."""
_DROPS = 3
"""Tears on the way down from each eye."""


@dataclass(frozen=True, slots=True)
class ComicMarksParams(Params):
    """Which mark, and how it is drawn."""

    mark: str = choice("sweat", MARKS)
    strength: float = slider(1.0, 0.0, 1.0, help="How opaque it is.")
    size: float = slider(1.0, 0.6, 1.6, help="Against its usual size.")
    speed: float = slider(1.0, 0.3, 2.5, help="How fast drops run and veins throb.")


@dataclass(frozen=True, slots=True)
class _Card:
    """A picture on the skin.

    Attributes:
        at: its middle in head coordinates, cm.
        size: its width and height, cm.
        slope: how much further back its outer side lies, cm per cm to the person's left.
        seen: how opaque it is.
    """

    picture: str
    at: tuple[float, float, float]
    size: tuple[float, float]
    slope: float = 0.0
    seen: float = 1.0


def render(context: FilterContext, params: ComicMarksParams) -> Layer | None:
    """Draw the mark on the skin, turned with the head; what looks away from the camera fades."""
    if params.strength == 0:
        return None
    head = head_of(context.face)
    time = context.time * params.speed
    cards = [
        (card, corners, seen)
        for card in _cards(params.mark, params.size, time, head, context.face.points)
        for corners, seen in [_placed(card, head)]
        if seen > 0
    ]
    if not cards:
        return None
    everything = np.concatenate([corners for _, corners, _ in cards])
    tile = tile_around(everything, 2, context.image.shape)
    if tile is None:
        return None
    picture: Premultiplied = np.zeros((*tile.shape, 4), np.uint8)
    for card, corners, seen in cards:
        drawn = draw_card(load_sprite(f"comic_{card.picture}"), corners, tile)
        picture = over(faded(drawn, seen * params.strength), picture)
    light = light_on(context.image, context.face.points)
    lit = np.asarray(cv2.multiply(picture, (light, light, light, 1.0)), np.uint8)
    # they are drawn over hair as well, but hidden by a hand
    through = crown_veil(context, head, tile)
    if int(through.min()) < 255:
        lit = np.asarray(cv2.multiply(lit, cv2.merge((through,) * 4), scale=1 / 255), np.uint8)
    return Layer(straight(lit), tile.origin)


def _cards(mark: str, size: float, time: float, head: Head, points: Points) -> list[_Card]:
    """The pictures that make up a mark."""
    if mark == "sweat":
        run = (0.45 * time) % 1.0
        down = 2.6 * max(0.0, run - 0.25) ** 1.3  # it hangs, then it runs
        seen = _ramp(run / 0.12) * _ramp((1 - run) / 0.2)
        return [_Card("sweat", (5.9, 4.3 - down, -1.8), (2.6 * size, 3.5 * size), 0.8, seen)]
    if mark == "anger":
        beat = 1 + 0.09 * math.sin(9.0 * time) * (0.6 + 0.4 * math.sin(2.3 * time))
        return [_Card("anger", (-4.0, 3.9, -0.4), (3.8 * size * beat, 3.8 * size * beat), -0.45)]
    if mark == "gloom":
        sink = 0.25 * math.sin(1.8 * time)
        return [_Card("gloom", (0.0, 3.0 + sink, 0.3), (13.0 * size, 7.6 * size))]
    if mark == "blush":
        warm = 0.88 + 0.12 * math.sin(2.4 * time)
        return [
            _Card(
                "blush", _on_head(head, points, list(loop), 0.3), (6.4 * size, 3.6 * size), s, warm
            )
            for loop, s in ((RIGHT_CHEEK, -0.5), (LEFT_CHEEK, 0.5))
        ]
    return [
        tear
        for side, lid in zip((-1, 1), _LIDS, strict=True)
        for tear in _tears(_on_head(head, points, [lid], 0.2), side, size, time)
    ]


def _tears(lid: tuple[float, float, float], side: int, size: float, time: float) -> list[_Card]:
    """One that wells up at the lid and those that run down the cheek."""
    x, y, z = lid
    swell = 1 + 0.06 * math.sin(5 * time + side)
    tears = []
    for number in range(_DROPS):
        run = (0.5 * time + (number + 0.35 * (side > 0)) / _DROPS) % 1.0
        place = (x + side * (0.5 + 0.9 * run), y - 0.7 - 6.0 * run**1.4, z + 0.5 * run)
        large = size * (0.75 + 0.35 * run)
        seen = _ramp(run / 0.15) * _ramp((1 - run) / 0.25)
        tears.append(_Card("tear", place, (1.5 * large, 2.0 * large), 0.35 * side, seen))
    welling = (1.8 * size * swell, 1.4 * size * swell)
    return [*tears, _Card("tear", (x + side * 0.5, y - 0.35, z), welling, 0.35 * side)]


def _on_head(
    head: Head, points: Points, landmarks: list[int], out: float
) -> tuple[float, float, float]:
    """Where the middle of some landmarks is in head coordinates, `out` cm above the skin."""
    middle = points[landmarks].mean(axis=0).astype(np.float64)
    origin = np.array([*head.origin, points[168, 2]], np.float64)
    x, y, z = np.linalg.solve(head.axes.astype(np.float64), middle - origin)
    return float(x), float(y), float(z) + out


def _placed(card: _Card, head: Head) -> tuple[NDArray[np.float32], float]:
    """A card's corners in frame pixels and how much of it is seen."""
    (x, y, z), (w, h) = card.at, card.size
    corners = np.array(
        [
            [x + a * w, y + b * h, z - card.slope * a * w]
            for a, b in ((-0.5, 0.5), (0.5, 0.5), (0.5, -0.5), (-0.5, -0.5))
        ],
        np.float32,
    )
    facing = head.facing((card.slope, 0.0, 1.0), card.at)
    return head.project(corners), card.seen * _ramp((facing - 0.05) / 0.3)


def _ramp(share: float) -> float:
    t = min(max(share, 0.0), 1.0)
    return t * t * (3 - 2 * t)
