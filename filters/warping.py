"""Put a texture on a mesh as seen: one map for the whole tile, then one remap."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.sprites import Premultiplied, Sprite
from filters.tiles import Tile
from filters.types import Points

_COARSE = 160
"""Pixels across the tile at which triangles are drawn; in between, the map is interpolated. It is
linear in a triangle, so all that is lost is a pixel where one part of the face hides another."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A mesh as seen over a tile.

    Attributes:
        u: (h, w) float32, where in the texture each pixel lies, 0 at its left and 1 at its right.
        v: (h, w) float32, 0 at the texture's top and 1 at its bottom.
        coverage: (h, w) uint8, 255 on the mesh, anti-aliased.
        spread: the texture's share of a side that falls on one pixel, typically.
        torn: (h, w) uint8, 255 where one part of the mesh ends before another; None for nowhere.
        softness: standard deviation in pixels of the blur that keeps that edge from being jagged.
    """

    u: NDArray[np.float32]
    v: NDArray[np.float32]
    coverage: NDArray[np.uint8]
    spread: float
    torn: NDArray[np.uint8] | None = None
    softness: float = 1.0

    def paint(self, texture: Sprite) -> Premultiplied:
        """The texture over the tile; all 0 where there is no mesh."""
        level = texture.level(self.spread * texture.size[0])
        height, width = level.shape[:2]
        painted = cv2.remap(
            level,
            cv2.addWeighted(self.u, width, self.u, 0, -0.5),
            cv2.addWeighted(self.v, height, self.v, 0, -0.5),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
        )
        if self.torn is not None:
            cv2.copyTo(cv2.GaussianBlur(painted, (0, 0), self.softness), self.torn, painted)
        return np.asarray(
            cv2.multiply(painted, cv2.merge((self.coverage,) * 4), scale=1 / 255), np.uint8
        )


def surface(
    points: Points,
    uv: NDArray[np.float32],
    triangles: NDArray[np.int32],
    tile: Tile,
    two_sided: bool = False,
) -> Surface | None:
    """Find what of a mesh is seen over a tile.

    Args:
        points: (n, 3) the vertices in frame pixels, z smaller is nearer.
        uv: (n, 2) where each vertex lies in the texture, 0 to 1.
        triangles: (t, 3); those that face the camera run the same way round in the picture as in
            the texture, the others are left out.
        two_sided: keep those that face away as well.
    Returns:
        None when nothing of it is seen.
    """
    shrink = max(1.0, max(tile.size) / _COARSE)
    size = (max(2, round(tile.width / shrink)), max(2, round(tile.height / shrink)))
    scale = np.asarray(np.array(size) / np.array(tile.size), np.float32)
    placed = np.asarray((tile.local(points) + 0.5) * scale - 0.5, np.float32)
    area, texture_area = _areas(placed[triangles]), _areas(uv[triangles])
    seen = np.abs(area) > 1e-4
    if not two_sided:
        seen &= area * texture_area > 0
    if not seen.any():
        return None
    triangles = triangles[seen]
    spread = float(np.sqrt(np.abs(texture_area[seen]).sum() / np.abs(area[seen]).sum()))
    far_to_near = np.argsort(-points[triangles, 2].mean(axis=1), kind="stable")
    triangles = triangles[far_to_near]
    index = _index_map(placed[triangles], size)
    if index.max() < 0:
        return None
    coverage = np.asarray(index >= 0, np.float32)
    affine = affines(placed[triangles], uv[triangles])
    index = _filled(index)
    coarse = affine[index]
    x = np.arange(size[0], dtype=np.float32)[None, :]
    y = np.arange(size[1], dtype=np.float32)[:, None]
    u = coarse[..., 0] * x + coarse[..., 1] * y + coarse[..., 2]
    v = coarse[..., 3] * x + coarse[..., 4] * y + coarse[..., 5]
    full_u, full_v, soft = (
        np.asarray(cv2.resize(part, tile.size, interpolation=cv2.INTER_LINEAR), np.float32)
        for part in (u, v, coverage)
    )
    torn = _torn(u, v, spread) & cv2.dilate(coverage, np.ones((3, 3))).astype(np.uint8) * 255
    full_torn = None
    if torn.any():
        full_torn = np.asarray(cv2.resize(torn, tile.size, interpolation=cv2.INTER_NEAREST))
        _mend(full_u, full_v, full_torn, index, affine, scale)
    # the ramp of the interpolated edge, made steeper; it runs inside the drawn triangles
    edge = np.clip(1 - (1 - soft) * shrink, 0, 1) * 255
    return Surface(
        full_u, full_v, np.asarray(edge, np.uint8), spread / shrink, full_torn, 0.55 * shrink
    )


def _torn(u: NDArray[np.float32], v: NDArray[np.float32], spread: float) -> NDArray[np.uint8]:
    """255 where the map jumps to a neighbour because one part of the face hides another."""
    box = np.ones((2, 2), np.uint8)
    torn = np.zeros(u.shape, np.uint8)
    for part in (u, v):
        jump = cv2.subtract(cv2.dilate(part, box), cv2.erode(part, box))
        torn |= np.asarray(jump > 8 * spread, np.uint8) * np.uint8(255)
    return np.asarray(cv2.dilate(torn, np.ones((3, 3), np.uint8)), np.uint8)


def _mend(
    full_u: NDArray[np.float32],
    full_v: NDArray[np.float32],
    torn: NDArray[np.uint8],
    index: NDArray[np.int32],
    affine: NDArray[np.float32],
    scale: NDArray[np.float32],
) -> None:
    """Where the map is torn, follow the nearest triangle instead of interpolating; in place."""
    y, x = np.nonzero(torn)
    at_x = np.asarray((x + 0.5) * scale[0] - 0.5, np.float32)
    at_y = np.asarray((y + 0.5) * scale[1] - 0.5, np.float32)
    row = np.clip(np.round(at_y).astype(int), 0, index.shape[0] - 1)
    column = np.clip(np.round(at_x).astype(int), 0, index.shape[1] - 1)
    follow = affine[index[row, column]]
    full_u[y, x] = follow[:, 0] * at_x + follow[:, 1] * at_y + follow[:, 2]
    full_v[y, x] = follow[:, 3] * at_x + follow[:, 4] * at_y + follow[:, 5]


def _areas(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Signed areas of triangles (t, 3, 2)."""
    a = corners[:, 1] - corners[:, 0]
    b = corners[:, 2] - corners[:, 0]
    return np.asarray(0.5 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]), np.float32)


