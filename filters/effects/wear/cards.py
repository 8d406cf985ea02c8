"""What things worn on the head share: their tile, their shadow, the way they end up as a layer."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.crown import crown_veil
from filters.effects.wear.light import SceneLight
from filters.effects.wear.shapes import skull
from filters.head import Head, head_of
from filters.regions import hull, polygon_mask
from filters.sprites import Premultiplied, faded, straight
from filters.tiles import Tile, tile_around
from filters.types import Face, FilterContext, Layer

_LEAST_DISTANCE = 45.0
"""Pictures cut out of larger ones look closer than they were taken; a nose in front of a hat must
not make the hat small, cm."""

_INNER = 0.92
"""How much of the hull, shrunk towards its middle, the matte is wholly believed in."""


def worn_by(face: Face) -> Head:
    """The head that something is worn on, seen from where a webcam usually is or further."""
    head = head_of(face)
    return replace(head, distance=max(head.distance, _LEAST_DISTANCE))


def tile_for(
    context: FilterContext, head: Head, outline: NDArray[np.floating], margin: float = 1.0
) -> Tile | None:
    """The tile around something worn and `margin` cm for its shadow; None if it is not in view."""
    return tile_around(outline, margin * head.scale + 2, context.image.shape)


def shadow(
    worn: Premultiplied,
    context: FilterContext,
    head: Head,
    tile: Tile,
    light: SceneLight,
    drop: float,
    softness: float,
    depth: float,
) -> Premultiplied:
    """The shadow that something casts down on the head, black with soft edges.

    Args:
        drop: how far below the thing its shadow lies, cm.
        softness: standard deviation of its edge, cm.
        depth: how dark it is at most, 0 to 1.
    """
    shrink = max(1, round(head.scale * softness / 1.5))
    size = (-(-tile.width // shrink), -(-tile.height // shrink))
    small = cv2.resize(worn[..., 3], size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(softness * head.scale / shrink, 0.3))
    down = -drop * head.axes[:2, 1] - 0.5 * drop * head.scale * light.towards[:2] * (1, 0)
    fall = np.array([[1, 0, down[0] / shrink], [0, 1, down[1] / shrink]], np.float32)
    small = cv2.warpAffine(small, fall, size, flags=cv2.INTER_LINEAR)
    body = [head_outline(context.face, head)]
    scale = np.array(size) / np.array(tile.size)
    at = [np.asarray((tile.local(loop) + 0.5) * scale - 0.5, np.float32) for loop in body]
    on = polygon_mask(at, Tile(0, 0, *size), feather=0.25 * head.scale / shrink)
    small = (small * (on * np.float32(depth))).astype(np.uint8)
    out = np.zeros((*tile.shape, 4), np.uint8)
    out[..., 3] = cv2.resize(small, tile.size, interpolation=cv2.INTER_LINEAR)
    return out


def head_outline(face: Face, head: Head) -> NDArray[np.float32]:
    """The outline of face and skull as seen, (n, 2) frame pixels."""
    points = np.concatenate((hull(face.points), head.project(skull().reshape(-1, 3))))
    return np.asarray(cv2.convexHull(points), np.float32)[:, 0]


def on_the_head(
    picture: Premultiplied, context: FilterContext, head: Head, tile: Tile, strength: float
) -> Layer:
    """The layer of something worn on top of the head, hidden by what is in front, not by hair."""
    through = crown_veil(context, head, tile)
    if strength < 1:
        through = np.asarray(cv2.convertScaleAbs(through, alpha=strength), np.uint8)
    if int(through.min()) < 255:
        picture = np.asarray(
            cv2.multiply(picture, cv2.merge((through,) * 4), scale=1 / 255), np.uint8
        )
    return Layer(straight(picture), tile.origin)


def on_the_face(
    picture: Premultiplied, tile: Tile, strength: float, context: FilterContext | None = None
) -> Layer:
    """The layer of something that is laid through the veil.

    The veil is soft at the face's edge; where the matte within says that something else is there,
    and nothing but that, nothing is drawn.
    """
    if strength < 1:
        picture = faded(picture, strength)
    if context is not None and context.matte is not None:
        outline = hull(context.face.points)
        middle = outline.mean(axis=0)
        inner = np.zeros(tile.shape, np.uint8)
        fixed = np.round(tile.local(middle + (outline - middle) * np.float32(_INNER))).astype(int)
        cv2.fillConvexPoly(inner, fixed, 255)
        # by NumPy: OpenCV takes a scalar for an array where the tile is as small as one
        seen = np.asarray(context.matte.tile(tile.origin, tile.size) > 0.01, np.uint8) * 255
        shown = cv2.bitwise_or(seen, cv2.bitwise_not(inner))
        picture = np.asarray(cv2.bitwise_and(picture, picture, mask=shown), np.uint8)
    return Layer(straight(picture), tile.origin)


def tinted(picture: Premultiplied, light: SceneLight) -> Premultiplied:
    """A flat picture in the light of the scene."""
    red, green, blue = (min(float(part), 1.0) for part in light.tint)
    return np.asarray(cv2.multiply(picture, (red, green, blue, 1.0)), np.uint8)
