"""Bend the picture: motions of the face become one smooth map, and one remap of one tile.

The motions add up to a field of velocities, and every pixel looks up where it came from by
following it backwards for one unit of time. Such a flow never folds, however strong it is, and
never enters a place where the velocity is 0: what is in front of the face stays straight and is not
smeared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.effects.reshape.bumps import Bump
from filters.effects.reshape.plane import Plane, plane_of
from filters.regions import hull
from filters.tiles import Tile, tile_around
from filters.types import FilterContext, Layer
from filters.veil import veil

Shape = Callable[[Plane, Any], Sequence[Bump]]
"""The motions a filter wants at full strength, one at least: (the face's plane, its parameters)."""
Grid = NDArray[np.float32]
"""(rows, columns, 2) float32: x and y in frame pixels."""

_FINE, _MANY = 12, 6000
"""The coarse grid has so many cells across the smallest bump's half axis, and in all, at least;
what is interpolated between them is then right to a hundredth of what is moved."""
_SEEN = 0.9
"""A cell with less of the veil than this has something in it that is in front of the face."""
_TAPS = 2.0
"""Pixels that cubic interpolation looks to either side."""
_UNSEEN_SHIFT, _SHIFT = 0.05, 0.25
"""Pixels of displacement where the layer begins, and from which on it is opaque; below, the
picture's own pixels stay."""


def reshape(shape: Shape, context: FilterContext, params: Any) -> Layer | None:
    """The face with a shape's bumps applied, `params.strength` of the way.

    Returns:
        A layer to be laid through the veil; None at strength 0, and where nothing moves.
    """
    found = displacement(shape, context, params)
    if found is None:
        return None
    tile, shift = found
    dx, dy = cv2.split(shift)
    # saturates at 0 below and at 255 above
    slope = 255 / (_SHIFT - _UNSEEN_SHIFT)
    length = cv2.magnitude(dx, dy)
    alpha = cv2.addWeighted(length, slope, length, 0, -slope * _UNSEEN_SHIFT, dtype=cv2.CV_8U)
    if not alpha.any():
        return None
    dx += np.arange(tile.x, tile.x + tile.width, dtype=np.float32)[None, :]
    dy += np.arange(tile.y, tile.y + tile.height, dtype=np.float32)[:, None]
    bent = cv2.remap(context.image, dx, dy, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Layer(np.asarray(cv2.merge((*cv2.split(bent), alpha)), np.uint8), tile.origin)


def displacement(shape: Shape, context: FilterContext, params: Any) -> tuple[Tile, Grid] | None:
    """Where each pixel of a tile comes from, as seen from itself.

    Returns:
        The tile and (tile.height, tile.width, 2) float32, x and y in frame pixels; None when
        nothing moves, or nothing that is in the picture.
    """
    plane = plane_of(context.face) if params.strength > 0 else None
    if plane is None:
        return None
    bumps = shape(plane, params)
    extents = [_extent(plane, bump) for bump in bumps]
    tile = tile_around(np.concatenate(extents), 1, context.image.shape)
    if tile is None:
        return None
    pixels = float(np.linalg.norm(plane.axes, axis=0).min())
    smallest = min(min(bump.reach) for bump in bumps)
    many = math.sqrt(tile.width * tile.height / _MANY)
    step = max(1, int(min(smallest * pixels / _FINE, many)))
    columns, rows = -(-tile.width // step), -(-tile.height // step)
    velocity = _velocity(plane, bumps, extents, tile, step, (rows, columns))
    velocity *= np.float32(-params.strength * plane.presence)  # backwards
    room = _room(context, tile, step, (rows, columns))
    if room is not None:
        _slow_down(velocity, room)
    _stay_in_frame(velocity, tile, step, context.image.shape)
    coarse = _flow(velocity, step)
    if float(np.abs(coarse).max()) < _UNSEEN_SHIFT / 2:
        return None
    return tile, np.asarray(_smooth(coarse, step)[: tile.height, : tile.width], np.float32)


def _extent(plane: Plane, bump: Bump) -> NDArray[np.float64]:
    """(2, 2) the corners of the box around a bump's ellipse in frame pixels."""
    half = np.linalg.norm(plane.axes * np.array(bump.reach), axis=1)
    middle = plane.pixels(bump.at)
    return np.stack((middle - half, middle + half))


def _velocity(
    plane: Plane,
    bumps: Sequence[Bump],
    extents: Sequence[NDArray[np.float64]],
    tile: Tile,
    step: int,
    shape: tuple[int, int],
) -> Grid:
    """The sum of the bumps at the cells' middles, in frame pixels."""
    inverse = np.asarray(np.linalg.inv(plane.axes), np.float32)
    xs = _middles(tile.x, step, shape[1]) - np.float32(plane.origin[0])
    ys = _middles(tile.y, step, shape[0])[:, None] - np.float32(plane.origin[1])
    across = inverse[0, 0] * xs + inverse[0, 1] * ys
    along = inverse[1, 0] * xs + inverse[1, 1] * ys
    moved = np.zeros((2, *shape), np.float32)
    for bump, extent in zip(bumps, extents, strict=True):
        low = np.maximum(np.floor((extent[0] - tile.origin) / step).astype(int), 0)
        high = np.ceil((extent[1] - tile.origin) / step).astype(int) + 1
        part = np.s_[low[1] : max(high[1], 0), low[0] : max(high[0], 0)]
        x, y = across[part] - bump.at[0], along[part] - bump.at[1]
        weight = 1 - (x / bump.reach[0]) ** 2 - (y / bump.reach[1]) ** 2
        weight = np.maximum(weight, 0) ** 2
        lean = bump.reach[0] / bump.reach[1]
        moved[0][part] += weight * (bump.push[0] + bump.grow[0] * x - bump.turn * lean * y)
        moved[1][part] += weight * (bump.push[1] + bump.grow[1] * y + bump.turn / lean * x)
    axes = np.asarray(plane.axes, np.float32)
    return np.stack([axes[i, 0] * moved[0] + axes[i, 1] * moved[1] for i in (0, 1)], axis=2)


def _room(
    context: FilterContext, tile: Tile, step: int, shape: tuple[int, int]
) -> NDArray[np.float32] | None:
    """Pixels from each cell to what must stay as it is: things in front, and other faces.

    None when there is nothing of the kind.
    """
    blocked = np.zeros(shape, np.uint8)
    seen = veil(context.face, context.matte, tile)
    if seen is not None:
        right, below = shape[1] * step - tile.width, shape[0] * step - tile.height
        whole = cv2.copyMakeBorder(seen.alpha, 0, below, 0, right, cv2.BORDER_REPLICATE)
        small = cv2.resize(whole, shape[::-1], interpolation=cv2.INTER_AREA)
        blocked[small < _SEEN] = 1
    if context.others:
        theirs = np.zeros(shape, np.uint8)
        for other, _ in context.others:
            cv2.fillPoly(theirs, [_cells(hull(other.points), tile, step)], 1)
        cv2.fillPoly(theirs, [_cells(hull(context.face.points), tile, step)], 0)
        blocked |= theirs
    if not blocked.any():
        return None
    distance = cv2.distanceTransform(1 - blocked, cv2.DIST_L2, 5)
    # so that nothing is interpolated from it, neither between the cells nor between the pixels
    return np.asarray(np.maximum((distance - 1.5) * step - _TAPS, 0), np.float32)


def _cells(points: NDArray[np.float32], tile: Tile, step: int) -> NDArray[np.int32]:
    """Frame pixels as the coarse grid's cells, far ones brought near."""
    return np.asarray(np.clip(np.floor(tile.local(points) / step), -9999, 9999), np.int32)


def _slow_down(velocity: Grid, room: NDArray[np.float32]) -> None:
    """Bound the speed by the room left, smoothly, in place: what cannot be reached in time is safe.

    At a speed of at most the distance, the distance falls to 1/e in the unit of time, never to 0.
    """
    speed = cv2.magnitude(velocity[..., 0], velocity[..., 1])
    velocity *= (room / np.maximum(cv2.magnitude(room, speed), np.float32(1e-6)))[..., None]


def _stay_in_frame(velocity: Grid, tile: Tile, step: int, frame: tuple[int, ...]) -> None:
    """Bound what leads out of the picture, in place: there are no pixels to fetch."""
    for axis, (start, count) in enumerate(
        ((tile.x, velocity.shape[1]), (tile.y, velocity.shape[0]))
    ):
        at = _middles(start, step, count)
        last = np.float32(frame[1 - axis] - 1)
        shape = (1, -1) if axis == 0 else (-1, 1)
        low, high = -np.maximum(at, 0).reshape(shape), np.maximum(last - at, 0).reshape(shape)
        velocity[..., axis] = np.clip(velocity[..., axis], low, high)


def _flow(velocity: Grid, step: int) -> Grid:
    """Follow a velocity for one unit of time: the displacement, in frame pixels.

    Scaling and squaring (Arsigny et al. 2006): a small enough part of the way is straight, and a
    way of twice the length is that way and from its end that way again.
    """
    longest = float(np.abs(velocity).max()) / step
    halvings = min(max(math.ceil(math.log2(max(longest, 1e-6) / 0.2)), 2), 9)
    rows, columns = velocity.shape[:2]
    x = np.arange(columns, dtype=np.float32)[None, :]
    y = np.arange(rows, dtype=np.float32)[:, None]
    part = np.float32(1 / (step * 2**halvings))
    way_x, way_y = velocity[..., 0] * part, velocity[..., 1] * part
    for _ in range(halvings):
        to_x, to_y = way_x + x, way_y + y
        # one by one: OpenCV rounds places to 1/32 when an image of two channels is remapped
        way_x, way_y = (
            way + cv2.remap(way, to_x, to_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            for way in (way_x, way_y)
        )
    return np.asarray(np.stack((way_x, way_y), axis=2) * np.float32(step), np.float32)


def _smooth(coarse: Grid, step: int) -> Grid:
    """The coarse grid at full size: linear, then a mean over one cell, which takes off the corners.

    Unlike cubic interpolation it is exact for what is linear and never overshoots, so what stands
    still does so up to the edge.
    """
    if step == 1:
        return coarse
    size = (coarse.shape[1] * step, coarse.shape[0] * step)
    full = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)
    side = step | 1
    return np.asarray(cv2.blur(full, (side, side), borderType=cv2.BORDER_REPLICATE), np.float32)


def _middles(start: int, step: int, count: int) -> NDArray[np.float32]:
    """Where the middles of `count` cells lie in frame pixels."""
    return np.arange(count, dtype=np.float32) * step + np.float32(start + (step - 1) / 2)