def _index_map(corners: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.int32]:
    """Which triangle each pixel shows, later ones over earlier ones; -1 where there is none."""
    index = np.full((size[1], size[0]), -1, np.int32)
    fixed = np.round(np.clip(corners, -4000, 4000) * 16).astype(np.int32)
    for number, triangle in enumerate(fixed):
        cv2.fillConvexPoly(index, triangle, number, lineType=cv2.LINE_8, shift=4)
    return index


def _filled(index: NDArray[np.int32]) -> NDArray[np.int32]:
    """The index map with every empty pixel given its nearest triangle's number."""
    empty = np.asarray(index < 0, np.uint8)
    if not empty.any():
        return index
    _, labels = cv2.distanceTransformWithLabels(
        empty, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    by_label = np.zeros(int(labels.max()) + 1, np.int32)
    there = index >= 0
    by_label[labels[there]] = index[there]
    return np.asarray(by_label[labels], np.int32)


def affines(corners: NDArray[np.float32], uv: NDArray[np.float32]) -> NDArray[np.float32]:
    """(t, 6) of u = a x + b y + c, v = d x + e y + f for triangles (t, 3, 2)."""
    # Cramer's rule with the first corner as origin: a fifth of the time of a solver
    corners, uv = corners.astype(np.float64), uv.astype(np.float64)
    side, other = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    rise, other_rise = uv[:, 1] - uv[:, 0], uv[:, 2] - uv[:, 0]  # (t, 2)
    twice = (side[:, 0] * other[:, 1] - side[:, 1] * other[:, 0])[:, None]
    by_x = (rise * other[:, 1:] - other_rise * side[:, 1:]) / twice
    by_y = (other_rise * side[:, :1] - rise * other[:, :1]) / twice
    at_0 = uv[:, 0] - by_x * corners[:, 0, :1] - by_y * corners[:, 0, 1:]
    solved = np.stack((by_x, by_y, at_0), axis=2)  # (t, u or v, 3)
    return np.asarray(solved.reshape(-1, 6), np.float32)
