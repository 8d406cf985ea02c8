"""Glasses: a curved front that sits on the nose and arms that reach back to the ears.

What the lenses reflect stays where it is while the head turns, so it slides across the glass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.cards import on_the_face, tinted
from filters.effects.wear.light import scene_light
from filters.head import Head, head_of
from filters.params import Params, choice, slider
from filters.regions import hull, polygon_mask
from filters.sprites import Premultiplied, draw_card, faded, load_sprite, over
from filters.tiles import Tile, tile_around
from filters.types import Face, FilterContext, Layer
from filters.warping import Surface, surface

_FRONT = (16.0, 6.8)
"""Width and height in cm of the picture of a front; (0, 0) of the design is at its `_BRIDGE`."""
_BRIDGE = (0.5, 0.5 - 0.45 / 6.8)
_ARM = (12.0, 1.6)
_HINGES = {"sunglasses": -1.12, "aviator": -0.98, "round": -0.72, "cat-eye": -1.6}
"""How far below the bridge each style's arm begins, cm."""
_HINGE_X = 7.2
_SPLAY = 0.7
"""How much further out the arm is at the ear than at the hinge, cm."""
_WRAP = 0.026
"""The front's curve: z = _REST - _WRAP x^2, cm."""
_REST = 0.55
_TILT = 0.12
"""How much nearer the cheeks the front gets per cm down."""
_SHADOW = 0.42
_PERIOD = 7.55 / _FRONT[0]
"""From one lens to the other, of the front's width; both reflect the same."""
_SLIDE = 0.45
"""How far reflections slide per radian of turning, of the front's width."""


@dataclass(frozen=True, slots=True)
class GlassesParams(Params):
    """Which pair, and how it sits."""

    style: str = choice("sunglasses", tuple(_HINGES))
    size: float = slider(1.0, 0.8, 1.3, help="Against what fits an average head.")
    height: float = slider(0.0, -1.0, 1.0, unit="cm", help="Up or down the nose.")
    tint: float = slider(1.0, 0.0, 1.0, help="How dark the lenses are; 0 is clear glass.")
    reflection: float = slider(0.5, 0.0, 1.0, help="How much of the room the lenses mirror.")
    strength: float = slider(1.0, 0.0, 1.0, help="How solid they are.")


def render(context: FilterContext, params: GlassesParams) -> Layer | None:
    """Draw the arms that can be seen, the front over them, and their shadow on the face."""
    if params.strength == 0:
        return None
    head = head_of(context.face)
    front = _front(head, params)
    arms = [arm for side in (-1, 1) if (arm := _arm(head, params, side)) is not None]
    everything = np.concatenate([front[0][:, :2], *(corners for corners, _ in arms)])
    tile = tile_around(everything, 0.6 * head.scale, context.image.shape)
    if tile is None:
        return None
    picture = np.zeros((*tile.shape, 4), np.uint8)
    arm_sprite = load_sprite(f"glasses_{params.style}_arm")
    for corners, seen in arms:
        picture = over(faded(draw_card(arm_sprite, corners, tile), seen), picture)
    picture = over(_painted_front(front, params, head, tile), picture)
    picture = tinted(picture, scene_light(context))
    picture = over(picture, _shadow(picture, context.face, head, tile))
    return on_the_face(picture, tile, params.strength, context)


def _front(
    head: Head, params: GlassesParams
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """The front as a curved grid: points (n, 3) in frame pixels, uv (n, 2), triangles (t, 3)."""
    columns, rows = 15, 3
    u, v = (
        part.ravel().astype(np.float32)
        for part in np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    )
    x, down = (u - _BRIDGE[0]) * _FRONT[0], (v - _BRIDGE[1]) * _FRONT[1]
    places = _placed(np.stack((x, down, _REST - _WRAP * x**2), 1), params)
    depth = (places @ head.axes.T)[:, 2:]
    points = np.concatenate((head.project(places), depth), axis=1)
    at = np.arange(columns * rows, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    triangles = np.concatenate(
        [np.stack(corners, -1).reshape(-1, 3) for corners in ((a, b, c), (a, c, d))]
    )
    return np.asarray(points, np.float32), np.stack((u, v), 1), triangles


def _placed(design: NDArray[np.float32], params: GlassesParams) -> NDArray[np.float32]:
    """Design coordinates (x, down, out of the face) to head coordinates."""
    x, down, out = design.T * np.float32(params.size)
    return np.stack((x, params.height - down, out - _TILT * down), 1).astype(np.float32)


def _painted_front(
    front: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]],
    params: GlassesParams,
    head: Head,
    tile: Tile,
) -> Premultiplied:
    seen = surface(*front, tile)
    if seen is None:
        return np.zeros((*tile.shape, 4), np.uint8)
    frame = seen.paint(load_sprite(f"glasses_{params.style}_frame"))
    lens = seen.paint(load_sprite(f"glasses_{params.style}_lens"))
    if params.reflection > 0:
        glass = cv2.convertScaleAbs(lens[..., 3], alpha=1 / _thinnest(params.style))
        shine = faded(_mirrored_room(seen, head), params.reflection)
        shine = np.asarray(cv2.multiply(shine, cv2.merge((glass,) * 4), scale=1 / 255), np.uint8)
        return over(frame, over(shine, faded(lens, params.tint)))
    return over(frame, faded(lens, params.tint))


