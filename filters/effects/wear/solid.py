"""Solid things: sheets bent through space, seen from wherever the camera is, lit by the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.grids import MARGIN, Places
from filters.effects.wear.light import SceneLight
from filters.effects.wear.raster import areas, mapped, rasterised, smoothed
from filters.effects.wear.shading import Surfaced, atlas, lit, sampled
from filters.head import Head
from filters.sprites import Premultiplied, Sprite
from filters.tiles import Tile

_FINE = 240
"""Below so many pixels across the tile things are drawn twice as large and averaged down."""
_MOST = 600
"""Pixels across the tile at which things are drawn at most; beyond, the drawing is enlarged."""


class Order(IntEnum):
    """Where a sheet stands against the body that hides.

    Painting by depth alone errs where large triangles of both nearly touch.
    """

    BEHIND = 0
    """Behind the body, as a lining is."""
    DEPTH = 1
    """Wherever its depth says."""
    OVER = 2
    """On the body, never in it."""
    AROUND = 3
    """A ring around the body: what is beyond its middle lies behind the body and behind what is
    over it, the rest in front of both."""
    FRONT = 4
    """In front of everything, as a peak is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid bent through space and where on the picture it lies.

    Attributes:
        places: (rows, columns, 3); seen from outside, columns go right and rows go down.
        part: (left, top, right, bottom) of its part of the picture, 0 to 1.
        gloss: how strongly it shines, 0 to 1.
        polish: how small its highlights are: Blinn-Phong's exponent.
        inside: light that its other side gets; 0 leaves the other side out.
        mirrored: whether its picture is.
        order: where it stands against the body that hides.
    """

    places: Places
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    gloss: float = 0.1
    polish: float = 20.0
    inside: float = 0.0
    mirrored: bool = False
    order: Order = Order.DEPTH


@dataclass(frozen=True, slots=True)
class Placed:
    """Sheets as the camera sees them.

    Attributes:
        points: for each sheet (rows, columns, 3), frame pixels and depth in pixels.
        rays: for each sheet (rows, columns, 3), from the camera, not of unit length.
    """

    points: tuple[Places, ...]
    rays: tuple[Places, ...]

    @property
    def outline(self) -> NDArray[np.float32]:
        """All points, (n, 2)."""
        return np.concatenate([grid[..., :2].reshape(-1, 2) for grid in self.points])


def place(sheets: Sequence[Sheet | Places], head: Head) -> Placed:
    """Hang sheets, in head coordinates (cm), on a head."""
    points, rays = [], []
    away = np.array([0, 0, head.distance * head.scale], np.float32)
    for sheet in sheets:
        grid = sheet.places if isinstance(sheet, Sheet) else sheet
        flat = grid.reshape(-1, 3)
        moved = flat @ head.axes.T
        frame = np.concatenate((head.project(flat), moved[:, 2:]), axis=1)
        points.append(np.asarray(frame.reshape(grid.shape), np.float32))
        rays.append(np.asarray((moved + away).reshape(grid.shape), np.float32))
    return Placed(tuple(points), tuple(rays))


def draw(
    sheets: Sequence[Sheet],
    placed: Placed,
    picture: Sprite,
    tile: Tile,
    light: SceneLight,
    hidden_by: NDArray[np.float32] | None = None,
) -> Premultiplied:
    """Draw sheets that share one picture; nearer ones hide those behind them.

    A transparent place of the picture is a hole through everything, so what is to be seen through
    another must be drawn on its own.

    Args:
        placed: what `place` made of these sheets.
        hidden_by: (rows, columns, 3) frame points of a body that is not drawn but hides.
    Returns:
        (tile.height, tile.width, 4).
    """
    corners, uv, ids = _triangles(sheets, placed, hidden_by)
    blank = np.zeros((*tile.shape, 4), np.uint8)
    part = _part(corners[ids > 0], tile)
    if part is None:
        return blank
    longest = max(part.size)
    zoom = 2.0 if max(tile.size) < _FINE else min(1.0, _MOST / longest)
    size = (max(2, round(part.width * zoom)), max(2, round(part.height * zoom)))
    scale = np.asarray(np.array(size) / np.array(part.size), np.float32)
    corners = (corners - np.array(part.origin, np.float32) + np.float32(0.5)) * scale
    corners -= np.float32(0.5)
    seen = np.abs(areas(corners)) > 1e-3
    corners, uv, ids = corners[seen], uv[seen], ids[seen]
    shown = ids > 0
    if not shown.any():
        return blank
    index, cover = rasterised(corners, ids, size)
    u, v = mapped(index, corners, uv)
    texels = picture.size[0] * picture.size[1] * np.abs(areas(uv[shown])).sum()
    density = texels / max(float(np.abs(areas(corners[shown])).sum()), 1e-6)
    painted = sampled(picture.level(float(np.sqrt(density))), u, v)
    surfaced = [
        Surfaced(sheet.part, grid, rays, sheet.gloss, sheet.polish, sheet.inside, sheet.mirrored)
        for sheet, grid, rays in zip(sheets, placed.points, placed.rays, strict=True)
    ]
    painted = smoothed(lit(painted, sampled(atlas(surfaced, light), u, v)), ids, index)
    painted = np.asarray(cv2.multiply(painted, cv2.merge((cover,) * 4), scale=1 / 255), np.uint8)
    if painted.shape[:2] != part.shape:
        how = cv2.INTER_AREA if zoom > 1 else cv2.INTER_LINEAR
        painted = np.asarray(cv2.resize(painted, part.size, interpolation=how), np.uint8)
    x, y = part.x - tile.x, part.y - tile.y
    blank[y : y + part.height, x : x + part.width] = painted
    return blank


def _part(corners: NDArray[np.float32], tile: Tile) -> Tile | None:
    """The part of the tile that triangles (t, 3, 2) reach."""
    if not len(corners):
        return None
    flat = corners.reshape(-1, 2)
    low = np.maximum(np.floor(flat.min(axis=0) - 2), tile.origin).astype(int)
    beyond = np.array(tile.origin) + tile.size
    high = np.minimum(np.ceil(flat.max(axis=0) + 3), beyond).astype(int)
    if (low >= high).any():
        return None
    return Tile(int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1]))


def _triangles(
    sheets: Sequence[Sheet], placed: Placed, hidden_by: NDArray[np.float32] | None
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]]:
    """Corners (t, 3, 2), their uv, which surface each belongs to (0: what hides), far to near."""
    corners, uv, ids, depth, stage = [], [], [], [], []
    for number, (sheet, grid) in enumerate(zip(sheets, placed.points, strict=True)):
        rows, columns = grid.shape[:2]
        faces = _faces(rows, columns)
        flat = grid.reshape(-1, 3)[faces]
        texture = _texture(rows, columns, sheet.part, sheet.mirrored)[faces]
        outside = areas(flat[..., :2]) > 0
        if sheet.inside <= 0:
            flat, texture, outside = flat[outside], texture[outside], outside[outside]
        away = flat[..., 2].mean(axis=1)
        corners.append(flat[..., :2])
        uv.append(texture)
        ids.append(np.where(outside, 2 * number + 1, 2 * number + 2).astype(np.uint8))
        depth.append(away)
        beyond = (sheet.order is Order.AROUND) & (away > grid[..., 2].mean())
        stage.append(np.where(beyond, int(Order.BEHIND), int(sheet.order)))
    if hidden_by is not None:
        flat = hidden_by.reshape(-1, 3)[_faces(*hidden_by.shape[:2])]
        flat = flat[areas(flat[..., :2]) > 0]
        corners.append(flat[..., :2])
        uv.append(np.full((len(flat), 3, 2), -1, np.float32))
        ids.append(np.zeros(len(flat), np.uint8))
        depth.append(flat[..., 2].mean(axis=1))
        stage.append(np.full(len(flat), int(Order.DEPTH)))
    order = np.lexsort((-np.concatenate(depth), np.concatenate(stage)))
    return (
        np.concatenate(corners)[order],
        np.concatenate(uv)[order],
        np.concatenate(ids)[order],
    )


@cache
def _faces(rows: int, columns: int) -> NDArray[np.int32]:
    at = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    return np.concatenate(
        [np.stack(corner, -1).reshape(-1, 3) for corner in ((a, b, c), (a, c, d))]
    )


@cache
def _texture(
    rows: int, columns: int, part: tuple[float, float, float, float], mirrored: bool
) -> NDArray[np.float32]:
    """(rows * columns, 2) where in the picture the grid's points lie."""
    left, top, right, bottom = part
    u = np.linspace(left + MARGIN, right - MARGIN, columns)
    v = np.linspace(top + MARGIN, bottom - MARGIN, rows)
    u = u[::-1] if mirrored else u
    return np.asarray(np.stack(np.meshgrid(u, v), -1).reshape(-1, 2), np.float32)
