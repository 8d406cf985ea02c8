"""Triangles as seen: which one each pixel shows, and where in its picture the pixel lies."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.sprites import Premultiplied
from filters.warping import affines

Corners = NDArray[np.float32]
"""(t, 3, 2) float32, the corners of triangles."""


def rasterised(
    corners: Corners, ids: NDArray[np.uint8], size: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Draw triangles, later ones over earlier ones.

    Args:
        corners: in pixels of a picture of `size`.
        ids: (t,) which surface each belongs to, 0 for what hides but is not drawn.
        size: (width, height).
    Returns:
        (height, width) int32, which triangle each pixel shows or -1, and (height, width) uint8, an
        anti-aliased mask of what is drawn at all.
    """
    index = np.full((size[1], size[0]), -1, np.int32)
    fixed = np.round(np.clip(corners, -4000, 4000) * 16).astype(np.int32)
    for number, triangle in enumerate(fixed):
        cv2.fillConvexPoly(index, triangle, number, cv2.LINE_8, 4)
    drawn = np.append(255 * (ids > 0), 0).astype(np.uint8)
    cover = drawn.take(index, mode="wrap")
    edge = cv2.morphologyEx(cover, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    # only those at the outline need be drawn finely, and for it alone
    near = cv2.dilate(edge.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    fine = np.zeros_like(cover)
    for number in np.unique(index[near]).tolist():
        if number >= 0:
            cv2.fillConvexPoly(fine, fixed[number], int(drawn[number]), cv2.LINE_AA, 4)
    cover[edge] = fine[edge]
    # it is drawn half a pixel too wide, several times where triangles meet
    return index, np.asarray(cv2.GaussianBlur(cover, (3, 3), 0.6), np.uint8)


def mapped(
    index: NDArray[np.int32], corners: Corners, uv: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where in the picture each pixel lies, 0 to 1; pixels beside a triangle follow it outwards."""
    # the row of zeros at the end is what a pixel without a triangle gets
    table = np.zeros((len(corners) + 1, 6), np.float32)
    table[:-1] = affines(corners, uv)
    # beside a sliver its map would run off to anywhere in the picture: it shows one place
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    thin = np.flatnonzero(2 * np.abs(areas(corners)) < 1.2 * sides)
    table[thin] = 0
    table[thin, 2], table[thin, 5] = uv[thin].mean(axis=1).T
    near = cv2.dilate(index.astype(np.float32), np.ones((3, 3), np.uint8)).astype(np.int32)
    which = np.where(index >= 0, index, near)
    x = np.arange(index.shape[1], dtype=np.float32)[None, :]
    y = np.arange(index.shape[0], dtype=np.float32)[:, None]
    maps = []
    for axis in (0, 3):
        a, b, c = (np.ascontiguousarray(table[:, axis + part]) for part in range(3))
        value = a.take(which, mode="wrap")
        value *= x
        slope = b.take(which, mode="wrap")
        slope *= y
        value += slope
        value += c.take(which, mode="wrap")
        maps.append(value)
    return maps[0], maps[1]


def smoothed(
    painted: Premultiplied, ids: NDArray[np.uint8], index: NDArray[np.int32]
) -> Premultiplied:
    """Soften the stairs where one surface ends before another; in place."""
    surface = np.append(ids, np.uint8(0)).take(index, mode="wrap")
    edge = cv2.morphologyEx(surface, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    edge[cv2.erode(surface, np.ones((3, 3), np.uint8)) == 0] = 0  # the outline has its own mask
    if edge.any():
        cv2.copyTo(cv2.GaussianBlur(painted, (3, 3), 0.75), edge, painted)
    return painted


def areas(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    """Signed areas of triangles (t, 3, 2)."""
    a = corners[:, 1] - corners[:, 0]
    b = corners[:, 2] - corners[:, 0]
    return np.asarray(0.5 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]), np.float32)
