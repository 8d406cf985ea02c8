"""The demo's person: a portrait cut from its background, moving before a plain studio wall."""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.faults import FaultError
from app.sources.demo_motion import Pose
from app.sources.demo_shapes import Field
from filters.types import Image

ASSETS = Path(__file__).parents[2] / "assets" / "demo"
DESIGN = (1280, 720)
"""The frame the demo is designed in, (width, height); other sizes are filled from its middle."""

_PORTRAIT_SCALE = 2.4  # design pixels a portrait pixel; makes the face 250 design pixels tall
_FACE = (224.0, 130.0)  # the middle of the face in the portrait
_PLACE = (640.0, 338.0)  # and in the design
_NECK = (224.0, 205.0)  # the head turns about this point of the portrait
_ROWS = 340  # of the portrait; what is lower never shows
_TILE = (70, 20, 1080, 720)  # left, top, right, bottom of what the person can reach
_STEP = 8  # the warp is smooth: it is computed at one point in 8 x 8


class Person:
    """Draws the person at a pose.

    Args:
        scale: frame pixels a design pixel.
        offset: (x, y) of the design's corner in the frame.
        size: (width, height) of the frame.
    Raises:
        FaultError: if the portrait is missing from the app.
    """

    def __init__(self, scale: float, offset: tuple[float, float], size: tuple[int, int]) -> None:
        self._scale, self._offset, self._size = scale, offset, size
        self._layer = _cut_out(scale * _PORTRAIT_SCALE)

    @cached_property
    def tile(self) -> tuple[slice, slice]:
        """Rows and columns of the frame the person can reach."""
        (dx, dy), (width, height) = self._offset, self._size
        left, top, right, bottom = (edge * self._scale for edge in _TILE)
        x0, x1 = (min(max(round(x + dx), 0), width) for x in (left, right))
        y0, y1 = (min(max(round(y + dy), 0), height) for y in (top, bottom))
        return slice(y0, y1 if bottom / self._scale < DESIGN[1] else height), slice(x0, x1)

    def draw(self, head: Pose, body: Pose) -> NDArray[np.uint8]:
        """The person over the tile, (h, w, 4) uint8, RGB multiplied by alpha."""
        rows, columns = self.tile
        height, width = rows.stop - rows.start, columns.stop - columns.start
        # One more cell on each side, so that enlarging the coarse warp does not clamp at its edge.
        cells_x, cells_y = width // _STEP + 3, height // _STEP + 3
        x = (columns.start + (np.arange(cells_x) - 0.5) * _STEP - self._offset[0]) / self._scale
        y = (rows.start + (np.arange(cells_y) - 0.5) * _STEP - self._offset[1]) / self._scale
        source = self._source(x.astype(np.float32)[None], y.astype(np.float32)[:, None], head, body)
        fine = cv2.resize(source, None, fx=_STEP, fy=_STEP, interpolation=cv2.INTER_LINEAR)
        fine = fine[_STEP : _STEP + height, _STEP : _STEP + width]
        return np.asarray(
            cv2.remap(self._layer, fine, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT),
            np.uint8,
        )

    def _source(self, x: Field, y: Field, head: Pose, body: Pose) -> NDArray[np.float32]:
        """Where in the layer each design point comes from, (h, w, 2)."""
        hx, hy = _portrait_point(x, y, head)
        bx, by = _portrait_point(x, y, body)
        # The head is rigid down to the chin; from there the neck bends into the shoulders.
        bend = np.clip((by - 188.0) / 92.0, 0.0, 1.0)
        share = 1.0 - bend * bend * (3.0 - 2.0 * bend)
        px, py = bx + share * (hx - bx), by + share * (hy - by)
        near = np.exp(-(((px - _FACE[0]) / 46.0) ** 2) - ((py - _FACE[1] + 4.0) / 58.0) ** 2)
        px -= near * (head.yaw / _PORTRAIT_SCALE)
        py -= near * (head.pitch / _PORTRAIT_SCALE)
        density = self._scale * _PORTRAIT_SCALE
        return np.dstack([(px + 0.5) * density - 0.5, (py + 0.5) * density - 0.5]).astype(
            np.float32
        )


