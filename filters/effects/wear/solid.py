"""Solid things: sheets bent through space, seen from wherever the camera is, lit by the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.light import SceneLight
from filters.head import Head
from filters.sprites import Premultiplied, Sprite
from filters.tiles import Tile

Places = NDArray[np.float32]
"""(rows, columns, 3) float32."""
_MOST = 640
"""Pixels across the tile at which things are drawn at most; beyond, the drawing is enlarged."""
_ATLAS = 72
"""Side in pixels of the picture of a sheet's light and shade."""
_ONE = 160
"""Light that leaves a colour as it is, so that 255 is 1.6 times."""


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
    """

    places: Places
    part: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    gloss: float = 0.1
    polish: float = 20.0
    inside: float = 0.0
    mirrored: bool = False


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
    corners, uv, ids, depth = _triangles(sheets, placed, hidden_by)
    blank = np.zeros((*tile.shape, 4), np.uint8)
    part = _part(corners[ids > 0], tile)
    if part is None:
        return blank
    shrink = max(1.0, max(part.size) / _MOST)
    size = (max(2, round(part.width / shrink)), max(2, round(part.height / shrink)))
    scale = np.array(size, np.float32) / np.array(part.size, np.float32)
    corners = (corners - np.array(part.origin, np.float32) + 0.5) * scale - 0.5
    area = _areas(corners)
    order = np.argsort(-depth, kind="stable")
    order = order[np.abs(area[order]) > 1e-3]
    corners, uv, ids = corners[order], uv[order], ids[order]
    if not len(corners):
        return blank
    index, cover = _rasterised(corners, ids, size)
    u, v = _mapped(index, corners, uv)
    shown = ids > 0
    texels = picture.size[0] * picture.size[1] * np.abs(_areas(uv[shown])).sum()
    density = texels / max(float(np.abs(_areas(corners[shown])).sum()), 1e-6)
    painted = _sampled(picture.level(float(np.sqrt(density))), u, v)
    painted = _lit(painted, _sampled(_atlas(sheets, placed, light), u, v))
    painted = cv2.multiply(painted, cv2.merge((cover,) * 4), scale=1 / 255)
    painted = _smoothed(np.asarray(painted, np.uint8), ids, index)
    if shrink > 1:
        painted = cv2.resize(painted, part.size, interpolation=cv2.INTER_LINEAR)
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
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8], NDArray[np.float32]]:
    """Corners (t, 3, 2), their uv, which surface each belongs to (0: what hides), its depth."""
    corners, uv, ids, depth = [], [], [], []
    for number, (sheet, grid) in enumerate(zip(sheets, placed.points, strict=True)):
        rows, columns = grid.shape[:2]
        faces = _faces(rows, columns)
        flat = grid.reshape(-1, 3)[faces]
        texture = _texture(rows, columns, sheet.part)[faces]
        if sheet.mirrored:
            texture = np.array([sheet.part[0] + sheet.part[2], 0]) + texture * (-1, 1)
        outside = _areas(flat[..., :2]) > 0
        if sheet.inside <= 0:
            flat, texture, outside = flat[outside], texture[outside], outside[outside]
        corners.append(flat[..., :2])
        uv.append(texture)
        ids.append(np.where(outside, 2 * number + 1, 2 * number + 2).astype(np.uint8))
        depth.append(flat[..., 2].mean(axis=1))
    if hidden_by is not None:
        flat = hidden_by.reshape(-1, 3)[_faces(*hidden_by.shape[:2])]
        flat = flat[_areas(flat[..., :2]) > 0]
        corners.append(flat[..., :2])
        uv.append(np.full((len(flat), 3, 2), -1, np.float32))
        ids.append(np.zeros(len(flat), np.uint8))
        depth.append(flat[..., 2].mean(axis=1))
    return (
        np.asarray(np.concatenate(corners), np.float32),
        np.asarray(np.concatenate(uv), np.float32),
        np.concatenate(ids),
        np.concatenate(depth),
    )


def _rasterised(
    corners: NDArray[np.float32], ids: NDArray[np.uint8], size: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Which triangle each pixel shows, and an anti-aliased mask of what is drawn at all."""
    index = np.full((size[1], size[0]), -1, np.int32)
    cover = np.zeros((size[1], size[0]), np.uint8)
    fixed = np.round(np.clip(corners, -4000, 4000) * 16).astype(np.int32)
    for number, (triangle, id) in enumerate(zip(fixed, ids.tolist(), strict=True)):
        cv2.fillConvexPoly(index, triangle, number, cv2.LINE_8, 4)
        cv2.fillConvexPoly(cover, triangle, 255 if id else 0, cv2.LINE_AA, 4)
    return index, cover