@cache
def _thinnest(style: str) -> float:
    """The least opacity of a style's lenses, 0 to 1, to tell where there is glass at all."""
    alpha = load_sprite(f"glasses_{style}_lens").levels[2][..., 3]
    return float(np.percentile(alpha[alpha > 4], 5)) / 255


def _mirrored_room(seen: Surface, head: Head) -> Premultiplied:
    """What the lenses mirror, all over the tile."""
    out = head.axes[:, 2] / head.scale
    turn = math.atan2(float(out[0]), max(float(-out[2]), 0.1)) + 0.4 * float(out[1])
    room = _room()
    height, width = room.shape[:2]
    x = cv2.addWeighted(seen.u, width / _PERIOD, seen.u, 0, -0.5 - width * _SLIDE * turn / _PERIOD)
    y = cv2.addWeighted(seen.v, height, seen.v, 0, -0.5)
    return np.asarray(cv2.remap(room, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP))


@cache
def _room() -> Premultiplied:
    """A bright window with a narrow pane beside it, slanting, and the light ceiling above."""
    height, width = 128, 142
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    down = (y / height - _BRIDGE[1]) * np.float32(_FRONT[1])  # cm from the bridge
    across = ((x / width) * np.float32(7.55) + 0.55 * down) % 7.55
    window = np.zeros((height, width), np.float32)
    for middle, half, level in ((2.5, 0.33, 0.40), (3.2, 0.10, 0.26), (6.1, 0.55, 0.10)):
        window += level * (0.5 - 0.5 * np.tanh((np.abs(across - middle) - half) / 0.1))
    sky = np.clip(1 - (down + 1.4) / 1.9, 0, 1) ** 1.5
    level = window * np.clip((1.9 - down) / 2.8, 0, 1) ** 1.2 + 0.16 * sky
    shine = np.dstack([level * part for part in (0.95, 0.98, 1.0, 1.0)])
    return np.asarray(np.round(255 * np.clip(shine, 0, 1)), np.uint8)


def _arm(head: Head, params: GlassesParams, side: int) -> tuple[NDArray[np.float32], float] | None:
    """One arm's corners in frame pixels and how much of it is seen; None when it is hidden.

    It lies against the side of the head, so it is seen from outside or not at all.
    """
    hinge, half = _HINGES[params.style], _ARM[1] / 2
    start = _REST - _WRAP * _HINGE_X**2
    design = np.array(
        [
            [side * (_HINGE_X + out), hinge + down, start - back]
            for back, out, down in (
                (0.0, 0.0, -half),
                (_ARM[0], _SPLAY, -half),
                (_ARM[0], _SPLAY, half),
                (0.0, 0.0, half),
            )
        ],
        np.float32,
    )
    corners = _placed(design, params)
    middle = corners.mean(axis=0)
    facing = head.facing(
        (side * _ARM[0], 0.0, _SPLAY), (float(middle[0]), float(middle[1]), float(middle[2]))
    )
    seen = min(max(facing / 0.08, 0.0), 1.0)
    return (head.project(corners), seen) if seen > 0 else None


def _shadow(picture: Premultiplied, face: Face, head: Head, tile: Tile) -> Premultiplied:
    """A soft shadow just below, on the face only."""
    shrink = max(1, round(head.scale / 6))
    size = (-(-tile.width // shrink), -(-tile.height // shrink))
    small = cv2.resize(picture[..., 3], size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.22 * head.scale / shrink, 0.3))
    down = -0.38 * head.axes[:2, 1]
    move = np.array([[shrink, 0, down[0]], [0, shrink, down[1]]], np.float32)
    shade = cv2.warpAffine(small, move, tile.size, flags=cv2.INTER_LINEAR)
    skin = polygon_mask([hull(face.points)], tile, feather=0.15 * head.scale)
    shadow = np.zeros((*tile.shape, 4), np.uint8)
    shadow[..., 3] = shade * (skin * np.float32(_SHADOW))
    return shadow