def backdrop(scale: float, offset: tuple[float, float], size: tuple[int, int]) -> Image:
    """A calm studio wall: a soft light behind the head, darker towards the corners."""
    width, height = size
    x = ((np.arange(width, dtype=np.float32) - offset[0]) / scale)[None]
    y = ((np.arange(height, dtype=np.float32) - offset[1]) / scale)[:, None]
    glow = np.exp(-(((x - 760.0) / 460.0) ** 2) - ((y - 250.0) / 330.0) ** 2)
    rim = np.exp(-(((x - 200.0) / 330.0) ** 2) - ((y - 620.0) / 300.0) ** 2)
    edge = np.hypot((x - 640.0) / 900.0, (y - 360.0) / 640.0)
    dark = np.array([27.0, 37.0, 50.0], np.float32)
    light = np.array([121.0, 148.0, 162.0], np.float32)
    warm = np.array([60.0, 34.0, 30.0], np.float32)
    wall = dark + (light - dark) * glow[..., None] + warm * (0.35 * rim[..., None])
    wall *= np.clip(1.12 - 0.42 * edge**2, 0.3, 1.1)[..., None]
    # Without a little noise a gradient this slow shows bands in 8 bits.
    noise = np.random.default_rng(1).normal(0.0, 1.1, (height, width, 1)).astype(np.float32)
    return np.clip(wall + noise + 0.5, 0.0, 255.0).astype(np.uint8)


def _portrait_point(x: Field, y: Field, pose: Pose) -> tuple[Field, Field]:
    """The portrait point shown at a design point when the whole portrait has this pose."""
    pivot_x = _PLACE[0] + (_NECK[0] - _FACE[0]) * _PORTRAIT_SCALE + pose.x
    pivot_y = _PLACE[1] + (_NECK[1] - _FACE[1]) * _PORTRAIT_SCALE + pose.y
    angle = math.radians(-pose.degrees)
    shrink = 1.0 / (_PORTRAIT_SCALE * pose.scale)
    c, s = math.cos(angle) * shrink, math.sin(angle) * shrink
    dx, dy = x - pivot_x, y - pivot_y
    return _NECK[0] + c * dx - s * dy, _NECK[1] + s * dx + c * dy


def _cut_out(density: float) -> NDArray[np.uint8]:
    """The person alone, (h, w, 4) uint8, RGB multiplied by alpha, `density` a portrait pixel."""
    portrait = _read("astronaut.png", cv2.IMREAD_COLOR)
    mask = _read("person.png", cv2.IMREAD_GRAYSCALE)
    alpha = cv2.resize(mask, portrait.shape[1::-1], interpolation=cv2.INTER_AREA)
    # Towards the outline the portrait already shows its own background: carry the person's
    # colours outward instead, or she would wear a pale halo before the dark wall.
    sure = (alpha > 245).astype(np.float32)
    colours = cv2.cvtColor(portrait, cv2.COLOR_BGR2RGB).astype(np.float32)
    spread = cv2.GaussianBlur(colours * sure[..., None], (0, 0), 2.0)
    weight = cv2.GaussianBlur(sure, (0, 0), 2.0)[..., None]
    colours = np.where(sure[..., None] > 0, colours, spread / np.maximum(weight, 1e-3))
    size = (round(portrait.shape[1] * density), round(_ROWS * density))
    rgb = cv2.resize(colours[:_ROWS], size, interpolation=cv2.INTER_CUBIC)
    rgb = rgb + 0.55 * (rgb - cv2.GaussianBlur(rgb, (0, 0), max(0.6 * density, 0.4)))
    rows = round(_ROWS * mask.shape[0] / portrait.shape[0])
    cover = cv2.resize(mask[:rows], size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
    rgba = np.dstack([np.clip(rgb, 0.0, 255.0) * (cover / 255.0)[..., None], cover])
    return np.asarray(rgba + 0.5, np.uint8)


def _read(name: str, mode: int) -> NDArray[np.uint8]:
    picture = cv2.imread(str(ASSETS / name), mode)
    if picture is None:
        raise FaultError(
            "The demo can't be shown", f"{ASSETS / name} is missing or damaged", "Restore the file"
        )
    return np.asarray(picture, np.uint8)