def _mapped(
    index: NDArray[np.int32], corners: NDArray[np.float32], uv: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the picture each pixel lies; pixels beside a triangle follow it outwards."""
    ones = np.ones((*corners.shape[:2], 1))
    matrix = np.concatenate((corners.astype(np.float64), ones), axis=2)
    solved = np.linalg.solve(matrix, uv.astype(np.float64)).astype(np.float32)  # (t, 3, 2)
    near = cv2.dilate(index.astype(np.float32), np.ones((3, 3), np.uint8)).astype(np.int32)
    which = np.where(index >= 0, index, near)
    x = np.arange(index.shape[1], dtype=np.float32)[None, :]
    y = np.arange(index.shape[0], dtype=np.float32)[:, None]
    maps = []
    for axis in (0, 1):
        a, b, c = (np.append(solved[:, part, axis], np.float32(0)) for part in range(3))
        value = a[which] * x
        value += b[which] * y
        value += c[which]
        maps.append(value)
    return maps[0], maps[1]


def _sampled(
    picture: NDArray[np.uint8], u: NDArray[np.float32], v: NDArray[np.float32]
) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    x = cv2.addWeighted(u, width, u, 0, -0.5)
    y = cv2.addWeighted(v, height, v, 0, -0.5)
    return np.asarray(
        cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8
    )


def _lit(paint: Premultiplied, light: NDArray[np.uint8]) -> Premultiplied:
    """Colour times light plus highlight; premultiplied colour never exceeds its alpha."""
    red, green, blue, shine = cv2.split(light)
    whole = np.full_like(red, _ONE)
    lit = cv2.multiply(paint, cv2.merge((red, green, blue, whole)), scale=1 / _ONE)
    alpha = np.ascontiguousarray(paint[..., 3])
    shine = cv2.multiply(shine, alpha, scale=1 / 255)
    lit = cv2.add(lit, cv2.merge((shine, shine, shine, np.zeros_like(alpha))))
    return np.asarray(cv2.min(lit, cv2.merge((alpha,) * 4)), np.uint8)


def _smoothed(
    painted: Premultiplied, ids: NDArray[np.uint8], index: NDArray[np.int32]
) -> Premultiplied:
    """Soften the stairs where one surface ends before another; in place."""
    surface = np.append(ids, np.uint8(0))[index]
    edge = cv2.morphologyEx(surface, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    edge[cv2.erode(surface, np.ones((5, 5), np.uint8)) == 0] = 0  # the outline is smooth already
    if edge.any():
        cv2.copyTo(cv2.GaussianBlur(painted, (3, 3), 0.75), edge, painted)
    return painted


def _atlas(sheets: Sequence[Sheet], placed: Placed, light: SceneLight) -> NDArray[np.uint8]:
    """(n, n, 4): each sheet's light, red, green and blue in units of 1 / _ONE, and highlights."""
    atlas = np.zeros((_ATLAS, _ATLAS, 4), np.uint8)
    for sheet, grid, rays in zip(sheets, placed.points, placed.rays, strict=True):
        left, top, right, bottom = (round(edge * _ATLAS) for edge in sheet.part)
        x, y = _spread(grid.shape[:2], sheet.part)
        x = x[:, ::-1].copy() if sheet.mirrored else x
        normals = np.asarray(cv2.remap(_normals(rays), x, y, cv2.INTER_LINEAR), np.float32)
        view = np.asarray(cv2.remap(_unit(-rays), x, y, cv2.INTER_LINEAR), np.float32)
        normal = _unit(normals)
        facing = _dot(normal, view)
        away = facing < 0
        if sheet.inside > 0:
            normal = np.where(away[..., None], -normal, normal)
        # half of it from everywhere, more from above; the rest from the light, wrapped around
        fall = np.clip((normal @ light.towards + 0.3) / 1.3, 0, 1)
        shade = 0.48 - 0.13 * normal[..., 1] + 0.66 * fall
        shine = np.clip(_dot(normal, _unit(view + light.towards)), 0, 1) ** sheet.polish
        shine += 0.3 * (1 - np.minimum(np.abs(facing), 1)) ** 4
        shine *= 255 * sheet.gloss * light.level
        if sheet.inside > 0:
            dimmer = np.where(away, np.float32(sheet.inside), np.float32(1))
            shade, shine = shade * dimmer, shine * dimmer
        out = np.dstack((shade[..., None] * light.tint * _ONE, shine))
        atlas[top:bottom, left:right] = np.clip(out + 0.5, 0, 255).astype(np.uint8)
    return atlas


def _normals(grid: Places) -> Places:
    """Outward normals of a grid seen by a camera (x right, y down, z away), (rows, columns, 3)."""
    right = np.gradient(grid, axis=1)
    down = np.gradient(grid, axis=0)
    normal = np.cross(down, right)
    length = np.linalg.norm(normal, axis=2, keepdims=True)
    # a pole has no direction of its own: it takes its neighbours'
    bare = length[..., 0] < 1e-3 * np.median(length)
    normal = normal / np.maximum(length, 1e-9)
    for row, beside in ((0, 1), (-1, -2)):
        if bare[row].all():
            normal[row] = normal[beside].mean(axis=0)
    return np.asarray(normal, np.float32)


@cache
def _faces(rows: int, columns: int) -> NDArray[np.int32]:
    at = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    return np.concatenate(
        [np.stack(corner, -1).reshape(-1, 3) for corner in ((a, b, c), (a, c, d))]
    )


MARGIN = 16 / 1024
"""Of a part of a picture, the share at each edge that no sheet shows: smaller levels mix it with
what is beyond."""


@cache
def _texture(
    rows: int, columns: int, part: tuple[float, float, float, float]
) -> NDArray[np.float32]:
    """(rows * columns, 2) where in the picture the grid's points lie."""
    left, top, right, bottom = part
    u = np.linspace(left + MARGIN, right - MARGIN, columns)
    v = np.linspace(top + MARGIN, bottom - MARGIN, rows)
    return np.asarray(np.stack(np.meshgrid(u, v), -1).reshape(-1, 2), np.float32)


@cache
def _spread(
    shape: tuple[int, int], part: tuple[float, float, float, float]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel of the atlas that belongs to a part, which place of the grid it shows."""
    left, top, right, bottom = part
    axes = []
    for low, high, count in ((left, right, shape[1]), (top, bottom, shape[0])):
        at = (np.arange(round(low * _ATLAS), round(high * _ATLAS)) + 0.5) / _ATLAS
        share = np.clip((at - low - MARGIN) / (high - low - 2 * MARGIN), 0, 1)
        axes.append(share * (count - 1))
    x, y = np.meshgrid(*axes)
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def _unit(vectors: Places) -> Places:
    length = np.sqrt(_dot(vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-6)[..., None], np.float32)


def _dot(a: Places, b: Places) -> NDArray[np.float32]:
    return np.asarray(np.einsum("ijk,ijk->ij", a, b), np.float32)


def _areas(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Signed areas of triangles (t, 3, 2)."""
    a = corners[:, 1] - corners[:, 0]
    b = corners[:, 2] - corners[:, 0]
    return np.asarray(0.5 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]), np.float32)
