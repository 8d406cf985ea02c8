"""A mask without a face: plain, of skin, or an emoji. Fails closed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.privacy import emoji
from filters.effects.privacy.cover import grown, opened
from filters.head import Head, head_of
from filters.params import Params, choice, colour, rgb, slider
from filters.regions import face_width, hull
from filters.tiles import Tile, tile_around
from filters.types import Alpha, FilterContext, Image, Layer

_COARSE = 112
"""Pixels across the mask at which its shading is computed."""
_RELIEF = (
    # x, y, z, half width and half height in cm, how much lighter or darker
    (-3.2, -0.5, 0.2, 2.1, 1.25, -0.20),
    (3.2, -0.5, 0.2, 2.1, 1.25, -0.20),
    (0.0, -2.4, 2.6, 0.75, 2.6, 0.09),
    (0.0, -5.0, 2.4, 1.7, 0.55, -0.15),
    (0.0, -8.1, 1.9, 2.0, 0.45, -0.09),
    (0.0, -10.2, 1.6, 2.0, 1.2, 0.05),
)
"""The relief of an average head, the same for all who wear it: sockets, nose, chin."""
_SAMPLES = (50, 280, 205, 425, 101, 330, 9, 151, 4, 199)
"""Landmarks on bare skin."""


@dataclass(frozen=True, slots=True)
class BlankMaskParams(Params):
    """What to hide behind."""

    style: str = choice("plain", ("plain", "skin", *emoji.STYLES))
    colour: str = colour("#e9e4dc", help="Of the plain mask.")
    margin: float = slider(
        0.14, 0.10, 0.50, unit="face widths", help="How far the mask reaches beyond the face."
    )


def render(context: FilterContext, params: BlankMaskParams) -> Layer | None:
    """Cover the face's hull, grown by the margin, with something that shows nothing of it.

    All that goes through is where the head is, how it is turned, and how light the scene is; with
    the style "skin" also the skin's mean colour. As in pixelate the layer is laid open and reads
    the matte itself.
    """
    points = context.face.points
    outline = hull(points)
    margin = params.margin * face_width(points)
    head = head_of(context.face)
    if params.style in emoji.STYLES:
        middle = (outline.min(axis=0) + outline.max(axis=0)) / 2
        reach = float(np.linalg.norm(outline - middle, axis=1).max()) + margin
        ball = emoji.Ball(middle, reach)
        tile = tile_around(middle[None], reach + 2, context.image.shape)
    else:
        tile = tile_around(outline, margin + 4, context.image.shape)
    if tile is None:
        return None
    # a smooth edge, outside of what must be covered
    cover = cv2.GaussianBlur(grown(outline, margin + 1, tile), (0, 0), 0.8)
    cover = np.asarray(cv2.max(cover, grown(outline, margin, tile)), np.uint8)
    if params.style in emoji.STYLES:
        cover = np.asarray(cv2.max(cover, ball.mask(tile)), np.uint8)
        picture = emoji.paint(ball, head, params.style, _exposure(context.image), tile)
    elif params.style == "skin":
        picture = _sculpted(_skin(context), outline, margin, head, 0.55, tile)
    else:
        base = np.array(rgb(params.colour), np.float32) * np.float32(_exposure(context.image))
        picture = _sculpted(base, outline, margin, head, 1.0, tile)
    opened(cover, context, tile)
    return Layer(np.asarray(cv2.merge((*cv2.split(picture), cover)), np.uint8), tile.origin)


def _exposure(image: Image) -> float:
    """How light things of one colour look in this scene, about 1 in a well-lit one."""
    small = cv2.resize(image, (16, 12), interpolation=cv2.INTER_AREA)
    bright = float(np.percentile(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), 80))
    return float(np.clip(0.5 + 0.55 * bright / 170, 0.55, 1.0))


def _skin(context: FilterContext) -> NDArray[np.float32]:
    """The typical colour of the face's visible skin, (3,)."""
    image, points, matte = context.image, context.face.points, context.matte
    height, width = image.shape[:2]
    reach = max(1, round(0.03 * face_width(points)))
    seen: list[tuple[float, ...]] = []
    hidden: list[tuple[float, ...]] = []
    for x, y in np.round(points[list(_SAMPLES), :2]).astype(int).tolist():
        x, y = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
        patch = image[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]
        free = matte is None or float(matte.tile((x, y), (1, 1))[0, 0]) > 0.5
        (seen if free else hidden).append(cv2.mean(patch)[:3])
    return np.median(np.array(seen or hidden, np.float32), axis=0).astype(np.float32)


def _sculpted(
    base: NDArray[np.float32],
    outline: NDArray[np.float32],
    margin: float,
    head: Head,
    depth: float,
    tile: Tile,
) -> Image:
    """One colour on a rounded form with an average head's relief, lit from above."""
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(2, round(tile.width / shrink)), max(2, round(tile.height / shrink)))
    scale = np.asarray(np.array(size) / np.array(tile.size), np.float32)
    here = Tile(0, 0, *size)
    small = np.asarray(tile.local(outline) * scale, np.float32)
    inside = grown(small, margin * float(scale.mean()), here)
    tone = _rounded(inside) + np.float32(depth) * _relief(head, tile, scale, here)
    shaded = np.clip(base * tone[..., None], 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(shaded, tile.size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _rounded(inside: NDArray[np.uint8]) -> Alpha:
    """The light on a pillow of this outline, about 1 in its middle."""
    most = max(0.5 * math.sqrt(float(np.count_nonzero(inside))), 1.0)
    form = np.asarray(inside, np.float32) * np.float32(1 / 255)
    height = 0.6 * most * cv2.GaussianBlur(form, (0, 0), 0.42 * most, borderType=cv2.BORDER_REFLECT)
    height += 0.12 * most * cv2.GaussianBlur(form, (0, 0), 0.10 * most + 0.5)
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    # Lambert's law under a light from above and a little from the left
    lit = (0.84 + 0.22 * across + 0.46 * down) / np.sqrt(1 + across**2 + down**2)
    return np.asarray(0.36 + 0.74 * np.clip(lit, 0, 1), np.float32)


def _relief(head: Head, tile: Tile, scale: NDArray[np.float32], here: Tile) -> Alpha:
    """The relief's light and shade, around 0, turned as the head is."""
    unit = head.scale * float(scale.mean())
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    tone = np.zeros(here.shape, np.float32)
    for x, y, z, wide, high, light in _RELIEF:
        loop = np.stack((x + wide * np.cos(turn), y + high * np.sin(turn), np.full(24, z)), axis=1)
        facing = head.facing((0.25 * x, 0.0, 1.0), (x, y, z))
        if facing <= 0:
            continue
        spot = np.zeros(here.shape, np.float32)
        places = tile.local(head.project(loop)) * scale
        fixed = np.round(np.clip(places, -4000, 4000) * 16).astype(np.int32)
        cv2.fillPoly(spot, [fixed], light * min(facing / 0.4, 1.0), shift=4)
        tone += cv2.GaussianBlur(spot, (0, 0), max(0.5 * min(wide, high) * unit, 0.3))
    return tone
