"""Light on bent sheets: a small picture of each sheet's light and shade, and how it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.wear.grids import MARGIN, Places
from filters.effects.wear.light import SceneLight
from filters.sprites import Premultiplied

_SIDE = 48
"""Side in pixels of the picture of light and shade."""
_ONE = 160
"""Light that leaves a colour as it is, so that 255 is 1.6 times."""


@dataclass(frozen=True, slots=True)
class Surfaced:
    """A sheet as the light meets it; `part` to `mirrored` are the sheet's own.

    Attributes:
        points: (rows, columns, 3) frame pixels and depth in pixels.
        rays: (rows, columns, 3) from the camera, not of unit length.
    """

    part: tuple[float, float, float, float]
    points: Places
    rays: Places
    gloss: float
    polish: float
    inside: float
    mirrored: bool


def atlas(sheets: Sequence[Surfaced], light: SceneLight) -> NDArray[np.uint8]:
    """The light on sheets that share a picture, each on its part of it.

    Diffuse light is wrapped around (Green 2004), highlights are Blinn's (1977), and there is a
    little more where a surface turns away (Schlick 1994).

    Returns:
        (n, n, 4) uint8: red, green and blue light in units of 1 / `_ONE`, and the highlight.
    """
    whole = np.zeros((_SIDE, _SIDE, 4), np.uint8)
    for sheet in sheets:
        left, top, right, bottom = (round(edge * _SIDE) for edge in sheet.part)
        x, y = _spread(sheet.points.shape[:2], sheet.part, sheet.mirrored)
        normals = np.asarray(cv2.remap(_normals(sheet.rays), x, y, cv2.INTER_LINEAR), np.float32)
        view = np.asarray(cv2.remap(_unit(-sheet.rays), x, y, cv2.INTER_LINEAR), np.float32)
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
        whole[top:bottom, left:right] = np.clip(out + 0.5, 0, 255).astype(np.uint8)
    return whole


def sampled(
    picture: NDArray[np.uint8], u: NDArray[np.float32], v: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """A (h, w, 4) picture where each pixel lies in it, 0 to 1; 0 beyond its edges."""
    height, width = picture.shape[:2]
    x = cv2.addWeighted(u, width, u, 0, -0.5)
    y = cv2.addWeighted(v, height, v, 0, -0.5)
    return np.asarray(
        cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.uint8
    )


def lit(paint: Premultiplied, light: NDArray[np.uint8]) -> Premultiplied:
    """Colour times light plus highlight; colour never exceeds its alpha."""
    shine = np.ascontiguousarray(light[..., 3])
    light[..., 3] = _ONE
    out = cv2.multiply(paint, light, scale=1 / _ONE)
    alpha = np.ascontiguousarray(paint[..., 3])
    shine = cv2.multiply(shine, alpha, scale=1 / 255)
    out = cv2.add(out, cv2.cvtColor(shine, cv2.COLOR_GRAY2RGBA))
    return np.asarray(cv2.min(out, cv2.merge((alpha,) * 4)), np.uint8)


def _normals(grid: Places) -> Places:
    """Outward normals of a grid seen by a camera (x right, y down, z away), (rows, columns, 3)."""
    (rx, ry, rz), (dx, dy, dz) = _slopes(grid)
    normal = np.stack((dy * rz - dz * ry, dz * rx - dx * rz, dx * ry - dy * rx), axis=2)
    length = np.sqrt(_dot(normal, normal))[..., None]
    # a pole has no direction of its own: it takes its neighbours'
    bare = length[..., 0] < 1e-3 * np.median(length)
    normal = normal / np.maximum(length, 1e-9)
    for row, beside in ((0, 1), (-1, -2)):
        if bare[row].all():
            normal[row] = normal[beside].mean(axis=0)
    return np.asarray(normal, np.float32)


def _slopes(grid: Places) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """How x, y and z change along columns and along rows; their length does not matter."""
    wide = np.empty_like(grid)
    wide[:, 1:-1] = grid[:, 2:] - grid[:, :-2]
    wide[:, 0], wide[:, -1] = grid[:, 1] - grid[:, 0], grid[:, -1] - grid[:, -2]
    high = np.empty_like(grid)
    high[1:-1] = grid[2:] - grid[:-2]
    high[0], high[-1] = grid[1] - grid[0], grid[-1] - grid[-2]
    return [wide[..., axis] for axis in range(3)], [high[..., axis] for axis in range(3)]


@cache
def _spread(
    shape: tuple[int, int], part: tuple[float, float, float, float], mirrored: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each pixel that belongs to a part, which place of the grid it shows."""
    left, top, right, bottom = part
    axes = []
    for low, high, count in ((left, right, shape[1]), (top, bottom, shape[0])):
        at = (np.arange(round(low * _SIDE), round(high * _SIDE)) + 0.5) / _SIDE
        share = np.clip((at - low - MARGIN) / (high - low - 2 * MARGIN), 0, 1)
        axes.append(share * (count - 1))
    x, y = np.meshgrid(*axes)
    x = x[:, ::-1] if mirrored else x
    return np.ascontiguousarray(x, np.float32), np.ascontiguousarray(y, np.float32)


def _unit(vectors: Places) -> Places:
    length = np.sqrt(_dot(vectors, vectors))
    return np.asarray(vectors / np.maximum(length, 1e-6)[..., None], np.float32)


def _dot(a: Places, b: Places) -> NDArray[np.float32]:
    return np.asarray(np.einsum("ijk,ijk->ij", a, b), np.float32)
